"""The neighbour models of a run: which files can be used, who is missing in them.

The rule: a place that was no authority in the model's year loses its row or its cell; a file with
less than nine tenths of the authorities of its year is cut off and refused; of two files of one
year that disagree the one on record is used or none. What a nearly whole model lacks is told by
authority, and the rest of it is used.
"""

from __future__ import annotations

import datetime as dt

from earlywarning.errors import SourceError
from earlywarning.sources import neighbours
from earlywarning.sources.context import Context
from earlywarning.sources.offered import Offered


def settle(offered: list[Offered], context: Context) -> list[neighbours.Clash]:
    """Refuse what cannot be a neighbour model, and files of one model that disagree."""
    for one in _taken(offered):
        _keep_known(one, context)
    files = _taken(offered)
    models = [_model(one, context) for one in files]
    found = neighbours.clashes(models)
    for one, model in zip(files, models, strict=True):
        if model in neighbours.usable(models, model.year):
            continue
        others = [n for c in found if model.name in c.names for n in c.names if n != model.name]
        why = neighbours.fault(model.frame) or (
            f"names other neighbours than {' and '.join(others)}, as the model of {model.year}; no "
            "record tells that this is the publisher's, and the two are not mixed"
        )
        one.refuse(SourceError(why, rule="neighbour_models"))
    return found


def missing(offered: list[Offered], context: Context) -> dict[int, dict[str, int]]:
    """Return the running authorities without a full set, by year of the model."""
    out: dict[int, dict[str, int]] = {}
    for one in _taken(offered):
        assert one.frame is not None
        assert one.period is not None
        running = {c for c in _of_year(one.period, context) if not _ended(c, context)}
        few = neighbours.without_full_set(one.frame, running)
        before = out.get(one.period)
        # A model comes as CSV and as a workbook: what one lacks the other may have.
        both = few if before is None else {c: max(n, few[c]) for c, n in before.items() if c in few}
        out[one.period] = both
    return out


def _taken(offered: list[Offered]) -> list[Offered]:
    return [one for one in offered if one.kind == "neighbours" and one.outcome == "taken"]


def _keep_known(one: Offered, context: Context) -> None:
    assert one.frame is not None
    assert one.period is not None
    places, refused = context.places, one.refused_rows
    one.frame = neighbours.known_only(one.frame, one.period, places, refused)
    cut = neighbours.cut_short(one.frame, _of_year(one.period, context))
    if cut:
        one.refuse(SourceError(cut, rule="neighbours"))


def _of_year(year: int, context: Context) -> set[str]:
    """Return the authorities that were there on the last day of a year."""
    last = dt.date(year, 12, 31)
    return {code for code in context.places.names if not context.places.ended(code, last)}


def _ended(code: str, context: Context) -> bool:
    return bool(context.places.ended(code, context.as_of))


def _model(offered: Offered, context: Context) -> neighbours.Model:
    assert offered.frame is not None
    assert offered.period is not None
    known = context.calendar.has_record(offered.sha256)
    return neighbours.Model(offered.name, offered.period, offered.frame, known)

"""From what was counted to one row per authority, measure and month; a gap is never zero."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from earlywarning.definitions.in_year import Measure
from earlywarning.period import month_end
from earlywarning.sources.annex_a.counting import MOST_BAD
from earlywarning.sources.events.counting import PartCounts
from earlywarning.sources.events.layout import Place
from earlywarning.sources.events.measures import ALL_BEFORE, COUNTED, Counted
from earlywarning.tables.declare import columns_of
from earlywarning.tables.events import MonthlyMeasure

Numbers = dict[int, float]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one authority: numbers by what and month, and months by what became of them.

    told: months that have a folder. read: those of which every file was read.
    """

    told: frozenset[int]
    read: frozenset[int]
    numbers: dict[str, Numbers] = field(default_factory=lambda: defaultdict(dict))
    left_out: dict[str, Numbers] = field(default_factory=lambda: defaultdict(dict))


def monthly_measures(
    found: Iterable[Place],
    parts: Iterable[PartCounts],
    months: Sequence[int],
    measures: Mapping[str, Measure],
) -> pd.DataFrame:
    """Return the rows of `MonthlyMeasure`, with the percentages that are declared of the counts.

    Args:
        found: the authorities with every month that has a folder.
        parts: what was counted.
        months: which to tell of, as 202504.
        measures: of in_year.toml.
    """
    known = _known(found, parts)
    rows = [
        {"old_la_code": code, "measure": measure, "label": measures[measure].label,
         "time_period": month, "period_end": month_end(month), "value": value,
         "marker": None, "status": status}
        for code, own in sorted(known.items())
        for measure, how in COUNTED.items()
        for month, (value, status) in zip(months, _measure(own, how, months), strict=True)
    ]  # fmt: skip
    counts = pd.DataFrame(rows, columns=columns_of(MonthlyMeasure))
    whole = pd.concat([counts, *_percentages(counts, measures)], ignore_index=True)
    return whole.sort_values(["old_la_code", "measure", "time_period"], ignore_index=True)


def _known(found: Iterable[Place], parts: Iterable[PartCounts]) -> dict[str, Known]:
    parts = list(parts)
    read = {place.old_la_code: _months(place) for part in parts for place in part.part}
    known = {
        place.old_la_code: Known(_months(place), read.get(place.old_la_code, frozenset()))
        for place in found
    }
    for part in parts:
        for code, what, month, number, left_out in part.counts.itertuples(index=False):
            known[code].numbers[what][int(month)] = float(number)
            known[code].left_out[what][int(month)] = float(left_out)
    return known


def _months(place: Place) -> frozenset[int]:
    return frozenset(month.time_period for month in place.months)


def _measure(
    own: Known, how: Counted, months: Sequence[int]
) -> list[tuple[float | None, str]]:  # fmt: skip
    """Return value and status of a measure in each month."""
    numbers, earliest = own.numbers.get(how.what, {}), min(own.told)
    if not any(own.numbers.get(how.kinds[0], {}).values()):
        unread = own.told - own.read if _is_silent(own, how) else {*months}
        return [(None, "refused" if month in unread else "not_returned") for month in months]
    if _too_many_bad(own, how):
        return [(None, "refused") for _ in months]
    out: list[tuple[float | None, str]] = []
    for month in months:
        value = numbers.get(month, 0.0)
        if how.before == ALL_BEFORE:
            value = sum((number for at, number in numbers.items() if at <= month), 0.0)
        status = _status(own, how, month, earliest)
        if status == "ok" and not value and own.left_out["unknown"].get(month):
            # Nothing of this kind, and events of unknown kinds: they may be these.
            status = "refused"
        out.append((value, status) if status == "ok" else (None, status))
    return out


def _is_silent(own: Known, how: Counted) -> bool:
    return not any(any(own.left_out.get(kind, {}).values()) for kind in how.kinds)


def _too_many_bad(own: Known, how: Counted) -> bool:
    """Tell whether more cases cannot be counted than one, and than a tenth, as in Annex A."""
    names = {*how.kinds, how.what}
    bad = sum(sum(own.left_out.get(name, {}).values()) for name in names)
    cases = sum(sum(own.numbers.get(kind, {}).values()) for kind in how.kinds)
    return bad > max(1, MOST_BAD * (cases + bad))


def _status(own: Known, how: Counted, month: int, earliest: int) -> str:
    """Return ok, or why a month's number is not known."""
    first = earliest if how.before == ALL_BEFORE else _earlier(month, how.before)
    needed = [at for at in _range(first, month) if at not in own.read]
    if not needed and month >= earliest:
        return "ok"
    if month not in own.told:
        return "not_returned"
    refused = any(at in own.told for at in needed)
    return "refused" if refused else "not_available"


def _earlier(month: int, by: int) -> int:
    index = month // 100 * 12 + month % 100 - 1 - by
    return index // 12 * 100 + index % 12 + 1


def _range(first: int, last: int) -> list[int]:
    out = []
    while first <= last:
        out.append(first)
        first = _earlier(first, -1)
    return out


def months_until(last: int, many: int) -> list[int]:
    """Return so many months up to one, the oldest first."""
    return _range(_earlier(last, many - 1), last)


def _percentages(counts: pd.DataFrame, measures: Mapping[str, Measure]) -> list[pd.DataFrame]:
    keys = ["old_la_code", "time_period", "period_end"]
    out = []
    for name, measure in measures.items():
        if measure.unit != "percentage" or not {measure.part, measure.whole} <= set(COUNTED):
            continue
        part, whole = (counts[counts["measure"] == of] for of in (measure.part, measure.whole))
        both = part.merge(whole[[*keys, "value", "status"]], on=keys, suffixes=("", "_whole"))
        status = both["status"].where(both["status"] != "ok", both["status_whole"])
        known = status.eq("ok")
        numerator, denominator = both["value"].where(known), both["value_whole"].where(known)
        none = denominator.eq(0)
        out.append(both[keys].assign(
            measure=name, label=measure.label, numerator=numerator, denominator=denominator,
            value=(100 * numerator / denominator.where(~none)), marker=None,
            status=status.where(~none, "not_applicable"),
        ))  # fmt: skip
    return out

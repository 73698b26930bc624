"""Every file that is offered becomes one dated, readable table or one note.

Order matters once: the authority list, calendars and manifests are read before the tables that
need them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pandas as pd

from earlywarning.definitions import Definitions
from earlywarning.errors import SourceError
from earlywarning.sources import (
    api_json,
    authorities,
    calendar,
    lait,
    neighbours,
    ofsted,
    open_data,
    registers,
)
from earlywarning.sources.offered import Offered, offered_files
from earlywarning.sources.reading import RawTable
from earlywarning.sources.recognise import recognise

__all__ = [
    "Context",
    "Offered",
    "context_of",
    "date_release",
    "join_answers",
    "observations",
    "offered_files",
    "recognise",
]

MODEL_YEARS = (2021, 2025)


@dataclass(slots=True)
class Context:
    """What other files need: the authorities, the calendar, the definitions."""

    definitions: Definitions
    authorities: authorities.Authorities
    calendar: calendar.Calendar
    as_of: dt.date
    notes: list[str] = field(default_factory=list)


def context_of(offered: list[Offered], definitions: Definitions, as_of: dt.date) -> Context:
    """Build the context from the files that carry it, or from the project's own lists."""
    context = Context(
        definitions,
        authorities.builtin(definitions.folder),
        calendar.builtin(definitions.folder),
        as_of,
    )
    by_kind: dict[str, list[Offered]] = {}
    for one in offered:
        by_kind.setdefault(one.kind, []).append(one)
    adders = {
        "calendar": context.calendar.add_calendar,
        "manifest": context.calendar.add_manifest,
        "fetched": context.calendar.add_fetched,
    }
    for kind, add in adders.items():
        for one in by_kind.get(kind, []):
            with _refusing(one, "dates of publication") as raw:
                add(raw.header, raw.rows)
    for one in by_kind.get("fetched_changes", []):
        one.outcome, one.message = "context", "what versions of data sets changed"
    _authorities_into(context, by_kind)
    return context


def _authorities_into(context: Context, by_kind: dict[str, list[Offered]]) -> None:
    regions: dict[str, str] = {}
    by_number: dict[str, str] = {}
    for one in by_kind.get("regions", []):
        assert one.raw is not None
        regions |= {cells[0]: cells[1] for cells in one.raw.rows}
        one.outcome, one.message = "context", "region names"
    for one in by_kind.get("la_numbers", []):
        assert one.raw is not None
        by_number |= {cells[0].zfill(3): cells[2] for cells in one.raw.rows}
        one.outcome, one.message = "context", "authority numbers and regions"
    for one in by_kind.get("la_codes", []):
        with _refusing(one, "authority codes with their dates") as raw:
            codes = authorities.from_code_list(raw.header, raw.rows, regions, by_number)
            context.authorities = authorities.Authorities(codes, context.authorities.changes)
    for one in by_kind.get("la_lifecycle", []):
        with _refusing(one, "who became whom") as raw:
            changes = authorities.from_lifecycle(raw.header, raw.rows)
            context.authorities = authorities.Authorities(context.authorities.codes, changes)


def join_answers(offered: list[Offered], context: Context) -> None:
    """Add the table that the pages of each query answer make together, as one more file."""
    services = context.authorities.services()
    regions = dict(zip(services["old_la_code"], services["region"], strict=True))
    offered += api_json.join(offered, context.definitions.tables, regions)


@contextmanager
def _refusing(one: Offered, message: str) -> Iterator[RawTable]:
    """Give the rows of a context file; a fault in it refuses that file and no other."""
    assert one.raw is not None
    one.outcome, one.message = "context", message
    try:
        yield one.raw
    except SourceError as error:
        one.refuse(error)


def date_release(offered: Offered, context: Context) -> None:
    """Read what is left to read, find the period, and hold back what was not out by as-of."""
    try:
        _load(offered, context)
    except SourceError as error:
        offered.refuse(error)
        return
    if offered.table and offered.period is not None:
        offered.published, offered.published_basis = context.calendar.published(
            offered.table, offered.period, offered.sha256
        )
    if offered.published and offered.published > context.as_of:
        offered.outcome = "not_yet_published"
        offered.message = f"out by {offered.published}, after the as-of day"


def _load(offered: Offered, context: Context) -> None:
    if offered.table is not None and offered.table.layout == "lait":
        offered.frame = lait.read(offered.path, offered.table)
        offered.period = int(offered.frame["Years"].max())
    elif offered.table is not None and offered.frame is not None:
        years = offered.frame["time_period"]
        bad = ~years.str.fullmatch(r"\d{4}")
        if bad.any():
            row = int(offered.frame.loc[bad, "row"].iloc[0])
            raise SourceError(
                f"row {row}: time_period is {years[bad].iloc[0]!r}, not a year",
                rule="time_period",
                row=row,
            )
        offered.period = int(years.max())
    elif offered.kind == "neighbours":
        assert offered.raw is not None
        frame = neighbours.tidy(offered.raw.header, offered.raw.rows, offered.raw.row_numbers)
        if len(frame) < 10:
            raise SourceError("no authority with ten neighbours in it", rule="neighbours")
        opened = context.authorities.opened_year()
        year = neighbours.model_year(
            offered.raw.header, set(frame["old_la_code"]), opened, MODEL_YEARS
        )
        offered.frame, offered.period = frame.assign(model_year=year), year
        listed = context.calendar.by_period.get(("statistical_neighbours", str(year)))
        offered.published, offered.published_basis = listed or dt.date(year, 5, 31), "calendar"
    else:
        offered.frame = _people(offered, context)


def _people(offered: Offered, context: Context) -> pd.DataFrame | None:
    """Read inspections and registers: what people wrote, not what was counted."""
    raw = offered.raw
    if offered.kind == "ofsted_outcomes" and offered.sheets:
        codes = context.authorities.codes
        code_of = dict(zip(codes["new_la_code"], codes["old_la_code"], strict=True))
        frame, offered.unknown_codes = ofsted.from_workbook(offered.sheets, code_of)
        return frame
    if raw is None:
        return None
    if offered.kind == "ofsted_history":
        return ofsted.from_history(raw.header, raw.rows)
    if offered.kind == "ofsted_visits":
        return ofsted.from_visits(raw.header, raw.rows)
    if offered.kind == "soft_register":
        flags = set(context.definitions.soft_flags)
        return registers.soft_items(raw.header, raw.rows, raw.row_numbers, flags)
    return registers.peer_reviews(raw.header, raw.rows, raw.row_numbers)


def observations(offered: Offered) -> pd.DataFrame:
    """Return the observations of a validated table with their release and day."""
    assert offered.frame is not None
    assert offered.table is not None
    tidy = lait.tidy if offered.table.layout == "lait" else open_data.tidy
    frame = tidy(offered.frame, offered.table)
    return frame.assign(release=offered.release, published=offered.published)

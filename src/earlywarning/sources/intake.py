"""Every file that is offered becomes one dated, readable table or one note.

Order matters once: the authority list, calendars and manifests are read before the tables that
need them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pandas as pd

from earlywarning.errors import SourceError
from earlywarning.sources import (
    api_json,
    cells,
    lait,
    ledger_file,
    neighbours,
    ofsted,
    ofsted_wide,
    outturn,
    place_list,
    registers,
    returns,
)
from earlywarning.sources.context import Context, context_of
from earlywarning.sources.offered import Offered, offered_files
from earlywarning.sources.reading import RawTable
from earlywarning.sources.recognise import recognise

__all__ = [
    "Context",
    "Offered",
    "catalogue",
    "context_of",
    "date_release",
    "join_answers",
    "observations",
    "offered_files",
    "recognise",
]

MODEL_YEARS = (2021, 2025)


def join_answers(offered: list[Offered], context: Context) -> None:
    """Add the table that the pages of each query answer make together, as one more file."""
    services = context.authorities.services()
    regions = dict(zip(services["old_la_code"], services["region"], strict=True))
    offered += api_json.join(offered, context.definitions.tables, regions)


def date_release(offered: Offered, context: Context) -> None:
    """Read what is left to read, find the period, and hold back what was not out by as-of."""
    try:
        _load(offered, context)
    except SourceError as error:
        offered.refuse(error)
        return
    if offered.table and offered.period is not None and offered.published is None:
        offered.published, offered.published_basis = context.calendar.published(
            offered.table, offered.period, offered.sha256
        )
    # Ofsted's lists tell of reports that were public before the list was.
    if offered.published and offered.published > context.as_of and offered.kind not in OFSTED:
        offered.outcome = "not_yet_published"
        offered.message = f"out by {offered.published}, after the as-of day"


def _load(offered: Offered, context: Context) -> None:
    if offered.table is not None:
        READERS[offered.table.layout](offered, context)
    elif offered.kind == "neighbours":
        _neighbours(offered, context)
    elif offered.kind in ledger_file.LEDGERS:
        return
    elif offered.kind in returns.KINDS:
        returns.load(offered, context.definitions, context.authorities.codes)
    else:
        offered.frame = _people(offered, context)


def _open_data(offered: Offered, _: Context) -> None:
    assert offered.frame is not None
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


def _lait(offered: Offered, context: Context) -> None:
    assert offered.table is not None
    offered.frame, offered.message = lait.read(offered.path, offered.table, context.lait_topics)
    offered.period = int(offered.frame["Years"].astype(int).max())


def _outturn(offered: Offered, context: Context) -> None:
    assert offered.table is not None
    assert offered.sheets is not None
    offered.frame = outturn.read(offered.sheets, offered.table, context.code_of)
    offered.period = int(offered.frame["time_period"].iloc[0])
    offered.published = outturn.published_on(offered.sheets)
    offered.published_basis = "file" if offered.published else ""


def _place_list(offered: Offered, context: Context) -> None:
    assert offered.table is not None
    assert offered.raw is not None
    offered.frame = place_list.canonical(offered.raw, offered.table, context.code_of)
    offered.period = offered.table.year


READERS: dict[str, Callable[[Offered, Context], None]] = {
    "open_data": _open_data,
    "lait": _lait,
    "outturn": _outturn,
    "place_list": _place_list,
}


def _neighbours(offered: Offered, context: Context) -> None:
    assert offered.raw is not None
    raw = offered.raw
    frame = neighbours.tidy(raw.header, raw.rows, raw.row_numbers)
    if len(frame) < 10:
        raise SourceError("no authority with ten neighbours in it", rule="neighbours")
    opened = context.authorities.opened_year()
    year = neighbours.model_year(raw.header, set(frame["old_la_code"]), opened, MODEL_YEARS)
    offered.frame, offered.period = frame.assign(model_year=year), year
    listed = context.calendar.by_period.get(("statistical_neighbours", str(year)))
    offered.published, offered.published_basis = listed or dt.date(year, 5, 31), "calendar"


OFSTED = {"ofsted_outcomes", "ofsted_wide", "ofsted_history", "ofsted_visits", "ofsted_summary"}


def _people(offered: Offered, context: Context) -> pd.DataFrame | None:
    """Read inspections and registers: what people wrote, not what was counted."""
    raw = offered.raw
    if offered.sheets and offered.kind in OFSTED:
        offered.published = ofsted_wide.published_on(offered.sheets)
        offered.published_basis = "file" if offered.published else ""
        offered.period = offered.published.year if offered.published else None
        wide = offered.kind == "ofsted_wide"
        if wide:
            frame, offered.unknown_codes = ofsted_wide.from_workbook(
                offered.sheets, context.code_of_name, context.former_bearers
            )
        else:
            frame, offered.unknown_codes = ofsted.from_workbook(offered.sheets, context.code_of)
        return frame
    if raw is None:
        return None
    if offered.kind == "ofsted_history":
        return ofsted.from_history(raw.header, raw.rows)
    if offered.kind == "ofsted_visits":
        return ofsted.from_visits(raw.header, raw.rows)
    if offered.kind == "ofsted_summary":
        return ofsted.from_summary(raw.header, raw.rows)
    return _register(offered.kind, raw, context)


def _register(kind: str, raw: RawTable, context: Context) -> pd.DataFrame:
    """Read one of the consortium's own registers."""
    given = (raw.header, raw.rows, raw.row_numbers)
    if kind == "soft_register":
        return registers.soft_items(*given, set(context.definitions.soft_flags))
    if kind == "overrides":
        return registers.overrides(*given, set(context.definitions.policy.bands))
    if kind == "reviewers":
        return registers.reviewers(*given, set(context.definitions.enablers.enablers))
    if kind == "review_conflicts":
        return registers.conflicts(*given)
    return registers.peer_reviews(*given)


def observations(offered: Offered, context: Context) -> pd.DataFrame:
    """Return the observations of a validated table with their release and day."""
    assert offered.frame is not None
    assert offered.table is not None
    if offered.table.layout == "lait":
        frame = lait.tidy(offered.frame, offered.table, context.lait_topics)
    else:
        frame = cells.tidy(offered.frame, offered.table)
    region = frame["region"].replace(context.region_alias)
    regional = frame["geographic_level"] == "Regional"
    return frame.assign(
        region=region,
        area=frame["area"].where(~regional, region),
        release=offered.release,
        published=offered.published,
    )


def catalogue(offered: Offered, context: Context) -> pd.DataFrame:
    """Return one row per series of a validated table."""
    assert offered.frame is not None
    assert offered.table is not None
    if offered.table.layout == "lait":
        return lait.catalogue(offered.frame, offered.table, context.lait_topics)
    return cells.catalogue(offered.frame, offered.table)

"""Every file that is offered becomes one dated, readable table or one note.

Order matters once: the authority list, calendars and manifests are read before the tables that
need them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

from earlywarning.errors import SourceError
from earlywarning.period import period_end
from earlywarning.settings import today
from earlywarning.sources import (
    api_json,
    cells,
    days,
    lait,
    outturn,
    place_list,
    returns,
    years,
)
from earlywarning.sources.bad_rows import refuse_bad_rows
from earlywarning.sources.boundary import refusing
from earlywarning.sources.context import Context, context_of
from earlywarning.sources.disagreeing import refuse_disagreeing
from earlywarning.sources.in_year.reading import require_returned
from earlywarning.sources.kind import kind_of
from earlywarning.sources.offered import Offered, Remembered
from earlywarning.sources.ofsted import seen_from
from earlywarning.sources.recognise import recognise

__all__ = [
    "Context",
    "Offered",
    "context_of",
    "date_release",
    "join_answers",
    "read_table",
    "recognise",
    "settle_day",
]


def join_answers(offered: list[Offered], context: Context) -> None:
    """Add the table that the pages of each query answer make together, as one more file."""
    services = context.authorities.services()
    regions = dict(zip(services["old_la_code"], services["region"], strict=True))
    offered += api_json.join(offered, context.definitions.tables, regions)


def date_release(offered: Offered, context: Context) -> None:
    """Read what is left to read, find the period, and hold back what was not out by as-of."""
    with refusing(offered):
        _load(offered, context)
        refuse_disagreeing(offered, context.places)
        refuse_bad_rows(offered, context.code_of)
        _date(offered, context)
        if offered.returned is not None:
            require_returned(offered.returned.returned_on, max(today(), context.as_of))
    _hold_back(offered, context)


def settle_day(offered: Offered, context: Context) -> None:
    """Say when a table that an earlier run read came out, and hold it back until then."""
    with refusing(offered):
        _date(offered, context)
    _hold_back(offered, context)


def _hold_back(offered: Offered, context: Context) -> None:
    if offered.outcome == "refused":
        return
    late = offered.published is not None and offered.published > context.as_of
    if late and not kind_of(offered).tells_of_before:
        offered.outcome = "not_yet_published"
        offered.message = f"out by {offered.published}, after the as-of day"


def _date(offered: Offered, context: Context) -> None:
    """Say when a table came out: as it says itself, else as some record does, else as is usual.

    Raises:
        SourceError: if its own day lies before the end of what it describes.
    """
    table, frame = offered.table, offered.frame
    if table is not None and frame is not None and table.layout in YEAR_IN:
        offered.period = int(frame[YEAR_IN[table.layout]].astype(int).max())
    period = offered.period
    if table is None or period is None:
        return
    _require_past(offered, period)
    if offered.published is None:
        offered.published, offered.published_basis = context.calendar.published(
            table, period, offered.sha256
        )
    elif offered.published < period_end(period, table.period):
        raise SourceError(
            f"says to be of {offered.published}, before the end of {period}, which it describes",
            rule="published_day",
        )


def _require_past(offered: Offered, period: int) -> None:
    """Refuse a file with a year that nobody can have published: one wrong digit hid all of it.

    Raises:
        SourceError: naming the first row of that year.
    """
    if (period // 100 if period > 9999 else period) <= today().year + 1:
        return
    frame, row = offered.frame, None
    if frame is not None and {"time_period", "row"} <= set(frame):
        row = int(frame.loc[frame["time_period"].astype(str) == str(period), "row"].iloc[0])
    where = f"row {row}: " if row else ""
    raise SourceError(
        f"{where}time_period {period} lies ahead of everything published", rule="period_ahead",
        row=row,
    )  # fmt: skip


# Where these layouts have the year of each row.
YEAR_IN = {"open_data": "time_period", "lait": "Years"}


def _load(offered: Offered, context: Context) -> None:
    read = kind_of(offered).read
    if offered.table is not None:
        LAYOUTS[offered.table.layout].read(offered, context)
    elif offered.kind in returns.KINDS:
        returns.load(offered, context.definitions, context.authorities.codes, context.places)
    elif read is not None:
        with seen_from(context.as_of):
            read(offered, context)


def _open_data(_: Offered, __: Context) -> None:
    """Read nothing more: the header said how, and the rows are there."""


def _lait(offered: Offered, context: Context) -> None:
    assert offered.table is not None
    offered.frame, offered.message = lait.read(
        offered.path, offered.table, context.lait_topics, offered.refused_rows
    )


def _outturn(offered: Offered, context: Context) -> None:
    assert offered.table is not None
    assert offered.sheets is not None
    offered.frame = outturn.read(
        offered.sheets, offered.table, context.code_of, offered.refused_rows
    )
    offered.period = int(offered.frame["time_period"].iloc[0])
    offered.published = days.published_on(offered.sheets.values())
    offered.published_basis = "file" if offered.published else ""


def _place_list(offered: Offered, context: Context) -> None:
    assert offered.table is not None
    assert offered.raw is not None
    offered.period = years.year_of_list(offered.file_name, offered.raw, offered.table)
    offered.frame = place_list.canonical(
        offered.raw, offered.table, context.code_of, offered.period
    )


def _facts(offered: Offered, _: Context) -> pd.DataFrame:
    assert offered.frame is not None
    assert offered.table is not None
    return cells.tidy(offered.frame, offered.table, offered.refused_cells)


def _series(offered: Offered, _: Context) -> pd.DataFrame:
    assert offered.frame is not None
    assert offered.table is not None
    return cells.catalogue(offered.frame, offered.table)


def _lait_facts(offered: Offered, context: Context) -> pd.DataFrame:
    assert offered.frame is not None
    assert offered.table is not None
    return lait.tidy(offered.frame, offered.table, context.lait_topics, offered.refused_cells)


def _lait_series(offered: Offered, context: Context) -> pd.DataFrame:
    assert offered.frame is not None
    assert offered.table is not None
    return lait.catalogue(offered.frame, offered.table, context.lait_topics, context.lait_measures)


@dataclass(frozen=True, slots=True)
class Layout:
    """How tables of one shape are read, and what their cells and series are."""

    read: Callable[[Offered, Context], None]
    facts: Callable[[Offered, Context], pd.DataFrame] = _facts
    series: Callable[[Offered, Context], pd.DataFrame] = _series


LAYOUTS = {
    "open_data": Layout(_open_data),
    "lait": Layout(_lait, _lait_facts, _lait_series),
    "outturn": Layout(_outturn),
    "place_list": Layout(_place_list),
}


def read_table(offered: Offered, context: Context) -> Remembered:
    """Return the figures, series and nation of a table that was taken."""
    assert offered.table is not None
    layout = LAYOUTS[offered.table.layout]
    frame = layout.facts(offered, context)
    region = frame["region"].replace(context.region_alias)
    regional = frame["geographic_level"] == "Regional"
    facts = frame.assign(region=region, area=frame["area"].where(~regional, region))
    tables = {
        "facts": pa.Table.from_pandas(facts, preserve_index=False),
        "series": pa.Table.from_pandas(layout.series(offered, context)),
    }
    return Remembered(tables, _country(offered.frame))


def _country(frame: pd.DataFrame | None) -> str:
    """Return the nation that a table names; some leave it out on rows below the nation."""
    if frame is None or "country_name" not in frame:
        return ""
    named = frame["country_name"].replace("", None).dropna()
    return str(named.iloc[0]) if len(named) else ""

"""One bad row of a published table costs the row; so many that a column must be wrong, the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from earlywarning.definitions.table import PublishedTable
from earlywarning.errors import SourceError
from earlywarning.settings import today
from earlywarning.sources.disagreeing import ONE_BY_ONE
from earlywarning.sources.lait import NATION
from earlywarning.sources.offered import Offered
from earlywarning.sources.reading import YEARS
from earlywarning.sources.refused import RefusedRows, most_of_a_table

LEVELS = ("National", "Regional", "Local authority")
IDENTIFIERS = ("Reporting year", "Calendar year", "Financial year", "Academic year")
CODE = r"\d{3}(?: / \d{3})*"
Fault = tuple[str, str, pd.Series]


def refuse_bad_rows(offered: Offered, code_of: Mapping[str, str]) -> None:
    """Leave out each row of which place, time or level cannot be, and each that stands twice.

    Of rows of one place and time that say different things one stays, without values.

    Args:
        offered: a file whose rows are read.
        code_of: every code by which an authority is known.

    Raises:
        SourceError: if they are so many that a column must be wrong.
    """
    table, frame = offered.table, offered.frame
    if table is None or frame is None:
        return
    refused = RefusedRows()
    whole = pd.Series(data=True, index=frame.index)
    for rule, column, bad in _faults(frame, table, code_of):
        for row, cell, code in _told(frame[bad], column):
            refused.add(row, rule, f"row {row}: {rule.replace('_', ' ')}, {column}: {cell!r}", code)
        _require_slips(frame, column, bad)
        whole &= ~bad
    frame = _once(offered, frame[whole], table, refused)
    many = len(frame) + len(refused.rows)
    refused.require_few(many, most_of_a_table(many))
    offered.refused_rows.rows += refused.rows
    offered.refused_rows.rows.sort(key=lambda one: one.row)
    offered.frame = frame.reset_index(drop=True) if refused.rows else offered.frame


def _require_slips(frame: pd.DataFrame, column: str, bad: pd.Series) -> None:
    """Refuse the file where a period is written so that all of it would be lost.

    Raises:
        SourceError: naming the first row of it.
    """
    if column not in ("time_period", "Years") or not bad.any():
        return
    cell, many = next(iter(frame[column][bad].value_counts().items()))
    if many > ONE_BY_ONE:
        row = int(frame.loc[bad & (frame[column] == cell), "row"].iloc[0])
        why = f"row {row}: {column} is {cell!r}, which is no year that can be, in {many} rows"
        raise SourceError(why, rule="time_period", row=row)


def _told(bad: pd.DataFrame, column: str) -> Iterator[tuple[int, str, str]]:
    codes = bad["old_la_code"] if "old_la_code" in bad else bad.get("LA Number", bad["row"])
    for row, cell, code in zip(bad["row"], bad[column].astype(str), codes, strict=True):
        yield int(row), cell, str(code)


def _faults(
    frame: pd.DataFrame, table: PublishedTable, code_of: Mapping[str, str]
) -> Iterator[Fault]:
    """Give each rule, its column and the rows that break it; one fault of a row is enough."""
    # A year that nobody can have published is a slip too, and would hide all others.
    years = [str(year) for year in YEARS if year <= today().year + 1]
    if table.layout == "lait":
        yield "time_period", "Years", ~frame["Years"].isin(years)
        number = frame["LA Number"].astype(int)
        known = number.astype(str).str.zfill(3).isin(code_of)
        yield "known_authority", "LA Number", (number < NATION - 10) & ~known
    if table.layout != "open_data":
        return
    local = frame["geographic_level"] == "Local authority"
    no_code = local & ~frame["old_la_code"].str.fullmatch(CODE)
    codes = frame["old_la_code"].unique()
    strange = [one for one in codes if not all(half in code_of for half in one.split(" / "))]
    faults = {
        ("level", "geographic_level"): ~frame["geographic_level"].isin(LEVELS),
        ("time_identifier", "time_identifier"): ~frame["time_identifier"].isin(IDENTIFIERS),
        ("time_period", "time_period"): ~frame["time_period"].isin(years),
        ("la_code", "old_la_code"): no_code,
        ("known_authority", "old_la_code"): local & frame["old_la_code"].isin(strange),
    }
    seen = pd.Series(data=False, index=frame.index)
    for (rule, column), bad in faults.items():
        yield rule, column, bad & ~seen
        seen |= bad


def _once(
    offered: Offered, frame: pd.DataFrame, table: PublishedTable, refused: RefusedRows
) -> pd.DataFrame:
    """Return each place and time once."""
    key = _key(frame, table)
    twice = frame.duplicated(key, keep=False)
    if not twice.any():
        return frame
    figures = ["Values"] if table.layout == "lait" else table.value_columns(frame.columns)
    later = frame.duplicated(key)
    for _, own in frame[twice].groupby(key, dropna=False, sort=False):
        first, *others = (int(row) for row in own["row"])
        same = not own[figures].astype(str).ne(own[figures].astype(str).iloc[0]).any(axis=None)
        code = str(own[key[-1] if table.layout == "lait" else "old_la_code"].iloc[0])
        for row in others if same else [first, *others]:
            said = "says the same as" if same else "has the place and time of"
            against = first if row != first else others[0]
            why = f"row {row}: repeated row; it {said} row {against}"
            refused.add(row, "repeated_row", why, code)
        if not same:
            offered.refused_cells |= frozenset((first, name) for name in figures)
    return frame[~later]


def _key(frame: pd.DataFrame, table: PublishedTable) -> list[str]:
    if table.layout == "lait":
        return ["Short Desc", "Years", "LA Number"]
    places = ["geographic_level", "region_code", "old_la_code"]
    return ["time_period", *places, *table.filters, *[n for n in ("area_name",) if n in frame]]

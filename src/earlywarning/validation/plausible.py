"""Whole series that cannot be what they say: per cent written as shares of one, a unit changed.

One cell can be odd; the middle of all authorities in a year cannot lie far from where it always
lay. So the middle is judged, and a series that fails refuses its file.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from earlywarning.definitions.table import PublishedTable
from earlywarning.tables.quality import Finding

FEWEST = 20


def implausible(
    frame: pd.DataFrame, table: PublishedTable, release: str, file_name: str
) -> list[Finding]:
    """Return a critical finding for each series and year whose values cannot be what they say.

    Args:
        frame: canonical text rows, or those of the interactive tool.
        table: its definition; `plausible` says between what the middle authority lies.
        release: identifier written into the findings.
        file_name: name written into the findings.
    """
    return [
        Finding(
            source=table.source,
            rule=rule,
            severity="critical",
            message=f"row {int(rows['row'].iloc[0])} and others of {year}: {why}, {series}",
            release=release,
            file_name=file_name,
            series=series,
            time_period=int(str(year)),
            row_number=int(rows["row"].iloc[0]),
        )
        for series, unit, figures in _series(frame, table)
        for year, rows in figures.groupby("year")
        for rule, why in _doubts(rows["value"], unit, table.plausible.get(series))
    ]


def _doubts(
    values: pd.Series, unit: str, limits: tuple[float, float] | None
) -> Iterator[tuple[str, str]]:
    some = values[values > 0]
    if len(some) < FEWEST:
        return
    # A column of rare things has many ones; shares have decimals.
    if unit == "percentage" and some.max() <= 1 and (some % 1 > 0).mean() > 0.5:
        yield "share_of_one", f"every percentage lies below one ({some.max():g} is the largest)"
    middle = float(values.median())
    if limits and not limits[0] <= middle <= limits[1]:
        low, high = limits
        yield "implausible_middle", f"the middle authority has {middle:g}, not {low:g} to {high:g}"


def _series(frame: pd.DataFrame, table: PublishedTable) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """Yield each series with its unit and the numbers of authorities, by year."""
    if table.layout == "lait":
        yield from _of_tool(frame, table)
        return
    local = frame[frame["geographic_level"] == "Local authority"]
    for name, column in table.columns.items():
        if name not in local or not (
            column.unit == "percentage" or column.series in table.plausible
        ):
            continue
        groups = local.groupby(list(table.filters)) if table.filters else [((), local)]
        for labels, rows in groups:
            words = " | ".join(map(str, labels))
            yield column.series or f"{name} {words}".strip(), column.unit, _numbers(rows, name)
    for cut in table.slices:
        if cut.series in table.plausible:
            rows = local
            for filtered, label in cut.where.items():
                rows = rows[rows[filtered] == label]
            yield cut.series, table.columns[cut.column].unit, _numbers(rows, cut.column)


def _numbers(rows: pd.DataFrame, column: str, year: str = "time_period") -> pd.DataFrame:
    """Return year, value and row of each cell that holds a number."""
    value = pd.to_numeric(rows[column], errors="coerce")
    years = rows[year].astype(int)
    return pd.DataFrame({"year": years, "value": value, "row": rows["row"]}).dropna()


def _of_tool(frame: pd.DataFrame, table: PublishedTable) -> Iterator[tuple[str, str, pd.DataFrame]]:
    local = frame[frame["LA Number"].astype(int) < 960]
    for measure, rows in local.groupby("Short Desc"):
        series = table.measures.get(str(measure)) or f"{table.table}.{measure}"
        if series in table.plausible:
            unit = "percentage" if measure in table.measures else "other"
            yield series, unit, _numbers(rows, "Values", "Years")

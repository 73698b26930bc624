"""The figures that a workbook may show: rounded as published, withheld where they reveal."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from earlywarning.reports.workbook import shorthand
from earlywarning.reports.workbook.revealing import LOCAL, NATIONAL, REGIONAL, Key, Seen, to_hide
from earlywarning.tables.declared import Indicator
from earlywarning.tables.indicators import IndicatorValue
from earlywarning.tables.read import rows_of

LEVELS = f"geographic_level in {(LOCAL, REGIONAL, NATIONAL)}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as it may be shown: a rounded number, or the mark that stands for it.

    row: as published. hidden_here: it would show a withheld one, and is withheld too.
    """

    row: IndicatorValue
    value: float | None
    hidden_here: bool

    @property
    def mark(self) -> str:
        """Return what stands for a number that is not there."""
        return shorthand.mark("suppressed" if self.hidden_here else self.row.status)

    @property
    def cell(self) -> float | str:
        """Return what a cell shows."""
        return self.mark if self.value is None else self.value


Figures = dict[Key, Figure]


def load_figures(
    connection: duckdb.DuckDBPyConnection, indicators: list[Indicator], *, whole: bool = False
) -> Figures:
    """Return every figure that may be shown, by indicator, level, place and period.

    Counts above and below the line are never shown. A figure from which a withheld one could be
    worked out is withheld too (see `revealing`), unless all that was published is wanted whole.
    """
    declared = {one.indicator: one for one in indicators}
    regions = dict(connection.execute("select old_la_code, region from local_authority").fetchall())
    rows = [row for row in rows_of(connection, IndicatorValue, "all", LEVELS)
            if row.indicator in declared]  # fmt: skip
    seen = {cell.key: (row, cell) for row in rows
            if (cell := _seen(row, declared[row.indicator], regions))}  # fmt: skip
    cells = [seen[key][1] for key in sorted(seen)]
    hidden = set() if whole else to_hide(cells, indicators)
    return {
        cell.key: Figure(seen[cell.key][0], None if cell.key in hidden else cell.value,
                         cell.key in hidden)
        for cell in cells
    }  # fmt: skip


def _seen(row: IndicatorValue, one: Indicator, regions: dict[str, str | None]) -> Seen:
    """Return a figure as a reader would see it, rounded as its publisher rounds."""
    places = {LOCAL: row.old_la_code, REGIONAL: row.region}
    return Seen(
        indicator=row.indicator,
        level=row.geographic_level,
        place=places.get(row.geographic_level) or "",
        region=regions.get(row.old_la_code or "") or row.region or "",
        time_period=row.time_period,
        value=None if row.value is None else round(row.value, one.decimals or 0) + 0.0,
        below=row.denominator,
        is_withheld=row.status == "suppressed",
        joint_with=row.joint_with or None,
    )

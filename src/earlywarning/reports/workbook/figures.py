"""The figures that a workbook may show: rounded as published, withheld where they reveal."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import duckdb

from earlywarning.reports.workbook import shorthand
from earlywarning.reports.workbook.revealing import Seen, to_hide
from earlywarning.tables.declared import Indicator

LOCAL, REGIONAL, NATIONAL = "Local authority", "Regional", "National"
# Indicator, level, three-digit code or region or nothing, period.
Key = tuple[str, str, str, int]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as it may be shown: a rounded number, or the mark that stands for it."""

    value: float | None
    mark: str
    status: str | None
    marker: str | None
    period_end: dt.date
    published: dt.date | None
    joint_with: str | None
    hidden_here: bool = False

    @property
    def cell(self) -> float | str:
        """Return what a cell shows."""
        return self.mark if self.value is None else self.value


Figures = dict[Key, Figure]
SQL = """
    select indicator, geographic_level,
        case geographic_level when 'Local authority' then v.old_la_code
            when 'Regional' then v.region else '' end as place,
        time_period, value, numerator, denominator, status, marker, period_end, v.published,
        joint_with, coalesce(l.region, v.region, '') as region
    from indicator_value as v left join local_authority as l on l.old_la_code = v.old_la_code
    where geographic_level in ('Local authority', 'Regional', 'National')
    order by all
"""


def load_figures(
    connection: duckdb.DuckDBPyConnection, indicators: list[Indicator], *, whole: bool = False
) -> Figures:
    """Return every figure that may be shown, by indicator, level, place and period.

    Counts above and below the line are never shown. A figure from which a withheld one could be
    worked out is withheld too (see `revealing`), unless all that was published is wanted whole.
    """
    declared = {one.indicator: one for one in indicators}
    rows = [row for row in connection.execute(SQL).fetchall() if row[0] in declared]
    seen = [_seen(row, declared[row[0]]) for row in rows]
    hidden = set() if whole else to_hide(seen, indicators)
    return {
        (row[0], row[1], row[2], row[3]): _figure(row, declared[row[0]], hidden) for row in rows
    }


def _seen(row: tuple[object, ...], one: Indicator) -> Seen:
    indicator, level, place, period, value, _, below, status, *_, joint, region = row
    shown = None if value is None else _rounded(float(str(value)), one)
    return Seen(
        indicator=str(indicator),
        level=str(level),
        place=str(place),
        region=str(region),
        time_period=int(str(period)),
        value=shown,
        below=None if below is None else float(str(below)),
        is_withheld=status == "suppressed",
        joint_with=str(joint) if joint else None,
    )


def _figure(row: tuple[object, ...], one: Indicator, hidden: set[Key]) -> Figure:
    indicator, level, place, period, value, _, _, status, marker, end, published, joint, _ = row
    here = (str(indicator), str(level), str(place), int(str(period))) in hidden
    shown = None if value is None or here else _rounded(float(str(value)), one)
    assert isinstance(end, dt.date)
    return Figure(
        value=shown,
        mark="[c]" if here else shorthand.mark(str(status) if status else None),
        status="suppressed" if here else (str(status) if status else None),
        marker=str(marker) if marker else None,
        period_end=end,
        published=published if isinstance(published, dt.date) else None,
        joint_with=str(joint) if joint else None,
        hidden_here=here,
    )


def _rounded(value: float, one: Indicator) -> float:
    return round(value, one.decimals or 0) + 0.0

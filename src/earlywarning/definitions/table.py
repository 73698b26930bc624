"""A published table: how to know it, what its columns are called, what must hold in it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from earlywarning.definitions.model import Declared
from earlywarning.period import PeriodKind

Unit = Literal["count", "percentage", "rate", "ratio", "fte", "children"]


class Column(Declared):
    """One column under all the names it has had, newest first."""

    names: tuple[str, ...]
    unit: Unit = "count"
    series: str | None = None
    optional: bool = False


class Slice(Declared):
    """A series cut from a column by the values of filter columns."""

    series: str
    column: str
    where: dict[str, tuple[str, ...]]


class Check(Declared):
    """An identity between columns of one row.

    share: 100 * part / whole equals percentage; per_10000: 10,000 * part / whole equals rate;
    at_most: part never exceeds whole; sum: parts add up to whole.
    """

    rule: Literal["share", "per_10000", "at_most", "sum"]
    parts: tuple[str, ...]
    whole: str
    result: str | None = None
    tolerance: float = 0.0


class Table(Declared):
    """One published table; the file name is its identifier."""

    table: str
    title: str
    source: str
    calendar: str
    period: PeriodKind
    layout: Literal["open_data", "lait"] = "open_data"
    publication_lag_days: int
    retired: bool = False
    category: tuple[str, ...] = ()
    filters: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    columns: dict[str, Column]
    slices: tuple[Slice, ...] = ()
    checks: tuple[Check, ...] = ()
    measures: dict[str, str] = Field(default_factory=dict)

    def all_names(self) -> set[str]:
        """Return every column name the table has ever used, filters included."""
        names = {name for column in self.columns.values() for name in column.names}
        return names | {name for filter_names in self.filters.values() for name in filter_names}

"""A published table: how to know it, what its columns are called, what must hold in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pydantic import Field, model_validator

from earlywarning.definitions.model import Declared
from earlywarning.period import PeriodKind

Unit = Literal[
    "count", "percentage", "rate", "ratio", "fte", "children", "thousand_pounds", "pounds"
]
# Columns of DfE's open-data layout that say when and where, and what readers put beside a row.
GEOGRAPHY = (
    "time_period",
    "time_identifier",
    "geographic_level",
    "country_code",
    "country_name",
)
PLACES = ("region_code", "region_name", "old_la_code", "new_la_code", "la_name")
BESIDE = ("row", "joint_with", "area_name", "certified")
Layout = Literal["open_data", "lait", "outturn", "place_list"]


class Column(Declared):
    """One column under all the names it has had, newest first.

    `series` names what it becomes; a column without one is kept as `table.column`.
    `per_children` says that a rate rests on this count column and on the population, so that a
    rate that moves while its count stands is told as a change of the population's basis.
    `month` marks one month of a year to March. `sum_of` adds columns up, as single years of age.
    """

    names: tuple[str, ...]
    unit: Unit = "count"
    series: str | None = None
    optional: bool = False
    per_children: str | None = None
    may_be_negative: bool = False
    month: int | None = Field(default=None, ge=1, le=12)
    sum_of: tuple[str, ...] = ()


class Filter(Declared):
    """A column that says what a row counts, under all its names, newest first.

    `labels` gives for a label of today the words that earlier releases used for it.
    """

    names: tuple[str, ...]
    labels: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    def today(self) -> dict[str, str]:
        """Return earlier words with today's label."""
        return {old: new for new, olds in self.labels.items() for old in olds}


class Slice(Declared):
    """A name for the series that a column holds where filters have these labels of today."""

    series: str
    column: str
    where: dict[str, str]


class Check(Declared):
    """An identity between columns of one row, or of a row and the one that holds its whole.

    share: 100 * part / whole equals percentage; per_10000: 10,000 * part / whole equals rate;
    ratio: `per` * part / whole equals ratio; at_most: part never exceeds whole; sum: parts add up
    to whole. `row_filter` says that the whole stands in another row: the one that has a label of
    `whole_labels` under that filter and all else alike. `part_labels` are the labels it is for.
    """

    rule: Literal["share", "per_10000", "ratio", "at_most", "sum"]
    parts: tuple[str, ...]
    whole: str
    result: str | None = None
    tolerance: float = 0.0
    per: float = 1.0
    row_filter: str | None = None
    whole_labels: tuple[str, ...] = ()
    part_labels: tuple[str, ...] = ()

    def scale(self) -> float:
        """Return what part over whole is multiplied by."""
        return {"share": 100.0, "per_10000": 10_000.0}.get(self.rule, self.per)

    def tells_of(self) -> tuple[str, ...]:
        """Return the columns that cannot both be right where it does not hold, beside the whole.

        That a part exceeds its whole may be so: of that no column is doubted.
        """
        if self.rule == "at_most":
            return ()
        return (self.result, *self.parts) if self.result else self.parts

    def whole_here(self) -> tuple[str, ...]:
        """Return the columns of the whole where it stands in the same row."""
        return () if self.row_filter else tuple(self.whole.split(" + "))


class PublishedTable(Declared):
    """One published table; the file name is its identifier.

    `known_by` are words of which a file of this table holds at least one. A list of places has its
    year in its title, header or name: `year_marks` are patterns that find it there (one group of
    four digits, or two of two as in 1314), `year_labels` words that only one year's list has.
    `plausible` gives for a series between what the middle authority of any year must lie. Cells
    that are neither number nor symbol, or are impossible, are refused alone up to `most_bad_cells`
    of all cells of the file and `most_bad_in_column` of a column's; above, the header does not fit
    and the file is refused. Both are chosen: one in a hundred is more than any real file has had,
    and one in ten rows is where an identity that fails refuses a file too. `kept` are measures of
    `topics` that indicators read under the tool's own short names; a file need not have them.
    """

    table: str
    title: str
    source: str
    calendar: str
    period: PeriodKind
    layout: Layout = "open_data"
    publication_lag_days: int
    retired: bool = False
    national_only: bool = False
    known_by: tuple[str, ...] = ()
    other_columns: Unit | None = None
    filters: dict[str, Filter] = Field(default_factory=dict)
    columns: dict[str, Column]
    slices: tuple[Slice, ...] = ()
    checks: tuple[Check, ...] = ()
    plausible: dict[str, tuple[float, float]] = Field(default_factory=dict)
    measures: dict[str, str] = Field(default_factory=dict)
    kept: tuple[str, ...] = ()
    topics: dict[str, PeriodKind] = Field(default_factory=dict)
    place_column: str = ""
    most_bad_cells: float = Field(default=0.01, ge=0, le=1)
    most_bad_in_column: float = Field(default=0.1, ge=0, le=1)
    year_marks: tuple[str, ...] = ()
    year_labels: dict[str, int] = Field(default_factory=dict)
    encoding: Literal["utf-8", "cp1252"] = "utf-8"

    @model_validator(mode="after")
    def _parts_exist(self) -> PublishedTable:
        for cut in self.slices:
            if cut.column not in self.columns or not set(cut.where) <= set(self.filters):
                raise ValueError(f"slice {cut.series}: unknown column or filter")
        for check in self.checks:
            if check.row_filter and check.row_filter not in self.filters:
                raise ValueError(f"check of {check.result}: {check.row_filter} is no filter")
        for name, column in self.columns.items():
            if column.per_children and column.per_children not in self.columns:
                raise ValueError(f"column {name}: per_children names no column")
        return self

    def topic_period(self, topic: str) -> PeriodKind:
        """Return what a year of a topic's measures describes."""
        return self.topics.get(topic, self.period)

    def all_names(self) -> set[str]:
        """Return every column name the table has ever used, filters included."""
        names = {name for column in self.columns.values() for name in column.names}
        return names | {name for one in self.filters.values() for name in one.names}

    def value_columns(self, columns: Iterable[str]) -> list[str]:
        """Return those columns of a canonical table that hold figures, in order."""
        other = {*GEOGRAPHY, *PLACES, *BESIDE, *self.filters}
        return [name for name in columns if name not in other]

    def declared_series(self) -> set[str]:
        """Return the series that have a name of their own."""
        own = {column.series for column in self.columns.values() if column.series}
        own |= {f"{self.table}.{name}" for name in self.kept}
        return own | {cut.series for cut in self.slices} | set(self.measures.values())

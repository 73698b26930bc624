"""Every kind of file that no table declares: how it is known, how it is read, what becomes of it.

A new kind of file is one entry here and one reader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from earlywarning.errors import SourceError
from earlywarning.settings import today
from earlywarning.sources import (
    calendar,
    days,
    interventions,
    lait,
    ledger_file,
    neighbours,
    ofsted,
    ofsted_wide,
    registers,
    years,
)
from earlywarning.sources.contradictions import without_contradictions
from earlywarning.sources.fetching.record import Change, Fetched, header_of
from earlywarning.sources.register_rows import Known

if TYPE_CHECKING:
    from earlywarning.sources.context import Context
    from earlywarning.sources.offered import Offered

FEWEST_IN_A_MODEL = 10
# A header with so much of a list's columns, and not all, is that list misspelt.
NEARLY = 0.6
FEWEST_COLUMNS = 4
Read = Callable[["Offered", "Context"], None]
Row = Callable[[dict[str, str], int], list[tuple[object, ...]]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file.

    name: as `intake` and `release` call it. title: what it is, for people. header: columns that a
    CSV file of this kind has at least; columns: all of them, in order. read: fills frame and day;
    without it a file is context for others. table: where its rows go. keeps_bytes: false for what
    people wrote, which stays where the consortium keeps it. tells_of_before: it tells of things
    that were public before it was.
    """

    name: str
    title: str
    header: frozenset[str] = frozenset()
    columns: tuple[str, ...] = ()
    read: Read | None = None
    table: str = ""
    keeps_bytes: bool = True
    tells_of_before: bool = False
    rank: int = 0

    @property
    def is_context(self) -> bool:
        """Tell whether a file of this kind only helps to read others."""
        return self.read is None and self.keeps_bytes

    @property
    def is_register(self) -> bool:
        """Tell whether a file of this kind is a table that people keep."""
        return self.read is not None and not self.keeps_bytes


def _context(name: str, title: str, header: Iterable[str] = (), *columns: str) -> Kind:
    return Kind(name, title, frozenset(header), columns)


def _list(name: str, title: str, header: Iterable[str], read: Row) -> Kind:
    def load(offered: Offered, context: Context) -> None:
        _inspections(offered, context, read)

    return Kind(name, title, frozenset(header), read=load, table="inspection", tells_of_before=True)


def _inspections(offered: Offered, context: Context, read: Row) -> None:
    """Read a list of inspections row by row; what is wrong or contradicts itself is refused."""
    assert offered.raw is not None
    raw, refused = offered.raw, offered.refused_rows
    frame = ofsted.by_row(raw.header, raw.rows, raw.row_numbers, refused, read, context.code_of)
    offered.frame = without_contradictions(frame, refused)


def _register(
    name: str,
    table: str,
    title: str,
    header: Iterable[str],
    read: Callable[..., pd.DataFrame],
    given: Callable[[Context], tuple[object, ...]],
) -> Kind:
    """Return a register of the consortium's: what people wrote, read with what is given to it."""

    def load(offered: Offered, context: Context) -> None:
        assert offered.raw is not None
        raw = offered.raw
        refused = offered.refused_rows
        offered.frame = read(raw.header, raw.rows, raw.row_numbers, refused, *given(context))

    return Kind(name, title, frozenset(header), read=load, table=table, keeps_bytes=False)


def _known(context: Context) -> Known:
    """Return what a register's row is held against; a run for a later day has seen that day."""
    return Known(context.places, context.as_of, max(today(), context.as_of))


def _outcomes(offered: Offered, context: Context) -> None:
    assert offered.sheets is not None
    _date(offered)
    refused = offered.refused_rows
    frame = ofsted.from_workbook(offered.sheets, context.code_of, refused)
    offered.frame = without_contradictions(frame, refused)


def _wide(offered: Offered, context: Context) -> None:
    assert offered.sheets is not None
    _date(offered)
    refused = offered.refused_rows
    frame = ofsted_wide.from_workbook(offered.sheets, context.places, refused)
    offered.frame = without_contradictions(frame, refused)


def _date(offered: Offered) -> None:
    """Take the day that the cover sheet gives."""
    assert offered.sheets is not None
    # Elsewhere in these workbooks a day beside such words is that of an inspection.
    offered.published = days.published_on([offered.sheets.get("Cover", [])])
    offered.published_basis = "file" if offered.published else ""
    offered.period = offered.published.year if offered.published else None


def _summary(offered: Offered, context: Context) -> None:
    known = context.calendar.known((offered.kind, ""), offered.sha256)
    out_by = known[0] if known else None
    _inspections(offered, context, lambda row, number: ofsted.summary_row(row, number, out_by))


def _neighbours(offered: Offered, context: Context) -> None:
    assert offered.raw is not None
    raw = offered.raw
    frame = neighbours.tidy(raw.header, raw.rows, raw.row_numbers, offered.refused_rows)
    if len(frame) < FEWEST_IN_A_MODEL:
        raise SourceError("no authority with ten neighbours in it", rule="neighbours")
    words = (offered.file_name, *(offered.sheets or {}), *raw.above)
    year = years.year_of_model(words)
    offered.frame, offered.period = frame.assign(model_year=year), year
    known = context.calendar.known(("statistical_neighbours", str(year)), offered.sha256)
    offered.published, offered.published_basis = known or (
        years.day_of_model(words, year), "cadence"
    )  # fmt: skip


# The first whose columns a file has is its kind.
KINDS = (
    _context("regions", "region names", (), "region_code", "region_name"),
    _context(
        "la_hierarchy", "regions and their authorities; places are known by their own code", (),
        "region_code", "region_name", "old_la_code", "la_name", "new_la_code",
    ),
    Kind("neighbours", "statistical neighbours", read=_neighbours, table="neighbour"),
    _context(
        "la_codes", "authority codes with their dates",
        {"new_la_code", "date_of_operation", "old_la_code"},
    ),
    _context(
        "la_lifecycle", "who became whom", {"effective_date", "change_type", "old_dfe_code"}
    ),
    _context(
        "la_lookup", "lower-tier authorities; not needed for upper-tier services",
        {"LTLA23CD", "UTLA23CD"},
    ),
    _context(
        "geography", "geographic levels as DfE's screener names them",
        {"code_field", "name_field", "code_field_secondary"},
    ),
    _context(
        "ofsted_regions", "Ofsted's regions; not needed, places are known by code",
        {"la_name", "region_name_correct"},
    ),
    _context(
        "rural_urban", "rural and urban classification of authorities",
        {"Rural-Urban Classification 2011 (3 fold)"},
    ),
    _context(
        "lait_dictionary", "topics of the interactive tool's measures", lait.DICTIONARY_HEADER
    ),
    _context("calendar", "dates of publication", calendar.CALENDAR_HEADER),
    _context("manifest", "dates of publication", calendar.MANIFEST_HEADER),
    _context("fetched", "dates of publication", header_of(Fetched)),
    _context("fetched_changes", "what versions of data sets changed", header_of(Change)),
    _context("la_numbers", "authority numbers and regions"),
    _list("ofsted_history", "judgements since 2009", ofsted.HISTORY_HEADER, ofsted.history_row),
    _list("ofsted_visits", "visits", ofsted.VISITS_HEADER, ofsted.listed_visit),
    # The sector's own, newer than Ofsted's yearly lists and below them: used where it alone knows.
    Kind(
        "ofsted_summary", "the sector's summary of latest inspections",
        frozenset({"la_code", "inspection_start_date", "overall_effectiveness_grade"}),
        read=_summary, tells_of_before=True,
    ),
    Kind(
        "ofsted_outcomes", "Ofsted's outcomes", read=_outcomes, table="inspection",
        tells_of_before=True, rank=1,
    ),
    Kind(
        "ofsted_wide", "Ofsted's outcomes, side by side", read=_wide, table="inspection",
        tells_of_before=True, rank=1,
    ),
    _register(
        "soft_register", "soft_item", "what people know, kept as CSV", registers.SOFT_HEADER,
        registers.soft_items,
        lambda context: (_known(context), context.definitions.soft_flags),
    ),
    _register(
        "peer_reviews", "peer_review", "peer reviews", registers.REVIEW_HEADER,
        registers.peer_reviews,
        lambda context: (_known(context), set(context.definitions.review_types)),
    ),
    _register(
        "overrides", "override", "bands held to be wrong", registers.OVERRIDE_HEADER,
        registers.overrides,
        lambda context: (_known(context), set(context.definitions.policy.bands)),
    ),
    _register(
        "reviewers", "reviewer", "who can be lent", registers.REVIEWER_HEADER,
        registers.reviewers,
        lambda context: (_known(context), set(context.definitions.enablers.enablers)),
    ),
    _register(
        "review_conflicts", "review_conflict", "who must not meet", registers.CONFLICT_HEADER,
        registers.conflicts, lambda context: (_known(context),),
    ),
    _register(
        "interventions", "intervention", "what came from outside, and who helped",
        interventions.HEADER, interventions.interventions,
        lambda context: (_known(context), set(context.definitions.interventions.kinds)),
    ),
    # Told by these two columns alone: many a file has them among others.
    replace(
        _register(
            "comparator_groups", "comparator_group", "who is held against whom",
            (), registers.comparator_groups, lambda context: (_known(context),),
        ),
        columns=registers.GROUP_HEADER,
    ),
    Kind(ledger_file.LEDGER, "what people know, as a ledger", table="soft_item", keeps_bytes=False),
    Kind(ledger_file.DECISIONS, "decisions on offers", keeps_bytes=False),
    Kind(ledger_file.HEAD, "the last hash of a ledger", keeps_bytes=False),
    Kind(ledger_file.BESIDE, "texts beside a ledger, or its torn lines", keeps_bytes=False),
)  # fmt: skip
BY_NAME = {one.name: one for one in KINDS}
# Bytes of a kind that is not here, such as a table's, are kept, and its rows are no list's.
OTHER = Kind("", "")


def kind_of(offered: Offered) -> Kind:
    """Return the kind of a file; of a declared table, or what nobody knows, one that is plain."""
    return BY_NAME.get(offered.kind, OTHER)


def by_header(header: tuple[str, ...]) -> str:
    """Return the name of the kind whose columns a header has, or nothing."""
    if neighbours.is_neighbours(header):
        return "neighbours"
    names = set(header)
    for one in KINDS:
        if header == one.columns or (one.header and one.header <= names):
            return one.name
    return ""


def near_miss(header: tuple[str, ...]) -> SourceError | None:
    """Return why a file is none of the lists and registers that it nearly is."""
    names = set(header)
    for one in KINDS:
        shared = len(one.header & names) / max(1, len(one.header))
        if one.read is not None and len(one.header) >= FEWEST_COLUMNS and shared >= NEARLY:
            missing, other = sorted(one.header - names), sorted(names - one.header)
            return SourceError(
                f"row 1: {one.title}: the header lacks {', '.join(missing)}; not known of it: "
                f"{', '.join(other) or 'nothing'}",
                rule="header",
                row=1,
            )
    return None

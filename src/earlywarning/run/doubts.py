"""What was doubtful in the files taken in, as findings: reported, never dropped."""

from __future__ import annotations

import pandas as pd

from earlywarning.definitions.places import Matcher
from earlywarning.definitions.quality import Correction
from earlywarning.register.texts import persons_in
from earlywarning.sources import contradictions, open_data
from earlywarning.sources.kind import kind_of
from earlywarning.sources.neighbours import Clash
from earlywarning.sources.offered import NOT_DATA, Offered
from earlywarning.tables.quality import Finding

# The days that the rows of a register speak of, the first that is filled.
DAY_OF = {
    "soft_item": ("heard_on",),
    "peer_review": ("held_on", "asked_on"),
    "override": ("decided_on",),
}

# Registers that say where a row is written down.
SOURCED = {"intervention", "peer_review"}


def outdated(corrections: list[Correction]) -> list[Finding]:
    """Return a finding for each correction of an inspection that no list needs any more."""
    return [
        Finding(
            source="ofsted",
            rule="correction_outdated",
            severity="warning",
            message=f"no list says {one.expect} any more: take this entry out of corrections.toml",
            old_la_code=one.area,
            series=one.series,
            time_period=one.time_period,
        )
        for one in corrections
    ]


def refusals(offered: list[Offered]) -> list[Finding]:
    """Return a finding for every refused file that no suite has already reported."""
    return [
        Finding(
            source=o.table.source if o.table else o.kind,
            rule=o.rule,
            severity="critical",
            message=f"refused: {o.message}",
            file_name=o.name,
            row_number=o.row,
        )
        for o in offered
        if o.outcome == "refused"
    ]


def two_grades(found: list[contradictions.Clash]) -> list[Finding]:
    """Return a finding for each judgement to which two lists give different grades."""
    return [
        Finding(
            source="ofsted",
            rule="two_grades",
            severity="info" if one.used else "warning",
            message=f"{one.judgement} of the inspection reported on {one.published}: "
            f"{one.grades[0]!r} in {one.releases[0]}, {one.grades[1]!r} in {one.releases[1]}; "
            + (
                f"{one.used} ranks higher and stands"
                if one.used
                else "the worse stands until a list is mended"
            ),
            old_la_code=one.old_la_code,
            series=f"inspection.{one.judgement}",
        )
        for one in found
    ]


def refused_rows(offered: list[Offered]) -> list[Finding]:
    """Return a finding for every row that was refused while the rest of its file was used."""
    return [
        Finding(
            source=kind_of(o).table or o.kind,
            release=o.release if o.outcome == "taken" else None,
            rule=one.rule,
            severity="warning",
            message=one.told,
            file_name=o.name,
            old_la_code=one.old_la_code or None,
            row_number=one.row,
        )
        for o in offered
        if o.outcome in {"taken", "context"}
        for one in o.refused_rows.rows
    ]


def model_clashes(found: list[Clash]) -> list[Finding]:
    """Return a finding for each two files of one neighbour model that disagree."""
    return [
        Finding(
            source="neighbours",
            rule="neighbour_models_disagree",
            severity="critical" if not one.used else "warning",
            message=f"{one.names[0]} and {one.names[1]} say to be the neighbour model of "
            f"{one.year} and differ in {one.cells} cells, first of {one.old_la_code}; "
            f"{', '.join(one.used) + ' is used' if one.used else 'neither is used'}",
            file_name=one.names[0],
            old_la_code=one.old_la_code,
            time_period=one.year,
        )
        for one in found
    ]


def without_neighbours(found: dict[int, dict[str, int]]) -> list[Finding]:
    """Return a finding for each authority that a neighbour model gives no full set.

    Args:
        found: how many neighbours it has, by year of the model and authority.
    """
    return [
        Finding(
            source="neighbours",
            rule="neighbours_missing",
            severity="info",
            message=f"the neighbour model of {year} has {many or 'no'} neighbours of it",
            old_la_code=code,
            time_period=year,
        )
        for year, few in sorted(found.items())
        for code, many in few.items()
    ]


def closed_places(offered: Offered, places: Matcher) -> list[Finding]:
    """Return a finding for each register row about an authority that had closed by its day.

    The row is kept: what people wrote is never thrown away, but nothing reads it under that code.
    """
    day = DAY_OF.get(kind_of(offered).table)
    if offered.frame is None or day is None:
        return []
    rows = offered.frame[["old_la_code", *day]].to_dict("records")
    told = [
        (code, places.find(code, on).why)
        for row in rows
        if (code := str(row["old_la_code"])) in places.names
        and (on := next((row[c] for c in day if row[c]), None))
    ]
    return [
        Finding(
            source=kind_of(offered).table,
            rule="closed_authority",
            severity="warning",
            message=f"{why}; nothing reads what is written under it",
            file_name=offered.name,
            old_la_code=code,
        )
        for code, why in told
        if why
    ]


def persons_named(offered: list[Offered], known: frozenset[str]) -> list[Finding]:
    """Return a finding for each `source` of a register that looks like the name of a person.

    The row is kept, and the name is not said again.

    Args:
        offered: every file.
        known: words of authorities and regions.
    """
    registers = [
        one for one in offered
        if one.outcome == "taken" and one.frame is not None and kind_of(one).table in SOURCED
    ]  # fmt: skip
    return [
        Finding(
            source=kind_of(one).table,
            rule="person_named",
            severity="warning",
            message="source may name a person; write an office or a document instead",
            file_name=one.name,
            old_la_code=str(code),
        )
        for one in registers
        if one.frame is not None
        for code, source in one.frame[["old_la_code", "source"]].itertuples(index=False)
        if isinstance(source, str) and persons_in(source, known)
    ]


def unknown(offered: list[Offered]) -> list[Finding]:
    """Return a finding for every file that no mapping knows: reported, not dropped."""
    return [
        Finding(
            source="unknown",
            rule="unknown_table",
            severity="info",
            message=o.message,
            file_name=o.name,
        )
        for o in offered
        if o.outcome == "unknown" and o.message != NOT_DATA
    ]


def hidden(offered: list[Offered]) -> list[Finding]:
    """Return a finding for what each workbook hides; lists about children are not told of."""
    return [
        Finding(
            source=o.table.source if o.table else o.kind,
            rule="hidden",
            severity="info",
            message=f"{words}: hidden in the workbook, and read all the same",
            release=o.release,
            file_name=o.name,
        )
        for o in offered
        if o.outcome == "taken" and not o.child_level
        for words in o.hidden
    ]


def new_columns(offered: Offered) -> list[Finding]:
    """Return a finding for each column that a table does not declare; its cells are kept."""
    table = offered.table
    if table is None or offered.raw is None or table.layout != "open_data" or table.other_columns:
        return []
    return [
        Finding(
            source=table.source,
            rule="new_column",
            severity="info",
            message=f"row 1: {name} is no column that {table.table} declares; it is kept as "
            f"{table.table}.{name} until tables/{table.table}.toml says what it is",
            release=offered.release,
            file_name=offered.name,
            series=name,
            row_number=1,
        )
        for name in open_data.undeclared(offered.raw, table)
    ]


def newer_inspections(offered: Offered, inspections: pd.DataFrame) -> list[Finding]:
    """Say of whom the sector's summary knows a later inspection than Ofsted's lists."""
    assert offered.frame is not None
    own = inspections[inspections["listed_by"] == "sector_summary"]
    here = set(zip(offered.frame["old_la_code"], offered.frame["started"], strict=True))
    return [
        Finding(
            source="ofsted",
            rule="newer_inspection",
            severity="info",
            message=f"the inspection begun {started} is newer than Ofsted's own lists here; used "
            f"as the sector's summary tells it, reported by {published}",
            file_name=offered.name,
            old_la_code=str(code),
        )
        for code, started, published in own[["old_la_code", "started", "published"]]
        .drop_duplicates()
        .itertuples(index=False)
        if (code, started) in here
    ]


def disagreements(offered: Offered, inspections: pd.DataFrame) -> list[Finding]:
    """Return where the sector's summary gives another grade than Ofsted's own lists."""
    assert offered.frame is not None
    ours = inspections[inspections["started"].notna()]
    both = offered.frame.merge(
        ours, on=["old_la_code", "started", "judgement"], suffixes=("", "_ofsted")
    )
    differs = [
        not str(theirs).casefold().startswith(str(own).casefold()[:10])
        for own, theirs in zip(both["grade"], both["grade_ofsted"], strict=True)
    ]
    return [
        Finding(
            source="ofsted",
            rule="sources_disagree",
            severity="info",
            message=f"{row['judgement']} of the inspection begun {row['started']}: "
            f"{row['grade']!r} here, {row['grade_ofsted']!r} in Ofsted's own list, which stands",
            file_name=offered.name,
            old_la_code=row["old_la_code"],
        )
        for row in both[differs].to_dict("records")
    ]

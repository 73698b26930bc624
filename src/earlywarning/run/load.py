"""From files that were taken to the loaded tables of a new build."""

from __future__ import annotations

from collections import defaultdict

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from earlywarning.definitions.rows import declared_tables
from earlywarning.register.decisions.rows import (
    credit_rows,
    finding_rows,
    offer_rows,
    outcome_rows,
    reply_rows,
    review_rows,
    warning_record,
)
from earlywarning.register.decisions.state import Life
from earlywarning.register.state import ITEM_COLUMNS
from earlywarning.run import doubts
from earlywarning.run import registers as register_files
from earlywarning.run import taken as taken_files
from earlywarning.run.doubts import disagreements, refusals, unknown
from earlywarning.run.returned import (
    measure_rows,
    named_returns,
    return_facts,
    return_findings,
    return_observations,
    return_rows,
)
from earlywarning.run.taken import (
    FETCHING,
    correction_rows,
    fetched_rows,
    indicator_rows,
    intake_rows,
    limit_rows,
    neighbours,
    series_rows,
    standing_overrides,
    together,
    traced,
    with_children,
)
from earlywarning.run.work import Work, building_of
from earlywarning.scoring.contamination import contaminated
from earlywarning.scoring.soft import weigh
from earlywarning.sources import (
    contradictions,
    inspections,
    interventions,
    ledger_file,
    registers,
)
from earlywarning.sources.boundary import refusing
from earlywarning.sources.intake import Offered
from earlywarning.sources.kind import kind_of
from earlywarning.sources.ofsted import COLUMNS
from earlywarning.tables.quality import Finding
from earlywarning.tables.read import frame_of
from earlywarning.warehouse import build
from earlywarning.warehouse.carried import FILED, WORKED, before_of, figures_key, work_out_quality
from earlywarning.warehouse.last import last_good


def load_all(work: Work, taken: list[Offered]) -> None:
    """Begin a build, load what was taken, and run the quality rules on it."""
    assert work.context is not None
    work.say("loading tables")
    tables = [o for o in taken if o.table]
    _try_alone(work, taken)
    services = taken_files.services(work.context.authorities, work.settings.as_of, work.context)
    _begin(work, tables, services)
    _load_declared(work)
    _load_tables(work, tables, set(services["old_la_code"]))
    work.files_key = _files_key(work, tables, services)
    taken = [one for one in taken if one.outcome == "taken"]
    _load_places(work, taken, services)
    releases = _load_releases(work, taken)
    _load_people(work, taken)
    as_of = work.settings.as_of
    coloured = contaminated(building_of(work).connection, work.definitions, as_of)
    build.load(building_of(work), "contaminated_period", coloured)
    work.findings += return_findings(taken, services, work.definitions, as_of)
    work.findings += refusals(work.offered) + unknown(work.offered) + doubts.hidden(taken)
    work.findings += doubts.refused_rows(work.offered)
    _load_findings(work, set(releases["release"]))
    work.figures_key = figures_key(building_of(work), work.files_key, work.memory.cache)
    work_out_quality(building_of(work), carried=is_carried(work))


def _begin(work: Work, tables: list[Offered], services: pd.DataFrame) -> None:
    """Begin a build, with the tables of figures that stand in the one before if they are the same.

    A build that was damaged, or that nobody wants to lean on (`fresh`), gives none.
    """
    last = None if work.settings.fresh or work.rebuilt else last_good(work.settings.warehouse)
    before = before_of(last.path) if last else None
    if before is not None and before.files == _files_key(work, tables, services):
        work.before = before
        work.nation = before.nation
    name = f"{work.settings.as_of}-{work.run_id}"
    path = work.before.path if work.before else None
    work.building = build.begin(work.settings.builds, name, path, (*FILED, *WORKED))


def is_carried(work: Work) -> bool:
    """Say whether all that is worked out of figures was taken over from the build before."""
    return work.before is not None and work.before.figures == work.figures_key


def _files_key(work: Work, tables: list[Offered], services: pd.DataFrame) -> str:
    """Return what the tables of figures rest on, as one name: what was taken, in its order."""
    returned = [one for one in work.offered if _is_taken(one) and one.returned is not None]
    files = [
        f"{one.sha256} {one.release} {one.file_name} {one.published}"
        for one in [*(one for one in tables if _is_taken(one)), *returned]
    ]
    asked = (work.definitions.sha256, work.world, *sorted(services["old_la_code"]))
    return work.memory.cache.key("files", *asked, *files)


def _try_alone(work: Work, taken: list[Offered]) -> None:
    """Work out alone what is worked out of several lists together: the file at fault is refused."""
    definitions, as_of = work.definitions, work.settings.as_of
    for one in taken:
        with refusing(one):
            if kind_of(one).table == "inspection":
                inspections.combine([frame for frame in [traced(one)] if frame is not None], as_of)
            elif kind_of(one).table == "soft_item" and one.frame is not None:
                weigh(one.frame, definitions.soft_flags, definitions.policy, as_of)
    taken[:] = [one for one in taken if one.outcome == "taken"]


def _load_declared(work: Work) -> None:
    building, definitions = building_of(work), work.definitions
    build.load(building, "indicator", indicator_rows(definitions))
    build.load(building, "quality_limit", limit_rows(definitions))
    build.load(building, "correction", correction_rows(definitions))
    build.load(building, "in_year_measure", measure_rows(definitions))
    for name, frame in declared_tables(definitions).items():
        build.load(building, name, frame)


def _load_tables(work: Work, tables: list[Offered], known: set[str]) -> None:
    """Load file after file, and let go of each: together they would fill the memory."""
    series: list[pd.DataFrame] = []
    nation = ""
    for offered in tables:
        with refusing(offered):
            read = offered.remembered
            assert read is not None
            if work.before is None:
                _load_facts(work, offered, read.facts, known)
                series.append(read.series)
                nation = nation or read.country
        offered.forget()
    work.memory.cache.forget_old()
    if work.before is not None:
        return
    work.nation = nation or "England"
    build.load(building_of(work), "series", series_rows(series))
    returned = return_observations(return_facts([one for one in work.offered if _is_taken(one)]))
    if not returned.empty:
        own = returned["old_la_code"].isin(known)
        build.load(building_of(work), "observation", returned[own])


def _is_taken(offered: Offered) -> bool:
    return offered.outcome == "taken"


def _load_facts(work: Work, offered: Offered, facts: pa.Table, known: set[str]) -> None:
    """Load the figures of areas above authorities, and of the authorities of the day."""
    codes = facts["old_la_code"]
    ours = pc.is_in(codes, value_set=pa.array(sorted(known), codes.type))
    facts = facts.filter(pc.or_(pc.is_null(codes), ours))
    for name, value in (("release", offered.release), ("published", offered.published)):
        kind = pa.string() if name == "release" else pa.date32()
        facts = facts.append_column(name, pa.repeat(pa.scalar(value, kind), len(facts)))
    build.load(building_of(work), "observation", facts)


def _load_places(work: Work, taken: list[Offered], services: pd.DataFrame) -> None:
    assert work.context is not None
    building = building_of(work)
    policy = work.definitions.policy.performance
    counted = with_children(services, building.connection, policy)
    build.load(building, "local_authority", counted)
    build.load(building, "authority_code", work.context.authorities.codes)
    build.load(building, "authority_change", work.context.authorities.changes)
    build.load(building, "neighbour", neighbours(taken))


def _load_releases(work: Work, taken: list[Offered]) -> pd.DataFrame:
    building, as_of = building_of(work), work.settings.as_of
    releases = named_returns(taken_files.releases(taken, as_of), work.definitions)
    build.load(building, "release", releases)
    build.load(building, "in_year_return", return_rows(taken))
    build.load(building, "intake", intake_rows(work.offered))
    for table in FETCHING:
        build.load(building, table, fetched_rows(table, work.offered, as_of))
    return releases


def _load_findings(work: Work, kept: set[str]) -> None:
    """Load what was found about files known on the as-of day, and every refusal."""
    findings = [
        f for f in work.findings if f.severity == "critical" or f.release in kept or not f.release
    ]
    build.load(building_of(work), "finding", frame_of(Finding, findings))


def _load_people(work: Work, taken: list[Offered]) -> None:
    """Load inspections and the consortium's registers."""
    assert work.context is not None
    building, as_of = building_of(work), work.settings.as_of
    register_files.refuse_second_tellings(taken, work.definitions)
    frames: dict[str, list[pd.DataFrame | None]] = defaultdict(list)
    # Where a register and the ledger hold an entry of one name, the ledger's stands: it comes last.
    for one in sorted(taken, key=lambda file: file.kind == ledger_file.LEDGER):
        frames[kind_of(one).table].append(traced(one))
    for one in taken:
        work.findings += doubts.closed_places(one, work.context.places)
    soft, reviews = frames["soft_item"], frames["peer_review"]
    parts = [frame for frame in frames["inspection"] if frame is not None]
    _load_inspections(work, taken, parts)
    work.soft_loaded = bool(soft)  # a credit alone is no register of what people know
    lives = register_files.lives_in(taken, as_of, work.settings.register)
    _load_decisions(work, lives)
    soft = [*soft, *_credits(work, lives)]
    items = together(soft, [*registers.SOFT_HEADER]).drop_duplicates("item", keep="last")
    weighed = weigh(
        items, work.definitions.soft_flags, work.definitions.policy, work.settings.as_of
    )
    build.load(building, "soft_item", weighed)
    overrides = together(frames["override"], [*registers.OVERRIDE_HEADER])
    build.load(building, "override", standing_overrides(overrides, as_of))
    columns = [*registers.REVIEW_COLUMNS]
    told = review_rows(lives, columns)
    known = together([*reviews, *([told] if len(told) else [])], columns)
    build.load(building, "peer_review", known)
    for table, header in (
        ("comparator_group", ("comparator_group", "old_la_code")),
        ("reviewer", registers.REVIEWER_HEADER),
        ("review_conflict", registers.CONFLICT_HEADER),
        ("intervention", interventions.HEADER),
    ):
        build.load(building, table, together(frames[table], [*header]))


def _load_inspections(work: Work, taken: list[Offered], parts: list[pd.DataFrame]) -> None:
    """Load every inspection once, what later lists changed, and what only the sector knows yet."""
    building, as_of = building_of(work), work.settings.as_of
    parts, clashes = contradictions.settled(parts, as_of)
    found, revised = inspections.combine(parts, as_of)
    found, outdated = inspections.corrected(found, parts, work.definitions.corrections)
    summaries = [one for one in taken if one.kind == "ofsted_summary" and one.frame is not None]
    told = [taken_files.ranked(one, one.frame) for one in summaries if one.frame is not None]
    told, among_them = contradictions.settled(told, as_of)
    every = inspections.with_newer(found, [frame[COLUMNS] for frame in told], as_of)
    build.load(building, "inspection", every)
    refused = [(one.file_name, row) for one in taken for row in one.refused_rows.unread]
    build.load(building, "unread_report", inspections.unread(refused, every, as_of))
    build.load(building, "inspection_revision", revised)
    work.findings += doubts.two_grades([*clashes, *among_them]) + doubts.outdated(outdated)
    for one in summaries:
        work.findings += disagreements(one, found) + doubts.newer_inspections(one, every)


def _load_decisions(work: Work, lives: dict[str, Life]) -> None:
    """Load the life of every offer, the replies, and what reviewers found."""
    building = building_of(work)
    findings = finding_rows(lives)
    for name, frame in {
        "offer": offer_rows(lives, work.settings.as_of),
        "offer_reply": reply_rows(lives),
        "offer_finding": findings,
        "offer_outcome": outcome_rows(lives),
        "warning_record": warning_record(findings),
    }.items():
        build.load(building, name, frame)


def _credits(work: Work, lives: dict[str, Life]) -> list[pd.DataFrame]:
    """Return what credible plans earn, by the same rule as all that people know."""
    policy = work.definitions.policy.decisions
    rows = credit_rows(lives, policy, ITEM_COLUMNS)
    return [rows] if len(rows) else []

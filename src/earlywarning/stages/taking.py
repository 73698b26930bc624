"""The first stage: recognise, date, validate, keep and load what is offered."""

from __future__ import annotations

import hashlib

import pandas as pd

from earlywarning import handover, scoring, warehouse
from earlywarning.errors import NothingUsableError
from earlywarning.sources import inspections, intake, registers
from earlywarning.sources.intake import Offered
from earlywarning.stages.work import Work, building_of, code_hash
from earlywarning.validation import Finding, findings_frame, screen, screened, validate
from earlywarning.warehouse.publish import last_run


def ingest(work: Work) -> None:
    """Recognise, date and validate every file; start a build unless nothing changed."""
    settings = work.settings
    folders = (*settings.inputs, settings.raw) if settings.raw.exists() else settings.inputs
    work.offered = intake.offered_files(folders)
    work.say(f"{len(work.offered)} files to look at")
    for offered in work.offered:
        intake.recognise(offered, work.definitions)
    work.context = intake.context_of(work.offered, work.definitions, settings.as_of)
    intake.join_answers(work.offered, work.context)
    for offered in work.offered:
        if offered.kind != "unknown" and offered.outcome == "unknown":
            _take(work, offered)
    _keep(work)
    taken = [o for o in work.offered if o.outcome == "taken"]
    if not any(o.table for o in taken):
        raise NothingUsableError(_nothing(work))
    work.run_id = _run_id(work, taken)
    work.unchanged = last_run(settings.warehouse) == work.run_id
    if work.unchanged:
        work.published = settings.warehouse
        work.say("nothing new: the published warehouse already rests on exactly these files")
        return
    _load(work, taken)


def _take(work: Work, offered: Offered) -> None:
    assert work.context is not None
    intake.date_release(offered, work.context)
    if offered.outcome != "unknown":
        return
    if offered.table is not None and offered.frame is not None:
        work.say(f"  checking {offered.name}")
        found = validate(
            offered.frame,
            offered.table,
            work.context.authorities.services(),
            release=offered.release,
            file_name=offered.name,
            partial=offered.partial,
        )
        work.findings += found + handover.new_columns(offered) + _screened(work, offered)
        critical = [f for f in found if f.severity == "critical"]
        if critical:
            offered.outcome, offered.message = "refused", critical[0].message
            offered.rule, offered.row = critical[0].rule, critical[0].row_number
            return
    offered.outcome = "taken"


def _screened(work: Work, offered: Offered) -> list[Finding]:
    """Ask of an open-data file what its publisher's own screener asks; nothing is refused."""
    table, raw = offered.table, offered.raw
    if work.context is None or raw is None or table is None or table.layout != "open_data":
        return []
    told = screen(raw.header, raw.rows, raw.row_numbers, table, work.context.trios)
    return screened(told, table, offered.release, offered.name)


def _keep(work: Work) -> None:
    """Keep the bytes of what was accepted; registers stay where the consortium keeps them."""
    for offered in work.offered:
        if offered.outcome not in {"taken", "context", "not_yet_published"}:
            continue
        if offered.kind in {"soft_register", "peer_reviews"} or offered.child_level:
            continue
        if offered.partial:  # an answer's pages are kept one by one
            continue
        source = offered.table.source if offered.table else offered.kind
        period, day = str(offered.period or "undated"), str(offered.published or "undated")
        if work.settings.raw not in offered.path.parents:
            kept = warehouse.keep_bytes(work.settings.raw, source, period, day, offered.path)
            work.new_files += kept


def _nothing(work: Work) -> str:
    refused = [f"{o.name}: {o.message}" for o in work.offered if o.outcome == "refused"]
    start = "no published table could be taken in, so nothing was published"
    return "; ".join([start, *refused])


def _run_id(work: Work, taken: list[Offered]) -> str:
    used = [o.sha256 for o in work.offered if o.outcome in {"taken", "context", "refused"}]
    parts = [*sorted(used), work.definitions.sha256, str(work.settings.as_of), code_hash()]
    assert taken
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _load(work: Work, taken: list[Offered]) -> None:
    assert work.context is not None
    context = work.context
    work.say("loading tables")
    name = f"{work.settings.as_of}-{work.run_id}"
    work.building = building = warehouse.begin(work.settings.builds, name)
    tables = [o for o in taken if o.table]
    work.nation = handover.nation_name(tables)
    services = handover.services(context.authorities, work.settings.as_of, context)
    known = set(services["old_la_code"])
    warehouse.load(building, "indicator", handover.indicator_rows(work.definitions))
    warehouse.load(building, "series", handover.series_rows(tables, context))
    warehouse.load(building, "quality_limit", handover.limit_rows(work.definitions))
    warehouse.load(building, "correction", handover.correction_rows(work.definitions))
    for offered in tables:
        facts = intake.observations(offered, context)
        held_back = facts["old_la_code"].notna() & ~facts["old_la_code"].isin(known)
        warehouse.load(building, "observation", facts[~held_back])
        offered.forget()
    returned = handover.return_observations(handover.return_facts(taken))
    if not returned.empty:
        own = returned["old_la_code"].isin(known)
        warehouse.load(building, "observation", returned[own])
    small = work.definitions.policy.performance.small_population
    warehouse.load(
        building, "local_authority", handover.with_children(services, building.connection, small)
    )
    warehouse.load(building, "authority_code", context.authorities.codes)
    warehouse.load(building, "authority_change", context.authorities.changes)
    work.findings += handover.return_findings(
        taken, services, work.definitions, work.settings.as_of
    )
    releases = handover.named_returns(
        handover.releases(taken, work.settings.as_of), work.definitions
    )
    warehouse.load(building, "release", releases)
    warehouse.load(building, "in_year_measure", handover.measure_rows(work.definitions))
    warehouse.load(building, "in_year_return", handover.return_rows(taken))
    warehouse.load(building, "intake", handover.intake_rows(work.offered))
    for table in handover.FETCHING:
        rows = handover.fetched_rows(table, work.offered, work.settings.as_of)
        warehouse.load(building, table, rows)
    warehouse.load(building, "neighbour", handover.neighbours(taken))
    _load_people(work, taken)
    work.findings += handover.refusals(work.offered) + handover.unknown(work.offered)
    kept = set(releases["release"])
    findings = [
        f for f in work.findings if f.severity == "critical" or f.release in kept or not f.release
    ]
    warehouse.load(building, "finding", findings_frame(findings))
    warehouse.run_sql(building, start=warehouse.QUALITY_FROM, before=warehouse.DERIVED_FROM)


def _load_people(work: Work, taken: list[Offered]) -> None:
    """Load inspections and the consortium's registers."""
    building = building_of(work)
    frames: dict[str, list[pd.DataFrame | None]] = {}
    for one in taken:
        kind = "inspection" if one.kind in handover.OFSTED_LISTS else one.kind
        frames.setdefault(kind, []).append(handover.traced(one))
        work.findings += handover.unknown_codes(one, one.unknown_codes)
    parts = [frame for frame in frames.get("inspection", []) if frame is not None]
    soft, reviews = frames.get("soft_register", []), frames.get("peer_reviews", [])
    found, revised = inspections.combine(parts, work.settings.as_of)
    found, outdated = inspections.corrected(found, parts, work.definitions.corrections)
    work.findings += handover.outdated(outdated)
    warehouse.load(building, "inspection", found)
    warehouse.load(building, "inspection_revision", revised)
    for one in taken:
        if one.kind == "ofsted_summary":
            work.findings += handover.disagreements(one, found)
    work.soft_loaded = bool(soft)
    items = handover.together(soft, [*registers.SOFT_HEADER]).drop_duplicates("item", keep="last")
    weighed = scoring.weigh(
        items, work.definitions.soft_flags, work.definitions.policy, work.settings.as_of
    )
    warehouse.load(building, "soft_item", weighed)
    warehouse.load(building, "peer_review", handover.together(reviews, [*registers.REVIEW_HEADER]))

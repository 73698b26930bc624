"""Wires a run: the only module that knows all the workers. They meet in tables."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from earlywarning import __version__, handover, review, scoring, warehouse
from earlywarning.definitions import Definitions, load_definitions
from earlywarning.errors import NothingUsableError
from earlywarning.settings import Settings
from earlywarning.sources import intake, ofsted, registers
from earlywarning.sources.intake import Offered
from earlywarning.validation import Finding, findings_frame, validate
from earlywarning.warehouse.publish import last_run

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did, for a person and for an exit code."""

    exit_code: int
    published: Path | None
    summary: list[str]
    new_files: int
    refused: list[str]


@dataclass(slots=True)
class Work:
    """The state of one run, from opening to publishing."""

    settings: Settings
    definitions: Definitions
    say: Say
    started: dt.datetime
    offered: list[Offered] = field(default_factory=list)
    context: intake.Context | None = None
    findings: list[Finding] = field(default_factory=list)
    building: warehouse.Building | None = None
    run_id: str = ""
    unchanged: bool = False
    published: Path | None = None
    soft_loaded: bool = False
    new_files: int = 0
    pages: list[Path] = field(default_factory=list)


def run(settings: Settings, *, say: Say, reports: bool = True) -> Outcome:
    """Run every stage in order and return the outcome.

    Raises:
        NothingUsableError: if no published table could be taken; nothing is then published.
    """
    work = open_work(settings, say)
    try:
        for stage in STAGES.values():
            stage(work)
    except BaseException:
        close(work)
        raise
    if reports:
        report(work)
    return outcome(work)


def run_as_far_as(name: str, settings: Settings, *, say: Say) -> tuple[list[str], Outcome]:
    """Run the stages up to one of them and tell what it made; the build is then thrown away.

    `validate` is part of `ingest`, file by file, and shows its findings.
    """
    work = open_work(settings, say)
    try:
        for stage, function in STAGES.items():
            function(work)
            if stage == ("ingest" if name == "validate" else name):
                break
        return handover.told(name, work.offered, work.findings, work.building), outcome(work)
    finally:
        close(work)


def open_work(settings: Settings, say: Say) -> Work:
    """Load the definitions and start the clock."""
    return Work(settings, load_definitions(settings.reference), say, dt.datetime.now(dt.UTC))


def close(work: Work) -> None:
    """Throw an unpublished build away; the published file is untouched."""
    if work.building is not None and work.published is None:
        work.building.abandon()
        work.building = None


def ingest(work: Work) -> None:
    """Recognise, date and validate every file; start a build unless nothing changed."""
    settings = work.settings
    folders = (*settings.inputs, settings.raw) if settings.raw.exists() else settings.inputs
    work.offered = intake.offered_files(folders)
    work.say(f"{len(work.offered)} files to look at")
    for offered in work.offered:
        intake.recognise(offered, work.definitions)
    work.context = intake.context_of(work.offered, work.definitions, settings.as_of)
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
        work.say(f"checking {offered.name}")
        found = validate(
            offered.frame,
            offered.table,
            work.context.authorities.services(),
            release=offered.release,
            file_name=offered.name,
        )
        work.findings += found
        critical = [f for f in found if f.severity == "critical"]
        if critical:
            offered.outcome, offered.message = "refused", critical[0].message
            offered.rule, offered.row = critical[0].rule, critical[0].row_number
            return
    offered.outcome = "taken"


def _keep(work: Work) -> None:
    """Keep the bytes of what was accepted; registers stay where the consortium keeps them."""
    for offered in work.offered:
        if offered.outcome not in {"taken", "context", "not_yet_published"}:
            continue
        if offered.kind in {"soft_register", "peer_reviews"}:
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
    parts = [*sorted(used), work.definitions.sha256, str(work.settings.as_of), _code_hash()]
    assert taken
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _code_hash() -> str:
    digest = hashlib.sha256()
    folder = Path(__file__).parent
    for path in sorted(p for p in folder.rglob("*") if p.suffix in {".py", ".sql"}):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _load(work: Work, taken: list[Offered]) -> None:
    assert work.context is not None
    work.say("loading tables")
    name = f"{work.settings.as_of}-{work.run_id}"
    work.building = building = warehouse.begin(work.settings.builds, name)
    alias = handover.region_names(work.settings.reference)
    tables = [o for o in taken if o.table]
    facts = pd.concat([intake.observations(o) for o in tables], ignore_index=True)
    facts["region"] = facts["region"].map(lambda r: alias.get(r, r))
    small = work.definitions.policy.performance.small_population
    services = handover.authorities(
        work.context.authorities, facts, small, work.settings.as_of, alias
    )
    warehouse.load(building, "local_authority", services)
    warehouse.load(building, "authority_code", work.context.authorities.codes)
    warehouse.load(building, "authority_change", work.context.authorities.changes)
    known = set(services["old_la_code"])
    held_back = facts["old_la_code"].notna() & ~facts["old_la_code"].isin(known)
    warehouse.load(building, "observation", facts[~held_back])
    work.findings += handover.refusals(work.offered)
    work.findings += handover.weak_values(
        facts, work.definitions, {o.release: o.name for o in tables}
    )
    releases = handover.releases(taken)
    kept = {f.release for f in work.findings if f.release} & set(releases["release"])
    findings = [
        f for f in work.findings if f.severity == "critical" or f.release in kept or not f.release
    ]
    warehouse.load(building, "finding", findings_frame(findings))
    warehouse.load(building, "release", releases)
    warehouse.load(building, "intake", handover.intake_rows(work.offered))
    warehouse.load(building, "neighbour", handover.neighbours(taken))
    warehouse.load(building, "indicator", handover.indicator_rows(work.definitions))
    _load_people(work, taken)


def _load_people(work: Work, taken: list[Offered]) -> None:
    """Load inspections and the consortium's registers."""
    assert work.context is not None
    assert work.building is not None
    codes = work.context.authorities.codes
    code_of = dict(zip(codes["new_la_code"], codes["old_la_code"], strict=True))
    parts = []
    soft, reviews = [], []
    for one in taken:
        if one.kind == "ofsted_history" and one.raw:
            parts.append(ofsted.from_history(one.raw.header, one.raw.rows))
        elif one.kind == "ofsted_visits" and one.raw:
            parts.append(ofsted.from_visits(one.raw.header, one.raw.rows))
        elif one.kind == "ofsted_outcomes" and one.sheets:
            frame, unknown = ofsted.from_workbook(one.sheets, code_of)
            parts.append(frame)
            work.findings += handover.unknown_codes(one, unknown)
        elif one.kind == "soft_register":
            soft.append(one.frame)
        elif one.kind == "peer_reviews":
            reviews.append(one.frame)
    warehouse.load(work.building, "inspection", ofsted.combine(parts, work.settings.as_of))
    work.soft_loaded = bool(soft)
    items = handover.together(soft, [*registers.SOFT_HEADER]).drop_duplicates("item", keep="last")
    weighed = scoring.weigh(
        items, work.definitions.soft_flags, work.definitions.policy, work.settings.as_of
    )
    warehouse.load(work.building, "soft_item", weighed)
    warehouse.load(
        work.building, "peer_review", handover.together(reviews, [*registers.REVIEW_HEADER])
    )


def derive(work: Work) -> None:
    """Run the SQL that makes indicator values and benchmarks; add intervals."""
    if work.unchanged:
        return
    work.say("computing indicators and benchmarks")
    building = _building(work)
    warehouse.run_sql(building, start=40)
    connection = building.connection
    values = connection.execute("from indicator_value").df()
    filled = scoring.with_intervals(values, work.definitions.indicators)
    connection.execute("delete from indicator_value")
    warehouse.load(building, "indicator_value", filled)


def score(work: Work) -> None:
    """Find signals and blend the pillars."""
    if work.unchanged:
        return
    work.say("finding signals and scoring")
    building = _building(work)
    values = handover.signal_input(building.connection)
    signals = scoring.find_signals(
        values, work.definitions.indicators, work.definitions.policy, work.settings.as_of
    )
    warehouse.load(building, "signal", signals)
    evidence = scoring.Evidence(
        authorities=handover.open_authorities(building.connection),
        signals=signals,
        soft_items=handover.table(building.connection, "soft_item"),
        soft_loaded=work.soft_loaded,
        peer_reviews=handover.table(building.connection, "peer_review"),
        doubtful=handover.doubtful(building.connection, work.settings.as_of),
        missing=handover.missing(building.connection),
        newest=handover.newest_day(building.connection),
        as_of=work.settings.as_of,
    )
    scores, contributions = scoring.score_all(evidence, work.definitions)
    warehouse.load(building, "score", scores)
    warehouse.load(building, "contribution", contributions)


def recommend(work: Work) -> None:
    """Turn each score into one offer of help."""
    if work.unchanged:
        return
    building = _building(work)
    tables = {
        name: handover.table(building.connection, name)
        for name in ("score", "contribution", "inspection", "neighbour", "soft_item")
    }
    offers = review.recommend_all(
        tables["score"],
        tables["contribution"],
        tables["inspection"],
        tables["neighbour"],
        tables["soft_item"],
        work.definitions,
    )
    warehouse.load(building, "recommendation", offers)


def publish(work: Work) -> None:
    """Write the run's own row and swap the link that readers open."""
    if work.unchanged:
        return
    building = _building(work)
    inputs = sorted(o.sha256 for o in work.offered if o.outcome == "taken")
    row = {
        "run": work.run_id,
        "as_of": work.settings.as_of,
        "started": work.started.replace(tzinfo=None),
        "finished": dt.datetime.now(dt.UTC).replace(tzinfo=None),
        "inputs_sha256": hashlib.sha256("\n".join(inputs).encode()).hexdigest(),
        "definitions_sha256": work.definitions.sha256,
        "package_version": f"{__version__}+{_code_hash()}",
    }
    warehouse.load(building, "run", pd.DataFrame([row]))
    name = f"{work.settings.as_of}-{work.run_id}"
    work.published = warehouse.publish(building, work.settings.warehouse, name)
    work.say(f"published {work.settings.warehouse}")


def report(work: Work, only: list[str] | None = None) -> None:
    """Write the pages from the published database."""
    from earlywarning import reports  # templates are loaded only when pages are wanted

    work.say("writing pages")
    with warehouse.open_published(work.settings.warehouse) as connection:
        work.pages = reports.write_site(
            connection, work.settings.reports, only=only, progress=work.say
        )


def outcome(work: Work) -> Outcome:
    """Sum up a run in a few lines."""
    refused = [f"{o.name}: {o.message}" for o in work.offered if o.outcome == "refused"]
    return Outcome(
        exit_code=3 if refused else 0,
        published=work.published,
        summary=handover.summary(work.offered, work.settings, work.unchanged, work.pages),
        new_files=work.new_files,
        refused=refused,
    )


def _building(work: Work) -> warehouse.Building:
    if work.building is None:
        raise NothingUsableError("nothing is being built; run ingest first")
    return work.building


STAGES: dict[str, Callable[[Work], None]] = {
    "ingest": ingest,
    "derive": derive,
    "score": score,
    "recommend": recommend,
    "publish": publish,
}

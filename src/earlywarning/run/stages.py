"""The stages on a build: indicator values, signals and scores, offers, and the swap."""

from __future__ import annotations

import datetime as dt

import duckdb
import pandas as pd

from earlywarning.backtest.inputs import gate_days, hash_of
from earlywarning.backtest.sentence import record_rows, record_sentence
from earlywarning.definitions.loader import Definitions
from earlywarning.disclosure.returns import shared
from earlywarning.review import inputs as review_inputs
from earlywarning.run import doubts
from earlywarning.run.guard import blocked
from earlywarning.run.load import is_carried
from earlywarning.run.pages import write_reports
from earlywarning.run.returned import cells_refused, difference_findings
from earlywarning.run.summary import left_aside, summary
from earlywarning.run.work import Outcome, Work, building_of, own_version
from earlywarning.scoring import looks as looking
from earlywarning.scoring import model_file
from earlywarning.scoring.brakes import BrakeInputs, brakes
from earlywarning.scoring.exodus import after_judgement, workforce_figures
from earlywarning.scoring.figures import Figures, figures_of, keep_figures, recalled_figures
from earlywarning.scoring.history import first_seen
from earlywarning.scoring.improved import gone_of
from earlywarning.scoring.inputs import is_invented, refused_series, returned_figures
from earlywarning.scoring.intervals import with_intervals
from earlywarning.scoring.journey import journeys
from earlywarning.scoring.looking_back import look_back
from earlywarning.scoring.model_file import check_model
from earlywarning.scoring.pathway_inputs import pathway_findings, pattern_rows
from earlywarning.scoring.seen import Seen
from earlywarning.scoring.watch.unseen import OpenAlert, unseen, unseen_findings
from earlywarning.scoring.watch.watching import watch_returns
from earlywarning.settings import models_folder
from earlywarning.tables.quality import Finding
from earlywarning.tables.read import frame_of, table
from earlywarning.validation.verdict import refused_cells
from earlywarning.warehouse import build
from earlywarning.warehouse.build import DERIVED_FROM, Building, run_sql
from earlywarning.warehouse.gated import first_known
from earlywarning.warehouse.known import release_days
from earlywarning.warehouse.last import formal_in, last_good, open_alerts
from earlywarning.warehouse.publish import publish as publish_file


def derive(work: Work) -> None:
    """Run the SQL that makes indicator values and benchmarks; add intervals.

    Raises:
        LostError: if something that the last published run held was not taken in.
    """
    if work.unchanged:
        return
    if work.lost:
        raise blocked(work.lost, last_good(work.settings.warehouse))
    work.say("computing indicators and benchmarks")
    building = building_of(work)
    if not is_carried(work):
        _work_out_figures(building, work.definitions)
    connection = building.connection
    found = difference_findings(connection, work.definitions)
    found += doubts.persons_named(work.offered, _words_of_places(connection))
    work.findings += found
    build.load(building, "finding", frame_of(Finding, found))


def _work_out_figures(building: Building, definitions: Definitions) -> None:
    """Fill the tables that rest on figures alone: a later run may take them over."""
    run_sql(building, start=DERIVED_FROM)
    connection = building.connection
    values = connection.execute("from indicator_value").df()
    gate = first_known(connection, gate_days(connection, definitions))
    build.load(building, "first_known", gate)
    filled = with_intervals(values, definitions.indicators)
    connection.execute("delete from indicator_value")
    build.load(building, "indicator_value", filled)
    build.load(building, "in_year_shared", shared(connection, definitions))


def _words_of_places(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Return the words in names of places, which are no names of persons."""
    rows = connection.execute("select la_name, region from local_authority").fetchall()
    return frozenset(word for row in rows for name in row for word in str(name or "").split())


def score(work: Work) -> None:
    """Find signals and blend the pillars."""
    if work.unchanged:
        return
    work.say("finding signals and scoring")
    check_model(models_folder(), work.definitions)
    building = building_of(work)
    looks, now = _looks(work)
    scores, past = looking.standing(looks, work.definitions.policy)
    build.load(building, "score", scores)
    build.load(building, "score_history", past)
    build.load(building, "contribution", now.contributions)
    inspections = table(building.connection, "inspection")
    stages = journeys(inspections, work.definitions.journey, work.settings.as_of)
    build.load(building, "journey", stages)
    _load_recovery(work, inspections)


def _load_recovery(work: Work, inspections: pd.DataFrame) -> None:
    """Load what may slow the way back after a poor judgement, and whether people left after it."""
    building, definitions, as_of = building_of(work), work.definitions, work.settings.as_of
    names = ("soft_item", "peer_review", "intervention")
    known = BrakeInputs(inspections, *(table(building.connection, name) for name in names))
    found = brakes(known, definitions.journey, definitions.interventions, as_of)
    # A service that has closed is on no way back; its successors have their own.
    places = table(building.connection, "local_authority")
    there = places[[day is None or day >= as_of for day in places["closed"]]]
    build.load(building, "brake", found[found["old_la_code"].isin(there["old_la_code"])])
    figures = workforce_figures(building.connection)
    left = after_judgement(figures, inspections, definitions.journey, as_of)
    build.load(building, "after_judgement", left)


def _looks(work: Work) -> tuple[list[Seen], looking.Look]:
    """Look at today and back; load what is unusual, what was, and what changed."""
    building, as_of, definitions = building_of(work), work.settings.as_of, work.definitions
    connection = building.connection
    watched, slips = watch_returns(
        returned_figures(connection),
        definitions.in_year,
        definitions.policy.watch,
    )
    slips = _with_unseen(work, slips, watched)
    work.figures = work.figures or _figures(work)
    now = looking.look(
        building, connection, definitions, as_of, work.nation, slips, figures=work.figures,
        pathway=work.worked.pathways.get(as_of),
    )  # fmt: skip
    work.worked.pathways[as_of] = now.pathway
    given = work.settings.look_back
    months = definitions.policy.alerts.look_back_months if given is None else given
    since = (pd.Timestamp(as_of) - pd.DateOffset(months=months)).date()
    work.say("looking back at what was known")
    days = release_days(connection, since, as_of)
    cache = work.memory.cache
    before = look_back(
        connection, days, definitions, work.nation, slips, cache, work.worked, work.figures_key
    )
    seen = [*before, now.seen()]
    history = looking.history(before)
    signals = first_seen(now.signals, history, as_of)
    changes = looking.alerts(seen, slips, connection, definitions)
    build.load(building, "comparison", now.comparison)
    build.load(building, "level", now.level)
    build.load(building, "level_spread", now.level_spread)
    build.load(building, "improved", now.improved)
    build.load(building, "pattern_gone", gone_of(seen))
    build.load(building, "watch", watched)
    build.load(building, "watch_alert", slips)
    build.load(building, "signal", signals)
    build.load(building, "signal_history", history)
    build.load(building, "alert", changes)
    load_patterns(work, now)
    return seen, now


def _figures(work: Work) -> Figures:
    """Return where all stand by their figures, as an earlier run kept it if nothing is new."""
    connection, cache = building_of(work).connection, work.memory.cache
    refused = sorted(refused_series(connection, work.definitions))
    key = cache.key("figures of today", work.definitions.sha256, work.figures_key, *refused)
    found = recalled_figures(cache, key)
    if found is None:
        found = figures_of(connection, connection, work.definitions, describe=True)
        keep_figures(cache, key, found)
    return found


def _with_unseen(work: Work, slips: pd.DataFrame, watched: pd.DataFrame) -> pd.DataFrame:
    """Add the alerts that were open when last published and whose returns are gone; tell of them.

    What was known later than the as-of day is asked for nothing.
    """
    last = last_good(work.settings.warehouse)
    if last is None or last.as_of > work.settings.as_of:
        return slips
    before = [OpenAlert(*one) for one in open_alerts(last)]
    kept = unseen(before, slips, watched, last.as_of)
    if kept.empty:
        return slips
    found = unseen_findings(kept)
    work.findings += found
    build.load(building_of(work), "finding", frame_of(Finding, found))
    return pd.concat([slips, kept], ignore_index=True) if len(slips) else kept


def load_patterns(work: Work, now: looking.Look) -> None:
    """Fill the tables pathway, pattern and pattern_match; tell of counts that cannot be true."""
    building, definitions = building_of(work), work.definitions
    build.load(building, "pathway", now.pathway)
    build.load(building, "pattern", pattern_rows(definitions))
    build.load(building, "pattern_match", now.patterns)
    told = pathway_findings(now.pathway, definitions)
    work.findings += told
    build.load(building, "finding", frame_of(Finding, told))


def recommend(work: Work) -> None:
    """Turn each score into one offer of help, and all offers into the quarter's programme."""
    if work.unchanged:
        return
    work.say("making offers and the programme of the quarter")
    as_of, last = work.settings.as_of, last_good(work.settings.warehouse)
    before = formal_in(last) if last is not None and last.as_of <= as_of else frozenset()
    review_inputs.recommend(building_of(work), work.definitions, as_of, before)


def publish(work: Work) -> None:
    """Write the run's own row and swap the link that readers open."""
    if work.unchanged:
        return
    building = building_of(work)
    record = record_rows(models_folder() / model_file.FOLDER / model_file.RECORD)
    build.load(building, "record", record)
    inputs = [o.sha256 for o in work.offered if o.outcome == "taken"]
    row = {
        "run": work.run_id,
        "as_of": work.settings.as_of,
        "started": work.started.replace(tzinfo=None),
        "finished": dt.datetime.now(dt.UTC).replace(tzinfo=None),
        "inputs_sha256": hash_of(inputs),
        "files_sha256": work.files_key,
        "figures_sha256": work.figures_key,
        "definitions_sha256": work.definitions.sha256,
        "package_version": own_version(),
        "nation": work.nation,
        "is_invented": is_invented(building.connection),
        "record": record_sentence(record),
    }
    build.load(building, "run", pd.DataFrame([row]))
    name = f"{work.settings.as_of}-{work.run_id}"
    before = last_good(work.settings.warehouse)
    work.replaced = before.path if before else None
    settings = work.settings
    work.published = publish_file(building, settings.warehouse, name, keep_all=settings.keeps_all)
    work.say(f"published {work.settings.warehouse}")


def report(work: Work, only: list[str] | None = None) -> None:
    """Write the pages from the published database."""
    work.say("writing pages")
    work.pages = write_reports(work.settings.warehouse, work.settings.reports, work.say, only)


def outcome(work: Work) -> Outcome:
    """Sum up a run in a few lines."""
    refused = [f"{o.name}: {o.message}" for o in work.offered if o.outcome == "refused"]
    refused += cells_refused(work.offered)
    taken = {o.name for o in work.offered if o.outcome == "taken"}
    alone = [f for f in refused_cells(work.findings) if f.file_name in taken]
    refused += [f"{f.file_name}: {f.message}" for f in alone]
    refused += [
        f"{o.name}: {one.told}"
        for o in work.offered
        if o.outcome in {"taken", "context"}
        for one in o.refused_rows.rows
    ]
    refused += [f"{one.words}; nothing is published while it is missing" for one in work.lost]
    return Outcome(
        exit_code=3 if refused else 0,
        published=work.published,
        summary=summary(work.offered, work.settings, work.unchanged, work.pages, work.rebuilt),
        new_files=work.new_files,
        refused=refused,
        left_aside=left_aside(work.offered),
    )

"""Runs the back-test: looks at earlier days behind the gate, cases, contenders, figures, checks."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

import duckdb
import numpy as np
import pandas as pd

from earlywarning.backtest import contenders
from earlywarning.backtest.canaries import (
    SHUFFLED,
    WITHOUT_GATE,
    Canary,
    future_changed,
    nothing_late,
    shuffled_labels,
    without_gate,
)
from earlywarning.backtest.cases import ahead, cases_of, years_tested
from earlywarning.backtest.contenders import contenders_of, scores_of
from earlywarning.backtest.events import events_of
from earlywarning.backtest.frozen.protocol import Protocol
from earlywarning.backtest.frozen.targets import counted, with_targets
from earlywarning.backtest.further import (
    GROUPS,
    LEADS,
    choice_figures,
    correlation_figures,
    equity_figures,
    groups_of,
    lead_figures,
)
from earlywarning.backtest.inputs import gate_days, with_deprivation
from earlywarning.backtest.results import inspection_figures, panel_figures, reliability, table_of
from earlywarning.backtest.seeing import Progress, looks_on, see
from earlywarning.backtest.seen import Seen, Timeline
from earlywarning.backtest.use import SHOWN, benefit_figures, hit_figures
from earlywarning.definitions.loader import Definitions
from earlywarning.errors import NothingUsableError
from earlywarning.scoring import inputs as scoring_inputs
from earlywarning.tables.read import table
from earlywarning.warehouse.gated import falsified_after, gated_past
from earlywarning.warehouse.known import Past

# Days whose future is falsified to see whether anything changes.
POISONED = 3
LEADS_OF = ("vital_signs", "product", "twelve", "deprivation")
RELIABILITY_OF = ("vital_signs", "product")


@dataclass(frozen=True, slots=True)
class Ground:
    """What a back-test stands on, copied out of one database."""

    past: Past
    gate: pd.DataFrame
    inspections: pd.DataFrame
    changes: pd.DataFrame
    authorities: pd.DataFrame
    nation: str
    is_invented: bool
    inputs_sha256: str
    as_of: dt.date


@dataclass(frozen=True, slots=True)
class BacktestRecord:
    """What came of a back-test.

    tried: name, title, kind, simplicity and spent of all that was tried. made: what it was made
    from. years: what was tested, by financial year.
    """

    results: pd.DataFrame
    canaries: list[Canary]
    tried: pd.DataFrame
    chosen: str
    made: dict[str, object]
    years: pd.DataFrame


def run(
    ground: Ground,
    definitions: Definitions,
    protocol: Protocol,
    until: dt.date | None,
    tell: Progress,
) -> BacktestRecord:
    """Run the whole back-test; the same ground gives the same record.

    `protocol` declares the targets with a future: here they are told of years that are spent.
    """
    events = spent_events(ground, protocol, until)
    told_until = month_end(max(events["started"]))
    looks = looks_on(
        ground.past, ground.nation, definitions, look_days(ground, until, told_until), tell
    )
    timeline = Timeline(looks, definitions.weighted())
    places = places_of(ground.authorities, events)
    tell(0, 4, "laying out the cases")
    cases = cases_of(events, timeline, places, told_until)
    by_lead = {lead: ahead(cases, timeline, lead) for lead in LEADS}
    tried = contenders_of(definitions)
    tell(1, 4, "scoring by every contender")
    scores = {one.name: scores_of(one, cases) for one in tried}
    tell(2, 4, "drawing the intervals")
    chosen, choice = choice_figures(cases, tried, scores)
    figures = inspection_figures(cases, tried, scores)
    figures += panel_figures(cases, tried, scores) + choice
    for name in RELIABILITY_OF:
        figures += reliability(cases, name, scores[name], "decline")
    figures += lead_figures(by_lead, tried, LEADS_OF)
    figures += equity_figures(cases, scores)
    figures += correlation_figures(cases, scores)
    figures += hit_figures(cases, scores[SHOWN], definitions.policy)
    figures += benefit_figures(cases, scores)
    tell(3, 4, "trying to fool it")
    by_name = {one.name: one for one in tried}
    canaries = [
        *shuffled_labels(cases, by_name[SHUFFLED]),
        without_gate(cases, timeline, by_name[WITHOUT_GATE]),
        nothing_late(cases),
        *_poisoned(ground, definitions, looks),
    ]
    tell(4, 4, "done")
    made = {
        "inputs_sha256": ground.inputs_sha256,
        "definitions_sha256": definitions.sha256,
        "as_of": str(ground.as_of),
        "inspections_until": str(max(events["started"])),
        "looks": len(looks),
        "nation": ground.nation,
    }
    listed = contenders.listed(tried)
    years = years_tested(cases)
    return BacktestRecord(table_of(figures), canaries, listed, chosen, made, years)


def tested_events(ground: Ground, protocol: Protocol, until: dt.date | None) -> pd.DataFrame:
    """Return the inspections that are known, with all targets.

    Raises:
        NothingUsableError: if no inspection has a judgement before it.
    """
    inspections = _known_by(ground.inspections, until)
    small = set(ground.authorities.loc[ground.authorities["is_small"], "old_la_code"])
    events = events_of(inspections, ground.changes, small)
    if events.empty:
        raise NothingUsableError("no inspection with a judgement before it: nothing to test on")
    return with_targets(events, protocol)


def spent_events(ground: Ground, protocol: Protocol, until: dt.date | None) -> pd.DataFrame:
    """Return the inspections that may be looked at again and again: not what is judged once.

    Of an invented nation nothing is at stake, and all are returned.
    """
    events = tested_events(ground, protocol, until)
    if ground.is_invented:
        return events
    return events[~counted(events, protocol)].reset_index(drop=True)


def listed_by_ofsted(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return the inspections of Ofsted's own lists: the record rests on them alone."""
    inspections = table(connection, "inspection")
    return inspections[inspections["listed_by"] != "sector_summary"].reset_index(drop=True)


def ground(
    connection: duckdb.DuckDBPyConnection,
    definitions: Definitions,
    inputs_sha256: str,
    nation: str,
) -> Ground:
    """Copy out of a database what a back-test stands on."""
    days = gate_days(connection, definitions)
    past, gate = gated_past(connection, days, definitions.pathway.series())
    newest = max(day.date() for day in gate["known_from"])
    return Ground(
        past,
        gate,
        listed_by_ofsted(connection),
        table(connection, "authority_change"),
        with_deprivation(connection),
        nation,
        scoring_inputs.is_invented(connection),
        inputs_sha256,
        newest,
    )


def look_days(
    ground: Ground, until: dt.date | None, told_until: dt.date
) -> list[tuple[dt.date, bool]]:
    """Return every day on which figures came out, and whether a score is wanted of it.

    No case is later than `told_until`: of later days only the distances are wanted, for the canary
    that takes the gate away.
    """
    days = sorted({day.date() for day in ground.gate["known_from"]})
    return [(day, day <= told_until) for day in days if until is None or day <= until]


def _poisoned(ground: Ground, definitions: Definitions, looks: list[Seen]) -> list[Canary]:
    """Falsify all that came out after a day, and look at the day again."""
    chosen = looks[:: max(1, len(looks) // POISONED)][1 : POISONED + 1] or looks[-1:]
    out = []
    for honest in chosen:
        past = falsified_after(ground.past, honest.day)
        again = see(past, definitions, honest.day, ground.nation, scored=False)
        out.append(future_changed(honest.day, honest.standing, again.standing))
    return out


def _known_by(inspections: pd.DataFrame, until: dt.date | None) -> pd.DataFrame:
    if until is None:
        return inspections
    out_by_then = [day is not None and day <= until for day in inspections["published"]]
    return inspections[np.array(out_by_then, dtype=bool)]


def places_of(authorities: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Return the authorities that are judged by figures, with the groups they belong to."""
    another = set(events.loc[events["of_another"], "old_la_code"])
    known = authorities[~authorities["is_small"]]
    known = known.assign(of_another=known["old_la_code"].isin(another))
    grouped = groups_of(known)
    columns = ["old_la_code", "opened", "closed", "deprivation", "size", *GROUPS]
    return grouped[columns]


def month_end(day: dt.date) -> dt.date:
    """Return the last day of a day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])

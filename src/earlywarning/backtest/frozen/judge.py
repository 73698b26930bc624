"""Judges the frozen score on inspections that nobody had read when it was frozen."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass

import numpy as np
import pandas as pd

from earlywarning.backtest.cases import Cases, cases_of
from earlywarning.backtest.contenders import contenders_of, scores_of
from earlywarning.backtest.frozen.protocol import Floor, Protocol
from earlywarning.backtest.frozen.targets import counted
from earlywarning.backtest.results import Measured, beats, table_of
from earlywarning.backtest.run import (
    Ground,
    look_days,
    month_end,
    places_of,
    tested_events,
)
from earlywarning.backtest.seeing import Progress, looks_on
from earlywarning.backtest.seen import Timeline
from earlywarning.definitions.loader import Definitions
from earlywarning.errors import NothingUsableError
from earlywarning.statistics import discrimination as told
from earlywarning.statistics.numeric import FloatArray

SECTION = "frozen"
LISTED = ["old_la_code", "framework", "judgement", "grade", "started", "published"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one target: how many, how well told apart, and whether the floor was reached."""

    target: str
    n: int
    happened: int
    auc: float
    lower: float
    upper: float
    ahead: dict[str, float]
    said: str


@dataclass(frozen=True, slots=True)
class List:
    """The inspections that count, and the hash of what the list says of them."""

    events: pd.DataFrame
    sha256: str
    newest: dt.date


def list_of(ground: Ground, protocol: Protocol) -> List:
    """Return what is to be judged.

    Raises:
        NothingUsableError: if no inspection is newer than what was known when it was frozen.
    """
    events = tested_events(ground, protocol, None)
    since = protocol.known.counts_from
    mine = events[counted(events, protocol) & events[list(protocol.targets)].notna().any(axis=1)]
    if mine.empty:
        raise NothingUsableError(
            f"no inspection newer than {since - dt.timedelta(days=1)} with a judgement that counts "
            "before it: nothing to judge (of those with one, the newest began on "
            f"{max(events['started'])})"
        )
    rows = ground.inspections.merge(mine[["old_la_code", "published"]].drop_duplicates())
    plain = sorted([str(one) for one in row] for row in rows[LISTED].itertuples(index=False))
    sha256 = hashlib.sha256(json.dumps(plain, ensure_ascii=False).encode()).hexdigest()
    return List(events, sha256, max(mine["started"]))


def cases_to_judge(
    ground: Ground, definitions: Definitions, given: List, protocol: Protocol, tell: Progress
) -> Cases:
    """Return all cases, with what was known of those that count; older ones only teach."""
    until = month_end(given.newest)
    days = look_days(ground, None, until)
    before = [day for day, _ in days if day < protocol.known.counts_from][-1:]
    wanted = [(day, True) for day, told in days if told and day >= min([*before, until])]
    looks = looks_on(ground.past, ground.nation, definitions, wanted, tell)
    timeline = Timeline(looks, definitions.weighted())
    return cases_of(given.events, timeline, places_of(ground.authorities, given.events), until)


def judge(
    cases: Cases, definitions: Definitions, protocol: Protocol
) -> tuple[list[Verdict], pd.DataFrame]:
    """Return the verdict on each target, and every figure of all that is judged."""
    wanted = {protocol.score.name, *protocol.others, *protocol.baselines}
    scores = {
        one.name: scores_of(one, cases) for one in contenders_of(definitions) if one.name in wanted
    }
    figures: list[Measured] = []
    verdicts = []
    for floor in protocol.measures.floors:
        own = _figures(cases, scores, floor, protocol)
        figures += own
        verdicts.append(_verdict(own, floor, protocol))
    return verdicts, table_of(figures)


def _figures(
    cases: Cases, scores: dict[str, FloatArray], floor: Floor, protocol: Protocol
) -> list[Measured]:
    table = cases.table
    late = np.array([day >= protocol.known.counts_from for day in table["day"]], dtype=bool)
    rows = cases.tested(floor.target) & late
    y, fold = table.loc[rows, floor.target].to_numpy(dtype=float), table.loc[rows, "fold"]
    within = fold * 10 + table.loc[rows, "prior_level"].fillna(0).astype(int)
    measures = protocol.measures
    weights = told.cluster_draws(table.loc[rows, "old_la_code"], measures.draws, measures.seed)
    auc = {n: told.stratified_auc(s[rows], y, within, weights) for n, s in scores.items()}

    def measured(name: str, measure: str, draws: FloatArray) -> Measured:
        """Return one figure on these inspections."""
        kind = (SECTION, floor.target, name, measure, "")
        return Measured(*kind, draws, len(y), float(y.sum()))

    base = weights @ y / np.maximum(weights.sum(axis=1), 1)
    out = [measured("", "base_rate", base)]
    for name, score in scores.items():
        out += [
            measured(name, "auc_within_grade", auc[name]),
            measured(name, "auc", told.stratified_auc(score[rows], y, fold, weights)),
            *(measured(name, f"ahead_of_{rival}", beats(auc[name], auc[rival]))
              for rival in floor.ahead_of),
            *(measured(name, f"{word}_quarter",
                       told.rate_of_highest(side * score[rows], y, fold, weights, 0.25))
              for word, side in (("highest", 1), ("lowest", -1))),
        ]  # fmt: skip
    return out


def _verdict(figures: list[Measured], floor: Floor, protocol: Protocol) -> Verdict:
    own = {one.measure: one for one in figures if one.contender == protocol.score.name}
    auc = own["auc_within_grade"]
    row = auc.row()
    value, low, high = (float(str(one)) for one in row[5:8])
    ahead = {rival: float(own[f"ahead_of_{rival}"].draws[0]) for rival in floor.ahead_of}
    said = _said(value, int(auc.happened), ahead, floor, protocol)
    return Verdict(floor.target, auc.n, int(auc.happened), value, low, high, ahead, said)


def _said(
    auc: float, happened: int, ahead: dict[str, float], floor: Floor, protocol: Protocol
) -> str:
    """Return the verdict in words: a floor is reached only if it is surely ahead of its rivals."""
    if happened < protocol.measures.fewest_happened or np.isnan(auc):
        return "too few to tell"
    if auc < floor.auc_within_grade:
        return "missed"
    unsure = [rival for rival, share in ahead.items() if not share >= floor.ahead_in_draws]
    if unsure:
        return f"floor reached, not surely ahead of {' and '.join(unsure)}"
    return "aim reached" if auc >= floor.aim else "floor reached"

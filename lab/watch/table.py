"""The table of the simulation: each scenario, detector and size of authority a row."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from earlywarning.definitions.policy import WatchPolicy
from earlywarning.statistics.numeric import BoolArray, FloatArray
from lab.watch.nation import Setting, Slip, WatchedNation, draw
from lab.watch.trial import DETECTORS, Told, alerts, delays, tell, truly_moved

TABLE_COLUMNS = [
    "scenario", "frequency", "detector", "measures", "size_band", "authorities",
    "found_3_months_pct", "found_6_months_pct", "median_months", "raised_before_pct",
    "false_alerts_per_year", "standard_error", "truly_moved_pct", "seed", "thresholds",
]  # fmt: skip
ASSESSMENTS = "assessments_45_days_pct"
SIZE_BANDS = (0, 80, 150, 300, 600, 10_000)
WARM_UP, SLIP_MONTHS, QUIET_MONTHS = 24, 48, 84
STATED = "assessments in time fall 15 points over three months"
SLIPS = {
    STATED: Slip(ASSESSMENTS, (-5.0, -10.0, -15.0)),
    "assessments in time fall 8 points over three months": Slip(
        ASSESSMENTS, (-8 / 3, -16 / 3, -8.0)),
    "assessments in time fall 15 points at once": Slip(ASSESSMENTS, (-15.0,)),
    "caseload rises by a fifth over three months": Slip("caseload", (20 / 3, 40 / 3, 20.0)),
    "re-referrals rise 6 points over three months": Slip("rereferral_pct", (2.0, 4.0, 6.0)),
}  # fmt: skip
# Quiet: years move as the quarter of published years that moved least. Unsteady: as the middle
# one, which holds real slips and repairs too.
UNSTEADY = 2.6
QUIET = {"quiet authorities": 1.0, "unsteady authorities": UNSTEADY}
SHAKEN = {f"{STATED}, unsteady authorities": STATED}


@dataclass(frozen=True, slots=True)
class Trial:
    """What a row is about."""

    scenario: str
    frequency: str
    detector: str
    measures: str


def thresholds_of(policy: WatchPolicy) -> str:
    """Return a short fingerprint of the thresholds; a table made by others is stale."""
    measured = {"monthly": {"found_in_time"}, "quarterly": {"found_in_time"}}
    declared = policy.model_dump_json(exclude=measured)
    return hashlib.sha256(declared.encode()).hexdigest()[:12]


def simulate(policy: WatchPolicy, *, seed: int, authorities: int) -> pd.DataFrame:
    """Return the table: shares found, months to detection, false alerts per authority and year.

    Every detector reads the same draws. `authorities` are drawn for each scenario over the sizes
    of England; the same seed gives the same table.
    """
    rows: list[dict[str, object]] = []
    trials = [(name, slip, 1.0) for name, slip in SLIPS.items()]
    trials += [(name, SLIPS[slip], UNSTEADY) for name, slip in SHAKEN.items()]
    for number, (scenario, slip, unsteady) in enumerate(trials):
        rng = np.random.default_rng([seed, number])
        nation = draw(Setting(authorities, SLIP_MONTHS, slip, WARM_UP, unsteady), rng)
        for trial in _trials(scenario, slip.measure):
            told = tell(nation, trial.detector, trial.frequency, policy, (slip.measure,))
            rows += _found(trial, nation, told)
    for number, (scenario, unsteady) in enumerate(QUIET.items(), start=len(trials)):
        rng = np.random.default_rng([seed, number])
        nation = draw(Setting(authorities, QUIET_MONTHS, unsteady=unsteady), rng)
        for trial in _trials(scenario, "all"):
            told = tell(nation, trial.detector, trial.frequency, policy)
            rows += _false(trial, nation, told, policy)
    table = pd.DataFrame(rows).assign(seed=seed, thresholds=thresholds_of(policy))
    return table.reindex(columns=TABLE_COLUMNS)


def _trials(scenario: str, measures: str) -> list[Trial]:
    monthly = [Trial(scenario, "monthly", detector, measures) for detector in DETECTORS]
    return [*monthly, Trial(scenario, "quarterly", "watch", measures)]


def _bands(sizes: FloatArray) -> dict[str, BoolArray]:
    bands = {"all": np.ones(len(sizes), dtype=np.bool_)}
    for low, high in pairwise(SIZE_BANDS):
        name = f"under {high}" if low == 0 else f"{low} or more" if high > sizes.max() else ""
        bands[name or f"{low} to {high - 1}"] = (sizes >= low) & (sizes < high)
    return bands


def _found(trial: Trial, nation: WatchedNation, told: Told) -> list[dict[str, object]]:
    months, before = delays(nation, told)
    rows = []
    for band, inside in _bands(nation.sizes).items():
        own = months[inside & ~before]
        share = float((own <= 3).mean())
        rows.append({
            **_about(trial), "size_band": band, "authorities": int(inside.sum()),
            "found_3_months_pct": round(100 * share, 1),
            "found_6_months_pct": round(100 * float((own <= 6).mean()), 1),
            "median_months": float(np.median(own)),
            "raised_before_pct": round(100 * float(before[inside].mean()), 1),
            "standard_error": round(100 * float(np.sqrt(share * (1 - share) / len(own))), 1),
        })  # fmt: skip
    return rows


def _false(
    trial: Trial, nation: WatchedNation, told: Told, policy: WatchPolicy
) -> list[dict[str, object]]:
    cool_down = policy.limits(trial.frequency).cool_down
    skipped = WARM_UP // told.months
    years = (QUIET_MONTHS - WARM_UP) / 12
    rows = []
    for measures, raised in {"all": told.together(), **told.raised, **told.beside}.items():
        begins = alerts(raised, cool_down)
        begins[:, :skipped] = False
        per_year = begins.sum(axis=1) / years
        bands = _bands(nation.sizes)
        for band in bands if measures == "all" else ("all",):
            own = per_year[bands[band]]
            rows.append({
                **_about(trial), "measures": measures, "size_band": band, "authorities": len(own),
                "false_alerts_per_year": round(float(own.mean()), 3),
                "standard_error": round(float(own.std() / np.sqrt(len(own))), 3),
                "truly_moved_pct": round(100 * truly_moved(nation, begins), 1)
                if measures == ASSESSMENTS and told.months == 1 else np.nan,
            })  # fmt: skip
    return rows


def _about(trial: Trial) -> dict[str, object]:
    return {name: getattr(trial, name) for name in Trial.__slots__}

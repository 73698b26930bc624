"""Smooth expected levels of every indicator for every authority and year.

Each is a national path, a pull by deprivation and by quality, a lasting difference between
authorities and a mean-reverting walk, on the log scale for rates and the logit scale for shares.
"""

from dataclasses import dataclass

import numpy as np

from lab.nation.draws import stream
from lab.nation.places import YEARS, Nation
from lab.nation.stories import SPLIT_EAST, SPLIT_PARENT, SPLIT_WEST, STORIES, TINY_ISLAND, Story


@dataclass(frozen=True)
class Spec:
    """Level in 2013 and 2025, and how far authorities lie apart and move."""

    start: float
    end: float
    between: float
    drift: float
    deprivation: float = 0.0
    quality: float = 0.0
    log: bool = False


SPECS = {
    "referral": Spec(520, 500, 0.17, 0.09, 0.19, log=True),
    "rereferral": Spec(0.245, 0.220, 0.18, 0.13, 0.02, -0.10),
    "no_further_action": Spec(0.140, 0.052, 0.70, 0.35),
    "not_in_need": Spec(0.20, 0.31, 0.30, 0.18),
    "started": Spec(0.66, 0.62, 0.12, 0.10),
    "need": Spec(0.64, 0.63, 0.14, 0.06, 0.02, log=True),
    "awaiting": Spec(0.050, 0.035, 0.70, 0.20, 0.0, -0.15),
    "section_47": Spec(0.21, 0.360, 0.17, 0.09, 0.03, log=True),
    "conversion": Spec(0.47, 0.31, 0.17, 0.12),
    "plan_from_icpc": Spec(0.88, 0.86, 0.20, 0.12),
    "plan_stay": Spec(0.81, 0.80, 0.09, 0.04, log=True),
    "subsequent": Spec(0.155, 0.245, 0.16, 0.08),
    "long_plan": Spec(0.030, 0.022, 0.40, 0.20),
    "icpc_in_time": Spec(0.72, 0.82, 0.34, 0.20, 0.0, 0.20),
    "assess_in_time": Spec(0.83, 0.865, 0.34, 0.20, 0.0, 0.25),
    "plan_reviewed": Spec(0.94, 0.92, 0.50, 0.26, 0.0, 0.18),
    "looked_after": Spec(58, 63, 0.17, 0.03, 0.31, log=True),
    "starting": Spec(26, 25.5, 0.14, 0.06, 0.28, log=True),
    "three_placements": Spec(0.11, 0.10, 0.18, 0.07, 0.0, -0.06),
    "three_in_two_years": Spec(0.25, 0.23, 0.15, 0.05, 0.0, -0.04),
    "same_carer": Spec(0.68, 0.69, 0.18, 0.06, 0.0, 0.06),
    "distance": Spec(0.14, 0.17, 0.40, 0.05),
    "missing": Spec(0.10, 0.11, 0.28, 0.08),
    "in_post": Spec(25.5, 29.5, 0.13, 0.03, 0.18, log=True),
    "agency": Spec(0.150, 0.105, 0.42, 0.24, 0.08, -0.20),
    "vacancy": Spec(0.160, 0.115, 0.36, 0.24, 0.08, -0.18),
    "agency_cover": Spec(0.76, 0.83, 0.50, 0.10),
    "turnover": Spec(0.145, 0.112, 0.17, 0.17, 0.0, -0.10),
    "absence": Spec(0.030, 0.034, 0.16, 0.16, 0.05, -0.06),
    "case_holders": Spec(0.61, 0.585, 0.15, 0.04),
    "caseload": Spec(17.8, 15.0, 0.10, 0.06, 0.0, -0.05, log=True),
}
_PHI = 0.85
# One year of closed schools and unseen children lowered referrals everywhere.
_DIPS = {"referral": (2021, -0.08)}


def expected_levels(nation: Nation) -> dict[str, np.ndarray]:
    """Expected level of each indicator, an array of authorities by years 2013 to 2025."""
    rng = stream(nation.seed, "trajectories")
    quality = _walk(rng, len(nation.las), 0.15, 0.95) + nation.las["quality"].to_numpy()[:, None]
    return {name: _level(nation, name, spec, quality, rng) for name, spec in SPECS.items()}


def _level(
    nation: Nation, name: str, spec: Spec, quality: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    size = len(nation.las)
    path = np.linspace(_link(spec.start, spec), _link(spec.end, spec), len(YEARS))
    lasting = rng.normal(0.0, spec.between, size)
    walk = _walk(rng, size, spec.drift, _PHI)
    for story in STORIES:
        row = nation.row(story.name)
        lasting[row] = story.level.get(name, 0.2 * lasting[row])
        walk[row] = walk[row] * story.steadiness + _shift(story, name)
    value = path + lasting[:, None] + walk + spec.quality * quality
    value += spec.deprivation * nation.las["deprivation"].to_numpy()[:, None]
    if name in _DIPS:
        year, depth = _DIPS[name]
        value[:, year == YEARS] += depth
    _join_split(nation, value)
    if spec.log:
        return np.asarray(np.exp(value))
    return np.asarray(1.0 / (1.0 + np.exp(-value)))


def _link(level: float, spec: Spec) -> float:
    return float(np.log(level) if spec.log else np.log(level / (1.0 - level)))


def _walk(rng: np.random.Generator, size: int, drift: float, phi: float) -> np.ndarray:
    steps = rng.normal(0.0, drift, (size, len(YEARS)))
    walk = np.zeros_like(steps)
    for year in range(1, len(YEARS)):
        walk[:, year] = phi * walk[:, year - 1] + steps[:, year]
    return walk


def _shift(story: Story, name: str) -> np.ndarray:
    shift = np.zeros(len(YEARS))
    planted = story.shifts.get(name, ())
    if planted:
        shift[-len(planted) :] = planted
    return shift


def _join_split(nation: Nation, value: np.ndarray) -> None:
    # The two halves inherit the level of the county they came from, or the break would invent news.
    halves = [nation.row(SPLIT_EAST), nation.row(SPLIT_WEST)]
    value[nation.row(SPLIT_PARENT)] = value[halves].mean(axis=0)


def yearly_population(nation: Nation) -> np.ndarray:
    """Children aged 0 to 17, mid-2012 to mid-2024; mid-year Y-1 serves reporting year Y."""
    rng = stream(nation.seed, "population")
    growth = 0.005 + rng.normal(0.0, 0.004, len(nation.las))
    span = np.arange(len(YEARS)) - (len(YEARS) - 1)
    wobble = rng.normal(0.0, 0.002, (len(nation.las), len(YEARS)))
    wobble[nation.row(TINY_ISLAND)] *= 12
    base = nation.las["children"].to_numpy()[:, None]
    people = np.rint(base * np.exp(growth[:, None] * span + wobble)).astype(int)
    halves = [nation.row(SPLIT_EAST), nation.row(SPLIT_WEST)]
    people[nation.row(SPLIT_PARENT)] = people[halves].sum(axis=0)
    return np.asarray(people)

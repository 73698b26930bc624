"""Counts drawn from the expected levels, authorities by years, true before any symbol is put."""

from dataclasses import dataclass

import numpy as np

from lab.nation.draws import stream
from lab.nation.places import YEARS, Nation
from lab.nation.stories import SPLIT_EAST, SPLIT_LAST_YEAR, SPLIT_WEST, TINY_ISLAND
from lab.nation.trajectories import expected_levels, yearly_population

Counts = dict[str, np.ndarray]
BANDS = (
    "3_months_or_less", "more_than_3_months_6_months", "more_than_6_months_less_than_1_year",
    "1_year_less_than_2_years", "2_years_or_more",
)  # fmt: skip
DURATIONS = (
    "Duration_0-10_days", "Duration_11-15_days", "Duration_16-20_days", "Duration_21+_days",
)  # fmt: skip
_SHORTER_BANDS = np.array([0.317, 0.252, 0.272, 0.159])


@dataclass(frozen=True)
class Truth:
    """Everything that happened in the nation, as counts of authorities by years."""

    nation: Nation
    level: Counts
    population: np.ndarray
    cin: Counts
    cla: Counts


def draw_truth(nation: Nation) -> Truth:
    """Draw the counts of children's services from the expected levels."""
    level = expected_levels(nation)
    # In its first year a new authority has no past to find an earlier referral in.
    halves = [nation.row(SPLIT_EAST), nation.row(SPLIT_WEST)]
    level["rereferral"][halves, np.flatnonzero(YEARS == SPLIT_LAST_YEAR + 1)[0]] *= 0.45
    population = yearly_population(nation)
    cin = _need(nation, level, population)
    cin |= _protection(nation, level, cin)
    return Truth(nation, level, population, cin, _looked_after(nation, level, population))


def _need(nation: Nation, level: Counts, population: np.ndarray) -> Counts:
    rng = stream(nation.seed, "need")
    referral = rng.poisson(level["referral"] * population / 10_000)
    referral[nation.row(TINY_ISLAND)] += 6
    rereferral = rng.binomial(referral, level["rereferral"])
    nfa = rng.binomial(referral, level["no_further_action"])
    children = rng.binomial(referral, 0.885)
    started = rng.binomial(referral, level["started"])
    at_31 = rng.poisson(level["need"] * level["referral"] * population / 10_000)
    change = np.diff(at_31, axis=1, prepend=at_31[:, :1])
    ended = np.maximum(np.rint(started / 2), np.rint(0.9 * started) - change).astype(int)
    return {
        "referral_count": referral,
        "rereferral_count": rereferral,
        "no_further_action_count": nfa,
        "not_in_need_count": rng.binomial(referral - nfa, level["not_in_need"]),
        "referral_child_count": children,
        "rereferral_child_count": rng.binomial(np.minimum(rereferral, children), 0.82),
        "assessments": rng.binomial(referral - nfa, 0.97),
        "Anypoint_episodes": at_31 + ended,
        "Anypoint_child": rng.binomial(at_31 + ended, 0.932),
        "Started_episodes": started,
        "Started_child": rng.binomial(started, 0.936),
        "Ended_episodes": ended,
        "Ended_child": rng.binomial(ended, 0.944),
        "At31_episodes": at_31,
        "awaiting_assessment": rng.binomial(at_31, level["awaiting"]),
    }


def _protection(nation: Nation, level: Counts, need: Counts) -> Counts:
    rng = stream(nation.seed, "protection")
    section_47 = rng.poisson(level["section_47"] * need["referral_count"])
    icpc = rng.binomial(section_47, level["conversion"])
    start = rng.binomial(icpc, level["plan_from_icpc"])
    at_31 = rng.poisson(level["plan_stay"] * start)
    in_time = rng.binomial(icpc, level["icpc_in_time"])
    early = rng.binomial(in_time, 0.11)
    late = rng.binomial(icpc - in_time, 0.5)
    durations = (early, in_time - early, late, icpc - in_time - late)
    long = level["long_plan"][..., None]
    bands = rng.multinomial(at_31, np.concatenate([(1 - long) * _SHORTER_BANDS, long], axis=-1))
    return {
        "Section47": section_47,
        "Section47_child": rng.binomial(section_47, 0.86),
        "ICPC": icpc,
        "ICPC_child": rng.binomial(icpc, 0.985),
        "in_time": in_time,
        "CPP_start": start,
        "CPP_subsequent": rng.binomial(start, level["subsequent"]),
        "CPP_At31": at_31,
        **dict(zip(DURATIONS, durations, strict=True)),
        **{band: bands[..., place] for place, band in enumerate(BANDS)},
    }


def _looked_after(nation: Nation, level: Counts, population: np.ndarray) -> Counts:
    rng = stream(nation.seed, "looked after")
    # A Poisson draw each year would make the stock jump more than it does, so it is drawn narrower.
    mean = level["looked_after"] * population / 10_000
    on_31 = np.rint(mean + 0.35 * np.sqrt(mean) * rng.normal(size=mean.shape)).astype(int)
    on_31 = np.maximum(on_31, 0)
    starting = rng.poisson(level["starting"] * population / 10_000)
    change = np.diff(on_31, axis=1, prepend=on_31[:, :1])
    two_years = rng.binomial(on_31, 0.727)
    long_term = rng.binomial(two_years, 0.483)
    return {
        "on_31_march": on_31,
        "starting": starting,
        "ceasing": np.maximum(starting - change, 0),
        "three_placements": rng.binomial(on_31, level["three_placements"]),
        "two_years": two_years,
        "three_in_two_years": rng.binomial(two_years, level["three_in_two_years"]),
        "long_term": long_term,
        "same_carer": rng.binomial(long_term, level["same_carer"]),
        "distance": rng.binomial(on_31, level["distance"]),
        "missing": rng.binomial(on_31 + starting, level["missing"]),
    }

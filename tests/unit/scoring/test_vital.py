"""The vital signs: what levels say, what they count at most, and what is not counted."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest

from earlywarning.scoring.vital import CHANCE_UNITS, units, vital_signs
from tests.support.evidence import CODE, DEFINITIONS, doubt, scored, vital

SIGNS = DEFINITIONS.vital_signs
SHARE = DEFINITIONS.policy.performance.reassurance_share
AS_OF = dt.date(2026, 1, 31)
# What chance alone adds to one sign: the mean of the positive half of a normal, less the share.
CHANCE = (1 - SHARE) / np.sqrt(2 * np.pi)


def row(**given: Any) -> dict[str, Any]:
    return {
        "indicator": "caseload", "old_la_code": CODE, "time_period": 2025, "is_newest": True,
        "value": 21.0, "change": 2.0, "position_z": 2.0, "movement_z": 0.4, "neighbour_z": 1.2,
        "position_method": "neighbours", "neighbour_n": 10, "neighbour_median": 16.0,
        "england": 15.4, "poor_matches": [], "agreement": "all_above", "above": 4, "below": 0,
        "compared": 4, "contaminated": np.nan,
    } | given  # fmt: skip


def told(**given: Any) -> dict[str, Any]:
    return {
        "old_la_code": CODE, "indicator": "caseload", "kind": "position", "time_period": 2025,
        "known_period": 2025, "level": 1.4, "level_sd": 0.4, "z": 1.9, "z_counts": np.nan,
        "year_sd": 0.3, "persistence": 0.8, "withheld": None,
    } | given  # fmt: skip


def found(levels: list[dict[str, Any]], rows: list[dict[str, Any]]) -> pd.DataFrame:
    shown = pd.DataFrame(rows, columns=list(row()))
    signs = vital_signs(shown, pd.DataFrame(levels), DEFINITIONS, AS_OF, "England")
    return signs.assign(item=signs["indicator"] + ":" + signs["kind"]).set_index("item")


def test_a_sign_is_its_level_and_its_sentence_names_the_figure_and_the_doubt() -> None:
    name = "assessments_45_days_pct"
    low = row(indicator=name, position_z=-1.5, value=61.0)
    sign = found([told(indicator=name, level=0.9, z_counts=4.0)], [low]).iloc[0]
    assert (sign["level"], sign["level_sd"], sign["withheld"]) == (0.9, 0.4, "")
    words = sign["explanation"]
    assert words.startswith("Assessments completed within 45 working days: 61.0%")
    assert "lower than similar authorities" in words
    assert "over three years 0.9 ordinary distances on the worse side, give or take 0.4" in words
    assert "counts of its size hardly ever differ so by chance" in words
    assert "about one authority in 17 lies so far from expected" in words
    assert sign["chance"] == "very_unlikely"


def test_only_the_newest_figure_is_named() -> None:
    old = row(time_period=2024, is_newest=False, value=99.0)
    words = found([told()], [old, row()]).loc["caseload:position", "explanation"]
    assert "99" not in words
    assert "21.0" in words


def test_without_a_newest_figure_the_sentence_says_by_what_the_level_is_told() -> None:
    known, nothing = (
        found([told(withheld="not_returned", known_period=year, z=np.nan)], []).iloc[0]
        for year in (2023, pd.NA)
    )
    assert known["withheld"] == nothing["withheld"] == "not_returned"
    assert "told by the years to 2023" in known["explanation"]
    assert "nothing is known" in nothing["explanation"]
    assert known["chance"] == "possible"


def test_a_looked_after_rate_is_told_beside_its_neighbours_and_its_change_counts_nothing() -> None:
    name = "looked_after_rate"
    sign = found([told(indicator=name, kind="neighbours")], [row(indicator=name, value=110.0)])
    assert "higher than similar authorities" in sign["explanation"].iloc[0]
    assert f"{name}:movement" not in SIGNS.items()
    assert not [one for one in SIGNS.sign if one.kind == "movement"]


def test_further_than_the_most_counts_as_the_most() -> None:
    for side in (1, -1):
        far, most = (
            scored(signs=[vital(level=side * level), vital(item="turnover_rate:position")])[0]
            for level in (25.0, SIGNS.most_units)
        )
        assert far["risk_of_decline"] == pytest.approx(most["risk_of_decline"])


@pytest.mark.parametrize("level", [-3.0, -0.5, 0.0, 0.5, 3.0])
@pytest.mark.parametrize("sd", [0.0, 0.3, 1.0])
def test_what_a_level_counts_is_the_mean_over_all_that_it_may_be(level: float, sd: float) -> None:
    may_be = level + sd * np.random.default_rng(1).normal(size=400_000)
    counted = np.where(may_be > 0, may_be, SHARE * may_be).mean() - CHANCE
    assert units(level, sd, SHARE) == pytest.approx(counted, abs=0.01)


def test_a_sign_of_which_nothing_is_known_counts_nothing() -> None:
    assert units(0.0, 1.0, SHARE) == pytest.approx(0, abs=1e-6)
    assert abs(CHANCE_UNITS - 1 / np.sqrt(2 * np.pi)) < 1e-6


def test_chance_alone_adds_nothing_on_the_whole() -> None:
    """However well the levels are known: their own spread makes up for what their error lacks."""
    draw = np.random.default_rng(1)
    for sd in (0.0, 0.5, 0.9):
        levels = np.sqrt(1 - sd**2) * draw.normal(size=20_000)
        assert abs(np.mean([units(level, sd, SHARE) for level in levels])) < 0.02


def test_a_good_sign_takes_away_a_share_and_nothing_where_returns_are_doubtful() -> None:
    bad = vital(level=3.0, level_sd=0.0)
    good = vital(item="turnover_rate:position", level=-2.0, level_sd=0.0)
    alone = scored(signs=[bad])[0]["performance"]
    assert alone == pytest.approx((3.0 - CHANCE) * SIGNS.points, rel=1e-5)
    both = scored(signs=[bad, good])[0]["performance"]
    assert both == pytest.approx(alone - (SHARE * 2.0 + CHANCE) * SIGNS.points, rel=1e-5)
    doubted, parts = scored(signs=[bad, good], doubts=[doubt()])
    assert doubted["performance"] == pytest.approx(alone - CHANCE * SIGNS.points, rel=1e-5)
    words = parts.set_index("item").loc["turnover_rate:position", "explanation"]
    assert "Not counted: the returns are doubtful" in words


def test_signs_near_to_expected_are_told_together_and_still_add_up() -> None:
    names = [one.item for one in SIGNS.sign if one.weight == 1][:4]
    near = SIGNS.ordinary_units * 0.9
    score, parts = scored(signs=[vital(item=name, level=near, level_sd=0.0) for name in names])
    own = parts[parts["pillar"] == "performance"]
    assert list(own["item"]) == ["vital:ordinary", "vital:chance"]
    assert own["explanation"].iloc[0].startswith("4 vital signs together, no further")
    assert score["performance"] == pytest.approx(4 * (near - CHANCE) * SIGNS.points, rel=1e-5)


def test_two_signs_that_tell_the_same_count_half_each() -> None:
    def alone(item: str) -> float:
        return float(scored(signs=[vital(item=item, level=3.0)])[0]["performance"])

    one = alone("turnover_rate:position")
    for item in ("agency_rate:position", "vacancy_rate:position"):
        assert alone(item) == pytest.approx(one / 2)


def test_the_score_ordinarily_moves_in_a_year_as_its_levels_do() -> None:
    still, moving = (
        scored(signs=[vital(level=2.0, year_sd=year, persistence=1.0)], entries=[])[0]
        for year in (0.0, 0.5)
    )
    assert still["performance_lower"] == pytest.approx(still["performance"])
    assert still["performance_upper"] == pytest.approx(still["performance"])
    reach = 1.2816 * 0.5 * SIGNS.points
    assert moving["performance_upper"] - moving["performance"] == pytest.approx(reach, rel=1e-3)
    fading = scored(signs=[vital(level=2.0, year_sd=0.5, persistence=0.5)])[0]
    assert fading["performance_upper"] < moving["performance_upper"]
    assert fading["performance_lower"] < moving["performance_lower"]

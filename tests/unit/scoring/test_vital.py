"""The vital signs: which way is worse, what counts at most, and what is not counted twice."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest

from earlywarning.scoring.vital import vital_signs
from tests.support.evidence import CODE, DEFINITIONS, doubt, scored, signal, vital

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


def found(*rows: dict[str, Any]) -> pd.DataFrame:
    signs = vital_signs(pd.DataFrame(list(rows)), DEFINITIONS, AS_OF, "England")
    return signs.assign(item=signs["indicator"] + ":" + signs["kind"])


def test_the_worse_side_is_up_whatever_the_indicator() -> None:
    low = row(indicator="assessments_45_days_pct", position_z=-1.5, value=61.0)
    signs = found(row(), low).set_index("item")
    assert signs.loc["caseload:position", "units"] == 2.0
    assert signs.loc["assessments_45_days_pct:position", "units"] == 1.5
    words = signs.loc["assessments_45_days_pct:position", "explanation"]
    assert words.startswith("Assessments completed within 45 working days: 61.0%")
    assert "lower than similar authorities" in words


def test_only_the_newest_period_counts_and_only_where_there_is_something_to_tell() -> None:
    old = row(time_period=2024, is_newest=False, position_z=9.0)
    assert list(found(old, row())["units"]) == [2.0]
    assert found(row(position_z=np.nan)).empty
    assert found(row(value=np.nan)).empty
    assert found(row(indicator="missing_pct")).empty


def test_further_than_the_most_counts_as_the_most() -> None:
    assert list(found(row(position_z=25.0))["units"]) == [SIGNS.most_units]
    assert list(found(row(position_z=-25.0))["units"]) == [-SIGNS.most_units]


def test_a_looked_after_rate_counts_where_it_stands_and_where_it_goes() -> None:
    rows = row(indicator="looked_after_rate", value=110.0, change=4.0, movement_z=0.9)
    told = found(rows).set_index("item")
    assert set(told.index) == {"looked_after_rate:neighbours", "looked_after_rate:movement"}
    assert told.loc["looked_after_rate:neighbours", "units"] == 1.2
    assert "than similar authorities" in told.loc["looked_after_rate:neighbours", "explanation"]
    assert "up 4 in a year" in told.loc["looked_after_rate:movement", "explanation"]


def test_a_good_sign_takes_away_a_share_and_nothing_where_returns_are_doubtful() -> None:
    bad, good = vital(units=3.0), vital(item="agency_rate:position", units=-2.0)
    alone = scored(signs=[bad])[0]["performance"]
    assert alone == pytest.approx((3.0 - CHANCE) * SIGNS.points)
    both = scored(signs=[bad, good])[0]["performance"]
    assert both == pytest.approx(alone - (SHARE * 2.0 + CHANCE) * SIGNS.points)
    doubted, parts = scored(signs=[bad, good], doubts=[doubt()])
    assert doubted["performance"] == pytest.approx(alone - CHANCE * SIGNS.points)
    words = parts.set_index("item").loc["agency_rate:position", "explanation"]
    assert "Not counted" in words


def test_signs_near_to_expected_are_told_together_and_still_add_up() -> None:
    names = list(SIGNS.items())[:4]
    near = SIGNS.ordinary_units * 0.9
    score, parts = scored(signs=[vital(item=name, units=near) for name in names])
    own = parts[parts["pillar"] == "performance"]
    assert list(own["item"]) == ["vital:ordinary", "vital:chance"]
    assert own["explanation"].iloc[0].startswith("4 vital signs lie")
    assert score["performance"] == pytest.approx(4 * (near - CHANCE) * SIGNS.points)


def test_what_a_vital_sign_counts_is_not_counted_again_as_a_signal() -> None:
    same = signal(indicator="caseload", kind="position")
    with_signal = scored(signs=[vital()], signals=[same])[0]["performance"]
    assert with_signal == scored(signs=[vital()])[0]["performance"]
    moved = signal(indicator="caseload", kind="movement")
    assert scored(signs=[vital()], signals=[moved])[0]["performance"] > with_signal


def test_chance_alone_adds_nothing_on_the_whole() -> None:
    draws = np.random.default_rng(1).normal(size=200_000)
    told = np.where(draws > 0, draws, SHARE * draws) - CHANCE
    assert abs(told.mean()) < 0.01

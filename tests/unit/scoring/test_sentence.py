"""What a sentence says of a figure beside what is expected and beside similar places."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from earlywarning.scoring.sentence import sentence
from tests.support.evidence import DEFINITIONS

PLANS = DEFINITIONS.indicators["cp_second_plan_pct"]
ROW: dict[str, Any] = {
    "time_period": 2025, "value": 26.2, "position_z": 2.0, "neighbour_n": 10, "england": 24.5,
    "position_method": "counts", "poor_matches": [], "above": 3, "below": 1, "compared": 4,
    "agreement": "disagree", "contaminated": None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("middle", "z", "words"),
    [
        (20.0, 2.0, "higher than expected (middle of 10"),
        (
            26.4,
            2.0,
            "higher than expected among all authorities, though not than similar ones (mid",
        ),
        (
            20.0,
            -2.0,
            "lower than expected among all authorities, though not than similar ones (mid",
        ),
        (26.4, -2.0, "lower than expected (middle of 10"),
    ],
)
def test_who_lies_the_other_way_beside_similar_places_is_told_so(
    middle: float, z: float, words: str
) -> None:
    row = ROW | {"neighbour_median": middle, "position_z": z}
    told = sentence(PLANS, row, "position", (0, 0), dt.date(2026, 4, 30), "England")
    assert words in told

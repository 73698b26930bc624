"""A review is of an authority that there was on its day, and led by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from earlywarning.errors import UsageError
from earlywarning.run import history
from tests.support.evidence import DEFINITIONS
from tests.support.register import ALLOWED

ROW = {
    "authority": "Great Ostwick", "review_type": "front_door", "asked_on": "2025-09-01",
    "held_on": "2025-11-12", "status": "held", "led_by": "Norreby", "source": "minutes",
}  # fmt: skip
KINDS = set(DEFINITIONS.review_types)


@pytest.mark.parametrize("column", ["authority", "led_by"])
def test_one_that_had_closed_is_refused_with_who_followed(tmp_path: Path, column: str) -> None:
    with pytest.raises(UsageError, match=f"{column}: .*closed on 2019-03-31; followed by 801"):
        history.add(tmp_path / "r.csv", ROW | {column: "804"}, ALLOWED, KINDS)
    assert not (tmp_path / "r.csv").exists()


def test_on_a_day_before_it_closed_it_is_taken(tmp_path: Path) -> None:
    then = ROW | {"authority": "804", "asked_on": "2018-09-01", "held_on": "2018-11-12",
                  "led_by": ""}  # fmt: skip
    history.add(tmp_path / "r.csv", then, ALLOWED, KINDS)
    assert "804,front_door" in (tmp_path / "r.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("leader", ["Great Ostwick", "great ostwick"])
def test_nobody_leads_the_review_of_itself(tmp_path: Path, leader: str) -> None:
    with pytest.raises(UsageError, match="led_by: nobody leads the review of itself"):
        history.add(tmp_path / "r.csv", ROW | {"led_by": leader}, ALLOWED, KINDS)
    assert not (tmp_path / "r.csv").exists()

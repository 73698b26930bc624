"""What the lab says of the score, on frames small enough to count by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lab import scrutiny
from lab.scrutiny import covered, days_before, steady
from lab.withholding import groups, unlike
from tests.support.evidence import AS_OF, DEFINITIONS


def look(scores: list[float], bands: list[str] | None = None, far: float = 2.0) -> pd.DataFrame:
    codes = [f"{n:03d}" for n in range(len(scores))]
    risk = pd.Series(scores, index=codes)
    return pd.DataFrame(
        {
            "risk_of_decline": risk, "lower": risk - far, "upper": risk + far,
            "band": bands or ["routine"] * len(scores),
            "band_within_margin": bands or ["routine"] * len(scores),
        }
    ).rename_axis("old_la_code")  # fmt: skip


def test_spread_and_tail_leave_out_what_is_not_known() -> None:
    sd, beyond = unlike(np.array([2.0, -2.0, 1.0, -1.0, np.nan]))
    assert sd == pytest.approx(np.sqrt(2.5))
    assert beyond == 0.5
    assert unlike(np.array([1.645, 0.0, np.inf]))[1] == 0
    sd, beyond = unlike(np.random.default_rng(1).normal(size=100_000))
    assert sd == pytest.approx(1, abs=0.01)
    assert beyond == pytest.approx(0.1, abs=0.005)


def test_the_highest_that_stay_are_counted_from_year_to_year(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scrutiny, "HIGHEST", 2)
    years = [look([9, 8, 1, 0]), look([9, 1, 8, 0]), look([9, 1, 8, 0])]
    assert steady(years, DEFINITIONS.policy)[0] == [0.5, 1.0]


def test_a_band_that_comes_back_within_a_year_is_counted_as_turned_back() -> None:
    up, back = ["routine", "watch", "offer"], ["routine", "routine", "offer"]
    years = [look([1, 2, 3], bands) for bands in (back, up, back, back)]
    # One moved up and came back; its second move could not turn back: it is the last but one.
    assert steady(years, DEFINITIONS.policy)[1:] == (2, 1)
    assert steady([look([1, 2, 3], up)] * 3, DEFINITIONS.policy)[1:] == (0, 0)


def test_a_band_that_the_margin_holds_has_not_moved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scrutiny, "HIGHEST", 1)
    near = look([1], ["routine"]).assign(band_within_margin="watch")
    years = [look([2], ["watch"]), near, look([2], ["watch"])]
    assert steady(years, DEFINITIONS.policy)[1:] == (0, 0)


def test_an_interval_covers_next_years_score_at_its_ends_too() -> None:
    years = [look([10, 10, 10, 10]), look([8, 12, 12.1, 10])]
    assert covered(years) == pytest.approx((0.75, 4.0))
    fewer = [look([10, 10, 10]), look([10, 10])]
    assert covered(fewer)[0] == 1.0


def test_days_are_the_same_day_of_each_year_the_oldest_first() -> None:
    days = days_before(AS_OF)
    assert days == sorted(days)
    assert days[-1] == AS_OF
    assert [day.year for day in days] == list(range(AS_OF.year - scrutiny.YEARS + 1, 2027))
    assert {(day.month, day.day) for day in days} == {(AS_OF.month, AS_OF.day)}


def test_signs_go_missing_alone_and_with_all_of_their_source() -> None:
    together = groups(DEFINITIONS)
    signs = DEFINITIONS.vital_signs.sign
    assert {one.indicator for one in signs} < set(together)
    work = {one.indicator for one in together["all of workforce"]}
    assert work == {"caseload", "agency_rate", "vacancy_rate", "turnover_rate", "absence_rate"}
    whole = [one for name, own in together.items() if name.startswith("all of") for one in own]
    assert sorted(one.item for one in whole) == sorted(one.item for one in signs)

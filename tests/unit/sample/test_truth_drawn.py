"""What is drawn for a nation in which the truth is known is what was said of it."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from earlywarning.period import period_end
from lab.truth import assumed
from lab.truth.figures import days_until_out
from lab.truth.nation import Truth
from lab.truth.words import assumptions
from tests.support.truths import DEFINITIONS, truth


@pytest.fixture(scope="module")
def many() -> Truth:
    return truth(3, authorities=500)


def up(drawn: Truth, indicator: str) -> pd.DataFrame:
    """Return positions with the worse side up: authorities by ends of periods."""
    rows = drawn.figures[drawn.figures["indicator"] == indicator]
    side = -1 if DEFINITIONS.indicators[indicator].polarity == "low_is_worse" else 1
    return side * rows.pivot(index="old_la_code", columns="period_end", values="position_z")


def test_the_same_seed_draws_the_same_nation_and_another_seed_another():
    first, again, other = (
        truth(8, authorities=40),
        truth(8, authorities=40),
        truth(9, authorities=40),
    )
    for name in ("figures", "inspections", "slips", "quality"):
        pd.testing.assert_frame_equal(getattr(first, name), getattr(again, name))
        assert not getattr(first, name).equals(getattr(other, name))
    for name, rows in first.registers.items():
        pd.testing.assert_frame_equal(rows, again.registers[name])
        assert not rows.equals(other.registers[name])


def test_every_weighted_indicator_is_out_on_the_day_of_the_gate_and_not_after_the_end(many):
    days = days_until_out(DEFINITIONS)
    assert set(many.figures["indicator"]) == set(DEFINITIONS.weighted())
    shown = many.figures.drop_duplicates(["indicator", "period_end"])
    for name, end, out in shown[["indicator", "period_end", "published"]].itertuples(index=False):
        assert (out - end).days == days[name] > 0
        assert end == period_end(end.year, DEFINITIONS.indicators[name].period)
    assert max(many.figures["published"]) <= many.until
    gate = DEFINITIONS.gate.days()
    assert days["caseload"] == gate["caseload"]
    assert days["icpc_to_plan_pct"] == gate["cp_plans_started"]


def test_figures_carry_what_they_were_given_of_quality_and_are_in_standard_units(many):
    end = dt.date(2019, 3, 31)
    for name, carried in many.carried.items():
        period = DEFINITIONS.indicators[name].period
        day = period_end(2019, period)
        figures = up(many, name)[day]
        assert figures.std() == pytest.approx(1, abs=0.15), name
        months = 12 if period == "year_to_31_march" else 3
        behind = [m for m in many.quality.columns if m <= day][-months:]
        told = figures.corr(-many.quality[behind].mean(axis=1))
        assert told == pytest.approx(carried, abs=0.16), name
    vital = {sign.indicator for sign in DEFINITIONS.vital_signs.sign}
    dealt = sorted(many.carried[name] for name in vital)
    assert dealt[0] == 0
    assert dealt[-1] == assumed.MOST_CARRIED
    assert 0.02 < many.figures["position_z"].isna().mean() < 0.08
    assert end in set(many.figures["period_end"])


def test_where_the_signs_lie_on_the_ladder_is_another_thing_in_each_nation():
    ladders = [truth(seed, authorities=20).carried for seed in (1, 2, 3)]
    assert ladders[0] != ladders[1] != ladders[2]
    assert sorted(ladders[0].values()) == sorted(ladders[1].values())


def test_a_slip_is_in_the_figures_from_the_period_in_which_it_began_and_in_none_before():
    slipped, calm = truth(4, authorities=80), truth(4, authorities=80, slips=False)
    assert len(slipped.slips) > 5
    assert calm.slips.empty
    first = slipped.slips.drop_duplicates("old_la_code").set_index("old_la_code")["began"]
    rows = slipped.figures.merge(calm.figures, on=["old_la_code", "indicator", "period_end"])
    days = zip(rows["period_end"], rows["old_la_code"].map(first), strict=True)
    since = np.array([(end - b).days if b == b else -1 for end, b in days])
    same = np.isclose(rows["position_z_x"], rows["position_z_y"], equal_nan=True)
    assert same[since < 0].all()
    carries = rows["indicator"].map(slipped.carried).to_numpy() > 0.05
    known = rows["position_z_x"].notna().to_numpy()
    assert not same[(since >= 0) & (since < 365) & carries & known].any()


def test_a_slip_falls_by_its_depth_and_mends_once_it_was_found(many):
    calm = truth(3, authorities=500, slips=False).quality
    first = many.slips.drop_duplicates("old_la_code")
    found = first[first["found"].notna()]
    assert len(found) > 30
    for code, began, span, day in found.itertuples(index=False):
        gap = (calm.loc[code] - many.quality.loc[code]).to_numpy()
        at = list(many.quality.columns).index(began)
        found_at = list(many.quality.columns).index(day.replace(day=1))
        assert np.allclose(gap[:at], 0)
        assert gap.max() <= assumed.SLIP_DEPTH[1] + 1e-9
        assert gap[found_at] > 0.4 * assumed.SLIP_DEPTH[0]
        assert 3 <= span <= 24
        after = found_at + 2 + assumed.REPAIR_MONTHS
        again = many.slips[(many.slips["old_la_code"] == code) & (many.slips["began"] > began)]
        if after < len(gap) and again.empty:
            assert gap[after] == pytest.approx(0)


def test_inspections_follow_the_grade_before_and_quality_and_are_reported_in_weeks(many):
    overall = many.inspections[many.inspections["judgement"] == "overall"]
    wait = [(p - s).days for s, p in zip(overall["started"], overall["published"], strict=True)]
    assert min(wait) >= 42
    assert max(wait) <= 70
    assert max(overall["published"]) <= many.until
    ordered = overall.sort_values(["old_la_code", "started"])
    ordered["gap"] = ordered.groupby("old_la_code")["started"].shift(-1)
    known = ordered[ordered["gap"].notna() & (ordered["started"] < dt.date(2017, 1, 1))]
    years = pd.Series([(g - s).days / 365.25 for s, g in zip(known["started"], known["gap"],
                                                            strict=True)])  # fmt: skip
    by_grade = years.groupby(known["grade"].to_numpy()).median()
    assert by_grade["Inadequate"] == pytest.approx(3.3, abs=0.4)
    assert by_grade["Good"] == pytest.approx(4.7, abs=0.4)
    worse = overall["grade"].map({"Outstanding": 1, "Good": 2, "Inadequate": 4}).fillna(3)
    days = zip(overall["old_la_code"], overall["started"], strict=True)
    quality = [many.quality.loc[code, first.replace(day=1)] for code, first in days]
    assert np.corrcoef(worse, quality)[0, 1] < -0.75


def fallen_share(drawn: Truth, register: str) -> float:
    """Return the share of concerns heard of an authority after its slip began, not yet found."""
    rows = drawn.registers[register]
    rows = rows[rows["flag"].map(lambda f: DEFINITIONS.soft_flags[f].reading == "concern")]
    open_slips: dict[str, list[tuple[dt.date, dt.date]]] = {}
    for code, began, _, found in drawn.slips.itertuples(index=False):
        open_slips.setdefault(code, []).append((began, found or drawn.until))
    inside = [
        any(b <= heard <= e for b, e in open_slips.get(code, []))
        for code, heard in zip(rows["old_la_code"], rows["heard_on"], strict=True)
    ]
    return float(np.mean(inside))


def test_a_register_that_hears_hears_more_of_slips_and_rumour_does_not(many):
    months = many.quality.shape[0] * many.quality.shape[1]
    open_months = sum(
        ((found or many.until) - began).days / 30.44
        for _, began, _, found in many.slips.itertuples(index=False)
    )
    usual = open_months / months
    assert fallen_share(many, "much") > 2 * usual
    assert fallen_share(many, "little") > 2 * usual
    assert fallen_share(many, "rumour") == pytest.approx(usual, rel=0.15)


def test_entries_are_as_the_register_takes_them(many):
    flags = DEFINITIONS.soft_flags
    for rows in many.registers.values():
        for flag, kind in set(zip(rows["flag"], rows["source_kind"], strict=True)):
            assert kind in flags[flag].raised_by, (flag, kind)
        assert set(rows["reliability"]) <= set(DEFINITIONS.policy.soft_intelligence.reliability)
        assert {str(c) for c in rows["credibility"]} <= set(
            DEFINITIONS.policy.soft_intelligence.credibility
        )
        assert (rows["recorded_on"] >= rows["heard_on"]).all()
        assert (rows["review_by"] > rows["heard_on"]).all()
    much, little, rumour = (many.registers[n] for n in ("much", "little", "rumour"))
    assert set(little["item"]) < set(much["item"])
    letters = much["source_kind"] == "published_letter"
    assert set(much.loc[letters, "flag"]) == {"area_for_priority_action"}
    assert set(much.loc[letters, "item"]) <= set(little["item"])
    assert len(rumour) == len(much) - letters.sum()
    sources = much.groupby("cause").size()
    assert 0.25 < (sources > 1).mean() < 0.40


def test_a_nation_that_is_all_alike_has_no_slip_and_one_quality():
    alike = truth(2, authorities=30, alike=True)
    assert alike.slips.empty
    assert np.ptp(alike.quality.to_numpy()) == 0
    assert alike.inspections["grade"].nunique() > 1


def test_what_is_assumed_is_told_with_the_numbers_that_are_used():
    told = "\n".join(assumptions())
    numbers = ("150 authorities", "3.3 to 4.7 years", "6 to 10 weeks", "2 to 8 times", "25%")
    for number in numbers:
        assert number in told
    assert f"{assumed.MOST_CARRIED:g} of quality" in told

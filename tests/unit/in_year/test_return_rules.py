"""Each rule on returns with a case that it must find and one that it must leave alone."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from earlywarning.statistics.dispersion import too_little_variation
from earlywarning.validation.in_year.against_published import differences
from earlywarning.validation.in_year.arrival import late, missing, revised
from earlywarning.validation.in_year.check import check_returns
from earlywarning.validation.in_year.sense import contradictory, too_good, too_smooth
from tests.support.returns import IN_YEAR, RULES, fact, facts, months

YEAR = months(202504, 12)
REGION = {"805": "North East", "806": "North East", "807": "North East", "808": "North East"}


def said(findings, rule):
    assert {f.rule for f in findings} <= {rule}
    return {(f.old_la_code, f.series, f.time_period) for f in findings}


def test_late_is_after_the_due_day_and_not_on_it():
    frame = facts(
        fact("contacts", 202504, 5, published=dt.date(2025, 5, 20)),
        fact("contacts", 202505, 5, published=dt.date(2025, 6, 21)),
    )
    found = late(frame, RULES)
    assert said(found, "late") == {("806", None, 202505)}
    assert "1 days after it was due on 2025-06-20" in found[0].message


def test_history_in_a_first_return_is_not_late_but_a_skipped_month_is():
    frame = facts(
        fact("contacts", 202503, 5, published=dt.date(2025, 5, 12), release="first"),
        fact("contacts", 202504, 5, published=dt.date(2025, 5, 12), release="first"),
        fact("contacts", 202505, 5, published=dt.date(2025, 7, 12), release="second"),
        fact("contacts", 202506, 5, published=dt.date(2025, 7, 12), release="second"),
    )
    assert said(late(frame, RULES), "late") == {("806", None, 202505)}


def test_a_declared_event_makes_a_gap_known_and_not_a_warning():
    row = fact("contacts", 202505, 5, published=dt.date(2025, 6, 21), events="cyber attack")
    (found,) = late(facts(row), RULES)
    assert found.severity == "info"
    assert "cyber attack" in found.message


def region(period: int, codes=("805", "806", "807"), measures=("contacts", "referrals")):
    return [fact(m, period, 50, old_la_code=c) for c in codes for m in measures]


def test_missing_period_that_it_returned_before():
    frame = facts(*region(202504), *region(202505, codes=("805", "807")))
    found = missing(frame, REGION, RULES, dt.date(2025, 6, 30))
    assert ("806", None, 202505) in said(found, "missing")
    assert said(missing(frame, REGION, RULES, dt.date(2025, 6, 19)), "missing") == {
        ("808", None, 202504)
    }


def test_missing_measure_that_the_region_returned():
    rows = [r for r in region(202504) if (r["old_la_code"], r["measure"]) != ("806", "referrals")]
    rows += [
        fact("referrals", 202504, 9, old_la_code="808"),
        fact("contacts", 202504, 9, old_la_code="808"),
    ]
    found = missing(facts(*rows), REGION, RULES, dt.date(2025, 6, 1))
    assert said(found, "missing") == {("806", "monthly_referrals", 202504)}


def test_missing_says_nothing_of_a_symbol_or_where_too_few_return():
    rows = [
        *region(202504)[:5],
        fact("referrals", 202504, None, old_la_code="807", status="suppressed", marker="c"),
    ]
    assert (
        missing(
            facts(*rows), {k: REGION[k] for k in ("805", "806", "807")}, RULES, dt.date(2025, 6, 1)
        )
        == []
    )
    few = facts(fact("contacts", 202504, 5))
    assert missing(few, REGION, RULES, dt.date(2025, 6, 1)) == []


@pytest.mark.parametrize(("now", "is_found"), [(121, True), (120, False), (79, True), (100, False)])
def test_revised_beyond_a_fifth(now, is_found):
    frame = facts(
        fact("referrals", 202504, 100, release="a"),
        fact("referrals", 202504, now, release="b", published=dt.date(2025, 6, 10)),
    )
    found = revised(frame, RULES)
    assert bool(found) == is_found
    assert not is_found or found[0].release == "b"


def test_a_small_revision_in_a_small_place_is_none():
    frame = facts(
        fact("icpc", 202504, 4, release="a"),
        fact("icpc", 202504, 13, release="b", published=dt.date(2025, 6, 10)),
    )
    assert revised(frame, RULES) == []


@pytest.mark.parametrize(
    ("rows", "series"),
    [
        ({"referrals": 100, "rereferrals": 101}, "rereferrals"),
        ({"assessments_completed": 80, "assessments_45_days": 81}, "assessments_45_days"),
        ({"icpc": 20, "icpc_15_days": 21}, "icpc_15_days"),
        ({"cp_plans_started": 9, "cp_plans_second_or_later": 10}, "cp_plans_second_or_later"),
        ({"icpc": 20, "icpc_15_days": 10, "icpc_15_days_pct": 80}, "icpc_15_days_pct"),
        ({"section_47": 40, "icpc": 60}, "icpc"),
        ({"icpc": 20, "cp_plans_started": 50}, "cp_plans_started"),
    ],
)
def test_contradictions_within_a_period(rows, series):
    found = contradictory(facts(*(fact(m, 202504, v) for m, v in rows.items())), IN_YEAR, RULES)
    assert said(found, "contradictory") == {("806", f"monthly_{series}", 202504)}
    assert found[0].message.startswith("Numbers!B4: ")


def test_what_can_both_be_true_is_no_contradiction():
    rows = {"referrals": 100, "rereferrals": 100, "icpc": 20, "icpc_15_days": 16,
            "icpc_15_days_pct": 80.4, "section_47": 12, "cp_plans_started": 20}  # fmt: skip
    assert (
        contradictory(facts(*(fact(m, 202504, v) for m, v in rows.items())), IN_YEAR, RULES) == []
    )


@pytest.mark.parametrize(
    ("stock", "is_found"), [(310, False), (300, False), (340, True), (265, True)]
)
def test_a_stock_follows_from_its_flows(stock, is_found):
    frame = facts(
        fact("cp_plans_at_end", 202504, 300), fact("cp_plans_at_end", 202505, stock),
        fact("cp_plans_started", 202505, 30), fact("cp_plans_ended", 202505, 25),
    )  # fmt: skip
    assert bool(contradictory(frame, IN_YEAR, RULES)) == is_found
    gap = frame.assign(time_period=frame["time_period"].replace(202505, 202506))
    assert contradictory(gap, IN_YEAR, RULES) == []


def test_figures_as_even_as_a_plan_are_too_smooth():
    even = [100, 101, 99, 100, 100, 101, 100, 99, 100, 101, 100, 100]
    frame = facts(*(fact("referrals", p, v) for p, v in zip(YEAR, even, strict=True)))
    assert said(too_smooth(frame, IN_YEAR, RULES), "too_smooth") == {
        ("806", "monthly_referrals", 202603)
    }
    uneven = [100, 112, 91, 95, 108, 118, 103, 87, 96, 111, 104, 93]
    frame = facts(*(fact("referrals", p, v) for p, v in zip(YEAR, uneven, strict=True)))
    assert too_smooth(frame, IN_YEAR, RULES) == []


def test_stocks_may_be_even():
    frame = facts(*(fact("looked_after_at_end", p, 400) for p in YEAR))
    assert too_smooth(frame, IN_YEAR, RULES) == []


@pytest.mark.parametrize("mean", [10, 30, 300])
@pytest.mark.parametrize("periods", [8, 12, 24])
def test_false_alarms_of_pure_chance_are_as_rare_as_declared(mean, periods):
    rng = np.random.default_rng(47)
    limit, runs = RULES.smooth_false_alarm.value, 8_000
    counts = rng.poisson(mean, (runs, periods))
    hits = sum(too_little_variation(row)[1] < limit for row in counts)
    # eight are expected; 0 or more than 20 would each come once in several thousand seeds
    assert 1 <= hits <= 20


def test_counts_that_vary_as_real_ones_do_raise_hardly_any_alarm():
    rng = np.random.default_rng(47)
    season = 1 + 0.15 * np.sin(np.arange(12) * np.pi / 6)
    counts = rng.poisson(rng.gamma(40, 200 / 40, (4_000, 12)) * season)
    assert sum(too_little_variation(row)[1] < 0.001 for row in counts) == 0


def repeats(code: str, period: int, part: int, whole: int) -> list[dict]:
    return [
        fact("cp_plans_second_or_later", period, part, old_la_code=code),
        fact("cp_plans_started", period, whole, old_la_code=code),
    ]


def test_all_of_437_plans_being_repeat_plans_is_held_against_the_others():
    """The published figure of one authority for 2022, withdrawn three years later."""
    others = [
        r for c, x in (("301", 60), ("302", 75), ("303", 66)) for r in repeats(c, 202203, x, 300)
    ]
    found = too_good(facts(*repeats("371", 202203, 437, 437), *others), IN_YEAR, RULES)
    assert said(found, "too_good") == {("371", "monthly_cp_plans_second_or_later", 202203)}


def test_all_or_nothing_is_fine_where_it_is_usual_or_small():
    usual = [r for p in YEAR[:6] for r in repeats("371", p, 0, 60)]
    assert too_good(facts(*usual), IN_YEAR, RULES) == []
    past = [r for p in YEAR[:5] for r in repeats("371", p, 5, 20)]
    small = [*past, *repeats("371", YEAR[5], 0, 20)]
    assert too_good(facts(*small), IN_YEAR, RULES) == []


def test_all_in_time_after_years_at_eight_in_ten():
    past = [r for p in YEAR[:5] for r in (fact("assessments_completed", p, 150),
                                          fact("assessments_45_days", p, 120))]  # fmt: skip
    now = [fact("assessments_completed", YEAR[5], 150), fact("assessments_45_days", YEAR[5], 150)]
    found = too_good(facts(*past, *now), IN_YEAR, RULES)
    assert said(found, "too_good") == {("806", "monthly_assessments_45_days", YEAR[5])}


def difference(provisional: float, published: float) -> pd.DataFrame:
    gap = published - provisional
    row = {"old_la_code": "806", "frequency": "monthly", "measure": "referrals",
           "time_period": 2025, "difference": gap, "difference_pct": 100 * gap / published,
           "published_release": "cin_c1_2025.0"}  # fmt: skip
    return pd.DataFrame([row])


def test_a_published_year_far_from_its_returns():
    (found,) = differences(difference(3400, 3636), RULES)
    assert (found.rule, found.old_la_code, found.time_period) == (
        "differs_from_published",
        "806",
        2025,
    )
    assert differences(difference(3600, 3636), RULES) == []
    assert differences(difference(30, 40), RULES) == []


def test_no_finding_repeats_a_count():
    frame = facts(
        *(fact(m, 202504, v) for m, v in {"referrals": 3, "rereferrals": 4, "icpc": 20,
                                          "cp_plans_started": 77}.items()),
        fact("cp_plans_started", 202504, 131, release="z", published=dt.date(2025, 6, 1)),
    )  # fmt: skip
    found = check_returns(frame, IN_YEAR, RULES, REGION, dt.date(2025, 7, 30))
    assert {f.rule for f in found} >= {"contradictory", "revised"}
    for number in ("77", "131", " 3 ", " 4 "):
        assert not [f for f in found if number in f" {f.message} "]

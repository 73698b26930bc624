"""The parts of the record on invented nations, each against a plain answer."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from earlywarning.backtest.cases import Cases
from earlywarning.backtest.fitting import Training
from earlywarning.backtest.seen import SCORES, Seen, Timeline
from earlywarning.scoring.blend import soft_points
from earlywarning.scoring.evidence import Item
from earlywarning.scoring.soft import heard_about, weigh
from earlywarning.scoring.vital import CHANCE_UNITS
from earlywarning.statistics.discrimination import cluster_draws
from lab.backtest.asking import FIRST_LOOK, look_days
from lab.backtest.hearing import (
    HeardInNation,
    Looks,
    Pillar,
    Standing,
    blended,
    listen,
    scores_with,
)
from lab.backtest.nation import Looked, ask, earlier_asked, quality_known, timeline_of
from lab.backtest.order import Learned, correlation_of_order, together, weights_of
from lab.backtest.slipping import highest, raised_by, raised_by_truth, reached
from lab.backtest.table import quantile_of_draws, widened
from tests.support.truths import DEFINITIONS, entry, nation_of, register, truth

SIGNS = list(DEFINITIONS.vital_signs.items())
DAY = dt.date(2020, 2, 28)


@pytest.fixture(scope="module")
def small():
    return nation_of(truth(5, authorities=45))


@pytest.fixture(scope="module")
def timeline(small):
    return timeline_of(small, DEFINITIONS, FIRST_LOOK)


@pytest.fixture(scope="module")
def cases(small, timeline):
    return ask(small, timeline)


def test_nothing_is_known_that_came_out_on_or_after_the_day_less_the_lead(cases, timeline):
    for lead in (0, 6, 24):
        known = earlier_asked(cases, timeline, lead)
        limits = [(pd.Timestamp(day) - pd.DateOffset(months=lead)).date()
                  for day in known.table["day"]]  # fmt: skip
        out = known.known["newest_published"]
        assert out.notna().all()
        assert all(o < limit for o, limit in zip(out, limits, strict=True))


def test_figures_that_come_out_later_change_nothing(small, timeline):
    day = dt.date(2019, 6, 1)
    rows = small.figures
    later = np.array([published >= day for published in rows["published"]])
    changed = rows.assign(position_z=rows["position_z"].where(~later, 4.0))
    other = timeline_of(nation_of(small, figures=changed), DEFINITIONS, FIRST_LOOK)
    codes, days = small.codes(), [day] * len(small.codes())
    pd.testing.assert_frame_equal(timeline.before(codes, days), other.before(codes, days))
    after = [dt.date(2021, 6, 1)] * len(codes)
    assert not timeline.before(codes, after).equals(other.before(codes, after))


def test_the_quick_timeline_shows_what_the_whole_one_does(small, cases, timeline):
    looks = [Seen(day, *standing_on(small, day)) for day in timeline.days[:3]]
    whole, quick = (kind(looks, DEFINITIONS.weighted()) for kind in (Timeline, Looked))
    codes, days = small.codes(), [looks[-1].day + dt.timedelta(days=9)] * len(small.codes())
    pd.testing.assert_frame_equal(quick.before(codes, days, 1), whole.before(codes, days, 1))
    assert whole.before(codes, days)["newest_published"].iloc[0] == looks[-1].day


def standing_on(nation, day: dt.date) -> tuple[pd.DataFrame, pd.DataFrame]:
    out = nation.figures[[published <= day for published in nation.figures["published"]]]
    newest = out[out["period_end"] == out.groupby("indicator")["period_end"].transform("max")]
    return newest, pd.DataFrame({"old_la_code": nation.codes(), **dict.fromkeys(SCORES, np.nan)})


def test_a_sign_adds_its_distance_of_one_year_less_what_chance_adds_to_one(cases):
    """It stands on the contender of the record: one year's distances where the product has levels.

    What the product takes off for chance is the same, for each sign that is known.
    """
    full = DEFINITIONS.vital_signs.points
    share = DEFINITIONS.policy.performance.reassurance_share
    known = cases.known[SIGNS].astype(float).head(60)
    points = Pillar(DEFINITIONS).points(Cases(cases.table.head(60), known))
    assert known.isna().any(axis=None)
    assert (known < 0).any(axis=None)
    for row, (_, own) in zip(points, known.iterrows(), strict=True):
        told = [one if one > 0 else share * one for one in own.dropna()]
        chance = full * CHANCE_UNITS * (1 - share)
        assert row == pytest.approx(full * sum(told) - len(told) * chance)
    nothing = known.head(1) * np.nan
    assert Pillar(DEFINITIONS).points(Cases(cases.table.head(1), nothing)) == [0]


@pytest.mark.parametrize(
    ("figures", "soft", "score"),
    [(1000, 0, 40), (20, 8, 28), (20, -30, 10), (0, -30, 0), (-40, 8, 8), (60, 90, 75)],
)
def test_pillars_are_bounded_as_in_the_product(figures, soft, score):
    said = [Item("soft_intelligence", "flag", soft, "", "flag")]
    assert blended(figures, said, DEFINITIONS) == pytest.approx(score)


def test_many_registers_at_once_come_to_what_each_authority_alone_does(small):
    days = [DAY, dt.date(2021, 9, 28)]
    told = listen(small.registers, DEFINITIONS, days)
    for name, rows in small.registers.items():
        for at, day in enumerate(days):
            weighed = weigh(rows, DEFINITIONS.soft_flags, DEFINITIONS.policy, day)
            for code, own in weighed.groupby("old_la_code"):
                alone = heard_about(own, DEFINITIONS.soft_flags, DEFINITIONS.policy)
                heard = told[name].heard[at]
                points = {item.item: item.points for item in heard.said.get(code, [])}
                whole = {item.item: item.points for item in soft_points(alone, DEFINITIONS)}
                assert points == pytest.approx(whole)
                assert (code in heard.triggered) == any(one.hard_trigger for one in alone)
    assert any(heard.said for heard in told["much"].heard)


def test_what_one_source_adds_has_its_limit_in_an_invented_register_too():
    flags = ("unallocated_work", "unplanned_cut", "rushed_restructure", "interim_leadership")
    rows = register(*(entry(flag=flag) for flag in flags))
    heard = listen({"much": rows}, DEFINITIONS, [DAY])["much"].heard[0]
    cap = DEFINITIONS.policy.soft_intelligence.source_cap
    assert sum(item.points for item in heard.said["T000"]) == pytest.approx(cap)


def test_what_is_heard_counts_from_the_day_it_was_recorded_and_a_look_is_strictly_before():
    late = entry(heard_on=DAY - dt.timedelta(days=20), recorded_on=DAY + dt.timedelta(days=5))
    days = [DAY, dt.date(2020, 3, 28)]
    looks = listen({"much": register(late)}, DEFINITIONS, days)["much"]
    assert [bool(heard.said) for heard in looks.heard] == [False, True]
    assert not looks.before(days[1]).said
    assert looks.before(days[1] + dt.timedelta(days=1)).said
    assert not looks.before(days[0]).said


def test_a_case_hears_what_was_known_so_long_before_it():
    cases = Cases(pd.DataFrame({"old_la_code": ["T000"], "day": [dt.date(2020, 9, 1)]}),
                  pd.DataFrame({"none": [np.nan]}))  # fmt: skip
    looks = listen({"much": register(entry())}, DEFINITIONS, [DAY])["much"]
    figures = np.array([12.0])
    with_lead = [scores_with(cases, figures, looks, DEFINITIONS, lead)[0] for lead in (0, 6, 7)]
    assert with_lead[0] == with_lead[1] > 12
    assert with_lead[2] == 12
    assert scores_with(cases, figures, None, DEFINITIONS, 0)[0] == 12


def test_hidden_quality_of_a_case_is_that_of_a_month_begun_before(small, cases):
    told = quality_known(small, cases, 12)
    for row in (0, 50, len(told) - 1):
        code, day = cases.table.loc[row, ["old_la_code", "day"]]
        limit = (pd.Timestamp(day) - pd.DateOffset(months=12)).date()
        month = max(m for m in small.quality.columns if m < limit)
        assert told[row] == -small.quality.loc[code, month]


def test_of_a_tie_that_does_not_fit_into_the_reviews_nobody_is_among_them():
    scores = np.vstack([np.arange(30.0), np.r_[np.full(18, 9.0), np.full(12, 1.0)],
                        np.zeros(30)])  # fmt: skip
    among = highest(scores)
    assert among.sum(axis=1).tolist() == [20, 18, 0]
    assert among[0, 10:].all()


def test_raised_from_the_offer_floor_up_or_by_a_letter_alone(small, timeline):
    letter = entry(flag="area_for_priority_action", source_kind="published_letter",
                   old_la_code="T003")  # fmt: skip
    looks = listen({"much": register(letter)}, DEFINITIONS, [DAY])["much"]
    standing = Standing(timeline, small.codes(), DEFINITIONS)
    with_it = raised_by(standing, looks, DEFINITIONS, figures=True, listened=True)
    without = raised_by(standing, looks, DEFINITIONS, figures=True, listened=False)
    assert with_it.offer[0, 3]
    assert not without.offer[0, 3]
    floor = DEFINITIONS.policy.bands["offer"]
    plain = standing.on(DAY)[1]
    assert (without.offer[0] == (plain >= floor)).all()
    only = raised_by(standing, looks, DEFINITIONS, figures=False, listened=True)
    assert np.flatnonzero(only.offer[0]).tolist() == [3]


def planted(found: object) -> tuple[object, list[dt.date]]:
    """Return a nation whose first authority slips from May 2019, and look days from 2019 on."""
    slips = pd.DataFrame(
        [("T000", dt.date(2019, 5, 1), 12, found)],
        columns=["old_la_code", "began", "span_months", "found"],
    )
    nation = nation_of(truth(1, authorities=3), slips=slips)
    return nation, [dt.date(2019, month, 28) for month in range(1, 13)]


def test_months_are_counted_from_the_beginning_of_a_slip_to_the_look_that_raised_it():
    nation, days = planted(dt.date(2019, 11, 10))
    raised = np.zeros((12, 3), dtype=bool)
    raised[6:8, 0] = True  # 28 July and 28 August
    raised[4, 2] = True
    told = reached(nation, days, raised)
    assert (told.slips, told.already, told.reached, told.soon) == (1, 0, 1, 1)
    assert told.months == [3.0]  # May, June, July
    assert told.left == [4.0]  # July, August, September, October
    assert told.quiet == 1


@pytest.mark.parametrize(
    ("look", "expected"),
    [(3, (1, 1, 0)), (2, (1, 0, 0)), (10, (1, 0, 0)), (9, (1, 0, 1)), (4, (1, 0, 1))],
)
def test_before_it_began_is_already_and_after_the_inspection_is_too_late(look, expected):
    nation, days = planted(dt.date(2019, 11, 10))
    raised = np.zeros((12, 3), dtype=bool)
    raised[look, 0] = True
    told = reached(nation, days, raised)
    assert (told.slips, told.already, told.reached) == expected


def test_a_slip_that_no_inspection_found_or_that_began_before_the_looks_is_not_counted():
    nation, days = planted(None)
    assert reached(nation, days, np.ones((12, 3), dtype=bool)).slips == 0
    nation, days = planted(dt.date(2019, 11, 10))
    assert reached(nation, days[6:], np.ones((6, 3), dtype=bool)).slips == 0


def test_the_quiet_window_is_of_an_authority_that_did_not_slip_then():
    nation, days = planted(dt.date(2019, 11, 10))
    raised = np.zeros((12, 3), dtype=bool)
    raised[5, 1:] = True
    told = reached(nation, days, raised)
    assert (told.quiet, told.quiet_reached, told.reached) == (1, 1, 0)
    raised[:] = False
    raised[5, 0] = True
    assert reached(nation, days, raised).quiet_reached == 0


def test_known_quality_raises_the_worst(small):
    days = look_days(small.until)
    raised = raised_by_truth(small, days).among_20
    month = small.quality[days[40].replace(day=1)]
    assert set(np.array(small.codes())[raised[40]]) == set(month.nsmallest(20).index)


def learned(carried: np.ndarray, size: int, seed: int) -> Learned:
    rng = np.random.default_rng(seed)
    x = rng.normal(0, 1, (size, len(carried)))
    chance = 1 / (1 + np.exp(1 - x @ carried))
    y = (rng.random(size) < chance).astype(float)
    return Learned(Training(x, y, np.full(size, 2020), np.arange(size)), carried)


def without_truth(told: Learned) -> Learned:
    y = np.random.default_rng(3).permutation(told.training.y)
    return Learned(told.training._replace(y=y), told.carried)


def test_the_fitted_contender_finds_a_planted_order_when_there_is_enough_to_learn_from():
    carried = np.linspace(0, 0.8, 14)
    assert correlation_of_order(learned(carried, 6000, 1)) > 0.9
    shuffled = [correlation_of_order(without_truth(learned(carried, 300, s))) for s in range(12)]
    assert abs(np.mean(shuffled)) < 0.2
    weak = learned(carried, 300, 2)
    strong = together([learned(carried, 300, seed) for seed in range(2, 14)])
    assert len(strong.training.y) == 3600
    assert len(np.unique(strong.training.group)) == 3600
    assert correlation_of_order(strong) > correlation_of_order(weak)
    assert (weights_of(strong.training) >= -1e-9).all()


def test_a_quantile_of_draws_is_that_of_the_values_drawn():
    values = [[1.0, 2.0, 9.0], [], [4.0]]
    weights = np.array([[1.0, 1, 1], [0, 3, 0], [1, 0, 2], [0, 1, 2]])
    middle = quantile_of_draws(values, weights, 0.5)
    assert middle[0] == 2
    assert np.isnan(middle[1])
    assert middle[2] == 4
    assert middle[3] == 4
    assert np.isnan(quantile_of_draws([[], []], np.ones((2, 2)), 0.5)).all()


def test_intervals_of_few_nations_hold_the_truth_as_often_as_they_say():
    chance = np.random.default_rng(5)
    weights = cluster_draws(np.arange(6), 400, 1)
    held = []
    for _ in range(1500):
        own = chance.normal(0, 1, 6)
        low, high = np.quantile(widened(weights @ own / 6, 6)[1:], [0.025, 0.975])
        held.append(low <= 0 <= high)
    assert np.mean(held) == pytest.approx(0.95, abs=0.02)
    assert len(widened(np.array([0.6, 0.6, 0.6]), 1)) == 1


def test_nothing_heard_is_nothing():
    assert Looks([], []).before(DAY) == HeardInNation()

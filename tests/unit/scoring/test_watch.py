"""What the watch says, and when, on returns made for one purpose each."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.examples import examples
from tests.support.returns import month_end, months
from tests.support.watching import FIRST, POLICY, assessments, returned, states, watched

SLIPPED = [85.0] * 20 + [80.0, 75.0, 70.0, 70.0]
STATES = {"ordinary", "rising_doubt", "slip", "notable", "not_enough_history", "missing"}


def test_the_stated_slip_is_told_once_within_three_months_in_one_sentence_with_its_figures():
    rows, alerts = watched(returned(**assessments(SLIPPED)))
    assert len(alerts) == 1
    alert = alerts.iloc[0]
    start = months(FIRST, 24)[20]
    assert start <= alert["began"] <= months(FIRST, 24)[22]
    assert alert["known_on"] == month_end(alert["began"]) + dt.timedelta(days=12)
    assert (alert["measures"], alert["ended"]) == (["assessments_45_days_pct"], None)
    at = rows[(rows["time_period"] == alert["began"])].iloc[0]
    assert at["known_on"] == alert["known_on"]
    assert f"{at['value']:.1f}%" in alert["explanation"]
    assert f"{at['expected']:.1f}%" in alert["explanation"]
    assert at["expected"] == pytest.approx(85, abs=1.5)
    assert at["z"] < -1.3  # positive is high, and this is low
    assert "provisional" in alert["explanation"]


def test_a_caught_slip_names_every_measure_that_moved_in_one_alert():
    more = {"cases": [2000.0] * 24, "unallocated_cases": [40.0] * 20 + [60.0, 100.0, 140.0, 150.0]}
    _, alerts = watched(returned(**assessments(SLIPPED), **more))
    assert len(alerts) == 1
    told = {*alerts.iloc[0]["measures"], *alerts.iloc[0]["joined_later"]}
    assert {"assessments_45_days_pct", "unallocated_cases"} <= told
    assert "Unallocated cases as a percentage of open cases" in alerts.iloc[0]["explanation"]


def test_history_is_said_to_be_short_until_a_first_year_is_in():
    rows, alerts = watched(returned(**assessments([85.0] * 9 + [60.0, 50.0, 40.0])))
    assert set(states(rows).values()) == {"not_enough_history"}
    assert alerts.empty
    rows, _ = watched(returned(**assessments([85.0] * 13)))
    assert [*states(rows).values()] == ["not_enough_history"] * 12 + ["ordinary"]


def test_a_missing_month_is_missing_and_its_neighbours_are_not_joined_over_it():
    shares: list[float | None] = [85.0] * 24
    shares[15] = None
    rows, _ = watched(returned(**assessments(shares)))
    assert len(states(rows)) == 24
    gap = rows[rows["time_period"] == months(FIRST, 24)[15]].iloc[0]
    assert gap["state"] == "missing"
    assert np.isnan(gap["value"])
    # told on the day on which the next month came in: before that nobody could know
    after = rows[rows["time_period"] == months(FIRST, 24)[16]].iloc[0]
    assert gap["known_on"] == after["known_on"]


def test_evidence_fades_over_months_without_a_return():
    rows, _ = watched(returned(**assessments([85.0] * 20 + [77.0, None, None, None, None, 85.0])))
    before, *gap, _ = rows["total"].iloc[-6:]
    kept = POLICY.monthly.kept_over_gap
    assert before > 0
    assert gap == [before * kept, before * kept**2, before * kept**3, 0.0]


def test_what_came_in_later_changes_nothing_that_was_said():
    early = returned(**assessments(SLIPPED[:22]))
    rows, alerts = watched(early)
    late = returned(**assessments([*SLIPPED, 60.0, 90.0]))
    revised = early[early["time_period"] < months(FIRST, 24)[18]].assign(
        value=lambda f: f["value"] * 0.7, published=dt.date(2025, 9, 1), release="revised"
    )
    more, more_alerts = watched(pd.concat([late, revised], ignore_index=True))
    known = more[more["time_period"].isin(rows["time_period"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(known, rows)
    assert len(alerts) == 1
    as_said = ["old_la_code", "began", "known_on", "measures", "explanation"]
    assert more_alerts.iloc[0][as_said].to_dict() == alerts.iloc[0][as_said].to_dict()


def test_a_month_that_comes_in_late_stays_missing_in_what_was_said_and_counts_from_then_on():
    frame = returned(**assessments([85.0] * 20))
    late = frame["time_period"] == months(FIRST, 20)[17]
    frame.loc[late, "published"] = dt.date(2026, 1, 1)
    rows, _ = watched(frame)
    assert states(rows)[months(FIRST, 20)[17]] == "missing"
    assert max(rows["known_on"]) < dt.date(2026, 1, 1)


def test_history_sent_in_later_counts_from_then_on_and_is_not_told_of():
    whole = returned(**assessments([85.0] * 24))
    own = whole[whole["time_period"] >= months(FIRST, 24)[12]]
    day = own["published"].iloc[-2]  # with the last month but one
    history = whole[whole["time_period"] < months(FIRST, 24)[12]].assign(published=day)
    alone, _ = watched(own)
    both, _ = watched(pd.concat([own, history], ignore_index=True))
    assert list(both["time_period"]) == list(alone["time_period"])
    pd.testing.assert_frame_equal(both.iloc[:-2], alone.iloc[:-2])
    assert list(both["state"].iloc[-2:]) != ["not_enough_history"] * 2
    assert set(alone["state"]) == {"not_enough_history"}


@examples(12)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(random):
    frame = pd.concat(
        [returned(**assessments(SLIPPED)), returned(code="805", **assessments([85.0] * 24))]
    )
    order = list(range(len(frame)))
    random.shuffle(order)
    for one, two in zip(watched(frame), watched(frame.iloc[order]), strict=True):
        pd.testing.assert_frame_equal(one, two)


@examples(20)
@given(
    st.lists(st.floats(0.0, 3.0), min_size=12, max_size=12),
    st.floats(30.0, 60.0),
    st.integers(5, 2000),
)
def test_an_improvement_is_never_a_slip(steps, level, whole):
    done = [float(whole)] * 26
    shares = [*[level] * 14, *(level + np.cumsum(steps))]
    in_time = [float(np.floor(s / 100 * whole + 1e-9)) for s in shares]
    rows, alerts = watched(returned(assessments_completed=done, assessments_45_days=in_time))
    assert alerts.empty
    assert set(states(rows).values()) <= {"ordinary", "not_enough_history"}


@examples(12)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=20, max_size=30))
def test_tiny_denominators_are_read_without_faults_and_no_single_month_alarms(pairs):
    done = [float(max(pair)) for pair in pairs]
    in_time = [float(min(pair)) for pair in pairs]
    rows, _ = watched(returned(assessments_completed=done, assessments_45_days=in_time))
    assert set(rows["state"]) <= STATES
    assert not np.isinf(rows[["value", "expected", "z", "total"]].astype(float)).any(axis=None)
    once = [2.0] * 20
    _, alerts = watched(
        returned(assessments_completed=once, assessments_45_days=[*[2.0] * 19, 0.0])
    )
    assert alerts.empty


@pytest.mark.parametrize("level", [0.0, 50.0, 100.0])
def test_a_constant_series_is_ordinary(level):
    done, in_time = [200.0] * 24, [2 * level] * 24
    rows, alerts = watched(returned(assessments_completed=done, assessments_45_days=in_time))
    assert alerts.empty
    assert set(states(rows).values()) == {"ordinary", "not_enough_history"}
    labels = rows["xmr_label"]
    assert labels[:11].isna().all()
    assert set(labels[11:]) == {"common_cause"}


def test_contacts_and_referrals_are_notable_either_way_and_raise_nothing():
    for last in (700.0, 150.0):
        rows, alerts = watched(returned(referrals=[400.0 + 5 * (n % 3) for n in range(20)]
                                        + [last] * 4))  # fmt: skip
        assert "notable" in states(rows, "referrals").values()
        assert "slip" not in states(rows, "referrals").values()
        assert alerts.empty
        assert np.sign(rows["z"].iloc[-4]) == np.sign(last - 400)


def test_a_percentage_without_counts_is_watched_too_and_counts_go_before_it():
    noisy = [85.0 + n for n in [0, 2, -1, 1, -2, 0, 1, -1, 2, 0, -2, 1] * 2]
    noisy[20:] = [80.0, 72.0, 66.0, 66.0]
    _, alerts = watched(returned(assessments_45_days_pct=noisy))
    assert list(alerts["measures"]) == [["assessments_45_days_pct"]]
    both = returned(assessments_45_days_pct=noisy, **assessments([85.0] * 24))
    assert watched(both)[1].empty


def test_an_alert_ends_when_figures_return_and_says_so():
    _, alerts = watched(returned(**assessments([*SLIPPED, 85.0, 85.0, 86.0, 86.0])))
    assert list(alerts["ended_because"]) == ["returned"]
    assert alerts["ended"].iloc[0] > alerts["began"].iloc[0]


def test_a_slip_that_lasts_becomes_the_new_level_and_that_is_not_called_a_return():
    _, alerts = watched(returned(**assessments([*SLIPPED, *[70.0] * 20])))
    assert list(alerts["ended_because"]) == ["new_level"]


def test_an_alert_ends_with_the_returns_and_says_so():
    frame = returned(**assessments([*SLIPPED, None, None, None, None, None]),
                     referrals=[300.0] * 29)  # fmt: skip
    _, alerts = watched(frame)
    assert list(alerts["ended_because"]) == ["no_returns"]


def test_the_same_door_is_not_told_of_again_before_the_cool_down_is_over():
    over = [*SLIPPED, *[88.0] * 3]
    _, first = watched(returned(**assessments(over)))
    ended = first["ended"].iloc[0]
    place = months(FIRST, 40).index(ended)
    shares = [*over[: place + 1], *[88.0] * 12]
    wait = POLICY.monthly.cool_down
    soon, later = [*shares], [*shares]
    soon[place + 1 : place + 3] = [50.0, 96.0]
    later[place + wait + 2 : place + wait + 4] = [50.0, 50.0]
    assert "slip" in states(watched(returned(**assessments(soon)))[0]).values()
    assert len(watched(returned(**assessments(soon)))[1]) == 1
    assert len(watched(returned(**assessments(later)))[1]) == 2


def test_quarters_speak_where_there_are_no_months_and_are_silent_where_there_are():
    level = [85.0, 86.0, 84.0, 85.0, 85.0, 84.0, 86.0, 85.0, 70.0, 68.0]
    done = [900.0] * 10
    quarters = {"assessments_completed": done,
                "assessments_45_days": [9 * s for s in level]}  # fmt: skip
    quarterly = returned("quarterly", first=202306, **quarters)
    _, alone = watched(quarterly)
    assert list(alone["frequency"]) == ["quarterly"]
    assert alone["explanation"].iloc[0].startswith("Quarter to ")
    monthly = returned(**assessments([85.0] * 24 + [70.0] * 6))
    _, both = watched(pd.concat([quarterly, monthly], ignore_index=True))
    assert list(both["frequency"]) == ["monthly"]


def test_no_returns_make_empty_tables():
    rows, alerts = watched(returned())
    assert rows.empty
    assert alerts.empty

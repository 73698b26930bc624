"""Lists that were cut before the months asked about: what they do not tell of is never zero."""

from __future__ import annotations

import datetime as dt

import pytest

from earlywarning.sources.annex_a.counting import month_ends
from earlywarning.sources.annex_a.coverage import Coverage
from earlywarning.sources.annex_a.reading import count_children
from earlywarning.sources.in_year.grid import read_grid
from lab.nation.annex_a import write_annex_a
from tests.conftest import REFERENCE
from tests.support.returns import CODES

CUT = dt.date(2026, 3, 31)
OCTOBER, LAST = dt.date(2025, 10, 31), CUT
OLD, EARLY, LATE = dt.date(2025, 6, 2), dt.date(2025, 10, 3), dt.date(2026, 3, 27)


def coverage(told, stocks=(8,)):
    every = {day for days in told.values() for day in days}
    return Coverage(month_ends(CUT, 6), CUT, told, every, frozenset(stocks))


def covered(of, number):
    own = of.told.get(number, set())
    return [end.month for end in of.months if not of.why_not(number, own, end)]


def test_a_month_in_between_is_a_true_zero_where_other_lists_go_on():
    assert covered(coverage({2: {EARLY}, 3: {EARLY, LATE}}), 2) == [10, 11, 12, 1, 2, 3]


def test_months_after_the_newest_day_of_all_lists_are_not_covered():
    told = {2: {EARLY}, 3: {EARLY, dt.date(2025, 12, 31)}}
    assert covered(coverage(told), 3) == covered(coverage(told), 2) == [10, 11, 12]


def test_the_month_in_which_all_lists_stop_is_covered_in_part():
    assert covered(coverage({3: {EARLY, dt.date(2025, 12, 17)}}), 3) == [10, 11]


def test_a_last_month_that_ends_quietly_is_covered():
    assert covered(coverage({3: {EARLY, dt.date(2026, 3, 2)}}), 3) == [10, 11, 12, 1, 2, 3]


def test_no_day_at_all_covers_nothing():
    assert covered(coverage({4: set()}), 4) == []


def test_a_list_of_older_events_alone_covers_nothing_and_one_of_open_cases_does():
    of = coverage({3: {LATE}, 4: {OLD}, 8: {OLD}})
    assert covered(of, 4) == []
    assert covered(of, 8) == [10, 11, 12, 1, 2, 3]


@pytest.mark.parametrize(("newest", "is_known"), [(OLD, False), (EARLY, False), (LATE, True)])
def test_how_many_there_were_at_the_end_is_known_if_lists_reach_it(newest, is_known):
    assert (coverage({8: {newest}}).why_not_at(LAST) == "") == is_known


@pytest.mark.parametrize(
    ("as_at", "months"), [("2026-09-30", set()), ("2026-05-31", {202512, 202601, 202602, 202603})]
)
def test_an_extract_that_is_older_than_it_says_leaves_months_out_and_tells(tmp_path, as_at, months):
    path = tmp_path / "a.xlsx"
    rows = write_annex_a(path, REFERENCE, authority="Middlesbrough", returned_on="2026-10-14")
    assert max(row["Date of Contact"] for row in rows[1]) == CUT
    returned = count_children(read_grid(path), CODES, REFERENCE, {"as_at": as_at})
    counted = {(r.measure, r.time_period) for r in returned.frame.itertuples()}
    assert {period for measure, period in counted if measure == "contacts"} == months
    assert not [key for key in counted if key[1] > 202603]
    told = {(r.measure, r.time_period) for r in returned.refusals}
    last = int(as_at[:4] + as_at[5:7])
    assert {("referrals", last), ("looked_after_at_end", last)} <= told
    assert all("no list tells" in r.why for r in returned.refusals if r.time_period == last)


def test_one_stray_late_day_does_not_move_the_end_of_the_lists():
    begins = dt.date(2025, 10, 1)
    until_december = {begins + dt.timedelta(days=n) for n in range(1, 92, 3)}
    stray = dt.date(2026, 3, 20)
    assert covered(coverage({3: until_december}), 3) == [10, 11, 12]
    assert covered(coverage({3: until_december | {stray}}), 3) == [10, 11, 12]
    assert covered(coverage({2: {stray}, 3: until_december, 8: {stray}}), 8) == [10, 11, 12]
    two = {stray, stray + dt.timedelta(days=3)}
    assert covered(coverage({3: until_december | two}), 3) == [10, 11, 12, 1, 2, 3]

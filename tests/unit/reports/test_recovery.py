"""The way back in words: what is known is told, what is not known is said to be so."""

from __future__ import annotations

import datetime as dt
from typing import Any

from earlywarning.reports.recovery import INDICATIVE, Recovery, told
from earlywarning.tables.declare import columns_of
from earlywarning.tables.recovery import AfterJudgement, Brake, Intervention, Lent, SupportWatch
from earlywarning.tables.score import Journey

NAMES = {"850": "Strongmouth"}
DAY = dt.date(2025, 1, 10)


def row(kind: type, **given: Any) -> Any:
    return kind(**dict.fromkeys(columns_of(kind)) | {"old_la_code": "801"} | given)


def words(**given: Any) -> list[str]:
    known = {"journey": None, "brake": None, "left": (), "interventions": (), "watches": (),
             "lent": None} | given  # fmt: skip
    return told(Recovery(**known), NAMES)


def test_of_a_service_of_which_nothing_is_known_nothing_is_told() -> None:
    assert words() == []
    assert words(journey=row(Journey, months_since=40)) == []


def test_the_milestone_of_about_now_is_told_as_indicative() -> None:
    (line,) = words(journey=row(Journey, months_since=8, milestone="it is steadied",
                                milestone_until=12))  # fmt: skip
    assert line.startswith("8 months since the first report on this stage; by month 12")
    assert line.endswith(f": it is steadied. {INDICATIVE}")
    (line,) = words(journey=row(Journey, months_since=30, months_beyond=6))
    assert "6 months more than services of the study took for it." in line


def test_each_brake_is_told_and_a_run_from_the_first_report_may_be_longer() -> None:
    brake = row(Brake, parts_judged=3, parts_lowest=1, parts_below_good=2, below_good_since=DAY,
                months_below_good=15, times_lowest=2, is_first_known=True,
                judged_lowest_on=DAY, responses_from=DAY)  # fmt: skip
    lines = words(brake=brake)
    assert lines[0] == ("Depth: of 3 parts judged, 2 below good, 1 of them at the lowest grade.")
    assert "perhaps longer; 2 times at the lowest grade." in lines[1]
    assert lines[2].startswith("Acceptance: nobody was heard")
    assert lines[3] == "First response: none is on record since the report of 10 January 2025."
    answered = row(Brake, months_below_good=1, contested=True, judged_lowest_on=DAY,
                   responses_from=DAY, first_response="improvement_board",
                   first_response_on=dt.date(2025, 2, 9), first_response_days=30)  # fmt: skip
    lines = words(brake=answered)
    assert "people say that leaders contest" in lines[1]
    unknown = row(Brake, judged_lowest_on=DAY, responses_from=dt.date(2025, 3, 1))
    assert words(brake=unknown)[-1] == (
        "First response: not known, as the record of interventions and reviews begins on 1 March "
        "2025."
    )
    assert lines[2].endswith("improvement board on 9 February 2025, 30 days after the report.")


def test_who_left_is_told_while_the_service_is_below_good_alone() -> None:
    left = (row(AfterJudgement, judged_on=DAY, indicator="turnover_rate", before_period=2024,
                before=12.0, after_period=2025, after=26.0, change_of_others=-1.0),)  # fmt: skip
    assert words(left=left) == []
    line = words(left=left, brake=row(Brake))[-1]
    assert "turnover from 12.0% to 26.0% (2024 to 2025; the middle authority -1.0 points)" in line


def test_helpers_ends_and_what_was_lent_are_told_with_what_is_not_known() -> None:
    helped = row(Intervention, intervention="peer_support", started_on=DAY,
                 supporter_old_la_code="850")  # fmt: skip
    watch = row(SupportWatch, intervention="improvement_notice", ended_on=DAY,
                until=dt.date(2027, 1, 10))  # fmt: skip
    gave = row(Lent, reviews_led=1, review_days=3, interventions=2, days_lent=40,
               days_not_covered=10, days_not_told=1)  # fmt: skip
    lines = words(interventions=(helped,), watches=(watch,), lent=gave)
    assert lines == [
        "Peer support from 10 January 2025, and goes on, with Strongmouth.",
        "Improvement notice: over since January 2025; how the pace is kept is asked until "
        "January 2027.",
        "Given to others within the year: led 1 review (3 days on site) and helped in 2 "
        "interventions with 40 days so far, 10 of them without full cover; days or cover of 1 not "
        "told.",
    ]

"""One offer of help for each authority: whole, scoped, and on the right step of the ladder."""

from __future__ import annotations

import datetime as dt
from random import Random

import pytest

from earlywarning.review.recommend import recommendation_rows
from tests.support.evidence import AS_OF, DEFINITIONS
from tests.support.offering import LATELY, Nation

LADDER = DEFINITIONS.policy.ladder
BANDS = ("not_known", "routine", "watch", "offer", "priority")
ITEMS = [*(f"{name}:position" for name in DEFINITIONS.indicators), *DEFINITIONS.soft_flags]
YEARS_AGO = AS_OF - dt.timedelta(days=4 * 365)


def drawn(seed: int) -> Nation:
    """Draw a nation in which everything happens to somebody."""
    chance = Random(seed)
    codes = [str(801 + n) for n in range(20)]
    return Nation(
        bands={code: chance.choice(BANDS) for code in codes},
        points={
            code: {item: chance.randint(-3, 9) for item in chance.sample(ITEMS, 6)}
            for code in codes
        },
        patterns={code: tuple(chance.sample(list(DEFINITIONS.patterns), 2)) for code in codes[:9]},
        worries={code: (chance.choice(list(DEFINITIONS.soft_flags)),) for code in codes[:12]},
        stages={code: chance.choice(("poor", "fair", "good")) for code in codes},
        grades={code: chance.choice(("Good", "Inadequate")) for code in codes},
    )


@pytest.mark.parametrize("seed", range(5))
def test_every_offer_is_whole(seed: int) -> None:
    nation = drawn(seed)
    rows = recommendation_rows(nation.made(), {}, DEFINITIONS)
    assert list(rows["old_la_code"]) == sorted(nation.bands)
    for row in rows.itertuples():
        kind = DEFINITIONS.review_types[row.review_type]
        assert row.days == kind.days
        assert kind.scope in row.scope
        assert row.complaints_in_scope is True
        assert "complaints" in row.lines_of_enquiry[0]
        assert row.reasons
        assert row.closes_when
        assert row.caller
        assert row.look_again_on > AS_OF
        assert row.consent
        assert row.for_nothing[-1].endswith("recorded as not confirmed.")


@pytest.mark.parametrize("seed", range(5))
def test_each_of_the_seven_enablers_is_covered_or_left_out_with_a_reason(seed: int) -> None:
    for row in recommendation_rows(drawn(seed).made(), {}, DEFINITIONS).itertuples():
        covered = [line.split(": ")[0] for line in row.enablers_covered]
        left = [line.split(": ") for line in row.enablers_left_out]
        names = [one.name for one in DEFINITIONS.enablers.enablers.values()]
        assert sorted([*covered, *(name for name, *_ in left)]) == sorted(names)
        assert all(len(reason) > 30 for _, *rest in left for reason in rest)


@pytest.mark.parametrize("seed", range(5))
def test_questions_do_not_repeat_and_follow_the_journey(seed: int) -> None:
    order = ["front_door", "assessment", "child_protection", "looked_after", "workforce",
             "resources", None]  # fmt: skip
    for made in drawn(seed).made():
        asked = [line.question.casefold() for line in made.lines]
        assert len(set(asked)) == len(asked)
        assert 3 <= len(asked) <= LADDER.lines_of_enquiry + 1
        places = [order.index(line.stage) for line in made.lines[1:]]
        assert places == sorted(places)


@pytest.mark.parametrize("seed", range(5))
def test_what_raised_the_score_most_is_asked_about_with_its_figures(seed: int) -> None:
    for made in drawn(seed).made():
        held = {
            name
            for one in made.case.patterns
            for sign in DEFINITIONS.patterns[one.pattern].sign
            for name in (*sign.indicators, *sign.flags)
        }
        first = next(iter(made.case.raised), None)
        if first is not None and first.name not in held:
            assert any(line.behind == f"About {first.item}." for line in made.lines)


def test_the_same_figures_are_printed_once() -> None:
    offer = Nation({"801": "offer"}, patterns={"801": ("workforce_spiral",)}).offer()
    lines = " ".join(offer["lines_of_enquiry"])
    assert lines.count("Signs of workforce_spiral.") == 1
    assert "[the same figures]" in lines


@pytest.mark.parametrize(
    ("band", "step"),
    [
        ("routine", "routine_review"),
        ("watch", "supportive_conversation"),
        ("not_known", "supportive_conversation"),
        ("offer", "targeted_review"),
        ("priority", "targeted_review"),
    ],
)
def test_the_band_opens_a_step(band: str, step: str) -> None:
    offer = Nation({"801": band}).offer()
    assert offer["step"] == step
    assert offer["action"] == LADDER.step(step).action
    if step != "routine_review":
        assert offer["due_by"] == AS_OF + dt.timedelta(days=LADDER.step(step).due_days)


def test_people_open_a_conversation_that_figures_leave_shut() -> None:
    quiet = {"unplanned_cut": 2.0}
    loud = {"unplanned_cut": 2.2, "disinvestment_after_progress": 3.0}
    assert Nation({"801": "routine"}, points={"801": quiet}).offer()["step"] == "routine_review"
    offer = Nation({"801": "routine"}, points={"801": loud}).offer()
    assert offer["step"] == "supportive_conversation"
    assert offer["review_type"] == "resources"


def test_good_figures_that_somebody_doubts_are_looked_at_by_a_visit() -> None:
    figures = {"801": ("too_good_to_be_true",)}
    alone = Nation({"801": "watch"}, patterns=figures).offer()
    assert alone["step"] == "supportive_conversation"
    points = {"801": {"whistleblowing": 3.0}}
    told = Nation(
        {"801": "watch"}, patterns=figures, points=points, worries={"801": ("whistleblowing",)}
    ).offer()
    assert (told["step"], told["review_type"]) == ("targeted_review", "front_door_assurance")


@pytest.mark.parametrize(
    "given",
    [
        {"worries": {"801": ("area_for_priority_action",)}},
        {"stages": {"801": "poor"}, "grades": {"801": "Inadequate"}},
        {
            "patterns": {"801": ("workforce_spiral",)},
            "points": {"801": {"caseload:position": 9.0}},
            "reviews": [("801", "workforce", LATELY, LATELY, "held", "")],
        },
    ],
)
def test_support_is_commissioned_where_somebody_has_said_what_is_wrong(given) -> None:
    offer = Nation({"801": "priority"}, **given).offer()
    assert offer["step"] == "commissioned_support"
    assert offer["opened_by"]


def test_an_old_review_says_nothing_of_today() -> None:
    offer = Nation(
        {"801": "priority"},
        patterns={"801": ("workforce_spiral",)},
        points={"801": {"caseload:position": 9.0}},
        reviews=[("801", "workforce", YEARS_AGO, YEARS_AGO, "held", "")],
    ).offer()
    assert offer["step"] == "targeted_review"


@pytest.mark.parametrize(
    ("days", "step"), [(300, "commissioned_support"), (400, "targeted_review")]
)
def test_below_the_top_band_a_review_of_the_last_year_is_followed_up(days: int, step: str) -> None:
    held = AS_OF - dt.timedelta(days=days)
    offer = Nation(
        {"801": "offer"},
        patterns={"801": ("workforce_spiral",)},
        points={"801": {"caseload:position": 9.0}},
        reviews=[("801", "workforce", held, held, "held", "")],
    ).offer()
    assert offer["step"] == step


def test_formal_support_is_a_question_beside_the_offer_and_never_the_offer() -> None:
    offer = Nation({"801": "priority"}, worries={"801": ("improvement_notice",)}).offer()
    steps = {LADDER.step(name).action for name in ("routine_review", "supportive_conversation",
             "targeted_review", "commissioned_support")}  # fmt: skip
    assert offer["action"] in steps
    for guide in LADDER.escalation.guide:
        assert guide in offer["to_consider"]
        assert "?" in guide
    assert "have to be tested" in " ".join(offer["to_consider"])
    assert not Nation({"801": "priority"}).offer()["to_consider"]


def test_a_refusal_after_the_two_years_is_put_before_people() -> None:
    old = ("801", "whole_service", YEARS_AGO, YEARS_AGO, "held", "")
    refused = ("801", "whole_service", LATELY, None, "refused", "")
    offer = Nation({"801": "watch"}, reviews=[old, refused]).offer()
    assert LADDER.escalation.not_answered in offer["to_consider"]
    assert not Nation({"801": "watch"}, reviews=[old]).offer()["to_consider"]


@pytest.mark.parametrize(
    ("points", "kind"),
    [
        ({"caseload:position": 9.0, "agency_rate:position": 6.0}, "workforce"),
        ({"looked_after_rate:position": 9.0, "caseload:position": 3.0}, "looked_after"),
        ({"referral_rate:position": 5.0, "whistleblowing": 20.0}, "whole_service"),
        ({"rereferral_pct:position": 5.0, "return:csww": 20.0}, "front_door"),
        ({}, "whole_service"),
        ({"caseload:position": -9.0}, "whole_service"),
    ],
)
def test_the_review_is_about_what_raised_the_score(points: dict[str, float], kind: str) -> None:
    offer = Nation({"801": "offer"}, points={"801": points}).offer()
    assert offer["review_type"] == kind
    raised = [item for item, worth in points.items() if worth > 0]
    for item in raised:
        assert f"About {item}." in offer["reasons"]
    assert raised or "Nothing stands out" in " ".join(offer["reasons"])


def test_where_people_opened_the_door_the_talk_is_about_what_they_say() -> None:
    points = {"unplanned_cut": 2.2, "disinvestment_after_progress": 3.0, "caseload:position": 7.0}
    offer = Nation({"801": "routine"}, points={"801": points}).offer()
    assert (offer["step"], offer["review_type"]) == ("supportive_conversation", "resources")


def test_points_of_nothing_in_particular_say_nothing_of_where_to_look() -> None:
    points = {"801": {"rereferral_pct:position": 5.0, "vital:ordinary": 30.0}}
    offer = Nation({"801": "offer"}, points=points).offer()
    assert offer["review_type"] == "front_door"
    assert "About vital:ordinary." not in offer["reasons"]


def test_where_three_months_matter_the_quick_look_comes_first_and_mends_nothing() -> None:
    points = {"801": {"rereferral_pct:position": 5.0, "assessments_45_days_pct:position": 9.0}}
    urgent = Nation({"801": "priority"}, points=points)
    assert urgent.offer()["review_type"] == "front_door_assurance"
    urgent.worries = {"801": ("improvement_notice",)}
    assert urgent.offer()["review_type"] == "front_door"


def test_tried_approaches_are_pointed_to_by_pattern() -> None:
    offer = Nation({"801": "offer"}, patterns={"801": ("risk_aversion",)}).offer()
    assert offer["approaches"][0] == "shared_thresholds_with_partners"
    assert Nation({"801": "routine"}).offer()["approaches"] == []


def test_confidence_falls_with_width_and_doubtful_returns() -> None:
    assert Nation({"801": "offer"}).offer()["confidence"] == "good"
    doubt = Nation({"801": "offer"}, points={"801": {"return:csww": 1.0}}).offer()
    assert doubt["confidence"] == "moderate"

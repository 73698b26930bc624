"""One offer of help for each authority: whole, scoped, and on the right step of the ladder."""

from __future__ import annotations

import datetime as dt
import re
from random import Random
from typing import Any

import duckdb
import pytest

from earlywarning.review import inputs
from earlywarning.review.enquiry import COMPLAINTS
from earlywarning.review.recommend import recommendation_rows
from earlywarning.review.standing import standing_rows
from earlywarning.tables.catalogue import TABLES
from earlywarning.tables.declare import creation
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
        assert 4 <= len(asked) <= LADDER.lines_of_enquiry + 2
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


def test_every_review_ends_on_whether_it_would_be_good_enough_for_my_child() -> None:
    for made in drawn(0).made():
        assert made.lines[-1].kind == "own_child"
        assert "good enough for my child" in made.lines[-1].question


def test_a_covered_enabler_asks_what_fits_the_stage() -> None:
    about_all = {"801": {"caseload:position": 9}}
    asked = {
        stage: " ".join(
            Nation({"801": "offer"}, points=about_all, stages=given).offer()["enablers_covered"]
        )
        for stage, given in {"": {}, "poor": {"801": "poor"}, "fair": {"801": "fair"}}.items()
    }
    phases = DEFINITIONS.enablers.enablers["workforce"].phases
    here = {"poor": phases["poor_to_fair"].question, "fair": phases["fair_to_good"].question}
    for stage, question in here.items():
        assert [name for name, told in asked.items() if question in told] == [stage]


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


@pytest.mark.parametrize("band", ["watch", "not_known"])
def test_a_conversation_has_its_time_and_where_an_alert_stands_ten_working_days(band: str) -> None:
    days = LADDER.step("supportive_conversation").due_days
    assert Nation({"801": band}).offer()["due_by"] == AS_OF + dt.timedelta(days=days)
    for keys in (("alert",), ("people", "alert")):
        offer = Nation({"801": band}, keys={"801": keys}).offer()
        assert offer["step"] == "supportive_conversation"
        assert offer["due_by"] == dt.date(2026, 2, 13)


@pytest.mark.parametrize(
    ("band", "notice"),
    [
        ("routine", LADDER.notice_days),
        ("offer", LADDER.notice_days),
        ("priority", LADDER.notice_days_urgent),
    ],
)
@pytest.mark.parametrize("inspected", [None, *range(0, 1400, 100)])
@pytest.mark.parametrize("held", [None, 650, 900])
def test_the_host_has_its_notice_between_the_offer_and_the_first_day(
    band: str, notice: int, inspected: int | None, held: int | None
) -> None:
    last = AS_OF - dt.timedelta(days=held or 0)
    offer = Nation(
        {"801": band},
        grades={} if inspected is None else {"801": "Good"},
        inspected={"801": AS_OF - dt.timedelta(days=inspected or 0)},
        reviews=[("801", "workforce", last, last, "held", "")] if held else [],
    ).offer()
    assert offer["due_by"] >= dt.date(2026, 2, 13)
    assert offer["due_by"] + dt.timedelta(days=notice) <= offer["proposed_from"]
    assert offer["proposed_from"] < offer["proposed_to"]


def test_a_routine_review_is_offered_in_time_for_the_end_of_the_two_years() -> None:
    last = AS_OF - dt.timedelta(days=365)
    offer = Nation({"801": "routine"}, reviews=[("801", "workforce", last, last, "held", "")])
    due, begins = (offer.offer()[name] for name in ("due_by", "proposed_from"))
    ends = last + dt.timedelta(days=731)
    assert ends - dt.timedelta(days=100) < begins <= ends
    assert (begins - due).days == LADDER.notice_days


@pytest.mark.parametrize(
    ("keys", "kind", "words"),
    [
        ((), "people", "People worry, though the figures say little."),
        (("figures",), "band", "Figures stand out."),
        (("people",), "people", "People worry."),
        (("alert",), "alert", "A live alert of the front-door watch stands."),
        (("published",), "inspection", "Inspectors judged it lower than before."),
    ],
)
def test_a_conversation_says_which_key_opened_it(
    keys: tuple[str, ...], kind: str, words: str
) -> None:
    offer = Nation({"801": "watch"}, keys={"801": keys}).offer()
    assert (offer["step"], offer["opened_kind"]) == ("supportive_conversation", kind)
    assert offer["opened_by"] == words


@pytest.mark.parametrize("band", ["watch", "offer"])
def test_a_band_that_is_held_after_its_keys_lapsed_says_so_and_blames_nobody(band: str) -> None:
    nation = Nation({"801": band}, keys={"801": ()}, by_points={"801": "routine"})
    offer = nation.offer()
    assert offer["opened_kind"] == "band"
    assert offer["opened_by"] == "What stood out before is only just below what counts."


def test_a_team_is_offered_with_both_keys_named() -> None:
    offer = Nation({"801": "offer"}, keys={"801": ("alert", "published")}).offer()
    alert = "A live alert of the front-door watch stands"
    words = f"{alert} and inspectors judged it lower than before."
    assert (offer["step"], offer["opened_by"]) == ("targeted_review", words)


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


@pytest.mark.parametrize(
    ("band", "keys", "kind"),
    [
        ("watch", (), "resources"),
        ("watch", ("people",), "resources"),
        ("watch", ("figures",), "workforce"),
        ("watch", ("alert",), "workforce"),
        ("not_known", (), "workforce"),
    ],
)
def test_where_people_opened_the_door_the_talk_is_about_what_they_say(
    band: str, keys: tuple[str, ...], kind: str
) -> None:
    points = {"unplanned_cut": 2.2, "disinvestment_after_progress": 3.0, "caseload:position": 7.0}
    offer = Nation({"801": band}, points={"801": points}, keys={"801": keys}).offer()
    assert (offer["step"], offer["review_type"]) == ("supportive_conversation", kind)


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


@pytest.mark.parametrize(
    ("given", "sure"),
    [
        ({"performance": (14.0, 20.0)}, "good"),
        ({"performance": (2.0, 9.0)}, "good"),
        ({"performance": (11.0, 20.0)}, "moderate"),
        ({"performance": (4.0, 13.0)}, "moderate"),
        ({"performance": (8.0, 16.0)}, "low"),
        ({"coverage": 0.6}, "low"),
        ({"withheld": {"801": ("agency_rate",)}}, "low"),
    ],
)
def test_confidence_falls_where_a_year_may_turn_a_key_or_a_figure_is_not_there(
    given: dict[str, Any], sure: str
) -> None:
    assert Nation({"801": "offer"}, **given).offer()["confidence"] == sure


def test_a_signal_without_points_is_asked_about_after_what_raised_the_score() -> None:
    nation = Nation(
        {"801": "watch"},
        points={"801": {"caseload:position": 9.0}},
        signals=[
            ("agency_rate", "801", "movement", "concern", 0.4),
            ("vacancy_rate", "801", "sustained", "concern", 0.9),
            ("vacancy_rate", "801", "position", "concern", 0.5),
            ("caseload", "801", "position", "concern", 1.0),
            ("rereferral_pct", "801", "movement", "reassurance", 1.0),
            ("turnover_rate", "801", "movement", "notable", 1.0),
            ("turnover_rate", "802", "movement", "concern", 1.0),
        ],
    )
    (made,) = nation.made()
    assert [one.indicator for one in made.case.signals] == [
        "caseload", "vacancy_rate", "vacancy_rate", "agency_rate",
    ]  # fmt: skip
    asked = [line for line in made.lines if line.kind == "indicator"]
    assert [(line.subject, line.asked_by, line.behind) for line in asked] == [
        ("caseload", "caseload:position", "About caseload:position."),
        ("vacancy_rate", "vacancy_rate:sustained", "vacancy_rate, sustained."),
        ("agency_rate", "agency_rate:movement", "agency_rate, movement."),
    ]
    for line in asked:
        assert line.question == DEFINITIONS.indicators[line.subject].questions[0]


def test_what_is_asked_first_can_be_read_without_the_figure_that_asks_it() -> None:
    """Pages and briefings list the questions alone: 'these children' would be nobody there."""
    first = [one.questions[0] for one in DEFINITIONS.indicators.values()]
    first += [text for one in DEFINITIONS.patterns.values() for text in one.questions[:2]]
    leaning = r"\b(these|wait for them|those (without|live)|this rate to|reviews are late)\b"
    assert [text for text in [*first, COMPLAINTS] if re.search(leaning, text, re.I)] == []
    assert "about this" not in COMPLAINTS


def test_a_signal_that_a_pattern_holds_asks_nothing_by_itself() -> None:
    signals = [("caseload", "801", "movement", "concern", 1.0)]
    patterns = {"801": ("workforce_spiral",)}
    (made,) = Nation({"801": "watch"}, patterns=patterns, signals=signals).made()
    assert "caseload" not in {line.subject for line in made.lines}


def test_offers_and_standings_read_their_tables_from_a_build() -> None:
    with duckdb.connect() as connection:
        connection.execute(creation(TABLES))
        connection.execute(
            "insert into signal (indicator, old_la_code, kind, reading, strength) "
            "values ('caseload', '801', 'movement', 'concern', 0.5)"
        )
        assert list(inputs.known(connection).signals["indicator"]) == ["caseload"]
        assert standing_rows(inputs.standing_inputs(connection), DEFINITIONS).empty

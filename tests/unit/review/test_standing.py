"""Where each authority stands: offer, dates and sentence from the same tables, and never apart."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from earlywarning.review.standing import StandingInputs, standing_rows
from earlywarning.tables.declare import columns_of, table_of
from earlywarning.tables.standing import Standing
from tests.support.evidence import AS_OF, DEFINITIONS
from tests.support.examples import examples
from tests.support.offering import LATELY, Nation
from tests.support.stands import alert, frame, in_days, ledger, stands_on

POLICY = DEFINITIONS.policy
MEANINGS = {one.name: one.meaning for one in table_of(Standing).columns}
STATES = set(re.split(", | or ", MEANINGS["offer_state"]))
STANDINGS = set(re.split(", | or ", MEANINGS["standing"]))
ROLES = {*POLICY.ledger.recorders, *POLICY.ledger.repliers}
SOON = dt.date(2026, 2, 13)  # ten working days after the as-of day
LOOK_AGAIN = POLICY.ladder.step("targeted_review").look_again_days
HELPERS = [(code, "regional_triad", LATELY, LATELY, "held", "") for code in ("802", "803")]


def nation(band: str = "offer", **given: Any) -> Nation:
    """Return an authority with two that can help it, and no reviewers to be short of."""
    words: dict[str, Any] = {
        "bands": {"801": band, "802": "routine", "803": "routine"},
        "grades": {"802": "Good", "803": "Outstanding"},
        "reviews": HELPERS,
    }
    return Nation(**{**words, **given})


def standing(known: StandingInputs) -> pd.DataFrame:
    return standing_rows(known, DEFINITIONS).set_index("old_la_code")


def whole(row: pd.Series) -> None:
    """Check what is so of every standing."""
    assert len(row["sentence"].split()) < 30, row["sentence"]
    assert row["sentence"].endswith(".")
    assert not re.search(r"[()\[\]{}_]", row["sentence"]), row["sentence"]
    assert row["next_step"] in row["sentence"]
    assert row["next_step_by"] in ROLES
    assert row["offer_state"] in STATES
    assert row["standing"] in STANDINGS
    assert len(row["keys"]) == len(row["keys_since"])
    if row["offer_state"] == "this_quarter":
        assert row["review_from"] is not None
    elif row["offer_state"] not in ("conversation", "formal_support"):  # beside one that is due
        assert row["review_from"] is None
    assert (row["review_to"] is None) == (row["review_from"] is None)
    if row["due"] is not None:
        assert f"{row['due'].day} {row['due']:%B %Y}" in row["sentence"]
    if row["review_from"] is not None:
        urgent = row["band"] == POLICY.top_band() or "alert" in row["keys"]
        days = POLICY.ladder.notice_days_urgent if urgent else POLICY.ladder.notice_days
        assert row["due"] + dt.timedelta(days=days) <= row["review_from"] < row["review_to"]
        assert row["due"] >= SOON


IN_LEDGER = {
    "deferred, a day ahead": (
        ledger("decided", "deferred", deferred_until=in_days(20)),
        ("deferred", "improvement adviser", in_days(20)),
    ),
    "deferred, a day past": (
        ledger("decided", "deferred", deferred_until=in_days(-3)),
        ("decision_due", "regional lead", in_days(-3)),
    ),
    "deferred until today": (
        ledger("decided", "deferred", deferred_until=AS_OF),
        ("decision_due", "regional lead", AS_OF),
    ),
    "deferred without a day": (
        ledger("decided", "deferred"),
        ("deferred", "improvement adviser", None),
    ),
    "declined lately": (
        ledger("decided", "declined", decided_on=in_days(-10)),
        ("declined", "regional lead", in_days(LOOK_AGAIN - 10)),
    ),
    "declined, and to be looked at again": (
        ledger("decided", "declined", decided_on=in_days(-LOOK_AGAIN)),
        ("this_quarter", "improvement adviser", SOON),
    ),
    "proposed": (ledger("proposed"), ("to_be_shared", "improvement adviser", None)),
    "shared, the reply awaited": (
        ledger("shared", reply_by=AS_OF),
        ("reply_awaited", "director", AS_OF),
    ),
    "shared, reply time over": (
        ledger("shared", reply_by=in_days(-1)),
        ("decision_due", "regional lead", in_days(-1 + POLICY.decisions.decide_days)),
    ),
    "replied": (
        ledger("replied", reply_by=in_days(5)),
        ("decision_due", "regional lead", in_days(5 + POLICY.decisions.decide_days)),
    ),
    "accepted": (ledger("decided", "accepted"), ("accepted", "improvement adviser", None)),
    "changed": (ledger("decided", "changed"), ("accepted", "improvement adviser", None)),
    "under way": (ledger("under way", "accepted"), ("under_way", "regional lead", None)),
    "reported": (ledger("reported", "accepted"), ("reported", "regional lead", None)),
    "closed": (ledger("closed", "accepted"), ("this_quarter", "improvement adviser", SOON)),
    "withdrawn": (ledger("withdrawn"), ("this_quarter", "improvement adviser", SOON)),
}


@pytest.mark.parametrize("name", IN_LEDGER)
def test_the_ledger_says_where_an_offer_stands(name: str) -> None:
    offer, (state, by, due) = IN_LEDGER[name]
    row = standing(stands_on(nation(), offers=[offer])).loc["801"]
    whole(row)
    assert (row["offer_state"], row["next_step_by"], row["due"]) == (state, by, due)
    assert row["offer"] == (None if state == "this_quarter" else "D-0001")
    assert row["deferred_until"] == offer["deferred_until"]
    assert row["standing"] == "team"


def test_the_newest_open_offer_is_told_and_one_that_is_over_hides_none() -> None:
    rows = [
        ledger("closed", "accepted", offer="D-0003", proposed_on=in_days(-5)),
        ledger("shared", offer="D-0002", proposed_on=in_days(-20), reply_by=in_days(3)),
        ledger("under way", "accepted", offer="D-0001", proposed_on=in_days(-300)),
    ]
    row = standing(stands_on(nation(), offers=rows)).loc["801"]
    assert (row["offer"], row["offer_state"]) == ("D-0002", "reply_awaited")


PLANNED = ("801", "workforce", LATELY, None, "planned", "802")
HELD = ("801", "workforce", LATELY, LATELY, "held", "")
IN_PROGRAMME: dict[str, tuple[Nation, int, tuple[str, str, str]]] = {
    "offered": (nation(), 20, ("team", "this_quarter", "improvement adviser")),
    "offered, urgent": (nation("priority"), 20, ("team", "this_quarter", "improvement adviser")),
    "no place": (
        nation(bands={"801": "offer", "804": "priority", "802": "routine", "803": "routine"}), 1,
        ("team", "waiting", "improvement adviser"),
    ),
    "planned": (nation(reviews=[*HELPERS, PLANNED]), 20, ("team", "planned", "regional lead")),
    "not due": (
        nation("routine", reviews=[*HELPERS, HELD]), 20, ("routine", "not_due", "regional lead"),
    ),
    "routine and overdue": (nation("routine"), 20, ("routine", "this_quarter",
                                                   "improvement adviser")),
}  # fmt: skip


@pytest.mark.parametrize("name", IN_PROGRAMME)
def test_the_programme_says_where_an_offer_stands(name: str) -> None:
    given_nation, capacity, told = IN_PROGRAMME[name]
    known = stands_on(given_nation, capacity)
    row = standing(known).loc["801"]
    whole(row)
    assert (row["standing"], row["offer_state"], row["next_step_by"]) == told
    chosen = known.programme.set_index("old_la_code").loc["801"]
    waits = row["offer_state"] == "waiting"
    assert row["waits_for"] == (chosen["rule"] if waits else None)
    assert not waits or row["waits_for"] == "this quarter is full"
    if row["offer_state"] == "this_quarter":
        assert row["review_from"] == chosen["proposed_from"]
        assert row["review_to"] == chosen["proposed_to"]


@pytest.mark.parametrize(
    ("band", "keys", "due", "words"),
    [
        ("watch", ("figures",), in_days(60), "Figures stand out"),
        ("watch", ("people",), in_days(60), "People worry"),
        ("watch", (), in_days(60), "People worry, though the figures say little"),
        ("watch", ("alert",), SOON, "A live alert of the front-door watch stands"),
        ("watch", ("published",), in_days(60), "Inspectors judged it lower than before"),
        ("not_known", (), in_days(60), "Too little is known to rest on"),
    ],
)
def test_one_key_opens_a_conversation(
    band: str, keys: tuple[str, ...], due: dt.date, words: str
) -> None:
    row = standing(stands_on(nation(band, keys={"801": keys}))).loc["801"]
    whole(row)
    assert row["standing"] == ("not_known" if band == "not_known" else "conversation")
    # Where the review that is due goes with it, the host has its notice between the two.
    due = due if row["review_from"] is None else SOON
    assert (row["offer_state"], row["next_step_by"], row["due"]) == (
        "conversation", "regional lead", due,
    )  # fmt: skip
    assert row["sentence"].startswith(words)


@pytest.mark.parametrize("band", ["watch", "offer"])
def test_a_band_that_is_held_after_its_keys_lapsed_does_not_say_that_people_worry(
    band: str,
) -> None:
    held = nation(band, keys={"801": ()}, by_points={"801": "routine"})
    row = standing(stands_on(held)).loc["801"]
    whole(row)
    assert row["sentence"].startswith("What stood out before is only just below what counts")


@pytest.mark.parametrize(
    ("stage", "worry", "words"),
    [
        ("poor", (), "In formal support, judged Inadequate in December 2024"),
        ("fair", ("improvement_notice",), "In formal support under a published notice"),
    ],
)
@pytest.mark.parametrize("band", ["routine", "watch", "priority", "not_known"])
def test_formal_support_is_said_first_whatever_the_band(
    band: str, stage: str, worry: tuple[str, ...], words: str
) -> None:
    journey = {"old_la_code": "801", "stage": stage, "judged_on": LATELY}
    heard = {"801": worry} if worry else {}
    row = standing(stands_on(nation(band, worries=heard), journeys=[journey])).loc["801"]
    whole(row)
    offered = "this_quarter" if band == "priority" else "formal_support"
    assert (row["standing"], row["offer_state"]) == ("formal_support", offered)
    assert row["due"] == SOON
    assert row["sentence"].startswith(words)
    assert row["judgement"] == DEFINITIONS.journey.stages[stage].grade


def test_a_notice_that_has_fallen_away_is_no_formal_support() -> None:
    known = stands_on(nation("routine", worries={"801": ("improvement_notice",)}))
    known.heard["weight_now"] = 0.0
    row = standing(known).loc["801"]
    assert row["standing"] == "routine"
    assert row["newest_heard"] is None


def test_a_live_alert_is_named_with_its_measures_and_an_ended_one_is_not() -> None:
    slips = [alert(in_days(-40), 202512), alert(in_days(-12))]
    rows = standing(stands_on(nation("watch"), alerts=slips))
    assert rows.loc["801", "alert_since"] == in_days(-12)
    assert rows.loc["801", "alert_measures"] == ["caseload", "vacancy_rate"]
    assert rows.loc["802", "alert_since"] is None


def test_a_key_that_lapsed_and_was_turned_again_tells_the_later_day() -> None:
    looks: list[tuple[int, list[str] | None]] = [
        (-400, ["figures", "people"]), (-300, ["figures"]), (-200, ["people"]),
        (-100, ["figures", "people"]), (-50, None), (-20, ["figures"]), (0, ["figures", "people"]),
    ]  # fmt: skip
    past = [
        {"looked_on": in_days(days), "old_la_code": "801", "keys": keys} for days, keys in looks
    ]
    for order in (past, past[::-1]):
        row = standing(stands_on(nation(), past=order)).loc["801"]
        since = dict(zip(row["keys"], row["keys_since"], strict=True))
        assert since == {"figures": in_days(-20), "people": AS_OF}


def test_a_key_that_never_lapsed_tells_the_first_look_and_another_authority_says_nothing() -> None:
    past = [
        {"looked_on": in_days(days), "old_la_code": code, "keys": ["figures", "people"]}
        for code, days in (("801", -60), ("801", 0), ("802", -900))
    ]
    row = standing(stands_on(nation(), past=past)).loc["801"]
    assert row["keys_since"] == [in_days(-60), in_days(-60)]
    alone = standing(stands_on(nation())).loc["801"]
    assert alone["keys_since"] == [AS_OF, AS_OF]


VITAL = [name for name, one in DEFINITIONS.indicators.items() if not one.context]
OUTCOMES = ("offered", "not this quarter", "conversation", "planned already", "offer open",
            "not due")  # fmt: skip
LEDGER_STATES = ("proposed", "shared", "replied", "decided", "under way", "reported", "closed",
                 "withdrawn")  # fmt: skip
DECISIONS = (None, "accepted", "changed", "declined", "deferred")
STEPS = ("routine_review", "supportive_conversation", "targeted_review", "commissioned_support")
days = st.integers(-400, 400).map(in_days)
maybe = st.none() | days
keys = st.lists(
    st.sampled_from(["figures", "people", "alert", "published"]), unique=True, max_size=4
)


@st.composite
def anything(draw: st.DrawFn) -> StandingInputs:
    """Draw tables in which nothing need follow from anything else."""
    codes = draw(st.lists(st.sampled_from(["801", "802", "803"]), unique=True, max_size=3))
    some = st.lists(st.sampled_from(codes), max_size=6) if codes else st.just([])
    tables: dict[str, list[dict[str, Any]]] = {
        "past": [
            {"looked_on": in_days(-draw(st.integers(0, 400))), "old_la_code": code,
             "keys": draw(st.none() | keys)}
            for code in draw(some)
        ],
        "offers": [
            ledger(
                draw(st.sampled_from(LEDGER_STATES)),
                draw(st.sampled_from(DECISIONS)),
                old_la_code=code,
                **{day: draw(maybe) for day in ("decided_on", "deferred_until", "reply_by")},
            )
            for code in draw(some)
        ],
        "journeys": [
            {"old_la_code": code, "judged_on": draw(days),
             "stage": draw(st.sampled_from(list(DEFINITIONS.journey.stages)))}
            for code in set(draw(some))
        ],
        "alerts": [
            alert(draw(days), draw(st.sampled_from([None, 202509])), code) for code in draw(some)
        ],
        "missing": [{"old_la_code": code, "indicator": "caseload"} for code in set(draw(some))],
    }  # fmt: skip
    levels = [
        (code, draw(st.sampled_from(VITAL)), draw(st.floats(-3, 3)), 0.4,
         draw(st.sampled_from([None, "not_returned"])))
        for code in draw(some)
    ]  # fmt: skip
    heard = [
        (code, draw(st.sampled_from(list(DEFINITIONS.soft_flags))), draw(st.sampled_from([0.0, 1])),
         draw(days))
        for code in draw(some)
    ]  # fmt: skip
    base = stands_on(Nation(dict.fromkeys(codes, "routine")), **tables)
    step = {code: draw(st.sampled_from(STEPS)) for code in codes}
    action = [POLICY.ladder.step(step[code]).action for code in sorted(codes)]
    return StandingInputs(
        scores=base.scores.assign(
            band=[draw(st.sampled_from(["not_known", *POLICY.bands])) for _ in codes],
            keys=pd.Series([draw(keys) for _ in codes], dtype=object),
        ),
        past=base.past,
        levels=pd.DataFrame(levels, columns=base.levels.columns),
        recommendations=base.recommendations.assign(
            step=[step[code] for code in sorted(codes)],
            action=action,
            due_by=pd.Series([draw(days) for _ in codes], dtype=object),
        ),
        programme=base.programme.assign(
            outcome=[draw(st.sampled_from(OUTCOMES)) for _ in codes],
            proposed_from=pd.Series([draw(days) for _ in codes], dtype=object),
            proposed_to=pd.Series([draw(days) for _ in codes], dtype=object),
        ),
        offers=base.offers,
        journeys=base.journeys,
        inspections=base.inspections,
        clocks=base.clocks,
        alerts=base.alerts,
        heard=pd.DataFrame(
            [(*row, "published_letter", "A", 1) for row in heard], columns=base.heard.columns
        ),
        figures=base.figures,
        missing=base.missing,
        unread=base.unread,
    )


@examples(50)
@given(anything())
def test_any_tables_give_one_whole_row_an_authority(known: StandingInputs) -> None:
    rows = standing_rows(known, DEFINITIONS)
    assert list(rows) == columns_of(Standing)
    assert list(rows["old_la_code"]) == sorted(known.scores["old_la_code"])
    lowest = set(known.journeys.loc[known.journeys["stage"] == "poor", "old_la_code"])
    notices = {name for name, flag in DEFINITIONS.soft_flags.items() if flag.formal}
    live = known.heard[known.heard["flag"].isin(notices) & (known.heard["weight_now"] > 0)]
    formal = lowest | set(live["old_la_code"])
    for row in rows.to_dict("records"):
        assert len(row["sentence"].split()) < 30, row["sentence"]
        assert not re.search(r"[()\[\]{}_]", row["sentence"]), row["sentence"]
        assert row["next_step"] in row["sentence"], row["sentence"]
        assert row["next_step_by"] in ROLES
        assert row["offer_state"] in STATES
        assert row["standing"] in STANDINGS
        assert row["confidence"] in ("good", "moderate", "low")
        proposed = row["review_from"] is not None
        assert proposed or row["offer_state"] != "this_quarter"
        with_review = ("this_quarter", "conversation", "formal_support")
        assert not proposed or row["offer_state"] in with_review
        assert all(day <= AS_OF for day in row["keys_since"])
        assert (row["standing"] == "formal_support") == (row["old_la_code"] in formal)


def test_nobody_scored_is_a_table_without_rows() -> None:
    assert standing_rows(stands_on(Nation({})), DEFINITIONS).empty
    assert frame("past", []).empty


@pytest.mark.parametrize(
    ("grade", "before", "where"),
    [("Inadequate", (), "formal_support"), (None, ("801",), "formal_support"),
     (None, (), "not_known"), ("Good", (), "not_known")],
)  # fmt: skip
def test_a_later_report_that_was_refused_reassures_nobody_and_lifts_nobody_out(
    grade: str | None, before: tuple[str, ...], where: str
) -> None:
    journey = {"old_la_code": "801", "stage": "good", "judged_on": LATELY}
    unread = {"old_la_code": "801", "day": in_days(-30), "grade": grade}
    known = stands_on(nation("routine"), journeys=[journey], unread=[unread])
    row = standing(replace(known, formal_before=frozenset(before))).loc["801"]
    whole(row)
    assert (row["standing"], row["confidence"]) == (where, "low")
    assert (row["later_report_refused"], row["later_report_on"]) == (True, in_days(-30))
    assert "could not be read" in row["sentence"]
    assert (row["judgement"], row["judged_on"]) == ("Good", LATELY)
    assert not standing(stands_on(nation("routine"))).loc["801", "later_report_refused"]

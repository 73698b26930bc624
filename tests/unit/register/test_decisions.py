"""The life of an offer: each step in its turn, by whoever may take it, nothing changed unseen."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earlywarning.errors import SourceError, UsageError
from earlywarning.register import chain
from earlywarning.register.actions import RefusedEntryError
from earlywarning.register.decisions import actions
from earlywarning.register.decisions.actions import propose, withdraw
from earlywarning.register.decisions.guarding import Rules
from earlywarning.register.decisions.record import DECISIONS, Proposed, Tried
from earlywarning.register.decisions.rows import (
    credit_rows,
    outcome_rows,
    review_rows,
    warning_record,
)
from earlywarning.register.decisions.state import Life, lives, sound_decisions
from earlywarning.sources.registers import REVIEW_COLUMNS
from earlywarning.tables.declare import columns_of
from earlywarning.tables.offers import OfferFinding
from tests.support.evidence import DEFINITIONS
from tests.support.examples import examples

POLICY = DEFINITIONS.policy
RULES = Rules(
    POLICY.ledger, POLICY.decisions, DEFINITIONS.bank_holidays, tuple(DEFINITIONS.review_types)
)
SUBJECTS = ("indicator:caseload", "pattern:workforce_spiral")
LEAD, DIRECTOR = "regional lead", "director"
STEPS = ("share", "reply", "decide", "start", "report", "close")


def at(day: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{day}T12:00:00+00:00")


def offer(**given: Any) -> Proposed:
    return Proposed.model_validate(
        {
            "old_la_code": "801", "as_of": dt.date(2026, 4, 30), "action": "targeted peer review",
            "step": "targeted_review", "review_type": "workforce", "days": 3, "supporter": "802",
            "subjects": SUBJECTS,
        }
        | given
    )  # fmt: skip


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "decisions.jsonl"
    propose(path, [offer()], LEAD, RULES, at("2026-05-05"))
    return path


def step(path: Path, name: str, day: str, item: str = "D-0001", **given: Any) -> None:
    """Take one step with quiet words."""
    ordinary: dict[str, Any] = {
        "share": {},
        "reply": {"role": DIRECTOR, "text": "We know of the caseloads."},
        "credit": {"credible": True, "text": "The audit is older than the offer."},
        "decide": {"outcome": "accepted", "reason": "Both sides want to know."},
        "start": {"starts_on": dt.date(2026, 6, 16), "leader": "802"},
        "report": {"held_on": dt.date(2026, 6, 18)},
        "close": {
            "findings": dict.fromkeys(SUBJECTS, "confirmed"), "text": "As the figures say.",
        },
    }[name]  # fmt: skip
    words = {"role": LEAD} | ordinary | given
    do: Any = getattr(actions, name)
    do(path, item, words.pop("role"), **words, rules=RULES, now=at(day))


def walked(path: Path, until: str, **given: Any) -> Life:
    """Take every step up to one, on days of their own; return how the offer stands."""
    days = ("2026-05-06", "2026-05-12", "2026-05-18", "2026-05-20", "2026-07-01", "2026-07-06")
    for name, day in zip(STEPS, days, strict=True):
        step(path, name, day, **given.get(name, {}))
        if name == until:
            break
    return life_of(path)


def life_of(path: Path, day: dt.date | None = None) -> Life:
    records, _ = sound_decisions(path)
    return lives(records, day)["D-0001"]


@pytest.mark.parametrize(
    ("until", "state"),
    zip(STEPS, ("shared", "replied", "decided", "under way", "reported", "closed"), strict=True),
)
def test_an_offer_goes_from_step_to_step(ledger: Path, until: str, state: str) -> None:
    assert life_of(ledger).state == "proposed"
    assert walked(ledger, until).state == state
    lines, well = chain.told(chain.walk(ledger, DECISIONS))
    assert well, lines


@pytest.mark.parametrize("done", [None, *STEPS])
@pytest.mark.parametrize("name", [*STEPS, "credit"])
def test_no_step_is_taken_out_of_its_turn(tmp_path: Path, done: str | None, name: str) -> None:
    path = tmp_path / "decisions.jsonl"
    propose(path, [offer()], LEAD, RULES, at("2026-05-05"))
    if done:
        walked(path, done)
    next_one = STEPS[0] if done is None else (*STEPS, None)[STEPS.index(done) + 1]
    allowed = {next_one}
    if done in ("reply", "decide"):
        allowed.add("reply")  # whoever has more to say may say it
    if done == "share":
        allowed.add("decide")  # the time to answer is over
    before = path.read_bytes()
    if name in allowed:
        step(path, name, "2026-08-03")
        assert path.read_bytes().startswith(before)
    else:
        with pytest.raises(UsageError):
            step(path, name, "2026-08-03")
        assert path.read_bytes() == before


def test_the_authority_has_ten_working_days_and_speaks_first(ledger: Path) -> None:
    step(ledger, "share", "2026-05-20")
    # The spring bank holiday of 25 May lies between.
    assert life_of(ledger).reply_by == dt.date(2026, 6, 4)
    with pytest.raises(UsageError, match="may answer until 2026-06-04"):
        step(ledger, "decide", "2026-06-04")
    step(ledger, "decide", "2026-06-05")
    life = life_of(ledger)
    assert (life.state, life.replied_in_words(dt.date(2026, 6, 5))) == ("decided", "none in time")


def test_the_authority_itself_may_decide_at_once(ledger: Path) -> None:
    step(ledger, "share", "2026-05-20")
    step(ledger, "decide", "2026-05-21", role="chief executive", outcome="declined")
    life = life_of(ledger)
    assert life.decision is not None
    assert (life.decision.side, life.is_open) == ("authority", False)


def test_what_was_declined_or_deferred_can_be_decided_again_and_nothing_else(ledger: Path) -> None:
    later = {"outcome": "deferred", "until": dt.date(2026, 9, 1)}
    walked(ledger, "decide", decide=later)
    step(ledger, "decide", "2026-09-01", outcome="changed", review_type="front_door")
    with pytest.raises(UsageError, match="was decided on 2026-09-01 already"):
        step(ledger, "decide", "2026-09-02")


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("decide", {"role": "neighbour"}, "role is 'neighbour'"),
        ("decide", {"outcome": "changed"}, "review-type: goes with"),
        ("decide", {"outcome": "changed", "review_type": "party"}, "review-type: one of"),
        ("decide", {"outcome": "deferred"}, "until: goes with"),
        ("decide", {"until": dt.date(2026, 9, 1)}, "until: goes with"),
        ("reply", {"role": LEAD}, "role is 'regional lead'"),
        ("reply", {"found_itself": ("indicator:caseload",)}, "say what is done"),
        ("reply", {"found_itself": ("flag:rumour",), "plan": "A plan."}, "rests on"),
    ],
)
def test_words_that_are_not_allowed_are_refused(
    ledger: Path, name: str, given: dict[str, Any], message: str
) -> None:
    step(ledger, "share", "2026-05-06")
    step(ledger, "reply", "2026-05-07")
    with pytest.raises(UsageError, match=message):
        step(ledger, name, "2026-05-08", **given)


@pytest.mark.parametrize("text", ["Ring Mrs Smith.", "Write to a.b@c.org", "\u202eturned"])
def test_a_reply_names_no_person_and_hides_nothing(ledger: Path, text: str) -> None:
    step(ledger, "share", "2026-05-06")
    with pytest.raises(RefusedEntryError):
        step(ledger, "reply", "2026-05-07", text=text)


def test_a_verdict_is_given_on_every_subject_and_on_no_other(ledger: Path) -> None:
    walked(ledger, "report")
    with pytest.raises(UsageError, match="say what was found of pattern:workforce_spiral"):
        step(ledger, "close", "2026-07-06", findings={"indicator:caseload": "partly"})
    with pytest.raises(UsageError, match="flag:rumour: not what"):
        step(ledger, "close", "2026-07-06", findings={"flag:rumour": "partly"})


def tried(name: str, came: str, what: str = "approach", text: str = "It was seen.") -> Tried:
    return Tried.model_validate({"what": what, "name": name, "outcome": came, "text": text})


def test_what_helped_is_written_down_with_the_close_and_a_later_word_replaces_it(
    ledger: Path,
) -> None:
    came = (tried("one_front_door", "too_early"), tried("802", "helped", "supporter"))
    life = walked(ledger, "close", close={"tried": came})
    assert life.state == "closed"
    rows = outcome_rows(lives(sound_decisions(ledger)[0]))
    assert rows[["what", "name", "outcome"]].to_numpy().tolist() == [
        ["approach", "one_front_door", "too_early"], ["supporter", "802", "helped"],
    ]  # fmt: skip
    actions.outcome(ledger, "D-0001", LEAD, [tried("one_front_door", "helped")], RULES,
                    now=at("2026-10-01"))  # fmt: skip
    after = outcome_rows(lives(sound_decisions(ledger)[0])).set_index("name")
    assert after.loc["one_front_door", "outcome"] == "helped"
    assert after.loc["one_front_door", "recorded_on"] == dt.date(2026, 10, 1)
    assert len(after) == 2
    assert life_of(ledger).state == "closed"
    before = outcome_rows(lives(sound_decisions(ledger)[0], dt.date(2026, 9, 30)))
    assert "too_early" in set(before["outcome"])
    assert chain.told(chain.walk(ledger, DECISIONS))[1]


def test_what_helped_is_said_of_a_closed_offer_alone_and_never_of_a_person(ledger: Path) -> None:
    walked(ledger, "report")
    held = ledger.read_bytes()
    with pytest.raises(UsageError, match="is reported; this is for one that is closed"):
        actions.outcome(ledger, "D-0001", LEAD, [tried("one_front_door", "helped")], RULES)
    named = tried("802", "helped", "supporter", "Mrs Jane Brown led it well.")
    with pytest.raises(RefusedEntryError, match="person"):
        step(ledger, "close", "2026-07-06", tried=[named])
    assert ledger.read_bytes() == held
    step(ledger, "close", "2026-07-06")
    with pytest.raises(UsageError, match="say what was tried"):
        actions.outcome(ledger, "D-0001", LEAD, [], RULES, now=at("2026-10-01"))


def test_an_authority_has_one_open_offer(ledger: Path) -> None:
    (left_out,) = propose(ledger, [offer()], LEAD, RULES, at("2026-05-06"))
    assert left_out == "801 has an open offer, D-0001"
    walked(ledger, "close")
    (again,) = propose(ledger, [offer()], LEAD, RULES, at("2026-07-07"))
    assert not isinstance(again, str)


@pytest.mark.parametrize(
    ("role", "outcome", "status"),
    [
        (DIRECTOR, "declined", "refused"),
        (DIRECTOR, "deferred", "postponed"),
        (LEAD, "declined", None),
        (LEAD, "deferred", None),
        (LEAD, "accepted", "planned"),
        (DIRECTOR, "changed", "planned"),
    ],
)
def test_what_the_authority_refuses_joins_the_history_and_what_others_decide_does_not(
    ledger: Path, role: str, outcome: str, status: str | None
) -> None:
    given: dict[str, Any] = {"role": role, "outcome": outcome}
    given |= {"until": dt.date(2026, 9, 1)} if outcome == "deferred" else {}
    given |= {"review_type": "front_door"} if outcome == "changed" else {}
    walked(ledger, "decide", decide=given)
    rows = review_rows({"D-0001": life_of(ledger)}, [*REVIEW_COLUMNS])
    assert [row.status for row in rows.itertuples()] == ([status] if status else [])
    if status:
        assert rows["source"].iloc[0] == f"offer D-0001, {role}"
        assert rows["review_type"].iloc[0] == (
            "front_door" if outcome == "changed" else "workforce"
        )


@pytest.mark.parametrize(
    ("kind", "rows"), [("supportive_conversation", 0), ("commissioned_support", 0),
                       ("routine_review", 1)],
)  # fmt: skip
def test_a_talk_and_support_are_no_reviews(tmp_path: Path, kind: str, rows: int) -> None:
    path = tmp_path / "decisions.jsonl"
    propose(path, [offer(step=kind)], LEAD, RULES, at("2026-05-05"))
    walked(path, "close")
    history = review_rows({"D-0001": life_of(path)}, [*REVIEW_COLUMNS])
    assert len(history) == rows
    assert set(history["status"]) <= {"held"}


def test_what_the_authority_found_itself_earns_credit_once_the_plan_is_held_credible(
    ledger: Path,
) -> None:
    found = {"found_itself": ("indicator:caseload",), "plan": "Ten posts are filled by autumn."}
    walked(ledger, "reply", reply=found)
    columns = ["item", "flag", "source_kind", "heard_on", "review_by", "recorded_by"]
    assert credit_rows({"D-0001": life_of(ledger)}, POLICY.decisions, columns).empty
    step(ledger, "credit", "2026-05-14", credible=False)
    assert credit_rows({"D-0001": life_of(ledger)}, POLICY.decisions, columns).empty
    step(ledger, "credit", "2026-05-15")
    (row,) = credit_rows({"D-0001": life_of(ledger)}, POLICY.decisions, columns).itertuples(
        index=False
    )
    flag = DEFINITIONS.soft_flags[row.flag]
    assert flag.reading == "reassurance"
    assert row.source_kind in flag.raised_by
    assert row.review_by == dt.date(2026, 5, 15) + dt.timedelta(days=POLICY.decisions.credit_days)
    assert row.recorded_by == LEAD


def test_nobody_gets_credit_for_what_was_not_claimed(ledger: Path) -> None:
    walked(ledger, "reply")
    with pytest.raises(UsageError, match="names nothing that the authority found itself"):
        step(ledger, "credit", "2026-05-14")


def test_a_look_back_sees_the_offer_as_it_stood(ledger: Path) -> None:
    walked(ledger, "close")
    seen = [life_of(ledger, dt.date.fromisoformat(day)).state for day in
            ("2026-05-05", "2026-05-11", "2026-05-12", "2026-06-01", "2026-07-06")]  # fmt: skip
    assert seen == ["proposed", "shared", "replied", "under way", "closed"]


def test_a_withdrawn_offer_does_nothing_elsewhere(ledger: Path) -> None:
    walked(ledger, "decide")
    withdraw(ledger, "D-0001", LEAD, "Made by mistake.", RULES, at("2026-05-19"))
    lives = {"D-0001": life_of(ledger)}
    assert lives["D-0001"].state == "withdrawn"
    assert review_rows(lives, [*REVIEW_COLUMNS]).empty


@pytest.mark.parametrize("place", [0.1, 0.5, 0.9])
def test_a_changed_byte_breaks_the_chain(ledger: Path, place: float) -> None:
    walked(ledger, "close")
    content = bytearray(ledger.read_bytes())
    at_byte = int(place * len(content))
    content[at_byte] = ord("x") if content[at_byte] != ord("x") else ord("y")
    ledger.write_bytes(bytes(content))
    with pytest.raises(SourceError, match="chain"):
        sound_decisions(ledger)


def test_the_two_ledgers_are_not_taken_for_each_other(ledger: Path) -> None:
    assert chain.walk(ledger).broken is not None
    assert b"decisions_on_offers" in chain.head_path(ledger).read_bytes()


def test_the_record_of_warnings_by_hand() -> None:
    import pandas as pd

    verdicts = ["confirmed"] * 5 + ["partly"] * 2 + ["not_confirmed"] * 3
    findings = pd.DataFrame(
        [("D-1", "801", "pattern", "workforce_spiral", verdict, None) for verdict in verdicts]
        + [("D-2", "802", "flag", "whistleblowing", "not_confirmed", None)],
        columns=columns_of(OfferFinding),
    )
    rows = warning_record(findings).set_index(["about", "subject"])
    spiral = rows.loc[("pattern", "workforce_spiral")]
    assert list(spiral[["confirmed", "partly", "not_confirmed", "closed"]]) == [5, 2, 3, 10]
    # Wilson, 7 of 10: (0.7 + z2/20 -+ z sqrt(0.021 + z2/400)) / (1 + z2/10), z = 1.96
    assert spiral["held_pct"] == pytest.approx(70)
    assert spiral["lower_pct"] == pytest.approx(39.68, abs=0.01)
    assert spiral["upper_pct"] == pytest.approx(89.22, abs=0.01)
    assert rows.loc[("all", "all"), "closed"] == 11
    assert rows.loc[("flag", "whistleblowing"), "held_pct"] == 0
    assert warning_record(findings.iloc[:0]).empty


@examples(20)
@given(st.lists(st.sampled_from([*STEPS, "credit", "withdraw"]), max_size=12))
def test_whatever_is_tried_in_whatever_order_the_ledger_stays_sound(tries: list[str]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "decisions.jsonl"
        propose(path, [offer()], LEAD, RULES, at("2026-05-05"))
        for number, name in enumerate(tries):
            day = f"2026-08-{number + 3:02}"
            before = life_of(path).state
            try:
                if name == "withdraw":
                    withdraw(path, "D-0001", LEAD, "Not wanted.", RULES, at(day))
                else:
                    step(path, name, day)
            except UsageError:
                assert life_of(path).state == before
        assert chain.told(chain.walk(path, DECISIONS))[1]
        assert before_is_over(life_of(path))


def before_is_over(life: Life) -> bool:
    """Tell whether a closed offer went through every step."""
    if life.state != "closed":
        return True
    return None not in (life.shared_on, life.decision, life.under_way, life.held_on, life.verdicts)

"""What can be done with an offer: each act is checked under the lock against the offer's state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from earlywarning.errors import UsageError
from earlywarning.period import after_working_days
from earlywarning.register.decisions.guarding import Rules, act, of_the_offer, sound, today_of
from earlywarning.register.decisions.record import (
    DECISIONS,
    Credit,
    Decision,
    Outcome,
    Proposed,
    Reply,
    Reported,
    Shared,
    Tried,
    UnderWay,
    Verdict,
    Verdicts,
)
from earlywarning.register.decisions.state import Life, lives
from earlywarning.register.ledger import Draft, append
from earlywarning.register.record import LedgerRecord, Words
from earlywarning.register.words import role_of

AGREED = ("accepted", "changed")
AGAIN = ("declined", "deferred")


def propose(
    path: Path, given: list[Proposed], role: str, rules: Rules, now: dt.datetime | None = None
) -> list[LedgerRecord | str]:
    """Write offers down as proposed; an authority with an open offer gets no second.

    Returns:
        For each its record, or why it was left out.
    """
    by = role_of(role, rules.policy.deciders, "role")
    outcome: list[str | None] = []

    def decide(records: list[LedgerRecord]) -> list[Draft]:
        """Draft what is new."""
        held = {
            life.offer.old_la_code: life.item for life in lives(records).values() if life.is_open
        }
        drafts = []
        for one in given:
            standing = held.get(one.old_la_code)
            outcome.append(f"{one.old_la_code} has an open offer, {standing}" if standing else None)
            if not standing:
                held[one.old_la_code] = "another of these"
                drafts.append(Draft("proposed", by, one))
        return drafts

    added = iter(append(path, decide, now, DECISIONS))
    return [next(added) if why is None else why for why in outcome]


def share(
    path: Path, item: str, role: str, rules: Rules, now: dt.datetime | None = None
) -> LedgerRecord:
    """Record that the authority has the offer; its time to answer runs from this day."""
    by = role_of(role, rules.policy.deciders, "role")
    day = today_of(now)
    until = after_working_days(day, rules.policy.reply_working_days, rules.holidays)
    return act(path, item, ("proposed",), Draft("shared", by, Shared(reply_by=until), item), now)


def reply(
    path: Path, item: str, role: str, text: str, rules: Rules, *,
    found_itself: Iterable[str] = (), plan: str = "", no_person_named: bool = False,
    now: dt.datetime | None = None,
) -> LedgerRecord:  # fmt: skip
    """Record the authority's answer; what it had found itself is named by subject, with a plan."""
    by = role_of(role, rules.roles.repliers, "role")
    said = tuple(dict.fromkeys(found_itself))
    sound(text, rules, no_person_named=no_person_named)
    if plan:
        sound(plan, rules, no_person_named=no_person_named)
    if said and not plan:
        raise UsageError("plan: what was found without a plan earns no credit; say what is done")
    body = Reply(text=text, found_itself=said, plan=plan)

    def check(life: Life) -> None:
        """Refuse a subject that the offer does not rest on."""
        of_the_offer(said, life)

    states = ("shared", "replied", "decided")
    return act(path, item, states, Draft("reply", by, body, item), now, check)


def credit(
    path: Path, item: str, role: str, text: str, rules: Rules, *, credible: bool,
    now: dt.datetime | None = None,
) -> LedgerRecord:  # fmt: skip
    """Record whether the plan for what the authority found itself is credible."""
    by = role_of(role, rules.policy.deciders, "role")
    sound(text, rules, no_person_named=False)
    body = Credit(credible=credible, text=text)

    def check(life: Life) -> None:
        """Refuse credit for what nobody claimed."""
        if not life.found_itself:
            raise UsageError(f"{item}: the reply names nothing that the authority found itself")

    states = ("replied", "decided", "under way")
    return act(path, item, states, Draft("credit", by, body, item), now, check)


def decide(
    path: Path, item: str, role: str, outcome: Outcome, reason: str, rules: Rules, *,
    review_type: str = "", until: dt.date | None = None, no_person_named: bool = False,
    now: dt.datetime | None = None,
) -> LedgerRecord:  # fmt: skip
    """Record a decision by either side: accepted, changed, declined or deferred, with its reason.

    The authority answers first: the consortium decides once a reply is there, or its time is over.
    """
    by = role_of(role, rules.both_sides, "role")
    side = "authority" if by in rules.roles.repliers else "consortium"
    sound(reason, rules, no_person_named=no_person_named)
    if (outcome == "changed") != bool(review_type):
        raise UsageError("review-type: goes with an outcome of changed, and with no other")
    if review_type and review_type not in rules.review_types:
        raise UsageError(f"review-type: one of {', '.join(rules.review_types)}")
    if (outcome == "deferred") != (until is not None):
        raise UsageError("until: goes with an outcome of deferred, and with no other")
    body = Decision(
        outcome=outcome, side="authority" if side == "authority" else "consortium", text=reason,
        review_type=review_type, until=until,
    )  # fmt: skip
    day = today_of(now)

    def check(life: Life) -> None:
        """Let the authority speak first, and decide once."""
        waiting = life.state == "shared" and life.reply_by is not None and day <= life.reply_by
        if waiting and side == "consortium":
            raise UsageError(f"{item}: the authority may answer until {life.reply_by}")
        again = life.state != "decided" or (life.decision and life.decision.outcome in AGAIN)
        if not again:
            raise UsageError(f"{item}: it was decided on {life.decided_on} already")

    states = ("shared", "replied", "decided")
    return act(path, item, states, Draft("decision", by, body, item), now, check)


def start(
    path: Path, item: str, role: str, starts_on: dt.date, leader: str, rules: Rules,
    now: dt.datetime | None = None,
) -> LedgerRecord:  # fmt: skip
    """Record that days are agreed and who leads, once the offer is accepted or changed."""
    by = role_of(role, rules.policy.deciders, "role")
    body = UnderWay(starts_on=starts_on, leader=leader)

    def check(life: Life) -> None:
        """Refuse to begin what nobody agreed to."""
        if life.decision is None or life.decision.outcome not in AGREED:
            raise UsageError(f"{item}: it was not accepted")

    return act(path, item, ("decided",), Draft("under_way", by, body, item), now, check)


def report(
    path: Path, item: str, role: str, held_on: dt.date, rules: Rules,
    now: dt.datetime | None = None,
) -> LedgerRecord:  # fmt: skip
    """Record that it was held and has reported."""
    by = role_of(role, rules.policy.deciders, "role")
    if held_on > today_of(now):
        raise UsageError(f"held-on: {held_on} lies in the future")
    body = Reported(held_on=held_on)
    return act(path, item, ("under way",), Draft("reported", by, body, item), now)


def close(
    path: Path, item: str, role: str, findings: dict[str, Verdict], text: str, rules: Rules,
    *, tried: Iterable[Tried] = (), no_person_named: bool = False, now: dt.datetime | None = None,
) -> LedgerRecord:  # fmt: skip
    """Record what was found of each subject and what helped, and end the offer's life."""
    by = role_of(role, rules.policy.deciders, "role")
    sound(text, rules, no_person_named=no_person_named)
    came = _came(tried, item, by, rules, no_person_named=no_person_named)
    body = Verdicts(findings=findings, text=text)

    def check(life: Life) -> None:
        """Ask for a verdict on every subject, and on no other."""
        of_the_offer(findings, life)
        missing = sorted(set(life.offer.subjects) - set(findings))
        if missing:
            raise UsageError(f"{item}: say what was found of {', '.join(missing)}")

    return act(path, item, ("reported",), Draft("closed", by, body, item), now, check, came)


def outcome(
    path: Path, item: str, role: str, tried: Iterable[Tried], rules: Rules, *,
    no_person_named: bool = False, now: dt.datetime | None = None,
) -> LedgerRecord:  # fmt: skip
    """Record later what an approach or a supporter came to, once the offer is closed.

    Raises:
        UsageError: if nothing is named, or the offer is not closed.
    """
    by = role_of(role, rules.policy.deciders, "role")
    came = _came(tried, item, by, rules, no_person_named=no_person_named)
    if not came:
        raise UsageError("say what was tried, and what it came to")
    return act(path, item, ("closed",), came[0], now, more=came[1:])


def _came(
    tried: Iterable[Tried], item: str, by: str, rules: Rules, *, no_person_named: bool
) -> list[Draft]:
    """Draft one record for each thing that was tried."""
    drafts = []
    for one in tried:
        sound(one.text, rules, no_person_named=no_person_named)
        if one.what == "role":
            sound(one.name, rules, no_person_named=no_person_named)
        drafts.append(Draft("tried", by, one, item))
    return drafts


def withdraw(
    path: Path, item: str, role: str, reason: str, rules: Rules, now: dt.datetime | None = None
) -> LedgerRecord:
    """Take an offer back that should not have been made; it stays in the ledger."""
    by = role_of(role, rules.policy.deciders, "role")
    sound(reason, rules, no_person_named=False)
    states = ("proposed", "shared", "replied", "decided", "under way")
    return act(path, item, states, Draft("withdrawal", by, Words(text=reason), item), now)

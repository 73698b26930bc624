"""What every act on an offer is held against: its state, its subjects, and its words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from earlywarning.definitions.ladder import DecisionPolicy
from earlywarning.definitions.policy import LedgerPolicy
from earlywarning.errors import UsageError
from earlywarning.register.actions import RefusedEntryError
from earlywarning.register.checking import PERSON, Fault
from earlywarning.register.decisions.record import DECISIONS
from earlywarning.register.decisions.state import Life, lives
from earlywarning.register.ledger import Draft, append
from earlywarning.register.record import LedgerRecord
from earlywarning.register.state import LONDON
from earlywarning.register.texts import faults_of, persons_in


@dataclass(frozen=True, slots=True)
class Rules:
    """Who may do what by when; `known_words` are those of places, no names of persons."""

    roles: LedgerPolicy
    policy: DecisionPolicy
    holidays: frozenset[dt.date]
    review_types: tuple[str, ...]
    known_words: frozenset[str] = frozenset()

    @property
    def both_sides(self) -> tuple[str, ...]:
        """Return every role that may decide."""
        return (*self.policy.deciders, *self.roles.repliers)


def act(
    path: Path, item: str, states: tuple[str, ...], draft: Draft, now: dt.datetime | None,
    check: Callable[[Life], None] | None = None, more: Iterable[Draft] = (),
) -> LedgerRecord:  # fmt: skip
    """Add one record about an offer, and more with it, if its state and their words allow it."""

    def decide_under_lock(records: list[LedgerRecord]) -> list[Draft]:
        """Draft the act, if the offer is there and in a state that allows it."""
        known = lives(records)
        if item not in known:
            raise UsageError(f"no offer {item[:40]!r} in the ledger")
        life = known[item]
        if life.state not in states:
            raise UsageError(
                f"{item} is {life.state}; this is for one that is {' or '.join(states)}"
            )
        if check:
            check(life)
        return [draft, *more]

    return append(path, decide_under_lock, now, DECISIONS)[0]


def of_the_offer(named: Iterable[str], life: Life) -> None:
    """Refuse a subject that an offer does not rest on."""
    strange = [subject for subject in named if subject not in life.offer.subjects]
    if strange:
        raise UsageError(
            f"{', '.join(strange)[:200]}: not what {life.item} rests on; "
            f"that is {', '.join(life.offer.subjects) or 'nothing'}"
        )


def sound(text: str, rules: Rules, *, no_person_named: bool) -> None:
    """Refuse a text that is empty, too long, hides something, or seems to name a person."""
    if not text.strip():
        raise UsageError("text is empty")
    faults = [Fault("text", f"text {why}") for why in faults_of(text, rules.roles.longest_text)]
    if not (faults or no_person_named):
        named = persons_in(text, rules.known_words)
        faults = [
            Fault("text", f"text may name a person ({who}); say a role instead", PERSON)
            for who in named[:3]
        ]
    if faults:
        raise RefusedEntryError(faults)


def today_of(now: dt.datetime | None) -> dt.date:
    """Return the day in London of a moment, or of now."""
    return (now or dt.datetime.now(dt.UTC)).astimezone(LONDON).date()

"""The page about offers: what stands where, and a form to share, answer and decide."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import cast, get_args

from earlywarning.errors import UsageError
from earlywarning.register.checking import day_of
from earlywarning.register.decisions import state
from earlywarning.register.decisions.actions import decide, reply, share
from earlywarning.register.decisions.guarding import Rules
from earlywarning.register.decisions.record import Outcome
from earlywarning.register.decisions.state import Life, sound_decisions
from earlywarning.register.form.page import render
from earlywarning.register.texts import plain_cell
from earlywarning.register.words import Allowed

ACTS = {
    "share": "The authority has it",
    "reply": "The authority answers",
    "decide": "A decision is made",
}
OUTCOMES: tuple[str, ...] = get_args(Outcome)
FIELDS = ("offer", "act", "role", "text", "outcome", "until", "review_type", "found_itself", "plan")
COLUMNS = ("offer", "authority", "action", "kind", "state", "reply", "answer by", "decision")


@dataclass(frozen=True, slots=True)
class Offers:
    """The ledger of decisions, and who may do what."""

    ledger: Path
    rules: Rules


def take(offers: Offers, given: dict[str, str]) -> str:
    """Do what a form asks for and return what was done, in words.

    Raises:
        EarlyWarningError: with what is wrong, for the page.
    """
    item, act, role = (given.get(name, "").strip() for name in ("offer", "act", "role"))
    if act not in ACTS:
        raise UsageError("say what is done")
    text, confirmed = given.get("text", ""), given.get("no_person_named") == "yes"
    if act == "share":
        share(offers.ledger, item, role, offers.rules)
    elif act == "reply":
        found = [word for word in given.get("found_itself", "").split() if word]
        reply(
            offers.ledger, item, role, text, offers.rules, found_itself=found,
            plan=given.get("plan", "").strip(), no_person_named=confirmed,
        )  # fmt: skip
    else:
        _decide(offers, item, role, text, given, confirmed=confirmed)
    return f"{item}: {ACTS[act].lower()}; it is recorded."


def _decide(
    offers: Offers, item: str, role: str, text: str, given: dict[str, str], *, confirmed: bool
) -> None:
    outcome, until = given.get("outcome", ""), given.get("until", "").strip()
    if outcome not in OUTCOMES:
        raise UsageError(f"outcome: one of {', '.join(OUTCOMES)}")
    day = day_of(until)
    if until and day is None:
        raise UsageError("until: write a day as 2026-01-31")
    decide(
        offers.ledger, item, role, cast(Outcome, outcome), text, offers.rules, until=day,
        review_type=given.get("review_type", "").strip(), no_person_named=confirmed,
    )  # fmt: skip


def shown(
    csrf: str, offers: Offers, allowed: Allowed, given: dict[str, str], fault: str = "",
    done: str = "",
) -> str:  # fmt: skip
    """Return the page: the form, and every offer as it stands, without the texts of replies."""
    records, warning = sound_decisions(offers.ledger)
    lives = state.lives(records)
    names = allowed.places.names
    return render(
        "offers.html",
        csrf=csrf,
        given={name: given.get(name, "") for name in FIELDS},
        fault=fault,
        done=done,
        warning=warning,
        acts=ACTS,
        outcomes=OUTCOMES,
        kinds=offers.rules.review_types,
        roles=offers.rules.both_sides,
        choices=[(one.item, f"{one.item}, {_name(one, names)}") for one in _open(lives)],
        columns=COLUMNS,
        rows=sorted((_row(one, names, allowed.today) for one in lives.values()), key=_by_name),
    )


def _open(lives: dict[str, Life]) -> list[Life]:
    return [life for life in lives.values() if life.is_open]


def _name(life: Life, names: dict[str, str]) -> str:
    return names.get(life.offer.old_la_code, life.offer.old_la_code)


def _row(life: Life, names: dict[str, str], today: dt.date) -> tuple[str, ...]:
    cells = (
        life.item, _name(life, names), life.offer.action, life.offer.review_type.replace("_", " "),
        life.state, life.replied_in_words(today), life.reply_by or "",
        life.decision.outcome if life.decision else "",
    )  # fmt: skip
    return tuple(plain_cell(cell) for cell in cells)


def _by_name(row: tuple[str, ...]) -> tuple[str, str, str]:
    """Order offers by action and name, as everywhere."""
    return row[2], row[1], row[0]

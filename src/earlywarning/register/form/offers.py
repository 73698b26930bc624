"""The page about offers, for consortium and regions: share and decide, under the account's role."""

from __future__ import annotations

import datetime as dt
from typing import cast, get_args

from starlette.responses import Response

from earlywarning.errors import UsageError
from earlywarning.register.actions import RefusedEntryError
from earlywarning.register.checking import day_of
from earlywarning.register.decisions import state
from earlywarning.register.decisions.actions import decide, share
from earlywarning.register.decisions.record import Outcome
from earlywarning.register.decisions.state import Life, sound_decisions
from earlywarning.register.form import answers
from earlywarning.register.form.form import Form, own_of
from earlywarning.register.form.page import render
from earlywarning.register.form.visit import Visit
from earlywarning.register.texts import plain_cell

ACTS = {"share": "The authority has it", "decide": "A decision is made"}
NOTED = {"share": "shared", "decide": "decided"}
OUTCOMES: tuple[str, ...] = get_args(Outcome)
FIELDS = ("offer", "act", "text", "outcome", "until", "review_type")
COLUMNS = ("offer", "authority", "action", "kind", "state", "reply", "answer by", "decision")


def show(form: Form, visit: Visit, _: dict[str, str]) -> Response:
    """Show every offer as it stands, and the form."""
    return _shown(form, visit, {})


def take(form: Form, visit: Visit, given: dict[str, str]) -> Response:
    """Do what a form asks for, or show what is wrong with it."""
    try:
        item = own_of(given.get("offer", ""), dict(_choices(form, visit)))
        act = given.get("act", "")
        if act == "share":
            _thought_of(form, item, given)
            share(form.decisions, item, visit.account.role, form.rules)
        elif act == "decide":
            _decide(form, item, visit.account.role, given)
        else:
            return _shown(form, visit, given, fault="say what is done", status=422)
    except (UsageError, RefusedEntryError) as error:
        return _shown(form, visit, given, fault=str(error), status=422)
    form.note(visit.account, NOTED[act], item)
    return _shown(form, visit, {}, done=f"{item}: {ACTS[act].lower()}; it is recorded.")


def _thought_of(form: Form, item: str, given: dict[str, str]) -> None:
    why = "" if given.get("even_so") == "yes" else form.doubt(item)
    if why:
        raise UsageError(f"{item} {why}: if it is to have it, tick that you share it even so")


def _decide(form: Form, item: str, role: str, given: dict[str, str]) -> None:
    outcome, until = given.get("outcome", ""), given.get("until", "").strip()
    if outcome not in OUTCOMES:
        raise UsageError(f"outcome: one of {', '.join(OUTCOMES)}")
    day = day_of(until)
    if until and day is None:
        raise UsageError("until: write a day as 2026-01-31")
    decide(
        form.decisions, item, role, cast(Outcome, outcome), given.get("text", ""), form.rules,
        until=day, review_type=given.get("review_type", "").strip(),
        no_person_named=given.get("no_person_named") == "yes",
    )  # fmt: skip


def _shown(
    form: Form, visit: Visit, given: dict[str, str], fault: str = "", done: str = "",
    status: int = 200,
) -> Response:  # fmt: skip
    lives, warning = _lives(form, visit)
    names, today = form.allowed.places.names, form.today()
    text = render(
        "offers.html",
        visit=visit,
        given={name: given.get(name, "") for name in FIELDS},
        fault=fault,
        done=done,
        warning=warning,
        acts=ACTS,
        outcomes=OUTCOMES,
        kinds=form.rules.review_types,
        choices=_choices(form, visit),
        columns=COLUMNS,
        rows=sorted((_row(one, names, today) for one in lives), key=_by_name),
    )
    return answers.shown(text, status)


def _lives(form: Form, visit: Visit) -> tuple[list[Life], str]:
    records, warning = sound_decisions(form.decisions)
    lives = state.lives(records).values()
    return [one for one in lives if one.offer.old_la_code in visit.codes], warning


def _choices(form: Form, visit: Visit) -> list[tuple[str, str]]:
    """Return the open offers: number, and number with name."""
    names = form.allowed.places.names
    return [
        (one.item, f"{one.item}, {_name(one, names)}")
        for one in _lives(form, visit)[0]
        if one.is_open
    ]


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

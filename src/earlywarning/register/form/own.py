"""An authority's own pages: its standing and briefing; it answers offers and disputes entries.

What it reads of itself comes from the published file as its tier may see it. Of the ledgers only
its own offers are shown, once it has them, and without any text.
"""

from __future__ import annotations

from dataclasses import replace

from starlette.responses import HTMLResponse, Response

from earlywarning.errors import UsageError
from earlywarning.register import state as register
from earlywarning.register.actions import RefusedEntryError, dispute
from earlywarning.register.decisions import state
from earlywarning.register.decisions.actions import reply
from earlywarning.register.decisions.state import Life, sound_decisions
from earlywarning.register.form import answers
from earlywarning.register.form.form import Form, Heard, OwnPages, own_of
from earlywarning.register.form.page import render
from earlywarning.register.form.visit import Visit

# A briefing is one file with its style and pictures in it; there is no script in it either.
BRIEFING_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
FIELDS = ("offer", "item", "text", "found_itself", "plan")
ANSWERABLE = ("shared", "replied", "decided")
DONE = {
    "answer": "Your answer is recorded; it goes to the consortium.",
    "dispute": "Your objection is recorded; the entry weighs less until it is settled.",
}


def show(form: Form, visit: Visit, given: dict[str, str]) -> Response:
    """Show where the authority stands, its offers, and what was heard of it."""
    return _shown(form, visit, {}, done=DONE.get(given.get("done", ""), ""))


def briefing(form: Form, visit: Visit, _: dict[str, str]) -> Response:
    """Show the authority's own briefing, and write down that it was opened."""
    text = form.own(visit.account.where).briefing()
    form.note(visit.account, "opened its briefing")
    return HTMLResponse(text, headers={"Content-Security-Policy": BRIEFING_POLICY})


def answer(form: Form, visit: Visit, given: dict[str, str]) -> Response:
    """Record the authority's answer to an offer that it has."""
    try:
        item = own_of(given.get("offer", ""), _answerable(_lives(form, visit)))
        reply(
            form.decisions, item, visit.account.role, given.get("text", ""), form.rules,
            found_itself=given.get("found_itself", "").split(),
            plan=given.get("plan", "").strip(),
            no_person_named=given.get("no_person_named") == "yes",
        )  # fmt: skip
    except (UsageError, RefusedEntryError) as error:
        return _shown(form, visit, given, fault=str(error), status=422)
    form.note(visit.account, "answered", item)
    return answers.go("/?done=answer")


def object_to(form: Form, visit: Visit, given: dict[str, str]) -> Response:
    """Put the authority's objection beside an entry about it."""
    try:
        known = _disputable(_as_of_now(form, form.own(visit.account.where).heard))
        item = own_of(given.get("item", ""), known)
        dispute(
            form.ledger, item, visit.account.role, given.get("text", ""), form.allowed,
            no_person_named=given.get("no_person_named") == "yes",
        )  # fmt: skip
    except (UsageError, RefusedEntryError) as error:
        return _shown(form, visit, given, fault=str(error), status=422)
    form.note(visit.account, "disputed", item)
    return answers.go("/?done=dispute")


def _shown(
    form: Form, visit: Visit, given: dict[str, str], fault: str = "", done: str = "",
    status: int = 200,
) -> Response:  # fmt: skip
    pages: OwnPages = form.own(visit.account.where)
    heard = _as_of_now(form, pages.heard)
    lives = _lives(form, visit)
    text = render(
        "own.html",
        visit=visit,
        pages=pages,
        given={name: given.get(name, "") for name in FIELDS},
        ticked=set(given.get("found_itself", "").split()),
        fault=fault,
        done=done,
        rows=[_row(form, life) for life in lives],
        choices=_answerable(lives),
        subjects={s: _plain(form, s) for life in lives for s in life.offer.subjects},
        heard=heard,
        disputable=_disputable(heard),
    )
    return answers.shown(text, status)


def _lives(form: Form, visit: Visit) -> list[Life]:
    """Return the authority's own offers, from the day on which it has them."""
    lives = state.lives(sound_decisions(form.decisions)[0]).values()
    return [
        one for one in lives if one.offer.old_la_code in visit.codes and one.shared_on is not None
    ]


def _answerable(lives: list[Life]) -> dict[str, str]:
    return {one.item: f"{one.item}, {one.offer.action}" for one in lives if one.state in ANSWERABLE}


def _disputable(heard: tuple[Heard, ...]) -> dict[str, str]:
    """Return entries that can be disputed; what earns credit has the number of an offer."""
    return {
        one.item: f"{one.item}, {one.about}, heard in {one.heard_on:%B %Y}"
        for one in heard
        if one.item.startswith("L-") and not one.disputed
    }


def _row(form: Form, life: Life) -> tuple[str, ...]:
    decision = life.decision.outcome if life.decision else ""
    return (
        life.item, life.offer.action, life.offer.review_type.replace("_", " "), life.state,
        life.replied_in_words(form.today()), str(life.reply_by or ""), decision,
    )  # fmt: skip


def _as_of_now(form: Form, heard: tuple[Heard, ...]) -> tuple[Heard, ...]:
    """Return what its edition tells, with the objections made since: who objected looks for it."""
    standing = register.standing(register.sound_records(form.ledger)[0]) if heard else {}
    return tuple(
        replace(one, disputed=standing[one.item].disputed) if one.item in standing else one
        for one in heard
    )


def _plain(form: Form, subject: str) -> str:
    about, _, name = subject.partition(":")
    return form.called.get(subject) or f"{name.replace('_', ' ')} ({about})"

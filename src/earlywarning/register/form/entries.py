"""The page about what was heard: an entry goes in, under the account's role."""

from __future__ import annotations

import re

from starlette.responses import Response

from earlywarning.register.actions import add
from earlywarning.register.checking import COLUMNS, Checked, Fault, check
from earlywarning.register.form import answers, page
from earlywarning.register.form.form import Form
from earlywarning.register.form.visit import Visit
from earlywarning.register.record import Entry


def show(form: Form, visit: Visit, given: dict[str, str]) -> Response:
    """Show the form and the list, and what was recorded just now."""
    done = given.get("done", "")
    return _shown(form, visit, {}, [], done if re.fullmatch(r"L-\d{4,9}", done) else "")


def take(form: Form, visit: Visit, given: dict[str, str]) -> Response:
    """Record an entry, or show what is wrong with it."""
    row = {column: given.get(column, "") for column in COLUMNS}
    row["recorded_by"] = visit.account.role
    checked = check(row, form.allowed, no_person_named=given.get("no_person_named") == "yes")
    faults = checked.faults or _elsewhere(visit, checked.entry, row)
    if not faults:
        outcome = _recorded(form, visit, checked)
        if not isinstance(outcome, Fault):
            return answers.go(f"/?done={outcome}")
        faults = [outcome]
    return _shown(form, visit, row, faults, status=422)


def _elsewhere(visit: Visit, entry: Entry | None, row: dict[str, str]) -> list[Fault]:
    if entry is None or entry.old_la_code in visit.codes:
        return []
    words = f"authority is {row['authority'][:60]!r}; your account is for {visit.place} only"
    return [Fault("authority", words)]


def _recorded(form: Form, visit: Visit, checked: Checked) -> str | Fault:
    [outcome] = add(form.ledger, [checked])
    if isinstance(outcome, Fault):
        return Fault("", f"This {outcome.message}.")
    form.note(visit.account, "recorded", outcome.item)
    return outcome.item


def _shown(
    form: Form, visit: Visit, given: dict[str, str], faults: list[Fault], done: str = "",
    status: int = 200,
) -> Response:  # fmt: skip
    text = page.entry_form(visit, form.ledger, form.allowed, given, faults, done)
    return answers.shown(text, status)

"""The pages of the form; every word on them is escaped."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from earlywarning.register.checking import COLUMNS, PERSON, Fault, faults_in
from earlywarning.register.form.visit import Visit
from earlywarning.register.sheet import LIST_COLUMNS, list_rows
from earlywarning.register.state import sound_records, standing
from earlywarning.register.words import CREDIBILITY, RELIABILITY, SOURCE_KINDS, Allowed

FOLDER = Path(__file__).parent / "templates"
SHOWN = 200
# The role is the account's; nobody chooses one.
ASKED = tuple(column for column in COLUMNS if column != "recorded_by")
LABELS = {
    "authority": "Authority", "flag": "What it is about", "heard_on": "Heard on",
    "source_kind": "Who said it", "source_area": "Region or authority of the source",
    "reliability": "Reliability of the source", "credibility": "Credibility of what was said",
    "cases": "Number of cases", "text": "What was heard", "review_by": "Counts until",
}  # fmt: skip
HINTS = {
    "authority": "Name or code.",
    "heard_on": "As 2026-01-31.",
    "source_area": "Two of one kind and area are one source. Leave empty if it cannot be said.",
    "reliability": "A sure, F cannot be judged.",
    "credibility": "1 confirmed, 6 cannot be judged.",
    "cases": "Only for practice evidence.",
    "text": "Restricted. Roles, never names of persons.",
    "review_by": "As 2026-10-31.",
}


@cache
def _pages() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip


def render(template: str, **given: object) -> str:
    """Return a page; every word is escaped."""
    return _pages().get_template(template).render(**given)


def style() -> bytes:
    """Return the style sheet."""
    return (FOLDER / "style.css").read_bytes()


def entry_form(
    visit: Visit, ledger: Path, allowed: Allowed, given: dict[str, str], faults: list[Fault],
    done: str = "",
) -> str:  # fmt: skip
    """Return the page: the form with what was given, what is wrong, and the list without texts."""
    records, warning = sound_records(ledger)
    known = {k: s for k, s in standing(records).items() if s.entry.old_la_code in visit.codes}
    rows = list_rows(known, allowed)
    names = {name for code, name in allowed.places.names.items() if code in visit.codes}
    return render(
        "form.html",
        visit=visit,
        fields=[_field(column, allowed, given, faults) for column in ASKED],
        faults=faults,
        other_faults=faults_in(faults, ""),
        ask_person=any(fault.kind == PERSON for fault in faults),
        done=done,
        warning=warning,
        authorities=sorted(names),
        areas=allowed.places.regions,
        list_columns=LIST_COLUMNS,
        rows=rows[::-1][:SHOWN],
        more=max(0, len(rows) - SHOWN),
    )


def _field(
    column: str, allowed: Allowed, given: dict[str, str], faults: list[Fault]
) -> dict[str, object]:
    return {
        "name": column,
        "label": LABELS[column],
        "hint": HINTS.get(column, ""),
        "value": given.get(column, ""),
        "faults": faults_in(faults, column),
        "choices": _choices(column, allowed),
    }


def _choices(column: str, allowed: Allowed) -> list[tuple[str, str]]:
    """Return (word, what is shown) where a field takes one of a list."""
    if column == "flag":
        flags = sorted(allowed.flags.values(), key=lambda f: (f.reading, f.name))
        return [(f.flag, f"{f.name} ({f.reading})") for f in flags]
    words = {
        "source_kind": SOURCE_KINDS, "reliability": RELIABILITY, "credibility": CREDIBILITY,
    }.get(column, ())  # fmt: skip
    return [(word, word.replace("_", " ")) for word in words]

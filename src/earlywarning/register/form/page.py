"""The pages of the form; every word on them is escaped."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from earlywarning.register.checking import COLUMNS, PERSON, Fault, faults_in
from earlywarning.register.sheet import LIST_COLUMNS, list_rows
from earlywarning.register.state import sound_records, standing
from earlywarning.register.words import CREDIBILITY, RELIABILITY, SOURCE_KINDS, Allowed

FOLDER = Path(__file__).parent / "templates"
SHOWN = 200
LABELS = {
    "authority": "Authority", "flag": "What it is about", "heard_on": "Heard on",
    "source_kind": "Who said it", "source_area": "Region or authority of the source",
    "reliability": "Reliability of the source", "credibility": "Credibility of what was said",
    "cases": "Number of cases", "text": "What was heard", "recorded_by": "Your role",
    "review_by": "Counts until",
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


def sign_in(csrf: str, fault: str = "") -> str:
    """Return the page that asks for the password."""
    return _pages().get_template("sign_in.html").render(csrf=csrf, fault=fault)


def told(words: str) -> str:
    """Return a page with one sentence."""
    return _pages().get_template("told.html").render(words=words)


def entry_form(
    csrf: str, ledger: Path, allowed: Allowed, given: dict[str, str], faults: list[Fault],
    done: str = "", *, leave: bool = False, offers: bool = False,
) -> str:  # fmt: skip
    """Return the page: the form with what was given, what is wrong, and the list without texts."""
    records, warning = sound_records(ledger)
    rows = list_rows(standing(records), allowed)
    return _pages().get_template("form.html").render(
        csrf=csrf,
        fields=[_field(column, allowed, given, faults) for column in COLUMNS],
        faults=faults,
        other_faults=faults_in(faults, ""),
        ask_person=any(fault.kind == PERSON for fault in faults),
        done=done,
        leave=leave,
        offers=offers,
        warning=warning,
        authorities=sorted(set(allowed.places.names.values())),
        areas=allowed.places.regions,
        list_columns=LIST_COLUMNS,
        rows=rows[::-1][:SHOWN],
        more=max(0, len(rows) - SHOWN),
    )  # fmt: skip


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
        "recorded_by": allowed.policy.recorders,
    }.get(column, ())  # fmt: skip
    return [(word, word.replace("_", " ")) for word in words]

"""What people have said: flags, days and grades; the text only where the edition holds it."""

from __future__ import annotations

from earlywarning.reports import phrases as words
from earlywarning.reports import wording
from earlywarning.reports.briefing import sayings
from earlywarning.reports.document.blocks import Block, Said, Table, Words
from earlywarning.reports.dossier import counts_today
from earlywarning.reports.facts import Facts
from earlywarning.reports.phrases import sentence, several
from earlywarning.tables.people import SoftItem

MOST = 8
GRADED = "What was heard; a letter says how good the source is, a number how sure the matter"
UNGRADED = "What was heard; who said it is not in this edition"
HEADER = ("About", "Heard in", "Grade", "Counts today")


def people(facts: Facts, code: str) -> list[Block]:
    """Return what was heard, the newest before the others."""
    held = facts.soft_items.get(code, [])
    if not held:
        return [Words(wording.NOT_HEARD)]
    alive = [one for one in held if counts_today(one)]
    over = len(held) - len(alive)
    shown = alive[:MOST]
    names = _names(facts, code)
    blocks: list[Block] = []
    if shown:
        blocks.append(_table(shown, names))
    said_of = ((one, facts.texts.get(one.item or "")) for one in shown)
    blocks += [_text(one, text) for one, text in said_of if text]
    more = len(alive) - len(shown)
    said = [
        f"{several(more, 'more entry', 'more entries')} on the authority's own page."
        if more
        else "",
        _over(over, len(alive)),
    ]
    told = " ".join(part for part in said if part)
    return [*blocks, Words(told[:1].upper() + told[1:], "small")] if told else blocks


def _table(shown: list[SoftItem], names: dict[str, str]) -> Table:
    """Return the entries as a table; an edition without grades has no column for them."""
    rows = [_row(one, names) for one in shown]
    if any(one.reliability for one in shown):
        return Table(GRADED, HEADER, tuple(rows))
    kept = tuple((about, day, counts) for about, day, _, counts in rows)
    return Table(UNGRADED, (*HEADER[:2], HEADER[3]), kept)


def _names(facts: Facts, code: str) -> dict[str, str]:
    """Return flags by their full names."""
    rows = [one for one in facts.contributions.get(code, []) if one.kind == "flag"]
    return {one.item: one.title or "" for one in rows}


def _row(one: SoftItem, names: dict[str, str]) -> tuple[str, str, str, str]:
    about = names.get(one.flag) or words.plain(one.flag)
    about += " (disputed by the authority)" if one.disputed else ""
    graded = sayings.grade(one.reliability, one.credibility)
    return about, words.month_of(one.heard_on), graded, sayings.weight(one.weighs or "nothing")


def _text(one: SoftItem, text: str) -> Said:
    who = words.plain(one.source_kind) or "Somebody who knows the service"
    return Said(f"{who}, on {words.plain(one.flag).lower()}", words.month_of(one.heard_on), text)


def _over(over: int, alive: int) -> str:
    if not over:
        return ""
    what = "older entry" if alive else "entry"
    several_of = several(over, what, f"{what[:-1]}ies")
    ends = "has run out and no longer counts" if over == 1 else "have run out and no longer count"
    return sentence(f"{several_of} {ends}")

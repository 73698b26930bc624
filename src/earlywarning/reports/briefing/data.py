"""What to doubt in the data, and what else could explain what is seen."""

from __future__ import annotations

import re

from earlywarning.reports import phrases
from earlywarning.reports.briefing.things import Thing
from earlywarning.reports.document.blocks import Block, Listed, Words
from earlywarning.reports.dossier import Dossier
from earlywarning.reports.doubts import year_of
from earlywarning.reports.facts import Facts
from earlywarning.reports.phrases import dated, inside, listed, listed_few, sentence, several
from earlywarning.reports.rules import TOGETHER, in_words, source_name
from earlywarning.tables.declared import Indicator
from earlywarning.tables.quality import Finding

MOST = 5
# Older doubts colour no newest figure; they stand on the authority's own page.
YEARS = 3
NAMED = 4
RULES = (*TOGETHER, "contradictory", "too_smooth")
IN_FULL = {
    "cp plans": "protection plans",
    "icpc": "conferences",
    "nfa": "no further action",
    "fte": "in full-time posts",
    "section 47": "section 47 enquiries",
}
_IDENTIFIER = re.compile(r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b")
_NAME = re.compile(r"^(?:monthly|quarterly)_")


def doubts(dossier: Dossier) -> list[Block]:
    """Return the doubts about an authority's own rows of the last years, and what is missing."""
    lines = [*_missing(dossier), *_found(dossier)]
    if not lines:
        return [Words("No doubt was found in this authority's own figures of the last years.")]
    kept, more = lines[:MOST], len(lines) - MOST
    blocks: list[Block] = [Listed(tuple(kept))]
    if more > 0:
        told = f"{several(more, 'more doubt')} on the authority's own page."
        blocks.append(Words(sentence(told), "small"))
    return blocks


def _missing(dossier: Dossier) -> list[str]:
    names = [inside(gap.one.name) for gap in dossier.gaps.values()]
    if not names:
        return []
    return [sentence(f"No current figure for {listed(names)}")]


def _found(dossier: Dossier) -> list[str]:
    since = dossier.facts.as_of.year - YEARS
    groups: dict[tuple[int, str, str], list[Finding]] = {}
    for row in dossier.findings:
        year = year_of(row.time_period or 0)
        if row.time_period is None or year >= since:
            key = (-year, row.source or "", row.rule or row.message or "")
            groups.setdefault(key, []).append(row)
    return [_told(groups[key]) for key in sorted(groups)]


def _told(rows: list[Finding]) -> str:
    first = rows[0]
    source = source_name(first.source) or "A file"
    when = f", {dated(str(first.time_period))}" if first.time_period else ""
    names = sorted({_plain(row.series) for row in rows if row.series})
    if first.rule not in RULES:
        message = _IDENTIFIER.sub(
            lambda found: found.group().replace("_", " "), first.message or ""
        )
        return sentence(f"{source}{when}: {dated(message)}")
    about = f" ({listed_few(names, NAMED)})" if names else ""
    return sentence(f"{source}{when}: {in_words(first.rule)}{about}")


def _plain(series: str | None) -> str:
    plain = phrases.plain(_NAME.sub("", series or "")).lower().removesuffix(" pct")
    for short, full in IN_FULL.items():
        plain = re.sub(rf"\b{short}\b", full, plain)
    return plain


def explanations(facts: Facts, things: list[Thing], named: list[Indicator]) -> list[str]:
    """Return what else could explain the things a briefing names, each once."""
    met = [
        (declared.name, declared.other_explanations or "")
        for one in things
        if one.kind == "pattern" and (declared := facts.declared.get(one.name))
    ]
    met += [(one.name, one.other_explanations or "") for one in named]
    return list(dict.fromkeys(sentence(f"{name}: {inside(text)}") for name, text in met if text))

"""What to doubt in the data, and what else could explain what is seen."""

from __future__ import annotations

import re

from earlywarning.reports import words
from earlywarning.reports.briefing.language import dated, inside, listed, sentence, several
from earlywarning.reports.briefing.things import Thing, title_of
from earlywarning.reports.document import Block, Listed, Words
from earlywarning.reports.doubts import SAID
from earlywarning.reports.facts import Facts
from earlywarning.reports.figures import unknown
from earlywarning.tables.declared import Indicator
from earlywarning.tables.places import Authority
from earlywarning.tables.quality import Finding

MOST = 5
# Older doubts colour no newest figure; they stand on the authority's own page.
YEARS = 3
NAMED = 4
RULES = {
    **SAID,
    "contradictory": "two figures contradict each other",
    "too_smooth": "figures vary far less than chance alone would make them",
    "recording_jump": "moved so far in a year that mostly the recording changed",
    "over_100_percent": "more than a hundred per cent",
}
SOURCES = {"in_year_returns": "In-year returns"}
IN_FULL = {
    "cp plans": "protection plans",
    "icpc": "conferences",
    "nfa": "no further action",
    "fte": "in full-time posts",
    "section 47": "section 47 enquiries",
}
_IDENTIFIER = re.compile(r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b")
_SYMBOL = re.compile(r" \([a-z]\)$")
_NAME = re.compile(r"^(?:monthly|quarterly)_")


def doubts(facts: Facts, authority: Authority) -> list[Block]:
    """Return the doubts about an authority's own rows of the last years, and what is missing."""
    lines = [*_missing(facts, authority), *_found(facts, authority.old_la_code)]
    if not lines:
        return [Words("No doubt was found in this authority's own figures of the last years.")]
    kept, more = lines[:MOST], len(lines) - MOST
    blocks: list[Block] = [Listed(tuple(kept))]
    if more > 0:
        told = f"{several(more, 'more doubt')} on the authority's own page."
        blocks.append(Words(sentence(told), "small"))
    return blocks


def _missing(facts: Facts, authority: Authority) -> list[str]:
    names = [inside(one.name) for one, _ in unknown(facts, authority)]
    if not names:
        return []
    more = [several(len(names) - NAMED, "other")] if len(names) > NAMED else []
    return [sentence(f"No current figure for {listed([*names[:NAMED], *more])}")]


def _found(facts: Facts, code: str) -> list[str]:
    since = facts.as_of.year - YEARS
    groups: dict[tuple[int, str, str], list[Finding]] = {}
    for row in facts.local_findings.get(code, []):
        year = _year(row.time_period)
        if row.time_period is None or year >= since:
            key = (-year, row.source or "", row.rule or row.message or "")
            groups.setdefault(key, []).append(row)
    return [_told(groups[key]) for key in sorted(groups)]


def _year(time_period: int | None) -> int:
    period = time_period or 0
    return period // 100 if period > 9999 else period


def _told(rows: list[Finding]) -> str:
    first = rows[0]
    source = SOURCES.get(first.source or "", words.plain(first.source)) or "A file"
    when = f", {dated(str(first.time_period))}" if first.time_period else ""
    names = sorted({_plain(row.series) for row in rows if row.series})
    many = [several(len(names) - NAMED, "other")] if len(names) > NAMED else []
    what = _SYMBOL.sub("", RULES.get(first.rule or "", ""))
    if not what:
        message = _IDENTIFIER.sub(
            lambda found: found.group().replace("_", " "), first.message or ""
        )
        return sentence(f"{source}{when}: {dated(message)}")
    about = f" ({listed([*names[:NAMED], *many])})" if names else ""
    return sentence(f"{source}{when}: {what}{about}")


def _plain(series: str | None) -> str:
    plain = words.plain(_NAME.sub("", series or "")).lower().removesuffix(" pct")
    for short, full in IN_FULL.items():
        plain = re.sub(rf"\b{short}\b", full, plain)
    return plain


def explanations(facts: Facts, things: list[Thing], named: list[Indicator]) -> list[str]:
    """Return what else could explain the things a briefing names, each once."""
    met = [(title_of(facts, one), facts.further.meant.get(one.name, ("", ""))[1])
           for one in things if one.kind == "pattern"]  # fmt: skip
    met += [(one.name, one.other_explanations or "") for one in named]
    return list(dict.fromkeys(sentence(f"{name}: {inside(text)}") for name, text in met if text))

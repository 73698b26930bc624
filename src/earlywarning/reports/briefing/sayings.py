"""Sentences about the score, what people said, the offer and the record."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from earlywarning.reports import phrases as words
from earlywarning.reports.phrases import dated, listed, sentence, several, spelled
from earlywarning.tables.offers import WarningRecord
from earlywarning.tables.score import Contribution

RELIABILITY = {
    "A": "a source that is sure",
    "B": "a source that is mostly reliable",
    "C": "a source that is fairly reliable",
    "D": "a source that is often not reliable",
    "E": "a source that is not reliable",
    "F": "a source that cannot be judged",
}
CREDIBILITY = {
    1: "confirmed by others",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "cannot be judged",
}
ABSENCE = "A missing figure is never good news."
# Points between the ends of an interval from which it is called wide.
WIDE, FAIRLY_WIDE = 40, 25
WITHHELD = "withheld by the publisher because the quality was too low"
TIMES = {1: "once", 2: "twice"}


def interval(score: float, lower: float | None, upper: float | None) -> str:
    """Return the score of 100 with its interval in words."""
    said = f"{score:.0f} out of 100."
    if lower is None or upper is None:
        return f"{said} How sure that is was not worked out."
    wide = upper - lower
    how = "a wide range" if wide >= WIDE else "a fairly wide range" if wide >= FAIRLY_WIDE else ""
    tail = f": {how}" if how else ""
    ends = f"from {lower:.0f} to {upper:.0f}"
    return f"{said} In a year it will ordinarily lie {ends}{tail}."


def since(held: str, year_ago: dt.date | None, score: float | None, now: float) -> str:
    """Return since when the band has held, and what the score was a year before."""
    said = [sentence(held)] if held else []
    if year_ago and score is not None:
        apart = round(now) - round(score)
        then = f"{words.day(year_ago)} the score was {score:.0f}"
        turn = "the same" if not apart else "lower" if apart > 0 else "higher"
        said.append(f"On {then}, {turn}{'' if not apart else ' than now'}.")
    return " ".join(said)


def covered(coverage: float | None, gaps: int) -> str:
    """Return how many of the indicators have a current figure."""
    if coverage is None:
        return ""
    if gaps == 0:
        return "Every indicator has a current figure."
    said = f"{several(gaps, 'indicator')} {'has' if gaps == 1 else 'have'} no current figure"
    return f"{sentence(said)} {ABSENCE}"


def heard(part: Contribution | None, *, disputed: bool = False) -> str:
    """Return how often a flag was heard and whether anybody else has said so."""
    if part is None or not part.entries:
        return ""
    many, sources = part.entries, part.sources or 0
    times = TIMES.get(many, f"{spelled(many)} times")
    on = words.day(part.newest)
    said = f"It was heard {times}, on {on}." if many == 1 else (
        f"It was heard {times}, from {several(sources, 'independent source')}, last on {on}."
    )  # fmt: skip
    if sources == 1:
        said += " Only one source has told of it, so it counts for less."
    return said + (" The authority disputes it." if disputed else "")


def openness(part: Contribution | None) -> str:
    """Return what was found about openness or data; of a return, its doubts with their counts."""
    if part is None:
        return ""
    if part.kind != "return":
        return sentence(dated(part.explanation))
    pairs = zip(part.doubts or [], part.cells or [], strict=True)
    told = "; ".join(_doubted(reason, many) for reason, many in pairs)
    return sentence(dated(f"{returned(part)}: {told}"))


def withheld(names: list[str]) -> str:
    """Return what is said where newest figures are not there."""
    told = f"no newest figure of {listed(names)}" if names else "newest figures are not there"
    rule = "Until they come they count as if they were as bad as can be: silence must not help."
    return f"{sentence(told)} {rule}"


def returned(part: Contribution | None) -> str:
    """Return a doubtful return by its title and period."""
    return f"{part.title}, {part.time_period}" if part and part.kind == "return" else ""


def _doubted(reason: str, many: int) -> str:
    if reason == "in_year":
        return f"{several(many, 'kind')} of doubt about the returns of the last year"
    if reason == "finding":
        return f"{several(many, 'contradicting figure')} beside them"
    what = "not submitted" if reason == "not_returned" else WITHHELD
    return f"{several(many, 'figure')} {'was' if many == 1 else 'were'} {what}"


def grade(reliability: str | None, credibility: int | None) -> str:
    """Return a grade with its meaning, for instance 'B2: a source that is mostly reliable, ...'."""
    if not reliability and not credibility:
        return "not shown in this edition"
    parts = [RELIABILITY.get(reliability or "", ""), CREDIBILITY.get(credibility or 0, "")]
    code = f"{reliability or '?'}{credibility or '?'}"
    return f"{code}: {', '.join(part for part in parts if part)}"


def weight(word: str) -> str:
    """Return how much an entry counts today; in no edition more closely than in a word."""
    return "no longer counts" if word == "nothing" else word


def warned(row: WarningRecord) -> str:
    """Return what reviewers found of the things that past offers rested on."""
    closed = row.confirmed + row.partly + row.not_confirmed
    found = ((row.confirmed, "held"), (row.partly, "held in part"), (row.not_confirmed, "did not"))
    parts = [f"{spelled(many)} {what}" for many, what in found if many]
    looked = f"Reviewers have looked into {several(closed, 'thing')} that offers here rested on"
    return f"{looked}: {listed(parts)}."


def team(roles: list[str] | None) -> str:
    """Return who comes, of one role for each person: 'one director and two auditors'."""
    named = Counter(words.plain(role).lower() for role in roles or [])
    return sentence(listed([several(many, role, _plural(role)) for role, many in named.items()]))


def _plural(role: str) -> str:
    first, of, rest = role.partition(" of ")
    return f"{first}s{of}{rest}"

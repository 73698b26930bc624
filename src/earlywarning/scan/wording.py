"""Rules about words: positions among others, forecasts of a grade, persons, what people said."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from earlywarning.scan.model import Content, Hit, Knowledge, Piece, excerpt

# "3rd of 4 quarters" tells of time, not of a place among authorities.
TIMES = "day|week|month|quarter|term|year|step|sign|page|return"
TIME = rf"\b(?!\s+(?:working\s+|calendar\s+)?(?:{TIMES})s?\b)"
OTHERS = rf"(?:\d+{TIME}|all\b|any\b|England|the\s+(?:country|nation|region)|authorities|councils)"
ORDINAL = r"(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d{1,3}(?:st|nd|rd|th))"
POSITIONS = tuple(
    re.compile(words, re.I)
    for words in (
        r"\b(?:out)?rank(?:s|ed|ing|ings)?\b(?![\s-]+(?:correlation|sum|test))",
        r"\bleague\b",
        rf"\b\d{{1,3}}(?:st|nd|rd|th)\s+(?:out\s+of|of|in|among|from)\s+(?:the\s+)?{OTHERS}",
        rf"\b{ORDINAL}[\s-]+(?:highest|lowest|best|worst|from\s+(?:the\s+)?(?:top|bottom))\b",
        r"\b\d{1,3}(?:st|nd|rd|th)\s+(?:percentile|centile|decile|quintile|place)\b",
        rf"\b(?:position|place|placed|number|no\.)\s+\d+\s+(?:out\s+of|of|in)\s+\d+{TIME}",
        r"\b(?:top|bottom)\s+(?:\d+|three|five|ten|twenty|quartile|quarter|decile|fifth|third|half)\b",
        r"\b(?:best|worst|poorest|strongest|weakest)[\s-]+perform(?:ing|er|ers)\b",
        r"\bworst\b(?![\s-]+case)",
        rf"\b(?:highest|lowest|best)\s+(?:of|in|among)\s+(?:the\s+)?{OTHERS}",
    )
)
# What is denied right before is not said: "no league tables", "never a position 3 of 9".
DENIED = re.compile(r"\b(?:no|not|never|nor|without|neither|instead\s+of)\b[^.;:]{0,25}$", re.I)
CHANCE = re.compile(
    r"\b(?:probabilit(?:y|ies)|chances?|likelihood|likely|odds|risk\s+of\s+(?:an?\s+|being\s+)?"
    r"(?:judged\s+)?(?:inadequate|requires|downgrad))", re.I,
)  # fmt: skip
GRADE = re.compile(
    r"\b(?:inadequate|requires\s+improvement|outstanding\s+(?:grade|judgement)|ofsted\s+(?:grade|"
    r"judgement)|downgrad\w*|lower\s+grade|grade)\b", re.I,
)  # fmt: skip
AMOUNT = re.compile(
    r"\d+(?:\.\d+)?\s*(?:%|per\s*cent\b)|\b\d+\s+(?:in|out\s+of)\s+\d+\b|\b0\.\d+\b", re.I
)
WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
RUN = 6
SHORT = 3
OUT_OF = re.compile(r"\b\d+(?:\.\d+)?\s+out\s+of\s+100\b", re.I)
RISK = re.compile(r"\brisk\s+of\s+decline\b[^.]{0,40}?\d", re.I)
KIND_RULE = "source_kind_outside_its_tier"
Rule = Callable[[Content, Knowledge], Iterable[Hit]]


def positions(content: Content, known: Knowledge) -> Iterator[Hit]:
    """Find words that give an authority a place among others."""
    del known
    for piece in content.pieces:
        for start, end in _placed(piece.text):
            yield _found(content, piece, "position_among_others", start, end)


@lru_cache(maxsize=65_536)
def _placed(text: str) -> tuple[tuple[int, int], ...]:
    """Return where a text gives a place among others; cells of a workbook repeat each other."""
    return tuple(
        found.span()
        for pattern in POSITIONS
        for found in pattern.finditer(text)
        if not DENIED.search(text[: found.start()])
    )


def forecasts(content: Content, known: Knowledge) -> Iterator[Hit]:
    """Find a probability of a grade: an amount, a word for chance and a grade in one sentence."""
    del known
    for piece in content.pieces:
        for sentence in sentences(piece.text):
            chance = CHANCE.search(sentence)
            if not (chance and GRADE.search(sentence) and AMOUNT.search(sentence)):
                continue
            if not DENIED.search(sentence[: chance.start()]):
                start = piece.text.find(sentence)
                span = (start + chance.start(), start + chance.end())
                yield _found(content, piece, "forecast_of_a_grade", *span)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; a point within a number ends none."""
    return [part for part in re.split(r"(?<=[.!?;])\s+", text) if part]


def scores_in_public(content: Content, known: Knowledge) -> Iterator[Hit]:
    """Find a score in the public tier, in words."""
    if known.tier == "public":
        for piece in content.pieces:
            found = OUT_OF.search(piece.text) or RISK.search(piece.text)
            if found:
                yield _found(content, piece, "score_in_public", *found.span())


def persons(content: Content, known: Knowledge) -> Iterator[Hit]:
    """Find names of persons: those listed or in the register's texts, and titles with a name."""
    listed = _any_of(known.persons)
    for piece in content.pieces:
        for pattern in (listed, known.titled):
            found = pattern.search(piece.text) if pattern else None
            if found:
                yield _found(content, piece, "person_named", *found.span())
                break


@lru_cache(maxsize=8)
def _any_of(names: tuple[str, ...]) -> re.Pattern[str] | None:
    if not names:
        return None
    parts = (r"\s+".join(map(re.escape, name.split())) for name in names)
    return re.compile(r"(?<!\w)(?:" + "|".join(parts) + r")(?!\w)", re.I)


def soft_text(content: Content, known: Knowledge) -> Iterator[Hit]:
    """Find six words in a row of the register's free text, outside the consortium's tier."""
    if known.tier == "consortium" or not known.texts:
        return
    runs = runs_of(known.texts)
    for piece in content.pieces:
        found = told(piece.text, runs)
        if found:
            yield Hit(content.path, piece.where, "soft_text_outside_its_tier", found)


@lru_cache(maxsize=8)
def runs_of(texts: tuple[str, ...]) -> dict[int, set[tuple[str, ...]]]:
    """Return runs of words to look for, by length; a short text is looked for whole."""
    runs: dict[int, set[tuple[str, ...]]] = {}
    for text in texts:
        words = words_of(text)
        size = min(RUN, len(words))
        if size >= SHORT:
            kept = runs.setdefault(size, set())
            kept.update(tuple(words[n : n + size]) for n in range(len(words) - size + 1))
    return runs


def told(text: str, runs: dict[int, set[tuple[str, ...]]]) -> str:
    """Return the first run of words that a text holds, or nothing."""
    words = words_of(text)
    for size, kept in runs.items():
        for number in range(len(words) - size + 1):
            run = tuple(words[number : number + size])
            if run in kept:
                return " ".join(run)
    return ""


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters, without marks."""
    return [word.replace("\u2019", "'") for word in WORD.findall(text.casefold())]


def source_kinds(content: Content, known: Knowledge) -> Iterator[Hit]:
    """Find the kind of a source beside the day something was heard, in a tier that has no kinds.

    Beside is: in one sentence, or as cells of one row. Kinds are common words ("director").
    """
    if known.tier not in ("authority", "public"):
        return
    wanted = {(_plain(h.source_kind), h.heard_on) for h in known.heard if h.source_kind}
    for where, said in _together(content):
        for kind, heard in wanted:
            if kind in said and any(day in said for day in _days(heard)):
                yield Hit(content.path, where, KIND_RULE, kind)


def _together(content: Content) -> Iterator[tuple[str, str | set[str]]]:
    """Yield what stands together: sentences, and the cells of a row, in small letters."""
    for piece in content.pieces:
        for sentence in sentences(piece.text):
            yield piece.where, _plain(sentence)
    for grid in content.grids:
        for row, where in zip(grid.rows, grid.places, strict=True):
            yield where, {_plain(cell) for cell in row}


def _plain(text: str) -> str:
    return text.casefold().replace("_", " ").strip()


def _days(day: dt.date) -> tuple[str, str]:
    return (day.isoformat(), f"{day.day} {day:%B %Y}".casefold())


def _found(content: Content, piece: Piece, rule: str, start: int, end: int) -> Hit:
    return Hit(content.path, piece.where, rule, excerpt(piece.text, start, end))


RULES: tuple[Rule, ...] = (
    positions, forecasts, scores_in_public, persons, soft_text, source_kinds,
)  # fmt: skip

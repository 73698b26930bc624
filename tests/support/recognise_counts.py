"""What follows from counts: groups known to be there and to be few, by subtraction or in time."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from earlywarning.disclosure.counts import CHANCE, CHANCE_OF_LIMIT, SMALLEST, STEP
from earlywarning.reports.document.blocks import Document, Listed, Pairs, Table, Words

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December")  # fmt: skip
SPELT = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
# Whoever reads the rules knows how far off a count can be, and what one that is not told can be.
LOOSE, LEAST, HIDDEN = CHANCE + STEP // 2, SMALLEST, SMALLEST + CHANCE_OF_LIMIT - 1

Span = tuple[float, float]


@dataclass(frozen=True)
class Find:
    """A set of authorities too small to hide in, or a count that tells of such a set."""

    kind: str
    text: str
    candidates: frozenset[str]
    is_told: bool = False


@dataclass(frozen=True)
class Cell:
    """A count of authorities as a reader can bound it."""

    table: str
    label: str
    span: Span
    is_partition: bool


def counted(months: list[Document], whole: int, k: int) -> list[Find]:
    """Every count that is too small, alone, by subtraction, or between two months."""
    cells = [list(_cells(one, whole)) for one in months]
    out = [f for of_month in cells for f in _alone(of_month, k)]
    out += [f for of_month in cells for f in _apart(of_month, whole, k)]
    out += [f for of_month in cells for f in _others(of_month, whole, k)]
    out += [f for before, after in pairwise(cells) for f in _between(before, after, k)]
    return out


def few(span: Span, k: int) -> bool:
    """Whether a group is known to be there and known to be small."""
    return span[0] >= 1 and span[1] < k


def _cells(document: Document, whole: int) -> Iterator[Cell]:
    for block in document.blocks:
        match block:
            case Table():
                yield from _printed(block, whole)
            case Words(text=text):
                yield from _spoken(text, whole)
            case Listed(items=items):
                yield from (cell for item in items for cell in _spoken(item, whole))
            case Pairs(pairs=pairs):
                yield from (c for label, text in pairs for c in _spoken(f"{label}: {text}", whole))


def _printed(table: Table, whole: int) -> Iterator[Cell]:
    apart = "counted once" in table.caption or any(is_total(row[0]) for row in table.rows)
    for row in table.rows:
        for at in sorted(table.numeric):
            span = _span(row[at], whole)
            if span:
                yield Cell(table.caption, f"{row[0]} | {table.header[at]}", span, apart)


def is_total(label: str) -> bool:
    return bool(re.match(r"(all|total)\b", label, re.I))


def _spoken(text: str, whole: int) -> Iterator[Cell]:
    spelt = "|".join(SPELT)
    said = rf"(?<!fewer than )\b((?:about )?\d+|{spelt}|an?|the only) (?:\w+ )?authorit(?:y|ies)\b"
    for number, found in enumerate(re.finditer(said, text, re.I)):
        word = found.group(1).lower()
        if word in ("a", "an"):
            continue  # an article counts nobody
        word = "1" if word == "the only" else word
        word = str(SPELT.index(word) + 1) if word in SPELT else word
        span = _span(word, whole)
        if span and "fewer than" not in text[: found.start()][-14:]:
            yield Cell("words", f"{re.sub(r'[0-9]+', '', text)[:60]} {number}", span, False)


def _span(shown: str, whole: int) -> Span | None:
    found = re.search(r"\d+", shown.replace(",", ""))
    if "too few to tell" in shown:
        return 0, HIDDEN
    if not found:
        return None
    number = float(found.group())
    if "about" in shown:
        return max(LEAST, number - LOOSE), min(whole, number + LOOSE)
    return number, number


def _alone(cells: list[Cell], k: int) -> Iterator[Find]:
    for one in cells:
        if few(one.span, k):
            yield Find("few", f"{one.table}: {one.label}", frozenset(), is_told=True)


def _others(cells: list[Cell], whole: int, k: int) -> Iterator[Find]:
    """All but a group may be few; and of two that a text nests, what the inner one leaves."""
    for one in cells:
        if few((whole - one.span[1], whole - one.span[0]), k):
            yield Find("all others", f"{one.table}: {one.label}", frozenset(), is_told=True)
    for outer, inner in combinations(cells, 2):
        nested = re.search(r"\bof (which|these|them|whom)\b", inner.label, re.I)
        nested = nested or inner.label.startswith(f"{outer.label.partition(' |')[0]}:")
        if nested and outer.table == inner.table and few(_less(outer.span, inner.span), k):
            words = f"{outer.label} less {inner.label}"
            yield Find("difference", words, frozenset(), is_told=True)


def _apart(cells: list[Cell], whole: int, k: int) -> Iterator[Find]:
    """Where a table counts each authority once, what is printed bounds what is not."""
    tables = {(one.table, one.label.rpartition(" | ")[2]) for one in cells if one.is_partition}
    for table, head in sorted(tables):
        rows = [c for c in cells if c.table == table and c.label.endswith(f"| {head}")]
        totals = [c for c in rows if is_total(c.label)]
        parts = [c for c in rows if c not in totals]
        total = totals[0].span if totals else (whole, whole)
        low, high = (math.fsum(c.span[at] for c in parts) for at in (0, 1))
        if few((total[0] - high, total[1] - low), k):
            yield Find("not told", table, frozenset(), is_told=True)
        for one in parts:  # each part from all others
            rest = (low - one.span[0], high - one.span[1])
            tight = (max(one.span[0], total[0] - rest[1]), min(one.span[1], total[1] - rest[0]))
            if few(tight, k):
                yield Find("by subtraction", f"{table}: {one.label}", frozenset(), is_told=True)


def _less(outer: Span, inner: Span) -> Span:
    return outer[0] - inner[1], outer[1] - inner[0]


def _between(before: list[Cell], after: list[Cell], k: int) -> Iterator[Find]:
    """What two months tell together: who came, who went, what a joined group was made of."""
    then = {(c.table, c.label): c.span for c in before}
    for one in after:
        for (table, label), span in then.items():
            if table == one.table and _is_nested(label, one.label):
                for change in (_less(one.span, span), _less(span, one.span)):
                    if few(change, k):
                        words = f"{table}: {label}, then {one.label}"
                        yield Find("between months", words, frozenset(), is_told=True)


def _is_nested(then: str, now: str) -> bool:
    """The same group, or one that was joined with another in the other month."""
    a, b = (set(label.rpartition(" | ")[0].lower().split(" or ")) for label in (then, now))
    return a <= b or b <= a

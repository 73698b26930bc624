"""Somebody who has everything that is public, and tries to tell which authority a text is about.

`recognised` takes documents (one, or one a month) and returns every find: a set of authorities of
which one is spoken of and which is too small, with the words that gave it away.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from earlywarning.reports.document.blocks import (
    Block,
    Document,
    Heading,
    Listed,
    Pairs,
    Said,
    Table,
    Words,
)
from tests.support.public_knowledge import Public
from tests.support.recognise_counts import MONTHS, SPELT, Find, counted

NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\w])")
DAY = re.compile(r"\b(\d{1,2}) (" + "|".join(MONTHS) + r") (\d{4})\b")
MONTH = re.compile(r"\b(" + "|".join(MONTHS) + r") (\d{4})\b")
ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
ALIAS = re.compile(r"\b(?:Authority|Council|Service|Place) (?:[A-Z]\b|\d+)")
EXTREME = {
    "highest": max, "largest": max, "biggest": max, "most": max, "greatest": max,
    "lowest": min, "smallest": min, "fewest": min, "least": min,
}  # fmt: skip
GRADES = {
    "outstanding": "Outstanding",
    "requires improvement": "Requires improvement to be good",
    "inadequate": "Inadequate",
    "judged good": "Good",
}
WORDS = {word: number for number, word in enumerate(["none", *SPELT, "ten"])}
INSPECTED = ("inspect", "judged", "grade", "ofsted", "report of")


def recognised(public: Public, *months: Document, k: int = 10) -> list[Find]:
    """Every find in the documents, each alone and all of them together."""
    out = [find for one in months for text in texts(one) for find in _of_text(public, text)]
    out += _aliases(public, [text for one in months for text in texts(one)])
    out += counted(list(months), len(public.names), k)
    return [find for find in out if find.is_told or 0 < len(find.candidates) < k]


def texts(document: Document) -> Iterator[str]:
    """What can be read on its own: a sentence, a line, a row with its caption and heads."""
    yield from (document.title, document.subtitle, *document.marks, *document.sources)
    if document.day:
        yield f"{document.day:%Y-%m-%d}"
    for block in document.blocks:
        yield from _of_block(block)


def _of_block(block: Block) -> Iterator[str]:
    match block:
        case Heading(text=text):
            yield text
        case Words(text=text):
            yield from re.split(r"(?<=[.;!?])\s+", text)
        case Listed(items=items):
            yield from items
        case Pairs(pairs=pairs):
            yield from (f"{label}: {text}" for label, text in pairs)
        case Said(who=who, when=when, text=text):
            yield f"{who}, {when}: {text}"
        case Table(caption=caption, header=header, rows=rows):
            for row in rows:
                cells = (f"{head} {cell}" for head, cell in zip(header, row, strict=True))
                yield f"{caption}: {'; '.join(cells)}"


def _of_text(public: Public, text: str) -> Iterator[Find]:
    yield from _named(public, text)
    yield from _by_day(public, text)
    yield from _by_figure(public, text)
    for what, found in _attributes(public, text):
        yield Find(what, text, frozenset(found))
    sets = [found for _, found in _attributes(public, text)]
    if len(sets) > 1:
        yield Find("combination", text, frozenset(set.intersection(*sets)))


def _named(public: Public, text: str) -> Iterator[Find]:
    for code, name in public.names.items():
        if re.search(rf"\b{re.escape(name)}\b", text):
            yield Find("name", text, frozenset({code}))
    for code in re.findall(r"\bE\d{8}\b", text):
        yield Find("code", text, frozenset({code}))
    if re.search(r"\bcodes?\b", text, re.I):
        for code in re.findall(r"\b\d{3}\b", text):
            yield Find("code", text, frozenset({code} & set(public.names)))


def _by_day(public: Public, text: str) -> Iterator[Find]:
    days = [(int(y), MONTHS.index(m) + 1, int(d)) for d, m, y in DAY.findall(text)]
    for day in days + [tuple(map(int, one)) for one in ISO.findall(text)]:
        found = public.connection.execute(
            "select distinct old_la_code from inspection where $d in (published, started)",
            {"d": dt.date(*day)},
        ).fetchall()
        yield Find("day", text, frozenset(code for (code,) in found))


def _by_figure(public: Public, text: str) -> Iterator[Find]:
    about = [code for name, code in public.indicators.items() if name.lower() in text.lower()]
    sets = [found for shown in NUMBER.findall(text) for found in _with(public, shown, text, about)]
    for found in sets:
        yield Find("figure", text, frozenset(found))
    if len(sets) > 1:
        yield Find("figures together", text, frozenset(set.intersection(*sets)))
    yield from _by_extreme(public, text, about)


def _with(public: Public, shown: str, text: str, about: list[str]) -> list[set[str]]:
    """Who has a number that is printed: as an indicator, as any series, or as its children."""
    number, decimals = float(shown.replace(",", "")), len(shown.partition(".")[2])
    is_year = 1990 <= number <= 2040 and not decimals and "," not in shown
    out = []
    if about and not is_year and ("%" in text or decimals or number > 100):
        out += [public.with_figure(number, decimals, code) for code in about]
    elif decimals or (number >= 1000 and not is_year):
        out.append(public.with_figure(number, decimals, None))
    if "children" in text and number >= 1000 and not is_year:
        zeros = len(str(int(number))) - len(str(int(number)).rstrip("0"))
        near = 10**zeros / 2 + 0.5
        out[:] = [{c for c, n in public.children.items() if abs(n - number) <= near}]
    return out


def _by_extreme(public: Public, text: str, about: list[str]) -> Iterator[Find]:
    for word, best in EXTREME.items():
        if re.search(rf"\b{word}\b", text, re.I):
            figures = [public.newest(code) for code in about]
            if (
                re.search(r"\b(child population|children|by size|authority in)\b", text)
                and not about
            ):
                figures.append(public.children)
            for values in filter(None, figures):
                end = best(values.values())
                yield Find("extreme", text, frozenset(c for c, v in values.items() if v == end))


def _attributes(public: Public, text: str) -> list[tuple[str, set[str]]]:
    """What a text says of an authority that is public, each with those of whom it is true."""
    out = [(f"place {p}", found) for p, found in public.places.items() if p in text]
    low = text.lower()
    near = "neighbour" in low
    if not near:
        out += [
            (f"grade {grade}", {c for c, g in public.grades.items() if g == grade})
            for word, grade in GRADES.items()
            if word in low
        ]
    if any(word in low for word in INSPECTED):
        out += [(f"inspected in {m} {y}", _inspected(public, m, y)) for m, y in MONTH.findall(text)]
    middle = sorted(public.children.values())
    if re.search(r"\b(a small|smaller) (authority|council|service)\b", low):
        out.append(
            ("small", {c for c, n in public.children.items() if n <= middle[len(middle) // 4]})
        )
    if re.search(r"\b(a large|larger) (authority|council|service)\b", low):
        out.append(
            ("large", {c for c, n in public.children.items() if n >= middle[-len(middle) // 4]})
        )
    return out + (_by_neighbours(public, text) if near else [])


def _inspected(public: Public, month: str, year: str) -> set[str]:
    rows = public.connection.execute(
        "select distinct old_la_code from inspection where year(published) = $y and"
        " month(published) = $m",
        {"y": int(year), "m": MONTHS.index(month) + 1},
    ).fetchall()
    return {code for (code,) in rows}


def _by_neighbours(public: Public, text: str) -> list[tuple[str, set[str]]]:
    named = {
        code for code, name in public.names.items() if re.search(rf"\b{re.escape(name)}\b", text)
    }
    out = []
    if named:
        out.append(("neighbours", {c for c, near in public.neighbours.items() if named <= near}))
    for word, grade in GRADES.items():
        for many in re.findall(
            rf"\b(\w+) (?:are |were |is |was )?(?:judged )?{word}", text.lower()
        ):
            count = WORDS.get(many, int(many) if many.isdigit() else None)
            if count is not None:
                out.append((f"{many} {grade}", _with_neighbours(public, grade, count)))
    return out


def _with_neighbours(public: Public, grade: str, count: int) -> set[str]:
    judged = {c for c, g in public.grades.items() if g == grade}
    return {c for c, near in public.neighbours.items() if len(near & judged) == count}


def _aliases(public: Public, lines: list[str]) -> Iterator[Find]:
    """Who stands behind a letter or number: all that is said under it, in all months."""
    for alias in {found for text in lines for found in ALIAS.findall(text)}:
        said = [text for text in lines if re.search(rf"\b{alias}\b", text)]
        sets = [found for text in said for _, found in _attributes(public, text)]
        sets += [set(find.candidates) for text in said for find in _by_figure(public, text)]
        if sets:
            yield Find(f"alias {alias}", " / ".join(said), frozenset(set.intersection(*sets)))

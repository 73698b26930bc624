"""Names and codes of authorities as people write them: one matcher for the whole program.

A name stands for one authority or for none, and who is asked of on a day that it did not live to
see is told who came after it.
"""

from __future__ import annotations

import csv
import datetime as dt
import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

# What a council calls itself beside the name of its place.
_COUNCIL = {
    "council", "borough", "city", "county", "of", "the", "royal", "metropolitan", "district",
    "london", "children", "childrens", "s", "services", "lb", "mbc", "cc", "bc", "unitary",
    "authority", "corporation", "ua", "la",
}  # fmt: skip
NEAR = 4


@dataclass(frozen=True, slots=True)
class Match:
    """The three-digit code that words stand for, or why they stand for none."""

    code: str | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Alias:
    """An everyday or former name of the authority that has this code and this name."""

    alias: str
    old_la_code: str
    la_name: str


@dataclass(frozen=True)
class Matcher:
    """Finds authorities by name or code.

    codes: a row for each nine-character code: old_la_code, new_la_code, la_name, closed and, where
        known, opened. changes: old_la_code and successor. known_as: other names.
    """

    codes: pd.DataFrame
    changes: pd.DataFrame | None = None
    known_as: tuple[Alias, ...] = ()

    def find(self, words: object, on: dt.date | None = None) -> Match:
        """Match a name, a three-digit or a nine-character code to one authority.

        Args:
            words: as written: "Hull City Council", "Westmorland & Furness" and "BCP" fit.
            on: the day that is spoken of; who was closed by then, or not yet open, is not meant.
                Without it a running authority is meant before a closed one of the same name.
        """
        asked = (_text(words), on)
        if asked not in self._found:
            self._found[asked] = self._find(*asked)
        return self._found[asked]

    def _find(self, text: str, on: dt.date | None) -> Match:
        if hits := self.all_of(text):
            return self._one_of(hits, on)
        near = self.near(text)
        return Match(
            None, f"is no authority; near: {', '.join(near)}" if near else "is no authority"
        )

    def all_of(self, words: object) -> frozenset[str]:
        """Return every authority, of whatever day, that a name or code can stand for."""
        text = _text(words)
        for known, key in (
            (self._by_code, text.casefold()), (self._by_name, _key(text)),
            (self._by_core, _core(text)),
        ):  # fmt: skip
            hits = known.get(key, frozenset()) if key else frozenset()
            if hits:
                return hits
        return frozenset()

    def _one_of(self, hits: Iterable[str], on: dt.date | None) -> Match:
        there = [code for code in hits if not self.ended(code, on or dt.date.max)]
        chosen = sorted(there or hits)
        if len(chosen) > 1:
            return Match(None, f"fits several authorities: {', '.join(chosen)}")
        ended = self.ended(chosen[0], on) if on else ""
        return Match(None, ended) if ended else Match(chosen[0])

    def near(self, words: str) -> list[str]:
        """Return names that come near to what was written, running authorities' alone."""
        running = sorted({n for c, n in self.names.items() if not self.ended(c, dt.date.max)})
        within = [n for n in running if words and words.casefold() in n.casefold()]
        return within[:NEAR] or difflib.get_close_matches(words, running, n=NEAR, cutoff=0.5)

    def ended(self, code: str, on: dt.date) -> str:
        """Say why an authority is not there on a day: closed, and who followed, or not yet open."""
        opened, closed = self._lives[code]
        if closed is not None and closed < on:
            after = [f"{c} {self.names.get(c, '')}".strip() for c in self.successors(code)]
            told = f"; followed by {', '.join(after)}" if after else ""
            return f"{self.names[code]} ({code}) closed on {closed}{told}"
        if opened is not None and opened > on:
            return f"{self.names[code]} ({code}) opened on {opened} only"
        return ""

    def successors(self, code: str) -> tuple[str, ...]:
        """Return who came after an authority, in order of code; its own code is none."""
        return tuple(sorted(self._after.get(code, frozenset()) - {code}))

    @cached_property
    def _after(self) -> dict[str, frozenset[str]]:
        if self.changes is None:
            return {}
        pairs = zip(self.changes["old_la_code"], self.changes["successor"], strict=True)
        return _grouped((str(code), str(other)) for code, other in pairs)

    @cached_property
    def _found(self) -> dict[tuple[str, dt.date | None], Match]:
        """What was found before: a list names the same authorities again and again."""
        return {}

    @cached_property
    def names(self) -> dict[str, str]:
        """Newest name of each three-digit code."""
        ended = pd.to_datetime(self.codes["closed"])
        order = self.codes.loc[ended.sort_values(na_position="last", kind="stable").index]
        return dict(zip(order["old_la_code"], order["la_name"], strict=True))

    @cached_property
    def _lives(self) -> dict[str, tuple[dt.date | None, dt.date | None]]:
        """First and last day by three-digit code: it is closed when its last code has ended."""
        out: dict[str, tuple[dt.date | None, dt.date | None]] = {}
        for code, own in self.codes.groupby("old_la_code"):
            closed = [_day(cell) for cell in own["closed"]]
            opened = [_day(cell) for cell in own["opened"]] if "opened" in own else [None]
            first = min((d for d in opened if d), default=None) if all(opened) else None
            out[str(code)] = (
                first,
                max((d for d in closed if d), default=None) if all(closed) else None,
            )
        return out

    @cached_property
    def _by_code(self) -> dict[str, frozenset[str]]:
        pairs = [(c.casefold(), c) for c in self.codes["old_la_code"]]
        known = self.codes[self.codes["new_la_code"].notna()]
        nine = zip(known["new_la_code"], known["old_la_code"], strict=True)
        return _grouped([*pairs, *((str(n).casefold(), c) for n, c in nine)])

    @cached_property
    def _spellings(self) -> list[tuple[str, str]]:
        own = zip(self.codes["la_name"], self.codes["old_la_code"], strict=True)
        spelt = [(str(name), str(code)) for name, code in own]
        there = {(_key(name), code) for name, code in spelt}
        # Another nation may have the code: an alias is one of the authority it was written for.
        also = [a for a in self.known_as if (_key(a.la_name), a.old_la_code) in there]
        return [*spelt, *((a.alias, a.old_la_code) for a in also)]

    @cached_property
    def _by_name(self) -> dict[str, frozenset[str]]:
        return _grouped((_key(name), code) for name, code in self._spellings)

    @cached_property
    def _by_core(self) -> dict[str, frozenset[str]]:
        return _grouped((_core(name), code) for name, code in self._spellings)


def aliases(reference: Path) -> tuple[Alias, ...]:
    """Read the everyday and former names of England's authorities."""
    with (reference / "authority_alias.csv").open(encoding="utf-8", newline="") as file:
        return tuple(Alias(**row) for row in csv.DictReader(file))


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    out: dict[str, set[str]] = {}
    for key, code in pairs:
        out.setdefault(key, set()).add(code)
    return {key: frozenset(codes) for key, codes in out.items()}


def _day(cell: object) -> dt.date | None:
    if cell is None or cell is pd.NaT or cell != cell:
        return None
    return cell.date() if isinstance(cell, dt.datetime) else cell  # type: ignore[return-value]


def _text(words: object) -> str:
    return str(words if words is not None else "").strip().removesuffix(".0")


def _key(name: object) -> str:
    text = re.sub(r"[^a-z0-9]+", " ", str(name).casefold().replace("&", " and ").replace("'", ""))
    return " ".join(text.split())


def _core(name: object) -> str:
    return " ".join(sorted(word for word in _key(name).split() if word not in _COUNCIL))

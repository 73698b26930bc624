"""What a written file holds, as the rules see it, and what they know beside it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from earlywarning.definitions.tier import Tier, Tiers

EXCERPT = 60


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that a reader takes in at once; `where` is a line, cell or page."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table or a list: header (may be empty) and rows of cells, each row with its place."""

    where: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a page with its attributes, the line, and the text of a script or style.

    is_told: it stands within a picture that has a text alternative as a whole.
    """

    tag: str
    attributes: dict[str, str]
    where: str
    text: str = ""
    is_told: bool = False


@dataclass(slots=True)
class Content:
    """What one file holds; `kind` is its suffix without the dot."""

    path: Path
    kind: str
    raw: str = ""
    pieces: list[Piece] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that must not be there."""

    path: Path
    where: str
    rule: str
    excerpt: str

    def line(self) -> str:
        """Return it as one line."""
        return f"{self.path}: {self.where}: {self.rule}: {self.excerpt}"


@dataclass(frozen=True, slots=True)
class Place:
    """An authority as the rules need it."""

    code: str
    new_code: str
    name: str
    region: str


@dataclass(frozen=True, slots=True)
class HeardEntry:
    """An entry of the register without its text."""

    old_la_code: str
    source_kind: str
    heard_on: dt.date


@dataclass(frozen=True)
class Knowledge:
    """What the rules know: whose output it is, and what must not be in it.

    tier: whose. own: codes of the authorities it is about; empty where it is about all.
    scores, actions: of the consortium's database, by code. neighbours: in their order.
    texts: free text of the register. persons: names. markup: texts of the database with markup.
    scripts: SHA-256 of the scripts that belong to the pages. tiers: what each tier may hold; where
    they are not known, every table is restricted.
    """

    tier: Tier = "consortium"
    own: frozenset[str] = frozenset()
    places: tuple[Place, ...] = ()
    scores: dict[str, float] = field(default_factory=dict)
    actions: dict[str, str] = field(default_factory=dict)
    neighbours: dict[str, tuple[str, ...]] = field(default_factory=dict)
    heard: tuple[HeardEntry, ...] = ()
    texts: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    titled: re.Pattern[str] | None = None
    markup: tuple[str, ...] = ()
    scripts: frozenset[str] = frozenset()
    tiers: Tiers | None = None

    @cached_property
    def by_name(self) -> dict[str, str]:
        """Return codes by name in small letters."""
        return {place.name.casefold(): place.code for place in self.places}

    @cached_property
    def by_code(self) -> dict[str, Place]:
        """Return authorities by three-digit code."""
        return {place.code: place for place in self.places}

    @cached_property
    def named(self) -> re.Pattern[str] | None:
        """Return a pattern that finds the name of any authority, the longest first."""
        names = sorted((p.name for p in self.places if p.name), key=lambda n: (-len(n), n))
        if not names:
            return None
        return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, names)) + r")(?!\w)", re.I)

    def codes_in(self, text: str) -> list[str]:
        """Return the authorities that a text names, in order."""
        if self.named is None:
            return []
        return [self.by_name[found.group().casefold()] for found in self.named.finditer(text)]


def excerpt(text: str, start: int = 0, end: int = 0) -> str:
    """Return the part of a text around a place, on one line."""
    before, after = max(0, start - EXCERPT // 2), max(end, start) + EXCERPT // 2
    return " ".join(text[before:after].split())

"""What a document is made of: a page and a PDF are both written from these, so they say the same.

All text is plain text, never markup: each renderer escapes it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from earlywarning.reports.charts.chart import Chart


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 2 or 3 (the title is level 1)."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph; kind is plain, lead (the one sentence), small, or note (boxed)."""

    text: str
    kind: str = "plain"


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of lines."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Short labelled facts, one line each: (label, text)."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the first column heads its row; `numeric` tells which columns hold numbers."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with its text alternative; a page also gives the table behind it, folded."""

    chart: Chart


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that matters: a heading of level 3, what is said of it, its chart beside that."""

    text: str
    kind: str
    said: tuple[str, ...]
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """Words of somebody, by role, on a day: an authority's reply, a decision's reason."""

    who: str
    when: str
    text: str


@dataclass(frozen=True, slots=True)
class Break:
    """A new page in print."""


Block = Heading | Words | Listed | Pairs | Table | Picture | Point | Said | Break


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document.

    title: also of the file. subtitle: place, as-of day. marks: shown on every page (an invented
    nation, the edition's own restriction). blocks: in order. sources: where figures come from, one
    line each, set at the end. day: the as-of day, on every page and in the file's date. links:
    names, and below the site's index the page that each leads to from tables and lists.
    """

    title: str
    subtitle: str
    marks: tuple[str, ...]
    blocks: tuple[Block, ...]
    sources: tuple[str, ...] = field(default=())
    day: dt.date | None = None
    links: tuple[tuple[str, str], ...] = ()

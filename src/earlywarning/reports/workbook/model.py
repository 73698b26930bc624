"""What a workbook is made of: both file formats are written from this, so they say the same."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from earlywarning.hostile import tame

Cell = float | int | str
Row = tuple[Cell, ...]
BLANK = "[x]"
# A cell without a letter or digit reads as nothing to a screen reader, and no writer takes it.
READABLE = re.compile(r"[a-zA-Z0-9]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet with one table.

    name: its tab, at most 31 characters. title: heading above the table. columns, rows: the table,
    without an empty cell. notes: lines between heading and table, one sentence or two each.
    decimals: how many are shown in a cell, by (row, column): 12.0 stands beside 12.3.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    decimals: dict[tuple[int, int], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture with its caption and its text alternative.

    png: the file. dots: how many of its pixels go to an inch.
    """

    caption: str
    alt: str
    png: bytes
    dots: int = 96


@dataclass(frozen=True, slots=True)
class Workbook:
    """A whole workbook.

    title, subject: also in the file's properties. created: the as-of day, so that the same data
    give the same bytes. cover: lines of the first sheet. sheets: in order, after the contents.
    """

    title: str
    subject: str
    author: str
    created: tuple[int, int, int]
    cover: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    pictures: tuple[Drawn, ...] = ()

    def contents(self) -> Sheet:
        """Return the sheet that lists the others."""
        rows = [(sheet.name, sheet.title) for sheet in self.sheets]
        if self.pictures:
            rows.append((PICTURES, PICTURES_TITLE))
        return Sheet(
            "Contents",
            "Contents",
            ("Worksheet", "What it holds"),
            tuple(rows),
            ("This worksheet contains one table: the other worksheets, each with a link.",),
        )


PICTURES = "Charts"
PICTURES_TITLE = "Charts of the figures in the other worksheets"


def words(text: object) -> str:
    """Return text as a cell may hold it: visible characters, one line, never blank.

    Two dollar signs, and a bracket before a parenthesis, are marks of notes and links to one of
    the writers: a space parts them.
    """
    said = " ".join(str(tame(str(text if text is not None else ""))).split())
    said = said.replace("$$", "$ $").replace("$$", "$ $").replace("](", "] (")
    if not said:
        return BLANK
    return said if READABLE.search(said) else f"text: {said}"

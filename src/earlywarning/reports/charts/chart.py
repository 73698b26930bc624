"""A chart as every output uses it: a picture, what it says, and the figures behind it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from urllib.parse import quote

from earlywarning.hostile import harmless, tame
from earlywarning.reports.phrases import sentence

# A number as a table shows it: 1,204 or a minus that is no hyphen.
SHOWN = re.compile(r"[-\N{MINUS SIGN}]?\d{1,3}(,\d{3})*(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Chart:
    """One drawn chart; pages, PDFs and workbooks show the same picture.

    name: file stem, unique within one authority. title: what is shown, with its unit.
    alt: the text alternative, two or three sentences that say what a reader would see.
    header, rows: the table behind it, as text. svg: the picture. source: where figures come from.
    how: what its marks mean.
    key: the picture's own, equal for equal pictures; the stem of its file.
    """

    name: str
    title: str
    alt: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    svg: str
    source: str = ""
    how: str = ""
    key: str = ""

    @property
    def told(self) -> str:
        """Return what stands below the picture wherever it is: its marks, where it comes from."""
        return " ".join(filter(None, map(sentence, (self.how, self.source))))


def csv_of(header: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """Return the figures behind a chart as CSV: numbers as a program reads them, words as shown."""
    out = StringIO()
    rows = ([harmless(tame(_raw(cell))) for cell in row] for row in (header, *lines))
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def csv_address(header: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """Return an address that holds the figures: a link to it needs no file and no script."""
    return "data:text/csv;charset=utf-8," + quote(csv_of(header, lines), safe="/,:;()")


def _raw(cell: str) -> str:
    is_number = SHOWN.fullmatch(cell)
    return cell.replace(",", "").replace("\N{MINUS SIGN}", "-") if is_number else cell

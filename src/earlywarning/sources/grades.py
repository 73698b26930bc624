"""Grades as inspectors write them, and what a row that cannot be read still says of one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping

from earlywarning.errors import SourceError
from earlywarning.sources.days import read_words
from earlywarning.sources.refused import RefusedRows, Unread

# From the best to the worst.
GRADE_WORDS = {
    "outstanding": "Outstanding",
    "good": "Good",
    "requires improvement": "Requires improvement to be good",
    "requires improvement to be good": "Requires improvement to be good",
    "inadequate": "Inadequate",
}
NOT_MADE = {"", "-", "n/a", "not judged", "inspection_pre_dates_judgement"}


def grade_of(cell: object, column: str, number: int) -> str:
    """Return a grade as Ofsted writes it; nothing where a judgement was not made.

    Raises:
        SourceError: naming row and column of a word that is no grade.
    """
    word = _plain(cell)
    if word in NOT_MADE:
        return ""
    if word not in GRADE_WORDS:
        raise SourceError(
            f"row {number}: {column} is {str(cell or '')!r}, which is no grade", rule="grade",
            row=number,
        )  # fmt: skip
    return GRADE_WORDS[word]


def _plain(cell: object) -> str:
    return " ".join(str(cell or "").split()).casefold()


def full_year(text: str) -> str:
    """Return a day that the sector's summary writes as 27/10/23 with all of its year."""
    short = re.fullmatch(r"(\d\d)/(\d\d)/(\d\d)", text.strip())
    return f"{short[1]}/{short[2]}/20{short[3]}" if short else text


def note_unread(
    refused: RefusedRows, number: int, code: str, cells: Mapping[str, object], until: dt.date
) -> None:
    """Keep what a row about a judgement still says, if it was just refused; a visit has none.

    Args:
        refused: takes it.
        number: of the row.
        code: three-digit code, if it is known whose row it is.
        cells: by the names of their columns.
        until: a day after it is none that can be.
    """
    last = refused.rows[-1].row if refused.rows else None
    if last != number or not code or any("visit" in kind for kind in _kinds(cells)):
        return
    days = [day for day in _days(cells) if day <= until]
    graded = {name: word for name, cell in cells.items() if (word := _plain(cell)) in GRADE_WORDS}
    overall = [word for name, word in graded.items() if "overall" in name.lower()]
    weakest = max(overall or graded.values(), key=list(GRADE_WORDS).index, default="")
    grade = GRADE_WORDS.get(weakest, "")
    refused.unread.append(Unread(number, code, max(days, default=None), grade))


def _kinds(cells: Mapping[str, object]) -> Iterator[str]:
    return (str(cell).lower() for name, cell in cells.items() if "type" in name.lower())


def _days(cells: Mapping[str, object]) -> Iterator[dt.date]:
    for name, cell in cells.items():
        if isinstance(cell, dt.date):
            yield cell.date() if isinstance(cell, dt.datetime) else cell
        elif "date" in name.lower() and (day := read_words(full_year(str(cell)))):
            yield day

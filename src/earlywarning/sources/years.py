"""The year of a list that has none in its cells: found in title, header or name, never assumed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from earlywarning.definitions.table import PublishedTable
from earlywarning.errors import SourceError
from earlywarning.period import month_end
from earlywarning.sources.reading import RawTable

ANY_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MONTH_AND_YEAR = re.compile(rf"(?<![a-z])({'|'.join(MONTHS)})[a-z]*[ _.-]*(20\d\d)(?!\d)", re.I)


def year_of_list(name: str, raw: RawTable, table: PublishedTable) -> int:
    """Return the year that a list of places describes, as its table says where to find it.

    Raises:
        SourceError: if the file has no year, or more than one.
    """
    words = (name, *raw.above, *raw.header)
    found = {year for mark in table.year_marks for year in _marked(mark, words)}
    found |= {year for label, year in table.year_labels.items() if label in raw.header}
    return _only(found, f"{table.table} ({table.title})")


def year_of_model(words: Iterable[str]) -> int:
    """Return the one year that stands in a neighbour model's name, sheets and titles.

    Raises:
        SourceError: if there is none, or more than one.
    """
    return _only({int(y) for text in words for y in ANY_YEAR.findall(text)}, "a neighbour model")


def day_of_model(words: Iterable[str], year: int) -> dt.date:
    """Return a day by which a model was out: the end of the month that is named, or of the year."""
    found = [m for text in words if (m := MONTH_AND_YEAR.search(text)) and int(m.group(2)) == year]
    month = MONTHS.index(found[0].group(1).lower()) + 1 if found else 12
    return month_end(year * 100 + month)


def _marked(mark: str, words: Iterable[str]) -> set[int]:
    years = set()
    for match in (m for text in words for m in re.finditer(mark, text)):
        first, *second = match.groups()
        if not second:
            years.add(int(first))
        elif (int(first) + 1) % 100 == int(second[0]):  # 1314, and not any four digits
            years.add(2000 + int(second[0]))
    return years


def _only(found: set[int], what: str) -> int:
    if len(found) == 1:
        return found.pop()
    told = f"more than one year ({', '.join(map(str, sorted(found)))})" if found else "no year"
    raise SourceError(
        f"row 1: {what} with {told} in its title, header or file name, and none is assumed; "
        "give it the name under which it was published, with the year in it",
        rule="list_year",
        row=1,
    )

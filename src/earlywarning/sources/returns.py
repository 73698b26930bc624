"""In-year returns as files among files: known by content, dated by the day they were returned."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pandas as pd

from earlywarning.definitions.loader import Definitions
from earlywarning.definitions.places import Matcher
from earlywarning.errors import SourceError
from earlywarning.sources.annex_a.lists import is_annex_a, without_header
from earlywarning.sources.annex_a.reading import count_children
from earlywarning.sources.in_year.grid import Sheet, csv_sheet, read_grid
from earlywarning.sources.in_year.reading import looks_like_return, read_return
from earlywarning.sources.in_year.result import Return
from earlywarning.sources.offered import Offered
from earlywarning.sources.reading import TEXT_SUFFIXES, decode

RETURN, CHILDREN = "in_year_return", "child_level_lists"
KINDS = {RETURN, CHILDREN}
# Enough to tell a return from the large workbooks of finance and places.
_LOOKED_AT = (60, 60)
_FIRST_BYTES = 64_000
_NAMED = 5


def recognise(offered: Offered, definitions: Definitions) -> bool:
    """Tell whether a file is a return or holds child-level lists; forget the rows of the latter."""
    head = _first_rows(offered)
    if is_annex_a(head, definitions.folder):
        offered.kind = CHILDREN
        offered.hold_children()
        return True
    headless = without_header(head, definitions.folder)
    if headless:
        offered.hold_children()
        numbers = ", ".join(map(str, headless))
        raise SourceError(
            f"sheets named as child-level lists without a header that is known: list {numbers}; "
            "nothing of them is read or shown",
            rule="annex_a_header",
        )
    if looks_like_return(head, definitions.in_year):
        offered.kind = RETURN
        return True
    return False


def _first_rows(offered: Offered) -> list[Sheet]:
    if offered.path.suffix.lower() in TEXT_SUFFIXES:
        with offered.path.open("rb") as file:
            start = file.read(_FIRST_BYTES)
        return [_head(csv_sheet(decode(start[: start.rfind(b"\n") + 1] or start)))]
    return [_head(sheet) for sheet in offered.book or read_grid(offered.path)]


def _head(sheet: Sheet) -> Sheet:
    rows, columns = _LOOKED_AT
    return replace(sheet, rows=[cells[:columns] for cells in sheet.rows[:rows]])


def read_file(
    path: Path,
    definitions: Definitions,
    codes: pd.DataFrame,
    given: dict[str, str] | None = None,
    places: Matcher | None = None,
) -> Return:
    """Read a return, or count child-level lists.

    Raises:
        SourceError: if whose it is or when it came cannot be told.
    """
    return _read(read_grid(path), definitions, codes, given, places)


def _read(
    sheets: list[Sheet],
    definitions: Definitions,
    codes: pd.DataFrame,
    given: dict[str, str] | None = None,
    places: Matcher | None = None,
) -> Return:
    if is_annex_a(sheets, definitions.folder):
        return count_children(sheets, codes, definitions.folder, given, places)
    return read_return(sheets, definitions.in_year, codes, places)


def load(offered: Offered, definitions: Definitions, codes: pd.DataFrame, places: Matcher) -> None:
    """Read a return into `returned` and `frame`, and date it.

    Raises:
        SourceError: if nothing of it could be read.
    """
    returned = _read(offered.book or read_grid(offered.path), definitions, codes, places=places)
    said = returned.frame[returned.frame["status"] != "not_returned"]
    if returned.frame.empty or said["status"].eq("refused").all():
        told = "".join(f"; {r.at}: {r.why}" for r in returned.refusals[:_NAMED])
        raise SourceError(f"no figure in it could be read{told}", rule="in_year_empty")
    offered.returned = returned
    offered.kind = _kind(returned)
    offered.period = int(said["time_period"].max())
    offered.published, offered.published_basis = returned.returned_on, "day of return"
    offered.frame = returned.frame.assign(
        release=offered.release, published=returned.returned_on, file_name=offered.name,
        events="; ".join(returned.events),
    )  # fmt: skip


def _kind(returned: Return) -> str:
    """Name what later returns of the same authority and frequency supersede."""
    codes = sorted(set(returned.frame["old_la_code"]))
    several = hashlib.sha256(",".join(codes).encode()).hexdigest()[:6]
    owner = codes[0] if len(codes) == 1 else f"region{several}"
    return f"in_year_{returned.frequency}_{owner}"

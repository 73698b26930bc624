"""A workbook of child-level lists, counted as a monthly return."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pandas as pd

from earlywarning.definitions.places import Matcher
from earlywarning.errors import SourceError
from earlywarning.sources.annex_a.counting import (
    Tally,
    as_frame,
    bank_holidays,
    count_all,
    month_ends,
)
from earlywarning.sources.annex_a.lists import (
    FoundLists,
    declared_lists,
    find_lists,
    without_header,
)
from earlywarning.sources.annex_a.measures import COUNTS, rereferrals
from earlywarning.sources.in_year import layout
from earlywarning.sources.in_year.grid import Sheet
from earlywarning.sources.in_year.layout import PlacedCell
from earlywarning.sources.in_year.reading import read_day_of_return
from earlywarning.sources.in_year.result import Return

MONTHS_COVERED = (6, 12)
_TELL = (
    "add a sheet Notes with authority, returned on, and months covered (6 or 12), "
    "or use `earlywarning returns count`"
)


def count_children(
    sheets: list[Sheet],
    codes: pd.DataFrame,
    reference: Path,
    given: dict[str, str] | None = None,
    places: Matcher | None = None,
) -> Return:
    """Count a child-level workbook as a monthly return.

    Args:
        sheets: as they stand in the file.
        codes: authorities with old_la_code, new_la_code, la_name, region, closed.
        reference: folder with the lists' columns and the bank holidays.
        places: finds authorities by all their names; without it by those in `codes`.
        given: authority, returned_on, months, as_at or counts_itself where no Notes sheet has them.

    Raises:
        SourceError: if it is not told whose workbook it is and when it was returned. No message
            holds the content of a cell of the lists.
    """
    lists = find_lists(sheets, reference)
    other = [s for s in sheets if s.name not in {f.sheet.name for f in lists.values()}]
    noted = layout.notes(other)
    noted |= {key: PlacedCell(text, "as given") for key, text in (given or {}).items() if text}
    code, day = _whose(noted, places or Matcher(codes))
    months, last = _window(noted, day)
    tally = Tally(month_ends(last, months), last, bank_holidays(reference))
    if len(tally.months) < months:
        tally.aside.append(
            f"the lists were cut on {last}: of the {months} months the first is covered in part "
            "and left out"
        )
    itself = noted.get("counts_itself", PlacedCell("", ""))
    counts = dict(COUNTS)
    if (word := str(itself.content).strip().casefold()) in {"yes", "no"}:
        counts["rereferrals"] = rereferrals(word == "yes")
    else:
        tally.aside.append("rereferrals: say in Notes whether the referral count includes this one")
    count_all(lists, counts, tally)
    _report_lists(lists, sheets, reference, tally)
    region = str(codes.loc[codes["old_la_code"] == code, "region"].iloc[0])
    refusals = [replace(r, old_la_code=code) for r in tally.refusals]
    frame = as_frame(tally, code, region)
    return Return("monthly", day, True, "", (), frame, refusals, tally.aside)


def _whose(noted: dict[str, PlacedCell], places: Matcher) -> tuple[str, dt.date]:
    if "authority" not in noted:
        raise SourceError(f"child-level lists without an authority; {_TELL}", rule="annex_a_notes")
    day = read_day_of_return(noted)
    match = places.find(noted["authority"].content, day)
    if match.code is None:
        raise SourceError(f"{noted['authority'].at}: authority {match.why}", rule="annex_a_notes")
    return match.code, day


def _window(noted: dict[str, PlacedCell], day: dt.date) -> tuple[int, dt.date]:
    text = str(noted["months"].content).strip().removesuffix(".0") if "months" in noted else "6"
    if text not in {str(m) for m in MONTHS_COVERED}:
        raise SourceError(f"{noted['months'].at}: months covered is 6 or 12", rule="annex_a_notes")
    last = read_day_of_return(noted, "as_at") if "as_at" in noted else day
    return int(text), min(last, day)


def _report_lists(
    held: dict[int, FoundLists], sheets: list[Sheet], reference: Path, tally: Tally
) -> None:
    """Tell of lists that are not there; a sheet is told by its place, its name may be anything."""
    headless = without_header(sheets, reference)
    for number, declared in declared_lists(reference).items():
        if number in held:
            continue
        why = "has no header that is known" if number in headless else "is not in the workbook"
        tally.aside.append(f"list {number} ({declared.title}) {why}")
    known = {f.sheet.name for f in held.values()} | {"Notes"}
    tally.aside += [
        f"sheet {place} is none of the lists"
        for place, sheet in enumerate(sheets, start=1)
        if sheet.name not in known
    ]

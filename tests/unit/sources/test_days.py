"""A day that stands in a file is understood, or the file is refused; none is guessed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from earlywarning.errors import SourceError
from earlywarning.sources import authorities, calendar, days, intake
from earlywarning.sources.reading import read_day
from tests.conftest import REFERENCE
from tests.support.evidence import DEFINITIONS

DAY = dt.date(2023, 12, 14)


@pytest.mark.parametrize(
    "text",
    [
        "2023-12-14", "14/12/2023", "14 December 2023", "14th December 2023", "14 Dec 2023",
        "14th of December 2023", "Thursday 14 December 2023", "Thursday, 14 December 2023",
        "December 14, 2023", "14 December, 2023", "2023-12-14 09:30:00", "14/12/2023 00:00",
        "14 December 2023 at 9:30am", " 14\u00a0December  2023. ", "14 DECEMBER 2023",
    ],
)  # fmt: skip
def test_a_day_is_understood_however_it_is_written(text: str) -> None:
    assert days.read_words(text) == DAY
    if ":" in text:
        assert days.read_words(text, timed=False) is None
    else:
        assert read_day(text, "published") == DAY


@pytest.mark.parametrize(
    "text",
    ["14 Decembre 2023", "31 February 2023", "14/13/2023", "12-14-2023", "14.12.23", "Spring 2024",
     "2023-12-14 or later", "2023-12-141", "14 December", "14 ma 2023", "14 December 23"],
)  # fmt: skip
def test_what_is_not_a_whole_day_is_none(text: str) -> None:
    assert days.read_words(text) is None
    with pytest.raises(SourceError, match="published"):
        read_day(text, "published", 7)


def test_slashes_can_be_left_aside() -> None:
    assert days.read_words("03/04/2025", slashed=False) is None


@pytest.mark.parametrize(
    ("rows", "day"),
    [
        ([["Last updated: 14th December 2023"]], DAY),
        ([["Last updated", dt.datetime(2023, 12, 14, 9, 30)]], DAY),
        ([["Published on:", "14 December 2023"]], DAY),
        ([["Published: 27 September 2023"], ["Last updated: 14 December 2023"]], DAY),
        ([["Date of publication: December 2023"]], dt.date(2023, 12, 31)),
        ([["", "Updated 14 December 2023"]], DAY),
        ([["Publication date", "Published on our website"], ["Reports", "as of 2022"]], None),
        ([["As at 31 March 2023, published by 30 April 2023"]], None),
    ],
)
def test_the_latest_day_that_a_workbook_tells_is_its_own(
    rows: list[list[object]], day: dt.date | None
) -> None:
    assert days.published_on([rows]) == day


@pytest.mark.parametrize(
    "rows",
    [
        [["Last updated: 14 Decembre 2023"]],
        [["Last updated: the fourteenth of December"]],
        [["Published on:", "14.12.23"]],
        [["Published: 27 September 2023"], ["Last updated: 31 September 2023"]],
    ],
)
def test_a_day_that_is_told_and_not_understood_refuses(rows: list[list[object]]) -> None:
    with pytest.raises(SourceError, match="none is guessed") as told:
        days.published_on([rows])
    assert told.value.rule == "published_day"


def outturn(*above: str) -> dict[str, list[list[object]]]:
    """Return an outturn of one authority with these lines above it."""
    machine = [
        name for c in DEFINITIONS.tables["outturn_ro3"].columns.values() for name in c.names[:1]
    ]
    machine += [f"RO3-a{n}" for n in range(60)]
    lead: list[object] = ["E-code", "ONS Code", "Local authority", "", "Class", "", "Certification"]
    rows: list[list[object]] = [["Revenue Outturn (RO) 2022-23"], *([line] for line in above)]
    rows += [["", "", "", "", "", "", "", *machine], [*lead, *machine]]
    rows += [["E1", "E06000001", "Hartlepool", "", "UA", "", "Y", *("1" for _ in machine)]]
    return {"RO3_LA_Data_2022-23": rows}


def dated(sheets: dict[str, list[list[object]]]) -> intake.Offered:
    context = intake.Context(
        DEFINITIONS,
        authorities.builtin(REFERENCE),
        calendar.builtin(REFERENCE),
        dt.date(2026, 4, 30),
    )
    one = intake.Offered(Path("ro3.xlsx"), "ro3.xlsx", "ab" * 32, kind="outturn_ro3")
    one.table, one.sheets = DEFINITIONS.tables["outturn_ro3"], sheets
    intake.date_release(one, context)
    return one


def test_an_outturn_has_the_day_that_stands_in_it() -> None:
    one = dated(outturn("Last updated: 14th December 2023"))
    assert (one.published, one.published_basis) == (DAY, "file")


@pytest.mark.parametrize("line", ["Last updated: 14 Decembre 2023", "Updated 14.12.23"])
def test_an_outturn_whose_day_is_not_understood_is_refused(line: str) -> None:
    one = dated(outturn(line))
    assert (one.outcome, one.rule, one.row) == ("refused", "published_day", 2)


def test_an_outturn_dated_before_its_year_ended_is_refused() -> None:
    one = dated(outturn("Last updated: 14 March 2023"))
    assert (one.outcome, one.rule) == ("refused", "published_day")

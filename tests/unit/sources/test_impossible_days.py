"""Days and years that no figure can have are told, and never reach a table."""

from __future__ import annotations

import datetime as dt

import pytest

from earlywarning.errors import SourceError
from earlywarning.sources import registers
from earlywarning.sources.in_year.periods import Unclear, read_period
from earlywarning.sources.reading import read_day
from earlywarning.sources.refused import RefusedRows
from tests.unit.sources.test_registers import KNOWN, TYPES

NEVER = ["0001-01-01", "9999-12-31", "1066-10-14"]


@pytest.mark.parametrize("day", [*NEVER, "2025-03-31 23:00", "2025-03-31T23:00:00Z", "31/03/1066"])
def test_a_day_that_cannot_be_is_refused_by_row_and_column(day: str) -> None:
    with pytest.raises(SourceError, match=r"row 4: published: .* is not a day"):
        read_day(day, "published", 4)


@pytest.mark.parametrize("day", ["2025-03-31", "31/03/2025", "2025-03-31T00:00:00"])
def test_a_day_is_read_as_it_is_written(day: str) -> None:
    assert read_day(day, "published") == dt.date(2025, 3, 31)


def test_a_workbooks_day_with_a_time_is_refused_and_without_is_read() -> None:
    assert read_day(dt.datetime(2025, 3, 31), "published") == dt.date(2025, 3, 31)
    with pytest.raises(SourceError, match="not a day"):
        read_day(dt.datetime(2025, 3, 31, 23), "published")


@pytest.mark.parametrize("day", NEVER)
def test_a_register_holds_no_such_day(day: str) -> None:
    row = ["123", "front_door", day, "", "planned", ""]
    with pytest.raises(SourceError, match="row 2: asked_on"):
        registers.peer_reviews(registers.REVIEW_HEADER, [row], [2], RefusedRows(), KNOWN, TYPES)


@pytest.mark.parametrize("period", ["9999-12-31", "0001-01-31", "January 1066", "31/12/9999"])
def test_a_return_is_about_no_such_month(period: str) -> None:
    assert isinstance(read_period(period, 1), Unclear)


@pytest.mark.parametrize("week", ["2024-W12", "2024-W12-3", "2024W123", "20240318"])
def test_a_week_is_no_day(week: str) -> None:
    with pytest.raises(SourceError, match="not a day"):
        read_day(week, "published", 4)

"""When a release could first be seen: calendar before manifest before cadence."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from earlywarning.errors import SourceError
from earlywarning.sources import calendar
from earlywarning.sources.calendar import Calendar
from earlywarning.sources.folders import offered_files
from earlywarning.sources.refused import RefusedRows
from tests.conftest import REFERENCE
from tests.support.evidence import DEFINITIONS

TABLE = DEFINITIONS.tables["cin_c1"]
HASH = "ab" * 32
CALENDAR = (
    "table_family", "release", "reference_date", "official_publication_date",
    "first_seen_in_public_repo",
)  # fmt: skip
MANIFEST = ("file", "sha256", "first_seen_there")


def told(to: Calendar, record: str, header: tuple[str, ...], rows: list[list[str]]) -> RefusedRows:
    refused = RefusedRows()
    getattr(to, f"add_{record}")(header, rows, list(range(2, len(rows) + 2)), refused)
    return refused


def known(*, official: str = "", seen: str = "", manifest: str = "") -> tuple[dt.date, str]:
    found = Calendar()
    told(found, "calendar", CALENDAR, [["cin", "2025", "2025-03-31", official, seen]])
    told(found, "manifest", MANIFEST, [["c1.csv", HASH, manifest]])
    return found.published(TABLE, 2025, HASH)


OFFICIAL, SEEN, MANIFESTED = "2025-10-30", "2025-11-02", "2025-11-20"


@pytest.mark.parametrize(
    ("given", "day", "basis"),
    [
        ({"official": OFFICIAL, "seen": SEEN, "manifest": MANIFESTED}, OFFICIAL, "calendar"),
        ({"seen": SEEN, "manifest": MANIFESTED}, SEEN, "calendar"),
        ({"manifest": MANIFESTED}, MANIFESTED, "manifest"),
        # 31 March 2025 and the 245 days that the table declares.
        ({}, "2025-12-01", "cadence"),
    ],
)
def test_the_surest_day_wins(given: dict[str, str], day: str, basis: str) -> None:
    assert known(**given) == (dt.date.fromisoformat(day), basis)


def test_another_period_another_table_and_other_bytes_are_not_meant() -> None:
    found = Calendar()
    told(
        found,
        "calendar",
        CALENDAR,
        [["cin", "2024", "", OFFICIAL, ""], ["cla", "2025", "", SEEN, ""]],
    )
    told(found, "manifest", MANIFEST, [["c1.csv", "cd" * 32, MANIFESTED]])
    assert found.published(TABLE, 2025, HASH)[1] == "cadence"


def test_a_later_list_corrects_an_earlier_one() -> None:
    found = Calendar()
    for day in (OFFICIAL, SEEN):
        told(found, "calendar", CALENDAR, [["cin", "2025", "", day, ""]])
    assert found.published(TABLE, 2025, HASH) == (dt.date.fromisoformat(SEEN), "calendar")


def test_the_calendar_that_the_project_carries_can_be_read() -> None:
    carried = calendar.builtin(REFERENCE)
    families = {family for family, _ in carried.by_period}
    assert {table.calendar for table in DEFINITIONS.tables.values()} & families
    assert not carried.by_hash


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"official": "30 Okt 2025"}, "30 Okt 2025"),
        ({"official": "2015-10-30"}, "2015-10-30 cannot be the day of cin 2025"),
        ({"official": "2025-03-30"}, "which is about 2025-03-31"),
        ({"seen": "2015-11-02"}, "2015-11-02 cannot be the day of cin 2025"),
        ({"official": "2052-10-30"}, "2052-10-30 lies ahead"),
    ],
)
def test_a_day_that_cannot_be_leaves_no_day_whatever_other_records_say(
    given: dict[str, str], word: str
) -> None:
    with pytest.raises(SourceError, match=f"{word}.*no day is guessed"):
        known(manifest=MANIFESTED, **given)


def test_a_release_on_two_days_in_one_list_has_none() -> None:
    found = Calendar()
    rows = [["cin", "2025", "", OFFICIAL, ""], ["cin", "2025", "", SEEN, ""]]
    [one] = told(found, "calendar", CALENDAR, rows).rows
    assert (one.row, one.rule) == (3, "published_day")
    with pytest.raises(SourceError, match="out on 2025-10-30 and on 2025-11-02"):
        found.published(TABLE, 2025, HASH)


def test_a_release_whose_name_begins_with_a_year_is_held_against_it() -> None:
    found = Calendar()
    rows = [["revenue_outturn", "2024-25 first", "", "2014-09-26", ""],
            ["revenue_outturn", "2023-24", "", "2024-08-29", ""]]  # fmt: skip
    [one] = told(found, "calendar", CALENDAR, rows).rows
    assert one.row == 2
    assert set(found.by_period) == {("revenue_outturn", "2023-24")}


def test_what_is_recognised_as_a_calendar_can_be_read() -> None:
    header = tuple(sorted(calendar.CALENDAR_HEADER))
    row = dict.fromkeys(header, "") | {"table_family": "cin", "release": "2025"}
    row["first_seen_in_public_repo"] = SEEN
    found = Calendar()
    told(found, "calendar", header, [[row[name] for name in header]])
    assert found.published(TABLE, 2025, HASH) == (dt.date.fromisoformat(SEEN), "calendar")


FETCHED = ("sha256", "published", "published_basis", "fetched_at")


def test_the_publishers_own_day_comes_before_the_calendar() -> None:
    days = Calendar(by_period={("cin", "2025"): dt.date(2025, 11, 3)})
    rows = [["aa", "2026-01-15", "api", ""], ["aa", "2025-10-30", "api", ""]]
    told(days, "fetched", FETCHED, [*rows, ["bb", "2026-02-01", "fetched", ""]])
    # The same bytes came as two versions: they were out from the first.
    assert days.published(TABLE, 2025, "aa") == (dt.date(2025, 10, 30), "api")
    # The day of fetching is only the day by which it was out, so the calendar knows better.
    assert days.published(TABLE, 2025, "bb") == (dt.date(2025, 11, 3), "calendar")
    assert days.published(TABLE, 2024, "bb") == (dt.date(2026, 2, 1), "fetched")


def test_hidden_files_are_not_offered(tmp_path: Path) -> None:
    for name in ("seen.csv", ".aside.csv", ".fetching/half.part", "a/.b/c.csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    assert [one.name for one in offered_files((tmp_path,))] == ["seen.csv"]


@pytest.mark.parametrize("record", ["calendar", "manifest", "fetched"])
def test_a_day_that_is_not_understood_is_not_guessed_and_other_rows_stand(record: str) -> None:
    found = Calendar()
    header, rows = {
        "calendar": (
            CALENDAR,
            [["cin", "2025", "", "14.12.25", ""], ["cla", "2025", "", SEEN, ""]],
        ),
        "manifest": (MANIFEST, [["a", HASH, "14.12.25"], ["b", "cd" * 32, SEEN]]),
        "fetched": (
            ("sha256", "published", "published_basis"),
            [[HASH, "14.12.25", "api"], ["cd" * 32, SEEN, "api"]],
        ),
    }[record]
    [one] = told(found, record, header, rows).rows
    assert one.row == 2
    assert "14.12.25" in one.why
    with pytest.raises(SourceError, match="no day is guessed"):
        found.published(TABLE, 2025, HASH)
    other = DEFINITIONS.tables["cla_rate"]
    assert found.published(other, 2025, "cd" * 32)[0] == dt.date.fromisoformat(SEEN)

"""When each release could first be seen: the gate of every as-of view."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from earlywarning.definitions.table import PublishedTable
from earlywarning.errors import SourceError
from earlywarning.period import period_end
from earlywarning.settings import today
from earlywarning.sources.reading import YEARS, named, read_day
from earlywarning.sources.refused import RefusedRows

CALENDAR_HEADER = {
    "table_family",
    "release",
    "official_publication_date",
    "first_seen_in_public_repo",
}
MANIFEST_HEADER = {"file", "sha256", "first_seen_there"}
# Calendars announce; nobody announces for longer, and no release was first seen so much later.
FURTHEST_AHEAD = dt.timedelta(days=400)
LONGEST_IN_COMING = dt.timedelta(days=5 * 366)


@dataclass(slots=True)
class Calendar:
    """Dates by publication and period, and by content hash; `unclear` has those not understood."""

    by_period: dict[tuple[str, str], dt.date] = field(default_factory=dict)
    by_hash: dict[str, dt.date] = field(default_factory=dict)
    by_publisher: dict[str, dt.date] = field(default_factory=dict)
    by_fetch: dict[str, dt.date] = field(default_factory=dict)
    unclear: dict[tuple[str, tuple[str, ...]], str] = field(default_factory=dict)

    def add_calendar(
        self,
        header: tuple[str, ...],
        rows: list[list[str]],
        numbers: list[int],
        refused: RefusedRows,
    ) -> None:
        """Take a release calendar: the official day, or else the day it was first seen.

        A row that is refused leaves its release without a day, and none is guessed.
        """
        days = ("official_publication_date", "first_seen_in_public_repo")
        read = partial(_day_of_release, days)
        said: dict[tuple[str, ...], dt.date] = {}
        keys = ("table_family", "release")
        for row, day, number in self._dated("calendar", keys, read, header, rows, numbers, refused):
            key = row["table_family"], row["release"]
            if said.setdefault(key, day) != day:
                why = f"row {number}: {' '.join(key)} is out on {said[key]} and on {day}"
                self.unclear["calendar", key] = why
                refused.add(number, "published_day", why)
            self.by_period[key] = day

    def add_manifest(
        self,
        header: tuple[str, ...],
        rows: list[list[str]],
        numbers: list[int],
        refused: RefusedRows,
    ) -> None:
        """Take a manifest: the day on which a file with this hash was first seen."""
        read = partial(_first_day, ("first_seen_there",))
        found = self._dated("manifest", ("sha256",), read, header, rows, numbers, refused)
        for row, day, _ in found:
            self.by_hash[row["sha256"]] = day

    def add_fetched(
        self,
        header: tuple[str, ...],
        rows: list[list[str]],
        numbers: list[int],
        refused: RefusedRows,
    ) -> None:
        """Take the record of fetching: the publisher's own day, or the day it was fetched.

        The same bytes can come as two versions: they were out from the first of them.
        """
        read = partial(_first_day, ("published",))
        found = self._dated("fetched", ("sha256",), read, header, rows, numbers, refused)
        for row, day, _ in found:
            known = self.by_publisher if row["published_basis"] == "api" else self.by_fetch
            known[row["sha256"]] = min(day, known.get(row["sha256"], day))

    def _dated(
        self,
        record: str,
        keys: tuple[str, ...],
        read: Callable[[dict[str, str], int], dt.date | None],
        header: tuple[str, ...],
        rows: list[list[str]],
        numbers: list[int],
        refused: RefusedRows,
    ) -> Iterator[tuple[dict[str, str], dt.date, int]]:
        """Yield each row that has a day; one whose day cannot be is refused and remembered."""
        for cells, number in zip(rows, numbers, strict=True):
            row = named(header, cells)
            try:
                day = read(row, number)
            except SourceError as error:
                if error.rule == "header":
                    raise
                basis = "api" if row.get("published_basis") == "api" else record
                self.unclear[basis, tuple(row[key] for key in keys)] = str(error)
                why = f"{error}; what it dates is refused"
                refused.add(number, error.rule, why)
                continue
            if day:
                yield row, day, number

    def published(self, table: PublishedTable, period: int, sha256: str) -> tuple[dt.date, str]:
        """Return the no-later-than day of a release, and how it is known.

        Raises:
            SourceError: as `known` does.
        """
        known = self.known((table.calendar, str(period)), sha256)
        if known:
            return known
        lag = dt.timedelta(days=table.publication_lag_days)
        return period_end(period, table.period) + lag, "cadence"

    def known(self, release: tuple[str, str], sha256: str) -> tuple[dt.date, str] | None:
        """Return the day of a release where some record has it, and which record.

        Raises:
            SourceError: if a record has a day that is not understood.
        """
        records = {
            "api": self.by_publisher.get(sha256),
            "calendar": self.by_period.get(release),
            "manifest": self.by_hash.get(sha256),
            "fetched": self.by_fetch.get(sha256),
        }
        for basis, day in records.items():
            unclear = self.unclear.get((basis, release if basis == "calendar" else (sha256,)))
            if unclear:
                raise SourceError(
                    f"the record of when it came out is not understood ({unclear}), and no day is "
                    "guessed",
                    rule="published_day",
                )
            if day:
                return day, basis
        return None

    def has_record(self, sha256: str) -> bool:
        """Tell whether a record says where these bytes come from."""
        return any(sha256 in known for known in (self.by_publisher, self.by_hash, self.by_fetch))


def _first_day(columns: tuple[str, ...], row: dict[str, str], number: int) -> dt.date | None:
    """Return the day in the first of some columns that has one; nothing is out in the future.

    Raises:
        SourceError: if it is not understood, or lies ahead.
    """
    day = next((d for n in columns if (d := read_day(row[n], n, number))), None)
    if day is not None and day > today() + FURTHEST_AHEAD:
        raise SourceError(f"row {number}: {day} lies ahead", rule="published_day", row=number)
    return day


def _day_of_release(columns: tuple[str, ...], row: dict[str, str], number: int) -> dt.date | None:
    """Return the day of a row of a calendar, held against what the release describes.

    Raises:
        SourceError: if it is not understood, or no release of that name can be of that day.
    """
    day = _first_day(columns, row, number)
    about = read_day(row.get("reference_date", ""), "reference_date", number)
    year = re.match(r"(\d{4})(?!\d)", row["release"])
    first = about or (dt.date(int(year[1]), 1, 1) if year and int(year[1]) in YEARS else None)
    if day is not None and first is not None and not first <= day <= first + LONGEST_IN_COMING:
        raise SourceError(
            f"row {number}: {day} cannot be the day of {row['table_family']} {row['release']}, "
            f"which is about {about or first.year}",
            rule="published_day",
            row=number,
        )
    return day


def builtin(reference: Path) -> Calendar:
    """Return the calendar that the project carries.

    Raises:
        SourceError: naming the first row of it that cannot be.
    """
    calendar, refused = Calendar(), RefusedRows()
    with (reference / "release_calendar.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    calendar.add_calendar(tuple(header), rows, list(range(2, len(rows) + 2)), refused)
    for one in refused.rows:
        raise SourceError(f"release_calendar.csv: {one.why}", rule=one.rule, row=one.row)
    return calendar

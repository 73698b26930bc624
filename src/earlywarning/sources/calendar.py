"""When each release could first be seen: the gate of every as-of view."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from earlywarning.definitions.table import PublishedTable
from earlywarning.errors import SourceError
from earlywarning.period import period_end
from earlywarning.sources.reading import named, read_day

CALENDAR_HEADER = {
    "table_family",
    "release",
    "official_publication_date",
    "first_seen_in_public_repo",
}
MANIFEST_HEADER = {"file", "sha256", "first_seen_there"}


@dataclass(slots=True)
class Calendar:
    """Dates by publication and period, and by content hash; `unclear` has those not understood."""

    by_period: dict[tuple[str, str], dt.date] = field(default_factory=dict)
    by_hash: dict[str, dt.date] = field(default_factory=dict)
    by_publisher: dict[str, dt.date] = field(default_factory=dict)
    by_fetch: dict[str, dt.date] = field(default_factory=dict)
    unclear: dict[tuple[str, tuple[str, ...]], str] = field(default_factory=dict)

    def add_calendar(self, header: tuple[str, ...], rows: list[list[str]]) -> None:
        """Take a release calendar: the official day, or else the day it was first seen.

        Raises:
            SourceError: naming the first day that is not understood; all other rows are taken.
        """
        days = ("official_publication_date", "first_seen_in_public_repo")
        for row, day in self._dated("calendar", ("table_family", "release"), days, header, rows):
            self.by_period[row["table_family"], row["release"]] = day

    def add_manifest(self, header: tuple[str, ...], rows: list[list[str]]) -> None:
        """Take a manifest: the day on which a file with this hash was first seen.

        Raises:
            SourceError: as for a calendar.
        """
        for row, day in self._dated("manifest", ("sha256",), ("first_seen_there",), header, rows):
            self.by_hash[row["sha256"]] = day

    def add_fetched(self, header: tuple[str, ...], rows: list[list[str]]) -> None:
        """Take the record of fetching: the publisher's own day, or the day it was fetched.

        The same bytes can come as two versions: they were out from the first of them.

        Raises:
            SourceError: as for a calendar.
        """
        for row, day in self._dated("fetched", ("sha256",), ("published",), header, rows):
            known = self.by_publisher if row["published_basis"] == "api" else self.by_fetch
            known[row["sha256"]] = min(day, known.get(row["sha256"], day))

    def _dated(
        self,
        record: str,
        keys: tuple[str, ...],
        days: tuple[str, ...],
        header: tuple[str, ...],
        rows: list[list[str]],
    ) -> Iterator[tuple[dict[str, str], dt.date]]:
        """Yield each row that has a day; at the end tell of those whose day is not understood."""
        faults: list[SourceError] = []
        for number, cells in enumerate(rows, start=2):
            row = named(header, cells)
            try:
                day = next((d for n in days if (d := read_day(row[n], n, number))), None)
            except SourceError as error:
                basis = "api" if row.get("published_basis") == "api" else record
                self.unclear[basis, tuple(row[key] for key in keys)] = str(error)
                faults.append(error)
                continue
            if day:
                yield row, day
        if faults:
            raise SourceError(
                f"{faults[0]} ({len(faults)} such rows); what such a row dates is refused, the "
                "other rows are used",
                rule="date",
                row=faults[0].row,
            )

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


def builtin(reference: Path) -> Calendar:
    """Return the calendar that the project carries."""
    calendar = Calendar()
    with (reference / "release_calendar.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    calendar.add_calendar(tuple(header), rows)
    return calendar

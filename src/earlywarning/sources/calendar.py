"""When each release could first be seen: the gate of every as-of view."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from earlywarning.definitions.table import PublishedTable
from earlywarning.period import period_end
from earlywarning.sources.reading import read_day

CALENDAR_HEADER = {
    "table_family",
    "release",
    "official_publication_date",
    "first_seen_in_public_repo",
}
MANIFEST_HEADER = {"file", "sha256", "first_seen_there"}


@dataclass(slots=True)
class Calendar:
    """Dates by publication and period, and by content hash."""

    by_period: dict[tuple[str, str], dt.date] = field(default_factory=dict)
    by_hash: dict[str, dt.date] = field(default_factory=dict)
    by_publisher: dict[str, dt.date] = field(default_factory=dict)
    by_fetch: dict[str, dt.date] = field(default_factory=dict)

    def add_calendar(self, header: tuple[str, ...], rows: list[list[str]]) -> None:
        """Take a release calendar: the official day, or else the day it was first seen."""
        for number, cells in enumerate(rows, start=2):
            row = dict(zip(header, cells, strict=True))
            official = read_day(
                row["official_publication_date"], "official_publication_date", number
            )
            seen = read_day(row["first_seen_in_public_repo"], "first_seen_in_public_repo", number)
            day = official or seen
            if day:
                self.by_period[row["table_family"], row["release"]] = day

    def add_manifest(self, header: tuple[str, ...], rows: list[list[str]]) -> None:
        """Take a manifest: the day on which a file with this hash was first seen."""
        for number, cells in enumerate(rows, start=2):
            row = dict(zip(header, cells, strict=True))
            seen = read_day(row["first_seen_there"], "first_seen_there", number)
            if seen:
                self.by_hash[row["sha256"]] = seen

    def add_fetched(self, header: tuple[str, ...], rows: list[list[str]]) -> None:
        """Take the record of fetching: the publisher's own day, or the day it was fetched.

        The same bytes can come as two versions: they were out from the first of them.
        """
        for number, cells in enumerate(rows, start=2):
            row = dict(zip(header, cells, strict=True))
            day = read_day(row["published"], "published", number)
            known = self.by_publisher if row["published_basis"] == "api" else self.by_fetch
            if day:
                known[row["sha256"]] = min(day, known.get(row["sha256"], day))

    def published(self, table: PublishedTable, period: int, sha256: str) -> tuple[dt.date, str]:
        """Return the no-later-than day of a release, and how it is known."""
        known = self.known((table.calendar, str(period)), sha256)
        if known:
            return known
        lag = dt.timedelta(days=table.publication_lag_days)
        return period_end(period, table.period) + lag, "cadence"

    def known(self, release: tuple[str, str], sha256: str) -> tuple[dt.date, str] | None:
        """Return the day of a release where some record has it, and which record."""
        if sha256 in self.by_publisher:
            return self.by_publisher[sha256], "api"
        if release in self.by_period:
            return self.by_period[release], "calendar"
        if sha256 in self.by_hash:
            return self.by_hash[sha256], "manifest"
        if sha256 in self.by_fetch:
            return self.by_fetch[sha256], "fetched"
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

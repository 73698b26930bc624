"""How events about children are laid out: a folder per authority, in it one per month.

    EVENTS/old_la_code=330/month=202504/anything.parquet

A row is what happened to one child on one day. A month in which nothing happened is a folder with a
file without rows; a month without a folder is not known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from earlywarning.errors import NothingUsableError
from earlywarning.period import month_end

KINDS = (
    "contact", "early_help", "referral", "assessment_started", "assessment_finished", "section_47",
    "conference", "plan_started", "plan_ended", "care_started", "care_ended",
)  # fmt: skip
# since: the day on which that began which ends here; for a conference, of the strategy discussion.
# earlier: how many plans the child had before this one.
COLUMNS = ("child", "event", "day", "since", "earlier")
AUTHORITY, MONTH = "old_la_code=", "month="
_PART_BYTES, _PARTS_EACH = 64_000_000, 4


@dataclass(frozen=True, slots=True)
class Month:
    """The files of one month, with their size in bytes."""

    time_period: int
    files: tuple[str, ...]
    size: int


@dataclass(frozen=True, slots=True)
class Place:
    """Everything of one authority, so that all rows of a child meet; its months in order."""

    old_la_code: str
    months: tuple[Month, ...]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(month.size for month in self.months)


Part = tuple[Place, ...]  # what is counted by one statement


@dataclass(frozen=True, slots=True)
class Refused:
    """What was not counted; holds nothing of a child. Columns as in `RefusedEvent`."""

    old_la_code: str
    time_period: int | None
    file: str
    row_number: int | None
    rows: int | None
    rule: str
    message: str


def files_of(part: Part) -> list[str]:
    """Return all files of a part."""
    return [file for place in part for month in place.months for file in month.files]


def in_parts(places: Iterable[Place], at_once: int) -> list[Part]:
    """Divide authorities, the largest first, so that several parts can be worked on side by side.

    A statement costs as much as a few thousand rows, and what it holds must fit into memory: small
    authorities share one, up to a size.
    """
    ordered = sorted(places, key=lambda place: (-place.size, place.old_la_code))
    most = min(_PART_BYTES, sum(place.size for place in ordered) // (_PARTS_EACH * at_once))
    parts: list[list[Place]] = []
    for place in ordered:
        if not parts or sum(one.size for one in parts[-1]) + place.size > most:
            parts.append([])
        parts[-1].append(place)
    return [tuple(part) for part in parts]


def find_places(
    folder: Path, codes: Iterable[str], until: dt.date | None
) -> tuple[list[Place], list[Refused]]:
    """Return the authorities that a folder has, and what it has besides.

    Args:
        folder: of events.
        codes: of authorities that there are.
        until: last day of the last month to be read; None for all.

    Raises:
        NothingUsableError: if no authority is found.
    """
    known, places, refused = set(codes), [], []
    for place in sorted(folder.glob(f"{AUTHORITY}*")):
        code = place.name.removeprefix(AUTHORITY)
        if code not in known:
            why = "no authority has this three-digit code"
            refused.append(Refused(code, None, place.name, None, None, "event_authority", why))
            continue
        months, wrong = _months(place, code, until)
        refused += wrong
        if months:
            places.append(Place(code, tuple(months)))
    if not places:
        raise NothingUsableError(
            f"{folder}: no events; wanted {AUTHORITY}330/{MONTH}202504/*.parquet with the columns "
            f"{', '.join(COLUMNS)}"
        )
    return places, refused


def _months(
    place: Path, code: str, until: dt.date | None
) -> tuple[list[Month], list[Refused]]:  # fmt: skip
    months, refused = [], []
    for inner in sorted(place.glob(f"{MONTH}*")):
        word = inner.name.removeprefix(MONTH)
        if not (len(word) == 6 and word.isdecimal() and 1 <= int(word[4:]) <= 12):
            name, why = f"{place.name}/{inner.name}", "not a month; it is written as 202504"
            refused.append(Refused(code, None, name, None, None, "event_month", why))
        elif (until is None or month_end(int(word)) <= until) and (
            files := sorted(inner.glob("*.parquet"))
        ):
            size = sum(file.stat().st_size for file in files)
            months.append(Month(int(word), tuple(str(file.resolve()) for file in files), size))
    return months, refused

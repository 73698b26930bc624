"""The region's registers about reviews: templates, an import that says what it refuses, one row."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass
from pathlib import Path

from earlywarning.definitions.loader import load_definitions
from earlywarning.errors import NothingUsableError, SourceError, UsageError
from earlywarning.hostile import harmless, seen
from earlywarning.register.checking import day_of
from earlywarning.register.words import Allowed, unknown
from earlywarning.run import soft
from earlywarning.sources import interventions, registers

NEEDED = ("authority", "review_type", "asked_on", "held_on", "status", "led_by", "source")
EXAMPLES = {
    "history": (NEEDED, ("Exampleshire (invented)", "front_door", "2025-09-01", "2025-11-12",
                "held", "", "minutes of the regional board, 2025-11-20")),
    "reviewers": (registers.REVIEWER_HEADER, ("999", "head_of_service", "partners", "2", "")),
    "interventions": (
        interventions.HEADER,
        ("999", "peer_support", "2026-01-12", "", "998", "20", "part", "letter of both directors"),
    ),
    "conflicts": (registers.CONFLICT_HEADER, ("999", "998", "shared chief executive", "")),
}  # fmt: skip
LONGEST_SOURCE = 200


@dataclass(frozen=True, slots=True)
class ImportedReviews:
    """How many rows went in, and a line for each cell that was refused."""

    added: int
    refused: list[str]


def template(of: str) -> str:
    """Return a register to fill in, with one row that is plainly invented."""
    header, example = EXAMPLES[of]
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerows([header, example])
    return target.getvalue()


def import_file(path: Path, to: Path, words: Allowed, reference: Path) -> ImportedReviews:
    """Append every good row of a history to a register; tell of each bad cell and each repeat.

    Raises:
        SourceError: if the header does not fit.
        NothingUsableError: if no row stands under it.
    """
    cells = soft.cells_of(path)
    header = [cell.strip().casefold() for cell in cells[0]] if cells else []
    missing = [column for column in NEEDED[:5] if column not in header]
    if missing:
        raise SourceError(
            f"row 1: the header lacks {', '.join(missing)}; the columns are {', '.join(NEEDED)}",
            rule="header", row=1,
        )  # fmt: skip
    rows = [
        (number, dict(zip(header, row, strict=False)))
        for number, row in enumerate(cells[1:], start=2)
        if any(cell.strip() for cell in row)
    ]
    if not rows:
        raise NothingUsableError(f"{path}: no row under the header")
    kinds = set(load_definitions(reference).review_types)
    added, refused = 0, []
    for number, row in rows:
        try:
            add(to, {key: row.get(key, "") for key in NEEDED}, words, kinds)
            added += 1
        except UsageError as error:
            refused.append(f"{path.name}: row {number}: {error}")
    return ImportedReviews(added, refused)


def add(to: Path, row: dict[str, str], words: Allowed, kinds: set[str]) -> str:
    """Append one review to a register and return what was written, in words.

    Raises:
        UsageError: for every word that is not allowed, all at once; or if it stands there already.
    """
    given = {key: " ".join(seen(str(value)).split()) for key, value in row.items()}
    faults = list(_faults(given, words, kinds))
    if faults:
        raise UsageError("; ".join(faults))
    code = words.places.code_of(given["authority"], _day(given))
    days = [str(day_of(given[key]) or "") for key in ("asked_on", "held_on")]
    leader = words.places.code_of(given["led_by"], _day(given)) if given["led_by"] else ""
    line = [str(code), given["review_type"], *days, given["status"], str(leader), given["source"]]
    lines = _lines(to)
    if lines and tuple(lines[0]) != registers.REVIEW_COLUMNS:
        raise UsageError(f"{to}: its columns are not {', '.join(registers.REVIEW_COLUMNS)}")
    if line[:6] in [old[:6] for old in lines]:
        raise UsageError("this review stands in the register already")
    _append(to, line)
    return f"{given['authority']} ({code}): {given['review_type']}, {given['status']}"


def _lines(to: Path) -> list[list[str]]:
    if not to.exists():
        return []
    with to.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def _append(to: Path, line: list[str]) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    begins = not to.exists() or to.stat().st_size == 0
    with to.open("a", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        if begins:
            writer.writerow(registers.REVIEW_COLUMNS)
        writer.writerow([harmless(cell) for cell in line])


def _faults(given: dict[str, str], words: Allowed, kinds: set[str]) -> list[str]:
    checks: list[tuple[str, bool, str]] = [
        ("authority", words.places.code_of(given["authority"]) is not None,
         "give a name, a three-digit or a nine-character code"),
        *_closed(given, words),
        ("review_type", given["review_type"] in kinds,
         unknown("review_type", given["review_type"], sorted(kinds))),
        ("status", given["status"] in registers.STATUSES,
         unknown("status", given["status"], registers.STATUSES)),
        ("led_by", not given["led_by"] or words.places.code_of(given["led_by"]) is not None,
         "give the authority that led it, or nothing"),
        ("led_by", not _leads_itself(given, words), "nobody leads the review of itself"),
        ("source", 0 < len(given["source"]) <= LONGEST_SOURCE,
         f"say where this is written down, in up to {LONGEST_SOURCE} characters"),
    ]  # fmt: skip
    out = [f"{column}: {why}" for column, holds, why in checks if not holds]
    return [*out, *_bad_days(given, words.today)]


def _closed(given: dict[str, str], words: Allowed) -> list[tuple[str, bool, str]]:
    """Return who had closed by the day of the review, with who followed."""
    matches = {
        column: words.places.match(given[column], _day(given))
        for column in ("authority", "led_by")
        if words.places.code_of(given[column]) is not None
    }
    return [(column, match.code is not None, match.why) for column, match in matches.items()]


def _leads_itself(given: dict[str, str], words: Allowed) -> bool:
    leader = words.places.code_of(given["led_by"]) if given["led_by"] else None
    return leader is not None and leader == words.places.code_of(given["authority"])


def _day(given: dict[str, str]) -> dt.date | None:
    """Return the day that a review speaks of: when it was held, else when it was asked for."""
    return day_of(given["held_on"]) or day_of(given["asked_on"])


def _bad_days(given: dict[str, str], today: dt.date) -> list[str]:
    asked, held = day_of(given["asked_on"]), day_of(given["held_on"])
    out = []
    if asked is None:
        out.append("asked_on: write a day as 2026-01-31")
    if (given["status"] == "held") != (held is not None):
        out.append("held_on: goes with a status of held, and with no other; as 2026-01-31")
    if held is not None and held > today:
        out.append(f"held_on: {held} lies in the future")
    if asked is not None and held is not None and held < asked:
        out.append(f"held_on: {held} is before it was asked for")
    return out

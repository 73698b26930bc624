"""The consortium's own registers: soft intelligence and peer reviews, as CSV files."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping
from typing import get_args

import pandas as pd

from earlywarning.definitions.review_type import Role
from earlywarning.definitions.soft_flag import SOURCE_KINDS, SoftFlag
from earlywarning.errors import SourceError
from earlywarning.sources import register_rows
from earlywarning.sources.reading import named, require_width, whole_day
from earlywarning.sources.refused import RefusedRows
from earlywarning.sources.register_rows import (
    Known,
    is_code,
    is_day,
    is_day_or_empty,
    is_group_name,
    possible,
    shown,
)

SOFT_HEADER = (
    "item", "old_la_code", "flag", "heard_on", "source_kind", "reliability", "credibility",
    "text", "recorded_by", "review_by",
)  # fmt: skip
REVIEW_HEADER = (
    "old_la_code", "review_type", "asked_on", "held_on", "status", "led_by_old_la_code",
)  # fmt: skip
# Where it is written down that a review was refused or put off; a history without it is read too.
REVIEW_COLUMNS = (*REVIEW_HEADER, "source")
REVIEWER_HEADER = ("old_la_code", "role", "enabler", "reviewers", "until")
CONFLICT_HEADER = ("old_la_code", "other_old_la_code", "reason", "until")
GROUP_HEADER = ("group", "old_la_code")
OVERRIDE_HEADER = ("old_la_code", "band", "role", "reason", "decided_on", "expires")
Check = Mapping[str, Callable[[str], bool]]
STATUSES = ("held", "planned", "postponed", "refused")


def read_rows(
    header: tuple[str, ...],
    rows: list[list[str]],
    numbers: list[int],
    refused: RefusedRows,
    check: Check,
) -> pd.DataFrame:
    """Return the rows in which every word is allowed; each other row is refused alone."""
    kept = []
    for cells, number in zip(rows, numbers, strict=True):
        row = named(header, [cell.strip() for cell in cells])
        with refused.alone(number, row.get("old_la_code", "")):
            require_width(header, cells, number)
            _require_words(header, cells, number, check)
            kept.append([*row.values(), str(number)])
    refused.require_few(len(rows))
    frame = pd.DataFrame(kept, columns=[*header, "row"], dtype=str)
    return frame.assign(row=frame["row"].astype(int))


def _require_words(
    header: tuple[str, ...],
    cells: list[str],
    number: int,
    check: Check,
) -> None:
    row = named(header, cells)
    for column, holds in check.items():
        if not holds(row[column].strip()):
            raise SourceError(
                f"row {number}: {column} is {shown(row[column])}",
                rule=f"register_{column}",
                row=number,
            )


def as_days(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Read columns of checked days, an empty cell as none, and leave the row numbers behind."""
    for column in columns:
        frame[column] = frame[column].map(lambda t: whole_day(t) if t else None)
    return frame.drop(columns="row")


def soft_items(
    header: tuple[str, ...],
    rows: list[list[str]],
    numbers: list[int],
    refused: RefusedRows,
    known: Known,
    flags: Mapping[str, SoftFlag],
) -> pd.DataFrame:
    """Read the soft-intelligence register, free text left behind.

    Of two entries of one name the first stands.

    Raises:
        SourceError: naming row and column of the first word that is not allowed, if most rows have
            such a word.
    """
    frame = read_rows(
        header,
        rows,
        numbers,
        refused,
        {
            "item": bool,
            "old_la_code": is_code,
            "flag": lambda t: t in flags,
            "heard_on": is_day,
            "review_by": is_day,
            "source_kind": lambda t: t in SOURCE_KINDS,
            "reliability": lambda t: t in set("ABCDEF"),
            "credibility": lambda t: t in set("123456"),
        },
    )
    rules = {
        "authority": register_rows.strangers(known, "old_la_code"),
        "order": register_rows.turned("heard_on", "review_by"),
        "future": register_rows.ahead(known, "heard_on"),
        "raised_by": register_rows.cannot_raise(flags),
    }
    frame = possible(frame, refused, rules)
    twice = frame["item"].duplicated()
    for one in frame[twice].to_dict("records"):
        why = f"row {one['row']}: item {one['item']!r} stands twice"
        refused.add(int(one["row"]), "repeated_row", why, str(one["old_la_code"]))
    frame = as_days(frame[~twice].reset_index(drop=True), "heard_on", "review_by")
    frame["credibility"] = frame["credibility"].astype(int)
    return frame.drop(columns="text")


def peer_reviews(
    header: tuple[str, ...],
    rows: list[list[str]],
    numbers: list[int],
    refused: RefusedRows,
    known: Known,
    types: Container[str],
) -> pd.DataFrame:
    """Read the peer-review history.

    Of a review that is held and refused on one day the refusal stands.

    Raises:
        SourceError: as for the register of soft intelligence.
    """
    frame = read_rows(
        header,
        rows,
        numbers,
        refused,
        {
            "old_la_code": is_code,
            "review_type": lambda t: t in types,
            "asked_on": is_day_or_empty,
            "held_on": is_day_or_empty,
            "status": lambda t: t in STATUSES,
        },
    )
    rules = {
        "authority": register_rows.strangers(known, "old_la_code", "led_by_old_la_code"),
        "itself": register_rows.same("old_la_code", "led_by_old_la_code"),
        "day": register_rows.held(register_rows.has_day),
        "order": register_rows.turned("asked_on", "held_on"),
        "future": register_rows.held(register_rows.ahead(known, "held_on")),
    }
    frame = possible(frame, refused, rules)
    frame = register_rows.without_second_answers(frame, refused)
    if "source" not in frame:
        frame["source"] = ""
    return as_days(frame, "asked_on", "held_on")[[*REVIEW_COLUMNS]]


def reviewers(
    header: tuple[str, ...],
    rows: list[list[str]],
    numbers: list[int],
    refused: RefusedRows,
    known: Known,
    enablers: set[str],
) -> pd.DataFrame:
    """Read how many people of which role and skill each authority can lend; no names.

    Raises:
        SourceError: as for the register of soft intelligence.
    """
    frame = read_rows(
        header,
        rows,
        numbers,
        refused,
        {
            "old_la_code": is_code,
            "role": lambda t: t in get_args(Role),
            "enabler": lambda t: t in enablers,
            "reviewers": lambda t: bool(re.fullmatch(r"\d{1,3}", t)),
            "until": is_day_or_empty,
        },
    )
    frame = possible(frame, refused, {"authority": register_rows.strangers(known, "old_la_code")})
    frame["reviewers"] = frame["reviewers"].astype(int)
    return as_days(frame, "until")


def conflicts(
    header: tuple[str, ...],
    rows: list[list[str]],
    numbers: list[int],
    refused: RefusedRows,
    known: Known,
) -> pd.DataFrame:
    """Read which authorities should not review each other.

    Raises:
        SourceError: as for the register of soft intelligence.
    """
    frame = read_rows(
        header,
        rows,
        numbers,
        refused,
        {
            "old_la_code": is_code,
            "other_old_la_code": is_code,
            "reason": bool,
            "until": is_day_or_empty,
        },
    )
    rules = {
        "authority": register_rows.strangers(known, "old_la_code", "other_old_la_code"),
        "itself": register_rows.same("old_la_code", "other_old_la_code"),
    }
    frame = possible(frame, refused, rules)
    return as_days(frame, "until")


def comparator_groups(
    header: tuple[str, ...],
    rows: list[list[str]],
    numbers: list[int],
    refused: RefusedRows,
    known: Known,
) -> pd.DataFrame:
    """Read the consortium's own groups of authorities to be held against each other.

    Raises:
        SourceError: as for the register of soft intelligence.
    """
    check = {"group": is_group_name, "old_la_code": is_code}
    rules = {
        "authority": register_rows.strangers(known, "old_la_code"),
        "closed": register_rows.ended(known),
    }
    frame = possible(read_rows(header, rows, numbers, refused, check), refused, rules)
    return frame.drop(columns="row").rename(columns={"group": "comparator_group"}).drop_duplicates()


def overrides(
    header: tuple[str, ...],
    rows: list[list[str]],
    numbers: list[int],
    refused: RefusedRows,
    known: Known,
    bands: set[str],
) -> pd.DataFrame:
    """Read the bands that people hold to be right beside the computed ones.

    Raises:
        SourceError: as for the register of soft intelligence.
    """
    frame = read_rows(
        header,
        rows,
        numbers,
        refused,
        {
            "old_la_code": is_code,
            "band": lambda t: t in bands,
            "role": bool,
            "reason": bool,
            "decided_on": is_day,
            "expires": is_day,
        },
    )
    rules = {
        "authority": register_rows.strangers(known, "old_la_code"),
        "order": register_rows.turned("decided_on", "expires"),
    }
    return as_days(possible(frame, refused, rules), "decided_on", "expires")

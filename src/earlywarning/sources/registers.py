"""The consortium's own registers: soft intelligence and peer reviews, as CSV files."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import get_args

import pandas as pd

from earlywarning.definitions.review_type import Role
from earlywarning.definitions.soft_flag import SOURCE_KINDS
from earlywarning.errors import SourceError
from earlywarning.sources.reading import named, whole_day

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
OVERRIDE_HEADER = ("old_la_code", "band", "role", "reason", "decided_on", "expires")
STATUSES = ("held", "planned", "postponed", "refused")


def _read(
    header: tuple[str, ...],
    rows: list[list[str]],
    numbers: list[int],
    check: dict[str, Callable[[str], bool]],
) -> pd.DataFrame:
    for cells, number in zip(rows, numbers, strict=True):
        row = named(header, cells)
        for column, holds in check.items():
            if not holds(row[column].strip()):
                raise SourceError(
                    f"row {number}: {column} is {row[column]!r}",
                    rule=f"register_{column}",
                    row=number,
                )
    return pd.DataFrame(
        [[c.strip() for c in cells] for cells in rows], columns=list(header), dtype=str
    )


def _is_code(text: str) -> bool:
    return bool(re.fullmatch(r"\d{3}", text))


def _is_day_or_empty(text: str) -> bool:
    return not text or _is_day(text)


def _as_days(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Read columns of checked days; an empty cell is none."""
    for column in columns:
        frame[column] = frame[column].map(lambda t: whole_day(t) if t else None)
    return frame


def _is_day(text: str) -> bool:
    try:
        whole_day(text)
    except ValueError:
        return False
    return True


def soft_items(
    header: tuple[str, ...], rows: list[list[str]], numbers: list[int], flags: set[str]
) -> pd.DataFrame:
    """Read the soft-intelligence register, free text left behind.

    Raises:
        SourceError: naming row and column of the first word that is not allowed.
    """
    frame = _read(
        header,
        rows,
        numbers,
        {
            "old_la_code": _is_code,
            "flag": lambda t: t in flags,
            "heard_on": _is_day,
            "review_by": _is_day,
            "source_kind": lambda t: t in SOURCE_KINDS,
            "reliability": lambda t: t in set("ABCDEF"),
            "credibility": lambda t: t in set("123456"),
        },
    )
    twice = frame["item"].duplicated()
    if twice.any():
        row = numbers[int(twice.to_numpy().argmax())]
        item = frame.loc[twice, "item"].iloc[0]
        raise SourceError(f"row {row}: item {item!r} stands twice", rule="repeated_row", row=row)
    frame = _as_days(frame, "heard_on", "review_by")
    frame["credibility"] = frame["credibility"].astype(int)
    return frame.drop(columns="text")


def peer_reviews(
    header: tuple[str, ...], rows: list[list[str]], numbers: list[int]
) -> pd.DataFrame:
    """Read the peer-review history.

    Raises:
        SourceError: naming row and column of the first word that is not allowed.
    """
    frame = _read(
        header,
        rows,
        numbers,
        {
            "old_la_code": _is_code,
            "asked_on": _is_day_or_empty,
            "held_on": _is_day_or_empty,
            "status": lambda t: t in STATUSES,
        },
    )
    if "source" not in frame:
        frame["source"] = ""
    return _as_days(frame, "asked_on", "held_on")[[*REVIEW_COLUMNS]]


def reviewers(
    header: tuple[str, ...], rows: list[list[str]], numbers: list[int], enablers: set[str]
) -> pd.DataFrame:
    """Read how many people of which role and skill each authority can lend; no names.

    Raises:
        SourceError: naming row and column of the first word that is not allowed.
    """
    frame = _read(
        header,
        rows,
        numbers,
        {
            "old_la_code": _is_code,
            "role": lambda t: t in get_args(Role),
            "enabler": lambda t: t in enablers,
            "reviewers": lambda t: bool(re.fullmatch(r"\d{1,3}", t)),
            "until": _is_day_or_empty,
        },
    )
    frame["reviewers"] = frame["reviewers"].astype(int)
    return _as_days(frame, "until")


def conflicts(header: tuple[str, ...], rows: list[list[str]], numbers: list[int]) -> pd.DataFrame:
    """Read which authorities should not review each other.

    Raises:
        SourceError: naming row and column of the first word that is not allowed.
    """
    frame = _read(
        header,
        rows,
        numbers,
        {
            "old_la_code": _is_code,
            "other_old_la_code": _is_code,
            "reason": bool,
            "until": _is_day_or_empty,
        },
    )
    return _as_days(frame, "until")


def overrides(
    header: tuple[str, ...], rows: list[list[str]], numbers: list[int], bands: set[str]
) -> pd.DataFrame:
    """Read the bands that people hold to be right beside the computed ones.

    Raises:
        SourceError: naming row and column of the first word that is not allowed.
    """
    frame = _read(
        header,
        rows,
        numbers,
        {
            "old_la_code": _is_code,
            "band": lambda t: t in bands,
            "role": bool,
            "reason": bool,
            "decided_on": _is_day,
            "expires": _is_day,
        },
    )
    return _as_days(frame, "decided_on", "expires")

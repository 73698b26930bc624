"""The consortium's own registers: soft intelligence and peer reviews, as CSV files."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pandas as pd

from earlywarning.definitions import SOURCE_KINDS
from earlywarning.errors import SourceError

SOFT_HEADER = (
    "item", "old_la_code", "flag", "heard_on", "source_kind", "reliability", "credibility",
    "text", "recorded_by", "review_by",
)  # fmt: skip
REVIEW_HEADER = (
    "old_la_code", "review_type", "asked_on", "held_on", "status", "led_by_old_la_code",
)  # fmt: skip
OVERRIDE_HEADER = ("old_la_code", "band", "role", "reason", "decided_on", "expires")
STATUSES = ("held", "planned", "postponed", "refused")


def _read(
    header: tuple[str, ...],
    rows: list[list[str]],
    numbers: list[int],
    check: dict[str, Callable[[str], bool]],
) -> pd.DataFrame:
    for cells, number in zip(rows, numbers, strict=True):
        row = dict(zip(header, cells, strict=True))
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
        frame[column] = frame[column].map(lambda t: dt.date.fromisoformat(t) if t else None)
    return frame


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
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
    return _as_days(frame, "asked_on", "held_on")


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

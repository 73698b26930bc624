"""Rules for lists of authorities: one slip in a row must not make an authority vanish.

Of rows that contradict each other the one that another list confirms stands, else the first; the
other is refused by its number, or read with the number that another list gives it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any, cast

import pandas as pd

from earlywarning.errors import SourceError
from earlywarning.settings import today
from earlywarning.sources.refused import RefusedRows

# A reorganisation is made law two years ahead at the most.
FURTHEST_AHEAD = dt.timedelta(days=2 * 366)
ENDED = {"live": False, "terminated": True}


def require_life(opened: dt.date | None, closed: dt.date | None, status: str, number: int) -> None:
    """Refuse a life that no authority can have.

    Raises:
        SourceError: naming the row.
    """
    ends = ENDED.get(status.strip().casefold())
    why = ""
    if opened is None:
        why = "has no first day"
    elif opened > today() + FURTHEST_AHEAD:
        why = f"opens on {opened}, which lies too far ahead"
    elif closed is not None and closed < opened:
        why = f"closes on {closed}, before it opens on {opened}"
    elif ends is not None and ends != (closed is not None):
        why = f"is {status!r}, and its last day is {closed or 'not given'}"
    if why:
        raise SourceError(f"row {number}: {why}", rule="life_of_authority", row=number)


def without_clashes(
    codes: pd.DataFrame, refused: RefusedRows, numbers: Mapping[str, str]
) -> pd.DataFrame:
    """Return a code list in which every code stands for one thing at a time.

    Args:
        codes: columns of the code list and `row`.
        refused: takes the rows that cannot stand beside others.
        numbers: three-digit number by nine-character code, as other lists have it.
    """
    kept: list[dict[str, Any]] = []
    order = cast("list[dict[str, Any]]", codes.to_dict("records"))
    # A row that another list confirms comes before one that it does not.
    for row in sorted(order, key=lambda one: not _confirmed(one, numbers)):
        other = _clash(row, kept)
        if other is None:
            kept.append(row)
            continue
        why, against = other
        told = f"row {row['row']}: {why} in row {against['row']}"
        number = numbers.get(row["new_la_code"])
        mended = row | {"old_la_code": number}
        if number not in {None, row["old_la_code"]} and _clash(mended, kept) is None:
            kept.append(mended)
            told += f"; {row['la_name']} is read as {number}, as another list has it"
        refused.add(int(row["row"]), "code_twice", told, str(row["old_la_code"]))
    kept.sort(key=lambda one: int(one["row"]))
    return pd.DataFrame(kept, columns=codes.columns)


def _confirmed(row: dict[str, Any], numbers: Mapping[str, str]) -> bool:
    return numbers.get(str(row["new_la_code"])) == str(row["old_la_code"])


def _clash(
    row: dict[str, Any], kept: Iterable[dict[str, Any]]
) -> tuple[str, dict[str, Any]] | None:
    """Return why a row cannot stand beside those that do, and beside which."""
    for other in kept:
        if other["new_la_code"] == row["new_la_code"]:
            if other["region"] != row["region"]:
                return f"{row['new_la_code']} lies in {row['region']}, and elsewhere", other
            return f"{row['new_la_code']} stands already", other
        if other["old_la_code"] == row["old_la_code"] and _at_once(row, other):
            return f"{row['old_la_code']} is at the same time {other['la_name']}", other
    return None


def _at_once(one: dict[str, Any], other: dict[str, Any]) -> bool:
    first, last = sorted((one, other), key=lambda row: row["opened"])
    return bool(first["closed"] is None or first["closed"] >= last["opened"])


def pairs_once(
    rows: Iterable[tuple[int, str, str]], refused: RefusedRows, rule: str
) -> dict[str, str]:
    """Return what each key stands for; a later row that says otherwise is refused.

    Args:
        rows: row number, key and what it stands for.
        refused: takes the rows that say otherwise.
        rule: by which they are refused.
    """
    out: dict[str, str] = {}
    for number, key, value in rows:
        if out.setdefault(key, value) != value:
            why = f"row {number}: {key} is {value!r}, and {out[key]!r} before"
            refused.add(number, rule, why, key)
    return out


def numbers_in(rows: Iterable[tuple[int, str, str, str]], refused: RefusedRows) -> dict[str, str]:
    """Return the three-digit number of each nine-character code in a list of regions.

    An authority that stands in two regions is refused with all its rows.

    Args:
        rows: row number, region, three-digit number and nine-character code.
        refused: takes the rows.
    """
    listed = [one for one in rows if re.fullmatch(r"\d{3} [A-Z]\d{8}", f"{one[2]} {one[3]}")]
    regions: dict[str, set[str]] = {}
    for _, region, number, _ in listed:
        regions.setdefault(number, set()).add(region)
    for row, _, number, _ in listed:
        if len(regions[number]) > 1:
            where = " and ".join(sorted(regions[number]))
            refused.add(row, "two_regions", f"row {row}: {number} lies in {where}", number)
    return {nine: number for _, _, number, nine in listed if len(regions[number]) == 1}

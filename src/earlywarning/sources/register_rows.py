"""What one row of a register cannot say: of nobody, of tomorrow, or against itself."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

import pandas as pd

from earlywarning.definitions.places import Matcher
from earlywarning.definitions.soft_flag import SoftFlag
from earlywarning.hostile import FORMULA
from earlywarning.sources.reading import whole_day
from earlywarning.sources.refused import RefusedRows
from earlywarning.tables.indicators import COMPARATORS

_LONGEST_WORD = 40
Row = Mapping[str, str]
# Returns why a row, whose words are all allowed, cannot stand; or nothing.
Rule = Callable[[Row], str]


@dataclass(frozen=True, slots=True)
class Known:
    """Who there is; the day whose knowledge is used; and the last day that can have happened."""

    places: Matcher
    as_of: dt.date
    latest: dt.date


def shown(cell: str) -> str:
    """Show a wrong word; a sentence that slipped under another column is not for everybody."""
    return repr(cell) if len(cell) <= _LONGEST_WORD else f"a text of {len(cell)} characters"


def is_group_name(text: str) -> bool:
    """Tell whether a group may have a name: short, no formula, and no comparator's."""
    # A group of such a name would read as what the program itself compares with.
    is_taken = "_".join(text.casefold().split()) in COMPARATORS
    return 0 < len(text) <= _LONGEST_WORD and not text.startswith(FORMULA) and not is_taken


def is_code(text: str) -> bool:
    """Tell whether a cell is a three-digit code."""
    return bool(re.fullmatch(r"\d{3}", text))


def is_day(text: str) -> bool:
    """Tell whether a cell is a day."""
    try:
        whole_day(text)
    except ValueError:
        return False
    return True


def is_day_or_empty(text: str) -> bool:
    """Tell whether a cell is a day, or empty."""
    return not text or is_day(text)


def strangers(known: Known, *columns: str) -> Rule:
    """Refuse a row in which a column names no authority that there has been."""
    return lambda row: "; ".join(
        f"{column} {shown(row[column])} is no authority"
        for column in columns
        if row[column] and row[column] not in known.places.names
    )


def ended(known: Known) -> Rule:
    """Refuse a row about an authority that is not there on the day of the run."""

    def rule(row: Row) -> str:
        code = row["old_la_code"]
        return known.places.ended(code, known.as_of) if code in known.places.names else ""

    return rule


def same(one: str, other: str) -> Rule:
    """Refuse a row in which an authority stands opposite itself."""
    return lambda row: f"{other} is the authority itself" if row[one] == row[other] else ""


def turned(first: str, last: str) -> Rule:
    """Refuse a row in which what comes last comes first; a day that is not given is no fault."""

    def rule(row: Row) -> str:
        wrong = row[first] and row[last] and whole_day(row[last]) < whole_day(row[first])
        return f"{last} {row[last]} is before {first} {row[first]}" if wrong else ""

    return rule


def ahead(known: Known, column: str) -> Rule:
    """Refuse a row in which something that has happened lies in the future."""

    def rule(row: Row) -> str:
        wrong = row[column] and whole_day(row[column]) > known.latest
        return f"{column} {row[column]} lies in the future" if wrong else ""

    return rule


def held(rule: Rule) -> Rule:
    """Apply a rule to reviews that took place alone."""
    return lambda row: rule(row) if row["status"] == "held" else ""


def has_day(row: Row) -> str:
    """Refuse a review that took place on no day."""
    return "" if row["held_on"] else "status is held and held_on is empty"


def cannot_raise(flags: Mapping[str, SoftFlag]) -> Rule:
    """Refuse a flag from a kind of source that cannot know."""

    def rule(row: Row) -> str:
        may = flags[row["flag"]].raised_by
        wrong = row["source_kind"] not in may
        return f"{row['flag']} may be raised by {', '.join(may)} alone" if wrong else ""

    return rule


def possible(frame: pd.DataFrame, refused: RefusedRows, rules: Mapping[str, Rule]) -> pd.DataFrame:
    """Return the rows that break no rule; each other row is refused alone, however many they are.

    Where most words are wrong the header is, and the file is refused before; here each row is its
    own fault.
    """
    kept = []
    for row in cast("list[dict[str, str]]", frame.to_dict("records")):
        broken = [(name, why) for name, rule in rules.items() if (why := rule(row))]
        kept.append(not broken)
        for name, why in broken[:1]:
            told = f"row {row['row']}: {why}"
            refused.add(int(row["row"]), f"register_{name}", told, row["old_la_code"])
    return frame.loc[kept].reset_index(drop=True)


def without_second_answers(frame: pd.DataFrame, refused: RefusedRows) -> pd.DataFrame:
    """Return reviews none of which is held and refused on one day: the refusal stands.

    What contradicts itself must reassure nobody, as with an inspection of two grades.
    """
    day = frame["held_on"].where(frame["held_on"] != "", frame["asked_on"]).str[:10]
    keys = list(zip(frame["old_la_code"], frame["review_type"], day, strict=True))
    rows = list(zip(keys, frame["status"], frame["row"], strict=True))
    refusals = {key: row for key, status, row in rows if status == "refused"}
    kept = []
    for key, status, row in rows:
        is_second = status == "held" and key in refusals
        kept.append(not is_second)
        if is_second:
            why = (
                f"row {row}: this {key[1]} review is held, and refused in row {refusals[key]} on "
                "the same day; the refusal stands until it is mended"
            )
            refused.add(int(row), "register_two_answers", why, key[0])
    return frame.loc[kept].reset_index(drop=True)

"""Statistical neighbour models: ten neighbours each, with words for how close they are."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from earlywarning.definitions.places import Matcher
from earlywarning.errors import SourceError
from earlywarning.sources.refused import RefusedRows

IN_A_SET = 10
# Of the authorities of its year; both published models have every one.
LEAST_OF_A_MODEL = 0.9
PLACE = "neighbour_place"
NEIGHBOUR_COLUMN = re.compile(r"SN_?(\d{1,2})$")
CLOSENESS = {
    "extremely close": 1.0,
    "very close": 0.9,
    "close": 0.75,
    "somewhat close": 0.5,
    "not close": 0.25,
}


def is_neighbours(header: tuple[str, ...]) -> bool:
    """Tell whether a header is that of a neighbour model."""
    return sum(bool(NEIGHBOUR_COLUMN.match(name)) for name in header) == 10


def tidy(
    header: tuple[str, ...],
    rows: list[list[str]],
    row_numbers: list[int] | None = None,
    refused: RefusedRows | None = None,
) -> pd.DataFrame:
    """Return one row per authority and neighbour; `refused` takes those of unknown closeness.

    The sheets carry closed authorities below a blank row, so reading stops at the first row
    after the list that does not begin with a number.
    """
    places = [
        (int(match.group(1)), index)
        for index, name in enumerate(header)
        if (match := NEIGHBOUR_COLUMN.match(name))
    ]
    last = max(index for _, index in places) + 1
    refused = RefusedRows() if refused is None else refused
    seen: set[str] = set()
    out: list[tuple[str, str, int, str, float, int]] = []
    numbers = row_numbers or range(2, len(rows) + 2)
    for cells, number in zip(rows, numbers, strict=True):
        code = cells[0].strip()
        if not re.fullmatch(r"\d{3}", code):
            if seen:
                break
            continue
        seen.add(code)
        if len(cells) <= last:
            raise SourceError(
                f"row {number}: {code} ends before its tenth neighbour; the file is cut off",
                rule="row_length",
                row=number,
            )
        for position, index in places:
            neighbour = cells[index].strip()
            if re.fullmatch(r"\d{3}", neighbour):
                words = " ".join(cells[index + 1].lower().split())
                with refused.alone(number, code, what="cell"):
                    weight = _weight(words, header[index + 1], number)
                    out.append((code, neighbour, position, words, weight, number))
    refused.require_few(len(seen))
    columns = ["old_la_code", "neighbour_old_la_code", "position", "closeness", "weight", "row"]
    return pd.DataFrame(out, columns=columns)


def _weight(words: str, column: str, number: int) -> float:
    if words not in CLOSENESS:
        raise SourceError(
            f"row {number}: {column} is {words!r}; known are {', '.join(CLOSENESS)}",
            rule="neighbour_closeness", row=number,
        )  # fmt: skip
    return CLOSENESS[words]


def known_only(
    frame: pd.DataFrame, year: int, places: Matcher, refused: RefusedRows
) -> pd.DataFrame:
    """Return a model without places that were no authority in its year; each is told by row.

    Args:
        frame: as `tidy` gives it.
        year: of the model.
        places: knows who lived when.
        refused: takes rows of such an authority, and cells that name one.
    """
    strange = {
        code: why
        for code in sorted({*frame["old_la_code"], *frame["neighbour_old_la_code"]})
        if (why := _not_there(code, year, places))
    }
    for row, code in frame[["row", "old_la_code"]].drop_duplicates().itertuples(index=False):
        if code in strange:
            refused.add(int(row), PLACE, f"row {row}: {code} {strange[code]}", str(code))
    own = frame[~frame["old_la_code"].isin(strange)]
    for row, code, near in own[["row", "old_la_code", "neighbour_old_la_code"]].itertuples(
        index=False
    ):
        if near in strange:
            why = f"row {row}: {near}, named as a neighbour, {strange[near]}"
            refused.add(int(row), PLACE, why, str(code), what="cell")
    return own[~own["neighbour_old_la_code"].isin(strange)].reset_index(drop=True)


def _not_there(code: str, year: int, places: Matcher) -> str:
    """Say why a place was no authority on any day of a year, or nothing."""
    if code not in places.names:
        return "is no authority"
    first = places.ended(code, dt.date(year, 1, 1))
    last = places.ended(code, dt.date(year, 12, 31))
    return f"was none in {year}: {first}" if first and last else ""


def without_full_set(frame: pd.DataFrame, authorities: Iterable[str]) -> dict[str, int]:
    """Return how many neighbours each authority has that has fewer than a model gives."""
    many = frame["old_la_code"].value_counts()
    counted = {code: int(many.get(code, 0)) for code in sorted(authorities)}
    return {code: n for code, n in counted.items() if n < IN_A_SET}


def cut_short(frame: pd.DataFrame, authorities: Collection[str]) -> str:
    """Say that a model lacks so many authorities of its year that it is only a part of one.

    What is lacking of a nearly whole one is told of, and the rest is used.
    """
    there = set(authorities) & set(frame["old_la_code"])
    if len(there) >= LEAST_OF_A_MODEL * len(authorities):
        return ""
    return (
        f"has {len(there)} of the {len(authorities)} authorities of its year; it is cut off, and "
        "no part of a model is used"
    )


def fault(frame: pd.DataFrame) -> str:
    """Say why a model cannot be one: someone is their own neighbour, or has one twice."""
    own = frame[frame["old_la_code"] == frame["neighbour_old_la_code"]]
    if len(own):
        return f"{_first(own)} is named as its own neighbour ({len(own)} such cells)"
    twice = frame[frame.duplicated(["old_la_code", "neighbour_old_la_code"])]
    if len(twice):
        return f"{_first(twice)} has a neighbour twice ({len(twice)} such cells)"
    return ""


def _first(frame: pd.DataFrame) -> str:
    return str(frame["old_la_code"].iloc[0])


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A file that says to be the model of a year; `known` if a record tells who published it."""

    name: str
    year: int
    frame: pd.DataFrame
    known: bool


@dataclass(frozen=True, slots=True)
class Clash:
    """Two files of one model that disagree: in how many cells, in whose first, and what is used."""

    year: int
    names: tuple[str, str]
    cells: int
    old_la_code: str
    used: tuple[str, ...]


def clashes(models: Sequence[Model]) -> list[Clash]:
    """Return each pair of files that say to be one model and name other neighbours."""
    used = {year: tuple(m.name for m in usable(models, year)) for year in {m.year for m in models}}
    out = []
    for one, other in combinations(models, 2):
        differing = _differing(one, other)
        if one.year == other.year and len(differing):
            names = (one.name, other.name)
            out.append(Clash(one.year, names, len(differing), _first(differing), used[one.year]))
    return out


def usable(models: Sequence[Model], year: int) -> list[Model]:
    """Return the files of a year that can be used together: sound ones that agree.

    Where they do not agree, those whose publisher is on record; else none, and never a mixture.
    """
    sound = [m for m in models if m.year == year and not fault(m.frame)]
    for kept in (sound, [m for m in sound if m.known]):
        if not any(len(_differing(a, b)) for a, b in combinations(kept, 2)):
            return kept
    return []


def _differing(one: Model, other: Model) -> pd.DataFrame:
    both = one.frame.merge(other.frame, on=["old_la_code", "position"], suffixes=("", "_other"))
    same = both["neighbour_old_la_code"] == both["neighbour_old_la_code_other"]
    return both[~(same & (both["weight"] == both["weight_other"]))]

"""What DfE's own screener asks of an open-data file, as warnings that name the line.

Files that DfE really published break some of these rules, so none of them refuses a file: they
tell an analyst where a file is unlike what its publisher demands. Each rule speaks once a file
and column, with its first line and the number of lines. Source: research note on the data,
section 8, and the public rules of the screener; the rules on the separate metadata file are left
out, because the published tables come without it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import pandas as pd

from earlywarning.definitions.table import GEOGRAPHY, PLACES, PublishedTable
from earlywarning.tables.quality import Finding

SNAKE = re.compile(r"[a-z][a-z0-9_]*$")
LONGEST_NAME = 50
LONGEST_LABEL = 120
ALLOWED_SYMBOLS = {"z", "x", "c", "low"}
OBSOLETE = {":", "~"}
NO_VALUE = {"null", "na", "n/a", "nan", "none", ".", "..", "-"}
FAMILIES = {
    "Calendar year": "calendar", "Reporting year": "reporting", "Financial year": "financial",
    "Academic year": "academic",
}  # fmt: skip
SIX_DIGITS = {"financial", "academic"}
LOWER = {"National": PLACES, "Regional": ("old_la_code", "new_la_code", "la_name")}

Told = tuple[str, str, str, int]


def screen(
    header: tuple[str, ...],
    rows: list[list[str]],
    numbers: list[int],
    table: PublishedTable,
    places: set[tuple[str, str, str]],
) -> list[tuple[str, str, str, int]]:
    """Return (rule, column, message, row) for each rule and column that a file breaks.

    Args:
        header: column names of the file.
        rows: its rows, as text.
        numbers: where each row stands in the file.
        table: its definition.
        places: three-digit code, nine-character code and name of every authority.
    """
    frame = pd.DataFrame(rows, columns=list(header), dtype=str)
    lines = pd.Series(numbers)
    told: list[Told] = [*_names(header, table)]
    for rule in RULES:
        told += list(rule(frame, lines, table, places))
    return told


def findings(
    told: list[Told], table: PublishedTable, release: str, file_name: str
) -> list[Finding]:
    """Return screening results as findings."""
    return [
        Finding(
            source=table.source,
            rule=f"screen_{rule}",
            severity="warning",
            message=f"row {row}: {message}",
            release=release,
            file_name=file_name,
            series=column or None,
            row_number=row,
        )
        for rule, column, message, row in told
    ]


def _names(header: tuple[str, ...], table: PublishedTable) -> Iterable[Told]:
    needed = GEOGRAPHY if table.national_only else (*GEOGRAPHY, *PLACES)
    for name in needed:
        if name not in header:
            yield "required_column", name, f"the column {name} is missing", 1
    for name in header:
        if name[:1].isdigit():
            yield "name_digit_first", name, f"the name {name} begins with a digit", 1
        elif not SNAKE.match(name):
            yield "name_snake_case", name, f"the name {name} is not lower case with underscores", 1
        if len(name) > LONGEST_NAME:
            yield "name_length", name, f"the name {name} has over {LONGEST_NAME} characters", 1


def _at(mask: pd.Series, lines: pd.Series) -> tuple[int, str]:
    """Return the first line of a mask, and how many there are in words."""
    count = int(mask.sum())
    return int(lines[mask.to_numpy()].iloc[0]), f" ({count} rows in all)" if count > 1 else ""


def _figures(frame: pd.DataFrame, table: PublishedTable) -> list[str]:
    filters = {name for one in table.filters.values() for name in one.names}
    beside = {*GEOGRAPHY, *PLACES, *filters}
    return [n for n in frame.columns if n not in beside and n.lower() != "category"]


def _cells(
    frame: pd.DataFrame, lines: pd.Series, table: PublishedTable, _: set[tuple[str, str, str]]
) -> Iterable[Told]:
    for name in _figures(frame, table):
        text = frame[name].str.strip().str.lower()
        words = text[pd.to_numeric(text, errors="coerce").isna()]
        for rule, wrong, say in (
            ("blank", {""}, "empty cells"),
            ("obsolete_symbol", OBSOLETE, "an obsolete symbol"),
            ("no_value_text", NO_VALUE, "a word or mark for no value"),
        ):
            mask = text.isin(wrong) & text.index.isin(words.index)
            if mask.any():
                row, more = _at(mask, lines)
                yield rule, name, f"{say} in {name}: {frame[name][mask].iloc[0]!r}{more}", row
        known = ALLOWED_SYMBOLS | OBSOLETE | NO_VALUE | {""}
        mask = pd.Series(text.index.isin(words.index), index=text.index) & ~text.isin(known)
        if mask.any():
            row, more = _at(mask, lines)
            cell = frame[name][mask].iloc[0]
            yield "symbol", name, f"{cell!r} in {name} is none of z, x, c, low{more}", row


def _times(
    frame: pd.DataFrame, lines: pd.Series, _: PublishedTable, __: set[tuple[str, str, str]]
) -> Iterable[Told]:
    if not {"time_period", "time_identifier"} <= set(frame.columns):
        return
    families = frame["time_identifier"].map(FAMILIES)
    if families.isna().any():
        row, more = _at(families.isna(), lines)
        cell = frame["time_identifier"][families.isna()].iloc[0]
        yield "time_identifier", "time_identifier", f"{cell!r} is no known kind of year{more}", row
    if families.nunique() > 1:
        mixed = families != families.iloc[0]
        row, more = _at(mixed, lines)
        yield "time_mixed", "time_identifier", f"kinds of year are mixed{more}", row
    length = families.isin(SIX_DIGITS).map({True: 6, False: 4})
    wrong = frame["time_period"].str.len() != length
    if wrong.any():
        row, more = _at(wrong, lines)
        yield "time_period", "time_period", f"{frame['time_period'][wrong].iloc[0]!r}{more}", row


def _geography(
    frame: pd.DataFrame, lines: pd.Series, _: PublishedTable, places: set[tuple[str, str, str]]
) -> Iterable[Told]:
    if not {"geographic_level", *PLACES} <= set(frame.columns):
        return
    for level, columns in LOWER.items():
        for name in columns:
            mask = (frame["geographic_level"] == level) & (frame[name].str.strip() != "")
            if mask.any():
                row, more = _at(mask, lines)
                yield "lower_level", name, f"{name} is filled on a {level} row{more}", row
    local = frame["geographic_level"] == "Local authority"
    trio = frame.loc[local, ["old_la_code", "new_la_code", "la_name"]]
    distinct = trio.drop_duplicates()
    strange = {
        tuple(row) for row in distinct.to_numpy() if not _is_known(*map(str, row), places=places)
    }
    if strange:
        mask = local & pd.Series(
            [row in strange for row in map(tuple, frame[list(trio.columns)].to_numpy())],
            index=frame.index,
        )
        row, more = _at(mask, lines)
        cell = " / ".join(frame.loc[mask, list(trio.columns)].iloc[0])
        yield "la_trio", "la_name", f"{cell} is no code, code and name of the list{more}", row


def _is_known(old: str, new: str, name: str, *, places: set[tuple[str, str, str]]) -> bool:
    """Hold a trio against the list; a joint row by each of its halves."""
    parts = [[p.strip() for p in text.split(" / ")] for text in (old, new, name)]
    if len({len(p) for p in parts}) != 1:
        return False
    return all(trio in places for trio in zip(*parts, strict=True))


def _rows(
    frame: pd.DataFrame, lines: pd.Series, table: PublishedTable, _: set[tuple[str, str, str]]
) -> Iterable[Told]:
    filters = [n for one in table.filters.values() for n in one.names if n in frame.columns]
    places = [name for name in ("region_code", "old_la_code") if name in frame.columns]
    key = ["time_period", "geographic_level", *places, *filters]
    if set(key) <= set(frame.columns):
        twice = frame.duplicated(key)
        if twice.any():
            row, more = _at(twice, lines)
            yield "duplicate_row", "", f"the place, time and filters stand twice{more}", row
    for name in filters:
        labels = set(frame[name])
        if len(labels) == 1:
            yield "filter_one_level", name, f"the filter {name} has one label only", 1
        elif not any("total" in label.lower() or label.lower() == "all" for label in labels):
            yield "filter_no_total", name, f"the filter {name} has no Total", 1
        if max(map(len, labels), default=0) > LONGEST_LABEL:
            yield "label_length", name, f"a label of {name} has over {LONGEST_LABEL} characters", 1


Rule = Callable[
    [pd.DataFrame, pd.Series, PublishedTable, set[tuple[str, str, str]]], Iterable[Told]
]
RULES: tuple[Rule, ...] = (_cells, _times, _geography, _rows)

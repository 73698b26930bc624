"""Tables in DfE's open-data layout: one row per area and year, geography first.

Which columns mean what is declared in data/reference/tables; nothing here knows one table
from another.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter

import numpy as np
import pandas as pd

from earlywarning.definitions.table import GEOGRAPHY, PLACES, PublishedTable, Slice
from earlywarning.errors import SourceError
from earlywarning.sources.reading import RawTable

KNOWN_FROM = 0.6
LIKE = 0.85  # `turnover_rate_fte_%` is like `turnover_rate_fte`
# A number, a long run of digits or a day: what stands in a cell and not in a header.
HEADING = (
    "category", "type", "date", "day", "month", "quarter", "year", "total", "value", "id", "name",
    "notes", "area", "team", "status", "reason", "source", "authority", "flag", "text", "gender",
)  # fmt: skip
FIGURE = re.compile(r"^\s*-?\d+(\.\d+)?\s*$|\d{5,}|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")


def is_open_data(header: tuple[str, ...]) -> bool:
    """Tell whether a header has DfE's open-data geography columns."""
    return sum(name in header for name in GEOGRAPHY) >= 4


def recognise(raw: RawTable, tables: dict[str, PublishedTable]) -> PublishedTable | None:
    """Return the declared table that a file is, judged by its labels, filters and columns.

    A table is still known with up to a third of its columns renamed, so that the refusal can
    name it and show the old header beside the new one.
    """
    share, table = max(nearest(raw, tables), key=lambda pair: pair[0], default=(0.0, None))
    return table if share >= KNOWN_FROM else None


def nearest(raw: RawTable, tables: dict[str, PublishedTable]) -> list[tuple[float, PublishedTable]]:
    """Return how well each declared table fits, 0 to 1."""
    return [(_fit(raw, table), table) for table in tables.values() if table.layout == "open_data"]


def _fit(raw: RawTable, table: PublishedTable) -> float:
    if table.known_by and not _labels_fit(raw, table):
        return 0.0
    header = set(raw.header)
    needed = [column.names for column in table.columns.values() if not column.optional]
    needed += [one.names for one in table.filters.values()]
    return sum(any(name in header for name in names) for names in needed) / len(needed)


def _labels_fit(raw: RawTable, table: PublishedTable) -> bool:
    """Look for a label of the table in any column: a shifted header must not hide it.

    A table whose one label is its category is known by its columns when that column is gone.
    """
    if any(label in raw.words for label in table.known_by):
        return True
    return not table.filters and not any(name.lower() == "category" for name in raw.header)


def canonical(raw: RawTable, table: PublishedTable) -> pd.DataFrame:
    """Return the file as text columns under the table's own names, with `row`.

    Columns that the table does not declare are kept under their own names.

    Raises:
        SourceError: if a needed column is missing or stands twice; shows wanted and unplaced names.
    """
    chosen = _placed(raw, table)
    columns = {key: [cells[i].strip() for cells in raw.rows] for key, i in chosen.items()}
    frame = pd.DataFrame(columns, dtype=str).assign(row=raw.row_numbers)
    for place in PLACES:
        if place not in frame:
            frame[place] = ""
    for key, one in table.filters.items():
        frame[key] = frame[key].replace(one.today())
    _slices_found(frame, table)
    return frame


def _placed(raw: RawTable, table: PublishedTable) -> dict[str, int]:
    """Return where each of the table's columns stands in the file."""
    chosen: dict[str, int] = {}
    missing: list[str] = []
    names = _names(table)
    for key, aliases in names.items():
        found = [raw.header.index(alias) for alias in aliases if alias in raw.header]
        if found:
            chosen[key] = found[0]
        elif not (key in table.columns and table.columns[key].optional):
            missing.append(" or ".join(aliases))
    if missing:
        raise SourceError(_header_message(raw, table, missing), rule="header", row=1)
    twice = [name for name, n in Counter(raw.header).items() if n > 1]
    shared = [raw.header[i] for i, n in Counter(chosen.values()).items() if n > 1]
    if twice or shared:
        raise SourceError(
            f"row 1: {', '.join(twice or shared)} stands twice in {table.table}, or stands for two "
            "things; which is meant cannot be told",
            rule="header",
            row=1,
        )
    return chosen | {name: raw.header.index(name) for name in undeclared(raw, table)}


def _names(table: PublishedTable) -> dict[str, tuple[str, ...]]:
    places = () if table.national_only else PLACES
    names: dict[str, tuple[str, ...]] = {p: (p,) for p in (*GEOGRAPHY, *places)}
    names |= {key: one.names for key, one in table.filters.items()}
    return names | {key: column.names for key, column in table.columns.items()}


def undeclared(raw: RawTable, table: PublishedTable) -> list[str]:
    """Return the columns of a file that its table does not declare, in order."""
    known = {*table.all_names(), *GEOGRAPHY, *PLACES}
    return [name for name in raw.header if name not in known and name.lower() != "category"]


def _slices_found(frame: pd.DataFrame, table: PublishedTable) -> None:
    for cut in table.slices:
        if not rows_of(frame, cut).any():
            labels = "; ".join(f"{name}: {word}" for name, word in cut.where.items())
            raise SourceError(
                f"row 1: {table.table} ({table.title}) has no rows for {cut.series} ({labels}); "
                "the header does not fit the cells, or a label changed: put the new label and the "
                f"old one under labels in tables/{table.table}.toml",
                rule="labels",
                row=1,
            )


def rows_of(frame: pd.DataFrame, cut: Slice) -> np.ndarray:
    """Tell which rows a slice is cut from."""
    masks = [frame[name] == label for name, label in cut.where.items()]
    return np.asarray(np.logical_and.reduce(masks))


def _header_message(raw: RawTable, table: PublishedTable, missing: list[str]) -> str:
    """Show each wanted column beside the one that may have taken its place."""
    unplaced = undeclared(raw, table)
    pairs = []
    for wanted in missing:
        words = wanted.split(" or ")
        near = max(unplaced, key=lambda name: _likeness(name, words), default="nothing new")
        pairs.append(f"{wanted} | {near}")
    return (
        f"row 1: the header does not fit {table.table} ({table.title}). Expected | found: "
        f"{'; '.join(pairs)}. Unplaced in the file: {', '.join(unplaced) or 'none'}. "
        f"If a column was renamed, add its new name to tables/{table.table}.toml"
    )


def _likeness(name: str, wanted: list[str]) -> float:
    return max(difflib.SequenceMatcher(None, name.lower(), word.lower()).ratio() for word in wanted)


def suggestion(raw: RawTable, tables: dict[str, PublishedTable]) -> str:
    """Say what an unknown table is about, and which declared one it is most like."""
    if not _is_header(raw, tables):
        return (
            f"{len(raw.rows)} rows of {len(raw.header)} columns without a header; nothing is shown"
        )
    title = _title(raw)
    ranked = sorted(_column_shares(raw, tables), key=lambda pair: -pair[0])
    like = ranked[0] if ranked and ranked[0][0] > 0 else None
    near = f"most like {like[1].table} ({like[0]:.0%} of its columns); " if like else ""
    own = [c for c in raw.header if c not in (*GEOGRAPHY, *PLACES)]
    return (
        f"{len(raw.rows)} rows{title}; columns {', '.join(own[:12])}"
        f"{' and more' if len(own) > 12 else ''}; {near}to read it, add a file to tables/"
    )


def _is_header(raw: RawTable, tables: dict[str, PublishedTable]) -> bool:
    """Tell a header from a row: the first row of a list without one may be about a child.

    A header has no figures, stands nowhere below itself, and has words that headers have.
    """
    if is_open_data(raw.header):
        return True
    if any(FIGURE.search(cell) for cell in raw.header):
        return False
    below = zip(*(cells for cells in raw.rows if len(cells) == len(raw.header)), strict=True)
    if any(name and name in column for name, column in zip(raw.header, below, strict=False)):
        return False
    known = {word for table in tables.values() for n in table.all_names() for word in _words(n)}
    known |= {word for name in (*GEOGRAPHY, *PLACES, *HEADING) for word in _words(name)}
    like = sum(bool(known & _words(cell)) for cell in raw.header)
    return like * 3 >= len(raw.header)


def _words(name: str) -> set[str]:
    return set(re.split(r"[^a-z]+", name.lower())) - {"", "of", "a", "the", "at", "in", "and"}


def _title(raw: RawTable) -> str:
    at = next((i for i, name in enumerate(raw.header) if name.lower() == "category"), None)
    if at is None or not raw.rows:
        return ""
    labels = sorted({cells[at] for cells in raw.rows if len(cells) > at})
    return f" of {' / '.join(labels[:3])!r}"


def _column_shares(
    raw: RawTable, tables: dict[str, PublishedTable]
) -> list[tuple[float, PublishedTable]]:
    own = [name for name in raw.header if name not in (*GEOGRAPHY, *PLACES)]
    return [
        (sum(_is_like(c.names, own) for c in t.columns.values()) / len(t.columns), t)
        for t in tables.values()
        if t.layout == "open_data"
    ]


def _is_like(names: tuple[str, ...], header: list[str]) -> bool:
    """Tell whether a header has a column, under one of its names or one spelt nearly so."""
    return any(difflib.get_close_matches(name, header, n=1, cutoff=LIKE) for name in names)

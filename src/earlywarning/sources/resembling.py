"""What looks like a kind that is read and cannot be read as it: refused, and never left aside."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from earlywarning.definitions.loader import Definitions
from earlywarning.definitions.table import GEOGRAPHY, PLACES, PublishedTable
from earlywarning.errors import SourceError
from earlywarning.sources.kind import KINDS, by_header, near_miss
from earlywarning.sources.offered import Offered
from earlywarning.sources.open_data import KNOWN_FROM
from earlywarning.sources.reading import RawTable

# Of a table with fewer columns of its own a stranger may share most.
FEWEST_OF_ITS_OWN = 3


def no_rows(what: str) -> SourceError:
    """Return that a file ends with its header."""
    why = f"row 1: the header of {what} and no row below it"
    return SourceError(why, rule="no_rows", row=1)


def require_unlike(offered: Offered, raw: RawTable, definitions: Definitions) -> None:
    """Refuse what nearly is a kind or table that is read; `offered` is told which.

    It may have the columns in other letters, or no rows, or none of the words by which the table is
    known.

    Raises:
        SourceError: saying what is wrong with it.
    """
    tables = definitions.tables
    respelt = _respelt(raw, tables.values())
    changed = [(a, b) for a, b in zip(raw.header, respelt.header, strict=True) if a != b]
    table = _nearest(respelt, tables.values())
    kind = by_header(respelt.header) or (table.table if table else "")
    if not kind and not near_miss(respelt.header):
        return
    if not changed and raw.rows and not table:
        return
    offered.kind, offered.table = kind or "unknown", table
    what = f"{kind} ({table.title})" if table else kind or "a list that is read"
    if changed:
        pairs = ", ".join(f"{b} is called {a}" for a, b in changed[:3])
        raise SourceError(f"row 1: nearly {what}, in which {pairs}", rule="header", row=1)
    if not raw.rows:
        raise no_rows(what)
    words = ", ".join(map(repr, table.known_by[:2])) if table else ""
    why = f"row 1: the columns of {what}, and in no row its words, such as {words}"
    raise SourceError(why, rule="labels", row=1)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9%]+", "_", name.casefold()).strip("_")


def _respelt(raw: RawTable, tables: Iterable[PublishedTable]) -> RawTable:
    """Return a table with the names that are ours where its own differ in letters or signs only."""
    ours: dict[str, str] = {}
    known = {*GEOGRAPHY, *PLACES, *(name for one in KINDS for name in one.header)}
    known |= {name for one in KINDS for name in one.columns}
    known |= {name for table in tables for name in table.all_names()}
    for name in sorted(known):
        ours.setdefault(_plain(name), name)
    header = (name if name in known else ours.get(_plain(name), name) for name in raw.header)
    return replace(raw, header=tuple(header))


def _nearest(raw: RawTable, tables: Iterable[PublishedTable]) -> PublishedTable | None:
    """Return the table most of whose own columns a header has, whatever its rows say."""
    names = set(raw.header)
    ranked = []
    for table in tables:
        needed = [one.names for one in table.columns.values() if not one.optional]
        found = sum(bool(names & set(one)) for one in needed)
        if found >= FEWEST_OF_ITS_OWN and found >= KNOWN_FROM * len(needed):
            ranked.append((found / len(needed), table.table, table))
    return max(ranked)[2] if ranked else None

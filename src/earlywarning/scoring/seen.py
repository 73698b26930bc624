"""What earlier days showed: worked out from what was known on each, and only once.

A day's look rests on the figures, lists and words that were known on it and on what is declared. As
long as none of these changes, what was worked out in an earlier run stands.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import duckdb
import pandas as pd
import pyarrow as pa

from earlywarning.definitions.loader import Definitions
from earlywarning.scoring.inputs import all_doubtful
from earlywarning.scoring.soft import weigh
from earlywarning.tables.read import table
from earlywarning.warehouse.build import Building
from earlywarning.warehouse.cache import UNLIKE, Cache
from earlywarning.warehouse.known import fingerprint

Placed = set[tuple[str, str]]
PLACED = ["old_la_code", "indicator"]
KEPT = ("signals", "patterns", "scores")


@dataclass(frozen=True, slots=True)
class Seen:
    """What one day showed; placed: (authority, indicator) that could be compared."""

    day: dt.date
    signals: pd.DataFrame
    patterns: pd.DataFrame
    scores: pd.DataFrame
    placed: Placed


def key_of(cache: Cache, building: Building, definitions: Definitions, said: list[str]) -> str:
    """Return the name under which a day's look is kept.

    Args:
        cache: where it is kept.
        building: the day's warehouse as it was copied, before anything is worked out.
        definitions: everything declared, as of today.
        said: what was said of the day besides (`said_on`).
    """
    return cache.key("look", definitions.sha256, fingerprint(building), *said)


def said_on(
    registers: duckdb.DuckDBPyConnection,
    definitions: Definitions,
    day: dt.date,
    told: tuple[str, frozenset[str]],
) -> list[str]:
    """Return what a day's look rests on besides its warehouse and what is declared.

    Args:
        registers: what people and inspectors said and what was found doubtful.
        definitions: everything declared, as of today.
        day: the day.
        told: the nation's name, and who had an alert of the front-door watch on the day.
    """
    items = table(registers, "soft_item")
    frames = (
        weigh(items, definitions.soft_flags, definitions.policy, day),
        all_doubtful(registers, day, definitions).pipe(_in_order),
        table(registers, "peer_review").pipe(_in_order),
        table(registers, "inspection").pipe(_in_order),
    )
    nation, alerted = told
    known = [frame.to_csv(index=False) for frame in frames]
    return [str(day), nation, *sorted(alerted), str(items.empty), *known]


def _in_order(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.astype(str).sort_values([*frame.columns])


def recalled(cache: Cache, key: str, day: dt.date) -> Seen | None:
    """Return what a day showed as it was kept, None if it was not."""
    kept = cache.read(key)
    if kept is None:
        return None
    _, tables = kept
    try:
        signals, patterns, scores = (_frame(tables[name]) for name in KEPT)
        placed = set(zip(*(tables["placed"][name].to_pylist() for name in PLACED), strict=True))
    except UNLIKE:
        return None
    return Seen(day, signals, patterns, scores, placed)


def keep(cache: Cache, key: str, seen: Seen) -> None:
    """Keep what a day showed."""
    tables = {name: pa.Table.from_pandas(getattr(seen, name)) for name in KEPT}
    codes, names = zip(*sorted(seen.placed), strict=True) if seen.placed else ((), ())
    columns = [pa.array(column, pa.string()) for column in (codes, names)]
    cache.write(key, {}, {**tables, "placed": pa.table(columns, names=PLACED)})


def _frame(kept: pa.Table) -> pd.DataFrame:
    """Return a table as it was before it was kept: lists as lists, not as arrays."""
    frame: pd.DataFrame = kept.to_pandas()
    for field in kept.schema:
        if pa.types.is_list(field.type) and field.name in frame:
            frame[field.name] = pd.Series(kept[field.name].to_pylist(), index=frame.index)
    return frame

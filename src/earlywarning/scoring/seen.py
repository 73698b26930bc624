"""What earlier days showed: worked out from what was known on each, and only once.

A day's look rests on the figures, lists and words that were known on it and on what is declared. As
long as none of these changes, what was worked out in an earlier run stands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import pandas as pd
import pyarrow as pa

from earlywarning.definitions.loader import Definitions
from earlywarning.scoring.inputs import all_doubtful
from earlywarning.scoring.soft import weigh
from earlywarning.tables.read import table
from earlywarning.warehouse.build import Building
from earlywarning.warehouse.cache import UNLIKE, Cache, unpacked
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


@dataclass(frozen=True, slots=True)
class KeptLooks:
    """Where looks of days are kept, each under two names.

    said: what was said of each day (`said_of`); definitions: everything declared, as of today.
    rests_on: stands for what the figures of the build rest on from which the days are told; with
    it a day is found without its own warehouse. That name changes with every new file, the other
    only with what was known on the day.
    """

    cache: Cache
    definitions: Definitions
    said: Mapping[dt.date, list[str]]
    rests_on: str = ""

    def at_hand(self) -> dict[dt.date, Seen]:
        """Return the days that are found without their warehouses."""
        seen = {}
        for day in self.said if self.rests_on else ():
            note = self.cache.note(self._name(day))
            found = self.recalled(str(note["look"]), day) if note and "look" in note else None
            if found is not None:
                self.cache.touch(self._name(day))
                seen[day] = found
        return seen

    def _name(self, day: dt.date) -> str:
        told = (self.definitions.sha256, self.rests_on, *self.said[day])
        return self.cache.key("look among figures", *told)

    def key_of(self, building: Building, day: dt.date) -> str:
        """Return the name of a look by the day's own warehouse, before anything is worked out."""
        return self.cache.key(
            "look", self.definitions.sha256, fingerprint(building), *self.said[day]
        )

    def recalled(self, key: str, day: dt.date) -> Seen | None:
        """Return what a day showed as it was kept, None if it was not."""
        kept = self.cache.read(key)
        if kept is None:
            return None
        _, tables = kept
        try:
            signals, patterns, scores = (unpacked(tables[name]) for name in KEPT)
            placed = set(zip(*(tables["placed"][name].to_pylist() for name in PLACED), strict=True))
        except UNLIKE:
            return None
        return Seen(day, signals, patterns, scores, placed)

    def keep(self, key: str, seen: Seen, *, is_new: bool) -> None:
        """Keep what a day showed, or only its second name where it is not new."""
        if is_new:
            tables = {name: pa.Table.from_pandas(getattr(seen, name)) for name in KEPT}
            codes, names = zip(*sorted(seen.placed), strict=True) if seen.placed else ((), ())
            columns = [pa.array(column, pa.string()) for column in (codes, names)]
            self.cache.write(key, {}, {**tables, "placed": pa.table(columns, names=PLACED)})
        if self.rests_on:
            self.cache.write(self._name(seen.day), {"look": key})


def said_of(
    registers: duckdb.DuckDBPyConnection,
    definitions: Definitions,
    told: Mapping[dt.date, tuple[str, frozenset[str]]],
) -> dict[dt.date, list[str]]:
    """Return what each day's look rests on besides its warehouse and what is declared.

    Args:
        registers: what people and inspectors said and what was found doubtful.
        definitions: everything declared, as of today.
        told: the nation's name, and who had an alert of the front-door watch, for each day.
    """
    items = table(registers, "soft_item")
    always = [
        table(registers, name).pipe(_in_order).to_csv(index=False)
        for name in ("peer_review", "inspection")
    ]
    said = {}
    for day, (nation, alerted) in told.items():
        heard = weigh(items, definitions.soft_flags, definitions.policy, day)
        doubts = all_doubtful(registers, day, definitions).pipe(_in_order)
        known = [frame.to_csv(index=False) for frame in (heard, doubts)]
        said[day] = [str(day), nation, *sorted(alerted), str(items.empty), *known, *always]
    return said


def _in_order(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.astype(str).sort_values([*frame.columns])

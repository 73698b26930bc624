"""Where every authority stands by its figures on a day, each indicator worked out once.

From one day to the next most indicators are known as they were: what was worked out of them stands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields

import duckdb
import pandas as pd
import pyarrow as pa

from earlywarning.definitions.loader import Definitions
from earlywarning.scoring.comparing.compare import compare
from earlywarning.scoring.inputs import (
    neighbours_in_use,
    open_authorities,
    refused_series,
    signal_input,
)
from earlywarning.scoring.levels import levels_of
from earlywarning.tables.declare import columns_of
from earlywarning.tables.indicators import Comparison
from earlywarning.tables.level import Level, LevelSpread
from earlywarning.tables.read import table
from earlywarning.warehouse.cache import UNLIKE, Cache, unpacked


@dataclass(frozen=True, slots=True)
class Figures:
    """The tables comparison, level and level_spread of a day."""

    comparison: pd.DataFrame
    level: pd.DataFrame
    level_spread: pd.DataFrame

    def of(self, indicator: str) -> Figures:
        """Return the rows of one indicator."""
        frames = (self.comparison, self.level, self.level_spread)
        return Figures(*(frame[frame["indicator"] == indicator] for frame in frames))


def recalled_figures(cache: Cache, key: str) -> Figures | None:
    """Return the figures of a warehouse as they were kept, None if they were not."""
    kept = cache.read(key)
    if kept is None:
        return None
    try:
        return Figures(*(unpacked(kept[1][one.name]) for one in fields(Figures)))
    except UNLIKE:
        return None


def keep_figures(cache: Cache, key: str, figures: Figures) -> None:
    """Keep the figures of a warehouse under a name of all that they rest on."""
    parts = {one.name: getattr(figures, one.name) for one in fields(Figures)}
    cache.write(key, {}, {name: pa.Table.from_pandas(frame) for name, frame in parts.items()})


@dataclass(slots=True)
class Worked:
    """What was worked out on days before, by what was known of an indicator (`knowledge`).

    It holds for one set of definitions, one set of refused tables, and without trends.
    """

    kept: dict[tuple[str, str], Figures] = field(default_factory=dict)
    claimed: set[tuple[str, str]] = field(default_factory=set)
    # The pathway of each day, as flows: of one set of files only.
    pathways: dict[dt.date, pd.DataFrame] = field(default_factory=dict)

    def claim(self, known: Mapping[str, str]) -> list[str]:
        """Return the indicators that are to be worked out, once: who asks works them out."""
        new = [name for name, told in known.items() if (name, told) not in self.claimed]
        self.claimed.update((name, known[name]) for name in new)
        return new

    def with_new(
        self, known: Mapping[str, str], names: list[str], new: Figures, definitions: Definitions
    ) -> Figures:
        """Keep what is new of the indicators claimed, and return it among all that is known."""
        for name in names:
            self.kept[name, known[name]] = new.of(name)
        parts = [self.kept[name, told] for name, told in sorted(known.items())]
        # Signs of which nothing is known have rows where their table was refused.
        parts += [new.of(name) for name in {*new.level["indicator"]} - {*known}]
        comparison = _below(Comparison, [part.comparison for part in parts])
        level = _below(Level, [part.level for part in parts])
        spread = _below(LevelSpread, [part.level_spread for part in parts])
        return Figures(comparison, *(_by_sign(frame, definitions) for frame in (level, spread)))


def figures_of(
    connection: duckdb.DuckDBPyConnection,
    registers: duckdb.DuckDBPyConnection,
    definitions: Definitions,
    *,
    describe: bool,
    without: Collection[str] = (),
) -> Figures:
    """Work out the figures of a warehouse as it stands.

    Args:
        connection: the warehouse, up to its benchmarks.
        registers: where it is told which tables were refused.
        definitions: everything declared.
        describe: fill the trend.
        without: indicators that are left out; nothing of one hangs on another.
    """
    known = _known(connection, without)
    comparison = compare(
        *known, definitions.weighted(), definitions.policy.performance, describe=describe
    )
    signs = [one for one in definitions.vital_signs.sign if one.indicator not in set(without)]
    level, spread = levels_of(
        *known, open_authorities(connection), definitions,
        refused_series(registers, definitions), signs,
    )  # fmt: skip
    return Figures(comparison, level, spread)


def _known(
    connection: duckdb.DuckDBPyConnection, without: Collection[str] = ()
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return values, neighbours, and the years that are coloured."""
    marked = table(connection, "contaminated_period")
    return signal_input(connection, without), neighbours_in_use(connection), marked


def knowledge(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return for each indicator of a warehouse what its figures rest on, as one name.

    That is its values and those it is out of, the years that are coloured, who there is, and whose
    neighbours they are. Names of two warehouses are the same where all this is.
    """
    rows = connection.execute(
        """
        with same as (
            select (select sum(hash(n)::hugeint) from neighbour as n) as near,
                   (select sum(hash(a)::hugeint) from local_authority as a) as places
        ),
        own as (
            select indicator, count(*) as rows, sum(hash(v)::hugeint) as said
            from indicator_value as v group by all
        ),
        size as (
            select i.indicator, sum(hash(k)::hugeint) as said
            from indicator as i join known_value as k on k.series = i.out_of group by all
        ),
        marked as (
            select indicator, sum(hash(c)::hugeint) as said
            from contaminated_period as c group by all
        )
        select own.indicator, concat_ws(' ', near, places, own.rows, own.said,
                                        'of', size.said, 'marked', marked.said)
        from own cross join same
        left join size on size.indicator = own.indicator
        left join marked on marked.indicator = own.indicator
        """
    ).fetchall()
    return dict(rows)


def _below(kind: type, frames: list[pd.DataFrame]) -> pd.DataFrame:
    filled = [frame for frame in frames if len(frame)]
    if not filled:
        return pd.DataFrame(columns=columns_of(kind))
    return pd.concat(filled, ignore_index=True)


def _by_sign(frame: pd.DataFrame, definitions: Definitions) -> pd.DataFrame:
    """Put rows in the order of the signs."""
    order = {(s.indicator, s.kind): at for at, s in enumerate(definitions.vital_signs.sign)}
    keys = zip(frame["indicator"], frame["kind"], strict=True)
    place = pd.Series([order[key] for key in keys], index=frame.index, dtype=int)
    return frame.loc[place.sort_values(kind="stable").index].reset_index(drop=True)

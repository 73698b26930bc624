"""Events about children to monthly measures: only numbers leave the workers."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import pandas as pd

from earlywarning.definitions.loader import Definitions, load_definitions
from earlywarning.disclosure.returns import published, suppress
from earlywarning.errors import NothingUsableError, UsageError
from earlywarning.period import month_end
from earlywarning.register import access
from earlywarning.run.engines import Engine
from earlywarning.run.soft import known_places
from earlywarning.settings import today
from earlywarning.sources.annex_a.counting import bank_holidays
from earlywarning.sources.events.counting import Bounds, count_part
from earlywarning.sources.events.layout import Place, Refused, find_places, in_parts
from earlywarning.sources.events.table import monthly_measures, months_until
from earlywarning.tables.declare import columns_of
from earlywarning.tables.events import RefusedEvent
from earlywarning.warehouse.connect import open_published

_MEMORY = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT])i?B", re.I)
_LETTERS = "KMGT"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for.

    until: the last month, as 202504; None for the newest. months: how many up to it. memory: of
    all databases of one process together. shared: small counts suppressed, as for other regions.
    """

    folder: Path
    to: Path
    until: int | None = None
    months: int = 12
    memory: str = "2GB"
    spill: Path | None = None
    shared: bool = False


def count_events(
    wanted: Wanted, reference: Path, warehouse: Path, engine: Engine, in_process: int
) -> tuple[list[str], list[str]]:
    """Count events and write the table; say what was counted, and what was refused.

    Args:
        wanted: what is asked for.
        reference: folder of definitions.
        warehouse: whose authorities count, and what is published.
        engine: works on the parts.
        in_process: how many parts one process works on at once; they share its memory.

    Raises:
        NothingUsableError: if there are no events.
    """
    if wanted.to.suffix != ".parquet":
        raise UsageError(f"{wanted.to}: the table is a .parquet file")
    definitions = load_definitions(reference)
    access.note("events", of=wanted.folder, to=str(wanted.to), detail="read")
    codes, _ = known_places(reference, warehouse)
    last = month_end(wanted.until) if wanted.until else today()
    places, refused = find_places(wanted.folder, codes["old_la_code"], last)
    spill = str(wanted.spill) if wanted.spill else None
    bounds = Bounds(_share(wanted.memory, in_process), spill=spill)
    count = partial(count_part, holidays=tuple(bank_holidays(reference)), bounds=bounds)
    parts = engine.each(count, in_parts(places, engine.at_once))
    refused += [one for part in parts for one in part.refused]
    months = months_until(wanted.until or _newest(places), wanted.months)
    table = monthly_measures(places, parts, months, definitions.in_year.measures)
    if wanted.shared:
        table = _suppressed(table, definitions, warehouse)
    aside = _written(table, refused, wanted)
    return _said(table, refused, wanted.to, aside), [_told(one) for one in refused]


def _share(memory: str, among: int) -> str:
    """Divide memory; DuckDB itself may be given words, a share of them must be reckoned."""
    found = _MEMORY.fullmatch(memory.strip())
    if not found:
        raise UsageError(f"--memory {memory}: write it as 2GB or 500MB")
    kilobytes = float(found[1]) * 1000 ** _LETTERS.index(found[2].upper())
    return f"{int(kilobytes / among)}KB"


def _newest(places: Iterable[Place]) -> int:
    return max(place.months[-1].time_period for place in places)


def _suppressed(table: pd.DataFrame, definitions: Definitions, warehouse: Path) -> pd.DataFrame:
    """Suppress small counts and what would reveal them, as where returns leave a region."""
    small = definitions.return_rules.small_count.value
    with open_published(warehouse) as connection:
        yearly = published(connection)
    out = pd.concat([
        suppress(own.assign(frequency="monthly"), definitions.in_year, small,
                 yearly.get(str(code), frozenset()))
        for code, own in table.groupby("old_la_code")
    ], ignore_index=True)  # fmt: skip
    hidden = out["status"].eq("suppressed")
    for column in ("numerator", "denominator"):
        out[column] = out[column].where(~hidden)
    return out[table.columns]


def _written(table: pd.DataFrame, refused: list[Refused], wanted: Wanted) -> Path:
    """Write table and refusals, each whole or not at all; return where the latter are."""
    to = wanted.to
    to.parent.mkdir(parents=True, exist_ok=True)
    aside = to.with_suffix(".refused.csv")
    made = to.with_name(f".{to.name}.{os.getpid()}")
    table.to_parquet(made, index=False)
    told = "written, small counts suppressed" if wanted.shared else "written, counts as they are"
    access.note("events", of=wanted.folder, to=str(to), detail=told, rows=len(table),
                sha256=access.hash_of([made]))  # fmt: skip
    made.replace(to)
    rows = pd.DataFrame([asdict(one) for one in refused], columns=columns_of(RefusedEvent))
    # A month beside a row that has none stays a whole number.
    whole = dict.fromkeys(("time_period", "row_number", "rows"), "Int64")
    rows.astype(whole).to_csv(aside, index=False)
    return aside


def _said(table: pd.DataFrame, refused: list[Refused], to: Path, aside: Path) -> list[str]:
    if table.empty:
        raise NothingUsableError(f"{to}: nothing could be counted")
    states = table["status"].value_counts().sort_index()
    told = ", ".join(f"{many:,} {str(status).replace('_', ' ')}" for status, many in states.items())
    first, last = table["time_period"].min(), table["time_period"].max()
    many = table["old_la_code"].nunique()
    counted = f"{to}: {many} authorities, {first} to {last}: {told}"
    return [counted, f"{aside}: what was refused"] if refused else [counted]


def _told(one: Refused) -> str:
    row = "" if one.row_number is None else f", row {one.row_number}"
    more = "" if not one.rows or one.rows == 1 else f" ({one.rows:,} such rows)"
    return f"{one.file}{row}: {one.message}{more}"

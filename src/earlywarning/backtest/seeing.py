"""Looks at earlier days behind the gate, in two processes."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pandas as pd

from earlywarning.backtest.inputs import known_days
from earlywarning.backtest.seen import SCORES, Seen
from earlywarning.definitions.loader import Definitions, load_definitions
from earlywarning.scoring import looks as looking
from earlywarning.scoring.figures import Worked
from earlywarning.scoring.looking_back import begun_figures, finished_figures
from earlywarning.warehouse.build import QUALITY_FROM, run_sql
from earlywarning.warehouse.known import BENCHMARK, Past, copied
from earlywarning.worker import end_with

# Takes how many steps are done, of how many, and what is being done.
Progress = Callable[[int, int, str], None]
PROCESSES = 2
# Of days in a row one process knows most already.
DAYS_IN_A_ROW = 3


def looks_on(
    past: Past,
    nation: str,
    definitions: Definitions,
    wanted: list[tuple[dt.date, bool]],
    tell: Progress,
) -> list[Seen]:
    """Look at each day, with a score where one is wanted; two processes share the days."""
    out = []
    arguments = (past, definitions.folder, nation, os.getpid())
    # Not forked: a database open in this process must not be inherited.
    with ProcessPoolExecutor(
        PROCESSES, get_context("spawn"), initializer=_ready, initargs=arguments
    ) as pool:
        for done, seen in enumerate(pool.map(_see, wanted, chunksize=DAYS_IN_A_ROW), start=1):
            out.append(seen)
            tell(done, len(wanted), f"looking at what was known on {seen.day}")
    return out


_WORKER: dict[str, object] = {}


def _ready(past: Past, folder: Path, nation: str, parent: int) -> None:
    end_with(parent)
    _WORKER.update(past=past, definitions=load_definitions(folder), nation=nation, worked=Worked())


def _see(wanted: tuple[dt.date, bool]) -> Seen:
    names = ("past", "definitions", "nation", "worked")
    past, definitions, nation, worked = (_WORKER[name] for name in names)
    day, scored = wanted
    return see(past, definitions, day, nation, worked, scored=scored)  # type: ignore[arg-type]


def see(
    past: Past,
    definitions: Definitions,
    day: dt.date,
    nation: str,
    worked: Worked | None = None,
    *,
    scored: bool,
) -> Seen:
    """Return what one day showed: the product's own look, without what people know.

    Without `scored` the distances alone, and no score for anybody. `worked` is what other days of
    the same past came to.
    """
    building = copied(past, day, threads=1)
    connection, worked = building.connection, worked or Worked()
    scores = pd.DataFrame(columns=["old_la_code", *SCORES])
    try:
        run_sql(building, start=QUALITY_FROM, before=BENCHMARK)
        begun = begun_figures(building, definitions, worked)
        figures = finished_figures(connection, connection, definitions, worked, begun)
        if scored:
            told = (building, connection, definitions, day, nation)
            scores = looking.look(*told, whole=False, figures=figures).scores[list(scores.columns)]
        known = known_days(connection)
    finally:
        connection.close()
    comparison = figures.comparison
    newest = comparison[comparison["is_newest"].astype(bool)]
    standing = newest.merge(known, on=["indicator", "old_la_code", "time_period"], how="left")
    columns = ["old_la_code", "indicator", "period_end", "published", "value", "position_z",
               "movement_z", "neighbour_z"]  # fmt: skip
    standing = standing[columns].assign(
        period_end=pd.to_datetime(standing["period_end"]).dt.date,
        published=pd.to_datetime(standing["published"]).dt.date,
    )
    return Seen(day, standing, scores)

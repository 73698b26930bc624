"""What an authority is told, worked out as if nothing stood in the register that it may not know.

Points that add up show that there is more than is told, how much it weighs and since when. So where
an entry is held in confidence, everything about its authority is worked out a second time without
it, and what is handed to that authority is made from that. An entry that was released enters there
by its month and by the word for its weight, so that from no points its day or grade can be had.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import duckdb
import pandas as pd

from earlywarning.definitions.loader import Definitions
from earlywarning.period import month_end
from earlywarning.run.stages import recommend, score
from earlywarning.run.work import Work, building_of
from earlywarning.scoring.soft import weigh, weight_word
from earlywarning.tables.catalogue import TABLES
from earlywarning.tables.read import table
from earlywarning.warehouse import build
from earlywarning.warehouse.build import Building
from earlywarning.warehouse.tiers import TOLD

# A grade of reliability and credibility that weighs what the word says.
GRADE = ["reliability", "credibility"]
STANDS_FOR = {"little": ("D", 3), "some": ("B", 3), "much": ("B", 2)}


def tell_apart(work: Work) -> None:
    """Score and recommend without what is in confidence, for the authorities that it is about.

    Comes before the score itself: what is empty until then is what the two stages fill.
    """
    if work.unchanged:
        return
    building = building_of(work)
    heard = table(building.connection, "soft_item")
    spoken = _in_confidence(heard, work.definitions)
    codes = sorted(set(heard.loc[spoken, "old_la_code"]))
    if not codes:
        return
    work.say("working out what is told without what was told in confidence")
    with _apart(building) as apart:
        build.load(apart, "soft_item", as_told(heard, work.definitions, work.settings.as_of))
        quiet = replace(work, building=apart, findings=[], say=lambda _: None)
        score(quiet)
        recommend(quiet)
        work.figures = quiet.figures
        _keep(apart.connection, codes)


def _in_confidence(heard: pd.DataFrame, definitions: Definitions) -> pd.Series:
    """Return which entries were told in confidence, released or not."""
    flags = definitions.soft_flags
    return heard["flag"].map(lambda flag: flags[flag].in_confidence).astype(bool)


def as_told(heard: pd.DataFrame, definitions: Definitions, as_of: dt.date) -> pd.DataFrame:
    """Return the entries that authorities may know; of what was released no day and no grade.

    Args:
        heard: soft_item, as weighed.
        definitions: the flags, and what a grade weighs.
        as_of: day of the run.
    """
    told = heard[heard["told"].astype(bool)].copy()
    spoken, soft = _in_confidence(told, definitions), definitions.policy.soft_intelligence
    grades = zip(told["reliability"], told["credibility"].astype(str), strict=True)
    words = [weight_word(soft.reliability[one] * soft.credibility[other]) for one, other in grades]
    standing = pd.DataFrame([STANDS_FOR[word] for word in words], index=told.index, columns=GRADE)
    told[GRADE] = told[GRADE].mask(spoken, standing)
    first = told["heard_on"].map(lambda day: day.replace(day=1))
    told["heard_on"] = told["heard_on"].mask(spoken, first)
    last = told["review_by"].map(lambda day: month_end(day.year * 100 + day.month))
    told["review_by"] = told["review_by"].mask(spoken, last)
    told["recorded_on"] = told["recorded_on"].mask(spoken, None)
    return weigh(told, definitions.soft_flags, definitions.policy, as_of)


@contextmanager
def _apart(building: Building) -> Iterator[Building]:
    """Give the build with tables of their own for all that is worked out; the rest is shared."""
    connection = building.connection.cursor()
    try:
        connection.execute(f"create schema {TOLD}")
        for name in (one.name for one in TABLES):
            is_filled = connection.execute(f'from main."{name}" limit 1').fetchone()
            # What is found doubtful stands there before, and the score finds more.
            if name not in ("finding", "soft_item") and is_filled:
                continue
            rows = "" if name == "finding" else "limit 0"
            connection.execute(f'create table {TOLD}."{name}" as from main."{name}" {rows}')
        connection.execute(f"set search_path = '{TOLD},main'")
        yield Building(connection, building.path)
    finally:
        connection.close()


def _keep(connection: duckdb.DuckDBPyConnection, codes: list[str]) -> None:
    """Keep what is about these authorities; of all else the build has its own."""
    for (name,) in connection.execute(
        "select table_name from duckdb_tables() where schema_name = $schema", {"schema": TOLD}
    ).fetchall():
        about = "old_la_code" in connection.table(f'{TOLD}."{name}"').columns
        if name == "finding" or not about:
            connection.execute(f'drop table {TOLD}."{name}"')
        else:
            sql = f'delete from {TOLD}."{name}" where not list_contains($codes, old_la_code)'  # noqa: S608
            connection.execute(sql, {"codes": codes})

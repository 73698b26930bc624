"""What the back-test asks of a build or a published database."""

from __future__ import annotations

import hashlib

import duckdb
import pandas as pd

from earlywarning.definitions.loader import Definitions
from earlywarning.tables.read import table

# The one index of deprivation that is held; context only, and what every score has to beat.
DEPRIVATION = "imd_average_score"


def hash_of(hashes: list[str]) -> str:
    """Return one hash over the hashes of the files taken in, in any order."""
    return hashlib.sha256("\n".join(sorted(hashes)).encode()).hexdigest()


def gate_days(connection: duckdb.DuckDBPyConnection, definitions: Definitions) -> dict[str, int]:
    """Return how many days after the end of a period it came out, by series.

    What publication_gate.toml does not list takes the days of its own table.
    """
    own = {
        series: definitions.tables[table].publication_lag_days
        for series, table in connection.execute("select series, table_name from series").fetchall()
        if table in definitions.tables
    }
    wanted = set(definitions.pathway.series())
    for one in definitions.indicators.values():
        wanted |= {str(one.numerator), str(one.denominator), str(one.history), *one.published}
        wanted |= {str(one.out_of)}
    days = own | definitions.gate.days()
    return {series: days[series] for series in sorted(wanted & set(days))}


def with_deprivation(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return every authority that ever was, with its index of deprivation where one is known.

    One that has none takes the mean of those it was merged from or split into: the index is of the
    places, and the places are the same.
    """
    places = table(connection, "local_authority")
    scores = dict(
        connection.execute(
            "select old_la_code, max(value) from observation where series = $series group by 1",
            {"series": DEPRIVATION},
        ).fetchall()
    )
    related: dict[str, list[float]] = {}
    for old, new in connection.execute(
        "select old_la_code, successor from authority_change where old_la_code <> successor"
    ).fetchall():
        for code, other in ((old, new), (new, old)):
            if scores.get(other) is not None:
                related.setdefault(code, []).append(scores[other])
    known = {
        code: scores[code] if scores.get(code) is not None else _mean(related.get(code, []))
        for code in places["old_la_code"]
    }
    return places.assign(deprivation=places["old_la_code"].map(known).astype(float))


def known_days(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return the day on which each authority's figure of each period came out."""
    return connection.execute(
        """select indicator, old_la_code, time_period, max(published) as published
           from indicator_value where geographic_level = 'Local authority' group by all"""
    ).df()


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else float("nan")

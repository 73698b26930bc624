"""The pathway and the patterns of one warehouse, as it stands or as it stood."""

from __future__ import annotations

import datetime as dt

import duckdb
import pandas as pd

from earlywarning.definitions.loader import Definitions
from earlywarning.scoring.inputs import open_authorities
from earlywarning.scoring.pathway import flows
from earlywarning.scoring.pathway_inputs import flow_counts
from earlywarning.scoring.patterns.find import find_patterns
from earlywarning.scoring.patterns.known import PatternFacts
from earlywarning.scoring.patterns.words import Names
from earlywarning.scoring.soft import weigh
from earlywarning.tables.read import table


def pathway_of(connection: duckdb.DuckDBPyConnection, definitions: Definitions) -> pd.DataFrame:
    """Return the pathway as flows from what a warehouse knows."""
    steps = definitions.pathway
    return flows(flow_counts(connection, steps), steps.steps)


def known_of(
    connection: duckdb.DuckDBPyConnection,
    comparison: pd.DataFrame,
    pathway: pd.DataFrame,
    as_of: dt.date,
    *,
    soft_items: pd.DataFrame | None,
    registers: duckdb.DuckDBPyConnection | None = None,
) -> PatternFacts:
    """Return what patterns are found in; a register or list without any row was not loaded.

    `registers` holds inspections and peer reviews where `connection` is an earlier day's warehouse
    and has none: what was published or held later is not seen.
    """
    inspections = table(registers or connection, "inspection")
    reviews = table(registers or connection, "peer_review")
    return PatternFacts(
        comparison=comparison,
        pathway=pathway,
        soft_items=soft_items,
        inspections=None if inspections.empty else inspections,
        peer_reviews=None if reviews.empty else reviews,
        authorities=open_authorities(connection),
        as_of=as_of,
    )


def found_in(known: PatternFacts, definitions: Definitions) -> pd.DataFrame:
    """Return the patterns found in what was known on a day."""
    names = Names(
        steps={name: step.name for name, step in definitions.pathway.steps.items()},
        flags={name: flag.name for name, flag in definitions.soft_flags.items()},
    )
    return find_patterns(
        known, definitions.patterns, definitions.weighted(), names, definitions.policy
    )


def found_on(
    day: dt.date,
    earlier: duckdb.DuckDBPyConnection,
    comparison: pd.DataFrame,
    pathway: pd.DataFrame,
    registers: duckdb.DuckDBPyConnection,
    definitions: Definitions,
) -> pd.DataFrame:
    """Return the patterns of an earlier day from what was known on it.

    Args:
        day: the day; soft intelligence is weighed as of it.
        earlier: that day's warehouse.
        comparison: that day's comparison table.
        pathway: that day's, as flows (`pathway_of`).
        registers: a build or published database with inspections, peer reviews and soft items.
        definitions: everything declared, as of today.
    """
    items = table(registers, "soft_item")
    weighed = weigh(items, definitions.soft_flags, definitions.policy, day)
    known = known_of(
        earlier,
        comparison,
        pathway,
        day,
        soft_items=None if items.empty else weighed,
        registers=registers,
    )
    return found_in(known, definitions)

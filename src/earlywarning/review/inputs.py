"""Offers and the programme: from the tables of a build, or of a published file."""

from __future__ import annotations

import datetime as dt

import duckdb
import pandas as pd

from earlywarning.definitions.loader import Definitions
from earlywarning.definitions.rows import toolkit_rows
from earlywarning.review import clock
from earlywarning.review.known import OfferInputs
from earlywarning.review.programme import planning
from earlywarning.review.programme.planning import QuarterProgramme
from earlywarning.review.recommend import line_rows, offers, recommendation_rows
from earlywarning.tables.read import table
from earlywarning.warehouse import build
from earlywarning.warehouse.build import Building


def known(connection: duckdb.DuckDBPyConnection) -> OfferInputs:
    """Return the tables that offers rest on."""
    slips = table(connection, "watch_alert")
    return OfferInputs(
        scores=table(connection, "score"),
        contributions=table(connection, "contribution"),
        inspections=table(connection, "inspection"),
        neighbours=table(connection, "neighbour"),
        soft_items=table(connection, "soft_item"),
        peer_reviews=table(connection, "peer_review"),
        pattern_matches=table(connection, "pattern_match"),
        journeys=table(connection, "journey"),
        authorities=table(connection, "local_authority"),
        slips=slips[slips["ended"].isna()],
        reviewers=table(connection, "reviewer"),
        conflicts=table(connection, "review_conflict"),
        made=table(connection, "offer"),
    )


def recommend(building: Building, definitions: Definitions, as_of: dt.date) -> None:
    """Load offers, lines of enquiry, the two-year clock and the programme of the quarter."""
    tables = known(building.connection)
    made = offers(tables, definitions)
    chosen = planning.plan(made, tables, definitions)
    clocks = clock.clock(
        tables.peer_reviews, tables.scores["old_la_code"], as_of, definitions.policy
    )
    for name, frame in {
        "recommendation": recommendation_rows(made, chosen.supporters, definitions),
        "line_of_enquiry": line_rows(made),
        "review_clock": clocks,
        "review_event": clock.events(tables.peer_reviews, clocks),
        "programme": chosen.rows,
        "programme_note": chosen.notes,
        "programme_group": chosen.groups,
        "toolkit": toolkit_rows(definitions),
    }.items():
        build.load(building, name, frame)


def programme(
    connection: duckdb.DuckDBPyConnection, definitions: Definitions, capacity: int | None
) -> tuple[pd.DataFrame, QuarterProgramme]:
    """Return the places and a programme under another capacity, from a published file."""
    tables = known(connection)
    made = offers(tables, definitions)
    return tables.authorities, planning.plan(made, tables, definitions, capacity)

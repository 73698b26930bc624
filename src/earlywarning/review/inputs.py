"""Offers and the programme: from the tables of a build, or of a published file."""

from __future__ import annotations

import datetime as dt

import duckdb
import pandas as pd

from earlywarning import review, warehouse
from earlywarning.definitions import Definitions
from earlywarning.definitions.rows import toolkit_rows
from earlywarning.tables.read import table


def known(connection: duckdb.DuckDBPyConnection) -> review.OfferInputs:
    """Return the tables that offers rest on."""
    slips = table(connection, "watch_alert")
    return review.OfferInputs(
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


def recommend(building: warehouse.Building, definitions: Definitions, as_of: dt.date) -> None:
    """Load offers, lines of enquiry, the two-year clock and the programme of the quarter."""
    tables = known(building.connection)
    made = review.offers(tables, definitions)
    chosen = review.plan(made, tables, definitions)
    clocks = review.clock(
        tables.peer_reviews, tables.scores["old_la_code"], as_of, definitions.policy
    )
    for name, frame in {
        "recommendation": review.recommendation_rows(made, chosen.supporters, definitions),
        "line_of_enquiry": review.line_rows(made),
        "review_clock": clocks,
        "review_event": review.events(tables.peer_reviews, clocks),
        "programme": chosen.rows,
        "programme_note": chosen.notes,
        "programme_group": chosen.groups,
        "toolkit": toolkit_rows(definitions),
    }.items():
        warehouse.load(building, name, frame)


def programme(
    connection: duckdb.DuckDBPyConnection, definitions: Definitions, capacity: int | None
) -> tuple[pd.DataFrame, review.Programme]:
    """Return the places and a programme under another capacity, from a published file."""
    tables = known(connection)
    made = review.offers(tables, definitions)
    return tables.authorities, review.plan(made, tables, definitions, capacity)

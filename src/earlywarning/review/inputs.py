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
from earlywarning.review.recovering import lent, support_watch
from earlywarning.review.standing import StandingInputs, standing_rows
from earlywarning.tables.read import table
from earlywarning.warehouse import build
from earlywarning.warehouse.build import Building
from earlywarning.warehouse.gaps import missing


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
        levels=table(connection, "level"),
        signals=table(connection, "signal"),
    )


def recommend(
    building: Building,
    definitions: Definitions,
    as_of: dt.date,
    formal_before: frozenset[str] = frozenset(),
) -> None:
    """Load offers, lines of enquiry, the two-year clock and the programme of the quarter.

    Args:
        building: the build.
        definitions: what is declared.
        as_of: the day.
        formal_before: who was in formal support when last published.
    """
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
        **_recovering(building.connection, definitions, as_of),
    }.items():
        build.load(building, name, frame)
    rows = standing_rows(standing_inputs(building.connection, formal_before), definitions)
    build.load(building, "standing", rows)


def _recovering(
    connection: duckdb.DuckDBPyConnection, definitions: Definitions, as_of: dt.date
) -> dict[str, pd.DataFrame]:
    """Return the watches after an end of formal support, and what helpers lent."""
    stepped_in, declared = table(connection, "intervention"), definitions.interventions
    heard, reviews = table(connection, "soft_item"), table(connection, "peer_review")
    return {
        "support_watch": support_watch(stepped_in, heard, declared, as_of),
        "lent": lent(reviews, stepped_in, definitions.review_types, as_of),
    }


def programme(
    connection: duckdb.DuckDBPyConnection, definitions: Definitions, capacity: int | None
) -> tuple[pd.DataFrame, QuarterProgramme]:
    """Return the places and a programme under another capacity, from a published file."""
    tables = known(connection)
    made = offers(tables, definitions)
    return tables.authorities, planning.plan(made, tables, definitions, capacity)


def standing_inputs(
    connection: duckdb.DuckDBPyConnection, formal_before: frozenset[str] = frozenset()
) -> StandingInputs:
    """Return the tables that a standing rests on."""
    names = {
        "scores": "score", "past": "score_history", "levels": "level",
        "recommendations": "recommendation", "programme": "programme", "offers": "offer",
        "journeys": "journey", "inspections": "inspection", "clocks": "review_clock",
        "alerts": "watch_alert", "heard": "soft_item", "unread": "unread_report",
    }  # fmt: skip
    tables = {field: table(connection, name) for field, name in names.items()}
    return StandingInputs(
        **tables, figures=newest_days(connection), missing=missing(connection),
        formal_before=formal_before,
    )  # fmt: skip


def newest_days(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return the last day that each authority's yearly and in-year figures describe."""
    return connection.execute(
        """
        select la.old_la_code, y.newest as newest_yearly, r.newest as newest_in_year
        from local_authority as la
        left join (
            select old_la_code, max(period_end) as newest from indicator_value
            where value is not null and geographic_level = 'Local authority' group by 1
        ) as y using (old_la_code)
        left join (
            select old_la_code, max(last_day(make_date(time_period // 100, time_period % 100, 1)))
                as newest
            from watch where value is not null group by 1
        ) as r using (old_la_code)
        """
    ).df()

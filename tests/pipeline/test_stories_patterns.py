"""On the invented nation the planted stories are found as the patterns they were told as."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import pytest

from earlywarning.definitions.loader import load_definitions
from earlywarning.scoring import looks
from earlywarning.tables.read import table
from earlywarning.warehouse.known import as_known, past_of
from lab.nation import stories
from tests.conftest import REFERENCE, earlywarning

pytestmark = pytest.mark.whole

STORIES = {
    stories.FRONT_DOOR_SLIP: "front_door_strain",
    stories.UNTRUSTWORTHY_DATA: "too_good_to_be_true",
    stories.WORKFORCE_SPIRAL: "workforce_spiral",
    stories.REPAIRED: "repair_under_way",
    stories.OVERSTRETCHED_HELPER: "helpers_fatigue",
}


@pytest.fixture
def warehouse(demo_warehouse: Path) -> Path:
    return demo_warehouse


@pytest.fixture
def connection(demo: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    return demo


def patterns_of(connection: duckdb.DuckDBPyConnection, name: str) -> dict[str, str]:
    return dict(
        connection.execute(
            """select pattern, reading from pattern_match
               join local_authority using (old_la_code) where la_name = $name""",
            {"name": name},
        ).fetchall()
    )


@pytest.mark.parametrize(("name", "pattern"), STORIES.items())
def test_a_story_is_found_as_what_it_is(
    connection: duckdb.DuckDBPyConnection, name: str, pattern: str
) -> None:
    assert pattern in patterns_of(connection, name)


def test_a_repair_is_read_as_one_and_not_as_strain(connection: duckdb.DuckDBPyConnection) -> None:
    assert patterns_of(connection, stories.REPAIRED) == {"repair_under_way": "hold_your_nerve"}


def test_where_there_is_nothing_to_see_nothing_is_found(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    assert patterns_of(connection, stories.QUIET_AND_FINE) == {}


def test_no_pattern_is_found_for_many_and_small_places_have_none(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    counts = connection.execute(
        "select count(*) from pattern_match group by pattern order by 1 desc"
    ).fetchall()
    assert 0 < counts[0][0] < 150 / 8
    assert patterns_of(connection, stories.TINY_ISLAND) == {}


def test_patterns_and_signals_are_evidence_and_add_no_points(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    kinds = {kind for (kind,) in connection.execute("select kind from contribution").fetchall()}
    assert "pattern" not in kinds
    ways = connection.execute("select distinct way from contribution where way <> ''").fetchall()
    assert {way for (way,) in ways} <= {"position", "neighbours"}
    assert connection.execute("select count(*) from pattern_match").fetchone() != (0,)


def test_the_pathway_is_whole(connection: duckdb.DuckDBPyConnection) -> None:
    rows = connection.execute(
        """select step, count(*), count(position_z), count(*) filter (not possible)
           from pathway where time_period = 2025 group by 1"""
    ).fetchall()
    there = connection.execute(
        "select count(*) from local_authority where closed is null"
    ).fetchone()
    assert {count for _, count, _, _ in rows} == set(there or ())
    placed = {step: number for step, _, number, _ in rows}
    assert placed.pop("referral_to_assessment") == 0  # not published since 2022
    assert min(placed.values()) > 140
    assert sum(wrong for *_, wrong in rows) == 0


@pytest.mark.whole
@pytest.mark.parametrize(("day", "seen"), [("2025-09-01", False), ("2026-04-29", True)])
def test_an_earlier_day_sees_what_was_known_on_it(
    connection: duckdb.DuckDBPyConnection, day: str, seen: bool
) -> None:
    when = dt.date.fromisoformat(day)
    earlier = as_known(past_of(connection), when)
    definitions = load_definitions(REFERENCE)
    found = looks.look(earlier, connection, definitions, when, "the nation").patterns
    found = found.merge(table(connection, "local_authority"), on="old_la_code")
    slip = found[found["la_name"] == stories.FRONT_DOOR_SLIP]["pattern"].tolist()
    assert ("front_door_strain" in slip) == seen


def test_explain_tells_the_pattern_in_words(warehouse: Path) -> None:
    said = earlywarning("explain", stories.WORKFORCE_SPIRAL, "--warehouse", warehouse).stdout
    assert "Workforce spiral (concern): 6 of 6 signs" in said
    assert "What else could explain it: " in said

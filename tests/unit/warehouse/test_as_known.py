"""What was known on an earlier day does not move when later figures come in."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from earlywarning.warehouse.build import Building
from earlywarning.warehouse.known import as_known, past_of, release_days
from tests.unit.warehouse.test_sql_twin import Invented, rows_of

BETWEEN = dt.date(2022, 12, 31)
LATER = dt.date(2026, 1, 1)  # the 2025 model is known by then at the latest


@pytest.fixture(scope="module")
def nation() -> Invented:
    return Invented(7)


def known(nation: Invented, folder: Path, day: dt.date) -> Building:
    past = past_of(nation.built(folder))
    return as_known(past, day)


def test_later_releases_move_nothing_that_was_known(nation: Invented, tmp_path: Path) -> None:
    early = Invented(7)
    early.observations = [row for row in nation.observations if row["published"] <= BETWEEN]
    one = known(early, tmp_path / "early", BETWEEN).connection
    two = known(nation, tmp_path / "whole", BETWEEN).connection
    for table in ("known_value", "indicator_value", "benchmark", "revision", "local_authority"):
        assert rows_of(one, table) == rows_of(two, table)
    assert len(rows_of(two, "revision")) == 0
    assert max(row["published"] for row in rows_of(two, "known_value")) <= BETWEEN


def test_the_newest_day_gives_the_tables_of_the_file_itself(
    nation: Invented, tmp_path: Path
) -> None:
    whole = nation.built(tmp_path)
    again = as_known(past_of(whole), LATER).connection
    for table in ("known_value", "indicator_value", "benchmark", "revision"):
        assert rows_of(whole, table) == rows_of(again, table)


def test_an_older_neighbour_model_is_used_while_no_newer_one_is_known(
    nation: Invented, tmp_path: Path
) -> None:
    connection = known(nation, tmp_path, BETWEEN).connection
    years = {row["model_year"] for row in rows_of(connection, "benchmark")} - {None}
    assert years == {2021}


def test_looks_are_the_days_on_which_figures_came_out(nation: Invented, tmp_path: Path) -> None:
    connection = nation.built(tmp_path)
    both = [dt.date(2022, 10, 30), dt.date(2023, 10, 30)]
    assert release_days(connection, dt.date(2022, 1, 1), LATER) == both
    assert release_days(connection, dt.date(2022, 10, 31), both[1]) == []

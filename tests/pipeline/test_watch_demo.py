"""The front-door watch through a whole run on the invented nation: one slip, told once, in time."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from earlywarning.scoring.inputs import returned_figures
from earlywarning.scoring.watch.watching import watch_returns
from earlywarning.tables.read import table
from lab.nation import stories
from lab.nation.in_year import CLEAN, CONTRADICTORY, LATE, TOO_SMOOTH
from tests.conftest import earlywarning
from tests.support.returns import DEFINITIONS

pytestmark = pytest.mark.whole

BEFORE = dt.date(2026, 2, 12)


@pytest.fixture(scope="module")
def place(demo_warehouse: Path) -> Path:
    said = (demo_warehouse.parent / "said.txt").read_text(encoding="utf-8")
    assert "front-door watch: 1 of 5 authorities that return in-year figures" in said
    return demo_warehouse.parent


def ask(place: Path, sql: str) -> list[dict]:
    done = earlywarning("query", sql, "--format", "json", "--warehouse", place / "w.duckdb")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


NAMED = "join local_authority as la using (old_la_code)"


def test_the_front_door_slip_is_told_once_and_nobody_else_is(place):
    alerts = ask(place, f"select la_name, a.* from watch_alert as a {NAMED}")
    assert [a["la_name"] for a in alerts] == [stories.FRONT_DOOR_SLIP]
    alert = alerts[0]
    # It falls from December on: by the third month's return it is told.
    assert 202512 <= alert["began"] <= 202602
    assert alert["known_on"] <= "2026-03-13"
    assert "assessments_45_days_pct" in alert["measures"]
    assert alert["ended"] is None


def test_every_return_is_watched_and_says_how_much_is_known(place):
    sql = f"select la_name, state, count(*) as n from watch {NAMED} group by all"
    rows = {(r["la_name"], r["state"]): r["n"] for r in ask(place, sql)}
    for name in (CLEAN, LATE, CONTRADICTORY, TOO_SMOOTH):
        assert rows[name, "not_enough_history"] >= 12
        assert rows[name, "ordinary"] > 40
        assert (name, "slip") not in rows


def test_explain_tells_the_alert_with_its_figures(place):
    words = ("--warehouse", place / "w.duckdb")
    told = earlywarning("explain", stories.FRONT_DOOR_SLIP, *words).stdout
    assert "Front-door watch" in told
    assert "expected from its own past" in told
    assert "It holds." in told
    assert "Front-door watch" not in earlywarning("explain", CLEAN, *words).stdout


def test_the_day_before_the_return_nothing_was_known_and_what_was_said_has_not_moved(place):
    with duckdb.connect(str((place / "w.duckdb").resolve()), read_only=True) as connection:
        figures = returned_figures(connection)
        said = table(connection, "watch")
    rows, alerts = watch_returns(
        figures[figures["published"] <= BEFORE], DEFINITIONS.in_year, DEFINITIONS.policy.watch
    )
    assert alerts.empty
    assert "rising_doubt" in set(rows["state"])
    known = said[said["known_on"] <= BEFORE]
    key = ["old_la_code", "frequency", "measure", "time_period"]
    both = [f.sort_values(key)[[*key, "total", "state"]].reset_index(drop=True)
            for f in (rows, known)]  # fmt: skip
    assert len(both[0]) == 21 * 6  # months to December, measures of its returns
    pd.testing.assert_frame_equal(*both, check_dtype=False)


def test_the_watch_leaves_the_score_alone(place):
    assert ask(place, "select count(*) as n from contribution where item like '%watch%'") == [
        {"n": 0}
    ]
    assert ask(place, "select count(*) as n from signal where indicator like 'monthly%'") == [
        {"n": 0}
    ]

"""Returns that are taken away end no alert: it stays open, and it is told since when."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from earlywarning.reports.explain import explain
from earlywarning.scoring.watch.unseen import OpenAlert, unseen
from earlywarning.tables.declare import columns_of
from earlywarning.tables.signals import Watch, WatchAlert
from tests.conftest import earlywarning
from tests.support.few_files import C1, CONTEXT, NEIGHBOURS, OUTCOMES, POPULATION, few, nation

RETURNS = sorted(one.name for one in (nation() / "in_year").glob("front_door_*.csv"))
BESIDE = (C1, POPULATION, NEIGHBOURS, OUTCOMES, *CONTEXT)


def run(place: Path, as_of: str) -> list[tuple[object, ...]]:
    done = earlywarning(
        "run", "--input", "in", "--warehouse", "w.duckdb", "--no-reports", "--look-back", "0",
        "--as-of", as_of, cwd=place,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return ask(place, "select began, ended, not_seen_since from watch_alert")


def ask(place: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str((place / "w.duckdb").resolve()), read_only=True) as connection:
        return connection.execute(sql).fetchall()


@pytest.mark.whole
def test_an_open_alert_stands_while_its_returns_are_gone_and_until_they_come_again(
    tmp_path: Path,
) -> None:
    returns = few(tmp_path / "in", (*BESIDE, *(f"in_year/{name}" for name in RETURNS))) / "in_year"
    [(began, ended, seen)] = run(tmp_path, "2026-04-30")
    assert (ended, seen) == (None, None)
    returns.rename(tmp_path / "aside")
    copies = list((tmp_path / "w.raw").rglob("*front_door_*.csv"))
    assert len(copies) == len(RETURNS), "what was once taken in is kept"
    for one in copies:
        one.unlink()
    since = dt.date(2026, 4, 30)
    assert run(tmp_path, "2026-05-01") == [(began, None, since)]
    [(severity, whose, message)] = ask(
        tmp_path, "select severity, old_la_code, message from finding where rule = 'returns_gone'"
    )
    assert severity == "warning"
    assert "it stays open as not seen since 2026-04-30" in str(message)
    [(alerted,)] = ask(tmp_path, "select old_la_code from standing where alert_since is not null")
    assert alerted == whose
    assert run(tmp_path, "2026-05-02") == [(began, None, since)], "nor does the next night end it"
    words = explain(tmp_path / "w.duckdb", str(whose), "X")
    assert (
        "were last seen on 30 April 2026 and are gone: it stands until newer ones come. It" in words
    )
    (tmp_path / "aside").rename(returns)
    assert run(tmp_path, "2026-05-03") == [(began, None, None)]
    assert ask(tmp_path, "select * from finding where rule = 'returns_gone'") == []


ROW = dict.fromkeys(columns_of(WatchAlert)) | {
    "old_la_code": "101", "frequency": "monthly", "began": 202601, "known_on": dt.date(2026, 2, 12),
    "explanation": "It fell.", "told": ["It fell"], "measures": ["contacts"],
}  # fmt: skip
NOBODY = pd.DataFrame(columns=columns_of(WatchAlert))
DAY = dt.date(2026, 4, 30)


def watched(*periods: int) -> pd.DataFrame:
    rows = [{"old_la_code": "101", "frequency": "monthly", "time_period": p} for p in periods]
    return pd.DataFrame(rows, columns=columns_of(Watch))


@pytest.mark.parametrize(
    ("newest", "today", "stays"),
    [
        (202603, (), True),
        (202603, (202512, 202602), True),  # the newest return is gone, and the alert with it
        (202603, (202512, 202603), False),  # all is there and judged otherwise
        (None, (202512,), True),  # carried before, and still no return of its period
        (None, (202602,), False),
    ],
)
def test_it_is_returns_that_are_gone_which_keep_an_alert(
    newest: int | None, today: tuple[int, ...], stays: bool
) -> None:
    kept = unseen([OpenAlert(ROW, newest)], NOBODY, watched(*today), DAY)
    assert len(kept) == stays


def test_an_alert_that_today_knows_is_left_to_today() -> None:
    today = pd.DataFrame([ROW | {"ended": 202603}])
    assert unseen([OpenAlert(ROW, 202604)], today, watched(), DAY).empty

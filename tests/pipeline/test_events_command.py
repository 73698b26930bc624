"""`earlywarning events`: one table, the same on one process as on a cluster of which one dies."""

from __future__ import annotations

import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from earlywarning.register import access
from earlywarning.tables.declare import columns_of
from earlywarning.tables.events import MonthlyMeasure, RefusedEvent
from lab.cluster import cluster
from lab.pathway_events import write_events
from tests.conftest import built_once, earlywarning
from tests.support.events import file_of

CODES = ["301", "302", "303", "304", "330", "331", "806", "807"]


@pytest.fixture(scope="session")
def invented(tmp_path_factory) -> Path:
    return built_once(tmp_path_factory, "events", lambda at: write_events(at, CODES, 60_000))


def counted(folder: Path, to: Path, *more: object) -> pd.DataFrame:
    done = earlywarning("events", "--input", folder, "--to", to, "--months", 24, *more)
    assert done.returncode == 0, done.stderr
    return pd.read_parquet(to)


def test_the_table_is_as_declared_and_for_this_account_alone(invented, tmp_path):
    table = counted(invented, tmp_path / "m.parquet")
    assert list(table.columns) == columns_of(MonthlyMeasure)
    assert set(table["old_la_code"]) == set(CODES)
    assert len(table) == len(CODES) * 24 * 20
    assert table["status"].isin(["ok", "not_applicable"]).all()
    assert stat.S_IMODE((tmp_path / "m.parquet").stat().st_mode) == 0o600
    assert not {"child", "day", "since"} & set(table.columns)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["m.parquet", "m.refused.csv"]


def test_who_counted_children_is_in_the_access_log(invented, tmp_path, monkeypatch):
    monkeypatch.setenv("EARLYWARNING_REGISTER", str(tmp_path / "register"))
    counted(invented, tmp_path / "m.parquet")
    read, written = access.lines()
    assert (read["what"], read["of"], read["detail"]) == ("events", str(invented), "read")
    assert (written["to"], written["rows"]) == (str(tmp_path / "m.parquet"), len(CODES) * 24 * 20)
    assert written["detail"] == "written, counts as they are"
    assert written["sha256"] == access.hash_of([tmp_path / "m.parquet"])
    assert written["account"]


def test_where_it_cannot_be_written_down_no_child_is_counted(invented, tmp_path, monkeypatch):
    (tmp_path / "register").write_text("a file where the folder belongs")
    monkeypatch.setenv("EARLYWARNING_REGISTER", str(tmp_path / "register"))
    done = earlywarning("events", "--input", invented, "--to", tmp_path / "m.parquet")
    assert done.returncode == 4, done.stderr
    assert not (tmp_path / "m.parquet").exists()


def test_a_refusal_is_recorded_told_and_ends_with_three(invented, tmp_path):
    folder = tmp_path / "in"
    for code, month in (("330", 202503), ("806", 202503), ("806", 202502)):
        path = file_of(folder, code, month)
        path.parent.mkdir(parents=True)
        [source] = file_of(invented, code, month).parent.glob("*.parquet")
        path.write_bytes(source.read_bytes())
    file_of(folder, "806", 202502).write_text("no parquet")
    (folder / "old_la_code=999" / "month=202503").mkdir(parents=True)
    done = earlywarning("events", "--input", folder, "--to", tmp_path / "m.parquet")
    assert done.returncode == 3
    assert "old_la_code=999: no authority has this three-digit code" in done.stderr
    assert "old_la_code=806/month=202502/events.parquet: " in done.stderr
    kept = pd.read_csv(tmp_path / "m.refused.csv", dtype=str)
    assert list(kept.columns) == columns_of(RefusedEvent)
    assert list(kept["rule"]) == ["event_authority", "event_file"]
    table = pd.read_parquet(tmp_path / "m.parquet")
    newest = table[table["time_period"].eq(202503) & table["measure"].eq("contacts")]
    assert newest["status"].eq("ok").all()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--memory", "much"), "write it as 2GB"),
        (("--engine", "dask"), "--scheduler"),
        (("--to", "m.csv"), ".parquet"),
    ],
)
def test_wrong_words_say_what_is_wanted(invented, tmp_path, words, says):
    done = earlywarning("events", "--input", invented, "--to", tmp_path / "m.parquet", *words)
    assert done.returncode == 2
    assert says in done.stderr


def test_a_folder_without_events_says_how_they_are_laid_out(tmp_path):
    done = earlywarning("events", "--input", tmp_path, "--to", tmp_path / "m.parquet")
    assert done.returncode == 4
    assert "old_la_code=330/month=202504/*.parquet" in done.stderr


def test_shared_hides_small_counts_and_what_would_reveal_them(tmp_path, small_warehouse):
    with duckdb.connect(str(small_warehouse.resolve()), read_only=True) as connection:
        codes = connection.execute("select old_la_code from local_authority limit 3").fetchall()
    write_events(tmp_path / "in", [code for (code,) in codes], 15_000)
    words = ("--warehouse", small_warehouse)
    plain = counted(tmp_path / "in", tmp_path / "a.parquet", *words)
    shown = counted(tmp_path / "in", tmp_path / "b.parquet", "--shared", *words)
    small = plain["value"].between(1, 5) & plain["denominator"].isna()
    assert small.sum() > 100
    keys = ["old_la_code", "measure", "time_period"]
    both = plain[small].merge(shown, on=keys, suffixes=("_plain", ""))
    assert len(both) == small.sum()
    assert both["value"].isna().all()
    assert both["marker"].eq("c").all()
    hidden = shown[shown["status"].eq("suppressed")]
    assert hidden[["value", "numerator", "denominator"]].isna().all(axis=None)
    assert shown["value"].notna().any()


@pytest.mark.whole
def test_what_does_not_fit_into_memory_is_spilled_and_counts_the_same(tmp_path):
    write_events(tmp_path / "in", ["330"], 1_500_000)
    wide = counted(tmp_path / "in", tmp_path / "a.parquet", "--memory", "2GB", "--threads", 1)
    spilled: set[str] = set()
    over = threading.Event()

    def watch() -> None:
        while not over.is_set():
            spilled.update(path.name for path in (tmp_path / "spill").rglob("*.tmp"))
            time.sleep(0.01)

    (tmp_path / "spill").mkdir()
    watching = threading.Thread(target=watch)
    watching.start()
    try:
        tight = counted(tmp_path / "in", tmp_path / "b.parquet", "--memory", "60MB",
                        "--threads", 1, "--spill", tmp_path / "spill")  # fmt: skip
    finally:
        over.set()
        watching.join()
    pd.testing.assert_frame_equal(wide, tight)
    assert spilled
    assert not list((tmp_path / "spill").iterdir())


@pytest.mark.whole
def test_a_worker_that_is_killed_in_the_middle_changes_no_digit(tmp_path):
    write_events(tmp_path / "in", CODES, 1_500_000)
    counted(tmp_path / "in", tmp_path / "local.parquet")
    with cluster(2) as (address, working):
        words = ("--engine", "dask", "--scheduler", address, "--threads", 1)
        counted(tmp_path / "in", tmp_path / "whole.parquet", *words)
        killed: list[float] = []
        kill = threading.Timer(1.0, lambda: (working[0].send_signal(signal.SIGKILL),
                                             killed.append(time.monotonic())))  # fmt: skip
        kill.start()
        counted(tmp_path / "in", tmp_path / "killed.parquet", *words)
        ended = time.monotonic()
        kill.join()
        assert killed
        assert killed[0] < ended
        assert working[0].wait(5) == -signal.SIGKILL
        assert working[1].poll() is None
    local, whole, after = (
        (tmp_path / f"{name}.parquet").read_bytes() for name in ("local", "whole", "killed")
    )
    assert local == whole == after


@pytest.mark.whole
def test_a_scheduler_that_is_not_there_or_has_no_workers_is_told(invented, tmp_path):
    words = ("events", "--input", invented, "--to", tmp_path / "m.parquet", "--engine", "dask")
    with cluster(0) as (address, _):
        done = earlywarning(*words, "--scheduler", address)
        assert (done.returncode, "has no workers" in done.stderr) == (4, True)


@pytest.mark.prefect
@pytest.mark.whole
def test_as_a_flow_on_the_cluster_it_is_the_same_table(invented, tmp_path, server):
    counted(invented, tmp_path / "local.parquet")
    with cluster(2) as (address, _):
        flow = (
            "from pipelines.events import events\n"
            f"events({str(invented)!r}, {str(tmp_path / 'flow.parquet')!r}, months=24, threads=1, "
            f"scheduler={address!r})"
        )
        done = subprocess.run(
            [sys.executable, "-c", flow], capture_output=True, text=True, check=False,
            env=server.environment, timeout=100,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "flow.parquet").read_bytes() == (tmp_path / "local.parquet").read_bytes()


def test_the_invented_events_are_the_same_each_time(tmp_path):
    for name in ("a", "b"):
        write_events(tmp_path / name, ["330"], 2_000)
    told = [
        duckdb.sql(f"from read_parquet('{tmp_path / name}/*/*/*.parquet') order by all").fetchall()
        for name in ("a", "b")
    ]
    assert told[0] == told[1]
    assert len(told[0]) == pytest.approx(2_000, rel=0.15)

"""Readers see the whole of the last good build, and can change nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from earlywarning.errors import EarlyWarningError, NothingUsableError, UsageError
from earlywarning.warehouse import build
from earlywarning.warehouse import publish as publish_module
from earlywarning.warehouse.build import QUALITY_FROM, run_sql
from earlywarning.warehouse.connect import describe_tables, open_published, query
from earlywarning.warehouse.publish import KEPT_BUILDS, last_run, publish
from tests.support.hashes import table_hashes


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    return tmp_path / "house" / "earlywarning.duckdb"


def published(warehouse: Path, run: str = "run1") -> Path:
    building = build.begin(warehouse.with_suffix(".builds"), run)
    run_sql(building, start=QUALITY_FROM)
    build.load(building, "run", pd.DataFrame([{"run": run}]))
    return publish(building, warehouse, run)


def test_publishing_swaps_the_link(warehouse: Path) -> None:
    first = published(warehouse, "run1")
    assert warehouse.is_symlink()
    assert warehouse.resolve() == first.resolve()
    second = published(warehouse, "run2")
    assert warehouse.resolve() == second.resolve()
    assert last_run(warehouse) == "run2"
    assert first.exists()


def test_the_link_is_relative_so_that_the_folder_can_move(warehouse: Path, tmp_path: Path) -> None:
    published(warehouse)
    assert not warehouse.readlink().is_absolute()
    warehouse.parent.rename(tmp_path / "moved")
    assert last_run(tmp_path / "moved" / warehouse.name) == "run1"


def test_an_open_reader_keeps_what_it_opened(warehouse: Path) -> None:
    published(warehouse, "run1")
    with open_published(warehouse) as reader:
        published(warehouse, "run2")
        assert reader.execute("select run from run").fetchall() == [("run1",)]
    assert query(warehouse, "select run from run")[1] == [("run2",)]


def test_nothing_half_done_is_left_beside(warehouse: Path) -> None:
    published(warehouse)
    assert [path.name for path in warehouse.parent.iterdir() if path.name.startswith(".")] == []
    assert [path.name for path in warehouse.with_suffix(".builds").iterdir()] == ["run1.duckdb"]


def test_a_plain_file_in_place_of_the_link_is_refused_and_kept(warehouse: Path) -> None:
    warehouse.parent.mkdir(parents=True)
    warehouse.write_text("precious", encoding="utf-8")
    with pytest.raises(EarlyWarningError, match="a file stands where the link belongs"):
        published(warehouse)
    assert warehouse.read_text(encoding="utf-8") == "precious"


def test_an_abandoned_build_leaves_nothing(warehouse: Path) -> None:
    building = build.begin(warehouse.with_suffix(".builds"), "run1")
    building.abandon()
    assert list(warehouse.with_suffix(".builds").iterdir()) == []
    assert not warehouse.exists()


def test_what_a_killed_build_left_is_swept_and_a_running_one_is_kept(warehouse: Path) -> None:
    builds = warehouse.with_suffix(".builds")
    script = f"""
import os, signal
from pathlib import Path
from earlywarning.warehouse import build
building = build.begin(Path({str(builds)!r}), "run1")
building.connection.execute("insert into run (run) values ('half')")
os.kill(os.getpid(), signal.SIGKILL)
"""
    killed = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    (dead,) = builds.glob("*.building")
    assert builds / f"{dead.name}.wal" in builds.iterdir()
    # As it was named before, by the number of a process: in a container this one's, every time.
    older = dead.rename(builds / f"run1.{os.getpid()}.building")
    alive = build.begin(builds, "run1")
    assert not older.exists()
    build.begin(builds, "run1").abandon()
    left = {path for path in builds.iterdir() if not path.name.endswith(".wal")}
    assert left == {alive.path}, "whoever is at work keeps the lock, and the file"
    alive.abandon()
    assert list(builds.iterdir()) == []


def test_old_builds_are_thinned_out(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert KEPT_BUILDS == 6
    kept_here = 2
    monkeypatch.setattr(publish_module, "KEPT_BUILDS", kept_here)
    builds = [published(warehouse, f"run{n}") for n in range(kept_here + 2)]
    for age, path in enumerate(reversed(builds)):
        if path.exists():
            os.utime(path, (1e9 - age, 1e9 - age))
    newest = published(warehouse, "last")
    kept = sorted(path.name for path in newest.parent.glob("*.duckdb"))
    assert kept == sorted(path.name for path in [*builds[-kept_here + 1 :], newest])


@pytest.mark.parametrize(
    "sql",
    [
        "insert into run (run) values ('x')",
        "delete from run",
        "create table mine (x integer)",
        "drop table run",
        "attach '{folder}/other.duckdb'",
        "from read_csv('{folder}/secret.csv')",
        "from read_text('{folder}/secret.csv')",
        "copy run to '{folder}/out.csv'",
        "export database '{folder}/out'",
        "set enable_external_access = true",
        "set threads = 1",
        "install httpfs",
    ],
)
def test_a_reader_can_neither_write_nor_reach_out(
    warehouse: Path, tmp_path: Path, sql: str
) -> None:
    (tmp_path / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    published(warehouse)
    with pytest.raises(UsageError, match="the query failed"):
        query(warehouse, sql.format(folder=tmp_path))
    assert query(warehouse, "select run from run") == (["run"], [("run1",)])
    assert not (tmp_path / "out.csv").exists()
    assert not (tmp_path / "other.duckdb").exists()


@pytest.mark.parametrize("sql", ["select nothing from run", "selekt 1", "from no_such_table"])
def test_a_query_that_fails_says_what_duckdb_said(warehouse: Path, sql: str) -> None:
    published(warehouse)
    with pytest.raises(UsageError, match=r"the query failed: \w+ Error") as caught:
        query(warehouse, sql)
    assert isinstance(caught.value.__cause__, duckdb.Error)


def test_last_run_is_none_where_nothing_was_published(warehouse: Path) -> None:
    assert last_run(warehouse) is None
    published(warehouse)
    assert last_run(warehouse) == "run1"


def test_a_stranger_under_the_name_is_told(warehouse: Path) -> None:
    warehouse.parent.mkdir(parents=True)
    warehouse.write_text("not a database", encoding="utf-8")
    with pytest.raises(EarlyWarningError, match="not a warehouse of ours"):
        last_run(warehouse)


def test_reading_before_publishing_says_what_to_do(warehouse: Path) -> None:
    with pytest.raises(NothingUsableError, match="earlywarning run"):
        query(warehouse, "select 1")


def test_every_table_and_column_has_its_meaning(warehouse: Path) -> None:
    published(warehouse)
    described = describe_tables(warehouse)
    assert len({row[0] for row in described}) >= 20
    assert [row for row in described if not row[1] or not row[4]] == []


def hashes_of(folder: Path, name: str, rows: pd.DataFrame) -> dict[str, str]:
    building = build.begin(folder / name, name)
    run_sql(building, start=QUALITY_FROM)
    build.load(building, "local_authority", rows)
    build.load(building, "run", pd.DataFrame([{"run": name}]))
    publish(building, folder / f"{name}.duckdb", name)
    return table_hashes(folder / f"{name}.duckdb")


def test_hashes_are_blind_to_the_order_of_rows_and_to_the_run(tmp_path: Path) -> None:
    rows = pd.DataFrame({"la_name": ["A", "B"], "old_la_code": ["801", "802"]})
    one, two = hashes_of(tmp_path, "one", rows), hashes_of(tmp_path, "two", rows.iloc[::-1])
    assert one == two
    assert "run" not in one
    changed = rows.assign(la_name=["A", "C"])
    assert hashes_of(tmp_path, "three", changed)["local_authority"] != one["local_authority"]


def test_hashes_see_rows_that_come_twice(tmp_path: Path) -> None:
    one = hashes_of(tmp_path, "one", pd.DataFrame({"la_name": ["A", "A"]}))
    two = hashes_of(tmp_path, "two", pd.DataFrame({"la_name": ["B", "B"]}))
    assert one != two

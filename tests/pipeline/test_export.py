"""Figures as files for other tools: a star that joins, one long table, and what columns mean."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pytest

from earlywarning.run.export import FILES
from tests.conftest import earlywarning

pytestmark = pytest.mark.whole


def exported(warehouse: Path, folder: Path, *words: str):
    return earlywarning("export", "--to", folder, "--warehouse", warehouse, *words)


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_the_star_joins_and_the_long_table_says_the_same(small_warehouse, tmp_path, form):
    done = exported(small_warehouse, tmp_path / "out", "--format", form)
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "dictionary.csv", *(f"{name}.{form}" for name in FILES),
    }  # fmt: skip
    with duckdb.connect(str(small_warehouse.resolve()), read_only=True) as warehouse:
        [(figures, values)] = warehouse.execute(
            "select count(*), sum(value) from figure"
        ).fetchall()
    table = f"'{tmp_path / 'out'}/{{}}.{form}'".format
    joined = duckdb.sql(f"""
        select count(*), sum(f.value), count(o.value) = count(f.value)
        from {table("figure")} as f
        join {table("authority")} as a on a.old_la_code = f.old_la_code
        join {table("indicator")} as i on i.indicator = f.indicator
        join {table("period")} as p
            on p.indicator = f.indicator and p.time_period = f.time_period
        join {table("open_data")} as o
            on o.old_la_code = f.old_la_code and o.indicator = f.indicator
           and o.time_period = f.time_period
    """).fetchall()
    assert joined == [(figures, pytest.approx(values), True)]
    assert f"figure.{form}: {figures:,} rows" in done.stdout


def test_every_column_of_every_file_is_explained(small_warehouse, tmp_path):
    exported(small_warehouse, tmp_path / "out", "--format", "csv")
    with (tmp_path / "out" / "dictionary.csv").open(encoding="utf-8", newline="") as file:
        told = {(row["file"], row["column"]): row["meaning"] for row in csv.DictReader(file)}
    heads = {}
    for name in FILES:
        with (tmp_path / "out" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            heads |= {(f"{name}.csv", column): True for column in next(csv.reader(file))}
    assert told.keys() == heads.keys()
    assert all(told.values())


@pytest.mark.parametrize(("tier", "scored"), [("public", False), ("consortium", True)])
def test_a_tiers_database_holds_what_the_tier_may_see(small_warehouse, tmp_path, tier, scored):
    words = ("--format", "duckdb", "--tier", tier)
    done = exported(small_warehouse, tmp_path / "out", *words)
    assert done.returncode == 0, done.stderr
    with duckdb.connect(str(tmp_path / "out" / "earlywarning.duckdb"), read_only=True) as found:
        [(scores,)] = found.execute("select count(*) from score").fetchall()
        [(figures,)] = found.execute("select count(*) from authority('Quenlamoor')").fetchall()
    assert (scores > 0) == scored
    assert figures > 20


def test_a_folder_with_other_things_is_left_alone(small_warehouse, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    done = exported(small_warehouse, tmp_path / "out")
    assert (done.returncode, "not empty" in done.stderr) == (2, True)
    assert [path.name for path in tmp_path.rglob("*")] == ["out", "mine.txt"]
    unnamed = exported(small_warehouse, tmp_path / "new", "--tier", "region")
    assert unnamed.returncode == 2
    assert not (tmp_path / "new").exists()

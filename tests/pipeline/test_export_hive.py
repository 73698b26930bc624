"""Figures as folders for many readers: whoever reads while they are published reads one build."""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from earlywarning.run.export import FILES
from earlywarning.run.hive import KEPT_BUILDS
from tests.conftest import earlywarning

# Reads until it is told to stop, once through the link and once through what it led to.
READER = """
import json, sys
from pathlib import Path
import duckdb
link, stop = Path(sys.argv[1]), Path(sys.argv[2])
counts = {"reads": 0, "mixed": 0, "gone": 0, "gone_resolved": 0, "builds": []}
statement = '''
    select distinct left(parse_filename(filename), 20) from (
        select filename from read_parquet('{0}/figure/*/*.parquet', filename = true)
        union all select filename from read_parquet('{0}/authority/*.parquet', filename = true)
        union all select filename from read_parquet('{0}/open_data/*/*.parquet', filename = true)
    )
'''
print("reading", flush=True)
while not stop.exists():
    for gone, place in (("gone", link), ("gone_resolved", link.resolve())):
        try:
            builds = duckdb.sql(statement.format(place)).fetchall()
        except duckdb.IOException:
            counts[gone] += 1
            continue
        counts["reads"] += 1
        counts["mixed"] += len(builds) != 1
        counts["builds"] = sorted({*counts["builds"], *(one for (one,) in builds)})
print(json.dumps(counts))
"""


def published(warehouse: Path, folder: Path, *words: str):
    return earlywarning("export", "--hive", "--to", folder, "--warehouse", warehouse, *words)


def test_the_folders_hold_what_the_tables_hold(small_warehouse, tmp_path):
    done = published(small_warehouse, tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"dictionary.csv", *FILES}
    with duckdb.connect(str(small_warehouse.resolve()), read_only=True) as warehouse:
        figures = "select time_period, count(*), sum(value) from {} group by all order by all"
        wanted = warehouse.execute(figures.format("figure")).fetchall()
    found = duckdb.sql(figures.format(f"'{tmp_path}/out/figure/*/*.parquet'")).fetchall()
    assert [row[:2] for row in found] == [row[:2] for row in wanted]
    assert [row[2] for row in found] == pytest.approx([row[2] for row in wanted])
    for path in (tmp_path / "out").resolve().rglob("*.parquet"):
        assert path.stat().st_mode & 0o444 == 0o444
        assert path.parent.stat().st_mode & 0o555 == 0o555
    assert (tmp_path / ".out.builds").stat().st_mode & 0o555 == 0o555


def test_another_tiers_folders_are_for_this_account_alone(small_warehouse, tmp_path):
    assert published(small_warehouse, tmp_path / "out", "--tier", "consortium").returncode == 0
    assert stat.S_IMODE((tmp_path / "out").resolve().stat().st_mode) == 0o700


@pytest.mark.whole
def test_the_last_builds_are_kept_and_no_more(small_warehouse, tmp_path):
    seen = []
    for _ in range(KEPT_BUILDS + 1):
        published(small_warehouse, tmp_path / "out")
        seen.append((tmp_path / "out").resolve().name)
    kept = sorted(path.name for path in (tmp_path / ".out.builds").iterdir())
    assert kept == seen[1:]


def test_a_link_of_ours_whose_build_is_gone_is_made_anew(small_warehouse, tmp_path):
    published(small_warehouse, tmp_path / "out")
    shutil.rmtree((tmp_path / "out").resolve())
    done = published(small_warehouse, tmp_path / "out")
    assert (done.returncode, (tmp_path / "out" / "dictionary.csv").exists()) == (0, True)


def test_what_stands_there_already_is_left_alone(small_warehouse, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    done = published(small_warehouse, tmp_path / "out")
    assert (done.returncode, "something else stands there" in done.stderr) == (2, True)
    assert (tmp_path / "out" / "mine.txt").read_text() == "mine"
    (tmp_path / "away").symlink_to("unplugged/figures")
    done = published(small_warehouse, tmp_path / "away")
    assert (done.returncode, "something else stands there" in done.stderr) == (2, True)
    assert (tmp_path / "away").readlink() == Path("unplugged/figures"), "though it leads nowhere"
    other = published(small_warehouse, tmp_path / "new", "--format", "csv")
    assert (other.returncode, (tmp_path / "new").exists()) == (2, False)


@pytest.mark.whole
def test_two_readers_never_read_of_two_builds_while_it_is_published(small_warehouse, tmp_path):
    link, stop = tmp_path / "out", tmp_path / "stop"
    published(small_warehouse, link)
    readers = [
        subprocess.Popen([sys.executable, "-c", READER, link, stop], stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    try:
        for reader in readers:
            assert reader.stdout is not None
            assert reader.stdout.readline() == b"reading\n"
        for _ in range(6):
            assert published(small_warehouse, link).returncode == 0
        stop.touch()
        told = [json.loads(reader.communicate(timeout=30)[0]) for reader in readers]
    finally:
        for reader in readers:
            reader.kill()
            reader.wait()
    for counts in told:
        assert counts["reads"] > 6
        assert counts["mixed"] == counts["gone_resolved"] == 0
        assert len(counts["builds"]) > 2

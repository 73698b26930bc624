"""A region in plain words: who stands where, by name, and what to do where a day is not there."""

from __future__ import annotations

import duckdb

from earlywarning.warehouse.connect import query
from tests.conftest import earlywarning


def test_a_region_is_told_by_name_with_the_sentence_of_each(small_warehouse):
    done = earlywarning("explain", "tarrowmoor", "--warehouse", small_warehouse)
    assert done.returncode == 0, done.stderr
    _, rows = query(
        small_warehouse,
        """select la_name, sentence, standing from standing
           join local_authority using (old_la_code)
           where region = 'Tarrowmoor' order by la_name""",
    )
    first, _, *told = done.stdout.splitlines()
    assert first.startswith(f"Tarrowmoor as of 2026-04-30: {len(rows)} authorities, of these ")
    assert [line.split(": ")[0] for line in told[: len(rows)]] == [name for name, *_ in rows]
    assert all(sentence in line for line, (_, sentence, _) in zip(told, rows, strict=False))
    formal = sum(standing == "formal_support" for *_, standing in rows)
    assert (f"{formal} formal support" in first) == (formal > 0)


def test_a_file_that_may_not_show_standings_says_so(small_warehouse, tmp_path):
    earlywarning(
        "export", "--format", "duckdb", "--to", tmp_path / "out", "--warehouse", small_warehouse
    )
    file = tmp_path / "out" / "earlywarning.duckdb"
    with duckdb.connect(str(file), read_only=True) as connection:
        assert connection.execute("select count(*) from standing").fetchall() == [(0,)]
    done = earlywarning("explain", "Tarrowmoor", "--warehouse", file)
    assert "holds nothing about where the authorities of Tarrowmoor stand" in done.stdout


def test_a_day_that_is_not_kept_is_told_with_the_way_to_get_it(small_warehouse):
    done = earlywarning(
        "explain", "Quenlamoor", "--as-of", "2019-03-31", "--warehouse", small_warehouse
    )
    assert done.returncode == 2
    assert "run --input FOLDER --as-of 2019-03-31" in done.stderr
    assert "there are 2026-04-30" in done.stderr

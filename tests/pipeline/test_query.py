"""The command that answers SQL: where statements come from, where answers go, and its bounds."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from earlywarning.cli import asked as asked_module
from earlywarning.cli.asked import Request
from earlywarning.cli.asked import ask as ask_apart
from earlywarning.cli.main import main
from earlywarning.errors import UsageError
from earlywarning.warehouse import connect
from earlywarning.warehouse.answer import Bounds, answering
from tests.conftest import Done, earlywarning

PLACES = "select old_la_code, la_name, opened from local_authority order by old_la_code"
SLOW = "select count(*) from range(1000000) a, range(1000000) b where a.range < b.range + 1"


@pytest.fixture
def ask(small_warehouse: Path):
    def asked(*words: str | Path) -> Done:
        return earlywarning("query", *words, "--warehouse", small_warehouse)

    return asked


def test_a_statement_comes_as_a_word_from_a_file_or_from_standard_input(
    ask, small_warehouse, tmp_path
):
    (tmp_path / "q.sql").write_text("select 7 as seven", encoding="utf-8")
    assert json.loads(ask("--file", tmp_path / "q.sql", "--format", "json").stdout) == [
        {"seven": 7}
    ]
    words = ["query", "-", "--format", "csv", "--warehouse", str(small_warehouse)]
    piped = CliRunner().invoke(main, words, input="select 8 as eight")
    assert piped.stdout == "eight\n8\n"
    both = ask("select 1", "--file", tmp_path / "q.sql")
    assert (both.returncode, "give one statement" in both.stderr) == (2, True)
    assert ask().returncode == 2


@pytest.mark.parametrize("sql", ["", "  ", ";", "/* nothing */"])
def test_nothing_to_answer_is_said_in_one_sentence(ask, sql):
    done = ask(sql)
    assert (done.returncode, done.stderr) == (
        2, "earlywarning: there is no statement to answer\n",
    )  # fmt: skip


def test_a_file_that_is_no_database_is_said_in_one_sentence(tmp_path):
    (tmp_path / "w.duckdb").write_text("no database" * 50)
    done = earlywarning("query", "select 1", "--warehouse", tmp_path / "w.duckdb")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "w.duckdb: no database that can be opened" in done.stderr


def test_an_answer_goes_to_a_file_in_the_format_of_its_name(ask, tmp_path):
    expected = json.loads(ask(PLACES, "--format", "json").stdout)
    for name in ("a.csv", "a.parquet", "a.json"):
        done = ask(PLACES, "--to", tmp_path / name)
        assert (done.returncode, done.stdout) == (0, ""), done.stderr
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == expected
    rows = duckdb.sql(f"from '{tmp_path / 'a.parquet'}'")
    assert [str(kind) for kind in rows.types] == ["VARCHAR", "VARCHAR", "DATE"]
    assert [row[:2] for row in rows.fetchall()] == [
        (row["old_la_code"], row["la_name"]) for row in expected
    ]
    assert json.loads((tmp_path / "a.json").read_text()) == expected
    assert {path.name for path in tmp_path.iterdir()} == {"a.csv", "a.parquet", "a.json"}
    assert ask(PLACES, "--format", "parquet").returncode == 2


def test_a_name_that_ends_in_no_format_is_refused_with_those_there_are(ask, tmp_path):
    for name in ("a.zip", "a.xlsx", "a"):
        done = ask(PLACES, "--to", tmp_path / name)
        assert done.returncode == 2
        assert "ends in none of .table, .csv, .json, .parquet" in done.stderr
    assert not list(tmp_path.iterdir())
    assert ask(PLACES, "--to", tmp_path / "a.txt", "--format", "csv").returncode == 0


def test_no_link_is_followed_where_an_answer_is_written(small_warehouse, tmp_path):
    """Not one that stands at the name, and not one put where the answer waits."""
    kept = tmp_path / "kept.txt"
    kept.write_text("kept")
    (tmp_path / "a.csv").symlink_to(kept)
    (tmp_path / f".b.csv.{os.getpid()}").symlink_to(kept)
    for name, good in (("a.csv", True), ("b.csv", False)):
        words = ["query", "select 7 as n", "--to", str(tmp_path / name)]
        done = CliRunner().invoke(main, [*words, "--warehouse", str(small_warehouse)])
        assert (done.exit_code == 0) is good, done.output
    assert kept.read_text() == "kept"
    assert not (tmp_path / "a.csv").is_symlink()


def test_a_failed_statement_leaves_the_file_that_was_there(ask, tmp_path):
    (tmp_path / "a.csv").write_text("kept")
    assert ask("select nothing", "--to", tmp_path / "a.csv").returncode == 2
    late = "select if(range > 200000, error('late')::int, 1) as n from range(300000)"
    assert ask(late, "--to", tmp_path / "a.csv").returncode == 2
    assert [path.read_text() for path in tmp_path.iterdir()] == ["kept"]


def test_values_stay_as_they_are_in_csv(ask):
    sql = "select '-' as marker, '=1' as text, [1, 2] as list, null as gone, '' as blank, 2.50 as n"
    done = ask(sql, "--format", "csv")
    assert list(csv.reader(io.StringIO(done.stdout))) == [
        ["marker", "text", "list", "gone", "blank", "n"], ["-", "=1", "1; 2", "", "", "2.50"],
    ]  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "json", "table"])
def test_a_limit_cuts_and_says_so(ask, form):
    done = ask("from range(500)", "--limit", "3", "--format", form)
    told = json.loads(done.stdout) if form == "json" else done.stdout.split("\n")
    assert len(told) == {"json": 3, "csv": 1 + 3 + 1, "table": 2 + 3 + 2}[form]
    assert done.stderr == "the first 3 rows; there are more\n"
    assert ask("from range(3)", "--limit", "3", "--format", form).stderr == ""


def test_an_answer_that_takes_too_long_is_given_up(ask):
    done = ask(SLOW, "--timeout", "0.2")
    assert done.returncode == 2
    assert done.stderr == (
        "earlywarning: no answer within 0.2 seconds: ask for less, or give --timeout\n"
    )


REQUEST = Request("none.duckdb", "select 1", 1, 10, "2GB", "csv", screen=False)
ABORTS = "import os, sys; sys.stdout.write('a'); sys.stdout.flush(); os.abort()"


@pytest.mark.parametrize("signal", ["SIGABRT", "SIGSEGV", "SIGKILL"])
def test_a_database_that_falls_does_not_take_the_caller_with_it(signal):
    falls = f"import os, signal; os.kill(os.getpid(), signal.{signal})"
    with pytest.raises(UsageError, match=f"ended the database's process \\({signal}\\)"):
        ask_apart(REQUEST, io.BytesIO(), (sys.executable, "-c", falls))


def test_a_file_stays_as_it_was_when_the_database_falls(small_warehouse, tmp_path, monkeypatch):
    (tmp_path / "a.csv").write_text("kept")
    monkeypatch.setattr(ask_apart, "__defaults__", ((sys.executable, "-c", ABORTS),))
    words = ("query", "select 1", "--to", tmp_path / "a.csv", "--warehouse", small_warehouse)
    done = earlywarning(*words)
    assert (done.returncode, "SIGABRT" in done.stderr) == (2, True)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["kept"]


def test_a_process_that_does_not_listen_is_ended(monkeypatch):
    monkeypatch.setattr(asked_module, "SPARE_SECONDS", 0.2)
    with pytest.raises(UsageError, match="SIGKILL"):
        ask_apart(
            replace(REQUEST, seconds=0.1), io.BytesIO(),
            (sys.executable, "-c", "import time; time.sleep(60)"),
        )  # fmt: skip


def test_what_takes_too_much_memory_is_refused_and_the_next_is_answered(ask):
    hungry = "select list(range) as a, list(random()) as b from range(100000000)"
    done = ask(hungry, "--memory", "50MB")
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert ask("select 7 as seven", "--format", "csv").stdout == "seven\n7\n"


def test_what_takes_too_much_of_the_disk_is_refused_and_leaves_nothing(
    small_warehouse, tmp_path, monkeypatch
):
    monkeypatch.setattr(connect, "MOST_SPILLED", "20MB")
    large = "select count(*) from (select i, hash(i) h from range(20000000) t(i) order by h)"
    with (
        pytest.raises(UsageError, match="max_temp_directory_size"),
        answering(small_warehouse, large, Bounds(memory="60MB", spill=str(tmp_path))) as answer,
    ):
        list(answer.rows())
    assert not list(tmp_path.iterdir())


def test_what_was_spilled_goes_also_when_the_process_is_killed(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    spills = "import json, os, pathlib, sys; place = pathlib.Path(json.load(sys.stdin)['spill']);"
    spills += "assert place.stat().st_mode & 0o77 == 0; (place / 'x').write_text('rows');"
    spills += "os.kill(os.getpid(), 9)"
    with pytest.raises(UsageError, match="SIGKILL"):
        ask_apart(REQUEST, io.BytesIO(), (sys.executable, "-c", spills))
    assert not list(tmp_path.iterdir())


def test_a_fault_of_the_database_is_told_without_its_trace(ask):
    done = ask("call enable_profiling(save_location='/nowhere/p.json', format='json'); select 1")
    assert done.returncode == 2
    assert "Stack Trace" not in done.stderr


def test_the_bounds_are_set_on_the_process_itself(small_warehouse):
    shown = "import resource as r; from earlywarning.cli import asked as a; a._limit(a.Request(**"
    shown += "__import__('json').load(__import__('sys').stdin)));"
    shown += "print(r.getrlimit(r.RLIMIT_AS)[0], r.getrlimit(r.RLIMIT_CPU)[0], r.getrlimit(4)[0])"
    out = io.BytesIO()
    ask_apart(REQUEST, out, (sys.executable, "-c", shown))
    space, seconds, core = map(int, out.getvalue().split())
    assert space == 4 * 10**9 + (6 << 30)
    assert 10 < seconds <= 10 + (os.cpu_count() or 1)
    assert core == 0


def test_memory_is_bounded_in_words_that_duckdb_knows(small_warehouse):
    with answering(small_warehouse, "select current_setting('memory_limit')", Bounds()) as answer:
        assert list(answer.rows()) == [("1.8 GiB",)]
    done = earlywarning(
        "query", "select 1", "--memory", "plenty", "--warehouse", small_warehouse
    )  # fmt: skip
    assert (done.returncode, "--memory plenty" in done.stderr) == (2, True)


def test_a_million_rows_pass_through_a_few_at_a_time(small_warehouse):
    with answering(small_warehouse, "from range(1000000)", Bounds()) as answer:
        sizes = [batch.num_rows for batch in answer.batches()]
    assert sum(sizes) == 1_000_000
    assert max(sizes) <= 60_000


def test_one_table_is_shown_with_an_example(small_warehouse):
    words = ("--warehouse", small_warehouse)
    told = earlywarning("tables", "local_authority", *words).stdout.splitlines()
    assert told[0].startswith("local_authority: Every children's service")
    [first] = json.loads(
        earlywarning("query", "from local_authority limit 1", "--format", "json", *words).stdout
    )
    assert "rows; column (type): meaning" in told[1]
    assert told[2].startswith("  old_la_code (varchar): DfE three-digit number")
    assert told[2].endswith(f"; {first['old_la_code']}")
    unknown = earlywarning("tables", "local_authorities", *words)
    assert (unknown.returncode, "did you mean" in unknown.stderr) == (2, True)


def test_the_list_of_tables_tells_of_views_and_macros(small_warehouse):
    told = earlywarning("tables", "--warehouse", small_warehouse).stdout
    assert "\nfigure: Each indicator of each authority" in told
    assert "  compare(which, words): One indicator of one authority" in told

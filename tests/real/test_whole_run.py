"""The run as an operator meets it: repeated, dated, damaged and killed."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.conftest import PUBLISHED, earlywarning, needs_published
from tests.support.hashes import table_hashes

pytestmark = [needs_published, pytest.mark.whole]
C1 = PUBLISHED / "cin" / "c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv"
D3 = PUBLISHED / "cin" / "d3_cpps_subsequent_plan_2013_to_2025.csv"
WORKFORCE = PUBLISHED / "workforce" / "csww_indicators_2017_to_2025.csv"


def run(
    warehouse: Path, *inputs: Path, as_of: str = "2026-04-30", back: tuple[str, ...] = ("0",)
) -> subprocess.CompletedProcess[str]:
    words = [word for folder in inputs for word in ("--input", folder)]
    words += ["--as-of", as_of, "--warehouse", warehouse, "--no-reports"]
    return earlywarning(
        "run", *words, *(word for months in back for word in ("--look-back", months))
    )


def ask(warehouse: Path, sql: str) -> list[tuple]:
    with duckdb.connect(str(warehouse.resolve()), read_only=True) as connection:
        return connection.execute(sql).fetchall()


@pytest.mark.whole
def test_as_of_uses_only_what_was_out_by_then(tmp_path):
    warehouse = tmp_path / "w.duckdb"
    assert run(warehouse, PUBLISHED, as_of="2024-06-30").returncode == 0
    assert ask(warehouse, "select max(published)::varchar <= '2024-06-30' from release") == [
        (True,)
    ]
    newest = ask(warehouse, "select max(period_end)::varchar from observation")[0][0]
    assert newest <= "2024-06-30"
    later = """select count(*) from observation
               where time_period between 2025 and 9999 or time_period > 202406"""
    assert ask(warehouse, later) == [(0,)]
    assert ask(
        warehouse, "select count(*) from inspection where published > date '2024-06-30'"
    ) == [(0,)]
    assert ask(warehouse, "select count(*) from intake where outcome = 'not_yet_published'") == [
        (0,)
    ]
    assert ask(warehouse, "select distinct model_year from neighbour") == [(2021,)]


def truncated(text: str) -> bytes:
    return text[: len(text) // 2].encode()


def swapped_header(text: str) -> bytes:
    first, rest = text.split("\n", 1)
    first = first.replace("rereferral_percent", "X").replace(
        "referral_count", "rereferral_percent", 1
    )
    return f"{first.replace('X', 'referral_count')}\n{rest}".encode()


def shifted_header(text: str) -> bytes:
    first, rest = text.split("\n", 1)
    return f"note,{first}\n{rest}".encode()


def sixteen_bits(text: str) -> bytes:
    return text.encode("utf-16")


def repeated_row(text: str) -> bytes:
    lines = text.splitlines()
    return "\n".join([*lines, lines[700]]).encode()


def words_in_a_number(text: str) -> bytes:
    lines = text.splitlines()
    cells = lines[500].split(",")
    cells[11] = "about 900"
    return "\n".join([*lines[:500], ",".join(cells), *lines[501:]]).encode()


def web_page(text: str) -> bytes:
    return b"<!DOCTYPE html>\n<html><body>The page you asked for has moved</body></html>"


@pytest.mark.parametrize(
    ("damage", "rule", "row"),
    [
        (truncated, "row_length", "row "),
        (swapped_header, "identity", "row "),
        (shifted_header, "row_length", "row 2"),
        (sixteen_bits, "encoding", "UTF-16"),
        (web_page, "file_kind", "row 1"),
    ],
)
def test_damaged_file_is_refused_and_the_rest_goes_through(tmp_path, damage, rule, row):
    folder = tmp_path / "in"
    folder.mkdir()
    shutil.copy(D3, folder / "d3.csv")
    (folder / "c1.csv").write_bytes(damage(C1.read_text(encoding="utf-8")))
    warehouse = tmp_path / "w.duckdb"
    done = run(warehouse, folder)
    assert done.returncode == 3, done.stderr
    assert "c1.csv" in done.stderr
    assert row in done.stderr
    assert ask(warehouse, "select count(*) from observation where series = 'referrals'") == [(0,)]
    assert ask(warehouse, "select count(*) > 0 from observation where series = 'cp_plans_started'")[
        0
    ][0]
    found = ask(warehouse, "select distinct rule from finding where severity = 'critical'")
    assert (rule,) in found
    assert ask(warehouse, "select outcome from intake where file_name = 'c1.csv'") == [("refused",)]


def test_a_repeated_row_costs_the_row_and_not_the_file(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "c1.csv").write_bytes(repeated_row(C1.read_text(encoding="utf-8")))
    warehouse = tmp_path / "w.duckdb"
    done = run(warehouse, folder)
    assert done.returncode == 3, done.stderr
    assert "repeated row; it says the same as row 701; this row is refused" in done.stderr
    assert ask(warehouse, "select outcome from intake where file_name = 'c1.csv'") == [("taken",)]


def test_a_word_in_a_number_costs_the_cell_and_not_the_file(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "c1.csv").write_bytes(words_in_a_number(C1.read_text(encoding="utf-8")))
    warehouse = tmp_path / "w.duckdb"
    done = run(warehouse, folder)
    assert done.returncode == 3, done.stderr
    assert "c1.csv: row 501: number or symbol, referral_count: 'about 900'" in done.stderr
    assert ask(warehouse, "select outcome from intake where file_name = 'c1.csv'") == [("taken",)]
    refused = "select series, value, marker from observation where status = 'refused'"
    assert ask(warehouse, refused) == [("referrals", None, "about 900")]


def test_last_good_file_stands_when_its_successor_is_refused(tmp_path):
    good, bad = tmp_path / "good", tmp_path / "bad"
    good.mkdir()
    bad.mkdir()
    shutil.copy(C1, good / "c1.csv")
    (bad / "c1.csv").write_bytes(truncated(C1.read_text(encoding="utf-8")))
    warehouse = tmp_path / "w.duckdb"
    assert run(warehouse, good).returncode == 0
    assert run(warehouse, bad).returncode == 3
    figure = (
        "select value from known_value where series = 'referrals' and old_la_code = '330' "
        "and time_period = 2025"
    )
    assert ask(warehouse, figure) == [(16324.0,)]


def test_columns_in_another_order_are_read_right(tmp_path):
    rows = [line.split(",") for line in C1.read_text(encoding="utf-8").splitlines()]
    plain = [cells for cells in rows if len(cells) == len(rows[0])]
    folder = tmp_path / "in"
    folder.mkdir()
    quoted = [",".join(reversed([c.replace('"', "") for c in cells])) for cells in plain]
    (folder / "c1.csv").write_text("\n".join(quoted), encoding="utf-8")
    warehouse = tmp_path / "w.duckdb"
    done = run(warehouse, folder)
    assert done.returncode == 0, done.stderr
    sql = (
        "select value from known_value where series = '{}' and old_la_code = '330' "
        "and time_period = 2025"
    )
    assert ask(warehouse, sql.format("referrals")) == [(16324.0,)]
    assert ask(warehouse, sql.format("rereferral_pct")) == [(20.7,)]


def test_nothing_usable_publishes_nothing(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "page.csv").write_bytes(web_page(""))
    done = run(tmp_path / "w.duckdb", folder)
    assert done.returncode == 4
    assert "page.csv" in done.stderr
    assert not (tmp_path / "w.duckdb").exists()


STAGES = [
    "loading", "published",
    *(pytest.param(one, marks=pytest.mark.whole) for one in ("checking", "computing", "scoring")),
]  # fmt: skip


@pytest.mark.parametrize("stage", STAGES)
def test_killing_a_run_leaves_the_published_file_whole(tmp_path, stage):
    """The run stops itself with SIGKILL when it says that a stage begins."""
    warehouse = tmp_path / "w.duckdb"
    folder = tmp_path / "in"
    folder.mkdir()
    shutil.copy(D3, folder / "d3.csv")
    assert run(warehouse, folder).returncode == 0
    before = table_hashes(warehouse)
    shutil.copy(WORKFORCE, folder / "csww.csv")
    script = f"""
import datetime as dt, os, signal
from pathlib import Path
from earlywarning.run.run import run
from earlywarning.settings import Settings
def say(words):
    if {stage!r} in words:
        os.kill(os.getpid(), signal.SIGKILL)
settings = Settings((Path({str(folder)!r}),), dt.date(2026, 4, 30), Path({str(warehouse)!r}), look_back=0, fresh=True)
run(settings, say=say, reports=False)
"""
    killed = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL
    if stage == "published":
        assert "csww" in str(ask(warehouse, "select release from release"))
    else:
        assert table_hashes(warehouse) == before
    assert run(warehouse, folder).returncode == 0
    assert not list(warehouse.with_suffix(".builds").glob("*.building*"))
    assert ask(warehouse, "select count(*) > 0 from observation where series = 'caseload'") == [
        (True,)
    ]


def test_a_reader_that_has_the_old_file_open_is_not_disturbed(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    shutil.copy(D3, folder / "d3.csv")
    warehouse = tmp_path / "w.duckdb"
    assert run(warehouse, folder).returncode == 0
    held = duckdb.connect(str(warehouse.resolve()), read_only=True)
    rows = held.execute("select count(*) from observation").fetchone()
    shutil.copy(WORKFORCE, folder / "csww.csv")
    assert run(warehouse, folder).returncode == 0
    assert held.execute("select count(*) from observation").fetchone() == rows
    assert ask(warehouse, "select count(*) from observation")[0] > rows

"""Every worked question of docs/analysts.md is asked of the invented nation, in its names."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import duckdb
import pytest

from earlywarning.reports.facts import load
from earlywarning.reports.workbook.figures import load_figures
from earlywarning.reports.workbook.open_data import open_data
from earlywarning.warehouse.connect import open_published, query
from tests.conftest import earlywarning
from tests.support.keys import broken
from tests.support.questions import beside_own_file, programs, questions

# The page asks about England; the invented nation has places and regions of its own.
NAMES = {
    "'Leeds'": "'Quenlamoor'", '"Leeds"': '"Quenlamoor"', "'Middlesbrough'": "'Quenlamoor'",
    "'Bradford'": "'Eskavale'", "'Sheffield'": "'keskiswick '", "'North East'": "'tarrowmoor'",
    "'Northamptonshire'": "'Dorvanshire'",
}  # fmt: skip
# A small nation may have nothing to tell of these; every other question gets rows.
MAY_BE_EMPTY = {7, 8, 9, 22, 23, 28}


def of_the_nation(text: str) -> str:
    for english, invented in NAMES.items():
        text = text.replace(english, invented)
    return text


def test_the_page_has_its_questions_in_order() -> None:
    assert list(questions()) == list(range(1, len(questions()) + 1))
    assert len(questions()) >= 25


@pytest.mark.parametrize("number", questions())
def test_a_worked_question_is_answered(small_warehouse: Path, number: int) -> None:
    names, rows = query(small_warehouse, of_the_nation(questions()[number]))
    assert names
    assert rows or number in MAY_BE_EMPTY


@pytest.mark.parametrize(
    ("program", "needs"), zip(programs("python"), ("pandas", "polars", "ibis"), strict=True)
)
def test_the_python_of_the_page_runs(
    small_warehouse: Path, tmp_path: Path, monkeypatch, program: str, needs: str
) -> None:
    pytest.importorskip(needs, reason=f"{needs} is no dependency of ours: only the page names it")
    assert needs == "pandas" or f"import {needs}\n" in program
    shutil.copy(small_warehouse.resolve(), tmp_path / "earlywarning.duckdb")
    monkeypatch.chdir(tmp_path)
    known: dict[str, Any] = {}
    exec(of_the_nation(program), known)
    assert set(known["years"]["la_name"]) == {"Quenlamoor"}


@pytest.mark.skipif(not shutil.which("Rscript"), reason="R is not installed")
def test_the_r_of_the_page_runs(small_warehouse: Path, tmp_path: Path) -> None:
    done = earlywarning(
        "export", "--format", "csv", "--to", tmp_path / "figures", "--warehouse", small_warehouse
    )
    assert done.returncode == 0, done.stderr
    [program] = programs("r")
    told = "cat(nrow(years), nrow(middles), sum(years$value, na.rm = TRUE), years$old_la_code[1])"
    ended = subprocess.run(
        ["Rscript", "-e", of_the_nation(program) + told],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    _, [expected] = query(
        small_warehouse,
        """select count(*), (select count(*) from (select distinct region, name from figure_newest
                                                   where value is not null)),
                  sum(value), any_value(old_la_code)
           from figure where la_name = 'Quenlamoor' and indicator = 'caseload'""",
    )
    years, middles, total, code = ended.stdout.split()
    assert [int(years), int(middles), code] == [expected[0], expected[1], expected[3]]
    assert float(total) == pytest.approx(expected[2], rel=1e-5)


def test_a_file_of_ones_own_is_joined_by_name(
    small_warehouse: Path, tmp_path: Path, monkeypatch
) -> None:
    (tmp_path / "mine.csv").write_text(
        "place,visits\nquenlamoor,12\nEskavale,7\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    with duckdb.connect(str(small_warehouse.resolve()), read_only=True) as connection:
        rows = connection.execute(beside_own_file()).fetchall()
        known = connection.execute(
            """select la_name, value from figure_newest where indicator = 'caseload'
               and la_name in ('Quenlamoor', 'Eskavale') order by la_name desc"""
        ).fetchall()
    assert rows == [("quenlamoor", 12, known[0][1]), ("Eskavale", 7, known[1][1])]


def test_the_file_answers_when_it_is_attached_and_used(small_warehouse: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"attach '{small_warehouse.resolve()}' as ew (read_only); use ew")
        [(many,)] = connection.execute("select count(*) from authority('Quenlamoor')").fetchall()
    assert many > 20


def test_the_keys_and_joins_that_tables_tell_of_hold(small_warehouse: Path) -> None:
    with duckdb.connect(str(small_warehouse.resolve()), read_only=True) as connection:
        assert broken(connection) == []


def test_every_figure_stands_once_and_is_that_of_the_tables(small_warehouse: Path) -> None:
    _, [(figures, keys, values, differ)] = query(
        small_warehouse,
        """
        select (select count(*) from figure),
               (select count(*) from (select distinct indicator, old_la_code, time_period
                                      from figure)),
               (select count(*) from indicator_value
                where geographic_level = 'Local authority'),
               (select count(*) from figure as f
                join comparison as c on c.indicator = f.indicator
                 and c.old_la_code = f.old_la_code and c.time_period = f.time_period
                join indicator as i on i.indicator = f.indicator
                where abs(c.neighbour_median - f.neighbour_median) > 0.051 / 10 ** i.decimals
                   or c.neighbour_n is distinct from f.neighbour_n)
        """,
    )
    assert figures == keys == values > 5000
    assert differ == 0


def test_the_day_of_the_run_knows_what_the_tables_hold(small_warehouse: Path) -> None:
    _, rows = query(
        small_warehouse,
        """select count(*), count(*) filter (knowledge = 'held' and value is not distinct from
                                             value_now)
           from known_on((select as_of from run))""",
    )
    [(figures, same)] = rows
    assert figures == same > 5000


def test_before_anything_was_published_nothing_is_held(small_warehouse: Path) -> None:
    _, rows = query(
        small_warehouse, "select distinct knowledge from known_on('2012-01-01') order by 1"
    )
    assert rows == [("not_known_then",)]


def test_a_closed_authority_is_answered_with_its_own_last_year(small_warehouse: Path) -> None:
    _, rows = query(
        small_warehouse,
        "select max(time_period), count(value) > 5 from authority('Dorvanshire')",
    )
    assert rows == [(2021, True)]


def test_open_data_hold_the_last_year_of_a_closed_authority(small_warehouse: Path) -> None:
    with open_published(small_warehouse) as connection:
        facts = load(connection)
        data, _ = open_data(facts, load_figures(connection, facts.indicators))
    years = {line[0] for line in data if line[7] == "661"}
    assert max(years) == "2021"


def test_joint_figures_stand_in_no_median_of_their_own(small_warehouse: Path) -> None:
    """East and West Dorvanshire share their workforce return: eight others at most, not nine."""
    _, rows = query(
        small_warehouse,
        """
        select count(*) from benchmark as b
        join indicator_value as v on v.indicator = b.indicator and v.old_la_code = b.old_la_code
         and v.time_period = b.time_period and v.joint_with is not null
        where b.comparator = 'geographical_neighbours' and b.n > (
            select count(v2.value) from indicator_value as v2
            join local_authority as la on la.old_la_code = v2.old_la_code and not la.is_small
            where v2.indicator = b.indicator and v2.time_period = b.time_period
              and v2.region = v.region and v2.old_la_code <> v.old_la_code
              and v2.old_la_code <> v.joint_with
        )
        """,
    )
    assert rows == [(0,)]
    _, [(joint,)] = query(
        small_warehouse, "select count(*) from indicator_value where joint_with is not null"
    )
    assert joint > 10

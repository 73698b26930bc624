"""Through a whole intake: grades that contradict each other are told by file and reach no table."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import duckdb
import pytest

from earlywarning.reports.explain import explain
from earlywarning.sources.ofsted import JUDGEMENTS
from tests.conftest import earlywarning
from tests.support.few_files import HISTORY, OUTCOMES, few, ingested

pytestmark = pytest.mark.whole

SUMMARY = ["la_code", "local_authority", "inspection_framework", "inspection_start_date",
           "publication_date", "overall_effectiveness_grade"]  # fmt: skip


def write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def ran(place: Path) -> duckdb.DuckDBPyConnection:
    done = earlywarning(
        "run", "--input", "in", "--warehouse", "w.duckdb", "--no-reports", "--look-back", "0",
        "--as-of", "2026-04-30", cwd=place,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return duckdb.connect(str((place / "w.duckdb").resolve()), read_only=True)


def test_two_summaries_of_the_sector_that_disagree_are_both_named(tmp_path: Path) -> None:
    folder = few(tmp_path / "in")
    for name, grade in (("one.csv", "good"), ("two.csv", "inadequate")):
        own = [["101", "x", "standard", "01/12/2025", "27/01/26", grade],
               ["102", "y", "standard", "01/12/2025", "27/01/26", "good"]]  # fmt: skip
        write(folder / name, [SUMMARY, *own])
    with ran(tmp_path) as connection:
        used = connection.execute(
            "select old_la_code, grade from inspection where listed_by = 'sector_summary'"
        ).fetchall()
        told = connection.execute(
            "select old_la_code, severity, message from finding where rule = 'two_grades'"
        ).fetchall()
    assert sorted(used) == [("101", "Inadequate"), ("102", "Good")]
    [(whose, severity, message)] = told
    assert (whose, severity) == ("101", "warning")
    assert message.count("in ofsted_summary_") == 2
    assert message.endswith("the worse stands until a list is mended")


def test_a_list_that_says_two_things_of_one_inspection_loses_the_better_row(tmp_path: Path) -> None:
    folder = few(tmp_path / "in")
    with (folder / HISTORY).open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    at = header.index("overall")
    first = next(row for row in rows if row[at])
    other = "Good" if first[at] != "Good" else "Inadequate"
    again = [other if i == at else cell for i, cell in enumerate(first)]
    write(folder / HISTORY, [header, *rows, again])
    told, outcome = ingested(folder, tmp_path)
    lines = [one for one in outcome.refused if one.startswith(f"{HISTORY}: row ")]
    assert len(lines) == 1
    assert all("stands twice, its overall" in one for one in lines)
    assert outcome.exit_code == 3
    assert not [one for one in told if one.startswith("refused")]


def test_whose_judgement_could_not_be_read_is_told_so(tmp_path: Path) -> None:
    folder = few(tmp_path / "in")
    with (folder / HISTORY).open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    at, whose = header.index("overall"), header.index("old_la_code")
    row = next(one for one in rows if one[at])
    write(folder / HISTORY, [header, *[[*one[:at], "Goood", *one[at + 1 :]] if one is row else one
                                       for one in rows]])  # fmt: skip
    with ran(tmp_path) as connection:
        told = connection.execute("select old_la_code, row_number from unread_report").fetchall()
    # Ofsted's own workbook has that inspection or a later one: nothing is missed.
    assert told == []
    words = explain(tmp_path / "w.duckdb", row[whose], "X")
    assert "A row about its inspections was refused, so a later judgement may stand" in words
    assert "'Goood'" in words


def test_nobody_leaves_formal_support_because_its_newest_judgement_was_refused(
    tmp_path: Path,
) -> None:
    folder = few(tmp_path / "in")
    (folder / OUTCOMES).unlink()
    with (folder / HISTORY).open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    at, day, whose = (header.index(c) for c in ("overall", "publication_date", "old_la_code"))
    code = rows[0][whose]
    kept = [row for row in rows if row[whose] != code]
    last = [*rows[0]]
    for column in JUDGEMENTS:
        last[header.index(column)] = ""
    older, newer = [*last], [*last]
    older[at], older[day] = "Good", "2019-05-01"
    newer[at], newer[day] = "Inadequat", "2024-05-01"
    newer[header.index("leaders")] = "Inadequate"
    older[header.index("inspection_date")] = newer[header.index("inspection_date")] = ""
    write(folder / HISTORY, [header, *kept, older, newer])
    with ran(tmp_path) as connection:
        [row] = connection.execute(
            """select s.standing, s.judgement, s.later_report_refused, s.later_report_on,
                  s.confidence, list_contains(s.keys, 'published'), u.grade, u.row_number
               from standing as s join unread_report as u using (old_la_code)
               where old_la_code = $code""",
            {"code": code},
        ).fetchall()
    late = dt.date(2024, 5, 1)
    number = len(kept) + 3
    assert row == ("formal_support", "Good", True, late, "low", True, "Inadequate", number)

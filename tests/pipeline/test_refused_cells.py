"""A bad cell costs the cell, many the file, and neither ever lowers a score."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from tests.conftest import earlywarning
from tests.support.few_files import C1, FEW, WORKFORCE, few, ingested, nation

DAY = ("--as-of", "2026-04-30", "--no-reports")


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def put(path: Path, column: str, texts: dict[int, str]) -> list[str]:
    """Write texts into a column by row of the file, and return what stood there."""
    rows = rows_of(path)
    at = rows[0].index(column)
    before = [rows[number - 1][at] for number in texts]
    for number, text in texts.items():
        rows[number - 1][at] = text
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return before


@pytest.mark.parametrize("text", [">", "-5", "1,234", "nan", "#DIV/0!", "9" * 40, "1e99"])
def test_one_bad_cell_is_refused_by_its_address_and_the_rest_is_taken(
    tmp_path: Path, text: str
) -> None:
    folder = few(tmp_path / "in")
    put(folder / C1, "referral_count", {40: text})
    told, outcome = ingested(folder, tmp_path)
    [line] = outcome.refused
    assert line.startswith(f"{C1}: row 40: ")
    assert f"referral_count: {text!r}; this cell is refused" in line
    assert outcome.exit_code == 3
    assert f"{'taken':18} {C1}" in told


@pytest.mark.parametrize(
    ("rows", "outcome"), [(range(10, 12), "taken"), (range(10, 300), "refused")]
)
def test_many_bad_cells_in_a_column_refuse_the_file(
    tmp_path: Path, rows: range, outcome: str
) -> None:
    folder = few(tmp_path / "in")
    put(folder / C1, "referral_count", dict.fromkeys(rows, "-5"))
    told, _ = ingested(folder, tmp_path)
    assert any(line.startswith(f"{outcome:18} {C1}") for line in told)


@pytest.mark.parametrize("column", ["time_period", "geographic_level", "old_la_code"])
def test_a_bad_key_refuses_the_file(tmp_path: Path, column: str) -> None:
    folder = few(tmp_path / "in")
    rows = rows_of(folder / C1)
    local = next(i for i, row in enumerate(rows, start=1) if "Local authority" in row)
    put(folder / C1, column, {local: ">"})
    _, outcome = ingested(folder, tmp_path)
    assert any(line.startswith(f"{C1}: row {local}: ") for line in outcome.refused)


def test_a_remembered_table_refuses_the_cell_again(tmp_path: Path) -> None:
    folder = few(tmp_path / "in")
    put(folder / C1, "referral_count", {40: ">"})
    told = []
    for name in ("first", "second"):
        done = earlywarning("ingest", "--input", folder, "--as-of", "2026-04-30",
                            "--warehouse", tmp_path / name, cwd=tmp_path)  # fmt: skip
        assert done.returncode == 3
        told.append([line for line in done.stderr.splitlines() if line.startswith("refused")])
    assert told[0] == told[1]
    assert len(told[0]) == 1


def test_one_bad_value_of_the_long_data_is_refused_by_its_row(tmp_path: Path) -> None:
    name = "lait/bds_long_0.parquet"
    folder = few(tmp_path / "in", (*FEW, name))
    frame = pd.read_parquet(folder / name)
    frame.loc[17, "Values"] = "4O"
    frame.to_parquet(folder / name, index=False)
    told, outcome = ingested(folder, tmp_path)
    assert outcome.refused == [
        f"{name}: row 18: number or symbol, Values: '4O'; this cell is refused"
    ]
    assert any(line.startswith(f"{'taken':18} {name}") for line in told)


SCORES = "select old_la_code, risk_of_decline, upper from score"


@pytest.mark.whole
def test_a_refused_cell_has_no_value_a_reason_and_lowers_no_score(
    small_warehouse: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    shutil.copytree(nation(), folder)
    path = folder / WORKFORCE
    rows = rows_of(path)
    newest = max(row[0] for row in rows[1:])
    number, own = next(
        (i, row) for i, row in enumerate(rows, start=1)
        if row[0] == newest and "Local authority" in row and " / " not in "".join(row)
        and float(row[rows[0].index("agency_rate_fte")]) > 0
    )  # fmt: skip
    code = own[rows[0].index("old_la_code")]
    put(path, "agency_rate_fte", {number: "-5"})
    done = earlywarning("run", "--input", folder, *DAY, "--warehouse", tmp_path / "w", cwd=tmp_path)
    assert done.returncode == 3, done.stderr
    with duckdb.connect(str((tmp_path / "w").resolve()), read_only=True) as after:
        [cell] = after.execute(
            "select value, marker, status from observation where series = 'agency_rate' "
            "and old_la_code = ? and time_period = ?", [code, int(newest)]
        ).fetchall()  # fmt: skip
        [finding] = after.execute(
            "select old_la_code, row_number, severity, time_period from finding "
            "where rule = 'not_negative'"
        ).fetchall()
        now = {c: (risk, upper) for c, risk, upper in after.execute(SCORES).fetchall()}
    assert cell == (None, "-5", "refused")
    assert finding == (code, number, "warning", int(newest))
    with duckdb.connect(str(small_warehouse.resolve()), read_only=True) as before:
        was = {c: (risk, upper) for c, risk, upper in before.execute(SCORES).fetchall()}
    assert now[code][0] >= was[code][0]
    assert now[code][1] >= was[code][1]
    # What the others are compared with has one authority less, and nothing else changes for them.
    moved = [abs(now[c][0] - was[c][0]) for c in was if c != code]
    assert max(moved) < 1


@pytest.mark.parametrize(
    ("column", "text", "words"),
    [
        ("time_period", "2052", "row 12: time period, time_period: '2052'"),
        (
            "referral_count",
            "３５３３",
            "row 12: ",
        ),  # digits, and not those that a computer counts with
    ],
)
def test_a_slip_that_once_hid_figures_without_a_word(
    tmp_path: Path, column: str, text: str, words: str
) -> None:
    folder = few(tmp_path / "in")
    put(folder / C1, column, {12: text})
    _, outcome = ingested(folder, tmp_path)
    assert outcome.exit_code == 3
    assert any(line.startswith(f"{C1}: {words}") for line in outcome.refused)


def exchanged(path: Path, column: str) -> list[tuple[int, str]]:
    """Exchange the cells of two authorities of one year, and return their rows and codes."""
    rows = rows_of(path)
    level, year, code = map(rows[0].index, ("geographic_level", "time_period", "old_la_code"))
    newest = max(row[year] for row in rows[1:])
    own = [(i, row[code]) for i, row in enumerate(rows, start=1)
           if row[level] == "Local authority" and row[year] == newest][:2]  # fmt: skip
    at = rows[0].index(column)
    (one, _), (two, _) = own
    put(path, column, {one: rows[two - 1][at], two: rows[one - 1][at]})
    return own


@pytest.mark.whole
def test_figures_are_given_to_nobody_where_the_keys_name_two(tmp_path: Path) -> None:
    folder = few(tmp_path / "in")
    own = exchanged(folder / C1, "old_la_code")
    told, outcome = ingested(folder, tmp_path)
    assert outcome.exit_code == 3
    assert [line.split(": old")[0] for line in outcome.refused] == [
        f"{C1}: row {row}" for row, _ in own
    ]
    assert all("these are different authorities; this row" in line for line in outcome.refused)
    assert f"{'taken':18} {C1}" in told
    run = ("run", "--input", folder, *DAY, "--look-back", "0", "--warehouse", tmp_path / "w")
    assert earlywarning(*run, cwd=tmp_path).returncode == 3
    with duckdb.connect(str((tmp_path / "w").resolve()), read_only=True) as there:
        kept = there.execute(
            "select distinct o.row_number, o.old_la_code, o.status, o.value from observation o "
            "join release r using (release) where r.file_name = ? and o.row_number in (?, ?) "
            "order by 1",
            [Path(C1).name, *(row for row, _ in own)],
        ).fetchall()
        findings = there.execute(
            "select row_number, file_name from finding where rule = 'places_disagree' order by 1"
        ).fetchall()
    assert {rest for *_, rest in kept} == {None}
    assert {(row, status) for row, _, status, _ in kept} == {(row, "refused") for row, _ in own}
    assert findings == [(row, C1) for row, _ in own]


def test_one_code_copied_from_another_row_costs_that_row_and_not_the_file(tmp_path: Path) -> None:
    folder = few(tmp_path / "in")
    (row, _), (_, code) = exchanged(folder / C1, "old_la_code")
    exchanged(folder / C1, "old_la_code")
    put(folder / C1, "old_la_code", {row: code})
    told, outcome = ingested(folder, tmp_path)
    [line] = outcome.refused
    assert line.startswith(f"{C1}: row {row}: old_la_code {code!r} is ")
    assert f"{'taken':18} {C1}" in told

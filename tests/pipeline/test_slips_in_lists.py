"""A slip in a list that everything rests on loses its row, and everything else is published."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from earlywarning.run.run import run_as_far_as
from earlywarning.settings import Settings
from earlywarning.sources.context import Context, context_of
from earlywarning.sources.folders import offered_files
from earlywarning.sources.offered import Offered
from earlywarning.sources.recognise import recognise
from tests.support.evidence import DEFINITIONS
from tests.support.few_files import C1, CALENDAR, CODES, DAY, FEW, few, ingested

pytestmark = pytest.mark.whole

HIERARCHY = "reference/region_la_hierarchy.csv"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return few(tmp_path / "in", (*FEW, HIERARCHY))


def changed(path: Path, row: int, column: str, cell: str) -> list[str]:
    """Write one cell of a list otherwise and return its row as it was."""
    header, *rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    was = list(rows[row - 2])
    rows[row - 2][header.index(column)] = cell
    text = "\n".join(",".join(cells) for cells in [header, *rows]) + "\n"
    path.write_text(text, encoding="utf-8")
    return was


def refused_rows(refused: list[str], name: str) -> list[str]:
    return [one for one in refused if one.startswith(f"{name}: ")]


def test_a_number_given_twice_makes_no_authority_vanish(folder: Path, tmp_path: Path) -> None:
    lines = (folder / CODES).read_text(encoding="utf-8").splitlines()
    first = lines[1].split(",")[-1]
    was = changed(folder / CODES, 3, "old_la_code", first)
    told, outcome = ingested(folder, tmp_path)
    assert outcome.exit_code == 3
    [line] = refused_rows(outcome.refused, CODES)
    assert line.startswith(f"{CODES}: row 3: {first} is at the same time")
    assert f"is read as {was[-1]}" in line
    assert not [one for one in told if one.startswith("refused")]


def test_an_impossible_day_of_a_release_refuses_what_it_dates_and_nothing_else(
    folder: Path, tmp_path: Path
) -> None:
    lines = (folder / CALENDAR).read_text(encoding="utf-8").splitlines()
    at = next(i for i, line in enumerate(lines, start=1) if line.startswith("cin,2025,"))
    changed(folder / CALENDAR, at, "first_seen_in_public_repo", "2015-11-03")
    told, outcome = ingested(folder, tmp_path)
    assert outcome.exit_code == 3
    [line] = refused_rows(outcome.refused, CALENDAR)
    assert line.startswith(f"{CALENDAR}: row {at}: 2015-11-03 cannot be the day of cin 2025")
    [gone] = [one for one in told if one.startswith("refused")]
    assert C1 in gone
    assert "no day is guessed" in gone


def test_a_slip_in_the_life_of_an_authority_is_told_by_row(folder: Path, tmp_path: Path) -> None:
    changed(folder / CODES, 2, "date_of_termination", "31/03/2021")
    _, outcome = ingested(folder, tmp_path)
    [line] = refused_rows(outcome.refused, CODES)
    assert "row 2: is 'live', and its last day is 2021-03-31; " in line
    assert line.endswith(" is kept, as running from 2009-01-01 on; this row is refused")
    assert outcome.exit_code == 3


def context(folder: Path) -> tuple[Context, list[Offered]]:
    offered = offered_files((folder,))
    for one in offered:
        recognise(one, DEFINITIONS)
    return context_of(offered, DEFINITIONS, DAY), offered


@pytest.mark.parametrize("day", ["32/13/2009", "01/01/2909", ""])
def test_a_slip_in_a_first_day_makes_no_authority_vanish(folder: Path, day: str) -> None:
    (folder / HIERARCHY).unlink()
    code = changed(folder / CODES, 2, "date_of_operation", day)[-1]
    known, offered = context(folder)
    assert code in known.places.names
    [listed] = [one for one in offered if one.name == CODES]
    assert [one.row for one in listed.refused_rows.rows] == [2]


def test_a_row_that_is_missing_is_told_and_its_authority_kept_as_other_lists_have_it(
    folder: Path, tmp_path: Path
) -> None:
    before = context(folder)[0]
    header, first, *rest = (folder / CODES).read_text(encoding="utf-8").splitlines()
    (folder / CODES).write_text("\n".join([header, *rest]) + "\n", encoding="utf-8")
    code = first.split(",")[-1]
    after = context(folder)[0]
    assert after.code_of == before.code_of
    told, outcome = ingested(folder, tmp_path)
    [line] = refused_rows(outcome.refused, HIERARCHY)
    assert f"({code}) is not in the code list; kept as running from 2009-01-01" in line
    assert outcome.exit_code == 3
    assert not [one for one in told if one.startswith("refused")]


def test_an_authority_that_was_published_and_is_in_no_list_any_more_is_told(
    folder: Path, tmp_path: Path
) -> None:
    register = tmp_path / "none"
    register.mkdir()
    settings = Settings(
        (folder,), DAY, tmp_path / "w.duckdb", register=register, look_back=0, replaces=True
    )
    run_as_far_as("publish", settings, say=lambda _: None)
    (folder / HIERARCHY).unlink()
    shutil.rmtree(settings.raw)  # copies of the lists as they were would help
    header, first, *rest = (folder / CODES).read_text(encoding="utf-8").splitlines()
    (folder / CODES).write_text("\n".join([header, *rest]) + "\n", encoding="utf-8")
    _, outcome = run_as_far_as("ingest", settings, say=lambda _: None)
    code = first.split(",")[-1]
    lines = refused_rows(outcome.refused, CODES)
    assert [one for one in lines if f"({code}) was published last and is not in this list" in one]
    # Its figures are told row by row, wherever they stand.
    assert f"{C1}: row" in "".join(outcome.refused)
    assert outcome.exit_code == 3

"""One bad row of a published table costs the row, and the file only where there are many."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from earlywarning.sources.offered import Offered
from tests.support.few_files import C1, CONTEXT, few, table_in

Lines = list[str]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return few(tmp_path_factory.mktemp("in"), (C1, *CONTEXT))


def read(folder: Path, content: bytes) -> Offered:
    (folder / C1).write_bytes(content)
    return table_in(folder)[0]


def cell(line: str, at: int, words: str) -> str:
    cells = line.split(",")
    cells[at] = words
    return ",".join(cells)


def at(lines: Lines, column: str) -> int:
    return lines[0].split(",").index(column)


def local(lines: Lines) -> int:
    return next(i for i, line in enumerate(lines) if ",Local authority," in line)


def short(lines: Lines) -> Lines:
    lines[local(lines)] = ",".join(lines[local(lines)].split(",")[:-3])
    return lines


def with_cell(column: str, words: str) -> Callable[[Lines], Lines]:
    def change(lines: Lines) -> Lines:
        i = local(lines)
        lines[i] = cell(lines[i], at(lines, column), words)
        return lines

    return change


def repeated(lines: Lines) -> Lines:
    return [*lines, lines[local(lines)]]


def latin(lines: Lines) -> Lines:
    return with_cell("la_name", "Caf\udce9")(lines)


BAD: dict[str, tuple[Callable[[Lines], Lines], str]] = {
    "short": (short, "row_length"),
    "a byte that is no text": (latin, "encoding"),
    "repeated": (repeated, "repeated_row"),
    "blank code": (with_cell("old_la_code", ""), "la_code"),
    "a code of nobody": (with_cell("old_la_code", "999"), "known_authority"),
    "no year": (with_cell("time_period", "2O25"), "time_period"),
    "a year ahead": (with_cell("time_period", "2052"), "time_period"),
    "no level": (with_cell("geographic_level", "Local autority"), "level"),
    "no kind of year": (with_cell("time_identifier", "Reporting"), "time_identifier"),
}


@pytest.mark.parametrize("name", BAD)
def test_one_bad_row_costs_the_row(folder: Path, name: str) -> None:
    change, rule = BAD[name]
    sound = (few(folder, (C1,)) / C1).read_text(encoding="utf-8")
    whole = read(folder, sound.encode())
    lines = change(sound.splitlines())
    found = read(folder, "\n".join(lines).encode("utf-8", "surrogateescape"))
    assert (found.outcome, found.message) == ("unknown", "")
    [told] = found.refused_rows.rows
    row = len(lines) if name == "repeated" else local(sound.splitlines()) + 1
    assert (told.row, told.rule) == (row, rule)
    assert whole.frame is not None
    assert found.frame is not None
    assert len(found.frame) == len(whole.frame) - (name != "repeated")
    assert found.period == whole.period


def test_two_rows_of_one_place_that_differ_are_both_refused_and_leave_no_value(
    folder: Path,
) -> None:
    lines = (few(folder, (C1,)) / C1).read_text(encoding="utf-8").splitlines()
    i, count = local(lines), at(lines, "referral_count")
    lines.append(cell(lines[i], count, "17"))
    found = read(folder, "\n".join(lines).encode())
    assert [(one.row, one.rule) for one in found.refused_rows.rows] == [
        (i + 1, "repeated_row"), (len(lines), "repeated_row"),
    ]  # fmt: skip
    assert (i + 1, "referral_count") in found.refused_cells
    assert found.frame is not None
    assert len(lines) not in set(found.frame["row"])


def test_where_more_than_one_row_in_ten_is_bad_the_file_is_refused(folder: Path) -> None:
    lines = (few(folder, (C1,)) / C1).read_text(encoding="utf-8").splitlines()
    column = at(lines, "old_la_code")
    for i in range(1, len(lines), 5):
        lines[i] = cell(lines[i], column, "")
    found = read(folder, "\n".join(lines).encode())
    assert (found.outcome, found.rule) == ("refused", "la_code")
    assert "and so the file is not" in found.message

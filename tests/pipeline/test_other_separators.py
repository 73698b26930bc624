"""A table that is separated by something else than commas is told what to do, whatever it is."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from earlywarning.sources import intake
from earlywarning.sources.folders import offered_files
from earlywarning.sources.offered import Offered
from tests.support.damaged import DEFINITIONS
from tests.support.few_files import C1, CALENDAR, CODES, HISTORY, NEIGHBOURS, RETURN, SOFT, nation


def separated(name: str, separator: str, to: Path) -> Path:
    text = (nation() / name).read_text(encoding="utf-8-sig")
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(csv.reader(io.StringIO(text, newline="")))
    path = to / Path(name).name
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def recognised(path: Path) -> Offered:
    [one] = offered_files((path,))
    intake.recognise(one, DEFINITIONS)
    return one


@pytest.mark.parametrize(("separator", "name"), [(";", "semicolons"), ("\t", "tabs")])
@pytest.mark.parametrize("table", [C1, CALENDAR, CODES, HISTORY, NEIGHBOURS, RETURN, SOFT])
def test_each_of_our_tables_is_refused_with_a_hint(
    tmp_path: Path, table: str, separator: str, name: str
) -> None:
    one = recognised(separated(table, separator, tmp_path))
    assert (one.outcome, one.rule, one.row) == ("refused", "separator", 1)
    assert one.message == (
        f"row 1: separated by {name}; save it with commas, and decimals with a point"
    )


def test_somebody_elses_table_with_semicolons_is_left_aside(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("name;colour;size\nhat;red;3\n", encoding="utf-8")
    assert recognised(path).outcome == "unknown"


OLD_BINARY = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", "a web page, or XML"),
        ("a.xls", b"a\tb\n1\t2\n", "it begins as none does"),
        ("a.xls", b"", "it begins as none does"),
        ("a.xls", OLD_BINARY, "damaged, or protected by a password; save it as .xlsx"),
        ("a.xlsx", OLD_BINARY, "protected by a password, or an old .xls under the name .xlsx"),
        ("a.ods", b"PK and nothing else", "damaged"),
    ],
)
def test_what_is_no_workbook_says_what_it_is_and_what_to_do(
    tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    one = recognised(path)
    assert (one.outcome, one.rule) == ("refused", "file_kind")
    assert told in one.message or (name == "a.ods" and "cannot be opened" in one.message)

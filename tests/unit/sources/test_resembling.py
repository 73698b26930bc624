"""What plainly is a table that is read, and cannot be read as it, is refused; nothing else is."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from earlywarning.sources.folders import offered_files
from earlywarning.sources.offered import Offered
from earlywarning.sources.recognise import recognise
from tests.support.evidence import DEFINITIONS
from tests.support.few_files import C1, CODES, HISTORY, SOFT, nation

NOTES = "Authority,Eskowen\nReturned on,2026-04-10\nFrequency,monthly\n"


def text_of(name: str) -> str:
    return (nation() / name).read_text(encoding="utf-8-sig")


def header_of(name: str) -> str:
    return text_of(name).splitlines()[0] + "\n"


def upper(name: str) -> str:
    return header_of(name).upper() + text_of(name).split("\n", 1)[1]


def recognised(folder: Path, name: str, write: Callable[[Path], object]) -> Offered:
    write(folder / name)
    [one] = offered_files((folder,))
    recognise(one, DEFINITIONS)
    return one


def words(text: str) -> Callable[[Path], object]:
    return lambda path: path.write_text(text, encoding="utf-8")


def as_book(path: Path) -> None:
    book = openpyxl.Workbook()
    for line in text_of(C1).splitlines()[:50]:
        book.worksheets[0].append(line.split(","))
    book.save(path)


def packed(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("inside/c1.csv", text_of(C1))


SPOILT: dict[str, tuple[str, Callable[[Path], object], str, str]] = {
    "header only": ("a.csv", lambda p: words(header_of(C1))(p), "no_rows", "cin_c1"),
    "capitals": ("a.csv", lambda p: words(upper(C1))(p), "header", "cin_c1"),
    "list, header only": ("a.csv", lambda p: words(header_of(HISTORY))(p), "no_rows", ""),
    "list in capitals": ("a.csv", lambda p: words(upper(HISTORY))(p), "header", ""),
    "codes, header only": ("a.csv", lambda p: words(header_of(CODES))(p), "no_rows", "la_codes"),
    "register in capitals": ("a.csv", lambda p: words(upper(SOFT))(p), "header", ""),
    "renamed": ("a.txt", lambda p: words(text_of(C1))(p), "file_name", ""),
    "packed": ("a.csv.gz", lambda p: p.write_bytes(gzip.compress(text_of(C1).encode())),
               "file_name", ""),
    "zipped": ("a.zip", packed, "file_name", ""),
    "called a workbook": ("a.xlsx", lambda p: words(text_of(C1))(p), "file_kind", ""),
    "made a workbook": ("a.xlsx", as_book, "file_name", ""),
    "UTF-16": ("a.csv", lambda p: p.write_bytes(text_of(C1).encode("utf-16")), "encoding",
               "cin_c1"),
}  # fmt: skip


@pytest.mark.parametrize("how", SPOILT)
def test_a_spoilt_table_is_refused_and_not_left_aside(tmp_path: Path, how: str) -> None:
    name, write, rule, kind = SPOILT[how]
    found = recognised(tmp_path, name, write)
    assert (found.outcome, found.rule) == ("refused", rule)
    assert not kind or found.kind == kind


def test_a_table_whose_words_changed_is_refused_with_those_that_are_looked_for(
    tmp_path: Path,
) -> None:
    first, *rows = text_of(C1).splitlines()
    at = next(i for i, name in enumerate(first.split(",")) if name.lower() == "category")
    cells = [row.split(",") for row in rows]
    lines = [",".join([*row[:at], "Other words", *row[at + 1 :]]) for row in cells]
    content = "\n".join([first, *lines]) + "\n"
    found = recognised(tmp_path, "a.csv", words(content))
    assert (found.outcome, found.rule, found.kind) == ("refused", "labels", "cin_c1")


def test_a_return_with_nothing_but_its_notes_is_a_return(tmp_path: Path) -> None:
    assert recognised(tmp_path, "a.csv", words(NOTES)).kind == "in_year_return"


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.csv", "colour,shape\nred,round\n"), ("a.txt", "Notes of a meeting, with commas\n"),
     ("a.csv.bak", ""), ("README", "What is in this folder\n")],
)  # fmt: skip
def test_what_resembles_nothing_is_left_aside(tmp_path: Path, name: str, text: str) -> None:
    found = recognised(tmp_path, name, words(text or text_of(C1)))
    assert (found.outcome, found.kind) == ("unknown", "unknown")
    assert found.message


def test_an_empty_register_is_one(tmp_path: Path) -> None:
    assert recognised(tmp_path, "a.csv", words(header_of(SOFT))).kind == "soft_register"

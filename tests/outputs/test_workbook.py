"""Workbooks opened as a reader would: by two other libraries, cell by cell."""

from __future__ import annotations

import re
import warnings
import zipfile
from dataclasses import replace
from pathlib import Path

import duckdb
import openpyxl
import pytest
from python_calamine import load_workbook

from earlywarning.definitions.loader import load_definitions
from earlywarning.errors import UsageError
from earlywarning.reports.edition import Edition
from earlywarning.reports.facts import Facts, load
from earlywarning.reports.workbook.editions import authority_workbook, edition_workbook
from earlywarning.reports.workbook.figures import load_figures
from earlywarning.reports.workbook.model import Drawn
from earlywarning.reports.workbook.ods import write_ods
from earlywarning.reports.workbook.open_data import open_data
from earlywarning.reports.workbook.shorthand import MEANING
from earlywarning.reports.workbook.writing import write_books
from earlywarning.reports.workbook.xlsx import write_xlsx
from earlywarning.validation import screening
from tests.conftest import REFERENCE, earlywarning
from tests.support.books import PLACES, nation
from tests.support.written import PNG

ALT = "A line that rises from 2024 to 2025."
PICTURES = (Drawn("Conferences of Aldermoor", ALT, PNG), Drawn("Plans", "Level.", PNG))


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    return nation()


@pytest.fixture(scope="module")
def facts(connection) -> Facts:
    return load(connection)


@pytest.fixture(scope="module")
def figures(connection, facts):
    return load_figures(connection, facts.indicators)


@pytest.fixture(scope="module")
def folder(facts, figures, tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("books")
    book = edition_workbook(facts, figures)
    write_xlsx(book, place / "a.xlsx")
    write_ods(book, place / "a.ods")
    own = authority_workbook(facts, figures, "901", PICTURES)
    write_xlsx(own, place / "own.xlsx")
    write_ods(own, place / "own.ods")
    return place


def sheets(path: Path) -> dict[str, list[list[object]]]:
    book = load_workbook(str(path))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def rows_of(path: Path, name: str) -> list[dict[str, object]]:
    lines = sheets(path)[name]
    head = next(n for n, line in enumerate(lines) if all(line))
    return [dict(zip(lines[head], line, strict=True)) for line in lines[head + 1 :]]


def test_no_sheet_is_written_to_a_temporary_file(facts, figures, tmp_path, monkeypatch):
    """Who is killed in the middle would leave it there, whatever tier it is of."""

    def made(*args: object, **more: object) -> None:
        raise AssertionError(f"a temporary file was asked for: {args} {more}")

    own = authority_workbook(facts, figures, "901", PICTURES)
    monkeypatch.setattr("tempfile._mkstemp_inner", made)
    for write, name in ((write_xlsx, "own.xlsx"), (write_ods, "own.ods")):
        assert write(own, tmp_path / name).stat().st_size > 1000


def test_both_formats_say_the_same(folder):
    for name in ("a", "own"):
        one, other = sheets(folder / f"{name}.xlsx"), sheets(folder / f"{name}.ods")
        assert list(one) == list(other)
        for sheet in set(one) - {"Charts"}:
            assert one[sheet] == other[sheet], sheet


def test_one_table_a_sheet_without_merged_or_empty_cells(folder):
    for path in (folder / "a.xlsx", folder / "own.xlsx"):
        book = openpyxl.load_workbook(path)
        assert book.sheetnames[:2] == ["Cover", "Contents"]
        for page in book:
            assert not page.merged_cells.ranges
            assert len(page.tables) == (0 if page.title in ("Cover", "Charts") else 1)
            for table in page.tables.values():
                cells = [cell for line in page[table.ref] for cell in line]
                assert all(cell.value not in (None, "") for cell in cells)
                assert page.freeze_panes == f"B{page[table.ref][0][0].row + 1}"
                assert page[table.ref][0][0].column == 1
        names = [name for page in book for name in page.tables]
        assert len(names) == len(set(names))


def test_contents_lead_to_every_sheet(folder):
    book = openpyxl.load_workbook(folder / "own.xlsx")
    page = book["Contents"]
    links = {cell.value: cell.hyperlink.location for cell in page["A"] if cell.hyperlink}
    assert list(links) == book.sheetnames[2:]
    assert all(target == f"'{name}'!A1" for name, target in links.items())
    assert set(re.findall(r"xlink:href=\"#'([^']+)'\.A1", zipped(folder / "own.ods"))) == set(links)


def zipped(path: Path, part: str = "content.xml") -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(part).decode()


def test_title_author_and_day_are_in_the_file(folder, facts):
    told = openpyxl.load_workbook(folder / "a.xlsx").properties
    assert (told.title, told.creator) == (
        "Indicators of children\N{RIGHT SINGLE QUOTATION MARK}s services, consortium edition",
        "earlywarning",
    )
    assert told.created.date() == facts.as_of
    meta = zipped(folder / "a.ods", "meta.xml")
    assert f"<dc:title>{told.title}</dc:title>" in meta
    assert "<dc:language>en-GB</dc:language>" in meta


def test_authorities_stand_in_order_of_the_alphabet(folder):
    rows = rows_of(folder / "a.xlsx", "Child protection")
    names = list(dict.fromkeys(row["Authority"] for row in rows))
    assert names == sorted((name for name, _ in PLACES.values()))
    assert len(rows) == len(PLACES) * 3


def test_a_missing_figure_is_a_mark_that_is_explained(folder):
    rows = rows_of(folder / "a.ods", "Child protection")
    plans = {row["Code"][-3:]: row for row in rows if row["Indicator"] == "Plans"}
    marks = {code: row["Value"] for code, row in plans.items()}
    assert marks == {
        "901": "[z]", "902": "[x]", "903": "[low]", "904": "[u]", "905": 5.0, "906": "[x]",
    }  # fmt: skip
    assert plans["904"]["Status"].startswith("withdrawn by the publisher")
    shown = {
        cell
        for page in sheets(folder / "a.ods").values()
        for line in page
        for cell in line
        if isinstance(cell, str) and re.fullmatch(r"\[\w+\]", cell)
    }
    assert shown <= set(MEANING)
    told = {row["Mark"]: row["Meaning"] for row in rows_of(folder / "a.xlsx", "Shorthand")}
    assert told == MEANING


def test_figures_are_rounded_and_stand_beside_their_comparators(folder):
    rows = rows_of(folder / "a.xlsx", "Child protection")
    own = next(r for r in rows if (r["Code"][-3:], r["Indicator"]) == ("904", "Conferences"))
    assert own["Value"] == 125.7
    assert own["Region\N{RIGHT SINGLE QUOTATION MARK}s figure"] == 111.4
    first = next(r for r in rows if (r["Code"][-3:], r["Indicator"]) == ("901", "Conferences"))
    assert first["Neighbours\N{RIGHT SINGLE QUOTATION MARK} median"] == 99.9
    assert first["Own past"] == "[x]"


def test_text_from_outside_is_text(folder):
    page = openpyxl.load_workbook(folder / "a.xlsx")["Child protection"]
    cell = next(cell for cell in page["A"] if cell.value == "=2+3")
    assert cell.data_type == "s"
    assert not page._hyperlinks
    doubt = rows_of(folder / "a.xlsx", "Data quality")[0]
    assert doubt["What was found"] == "cp plans went up $ $all$ $ at once"
    assert doubt["Period"] == "October 2025"


def test_offers_stand_by_action_and_name_without_a_score(folder):
    rows = rows_of(folder / "a.xlsx", "Offers proposed")
    assert [(r["Action"], r["Authority"]) for r in rows] == [
        ("Routine review", "Aldermoor"), ("Routine review", "Eskowen"),
        ("Targeted peer review", "Dunmere"),
    ]  # fmt: skip
    every = " ".join(str(c) for page in sheets(folder / "a.xlsx").values() for x in page for c in x)
    assert "out of 100" not in every
    assert not re.search(r"\b4[012]\.0\b", every)


def test_no_sheet_where_there_is_nothing_to_say(facts, figures):
    public = replace(
        facts, edition=Edition("public", "", ""), recommendations={}, offers={}, scores={},
        findings=[], local_findings={}, contributions={},
    )  # fmt: skip
    names = [sheet.name for sheet in edition_workbook(public, figures).sheets]
    assert names == ["Child protection", "Definitions", "Sources", "Shorthand"]
    own = [sheet.name for sheet in authority_workbook(public, figures, "902").sheets]
    assert "Risk of decline" not in own
    assert "Offers made" not in own


def test_an_authority_sees_itself_and_its_neighbours(facts, figures):
    own = replace(facts, edition=Edition("authority", "901", "Aldermoor"))
    book = edition_workbook(own, figures)
    listed = {row[0] for sheet in book.sheets if len(sheet.columns) == 12 for row in sheet.rows}
    assert listed == {"Aldermoor", "Dunmere"}
    offers = next(sheet for sheet in book.sheets if sheet.name == "Offers proposed")
    assert [row[1] for row in offers.rows] == ["Aldermoor"]
    with pytest.raises(UsageError, match="Dunmere: this edition"):
        authority_workbook(own, figures, "904")


def test_an_authority_has_every_year_and_what_its_score_is_made_of(folder):
    rows = rows_of(folder / "own.xlsx", "Child protection")
    assert {row["Authority"] for row in rows} == {"Aldermoor"}
    assert [row["Period"] for row in rows if row["Indicator"] == "Conferences"] == [
        "the year to 31 March 2024", "the year to 31 March 2025",
    ]  # fmt: skip
    parts = rows_of(folder / "own.ods", "Risk of decline")
    assert [part["Points"] for part in parts] == [41.0]


def test_a_cell_of_hostile_words_is_text_in_the_ods(facts, figures, tmp_path):
    book = edition_workbook(facts, figures)
    sheet = replace(book.sheets[0], rows=(("<text:p>&amp; \uffff]]>",) * 12,), decimals={})
    write_ods(replace(book, sheets=(sheet,)), tmp_path / "a.ods")
    *_, last = sheets(tmp_path / "a.ods")[sheet.name]
    assert last == ["<text:p>&amp; ]]>"] * 12


def test_every_style_of_a_cell_is_in_the_file(folder):
    named = re.compile(r'style:name="(\w+)"')
    there = {*named.findall(zipped(folder / "a.ods", "styles.xml")),
             *named.findall(zipped(folder / "a.ods"))}  # fmt: skip
    used = set(re.findall(r'table:style-name="(\w+)"', zipped(folder / "a.ods")))
    assert {"wrapped", "right", "number1"} <= used <= there


def test_charts_carry_their_text_alternative(folder):
    drawing = zipped(folder / "own.xlsx", "xl/drawings/drawing1.xml")
    assert re.findall(r'descr="([^"]*)"', drawing) == [ALT, "Level."]
    assert ALT in zipped(folder / "own.ods")
    assert "drawings" not in " ".join(zipfile.ZipFile(folder / "a.xlsx").namelist())


def test_the_same_data_give_the_same_bytes(connection, folder, tmp_path):
    facts = load(connection)
    figures = load_figures(connection, facts.indicators)
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        write_xlsx(authority_workbook(facts, figures, "901", PICTURES), tmp_path / "own.xlsx")
        write_ods(authority_workbook(facts, figures, "901", PICTURES), tmp_path / "own.ods")
        write_xlsx(edition_workbook(facts, figures), tmp_path / "a.xlsx")
        write_ods(edition_workbook(facts, figures), tmp_path / "a.ods")
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (folder / path.name).read_bytes(), path.name


def places() -> set[tuple[str, str, str]]:
    return {(code, f"X06000{code}", name) for code, (name, _) in PLACES.items()}


def screened(lines, known) -> list[tuple[str, str, str, int]]:
    table = next(
        t for t in load_definitions(REFERENCE).tables.values()
        if t.layout == "open_data" and not t.national_only
    ).model_copy(update={"filters": {}})  # fmt: skip
    rows = [list(line) for line in lines[1:]]
    return screening.screen(lines[0], rows, list(range(2, len(lines) + 1)), table, known)


def test_open_data_pass_the_publishers_own_rules(facts, figures):
    data, meta = open_data(facts, figures)
    assert screened(data, places()) == []
    broken = [data[0], (*data[1][:-1], "n/a"), *data[2:]]
    assert [rule for rule, *_ in screened(broken, places())] == ["no_value_text"]
    assert meta[0][:3] == ("col_name", "col_type", "label")
    assert {line[0] for line in meta[1:]} == set(data[0][10:])
    assert {line[1] for line in meta[1:]} == {"Indicator"}
    assert max(len(line[2]) for line in meta) <= 100


def test_open_data_hold_what_the_workbook_holds(facts, figures, folder):
    data, _ = open_data(facts, figures)
    rows = [dict(zip(data[0], line, strict=True)) for line in data[1:]]
    newest = {
        row["old_la_code"]: row["icpc_rate"]
        for row in rows
        if (row["time_period"], row["geographic_level"]) == ("2025", "Local authority")
    }
    book = rows_of(folder / "a.xlsx", "Child protection")
    shown = {r["Code"][-3:]: r["Value"] for r in book if r["Indicator"] == "Conferences"}
    assert newest["902"] == "c"
    assert shown["902"] == "[c]"
    assert {code: str(cell).strip("[]") for code, cell in shown.items()} == newest


def test_a_name_like_a_formula_is_quoted_in_the_csv(connection, tmp_path):
    written = write_books(connection, tmp_path)
    assert [path.name for path in written] == [
        "indicators-consortium.xlsx", "indicators-consortium.ods", "indicators-consortium.csv",
        "indicators-consortium.meta.csv",
    ]  # fmt: skip
    assert ",'=2+3," in written[2].read_text()


def test_the_command_writes_and_names_its_files(tmp_path):
    with duckdb.connect(str(tmp_path / "w.duckdb")) as kept:
        kept.execute("create table a (b integer)")
    source = nation()
    source.execute(f"attach '{tmp_path / 'n.duckdb'}' as kept")
    source.execute("copy from database memory to kept")
    source.close()
    words = ("--warehouse", tmp_path / "n.duckdb", "--to", tmp_path / "out")
    done = earlywarning("workbook", "aldermoor", *words)
    assert done.returncode == 0, done.stderr
    assert [Path(line).name for line in done.stdout.splitlines()] == [
        "901-aldermoor.xlsx", "901-aldermoor.ods",
    ]  # fmt: skip
    assert earlywarning("workbook", "--tier", "region", *words).returncode == 2
    own = earlywarning("workbook", "901", "--tier", "authority", *words)
    assert own.returncode == 0, own.stderr
    assert len(own.stdout.splitlines()) == 6

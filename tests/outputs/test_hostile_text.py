"""Hostile text in names, messages and free text reaches database, pages and CSV harmless."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import duckdb
import pytest

from earlywarning.hostile import harmless
from earlywarning.run.share import DATABASE, Wanted, share
from earlywarning.warehouse import build
from earlywarning.warehouse.build import run_sql
from earlywarning.warehouse.connect import open_published
from earlywarning.warehouse.publish import publish
from tests.conftest import REFERENCE, earlywarning
from tests.outputs.test_site import Page, fill

pytestmark = pytest.mark.whole

TURNED = "\N{RIGHT-TO-LEFT OVERRIDE}daeh\N{POP DIRECTIONAL FORMATTING}\N{RIGHT-TO-LEFT MARK}"
HOSTILE = {
    "markup": "<img src=x onerror=alert(1)></td></table><script>alert('m')</script>",
    "attribute": '" onmouseover="alert(1)" x=\'',
    "template": "{{ 7 * 191 }}{% include 'base.html' %}",
    "sql": "x'); drop table score; --",
    "formula": '=HYPERLINK("http://127.0.0.1/","open")',
    "turned": f"{TURNED}\x1b[31mred\x07\x00end",
    "long": "A" * 1_000_000 + "<script>",
}
TAGS = {"iframe", "object", "embed", "base"}
# What our pages hold of these is a drawing, the search of the first page, or the comparison.
OURS = {
    "img": re.compile(r"data:image/svg\+xml;base64,[\w+/=]+"),
    "script": re.compile(r"(search(-index)?|compare(-data)?|(\.\./)+(typeface|take))\.js"),
}


def overwrite(connection: duckdb.DuckDBPyConnection, table: str, column: str, text: str) -> None:
    """Set a column of text, or of lists of text, to a text in every row."""
    (kind,) = connection.execute(
        "select data_type from duckdb_columns() "
        "where table_name = $table and column_name = $column",
        {"table": table, "column": column},
    ).fetchone()
    given = [text] if kind == "VARCHAR[]" else text
    connection.execute(f"update {table} set {column} = $given", {"given": given})


def plant(connection: duckdb.DuckDBPyConnection, text: str) -> None:
    """Put a text wherever a person or a file outside can bring one in."""
    fill(connection)
    for table, columns in {
        "local_authority": ("la_name",),
        "finding": ("message", "file_name", "source"),
        "intake": ("message",),
        "soft_item": ("flag", "source_kind", "recorded_by"),
        "contribution": ("explanation", "item", "title", "subject"),
        "line_of_enquiry": ("question",),
        "recommendation": (
            "scope",
            "reasons",
            "lines_of_enquiry",
            "supporters",
            "for_nothing",
            "for_nothing_names",
            "for_nothing_shown",
            "to_consider",
            "enablers_covered",
            "dates_note",
            "caller",
        ),
        "offer": ("reason", "found", "decided_by", "state"),
        "offer_reply": ("text", "plan", "replied_by"),
        "offer_finding": ("subject", "finding"),
        "offer_outcome": ("name", "seen"),
        "signal": ("explanation",),
        "pattern_match": ("explanation", "matched_signs", "not_known_signs"),
        "inspection": ("grade", "inspection_type"),
        "peer_review": ("led_by_old_la_code", "status"),
        "release": ("title", "source"),
        "score": ("note", "band", "band_meaning"),
        "indicator": ("name", "unit", "why_it_matters"),
    }.items():
        for column in columns:
            overwrite(connection, table, column, text)


@pytest.fixture(scope="module", params=HOSTILE)
def shared(request, tmp_path_factory) -> tuple[str, Path, Path]:
    place = tmp_path_factory.mktemp("hostile")
    text = HOSTILE[request.param]
    building = build.begin(place / "w.builds", "w")
    run_sql(building, start=32)
    plant(building.connection, text)
    publish(building, place / "w.duckdb", "w")
    register = place / "register.csv"
    with register.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["item", "text"], ["SI-1", text.replace("\x00", "")]])
    with duckdb.connect(str((place / "w.duckdb").resolve())) as connection:
        connection.execute("update soft_item set item = 'SI-1'")
    share(Wanted("consortium", register=register), place / "to", place / "w.duckdb", REFERENCE)
    return text, place / "to", place / "w.duckdb"


def test_the_database_holds_it_as_it_was_written(shared):
    text, folder, _ = shared
    with open_published(folder / DATABASE) as connection:
        assert connection.execute("select text from soft_text").fetchall() == [
            (text.replace("\x00", ""),)
        ]
        assert connection.execute("select distinct message from finding").fetchall() == [(text,)]
        assert connection.execute("select count(*) from score").fetchone() == (1,)


def test_the_pages_hold_it_as_text_only(shared):
    text, folder, _ = shared
    pages = {path: Page(path) for path in folder.rglob("*.html")}
    assert len([path for path in pages if path.parent.name == "authority"]) == 3
    for path, page in pages.items():
        assert not TAGS & {tag for tag, _ in page.tags}, path
        for tag, attrs in page.tags:
            if tag in OURS:
                assert OURS[tag].fullmatch(attrs.get("src") or ""), (path, attrs)
        assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
        assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f]", page.raw)
        assert "1337" not in page.text
        assert len(page.raw) < 600_000, path
        assert len(path.name) < 100
    told = " ".join(page.text for page in pages.values())
    words = "red" if "red\x07" in text else text[:20]
    assert " ".join(words.split()) in told


def test_a_script_holds_it_as_a_text_of_data_only(shared):
    text, folder, _ = shared
    told = (folder / "compare-data.js").read_text(encoding="utf-8")
    assert "</" not in told
    found = re.fullmatch(r"var COMPARED = (.*);\n", told)
    names = [one["name"] for one in json.loads(found[1])["authorities"]]
    assert {name[:10] for name in names} == {harmless_name(text)[:10]}
    assert not re.search("[\u200e\u200f\u202a-\u202e\u2028\u2029\x00-\x09\x0b-\x1f]", told)


def harmless_name(text: str) -> str:
    return re.sub("[\u200e\u200f\u202a-\u202e\x00-\x08\x0b-\x1f]", "", text)


def test_the_drawings_hold_it_as_text_only(shared):
    _, folder, _ = shared
    drawings = list((folder / "charts").glob("*.svg"))
    assert drawings
    for path in drawings:
        tags = {element.tag.rpartition("}")[2] for element in ET.parse(path).iter()}
        assert not tags & {*TAGS, *OURS, "a", "image", "use", "foreignObject"}, path
        assert path.stat().st_size < 30_000


def test_a_query_gives_every_text_as_it_is(shared):
    """An answer as CSV is read by programs: what guards spreadsheets is in the workbooks."""
    text, folder, warehouse = shared
    csv.field_size_limit(2_000_000)
    for file in (folder / DATABASE, warehouse):
        done = earlywarning(
            "query", "select old_la_code, la_name, -1.5 as number, '-2' as told from"
            " local_authority order by 1", "--format", "csv", "--warehouse", file,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        rows = list(csv.reader(io.StringIO(done.stdout, newline="")))
        assert len(rows) == 4
        assert [len(row) for row in rows] == [4] * 4
        for row in rows[1:]:
            assert row[2:] == ["-1.5", "-2"]
            assert row[1] == text


def test_a_screen_is_given_no_control_characters(shared):
    _, folder, warehouse = shared
    asked = ("query", "select la_name from local_authority", "--warehouse", folder / DATABASE)
    shared_again = ("share", "--tier", "authority", "--authority", "902", "--warehouse", warehouse)
    for words in (asked, (*shared_again, "--to", folder.with_name("again"))):
        done = earlywarning(*words)
        assert done.returncode == 0, done.stderr
        assert not re.search("[\u200e\u200f\u202a-\u202e\x00-\x08\x0b-\x1f]", done.stdout)


@pytest.mark.parametrize(
    ("cell", "held"),
    [("=1+1", "'=1+1"), ("+44 1", "'+44 1"), ("-cmd|x", "'-cmd|x"), ("@SUM(A1)", "'@SUM(A1)"),
     ("\t=1", "'\t=1"), ("-5", "-5"), ("+0.5", "+0.5"), ("plain", "plain"), ("", ""),
     (-5, -5), (None, None), ("a=1", "a=1")],
)  # fmt: skip
def test_only_text_that_begins_like_a_formula_is_marked(cell, held):
    assert harmless(cell) == held

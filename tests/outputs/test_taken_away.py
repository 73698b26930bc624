"""A chart that is taken away: its figures as CSV, the picture with its typeface."""

from __future__ import annotations

import base64
import csv
import io
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from earlywarning.reports.charts.chart import csv_address, csv_of
from earlywarning.reports.site import write_site
from tests.outputs.test_site import fill
from tests.support.browser import browser
from tests.support.laid_out import laid_out

PNG = b"\x89PNG"
HEAD = ("Year", "Here")


def test_figures_are_numbers_for_a_program_and_a_marker_stays():
    told = csv_of(HEAD, [("2024", "1,204.5"), ("2025", "\N{MINUS SIGN}3"), ("2026", "-")])
    assert list(csv.reader(io.StringIO(told)))[1:] == [
        ["2024", "1204.5"], ["2025", "-3"], ["2026", "-"],
    ]  # fmt: skip


def test_text_that_would_be_a_formula_is_text():
    assert csv_of(HEAD, [("=1+1", "a")]).splitlines()[-1] == "'=1+1,a"


def test_the_address_holds_the_figures_whole():
    lines = [("a & b", 'said "1,5" %'), ("é", "#")]
    kind, _, held = csv_address(HEAD, lines).partition(",")
    assert kind == "data:text/csv;charset=utf-8"
    assert not set(held) & set(' "<>#&')
    assert unquote(held) == csv_of(HEAD, lines)


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder: Path = tmp_path_factory.mktemp("taken")
    connection = laid_out()
    fill(connection)
    write_site(connection, folder)
    with browser() as opened:
        page = opened.new_context(accept_downloads=True).new_page()
        page.goto((folder / "authority/902-aldermoor/figures.html").as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        yield page


def taken(page: Any, what: str) -> tuple[str, bytes]:
    with page.expect_download() as waited:
        page.locator(".away").first.get_by_text(what).first.click()
    return waited.value.suggested_filename, Path(waited.value.path()).read_bytes()


def test_a_browser_gives_a_png_from_a_file_without_a_server(figures):
    name, held = taken(figures, "PNG")
    assert name.endswith(".png")
    assert held.startswith(PNG)
    assert len(held) > 10_000


def test_the_svg_that_leaves_carries_title_source_and_typeface(figures):
    name, held = taken(figures, "SVG")
    assert name.endswith("-line.svg")
    told = held.decode()
    assert "Referral rate, rate per 10,000 children" in told.replace("</text>", "")
    assert "dashed: England" in told
    face = base64.b64decode(told.partition("font/otf;base64,")[2].partition(")")[0])
    assert face.startswith(b"OTTO")
    assert "prefers-color-scheme" not in told


def test_the_figures_are_taken_without_a_script(figures):
    name, held = taken(figures, "CSV")
    assert name.endswith("-line.csv")
    assert held.decode().startswith("Year,Aldermoor,")

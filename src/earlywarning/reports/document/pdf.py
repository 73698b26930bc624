"""Documents as tagged PDFs (PDF/UA-1, A4) set by Typst in one typeface; same in, same out."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import typst

from earlywarning.errors import EarlyWarningError
from earlywarning.reports.charts.chart import Chart
from earlywarning.reports.document.blocks import Document
from earlywarning.reports.document.flat import flat
from earlywarning.reports.document.glyphs import FONTS, drawable
from earlywarning.reports.phrases import day

TEMPLATE = Path(__file__).parents[1] / "templates" / "document.typ"
STANDARD = ["ua-1"]
# Half a line at the head or foot of a page holds no more than this.
SHORT = 76
# Where a document has no day: the file still has to be the same each time.
NO_DAY = dt.date(2000, 1, 1)
PICTURE = b"""#set page(width: auto, height: auto, margin: 0pt, fill: white)
#image(bytes(sys.inputs.svg), format: "svg")
"""


def as_pdf(document: Document) -> bytes:
    """Return a document as a PDF: tagged, titled, in British English, with bookmarks.

    The bytes depend on the document alone; the file's date is the document's as-of day.

    Raises:
        EarlyWarningError: if a chart's picture cannot be read or the document cannot be set.
    """
    view = flat(document)
    shown = f"Known on {day(document.day)}" if document.day else ""
    view["short_marks"] = [*(_first(mark) for mark in view["marks"]), *filter(None, [shown])]
    view["short_title"], view["short_subtitle"] = _short(view["title"]), _short(view["subtitle"])
    file_title = view["title"]
    data = json.dumps({**_each(view, drawable), "file_title": file_title}, ensure_ascii=False)
    return _compiled(
        document.title,
        TEMPLATE.read_bytes(),
        sys_inputs={"data": data},
        format="pdf",
        pdf_standards=STANDARD,
        timestamp=_timestamp(document.day),
    )


def picture_png(chart: Chart, ppi: float = 192) -> bytes:
    """Return a chart's picture as PNG, for files that cannot hold SVG; `ppi` is dots per inch.

    Raises:
        EarlyWarningError: if the picture cannot be read.
    """
    given = {"svg": chart.svg}
    return _compiled(chart.name, PICTURE, sys_inputs=given, format="png", ppi=ppi)


def _compiled(name: str, source: bytes, **options: Any) -> bytes:
    try:
        made = _compiler().compile(source, **options)
    except typst.TypstError as error:
        raise EarlyWarningError(f"{name[:80]}: cannot be set in print: {error}") from error
    if not isinstance(made, bytes):
        raise EarlyWarningError(f"{name[:80]}: a picture of one page became several")
    return made


@cache
def _compiler() -> typst.Compiler:
    """Return the one compiler of this process: reading the typefaces takes longer than setting.

    It keeps threads, so processes that set documents are spawned: after a fork it would wait for
    threads that are not there.
    """
    return typst.Compiler(font_paths=[FONTS], ignore_system_fonts=True)


def _timestamp(known: dt.date | None) -> dt.datetime:
    return dt.datetime.combine(known or NO_DAY, dt.time(), tzinfo=dt.UTC)


def _first(mark: str) -> str:
    """Return what a mark begins with, for the footer; the whole of it stands on page one."""
    return _short(mark.split(". ")[0].split(": ")[0].rstrip("."))


def _short(text: str) -> str:
    return text if len(text) <= SHORT else text[: SHORT - 1] + "\N{HORIZONTAL ELLIPSIS}"


def _each(value: Any, change: Callable[[str], str]) -> Any:
    """Return nested lists and dictionaries with each text changed, pictures left alone."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_each(one, change) for one in value]
    if isinstance(value, dict):
        return {k: one if k == "svg" else _each(one, change) for k, one in value.items()}
    return value

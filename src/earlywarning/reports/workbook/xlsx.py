"""Writes a workbook as XLSX in the government's layout for accessible spreadsheets."""

from __future__ import annotations

import datetime as dt
import re
import struct
import warnings
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd

from earlywarning.reports.workbook.model import PICTURES, PICTURES_TITLE, Drawn, Sheet, Workbook

# Text is text: nothing that comes from outside becomes a formula, a link or a number. And no part
# is written to a temporary file first: whoever is killed would leave sheets lying open.
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# Two wide columns can be read; eight of them print too small.
WIDEST, WIDE, MANY = 60, 34, 6
NARROWEST = 10
COVER = 90
# Not every reader works out the height of wrapped lines for itself; points a line.
LINE = 16
CAPTION_ROWS = 2
LINE_PIXELS = 20
SCREEN = 96
PAGE_ROWS = 46
LONGEST_ALT = 2000


def write_xlsx(workbook: Workbook, path: Path) -> Path:
    """Write the file and return its path; the same workbook gives the same bytes."""
    import gptables

    sheets = (workbook.contents(), *workbook.sheets)
    tables = {sheet.name: _table(sheet) for sheet in sheets}
    cover = gptables.Cover(workbook.title, intro=list(workbook.cover), width=COVER)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="No note text provided")
        book = gptables.produce_workbook(
            path.as_posix(),
            tables,
            cover=cover,
            contentsheet_label=None,
            auto_width=False,
            workbook_options=OPTIONS,
        )
    _tall(book.get_worksheet_by_name("Cover"), 2, [len(line) for line in workbook.cover], COVER)
    for sheet in sheets:
        _set_out(book.get_worksheet_by_name(sheet.name), sheet, tables[sheet.name])
    _link(book, workbook, tables["Contents"])
    if workbook.pictures:
        _draw(book, workbook.pictures)
    book.set_properties(
        {
            "title": workbook.title,
            "subject": workbook.subject,
            "author": workbook.author,
            "language": "en-GB",
            "created": dt.datetime(*workbook.created, tzinfo=dt.UTC).replace(tzinfo=None),
        }
    )
    book.close()
    return path


def _table(sheet: Sheet) -> Any:
    import gptables

    formats = [
        {"cell": {"cells": (row + 1, column), "format": {"num_format": _digits(many)}}}
        for (row, column), many in sorted(sheet.decimals.items())
        if many
    ]
    formats.append({"column": {"columns": list(sheet.columns), "format": {"valign": "top"}}})
    first = [c for c, name in enumerate(sheet.columns) if c and not _is_number(sheet, c)]
    after = [sheet.columns[c] for c in first if _is_number(sheet, c - 1)]
    if after:
        # Words beside right-aligned numbers would touch them.
        formats.append({"column": {"columns": after, "format": {"indent": 1}}})
    return gptables.GPTable(
        pd.DataFrame(list(sheet.rows), columns=list(sheet.columns)).astype(object),
        table_name=re.sub(r"\W", "_", sheet.name).lower() + "_table",
        title=sheet.title,
        instructions=sheet.notes[0],
        legend=list(sheet.notes[1:]),
        index_columns={2: 0},
        additional_formatting=formats,
    )


def _is_number(sheet: Sheet, column: int) -> bool:
    return any(not isinstance(row[column], str) for row in sheet.rows)


def _digits(many: int) -> str:
    return "#,##0." + "0" * many


def widths(sheet: Sheet) -> list[int]:
    """Return the width of each column in characters: the longest of most cells, within bounds."""
    widest = WIDEST if len(sheet.columns) < MANY else WIDE
    out = []
    for column, name in enumerate(sheet.columns):
        lengths = [len(str(row[column])) for row in sheet.rows]
        longest = max([*lengths, max(map(len, name.split()))], default=NARROWEST)
        out.append(min(max(longest + 2, NARROWEST), widest))
    return out


def _tall(page: Any, first: int, lengths: list[int], width: int) -> None:
    for number, length in enumerate(lengths):
        page.set_row(first + number, LINE * max(1, -(-length // (width - 8))))


def _set_out(page: Any, sheet: Sheet, table: Any) -> None:
    """Set widths and heights, and keep the headings and the first column in sight."""
    wide = widths(sheet)
    for column, width in enumerate(wide):
        page.set_column(column, column, width)
    head = table.data_range[0]
    for number, row in enumerate((sheet.columns, *sheet.rows)):
        full = max(-(-len(str(cell)) // max(w - 2, 1)) for cell, w in zip(row, wide, strict=True))
        page.set_row(head + number, LINE * max(full, 2 if number == 0 else 1))
    page.freeze_panes(table.data_range[0] + 1, 1)
    _printed(page)
    page.repeat_rows(table.data_range[0])


def _printed(page: Any) -> None:
    """Print on A4, as wide as the page and as long as it takes."""
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _link(book: Any, workbook: Workbook, table: Any) -> None:
    page = book.get_worksheet_by_name("Contents")
    style = book.add_format(
        {"font_name": "Arial", "font_size": 12, "underline": 1, "color": "blue"}
    )
    for number, row in enumerate(workbook.contents().rows):
        name = str(row[0])
        page.write_url(
            table.data_range[0] + 1 + number, 0, f"internal:'{name}'!A1", style, string=name
        )


def _draw(book: Any, pictures: tuple[Drawn, ...]) -> None:
    """Set the charts one below the other, each under its caption and with its text alternative."""
    page = book.add_worksheet(PICTURES, gridlines="hide_all")
    text = book.add_format({"font_name": "Arial", "font_size": 12})
    heading = book.add_format({"font_name": "Arial", "font_size": 16, "bold": True})
    page.set_paper(9)
    page.write_string(0, 0, PICTURES_TITLE, heading)
    page.write_string(1, 0, "Each chart shows figures of the other worksheets.", text)
    row = top = CAPTION_ROWS + 1
    breaks = []
    for number, one in enumerate(pictures, 1):
        tall = height(one.png) * SCREEN // one.dots // LINE_PIXELS + CAPTION_ROWS + 2
        if row + tall - top > PAGE_ROWS:
            breaks.append(row)
            top = row
        page.write_string(row, 0, one.caption, text)
        page.insert_image(
            row + 1, 0, f"chart{number}.png",
            {
                "image_data": BytesIO(one.png), "description": one.alt[:LONGEST_ALT],
                "x_scale": SCREEN / one.dots, "y_scale": SCREEN / one.dots,
            },
        )  # fmt: skip
        row += tall
    page.set_h_pagebreaks(breaks)


def height(png: bytes) -> int:
    """Return the height of a PNG picture in pixels."""
    return int(struct.unpack(">I", png[20:24])[0])

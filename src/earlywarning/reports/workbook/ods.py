"""Writes a workbook as ODS: the same sheets, headings, notes and cells as the XLSX."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from odf import dc, meta
from odf.element import Element, Text
from odf.number import Number, NumberStyle
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import (
    ParagraphProperties,
    Style,
    TableCellProperties,
    TableColumnProperties,
    TextProperties,
)
from odf.table import (
    DatabaseRange,
    DatabaseRanges,
    Table,
    TableCell,
    TableColumn,
    TableHeaderRows,
    TableRow,
)
from odf.text import A, P

from earlywarning.reports.workbook import ods_view
from earlywarning.reports.workbook.model import PICTURES, PICTURES_TITLE, Cell, Sheet, Workbook
from earlywarning.reports.workbook.xlsx import widths

CHARACTER = 0.22
COVER = 90
# What no XML file may hold.
UNWRITABLE = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


def write_ods(workbook: Workbook, path: Path) -> Path:
    """Write the file and return its path; the same workbook gives the same bytes.

    Charts are in the XLSX; here their captions and text alternatives stand in their place.
    """
    # The library keeps the namespaces of every file it met before, and would write them here.
    Element.namespaces.clear()
    book = OpenDocumentSpreadsheet()
    styles = _Styles(book)
    book.spreadsheet.addElement(_cover(workbook, styles))
    for sheet in (workbook.contents(), *workbook.sheets):
        book.spreadsheet.addElement(_page(sheet, styles))
    if workbook.pictures:
        book.spreadsheet.addElement(_told(workbook, styles))
    ods_view.set_out(book, (workbook.contents(), *workbook.sheets))
    _ranges(book, (workbook.contents(), *workbook.sheets))
    _properties(book, workbook)
    raw = BytesIO()
    book.write(raw)
    path.write_bytes(_same_bytes(raw.getvalue(), workbook.created))
    return path


class _Styles:
    """The few styles, made once."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.columns: dict[int, Any] = {}
        self.numbers: dict[int, str] = {}
        self.title = self._style("title", size="16pt", weight="bold")
        self.heading = self._style("heading", weight="bold", wrapoption="wrap", border=True)
        self.text = self._style("text")
        self.wrapped = self._style("wrapped", wrapoption="wrap", left="0.15cm")
        self.right = self._style("right", wrapoption="wrap", end=True)

    def _style(
        self, name: str, *, size: str = "12pt", weight: str = "normal", wrapoption: str = "no-wrap",
        border: bool = False, end: bool = False, left: str = "0cm", shape: Any = None,
    ) -> str:  # fmt: skip
        """Make a cell style that says all, and return its name."""
        style = Style(name=name, family="table-cell", **({"datastylename": shape} if shape else {}))
        lined = {"borderbottom": "1pt solid #000000"} if border else {}
        style.addElement(TableCellProperties(wrapoption=wrapoption, verticalalign="top", **lined))
        # Words beside right-aligned numbers would touch them.
        turned = {"textalign": "end"} if end else {"marginleft": left, "textalign": "start"}
        style.addElement(ParagraphProperties(**turned))
        style.addElement(
            TextProperties(
                fontsize=size, fontweight=weight, fontfamily="Arial", language="en", country="GB"
            )
        )
        self.book.styles.addElement(style)
        return name

    def number(self, decimals: int) -> str:
        """Return the name of the style of numbers with so many decimals."""
        if decimals not in self.numbers:
            shape = NumberStyle(name=f"n{decimals}")
            shape.addElement(Number(decimalplaces=decimals, minintegerdigits=1, grouping=True))
            self.book.styles.addElement(shape)
            self.numbers[decimals] = self._style(f"number{decimals}", end=True, shape=shape)
        return self.numbers[decimals]

    def column(self, width: int) -> Any:
        """Return the style of columns so many characters wide."""
        if width not in self.columns:
            style = Style(name=f"column{width}", family="table-column")
            style.addElement(TableColumnProperties(columnwidth=f"{width * CHARACTER:.2f}cm"))
            self.book.automaticstyles.addElement(style)
            self.columns[width] = style
        return self.columns[width]


def _cover(workbook: Workbook, styles: _Styles) -> Any:
    lines = [_text(workbook.title, styles.title), _text("Introductory information", styles.heading)]
    return _lines("Cover", lines + [_text(line, styles.wrapped) for line in workbook.cover], styles)


def _told(workbook: Workbook, styles: _Styles) -> Any:
    lines = [PICTURES_TITLE, "The charts themselves are in the XLSX file; here they are in words."]
    lines += [text for one in workbook.pictures for text in (one.caption, one.alt)]
    return _lines(PICTURES, [_text(line, styles.wrapped) for line in lines], styles)


def _lines(name: str, cells: list[Any], styles: _Styles) -> Any:
    """Return a sheet without a table: one line below the other."""
    page = Table(name=name)
    page.addElement(TableColumn(stylename=styles.column(COVER)))
    for cell in cells:
        page.addElement(_line([cell]))
    return page


def _page(sheet: Sheet, styles: _Styles) -> Any:
    page = Table(name=sheet.name)
    for width in widths(sheet):
        page.addElement(TableColumn(stylename=styles.column(width)))
    page.addElement(_line([_text(sheet.title, styles.title)]))
    for note in sheet.notes:
        page.addElement(_line([_text(note, styles.text)]))
    head = TableHeaderRows()
    head.addElement(_line([_text(name, styles.heading) for name in sheet.columns]))
    page.addElement(head)
    if sheet.name == "Contents":
        for name, told in sheet.rows:
            page.addElement(_line([_to(str(name), styles), _text(str(told), styles.wrapped)]))
    else:
        page.appendChild(_Ready("".join(_rows(sheet, styles))))
    return page


class _Ready(Text):  # type: ignore[misc]
    """Rows as they are written: an element for each cell took twenty times as long."""

    def toXml(self, _: int, file: Any) -> None:  # noqa: N802  (the library's name)
        """Write them; what stands in cells is escaped."""
        file.write(self.data)


def _rows(sheet: Sheet, styles: _Styles) -> Iterator[str]:
    for number, row in enumerate(sheet.rows):
        yield "<table:table-row>"
        for column, cell in enumerate(row):
            yield _cell(cell, sheet.decimals.get((number, column), 0), styles)
        yield "</table:table-row>"


def _line(cells: list[Any]) -> Any:
    row = TableRow()
    for cell in cells:
        row.addElement(cell)
    return row


def _cell(cell: Cell, decimals: int, styles: _Styles) -> str:
    if isinstance(cell, str):
        style = styles.right if cell.startswith("[") else styles.wrapped
        kind, shown = 'office:value-type="string"', escape(UNWRITABLE.sub("", cell))
    else:
        # A period is a number without a thousands mark; figures carry their decimals.
        style = styles.number(decimals) if isinstance(cell, float) else styles.right
        kind = f'office:value-type="float" office:value="{cell!r}"'
        shown = f"{cell:.{decimals}f}" if isinstance(cell, float) else str(cell)
    return (
        f'<table:table-cell {kind} table:style-name="{style}"><text:p>{shown}</text:p>'
        "</table:table-cell>"
    )


def _text(text: str, style: str) -> Any:
    made = TableCell(valuetype="string", stylename=style)
    made.addElement(P(text=text))
    return made


def _to(name: str, styles: _Styles) -> Any:
    made = TableCell(valuetype="string", stylename=styles.wrapped)
    words = P()
    words.addElement(A(href=f"#'{name}'.A1", type="simple", text=name))
    made.addElement(words)
    return made


def _ranges(book: Any, sheets: tuple[Sheet, ...]) -> None:
    """Name each table, as the XLSX does."""
    ranges = DatabaseRanges()
    for sheet in sheets:
        first = len(sheet.notes) + 2
        last = first + len(sheet.rows)
        end = chr(ord("A") + len(sheet.columns) - 1)
        name = "".join(c if c.isalnum() else "_" for c in sheet.name).lower() + "_table"
        place = f"'{sheet.name}'"
        ranges.addElement(
            DatabaseRange(name=name, targetrangeaddress=f"{place}.A{first}:{place}.{end}{last}")
        )
    book.spreadsheet.addElement(ranges)


def _properties(book: Any, workbook: Workbook) -> None:
    day = f"{dt.date(*workbook.created).isoformat()}T00:00:00"
    book.meta.childNodes.clear()
    for element, text in (
        (dc.Title(), workbook.title), (dc.Subject(), workbook.subject),
        (dc.Creator(), workbook.author), (dc.Language(), "en-GB"), (dc.Date(), day),
        (meta.CreationDate(), day), (meta.Generator(), "earlywarning"),
    ):  # fmt: skip
        element.addText(text)
        book.meta.addElement(element)


def _same_bytes(raw: bytes, created: tuple[int, int, int]) -> bytes:
    """Write the archive again with the as-of day instead of the clock's time."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, (*created, 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            new.writestr(info, old.read(name))
    return out.getvalue()

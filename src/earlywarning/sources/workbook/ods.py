"""What an ODS sheet's XML says that the fast reader leaves out: errors, formulas, merged cells.

A row is taken apart only where it has something of the kind in it; of all others only the last
filled cell is looked for, with all that is said to be repeated.
"""

from __future__ import annotations

import html
import re
import zipfile
from dataclasses import dataclass

from earlywarning.errors import SourceError
from earlywarning.sources.workbook import limits
from earlywarning.sources.workbook.marks import (
    FORMULA,
    IS_ERROR,
    NOT_CALCULATED,
    Marks,
    attributes,
    require_cells,
    require_plain,
)

CONTENT = "content.xml"
_TABLE = re.compile(rb"<table:table(?=[\s>])[^>]*>")
_COLUMN = re.compile(rb"<table:table-column(?=[\s>/])[^>]*>")
_ROW = re.compile(rb"(?=<table:table-row[\s>/])")
_CELL = re.compile(rb"<table:(?:covered-)?table-cell(?=[\s>/])[^>]*")
_REPEATED = re.compile(rb"number-columns-repeated=[\"'](\d{1,8})[\"']")
_TEXT = re.compile(rb"<text:p[^>]*>([^<]*)<")
_ERROR = re.compile(r"#[A-Z/0!?]+|Err:\d+")
_HIDES = re.compile(rb"visibility=[\"'](?:collapse|filter)[\"']")
_UNUSUAL = re.compile(rb"formula=|spanned=|value-type=[\"']error")
_FILLED = (b"value-type=", b"formula=")
_SHOWN = 100


def scan(archive: zipfile.ZipFile) -> dict[str, Marks]:
    """Return the marks of each sheet by its name.

    Raises:
        SourceError: if a sheet is too large to be laid out.
    """
    xml = require_plain(archive.read(CONTENT))
    tags = list(_TABLE.finditer(xml))
    ends = [tag.start() for tag in tags[1:]] + [len(xml)]
    out = {}
    for tag, end in zip(tags, ends, strict=True):
        name = html.unescape(attributes(tag.group()).get("table:name", ""))
        out[name] = _Walk(name).through(xml[tag.end() : end])
    return out


@dataclass(slots=True)
class _Cell:
    """One cell as it stands in a row, and how often."""

    column: int
    many: int
    part: bytes


class _Walk:
    """A walk down the rows of one sheet."""

    def __init__(self, name: str) -> None:
        self.name, self.marks = name, Marks()
        self.height = self.width = 0

    def through(self, xml: bytes) -> Marks:
        """Return what was met."""
        first, *rows = _ROW.split(xml)
        at = 0
        for tag in _COLUMN.findall(first):
            many = _times(attributes(tag).get("table:number-columns-repeated"))
            if _HIDES.search(tag):
                self.marks.hidden_columns += range(at, at + min(many, _SHOWN))
            at += many
        at = 0
        for part in rows:
            at += self._row(at, part)
        return self.marks

    def _row(self, at: int, part: bytes) -> int:
        head = part[: part.find(b">") + 1]
        many = _times(attributes(head).get("table:number-rows-repeated"))
        if _HIDES.search(head):
            self.marks.hidden_rows += range(at, at + min(many, _SHOWN))
        last = max(part.rfind(sign) for sign in _FILLED)
        if last >= 0:
            self._require_fit(at + many, part, last)
        if _UNUSUAL.search(part):
            for cell in _cells(part):
                self._look_at(at, many, cell)
        return many

    def _require_fit(self, height: int, part: bytes, last: int) -> None:
        end = part.find(b">", last)
        repeats = _REPEATED.findall(part[:end])
        cells = part.count(b"table-cell", 0, end) - part.count(b"</table:", 0, end)
        self.height = height
        self.width = max(self.width, cells + sum(map(int, repeats)) - len(repeats))
        require_cells(self.name, self.height, self.width)

    def _look_at(self, row: int, many: int, cell: _Cell) -> None:
        told = attributes(cell.part[: cell.part.find(b">")])
        down = _times(told.get("table:number-rows-spanned"))
        across = _times(told.get("table:number-columns-spanned"))
        if down * across > 1:
            end = (row + down - 1, cell.column + across - 1)
            self.marks.merged.append(((row, cell.column), end))
        fault = _fault(cell, told)
        if fault is None:
            return
        if many * cell.many + len(self.marks.faults) > limits.MOST_FAULTS:
            raise SourceError(
                f"sheet {self.name}: over {limits.MOST_FAULTS:,} errors", rule="error_cell"
            )
        for i in range(many):
            for j in range(cell.many):
                self.marks.faults[row + i, cell.column + j] = fault


def _cells(part: bytes) -> list[_Cell]:
    """Return the cells of a row that may be merged, an error or a formula."""
    out, column = [], 0
    found = list(_CELL.finditer(part))
    ends = [one.start() for one in found[1:]] + [len(part)]
    for one, end in zip(found, ends, strict=True):
        head = one.group()
        repeated = _REPEATED.search(head) if b"repeated" in head else None
        many = int(repeated.group(1)) if repeated else 1
        if _UNUSUAL.search(head):
            out.append(_Cell(column, many, part[one.start() : end]))
        column += many
    return out


def _fault(cell: _Cell, told: dict[str, str]) -> tuple[str, str] | None:
    text = _TEXT.search(cell.part)
    shown = html.unescape(text.group(1).decode("utf-8", "replace")).strip() if text else ""
    is_formula = "table:formula" in told
    if told.get("calcext:value-type") == "error" or (is_formula and _ERROR.fullmatch(shown)):
        return shown or "#ERROR", IS_ERROR
    if is_formula and "office:value-type" not in told:
        return FORMULA, NOT_CALCULATED
    return None


def _times(text: str | None) -> int:
    """Return how often something stands there; what is no number counts as once."""
    return int(text) if text and text.isdecimal() and len(text) < 9 else 1

"""Reads a page or a drawing: its text, tables, lists and elements, each with its line."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

from earlywarning.scan.model import Content, Element, Grid, Piece

INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "dfn", "em", "i", "kbd", "mark", "q",
    "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tspan", "u", "var", "wbr",
}  # fmt: skip
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"}
SAID = ("alt", "title", "aria-label", "content", "placeholder", "value")
LISTS = {"ul", "ol", "dl", "select", "datalist"}
ITEMS = {"li", "dt", "option"}


def read_html(path: Path, raw: str) -> Content:
    """Return what a page holds."""
    reader = _Reader(path, raw)
    reader.feed(raw)
    reader.close()
    reader.flush()
    return reader.content


def is_told(attributes: dict[str, str]) -> bool:
    """Tell whether an element says that it and all in it is one picture, and what it shows."""
    label = attributes.get("aria-label") or attributes.get("aria-labelledby")
    return attributes.get("role") == "img" and bool(label)


class _Table:
    """A table or list while it is read."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.header: tuple[str, ...] = ()
        self.rows: list[tuple[str, ...]] = []
        self.places: list[str] = []
        self.row: list[str] = []
        self.heads = 0
        self.cell: list[str] | None = None
        self.in_head = False

    def end_cell(self) -> None:
        """Keep the cell read so far, its white space made plain."""
        if self.cell is not None:
            self.row.append(" ".join("".join(self.cell).split()))
            self.cell = None

    def end_row(self, where: str) -> None:
        """Keep the row read so far: as the header if it is one, else as a row of a place."""
        self.end_cell()
        if self.row and not self.header and (self.in_head or self.heads == len(self.row) > 1):
            self.header = tuple(self.row)
        elif self.row:
            self.rows.append(tuple(self.row))
            self.places.append(where)
        self.row, self.heads = [], 0

    def grid(self) -> Grid:
        return Grid(self.where, self.header, tuple(self.rows), tuple(self.places))


class _Reader(HTMLParser):
    def __init__(self, path: Path, raw: str) -> None:
        super().__init__(convert_charrefs=True)
        self.content = Content(path, path.suffix.removeprefix(".").lower(), raw)
        self.tables: list[_Table] = []
        self.open: list[tuple[str, bool]] = []
        self.buffer: list[str] = []
        self.raw_tag = ""
        self.raw_text: list[str] = []

    @property
    def where(self) -> str:
        return f"line {self.getpos()[0]}"

    def flush(self) -> None:
        text = " ".join("".join(self.buffer).split())
        if text:
            self.content.pieces.append(Piece(self.where, text))
        self.buffer = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element, and open what it opens: a table, a cell, an item, raw text."""
        attributes = {name: value or "" for name, value in attrs}
        told = any(told for _, told in self.open)
        self.content.elements.append(Element(tag, attributes, self.where, is_told=told))
        if tag not in VOID:
            self.open.append((tag, is_told(attributes)))
        for name in SAID:
            if attributes.get(name):
                self.content.pieces.append(Piece(f"{self.where}, {name}", attributes[name]))
        if tag in ("script", "style"):
            self.raw_tag, self.raw_text = tag, []
        if tag not in INLINE:
            self.flush()
        self._open(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def _open(self, tag: str) -> None:
        if tag == "table" or tag in LISTS:
            self.tables.append(_Table(self.where))
        elif not self.tables:
            return
        elif tag == "thead":
            self.tables[-1].in_head = True
        elif tag == "tr" or tag in ITEMS:
            self.tables[-1].end_row(self.where)
        if tag in ("td", "th") or tag in ITEMS:
            self.tables[-1].end_cell()
            self.tables[-1].cell = []
            self.tables[-1].heads += tag == "th"

    def handle_endtag(self, tag: str) -> None:
        """Close an element and what was left open inside it."""
        if any(name == tag for name, _ in self.open):
            while self.open.pop()[0] != tag:
                pass
        if tag == self.raw_tag:
            last = self.content.elements.pop()
            made = Element(last.tag, last.attributes, last.where, "".join(self.raw_text))
            self.content.elements.append(made)
            self.raw_tag = ""
        if tag not in INLINE:
            self.flush()
        if self.tables:
            self._close(tag)

    def _close(self, tag: str) -> None:
        table = self.tables[-1]
        if tag in ("td", "th"):
            table.end_cell()
        elif tag == "tr" or tag in ITEMS:
            table.end_row(self.where)
        elif tag == "thead":
            table.end_row(self.where)
            table.in_head = False
        elif tag == "table" or tag in LISTS:
            table.end_row(self.where)
            self.content.grids.append(self.tables.pop().grid())

    def handle_data(self, data: str) -> None:
        """Add text to what is open: raw text, a cell, or the words of the page."""
        if self.raw_tag:
            self.raw_text.append(data)
            return
        self.buffer.append(data)
        for table in self.tables:
            if table.cell is not None:
                table.cell.append(data)

"""Reads a page or a drawing as a browser does, and every tag that stands in it besides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from justhtml import Element, JustHTML, Node, Template, Text

from earlywarning.scan import model
from earlywarning.scan.model import Content, Grid, Piece

# Cells, line, whether it is a header.
Row = tuple[tuple[str, ...], int, bool]

INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "dfn", "em", "i", "kbd", "mark", "q",
    "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tspan", "u", "var", "wbr",
}  # fmt: skip
SAID = ("alt", "title", "aria-label", "content", "placeholder", "value")
LISTS = {"ul", "ol", "dl", "select", "datalist"}
ITEMS = {"li", "dt", "option"}
PROGRAMS = {"script", "style"}
# What a browser may keep as plain text; one without scripts shows what is inside a noscript.
UNREAD = {"noscript", "noembed", "noframes", "iframe", "xmp"}


def read_html(path: Path, raw: str) -> Content:
    """Return what a page holds, malformed or not."""
    content = Content(path, path.suffix.removeprefix(".").lower(), raw)
    reader = _Reader(content)
    page = JustHTML(raw, sanitize=False, track_node_locations=True)
    reader.read(page.root, 1, is_told=False)
    reader.flush()
    content.elements += list(_left_out(content))
    for one in content.elements:
        said = [(name, one.attributes[name]) for name in SAID if one.attributes.get(name)]
        content.pieces += [Piece(f"{one.where}, {name}", value) for name, value in said]
    return content


class _Tags(HTMLParser):
    """Every start tag in the order of the file, wherever it stands."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[model.Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.found.append(model.Element(tag, attributes, f"line {self.getpos()[0]}"))


def _left_out(content: Content) -> Iterator[model.Element]:
    """Yield tags that a browser passes over: other programs do not, nor does a drawing as XML."""
    tags = _Tags()
    tags.feed(content.raw)
    tags.close()
    seen = Counter(_key(one) for one in content.elements)
    for one in tags.found:
        seen[_key(one)] -= 1
        if seen[_key(one)] < 0:
            yield one


def _key(one: model.Element) -> tuple[str, frozenset[tuple[str, str]]]:
    return one.tag, frozenset(one.attributes.items())


def is_picture(attributes: dict[str, str]) -> bool:
    """Tell whether an element says that it and all in it is one picture, and what it shows."""
    label = attributes.get("aria-label") or attributes.get("aria-labelledby")
    return attributes.get("role") == "img" and bool(label)


class _Reader:
    def __init__(self, content: Content) -> None:
        self.content = content
        self.words: list[str] = []
        self.line = 1

    def read(self, node: Node, line: int, *, is_told: bool) -> None:
        """Take in what is inside a node; `line` is that of the node."""
        for inner in inside(node, line):
            at = inner.origin_line or line
            if isinstance(inner, Text):
                if node.name not in PROGRAMS:
                    self._text(inner.text, at)
            elif isinstance(inner, Element):
                self._element(inner, at, is_told=is_told)
            elif isinstance(inner.data, str):
                # A comment: whoever looks at the source reads it.
                self.content.pieces.append(Piece(f"line {at}, comment", inner.data))

    def flush(self) -> None:
        text = " ".join("".join(self.words).split())
        if text:
            self.content.pieces.append(Piece(f"line {self.line}", text))
        self.words = []

    def _text(self, text: str, line: int) -> None:
        if not "".join(self.words).strip():
            self.line = line + text[: len(text) - len(text.lstrip())].count("\n")
        self.words.append(text)

    def _element(self, node: Element, line: int, *, is_told: bool) -> None:
        tag, where = node.name.lower(), f"line {line}"
        attributes = {name.lower(): value or "" for name, value in node.attrs.items()}
        # The parser adds what a page leaves out (html, head, body): nobody wrote that.
        if attributes or node.origin_line:
            text = node.to_text("", strip=False) if tag in PROGRAMS else ""
            self.content.elements.append(model.Element(tag, attributes, where, text, is_told))
        if tag == "table" or tag in LISTS:
            self.content.grids.append(grid_of(node, line))
        if tag not in INLINE:
            self.flush()
        self.read(node, line, is_told=is_told or is_picture(attributes))
        if tag not in INLINE:
            self.flush()


def inside(node: Node, line: int) -> list[Node | Text]:
    """Return what is in a node, also where a browser keeps it aside or may keep it as text."""
    nodes = list(node.children or ())
    if isinstance(node, Template) and node.template_content:
        nodes += node.template_content.children or ()
    if node.name in UNREAD:
        # Lines are counted from the start of what is parsed.
        raw = "\n" * (line - 1) + "".join(inner.text for inner in nodes)
        part = JustHTML(raw, sanitize=False, track_node_locations=True, fragment=True)
        nodes = list(part.root.children or ())
    return nodes


def words_of(node: Node, line: int) -> str:
    """Return the text of a cell or an item on one line, programs and comments left out."""
    return " ".join("".join(_words(node, line)).split())


def _words(node: Node, line: int) -> Iterator[str]:
    for inner in inside(node, line):
        if isinstance(inner, Text):
            yield inner.text
        elif isinstance(inner, Element) and inner.name not in PROGRAMS:
            apart = "" if inner.name in INLINE else " "
            yield from (apart, *_words(inner, line), apart)


def grid_of(node: Element, line: int) -> Grid:
    """Return a table or list; the header is the first row that stands in a head or is all heads."""
    header: tuple[str, ...] = ()
    rows, places = [], []
    for row, at, is_head in _rows(node, line):
        if row and is_head and not header:
            header = row
        elif row:
            rows.append(row)
            places.append(f"line {at}")
    return Grid(f"line {line}", header, tuple(rows), tuple(places))


def _rows(node: Node, line: int, *, in_head: bool = False) -> Iterator[Row]:
    """Yield the cells of each row of a table, not of tables inside it, or each item of a list."""
    for inner in inside(node, line):
        at = inner.origin_line or line
        if not isinstance(inner, Element):
            continue
        if inner.name == "tr":
            cells = [cell for cell in inner.children if cell.name in ("td", "th")]
            heads = sum(cell.name == "th" for cell in cells)
            all_heads = heads == len(cells) > 1
            yield tuple(words_of(cell, at) for cell in cells), at, in_head or all_heads
        elif inner.name in ITEMS:
            yield (words_of(inner, at),), at, False
        elif inner.name != "table" and inner.name not in LISTS:
            yield from _rows(inner, at, in_head=in_head or inner.name == "thead")

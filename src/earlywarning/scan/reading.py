"""Reads each kind of written file into what the rules look at."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from html import unescape
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from earlywarning.scan.html import read_html
from earlywarning.scan.model import Content, Grid, Piece

UNREADABLE = "unreadable"
DATA_SCRIPT = re.compile(r"^\s*(?:(?:const|let|var)\s+\w+|window\.\w+)\s*=\s*(.+?);?\s*$", re.S)
BESIDE_CELLS = re.compile(r"(^|/)(comments|threadedComment|persons?/)[^/]*|docProps/|meta\.xml$")
# PNG, JPEG, GIF, icons, and type: nothing there is read as words.
NO_TEXT = (
    b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"\x00\x00\x01\x00", b"wOFF", b"wOF2",
    b"\x00\x01\x00\x00", b"OTTO",
)  # fmt: skip
QUOTED = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'')


def read(path: Path) -> Content:
    """Return what a file holds, its name included; what cannot be read is a fault of its own."""
    kind = path.suffix.removeprefix(".").lower()
    try:
        content = READERS.get(kind, _other)(path)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, csv.Error, RecursionError) as error:
        content = Content(path, kind)
        content.faults.append((UNREADABLE, f"cannot be read, so nothing is known of it: {error}"))
    # Names of files are written with hyphens and underscores where a sentence has spaces.
    content.pieces.append(Piece("file name", re.sub(r"[-_.]+", " ", path.name)))
    return content


def _other(path: Path) -> Content:
    """Read a picture or type by its first bytes, and anything else as lines of text."""
    start = path.read_bytes()[:16]
    if any(start.startswith(mark) for mark in NO_TEXT) or start[4:8] == b"ftyp":
        return Content(path, "picture")
    content = _lines(path)
    if "\x00" in content.raw:
        raise ValueError("it holds bytes that are no text")
    return content


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig")


def _page(path: Path) -> Content:
    return read_html(path, _text(path))


def _lines(path: Path) -> Content:
    content = Content(path, path.suffix[1:].lower(), _text(path))
    lines = content.raw.splitlines()
    content.pieces = [Piece(f"line {n}", line) for n, line in enumerate(lines, 1) if line.strip()]
    content.grids.append(listed(content.pieces, "file"))
    return content


def listed(pieces: list[Piece], where: str) -> Grid:
    """Return lines as a list of one column, marks of a list taken off."""
    rows = tuple((re.sub(r"^[\s>*+\u2022|-]*(?:\d+[.)]\s+)?", "", p.text),) for p in pieces)
    return Grid(where, (), rows, tuple(p.where for p in pieces))


def _style(path: Path) -> Content:
    return Content(path, "css", _text(path))


def _csv(path: Path) -> Content:
    content = Content(path, "csv", _text(path))
    rows = [tuple(row) for row in csv.reader(StringIO(content.raw)) if row]
    places = tuple(f"row {n}" for n in range(1, len(rows) + 1))
    _add_rows(content, "file", rows, places)
    return content


def _add_rows(
    content: Content, where: str, rows: list[tuple[str, ...]], places: tuple[str, ...]
) -> None:
    """Add a table whose first wide row is its header, and each of its cells as text."""
    widest = max(map(len, rows), default=0)
    head = next((n for n, row in enumerate(rows) if len(row) == widest), 0)
    header = rows[head] if rows else ()
    content.grids.append(Grid(where, header, tuple(rows[head + 1 :]), places[head + 1 :]))
    for row, place in zip(rows, places, strict=True):
        content.pieces += [Piece(f"{place}, cell {n}", c) for n, c in enumerate(row, 1) if c]


def _spreadsheet(path: Path) -> Content:
    from python_calamine import CalamineError, load_workbook

    content = Content(path, path.suffix[1:].lower())
    raw = path.read_bytes()
    try:
        book = load_workbook(BytesIO(raw))
        for name in book.sheet_names:
            found = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            rows = [tuple(_shown(cell) for cell in row) for row in found]
            numbers = tuple(n for n, row in enumerate(rows, 1) if any(row))
            kept = [_full(rows[n - 1]) for n in numbers]
            _add_rows(
                content, f"sheet {name}", kept, tuple(f"sheet {name}, row {n}" for n in numbers)
            )
    except CalamineError as error:
        raise ValueError(str(error)) from error
    content.faults += _in_archive(raw)
    content.pieces += _beside_cells(raw)
    return content


def _beside_cells(raw: bytes) -> Iterator[Piece]:
    """Yield what a workbook says outside its cells: comments, properties, names of sheets."""
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        for name in archive.namelist():
            if BESIDE_CELLS.search(name):
                text = archive.read(name).decode("utf-8", "replace")
                words = re.sub(r"<[^>]*>", "\n", text).split("\n")
                yield from (Piece(name, unescape(word)) for word in words if word.strip())
            if name == "content.xml":
                text = archive.read(name).decode("utf-8", "replace")
                for told in re.findall(r"<office:annotation\b.*?</office:annotation>", text, re.S):
                    yield Piece("comment", unescape(re.sub(r"<[^>]*>", " ", told)))


def _shown(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _full(row: tuple[str, ...]) -> tuple[str, ...]:
    last = max((n for n, cell in enumerate(row) if cell), default=-1)
    return row[: last + 1]


def _in_archive(raw: bytes) -> Iterator[tuple[str, str]]:
    """Yield what a spreadsheet loads from outside, and pictures without a text alternative."""
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/externalLinks/"):
                yield "outside_address", f"{name}: a link to another workbook"
            if re.match(r"xl/drawings/drawing\d+\.xml$", name):
                text = archive.read(name).decode("utf-8", "replace")
                for tag in re.findall(r"<xdr:cNvPr\b[^>]*>", text):
                    # A bare file name is what a writer puts there when nobody describes it.
                    if not re.search(r'\bdescr="(?![^"]*\.(?:png|jpe?g)")[^"]+"', tag):
                        yield "missing_alt", f"{name}: a picture without a text alternative"


def _json(path: Path) -> Content:
    content = Content(path, "json", _text(path))
    _walk(json.loads(content.raw), "top", content)
    return content


def _walk(value: Any, where: str, content: Content) -> None:
    """Add every string of a JSON value, and every array as a list."""
    if isinstance(value, dict):
        for key, inner in value.items():
            content.pieces.append(Piece(f"{where}, key", str(key)))
            _walk(inner, f"{where}.{key}", content)
    elif isinstance(value, list):
        rows = tuple((" ".join(_strings(one)),) for one in value)
        places = tuple(f"{where}[{n}]" for n in range(len(value)))
        content.grids.append(Grid(where, (), rows, places))
        for number, inner in enumerate(value):
            _walk(inner, f"{where}[{number}]", content)
    elif isinstance(value, str):
        content.pieces.append(Piece(where, value))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
    elif value is not None:
        yield str(value)


def _script(path: Path) -> Content:
    """Read a script: one that only sets a name to data is read as data, else its quoted words."""
    raw = _text(path)
    content = Content(path, "js", raw)
    data = DATA_SCRIPT.match(raw)
    if data:
        try:
            _walk(json.loads(data.group(1)), "data", content)
        except ValueError:
            data = None
    if not data:
        for found in QUOTED.finditer(raw):
            line = raw.count("\n", 0, found.start()) + 1
            content.pieces.append(Piece(f"line {line}", found.group()[1:-1]))
    return content


def is_data(raw: str) -> bool:
    """Tell whether a script does no more than set a name to data."""
    found = DATA_SCRIPT.match(raw)
    if not found:
        return False
    try:
        json.loads(found.group(1))
    except ValueError:
        return False
    return True


def _pdf(path: Path) -> Content:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    content = Content(path, "pdf")
    try:
        reader = PdfReader(path)
        for number, page in enumerate(reader.pages, 1):
            lines = [line for line in page.extract_text().splitlines() if line.strip()]
            pieces = [Piece(f"page {number}", line) for line in lines]
            content.pieces += [*pieces, Piece(f"page {number}", " ".join(lines))]
            content.grids.append(listed(pieces, f"page {number}"))
        content.pieces += [
            Piece(f"property {k}", str(v)) for k, v in (reader.metadata or {}).items()
        ]
        for number, page in enumerate(reader.pages, 1):
            notes = [one.get_object() for one in page.get("/Annots") or ()]
            said = [str(one["/Contents"]) for one in notes if one.get("/Contents")]
            content.pieces += [Piece(f"page {number}, comment", text) for text in said]
        if not reader.root_object.get("/Lang"):
            content.faults.append(("missing_lang", "the PDF names no language"))
    except PyPdfError as error:
        raise ValueError(str(error)) from error
    return content


def _parquet(path: Path) -> Content:
    from pyarrow import parquet

    content = Content(path, "parquet")
    table = parquet.read_table(path)
    told = table.schema.metadata or {}
    content.pieces += [Piece("metadata", f"{k!r} {v!r}") for k, v in told.items()]
    columns = [map(_shown, table.column(name).to_pylist()) for name in table.column_names]
    rows = [tuple(table.column_names), *zip(*columns, strict=True)]
    _add_rows(content, "file", rows, tuple(f"row {n}" for n in range(len(rows))))
    return content


def _database(path: Path) -> Content:
    """Databases are read by rules of their own."""
    return Content(path, "duckdb")


READERS: dict[str, Callable[[Path], Content]] = {
    "html": _page, "htm": _page, "svg": _page, "pdf": _pdf, "xlsx": _spreadsheet,
    "ods": _spreadsheet, "csv": _csv, "json": _json, "js": _script, "txt": _lines, "md": _lines,
    "css": _style, "duckdb": _database, "parquet": _parquet,
}  # fmt: skip

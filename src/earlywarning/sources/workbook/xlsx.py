"""What an XLSX sheet's XML says that the fast reader leaves out: errors, formulas, what is hidden.

The XML is searched for a few tags, not parsed: of a large sheet without errors and formulas only
the addresses of its cells are looked at.
"""

from __future__ import annotations

import html
import posixpath
import re
import zipfile

from earlywarning.sources.workbook.marks import (
    FORMULA,
    IS_ERROR,
    NOT_CALCULATED,
    Marks,
    attributes,
    require_cells,
    require_plain,
)
from earlywarning.sources.workbook.sheet import Place

BOOK = "xl/workbook.xml"
_MAIN = re.compile(rb"xmlns:(\w+)=[\"']http://(?:schemas.openxml|purl.oclc)[^\"']*/main[\"']")
_SHEET = re.compile(rb"<sheet\s[^>]*>")
_RELATION = re.compile(rb"<Relationship\s[^>]*>")
_FILLED = re.compile(rb"<c\s(?:[^>]*?\s)?r=[\"']([A-Z]{1,7})(\d{1,9})[\"'](?=[^>]*(?<!/)>)")
_PLACE = re.compile(r"([A-Za-z]{1,7})(\d{1,9})$")
_ROW = re.compile(rb"<row(?:\s[^>]*)?>")
_COLUMN = re.compile(rb"<col\s[^>]*>")
_MERGED = re.compile(rb"<mergeCell\s[^>]*>")
_VALUE = re.compile(rb"<v(?:\s[^>]*)?>([^<]*)</v>")
_EMPTY = rb"\s*(?:<v\s*/>|<v>\s*</v>\s*</c>|</c>)"
_UNUSUAL = (
    re.compile(rb"\st=[\"']e[\"']"),
    re.compile(rb"\st=[\"']s[\"'][^>]*>" + _EMPTY),
    re.compile(rb"(?:</f>|<f[^>]*/>)" + _EMPTY),
)
_ON = {"1", "true"}


def scan(archive: zipfile.ZipFile) -> dict[str, Marks]:
    """Return the marks of each sheet by its name.

    Raises:
        SourceError: if a sheet is too large to be laid out.
    """
    names = {name.lower(): name for name in archive.namelist()}
    if BOOK not in names:
        return {}
    book = _plain(archive.read(names[BOOK]))
    from_1904 = any(
        attributes(tag).get("date1904") in _ON for tag in re.findall(rb"<workbookPr[^>]*>", book)
    )
    targets = _targets(archive, names)
    out = {}
    for tag in _SHEET.findall(book):
        told = attributes(tag)
        part = names.get(
            targets.get(next((v for k, v in told.items() if k.endswith(":id")), ""), "")
        )
        if part is not None:
            name = html.unescape(told.get("name", ""))
            out[name] = _marks(name, _plain(archive.read(part)))
            out[name].hidden_sheet = told.get("state", "visible") != "visible"
            out[name].from_1904 = from_1904
    return out


def _targets(archive: zipfile.ZipFile, names: dict[str, str]) -> dict[str, str]:
    relations = names.get("xl/_rels/workbook.xml.rels")
    if relations is None:
        return {}
    told = [attributes(tag) for tag in _RELATION.findall(_plain(archive.read(relations)))]
    return {
        one.get("Id", ""): posixpath.normpath(
            posixpath.join("/xl", html.unescape(one.get("Target", "")))
        ).lstrip("/").lower()
        for one in told
    }  # fmt: skip


def _plain(xml: bytes) -> bytes:
    """Return XML in which the tags that are looked for carry no prefix."""
    require_plain(xml)
    for prefix in set(_MAIN.findall(xml[:4000])):
        xml = xml.replace(b"<" + prefix + b":", b"<").replace(b"</" + prefix + b":", b"</")
    return xml


def _marks(name: str, xml: bytes) -> Marks:
    marks = Marks()
    rows = [attributes(tag) for tag in _ROW.findall(xml)]
    _require_fit(name, xml, rows)
    for number, row in enumerate(rows):
        if row.get("hidden") in _ON:
            marks.hidden_rows.append(int(row.get("r", number + 1)) - 1)
    for column in map(attributes, _COLUMN.findall(xml)):
        if column.get("hidden") in _ON:
            first, last = int(column["min"]), min(int(column["max"]), int(column["min"]) + 100)
            marks.hidden_columns += range(first - 1, last)
    for merge in map(attributes, _MERGED.findall(xml)):
        first_cell, _, last_cell = merge.get("ref", "").partition(":")
        start, end = _place(first_cell), _place(last_cell or first_cell)
        if start and end:
            marks.merged.append((start, end))
    if any(sign.search(xml) for sign in _UNUSUAL):
        _look_at_cells(xml, marks)
    return marks


def _require_fit(name: str, xml: bytes, rows: list[dict[str, str]]) -> None:
    filled = _FILLED.findall(xml)
    width = max((_column(word.decode()) for word in {word for word, _ in filled}), default=-1) + 1
    height = max((int(row) for _, row in filled), default=0)
    if len(filled) < xml.count(b"<c>") + xml.count(b"<c "):
        # Cells may come without an address: each then stands one to the right of the last.
        parts = xml.split(b"<row")
        width = max(width, max(part.count(b"<c") for part in parts))
        numbers = [int(row["r"]) for row in rows if row.get("r", "").isdecimal()]
        height = max([height, len(rows), *numbers])
    require_cells(name, height, width)


def _column(word: str) -> int:
    number = 0
    for letter in word.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _place(text: str) -> Place | None:
    found = _PLACE.match(text.replace("$", ""))
    return (int(found.group(2)) - 1, _column(found.group(1))) if found else None


def _look_at_cells(xml: bytes, marks: Marks) -> None:
    """Find errors, formulas that were never calculated, and texts that point nowhere."""
    row = column = -1
    for part in re.split(rb"(?=<row[\s>/]|<c[\s>/])", xml):
        head = part[: part.find(b">") + 1]
        if part.startswith(b"<row"):
            given = attributes(head).get("r", "")
            row, column = int(given) - 1 if given.isdecimal() else row + 1, -1
        elif part.startswith(b"<c"):
            column += 1
            if b"<f" in part or b"e" in head or b"s" in head or b"r=" in head:
                told = attributes(head)
                row, column = _place(told.get("r", "")) or (row, column)
                _look_at(part, told.get("t", "n"), (row, column), marks)


def _look_at(part: bytes, kind: str, place: Place, marks: Marks) -> None:
    if kind not in {"e", "s"} and b"<f" not in part:
        return
    found = _VALUE.search(part)
    value = found.group(1).strip() if found else b""
    if kind == "e":
        marks.faults[place] = (value.decode("utf-8", "replace") or "#ERROR", IS_ERROR)
    elif kind == "s" and not value:
        marks.blanks.append(place)
    elif kind != "str" and b"<f" in part and not value and b"<is" not in part:
        marks.faults[place] = (FORMULA, NOT_CALCULATED)

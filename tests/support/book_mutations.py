"""Damage inside the parts of a workbook that is packed soundly, each drawn from a seed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from random import Random

from tests.support.mutations import STRANGE, WORDS, Mutation, cut_off, flip_bytes, insert_bytes

Change = Callable[[bytes, Random], bytes]
_TEXT = re.compile(rb"(?<=<t>)[^<]*(?=</t>)|(?<=<v>)[^<]*(?=</v>)|(?<=<text:p>)[^<]*(?=</text:p>)")
_XLSX_CELL = re.compile(rb"<c[\s>].*?</c>|<c[^>]*/>", re.DOTALL)
_ODS_CELL = re.compile(
    rb"<table:table-cell[^>]*/>|<table:table-cell.*?</table:table-cell>", re.DOTALL
)
_ROW = re.compile(rb"<row[\s>].*?</row>|<table:table-row[\s>].*?</table:table-row>", re.DOTALL)
_XLSX_CELLS = [
    b'<c t="e"><v>#DIV/0!</v></c>', b"<c><f>1+1</f><v/></c>", b"<c><v>nan</v></c>",
    b"<c><v>1e400</v></c>", b'<c t="s"><v>99999</v></c>', b'<c t="s"><v/></c>', b"<c/>",
    b'<c t="b"><v>1</v></c>', b'<c t="d"><v>2025-03-31T23:00:00</v></c>', b'<c r="A0"><v>1</v></c>',
    b'<c r="XFE1"><v>1</v></c>', b'<c r="ZZZZZZ9999999"><v>1</v></c>', b'<c r="7"><v>1</v></c>',
    b'<c t="?"><v>1</v></c>', b"<c><v>-99999999999</v></c>", b'<c t="inlineStr"><is></is></c>',
]  # fmt: skip
_ODS_CELLS = [
    b'<table:table-cell table:formula="of:=1/0" office:value-type="string" '
    b'office:string-value=""><text:p>#DIV/0!</text:p></table:table-cell>',
    b'<table:table-cell table:formula="of:=1"/>',
    b'<table:table-cell office:value-type="float" office:value="nan"/>',
    b'<table:table-cell office:value-type="float" office:value="x"/>',
    b'<table:table-cell office:value-type="date" office:date-value="2025-03-31T23:00:00"/>',
    b'<table:table-cell office:value-type="date" office:date-value="2025-99-99"/>',
    b'<table:table-cell office:value-type="percentage" office:value="0.2"/>',
    b'<table:table-cell office:value-type="boolean" office:boolean-value="true"/>',
    b'<table:table-cell table:number-columns-repeated="99999999"/>',
    b'<table:table-cell table:number-columns-repeated="-1" office:value-type="float"/>',
    b'<table:table-cell table:number-columns-repeated="900" office:value-type="float" '
    b'office:value="1"/>',
    b'<table:table-cell table:number-columns-spanned="3" table:number-rows-spanned="3" '
    b'office:value-type="float" office:value="7"/>',
]
_TAILS = [
    b'<mergeCells count="1"><mergeCell ref="A1:D9"/></mergeCells>',
    b'<mergeCells count="1"><mergeCell ref="B5:A1"/></mergeCells>',
    b'<mergeCells count="1"><mergeCell ref="A:A"/></mergeCells>',
    b'<mergeCells count="1"><mergeCell ref=""/></mergeCells>',
    b'<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="B2:C3"/></mergeCells>',
]


def _in(pattern: re.Pattern[bytes], xml: bytes, chance: Random, new: bytes) -> bytes:
    places = list(pattern.finditer(xml))
    if not places:
        return xml
    place = chance.choice(places)
    return xml[: place.start()] + new + xml[place.end() :]


def _text(xml: bytes, chance: Random) -> bytes:
    word = chance.choice([*WORDS, *STRANGE]).encode()
    word = word.replace(b"&", b"").replace(b"<", b"")
    return _in(_TEXT, xml, chance, word)


def _cell(xml: bytes, chance: Random) -> bytes:
    is_ods = b"<table:table" in xml
    cells = _ODS_CELLS if is_ods else _XLSX_CELLS
    return _in(_ODS_CELL if is_ods else _XLSX_CELL, xml, chance, chance.choice(cells))


def _lose_cell(xml: bytes, chance: Random) -> bytes:
    return _in(_ODS_CELL if b"<table:table" in xml else _XLSX_CELL, xml, chance, b"")


def _lose_row(xml: bytes, chance: Random) -> bytes:
    return _in(_ROW, xml, chance, b"")


def _repeat_row(xml: bytes, chance: Random) -> bytes:
    rows = _ROW.findall(xml)
    return _in(_ROW, xml, chance, chance.choice(rows) * 2) if rows else xml


def _swap_rows(xml: bytes, chance: Random) -> bytes:
    rows = _ROW.findall(xml)
    if len(rows) < 2:
        return xml
    first, second = chance.sample(rows, 2)
    return xml.replace(first, b"\0").replace(second, first).replace(b"\0", second)


def _hide(xml: bytes, chance: Random) -> bytes:
    hidden = chance.choice([b' hidden="1"', b' r="0"', b' r="99999999999"', b' r="x"'])
    return xml.replace(b"<row", b"<row" + hidden, 1).replace(
        b"<table:table-row", b'<table:table-row table:visibility="collapse"', 1
    )


def _tail(xml: bytes, chance: Random) -> bytes:
    return xml.replace(b"</sheetData>", b"</sheetData>" + chance.choice(_TAILS))


def _rename(xml: bytes, chance: Random) -> bytes:
    name = chance.choice(
        [b'name=""', b'name="&amp;"', b'name="List 8"', b'name="Cover"', b'nam="a"']
    )
    return re.sub(rb'name="[^"]*"', name, xml, count=1)


SHEETS: list[Change] = [
    _text, _text, _text, _cell, _cell, _cell, _lose_cell, _lose_row, _repeat_row, _swap_rows, _hide,
    _tail, flip_bytes, cut_off, insert_bytes,
]  # fmt: skip
OTHERS: list[Change] = [_rename, _rename, flip_bytes, cut_off]


def _is_sheet(name: str) -> bool:
    return name == "content.xml" or "worksheets/" in name or "sharedStrings" in name


def inside(content: bytes, chance: Random) -> bytes:
    """Change one part of a workbook and pack it soundly again; now and then one part is lost."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {one.filename: archive.read(one) for one in archive.infolist()}
    sheets = [name for name in parts if _is_sheet(name)]
    name = chance.choice(sheets if chance.random() < 0.9 else list(parts))
    changes = SHEETS if _is_sheet(name) else OTHERS
    if chance.random() < 0.02:
        del parts[name]
    else:
        for _ in range(chance.randint(1, 3)):
            parts[name] = chance.choice(changes)(parts[name].ljust(2), chance)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, xml in parts.items():
            archive.writestr(part, xml)
    return out.getvalue()


BOOK: list[Mutation] = [inside] * 12 + [flip_bytes, cut_off, insert_bytes]

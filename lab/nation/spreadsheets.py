"""Small ODS and XLSX writers whose bytes depend on nothing but the cells."""

import datetime as dt
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

Cell = str | int | float | dt.date | None
Rows = Sequence[Sequence[Cell]]
# The earliest moment a zip entry can carry.
_STAMP = (1980, 1, 1, 0, 0, 0)
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (("office", "office"), ("table", "table"), ("text", "text"))
)
_SHEET_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DOC_NS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PART = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def write_ods(path: Path, sheets: Mapping[str, Rows]) -> None:
    """Write an OpenDocument spreadsheet: text, number and date cells."""
    tables = "".join(_ods_table(name, rows) for name, rows in sheets.items())
    content = (
        f'{_XML}<office:document-content {_ODS_NAMES} office:version="1.2"><office:body>'
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    entry = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    manifest = (
        f'{_XML}<manifest:manifest xmlns:manifest="{entry}" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS_TYPE}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    parts = {"mimetype": _ODS_TYPE, "META-INF/manifest.xml": manifest, "content.xml": content}
    _write_zip(path, parts)


def write_xlsx(path: Path, sheet: str, rows: Rows) -> None:
    """Write an Office Open XML workbook with one sheet of text and numbers."""
    body = "".join(f"<row>{''.join(map(_xlsx_cell, row))}</row>" for row in rows)
    parts = {
        "[Content_Types].xml": (
            f'{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_PART}.sheet.main+xml"/>'
            '<Override PartName="/xl/worksheets/sheet1.xml" '
            f'ContentType="{_PART}.worksheet+xml"/></Types>'
        ),
        "_rels/.rels": _relations("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": (
            f'{_XML}<workbook xmlns="{_SHEET_NS}" xmlns:r="{_DOC_NS}"><sheets>'
            f'<sheet name={quoteattr(sheet)} sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": _relations("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": (
            f'{_XML}<worksheet xmlns="{_SHEET_NS}"><sheetData>{body}</sheetData></worksheet>'
        ),
    }
    _write_zip(path, parts)


def _relations(kind: str, target: str) -> str:
    return (
        f'{_XML}<Relationships xmlns="{_REL_NS}"><Relationship Id="rId1" '
        f'Type="{_DOC_NS}/{kind}" Target="{target}"/></Relationships>'
    )


def _write_zip(path: Path, parts: Mapping[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, date_time=_STAMP)
            # Readers find out what an ODS is from its first entry, which must lie there unpacked.
            stored = name == "mimetype"
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.encode())


def _ods_table(name: str, rows: Rows) -> str:
    body = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows
    )
    return f"<table:table table:name={quoteattr(name)}>{body}</table:table>"


def _ods_cell(cell: Cell) -> str:
    if cell is None or cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, dt.date):
        # With the time of day, as in the published workbook, or readers give a different type.
        moment = f"{cell:%Y-%m-%d}T00:00:00"
        kind = f'office:value-type="date" office:date-value="{moment}"'
    elif isinstance(cell, int | float):
        kind = f'office:value-type="float" office:value="{cell}"'
    else:
        kind = 'office:value-type="string"'
    return f"<table:table-cell {kind}><text:p>{escape(str(cell))}</text:p></table:table-cell>"


def _xlsx_cell(cell: Cell) -> str:
    if isinstance(cell, int | float):
        return f"<c><v>{cell}</v></c>"
    return f'<c t="inlineStr"><is><t>{escape(str(cell or ""))}</t></is></c>'

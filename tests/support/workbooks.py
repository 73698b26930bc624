"""Small workbooks with one thing wrong in them, written as the programs that make them would."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

from lab.nation.spreadsheets import Rows, write_ods, write_xlsx

SHEET = "xl/worksheets/sheet1.xml"
CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
ROWS: Rows = (["Measure", "Apr 2025"], ["Referrals", 210], ["Contacts", 900])
Change = Callable[[bytes], bytes]


def changed(path: Path, part: str, change: Change) -> Path:
    """Change one part of a packed file in its place."""
    with zipfile.ZipFile(path) as archive:
        parts = {one.filename: archive.read(one) for one in archive.infolist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def xlsx(folder: Path, change: Change = bytes, rows: Rows = ROWS) -> Path:
    """Write an XLSX workbook whose sheet's XML was changed."""
    path = folder / "one.xlsx"
    write_xlsx(path, "Numbers", rows)
    return changed(path, SHEET, change)


def ods(folder: Path, change: Change = bytes, rows: Rows = ROWS) -> Path:
    """Write an ODS workbook whose XML was changed."""
    path = folder / "one.ods"
    write_ods(path, {"Numbers": rows})
    named = b"<office:document-content " + CALC.encode() + b" "
    with_names: Change = lambda xml: xml.replace(b"<office:document-content ", named)  # noqa: E731
    changed(path, "content.xml", with_names)
    return changed(path, "content.xml", change)


def put(old: str, new: str) -> Change:
    """Return a change of the first place in which something stands, which must be there."""

    def change(xml: bytes) -> bytes:
        assert old.encode() in xml, (old, xml[:2000])
        return xml.replace(old.encode(), new.encode(), 1)

    return change

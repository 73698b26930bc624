"""How an ODS is looked at and printed: headings stay in sight, a page is as wide as the table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from odf import config
from odf.namespaces import STYLENS
from odf.style import MasterPage, PageLayout, PageLayoutProperties

from earlywarning.reports.workbook.model import Sheet

FROZEN = "2"
BELOW_RIGHT = "3"


def set_out(book: Any, sheets: tuple[Sheet, ...]) -> None:
    """Freeze headings and first column of every table, and print each table one page wide."""
    _print(book)
    views = config.ConfigItemMapIndexed(name="Views")
    entry = config.ConfigItemMapEntry()
    tables = config.ConfigItemMapNamed(name="Tables")
    for sheet in sheets:
        tables.addElement(_frozen(sheet))
    entry.addElement(_item("ViewId", "string", "view1"))
    entry.addElement(tables)
    views.addElement(entry)
    kept = config.ConfigItemSet(name="ooo:view-settings")
    kept.addElement(views)
    book.settings.addElement(kept)


def _frozen(sheet: Sheet) -> Any:
    head = str(len(sheet.notes) + 2)
    entry = config.ConfigItemMapEntry(name=sheet.name)
    for name, kind, value in _split(head):
        entry.addElement(_item(name, kind, value))
    return entry


def _split(head: str) -> Iterable[tuple[str, str, str]]:
    yield "HorizontalSplitMode", "short", FROZEN
    yield "VerticalSplitMode", "short", FROZEN
    yield "HorizontalSplitPosition", "int", "1"
    yield "VerticalSplitPosition", "int", head
    yield "ActiveSplitRange", "short", BELOW_RIGHT
    yield "PositionLeft", "int", "0"
    yield "PositionRight", "int", "1"
    yield "PositionTop", "int", "0"
    yield "PositionBottom", "int", head


def _item(name: str, kind: str, value: str) -> Any:
    item = config.ConfigItem(name=name, type=kind)
    item.addText(value)
    return item


def _print(book: Any) -> None:
    layout = PageLayout(name="landscape")
    shape = PageLayoutProperties(
        printorientation="landscape", pagewidth="29.7cm", pageheight="21cm", margin="1.5cm"
    )
    # One page wide and as long as it takes; the library knows no name for these two.
    shape.setAttrNS(STYLENS, "scale-to-X", "1")
    shape.setAttrNS(STYLENS, "scale-to-Y", "0")
    layout.addElement(shape)
    book.automaticstyles.addElement(layout)
    book.masterstyles.addElement(MasterPage(name="Default", pagelayoutname=layout))

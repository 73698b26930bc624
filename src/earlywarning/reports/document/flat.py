"""A document as plain dictionaries of tamed text: what both renderers, page and PDF, are given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import fields
from itertools import groupby
from typing import Any

from earlywarning.hostile import tame
from earlywarning.reports.charts.chart import Chart
from earlywarning.reports.document.blocks import Block, Document, Heading, Picture, Point, Table

# A column of text is never wider than this many times the narrowest of text.
WIDEST = 64
NARROWEST = 8
# Letters of a table's line in print, those that a column of numbers takes, and between columns.
LINE, NUMBERS, SPACED = 100, 9, 3
BESIDE = 2


def flat(document: Document) -> dict[str, Any]:
    """Return a document as dictionaries, lists and tamed text; pictures that follow are paired.

    Each block has a key `block`, the name of its class in small letters; pictures that follow one
    another stand together, two a row, under the key `pictures`.
    """
    return {
        "title": _tamed(document.title),
        "subtitle": _tamed(document.subtitle),
        "marks": _tamed(document.marks),
        "day": document.day.isoformat() if document.day else "",
        "blocks": list(_blocks(document.blocks)),
        "sources": _tamed(document.sources),
    }


def _blocks(blocks: Sequence[Block]) -> Iterator[dict[str, Any]]:
    above = ""
    for is_picture, group in groupby(blocks, key=lambda block: isinstance(block, Picture)):
        if not is_picture:
            for block in group:
                above = block.text if isinstance(block, Heading) else ""
                yield _block(block)
            continue
        charts = [_fields(block.chart) for block in group if isinstance(block, Picture)]
        rows = range(0, len(charts), BESIDE)
        for at in rows:
            # Right under a heading of the same words a picture needs no title of its own.
            titled = charts[at]["title"] != above
            yield {"block": "pictures", "charts": charts[at : at + BESIDE], "titled": titled}


def _block(block: Block) -> dict[str, Any]:
    kept = {"block": type(block).__name__.lower(), **_fields(block)}
    if isinstance(block, Point):
        kept["chart"] = _fields(block.chart) if block.chart else {}
    if isinstance(block, Table):
        kept["widths"] = _widths(block)
    return kept


def _fields(record: Block | Chart) -> dict[str, Any]:
    """Return the fields of a record; an SVG picture is the one text that is markup and stays so."""
    kept = {field.name: getattr(record, field.name) for field in fields(record)}
    if isinstance(record, Chart):
        kept["told"] = record.told
    return {name: value if name == "svg" else _tamed(value) for name, value in kept.items()}


def _tamed(value: Any) -> Any:
    if isinstance(value, str):
        return tame(value)
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_tamed(one) for one in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def _widths(table: Table) -> list[int]:
    """Return each column's share; no column of text is too narrow for its longest word."""
    widths = [_width(table, column) for column in range(len(table.header))]
    line = LINE - NUMBERS * widths.count(0)
    for column, width in enumerate(widths):
        needed = max((len(w) for cell in _cells(table, column) for w in cell.split()), default=0)
        others = sum(widths) - width
        if width and needed < line and width * line < (needed + SPACED) * (width + others):
            widths[column] = -(-(needed + SPACED) * others // max(line - needed - SPACED, 1))
    return widths


def _cells(table: Table, column: int) -> list[str]:
    return [row[column] for row in (table.header, *table.rows) if column < len(row)]


def _width(table: Table, column: int) -> int:
    """Return the share of the width that a column of text takes; 0 is as wide as its numbers."""
    if column in table.numeric:
        return 0
    cells = _cells(table, column)
    return min(max((len(cell) for cell in cells), default=0), WIDEST) + NARROWEST

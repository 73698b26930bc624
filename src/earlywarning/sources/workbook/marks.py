"""What the XML of a sheet says beside its values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from earlywarning.errors import SourceError
from earlywarning.sources.workbook import limits
from earlywarning.sources.workbook.sheet import Place, address, letters

IS_ERROR = "is an error and no value"
NOT_CALCULATED = "is a formula without a value: open the workbook, let it calculate, and save it"
FORMULA = "="
_ATTRIBUTE = re.compile(rb"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_SHOWN = 3


@dataclass(slots=True)
class Marks:
    """Faulty cells with symbol and reason, cells that only seem filled, merged ranges, what hides.

    Rows and columns count from 0, and a range holds its last cell.
    """

    faults: dict[Place, tuple[str, str]] = field(default_factory=dict)
    blanks: list[Place] = field(default_factory=list)
    merged: list[tuple[Place, Place]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    hidden_sheet: bool = False
    from_1904: bool = False
    not_told: str = ""

    def hidden_in(self, height: int) -> tuple[str, ...]:
        """Return in words what the workbook does not show of a sheet of so many rows."""
        rows = [str(row + 1) for row in self.hidden_rows if row < height]
        columns = [letters(column) for column in self.hidden_columns]
        told = [_told("row", rows), _told("column", columns)]
        whole = "the whole sheet" if self.hidden_sheet else ""
        return tuple(words for words in (whole, *told, self.not_told) if words)


def _told(what: str, names: list[str]) -> str:
    if not names:
        return ""
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"{what} {', '.join(names[:_SHOWN])}{more}"


def attributes(tag: bytes) -> dict[str, str]:
    """Return the attributes of a tag as they stand in it."""
    return {
        name.decode("utf-8", "replace"): (first or second).decode("utf-8", "replace")
        for name, first, second in _ATTRIBUTE.findall(tag)
    }


def require_plain(xml: bytes) -> bytes:
    """Return the XML of a part, refusing one that declares words of its own for what it says.

    Raises:
        SourceError: if it has a document type: no program writes one, and the reader drops it.
    """
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise SourceError("a workbook whose XML declares a document type", rule="file_kind")
    return xml


def require_cells(sheet: str, height: int, width: int) -> None:
    """Refuse a sheet whose used part is too large to be laid out.

    Raises:
        SourceError: naming the last cell, which mostly is one that somebody filled by mistake.
    """
    if height * width > limits.MOST_CELLS:
        last = address(sheet, height - 1, width - 1)
        raise SourceError(
            f"{last}: the used part of the sheet reaches to here, over {limits.MOST_CELLS:,} "
            "cells; clear what stands far from the table",
            rule=limits.RULE,
        )

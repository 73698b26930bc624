"""Published tables that were read before: the same bytes under the same rules are read once.

Only what was taken in is kept: its figures, its series, and what was found in it; of a publisher's
list in a workbook its sheets. Nothing is kept that people wrote or that is about a child.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from functools import cached_property

import pandas as pd
import pyarrow as pa

from earlywarning.definitions.loader import Definitions
from earlywarning.definitions.places import aliases
from earlywarning.settings import today
from earlywarning.sources.context import Context
from earlywarning.sources.offered import Offered, Remembered
from earlywarning.sources.refused import RefusedRow, RefusedRows
from earlywarning.sources.workbook.packed import packed, unpacked
from earlywarning.sources.workbook.sheet import Sheet
from earlywarning.tables.quality import Finding
from earlywarning.warehouse.cache import UNLIKE, Cache


@dataclass(frozen=True)
class Memory:
    """Tables that were read, under the rules of all tables there are."""

    cache: Cache
    definitions: Definitions

    @cached_property
    def rules(self) -> str:
        """Return what recognising a file rests on besides its bytes, as one name."""
        return self.cache.key(*(t.model_dump_json() for t in self.definitions.tables.values()))

    def knows(self, offered: Offered) -> bool:
        """Say which table a file is if it was taken before; it is then not opened."""
        note = self.cache.note(self._seen(offered))
        table = self.definitions.tables.get(str((note or {}).get("table")))
        if table is None:
            return False
        offered.kind, offered.table = table.table, table
        return True

    def recall(self, offered: Offered, world: str) -> list[Finding] | None:
        """Give a file what it came to in an earlier run and return what was found in it.

        Args:
            offered: a table that was not opened.
            world: what else reading rests on (`world_of`).

        Returns:
            The findings under the names of today; None if there are none to be believed.
        """
        kept = self.cache.read(self._key(offered, world))
        if kept is None:
            return None
        note, tables = kept
        try:
            if not {"facts", "series"} <= set(tables):
                return None
            found = [Finding(**row) for row in note["findings"]]
            rows = RefusedRows([RefusedRow(**row) for row in note["rows"]])
            cells = frozenset((row, name) for row, name in note["cells"])
            read = Remembered(tables, note["country"])
            offered.rows_read, offered.period = note["rows_read"], note["period"]
            offered.message, offered.hidden = note["message"], tuple(note["hidden"])
            # Only a day that the file names itself: what else is known of days may have grown.
            day = note["published"]
            offered.published = None if day is None else pd.Timestamp(day).date()
        except UNLIKE:
            return None
        offered.published_basis = "" if offered.published is None else "file"
        offered.remembered, offered.refused_rows, offered.refused_cells = read, rows, cells
        self.cache.touch(self._seen(offered))
        return [replace(one, release=offered.release, file_name=offered.name) for one in found]

    def keep(
        self, offered: Offered, world: str, findings: list[Finding], read: Remembered
    ) -> Remembered:
        """Remember what a table came to, and return it as it is kept: packed."""
        day = offered.published if offered.published_basis == "file" else None
        note = {
            "findings": [asdict(replace(one, release=None, file_name=None)) for one in findings],
            "rows": [asdict(row) for row in offered.refused_rows.rows],
            "cells": sorted(offered.refused_cells),
            "rows_read": offered.count_rows(),
            "period": offered.period,
            "message": offered.message,
            "hidden": list(offered.hidden),
            "published": None if day is None else day.isoformat(),
            "country": read.country,
        }
        packed_tables = self.cache.write(self._key(offered, world), note, read.tables)
        self.cache.write(self._seen(offered), {"table": offered.kind})
        return replace(read, tables=packed_tables)

    def book_of(self, offered: Offered) -> list[Sheet] | None:
        """Return the sheets of a publisher's list as they were read before, None if not."""
        kept = self.cache.read(self._book(offered))
        try:
            return unpacked(kept[1]["book"]["sheets"][0].as_py()) if kept else None
        except UNLIKE:
            return None

    def keep_book(self, offered: Offered, book: list[Sheet]) -> None:
        """Keep the sheets of a publisher's list: what opened it once need not open it again."""
        text = packed(book)
        if text is not None:
            self.cache.write(self._book(offered), {}, {"book": pa.table({"sheets": [text]})})

    def _book(self, offered: Offered) -> str:
        return self.cache.key("book", offered.sha256, offered.path.suffix.lower())

    def _seen(self, offered: Offered) -> str:
        """Return the name under which it stands what a file is; lists tell their year by name."""
        return self.cache.key("seen", offered.sha256, offered.file_name, self.rules)

    def _key(self, offered: Offered, world: str) -> str:
        return self.cache.key(self._seen(offered), world)


def world_of(context: Context) -> str:
    """Return what reading a table rests on besides the file and its rules, as one text.

    Who existed and by what names, other spellings of regions, the dictionary of the interactive
    tool, and the year, after which no figure can be. Not the day: what was out by then is asked of
    every file anew.
    """
    known = context.authorities
    parts = (
        str(today().year),
        known.codes.to_csv(index=False),
        known.changes.to_csv(index=False),
        repr(aliases(context.definitions.folder)),
        repr(sorted(context.region_alias.items())),
        repr(sorted(context.lait_topics.items())),
        repr(sorted(context.lait_measures.items())),
    )
    return "\n".join(parts)

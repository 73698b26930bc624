"""One answer of the published database, row by row or batch by batch, within bounds."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb

from earlywarning.errors import UsageError
from earlywarning.warehouse.connect import open_published, said_by

ROWS_AT_ONCE = 50_000


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long an answer may take in seconds, how many rows it may have, and how much memory.

    `seconds` and `rows` of 0 are no bound; `memory` is written as DuckDB takes it. What does not
    fit goes into the folder `spill`; without, into one beside the file that all readers share.
    """

    seconds: float = 0
    rows: int = 0
    memory: str = "2GB"
    spill: str = ""


class Answer:
    """The rows of one statement, read while they are wanted; they can be read once."""

    def __init__(self, found: Any, most: int) -> None:
        self.names: list[str] = [column[0] for column in found.description]
        self.cut = False
        self._found = found
        self._most = most

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Yield row after row, not more than asked for."""
        many = iter(self._found.fetchone, None)
        if not self._most:
            yield from many
            return
        yield from islice(many, self._most)
        self.cut = next(many, None) is not None

    def batches(self) -> Iterator[Any]:
        """Yield Arrow record batches, an empty one first: it has the columns and their types."""
        reader = self._found.to_arrow_reader(ROWS_AT_ONCE)
        yield reader.schema.empty_table()
        left = self._most
        for batch in reader:
            if self._most and batch.num_rows > left:
                self.cut = True
                if left:
                    yield batch.slice(0, left)
                return
            left -= batch.num_rows
            yield batch


@contextmanager
def answering(warehouse: Path, sql: str, bounds: Bounds) -> Iterator[Answer]:
    """Run one read-only statement; its rows are read within the `with`.

    Raises:
        NothingUsableError: if nothing was published under this name.
        UsageError: if it is no statement, fails, or takes longer than it may.
    """
    with open_published(warehouse, memory=bounds.memory, spill=bounds.spill) as connection:
        clock = threading.Timer(bounds.seconds, connection.interrupt) if bounds.seconds else None
        if clock:
            clock.daemon = True
            clock.start()
        try:
            found = connection.execute(sql)
            if found is None or not found.description:
                raise UsageError("there is no statement to answer")
            yield Answer(found, bounds.rows)
        except duckdb.InterruptException:
            raise UsageError(
                f"no answer within {bounds.seconds:g} seconds: ask for less, or give --timeout"
            ) from None
        except duckdb.Error as error:
            raise UsageError(f"the query failed: {said_by(error)}") from error
        finally:
            if clock:
                clock.cancel()

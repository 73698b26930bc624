"""Write to the ledger: one writer at a time, only at its end, never half a record."""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from earlywarning.errors import EarlyWarningError, UsageError
from earlywarning.private import open_private, swap_in
from earlywarning.register.apart import Text, add_texts, committed, erased_in, keep_only, read_texts
from earlywarning.register.chain import Chain, head_path, walk_bytes
from earlywarning.register.record import (
    SOFT,
    START,
    Body,
    Family,
    LedgerRecord,
    line_of,
    sealed,
)


class BrokenLedgerError(EarlyWarningError):
    """The chain does not hold, so nothing is added to it; the message says where."""

    exit_code = 3


@dataclass(frozen=True, slots=True)
class Draft:
    """A record before it has its place; an entry without an item gets the next one."""

    kind: str
    by: str
    body: Body
    item: str = ""


Decide = Callable[[list[LedgerRecord]], list[Draft]]
Rewritten = tuple[list[LedgerRecord], list[Text]]
Rewrite = Callable[[list[LedgerRecord], dt.datetime], Rewritten]


def append(
    path: Path, decide: Decide, now: dt.datetime | None = None, family: Family = SOFT
) -> list[LedgerRecord]:
    """Add records at the end of a ledger.

    Args:
        path: the ledger; it is made, readable for its owner only, if it is not there.
        decide: given all records, under the lock, returns what to add; may raise to add nothing.
        family: which ledger it is.
        now: the moment to record, UTC; else the clock's, never before the last record's.

    Raises:
        BrokenLedgerError: if the chain does not hold.
        EarlyWarningError: if the file cannot be written; it is then as it was.
    """
    with _alone(path) as file:
        chain = _sound(file, path, family)
        moment = _moment(chain, now)
        try:
            drafts = decide(list(chain.records))
        except UsageError:
            # Who erases once more after a kill is told that nothing is left, and then it is so.
            _let_go(path, list(chain.records))
            raise
        added, texts = _placed(drafts, chain, moment, family)
        if added:
            _set_torn_aside(file, path, chain)
            if not chain.records:
                # So that a killed first writer leaves no records without a head.
                _write_head(path, family.name, 0, START)
            _written_apart(path, family, texts)
            _write(file, b"".join(line_of(record) for record in added))
            _write_head(path, family.name, added[-1].number, added[-1].hash)
            _let_go(path, [*chain.records, *added])
        return added


def replaced(path: Path, rewrite: Rewrite, family: Family = SOFT) -> list[LedgerRecord]:
    """Put a ledger made of the same records in the place of one; its file is swapped in whole.

    Raises:
        BrokenLedgerError: if the old chain does not hold.
    """
    with _alone(path) as file:
        chain = _sound(file, path, family)
        records, texts = rewrite(list(chain.records), _moment(chain, None))
        _written_apart(path, family, texts)
        # The old head does not fit the new records: killed in between, they would be no ledger.
        _write_head(path, family.name, 0, START)
        swap_in(path, b"".join(line_of(record) for record in records))
        _write_head(path, family.name, records[-1].number, records[-1].hash)
        return records


def mend_head(path: Path, expected: str, family: Family = SOFT) -> str:
    """Write a missing head anew; `expected` is the last hash as it was noted elsewhere.

    Raises:
        UsageError: if the head is there, or the last record is not the one that was noted.
    """
    with _alone(path) as file:
        if head_path(path).exists():
            raise UsageError(f"{head_path(path)} is there; only a missing one is written anew")
        chain = walk_bytes(file.read(), path, family)
        if not chain.records or chain.last != expected:
            raise UsageError(f"{path}: its last hash is not the one given by --expect")
        _write_head(path, family.name, chain.records[-1].number, chain.last)
        return chain.last


def _let_go(path: Path, records: list[LedgerRecord]) -> None:
    """Remove texts that were erased; also those that a killed one left behind."""
    erased = erased_in(records)
    gone = {seal for r in records if r.number in erased for seal in r.commitments.values()}
    if gone & read_texts(path).keys():
        keep_only(path, records)


def _moment(chain: Chain, now: dt.datetime | None) -> dt.datetime:
    return max([now or dt.datetime.now(dt.UTC), *(r.recorded for r in chain.records[-1:])])


def _written_apart(path: Path, family: Family, texts: list[Text]) -> None:
    try:
        if texts:
            add_texts(path, family.name, texts)
    except OSError as error:
        raise EarlyWarningError(f"could not write, nothing was added: {error}") from error


@contextmanager
def _alone(path: Path) -> Iterator[FileIO]:
    while True:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            number = open_private(path, os.O_RDWR | os.O_CREAT)
        except OSError as error:
            raise EarlyWarningError(f"{path}: cannot be written: {error}") from error
        with FileIO(number, "r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            # While this one waited, the file may have been replaced by a move.
            if path.exists() and os.path.samestat(os.fstat(number), path.stat()):
                yield file
                return


def _sound(file: FileIO, path: Path, family: Family) -> Chain:
    chain = walk_bytes(file.read(), path, family)
    if chain.broken:
        raise BrokenLedgerError(
            f"{path}: broken at record {chain.broken.number}: {chain.broken.why}; nothing was added"
        )
    return chain


def _placed(
    drafts: list[Draft], chain: Chain, moment: dt.datetime, family: Family
) -> tuple[list[LedgerRecord], list[Text]]:
    out: list[LedgerRecord] = []
    texts: list[Text] = []
    before = chain.last
    for number, draft in enumerate(drafts, start=len(chain.records) + 1):
        item = draft.item or f"{family.prefix}-{number:04}"
        placed = (number, moment, draft.kind, item, draft.by, draft.body, before)
        own = {name: committed(text) for name, text in draft.body.said.items()}
        texts += own.values()
        seals = {name: one.sealed for name, one in own.items()}
        out.append(sealed(*placed, ledger=family.name, commitments=seals))
        before = out[-1].hash
    return out, texts


def _set_torn_aside(file: FileIO, path: Path, chain: Chain) -> None:
    """Keep the bytes of an interrupted write beside the ledger; give a last line its end."""
    if chain.torn:
        aside = path.with_name(path.name + ".torn")
        number = open_private(aside, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        with FileIO(number, "w") as file_aside:
            file_aside.write(chain.torn + b"\n")
        file.truncate(chain.whole)
    elif chain.records:
        file.seek(-1, os.SEEK_END)
        if file.read(1) != b"\n":
            file.write(b"\n")
    file.seek(0, os.SEEK_END)


def _write(file: FileIO, content: bytes) -> None:
    start = file.seek(0, os.SEEK_END)
    try:
        left = content
        while left:
            left = left[file.write(left) :]
        os.fsync(file.fileno())
    except OSError as error:
        file.truncate(start)
        raise EarlyWarningError(f"could not write, nothing was added: {error}") from error


def _write_head(path: Path, ledger: str, number: int, last: str) -> None:
    """Name the newest record beside the ledger, by a file that is swapped in whole."""
    content = json.dumps({"head_of": ledger, "number": number, "hash": last})
    swap_in(head_path(path), content.encode("ascii") + b"\n")

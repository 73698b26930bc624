"""Walk a ledger from its first record to its last and say where the chain breaks.

The chain has no key: who can rewrite the whole file and its head can hide what was changed. So
the newest hash should be noted elsewhere too (`earlywarning soft verify` prints it).
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from pathlib import Path

from earlywarning.private import read_private
from earlywarning.register.apart import erased_in, read_texts, with_texts
from earlywarning.register.record import SOFT, START, Family, LedgerRecord, NotARecordError, parse

CLOCKS_DIFFER = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain breaks: the number of the record (or line) and what is wrong."""

    number: int
    why: str


@dataclass(frozen=True, slots=True)
class Head:
    """The number and hash of the last record, as the file beside the ledger names them."""

    number: int
    hash: str


@dataclass(slots=True)
class Chain:
    """What was read. `whole` is how many bytes hold whole records; `torn` is what follows them.

    `missing` are the records whose text is not beside the ledger though nobody erased it.
    """

    family: Family = SOFT
    records: list[LedgerRecord] = field(default_factory=list)
    broken: Break | None = None
    torn: bytes = b""
    whole: int = 0
    head: Head | None = None
    missing: list[int] = field(default_factory=list)

    @property
    def last(self) -> str:
        """Return the hash that the next record continues."""
        return self.records[-1].hash if self.records else START


def head_path(path: Path) -> Path:
    """Return the file with the last hash that stands beside a ledger."""
    return path.with_name(path.name + ".head")


def walk(path: Path, family: Family = SOFT) -> Chain:
    """Read a ledger up to its first break; a file that is not there is an empty ledger.

    Raises:
        SourceError: rule `private`, if other accounts may use it or it is a link.
    """
    return walk_bytes(read_private(path) or b"", path, family)


def walk_bytes(content: bytes, path: Path, family: Family = SOFT) -> Chain:
    """Walk the bytes of a ledger, and hold them against the head and the texts beside it."""
    chain = Chain(family)
    for line in content.split(b"\n"):
        ended = chain.whole + len(line) < len(content)
        if not (line or ended):
            break
        record = _next(chain, line, family, ended=ended)
        if record is None:
            break
        chain.records.append(record)
        chain.whole += len(line) + ended
    _against_clock(chain)
    _against_head(chain, head_path(path))
    chain.records, chain.missing = with_texts(chain.records, read_texts(path))
    return chain


def _next(chain: Chain, line: bytes, family: Family, *, ended: bool) -> LedgerRecord | None:
    number = len(chain.records) + 1
    try:
        record = parse(line, family)
    except NotARecordError as error:
        if not ended:
            chain.torn = line
        else:
            chain.broken = Break(number, f"line {number} was changed: {error}")
        return None
    why = _out_of_place(record, chain, number)
    if why:
        chain.broken = Break(number, why)
        return None
    return record


def _out_of_place(record: LedgerRecord, chain: Chain, number: int) -> str:
    if record.number > number:
        return f"line {number} holds record {record.number}: what stood before it was removed"
    if record.number < number:
        return f"line {number} holds record {record.number}: the order was changed"
    if record.before != chain.last:
        return f"record {number} does not continue the record before it: one of them was replaced"
    if chain.records and record.recorded < chain.records[-1].recorded:
        return f"record {number} claims an earlier moment than the record before it"
    return ""


def _against_clock(chain: Chain) -> None:
    """Refuse a last record from the future: every later one would have to claim its moment."""
    now = dt.datetime.now(dt.UTC)
    if chain.broken or not chain.records or chain.records[-1].recorded <= now + CLOCKS_DIFFER:
        return
    number, moment = len(chain.records), chain.records[-1].recorded
    why = f"record {number} claims {moment:%Y-%m-%d %H:%M} UTC, which lies in the future"
    chain.broken = Break(number, f"{why}; the clock says {now:%Y-%m-%d %H:%M}")


def _against_head(chain: Chain, path: Path) -> None:
    content = None if chain.broken else read_private(path)
    if content is None:
        if chain.records and not chain.broken:
            why = f"{path.name} is not beside it, so a cut-off end would not show"
            chain.broken = Break(len(chain.records), why)
        return
    try:
        found = json.loads(content)
        chain.head = Head(int(found["number"]), str(found["hash"]))
    except (ValueError, KeyError, TypeError):
        number = len(chain.records)
        chain.broken = Break(number, f"{path.name} cannot be read, so a cut-off end would not show")
        return
    head, records = chain.head, chain.records
    if head.number > len(records):
        why = f"the end was cut off: {path.name} names record {head.number}"
        chain.broken = Break(len(records) + 1, f"{why}, the file ends with {len(records)}")
    elif head != Head(0, START) and (head.number < 1 or records[head.number - 1].hash != head.hash):
        why = f"record {head.number} is not the one that {path.name} names"
        chain.broken = Break(max(1, head.number), why)


def told(chain: Chain, expected: str = "") -> tuple[list[str], bool]:
    """Return what a walk found, in words, and whether all is well.

    Args:
        chain: a walked ledger.
        expected: a hash that was noted elsewhere; it must be in the chain.
    """
    if chain.broken:
        good = len(chain.records)
        return [f"broken at record {chain.broken.number}: {chain.broken.why}",
                f"{good} records before it hold together"], False  # fmt: skip
    lines = [f"{len(chain.records)} records hold together; the last hash is {chain.last}"]
    if chain.torn:
        lines.append(
            f"the last line is torn ({len(chain.torn)} bytes without an end): a writer was "
            "interrupted, nothing of it counts, and the next entry sets it aside"
        )
    lines += _told_of_texts(chain)
    if chain.missing:
        numbers = ", ".join(map(str, chain.missing))
        lines.append(f"the texts of records {numbers} are gone or changed, and nobody erased them")
    missing = bool(expected) and expected not in {r.hash for r in chain.records}
    if missing:
        lines.append("the hash you noted is not in it: records were replaced or cut off")
    return lines, not (missing or chain.torn or chain.missing)


def _told_of_texts(chain: Chain) -> list[str]:
    """Say how many texts stand where none can be erased, and which were erased by whom."""
    lines = []
    inside = sum(len(r.inside) for r in chain.records)
    if inside:
        lines.append(
            f"{inside} texts stand inside the chain, where none can be erased; "
            f"`earlywarning {chain.family.commands} move` takes them out"
        )
    for one in {by.number: by for by in erased_in(chain.records).values()}.values():
        numbers = ", ".join(map(str, getattr(one.body, "records", ())))
        lines.append(
            f"the texts of records {numbers} were erased on {one.recorded.date()} by {one.by}, "
            f"as record {one.number} says"
        )
    return lines

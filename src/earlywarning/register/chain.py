"""Walk a ledger from its first record to its last and say where the chain breaks.

The chain has no key: who can rewrite the whole file and its head can hide what was changed. So
the newest hash should be noted elsewhere too (`earlywarning soft verify` prints it).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from earlywarning.register.private import read_private
from earlywarning.register.record import SOFT, START, Family, LedgerRecord, NotARecordError, parse


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
    """What was read. `whole` is how many bytes hold whole records; `torn` is what follows them."""

    records: list[LedgerRecord] = field(default_factory=list)
    broken: Break | None = None
    torn: bytes = b""
    whole: int = 0
    head: Head | None = None

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
    return walk_bytes(read_private(path) or b"", head_path(path), family)


def walk_bytes(content: bytes, head: Path, family: Family = SOFT) -> Chain:
    """Walk the bytes of a ledger and hold them against the head file."""
    chain = Chain()
    for line in content.split(b"\n"):
        ended = chain.whole + len(line) < len(content)
        if not (line or ended):
            break
        record = _next(chain, line, family, ended=ended)
        if record is None:
            break
        chain.records.append(record)
        chain.whole += len(line) + ended
    _against_head(chain, head)
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


def _against_head(chain: Chain, path: Path) -> None:
    content = None if chain.broken else read_private(path)
    if content is None:
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
    elif head.number < 1 or records[head.number - 1].hash != head.hash:
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
    if chain.head is None and chain.records:
        lines.append("no head file stands beside it, so a cut-off end would not show")
    missing = bool(expected) and expected not in {r.hash for r in chain.records}
    if missing:
        lines.append("the hash you noted is not in it: records were replaced or cut off")
    return lines, not (missing or chain.torn)

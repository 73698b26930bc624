"""Which texts were erased, by their commitments alone: what is restored is held against it.

The list holds no word and no salt, so it may lie beside backups; with it a ledger from before an
erasure gives its texts up again.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from earlywarning.private import read_private
from earlywarning.register import chain
from earlywarning.register.apart import Text, erased_in, read_texts
from earlywarning.register.ledger import Draft, append
from earlywarning.register.lines import AT, add_line
from earlywarning.register.record import COMMITMENT, Erased, Family, LedgerRecord
from earlywarning.settings import ERASED_LIST

LIST = ERASED_LIST
AGAIN = "Erased before; taken out again of what was restored."


def list_beside(ledger: Path) -> Path:
    """Return the list that belongs to the ledgers of a folder."""
    return ledger.with_name(LIST)


def listed(path: Path) -> dict[str, str]:
    """Return the commitments of a list, each with the role that erased its text; none: none.

    A line that was torn or is no commitment counts as nothing.
    """
    found = {}
    for line in (read_private(path) or b"").splitlines():
        try:
            told = json.loads(line)
            seal, by = str(told["sealed"]), str(told["by"])
        except (ValueError, KeyError, TypeError):
            continue
        if COMMITMENT.fullmatch(seal):
            found[seal] = by
    return found


def add(path: Path, gone: Mapping[str, str]) -> None:
    """Add commitments to a list, on disk when this returns; what stands there stays."""
    there = listed(path)
    at = dt.datetime.now(dt.UTC).strftime(AT)
    for seal, by in gone.items():
        if seal not in there:
            add_line(path, {"at": at, "sealed": seal, "by": by})


def seals_of(records: Iterable[LedgerRecord], by: str) -> dict[str, str]:
    """Return the commitments of records, as erased by a role."""
    return {seal: by for record in records for seal in record.commitments.values()}


def erased_from(ledger: Path, family: Family) -> dict[str, str]:
    """Return what the chain itself says was erased; of no ledger, nothing."""
    records = chain.walk(ledger, family).records
    gone = erased_in(records)
    return {
        seal: gone[r.number].by for r in records if r.number in gone
        for seal in r.commitments.values()
    }  # fmt: skip


def still_there(ledger: Path, gone: Mapping[str, str]) -> list[Text]:
    """Return the texts beside a ledger that were erased."""
    return [text for seal, text in read_texts(ledger).items() if seal in gone]


def erase_again(ledger: Path, gone: Mapping[str, str], family: Family) -> list[int]:
    """Take the texts of a restored ledger that were erased before; return their records' numbers.

    Raises:
        BrokenLedgerError: if the chain does not hold.
    """

    def decide(records: list[LedgerRecord]) -> list[Draft]:
        """Draft an erasure for each entry, by the role that erased it."""
        known = erased_in(records)
        found: dict[tuple[str, str], list[int]] = {}
        for record in records:
            seals = [seal for seal in record.commitments.values() if seal in gone]
            if seals and record.number not in known:
                found.setdefault((record.item, gone[seals[0]]), []).append(record.number)
        return [
            Draft("erasure", by, Erased(records=tuple(numbers), text=AGAIN), item)
            for (item, by), numbers in found.items()
        ]

    done = append(ledger, decide, family=family)
    return [number for one in done if isinstance(one.body, Erased) for number in one.body.records]

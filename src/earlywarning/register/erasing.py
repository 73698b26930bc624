"""Taking texts away from a ledger that goes on to hold: one of them, or all out of an old chain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path

from earlywarning.errors import UsageError
from earlywarning.register import erased
from earlywarning.register.actions import reason_of
from earlywarning.register.apart import Text, committed, erased_in
from earlywarning.register.ledger import Draft, Rewritten, append, replaced
from earlywarning.register.record import SOFT, START, Erased, Family, LedgerRecord, Moved, sealed
from earlywarning.register.words import Allowed, role_of


def erase(
    path: Path, item: str, role: str, reason: str, allowed: Allowed, *,
    only: int | None = None, now: dt.datetime | None = None, family: Family = SOFT,
    no_person_named: bool = False,
) -> LedgerRecord:  # fmt: skip
    """Remove the texts of an entry for good, and record who did so and why; the chain holds.

    Args:
        path: the ledger.
        item: the entry or offer; what else is known of it (kind, day, grade) stays and counts.
        role: one of the policy's erasers.
        reason: why, without what is erased.
        allowed: the words of the policy.
        only: the number of one record; else every text about the entry goes.
        now: the moment to record.
        family: which ledger it is.
        no_person_named: somebody has looked, and the reason names nobody.

    Raises:
        UsageError: if there is no such text, or it stands inside the chain of an older version.
    """
    by = role_of(role, allowed.policy.erasers, "role")
    why = reason_of(reason, allowed, "reason", no_person_named=no_person_named)

    def decide(records: list[LedgerRecord]) -> list[Draft]:
        """Draft the erasure of what is still there."""
        found = [r for r in records if r.item == item and r.body.said and r.kind != "erasure"]
        found = [r for r in found if only in (None, r.number)]
        if any(r.inside for r in found):
            raise UsageError(
                f"{item}: its text stands inside the chain, as older versions wrote it; take all "
                f"texts out first: earlywarning {family.commands} move"
            )
        gone = erased_in(records)
        numbers = tuple(r.number for r in found if r.number not in gone)
        if not numbers:
            raise UsageError(f"{item[:40]!r}: no text of it is left to erase")
        # First, so that nobody who is killed in between leaves an erasure that is on no list.
        wanted = [r for r in found if r.number in numbers]
        erased.add(erased.list_beside(path), erased.seals_of(wanted, by))
        return [Draft("erasure", by, Erased(records=numbers, text=why.text), item)]

    return append(path, decide, now, family)[0]


def move(path: Path, role: str, allowed: Allowed, family: Family = SOFT) -> LedgerRecord:
    """Write a ledger with texts inside anew, with the same records and its texts apart.

    Every hash changes; the last record names the last hash of the old chain.

    Raises:
        UsageError: if no text stands inside the chain.
        BrokenLedgerError: if the old chain does not hold.
    """
    by = role_of(role, allowed.policy.erasers, "role")

    def rewrite(records: list[LedgerRecord], moment: dt.datetime) -> Rewritten:
        """Seal every record anew, each text under a commitment."""
        if not any(r.inside for r in records):
            raise UsageError(f"{path}: no text stands inside the chain; nothing to move")
        end = sealed(0, moment, "moved", "all", by, Moved(last=records[-1].hash), "")
        return sealed_anew([*records, end], family)

    return replaced(path, rewrite, family)[-1]


def sealed_anew(
    records: Iterable[LedgerRecord], family: Family, commit: Callable[[str], Text] = committed
) -> Rewritten:
    """Return the same records as a chain of their own, with the texts that stood inside apart."""
    texts: list[Text] = []
    out: list[LedgerRecord] = []
    for number, r in enumerate(records, start=1):
        own = {name: commit(text) for name, text in r.inside.items()}
        texts += own.values()
        seals = {**r.commitments, **{name: one.sealed for name, one in own.items()}}
        before = out[-1].hash if out else START
        said = (number, r.recorded, r.kind, r.item, r.by, r.body, before)
        out.append(sealed(*said, ledger=family.name, commitments=seals))
    return out, texts

"""What can be done with the register: each act is checked under the lock and adds records."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from earlywarning.errors import EarlyWarningError, UsageError
from earlywarning.register.checking import Checked, Fault, persons
from earlywarning.register.ledger import Draft, append
from earlywarning.register.record import Entry, LedgerRecord, Nothing, Settled, Words
from earlywarning.register.state import Standing, standing
from earlywarning.register.texts import faults_of
from earlywarning.register.words import Allowed, role_of


class RefusedEntryError(EarlyWarningError):
    """An entry that cannot go in; `faults` names the fields."""

    exit_code = 3

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = faults


def add(
    path: Path, checked: list[Checked], now: dt.datetime | None = None
) -> list[LedgerRecord | Fault]:
    """Add entries; one that stands in the ledger already, word for word, is refused.

    Returns:
        For each entry its record, or the fault by which it was left out.
    """
    outcome: list[LedgerRecord | Fault | None] = []

    def decide(records: list[LedgerRecord]) -> list[Draft]:
        """Draft what is new, and note what stands already."""
        held = {one.entry: one.item for one in standing(records).values() if not one.withdrawn}
        drafts = []
        for one in checked:
            assert one.entry is not None
            if one.entry in held:
                outcome.append(Fault("", f"stands in the ledger already, as {held[one.entry]}"))
                continue
            held[one.entry] = "another row"
            outcome.append(None)
            drafts.append(Draft("entry", one.by, one.entry))
        return drafts

    added = iter(append(path, decide, now))
    return [next(added) if one is None else one for one in outcome]


def _known(records: list[LedgerRecord], item: str) -> Standing:
    entries = standing(records)
    if item not in entries:
        last = f"; the last is {max(entries)}" if entries else "; it is empty"
        raise UsageError(f"no entry {item[:40]!r} in the ledger{last}")
    return entries[item]


def _live(records: list[LedgerRecord], item: str) -> Standing:
    one = _known(records, item)
    if one.withdrawn:
        raise UsageError(f"{item} was withdrawn; record it anew if it holds after all")
    return one


def reason_of(text: str, allowed: Allowed, what: str, *, no_person_named: bool = False) -> Words:
    """Return why something is done, if it is a text that can be taken.

    Raises:
        UsageError: if it is empty: a word is missing, and nothing was refused.
        RefusedEntryError: if it cannot be taken as it is.
    """
    if not text.strip():
        raise UsageError(f"{what} is empty")
    faults = [
        Fault("text", f"{what} {why}") for why in faults_of(text, allowed.policy.longest_text)
    ]
    if not (faults or no_person_named):
        faults = list(persons(text, allowed, what))
    if faults:
        raise RefusedEntryError(faults)
    return Words(text=text)


def _on_live(
    path: Path, kind: str, by: str, item: str, body: Words, now: dt.datetime | None
) -> LedgerRecord:
    """Append a record about an entry that has not been withdrawn."""

    def decide(records: list[LedgerRecord]) -> list[Draft]:
        """Draft it, if the entry is there."""
        _live(records, item)
        return [Draft(kind, by, body, item)]

    return append(path, decide, now)[0]


def correct(
    path: Path, item: str, new: Entry, by: str, now: dt.datetime | None = None
) -> LedgerRecord:
    """Replace an entry's words from now on; what was said before stays in the ledger."""

    def decide(records: list[LedgerRecord]) -> list[Draft]:
        """Draft the correction, if it says anything new."""
        if _live(records, item).entry == new:
            raise UsageError(f"{item} says this already")
        return [Draft("correction", by, new, item)]

    return append(path, decide, now)[0]


def retire(
    path: Path, item: str, role: str, reason: str, allowed: Allowed,
    now: dt.datetime | None = None, *, no_person_named: bool = False,
) -> LedgerRecord:  # fmt: skip
    """Withdraw an entry: it counts no longer, and stays in the ledger."""
    by = role_of(role, allowed.policy.recorders, "role")
    body = reason_of(reason, allowed, "reason", no_person_named=no_person_named)

    return _on_live(path, "withdrawal", by, item, body, now)


def dispute(
    path: Path, item: str, role: str, reply: str, allowed: Allowed,
    now: dt.datetime | None = None, *, no_person_named: bool = False,
) -> LedgerRecord:  # fmt: skip
    """Put the authority's reply beside an entry; it weighs less until this is resolved."""
    by = role_of(role, allowed.policy.repliers, "role")
    body = reason_of(reply, allowed, "reply", no_person_named=no_person_named)

    return _on_live(path, "dispute", by, item, body, now)


def release(
    path: Path, item: str, role: str, allowed: Allowed, now: dt.datetime | None = None
) -> LedgerRecord:
    """Let the authority be told of an entry that was made in confidence, from the next run on."""
    by = role_of(role, allowed.policy.releasers, "role")

    def decide(records: list[LedgerRecord]) -> list[Draft]:
        """Draft the release, if it is not made already."""
        if _live(records, item).released:
            raise UsageError(f"{item} is released already")
        return [Draft("release", by, Nothing(), item)]

    return append(path, decide, now)[0]


def resolve(
    path: Path, item: str, role: str, outcome: str, reason: str, allowed: Allowed,
    now: dt.datetime | None = None, *, no_person_named: bool = False,
) -> LedgerRecord:  # fmt: skip
    """End a dispute: the entry `stands` at full weight again, or `falls` away."""
    by = role_of(role, allowed.policy.recorders, "role")
    words = reason_of(reason, allowed, "reason", no_person_named=no_person_named)
    body = Settled(outcome="falls" if outcome == "falls" else "stands", text=words.text)

    def decide(records: list[LedgerRecord]) -> list[Draft]:
        """Draft the end of a dispute, if there is one."""
        if not _live(records, item).disputed:
            raise UsageError(f"{item} is not in dispute")
        return [Draft("resolution", by, body, item)]

    return append(path, decide, now)[0]


def read(
    path: Path, item: str, role: str, allowed: Allowed, now: dt.datetime | None = None
) -> Standing:
    """Record that a role read an entry's restricted texts, and only then return them."""
    by = role_of(role, (*allowed.policy.readers, *allowed.policy.erasers), "role")
    found: list[Standing] = []

    def decide(records: list[LedgerRecord]) -> list[Draft]:
        """Draft that it is read, and keep what is read."""
        found.append(_known(records, item))
        return [Draft("read", by, Nothing(), item)]

    append(path, decide, now)
    return found[0]


def read_all(
    path: Path, role: str, allowed: Allowed, now: dt.datetime | None = None
) -> list[LedgerRecord]:
    """Record that a role read every text of the ledger, and only then return its records."""
    by = role_of(role, (*allowed.policy.readers, *allowed.policy.erasers), "role")
    found: list[LedgerRecord] = []

    def decide(records: list[LedgerRecord]) -> list[Draft]:
        """Draft that all is read, and keep what is read."""
        found.extend(records)
        return [Draft("read", by, Nothing(), "all")]

    append(path, decide, now)
    return found

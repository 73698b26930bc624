"""Erasing a text with what is known of its copies: named first, removed where that is asked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from earlywarning.register import erasing, state
from earlywarning.register.actions import reason_of
from earlywarning.register.apart import erased_in
from earlywarning.register.record import Family, LedgerRecord
from earlywarning.register.words import Allowed, role_of
from earlywarning.run.remains import Remains, remains, remove, tell_backups
from earlywarning.settings import Settings, folder_of, today


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to go, from which ledger, who says so and why; `copies`: also ours of it."""

    ledger: Path
    family: Family
    item: str
    role: str
    reason: str
    only: int | None = None
    copies: bool = False
    no_person_named: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """The record of it, where the text may still lie, and what went wrong beside it."""

    record: LedgerRecord
    remains: list[Remains]
    left: list[str]


def erase(wanted: Wanted, warehouse: Path, words: Allowed) -> Done:
    """Erase the texts of an entry or offer, and say where they may still lie.

    Our own copies go first: who is killed in between can ask for the same again, while the words by
    which they are known are still there.

    Raises:
        UsageError: as `register.erasing.erase`; nothing has gone then.
        RefusedEntryError: if the reason cannot be taken, or seems to name a person; likewise.
    """
    role_of(wanted.role, words.policy.erasers, "role")
    reason_of(wanted.reason, words, "reason", no_person_named=wanted.no_person_named)
    settings = Settings((), today(), warehouse=warehouse, reports=folder_of("reports"),
                        register=wanted.ledger.parent)  # fmt: skip
    texts, since = _texts_of(wanted)
    found = remains(settings, wanted.family, texts, since) if texts else []
    left = remove(settings, found) if wanted.copies else []
    done = erasing.erase(
        wanted.ledger, wanted.item, wanted.role, wanted.reason, words, only=wanted.only,
        family=wanted.family, no_person_named=wanted.no_person_named,
    )  # fmt: skip
    told = tell_backups(settings)
    still = [one for one in found if not (wanted.copies and one.own and _gone(one))]
    return Done(done, still, [*left, *([told] if told else [])])


def _texts_of(wanted: Wanted) -> tuple[list[str], dt.datetime]:
    """Return the texts that go, and when the first of them was written down."""
    records, _ = state.sound_records(wanted.ledger, wanted.family)
    gone = erased_in(records)
    own = [
        r for r in records
        if r.item == wanted.item and r.kind != "erasure" and r.number not in gone
        and wanted.only in (None, r.number) and r.body.said
    ]  # fmt: skip
    if not own:
        return [], dt.datetime.max.replace(tzinfo=dt.UTC)
    return [text for r in own for text in r.body.said.values()], min(r.recorded for r in own)


def _gone(one: Remains) -> bool:
    return not Path(one.name).exists()

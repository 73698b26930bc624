"""How every offer stands on a day: records in, lives out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from earlywarning.register.decisions.record import (
    DECISIONS,
    Credit,
    Decision,
    Proposed,
    Reply,
    Reported,
    Shared,
    Tried,
    UnderWay,
    Verdicts,
)
from earlywarning.register.record import Erased, LedgerRecord, canonical, values
from earlywarning.register.state import day_of, sound_records

ORDER = tuple(DECISIONS.bodies)
STATES = {
    "proposed": "proposed", "shared": "shared", "reply": "replied", "decision": "decided",
    "under_way": "under way", "reported": "reported", "closed": "closed",
    "withdrawal": "withdrawn",
}  # fmt: skip
OVER = ("closed", "withdrawn")


@dataclass(slots=True)
class Life:
    """One offer, from its proposal to what was found; days are days in London."""

    item: str
    offer: Proposed
    proposed_on: dt.date
    state: str = "proposed"
    shared_on: dt.date | None = None
    reply_by: dt.date | None = None
    replies: list[tuple[dt.date, str, Reply]] = field(default_factory=list)
    credit: Credit | None = None
    credited_by: str = ""
    credited_on: dt.date | None = None
    decision: Decision | None = None
    decided_by: str = ""
    decided_on: dt.date | None = None
    under_way: UnderWay | None = None
    held_on: dt.date | None = None
    verdicts: Verdicts | None = None
    closed_on: dt.date | None = None
    tried: dict[tuple[str, str], tuple[dt.date, str, Tried]] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Tell whether anything is still to come."""
        done = self.decision is not None and self.decision.outcome == "declined"
        return self.state not in OVER and not done

    def replied_in_words(self, day: dt.date) -> str:
        """Return how the reply stands: in time, late, awaited, none in time, or not asked for."""
        if self.reply_by is None:
            return "not asked for"
        if self.replies:
            return "in time" if self.replies[0][0] <= self.reply_by else "late"
        return "awaited" if day <= self.reply_by else "none in time"

    @property
    def found_itself(self) -> tuple[str, ...]:
        """Return what the authority says it had found before."""
        return tuple(dict.fromkeys(s for _, _, reply in self.replies for s in reply.found_itself))


def lives(records: Iterable[LedgerRecord], day: dt.date | None = None) -> dict[str, Life]:
    """Return every offer recorded by a day, in order of its number.

    Records of one moment act in the order of their kind and then of their content.
    """
    known = [r for r in records if day is None or day_of(r) <= day]
    out: dict[str, Life] = {}
    for record in sorted(known, key=_order):
        if isinstance(record.body, Proposed):
            out.setdefault(record.item, Life(record.item, record.body, day_of(record)))
        elif record.item in out:
            _act(out[record.item], record)
    return dict(sorted(out.items()))


def _order(record: LedgerRecord) -> tuple[dt.datetime, int, str, str]:
    content = canonical(values(record)["body"])
    return record.recorded, ORDER.index(record.kind), record.by, content


def _act(life: Life, record: LedgerRecord) -> None:
    if isinstance(record.body, Credit):
        life.credit, life.credited_by, life.credited_on = record.body, record.by, day_of(record)
        return
    if isinstance(record.body, Tried):
        came = record.body
        life.tried[came.what, came.name] = (day_of(record), record.by, came)
        return
    if isinstance(record.body, Erased):
        return
    _note(life, record)
    # A further reply to what is decided already changes nothing of the decision.
    if record.kind != "reply" or life.state in ("shared", "replied"):
        life.state = STATES[record.kind]


def _note(life: Life, record: LedgerRecord) -> None:
    """Write down what a record says; its day is the day it was recorded."""
    day = day_of(record)
    match record.body:
        case Shared(reply_by=reply_by):
            life.shared_on, life.reply_by = day, reply_by
        case Reply() as reply:
            life.replies.append((day, record.by, reply))
        case Decision() as decision:
            life.decision, life.decided_by, life.decided_on = decision, record.by, day
        case UnderWay() as under_way:
            life.under_way = under_way
        case Reported(held_on=held_on):
            life.held_on = held_on
        case Verdicts() as verdicts:
            life.verdicts, life.closed_on = verdicts, day


def sound_decisions(path: Path) -> tuple[list[LedgerRecord], str]:
    """Return the records of a ledger of decisions, and a warning where its last line is torn.

    Raises:
        SourceError: rule `chain` and the record's number, if the chain does not hold.
    """
    return sound_records(path, DECISIONS)

"""What the ledger amounts to on a day: records in, entries as they stand out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

from earlywarning.errors import SourceError
from earlywarning.register.chain import walk
from earlywarning.register.record import (
    KINDS,
    SOFT,
    Entry,
    Family,
    LedgerRecord,
    Settled,
    Words,
    canonical,
    values,
)
from earlywarning.register.words import EXAMPLE

ITEM_COLUMNS = [
    "item", "old_la_code", "flag", "heard_on", "source_kind", "source_area", "reliability",
    "credibility", "cases", "recorded_by", "review_by", "recorded_on", "disputed", "superseded",
    "released",
]  # fmt: skip
LONDON = ZoneInfo("Europe/London")


@dataclass(slots=True)
class Standing:
    """An entry as it stands: its newest version and what was said about it since."""

    item: str
    entry: Entry
    by: str
    recorded_on: dt.date
    superseded: int = 0
    disputed: bool = False
    withdrawn: bool = False
    released: bool = False
    replies: list[tuple[str, str, str]] = field(default_factory=list)


def day_of(record: LedgerRecord) -> dt.date:
    """Return the day in London on which a record was made."""
    return record.recorded.astimezone(LONDON).date()


def standing(records: list[LedgerRecord], day: dt.date | None = None) -> dict[str, Standing]:
    """Return every entry recorded by a day, withdrawn ones included.

    Records of one moment act in the order of their kind and then of their content, so the order
    of their lines changes nothing.
    """
    known = [r for r in records if day is None or day_of(r) <= day]
    out: dict[str, Standing] = {}
    for record in sorted(known, key=_order):
        body = record.body
        if record.kind == "entry" and isinstance(body, Entry):
            out.setdefault(record.item, Standing(record.item, body, record.by, day_of(record)))
        elif record.item in out:
            _act(out[record.item], record)
    return out


def _order(record: LedgerRecord) -> tuple[dt.datetime, int, str, str]:
    content = canonical(values(record)["body"])
    return record.recorded, KINDS.index(record.kind), record.by, content


def _act(one: Standing, record: LedgerRecord) -> None:
    body = record.body
    match record.kind:
        case "correction":
            assert isinstance(body, Entry)
            one.entry, one.superseded = body, one.superseded + 1
        case "dispute":
            one.disputed = True
        case "resolution":
            assert isinstance(body, Settled)
            one.disputed = False
            one.withdrawn = one.withdrawn or body.outcome == "falls"
        case "withdrawal":
            one.withdrawn = True
        case "release":
            one.released = True
    if isinstance(body, (Words, Settled)):
        one.replies.append((record.kind, record.by, body.text))


def items(records: list[LedgerRecord], day: dt.date) -> pd.DataFrame:
    """Return the entries that count on a day, without their texts: ITEM_COLUMNS.

    Neither recorded nor heard after the day, nor withdrawn by then, nor about the example.
    """
    rows = [
        (one.item, e.old_la_code, e.flag, e.heard_on, e.source_kind, e.source_area,
         e.reliability, e.credibility, e.cases, one.by, e.review_by, one.recorded_on,
         one.disputed, one.superseded, one.released)
        for one in standing(records, day).values()
        if not one.withdrawn
        and (e := one.entry).heard_on <= day
        and e.old_la_code != EXAMPLE
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=ITEM_COLUMNS).sort_values("item", ignore_index=True)


def sound_records(path: Path, family: Family = SOFT) -> tuple[list[LedgerRecord], str]:
    """Return the records of a ledger, and a word of warning where its last line is torn.

    Raises:
        SourceError: rule `chain` and the record's number, if the chain does not hold; a broken
            ledger is not used in part.
    """
    chain = walk(path, family)
    if chain.broken:
        raise SourceError(
            f"the chain breaks at record {chain.broken.number}: {chain.broken.why}",
            rule="chain",
            row=chain.broken.number,
        )
    torn = "its last line is torn: a writer was interrupted; nothing of that line counts"
    return chain.records, torn if chain.torn else ""


def texts(records: list[LedgerRecord], day: dt.date | None = None) -> pd.DataFrame:
    """Return the restricted texts of the entries that stand: item, text.

    Only what is built for the consortium may hold them.
    """
    rows = [(s.item, s.entry.text) for s in standing(records, day).values() if not s.withdrawn]
    return pd.DataFrame(sorted(rows), columns=["item", "text"])

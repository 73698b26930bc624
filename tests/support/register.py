"""Builders for the soft-intelligence register."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pandas as pd

from earlywarning.register.chain import head_path
from earlywarning.register.record import SOFT, Body, Entry, LedgerRecord, line_of, sealed
from earlywarning.register.words import Allowed, Places
from tests.support.evidence import DEFINITIONS

TODAY = dt.date(2026, 4, 30)
NOON = dt.datetime(2026, 4, 1, 12, tzinfo=dt.UTC)
PLACES = Places(
    pd.DataFrame(
        [
            ("801", "E09900001", "Norreby", "Northmarch", None),
            ("802", "E09900002", "Great Ostwick", "Northmarch", None),
            ("803", "E09900003", "Vale of Merrow", "Southmarch", None),
            ("804", "E09900004", "Norreby", "Northmarch", dt.date(2019, 3, 31)),
        ],
        columns=["old_la_code", "new_la_code", "la_name", "region", "closed"],
    ),
    pd.DataFrame([{"old_la_code": "804", "successor": "801"}]),
)
ALLOWED = Allowed(DEFINITIONS.soft_flags, PLACES, DEFINITIONS.policy.ledger, TODAY)


def row(**given: Any) -> dict[str, str]:
    return {
        "authority": "Norreby",
        "flag": "whistleblowing",
        "heard_on": "2026-03-01",
        "source_kind": "practitioner",
        "source_area": "",
        "reliability": "B",
        "credibility": "2",
        "cases": "",
        "text": "Told in private that visits are signed off without being made.",
        "recorded_by": "improvement adviser",
        "review_by": "2026-12-31",
    } | given


def entry(**given: Any) -> Entry:
    return Entry.model_validate(
        {
            "old_la_code": "801",
            "flag": "whistleblowing",
            "heard_on": dt.date(2026, 3, 1),
            "source_kind": "practitioner",
            "source_area": "",
            "reliability": "B",
            "credibility": 2,
            "text": "Told in private.",
            "review_by": dt.date(2026, 12, 31),
        }
        | given
    )


def act(kind: str, item: str, body: Body, at: dt.datetime = NOON, by: str = "role") -> LedgerRecord:
    """Return a record without its place, for `chained`."""
    return sealed(0, at, kind, item, by, body, "")


def chained(records: list[LedgerRecord], ledger: str = SOFT.name) -> list[LedgerRecord]:
    """Return records in their order with numbers and hashes that hold."""
    out: list[LedgerRecord] = []
    before = "0" * 64
    for number, one in enumerate(records, start=1):
        said = (number, one.recorded, one.kind, one.item, one.by, one.body, before)
        out.append(sealed(*said, ledger=ledger))
        before = out[-1].hash
    return out


def write_old(path: Path, records: list[LedgerRecord], ledger: str = SOFT.name) -> None:
    """Write a ledger as versions before wrote it, its texts inside the chain, and its head."""
    whole = chained(records, ledger)
    head = {"head_of": ledger, "number": len(whole), "hash": whole[-1].hash}
    for one, content in (
        (path, b"".join(line_of(record) for record in whole)),
        (head_path(path), json.dumps(head).encode()),
    ):
        one.touch(mode=0o600)
        one.write_bytes(content)

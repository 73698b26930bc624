"""One record of a ledger: its fields, its one written form, and its hash.

There are two ledgers of one form: what people know, and what was decided about offers. Each is a
family: a name that every line bears, and the kinds of record it can hold.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

LEDGER = "soft_intelligence"
START = "0" * 64
FIELDS = {"ledger", "number", "recorded", "kind", "item", "by", "body", "before", "hash"}
SEALED = "sealed"
COMMITMENT = re.compile("[0-9a-f]{64}")
MOMENT = "%Y-%m-%dT%H:%M:%S.%fZ"


class Body(BaseModel):
    """What a record says; unknown fields are refused. `texts` are its fields of free text."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    texts: ClassVar[tuple[str, ...]] = ("text",)

    @property
    def said(self) -> dict[str, str]:
        """Return its free texts by field, without those that are empty."""
        found = {name: str(getattr(self, name, "")) for name in self.texts}
        return {name: text for name, text in found.items() if text}


class Entry(Body):
    """What was heard. `text` is restricted; `cases` only where the flag rests on cases."""

    old_la_code: str = Field(pattern=r"^\d{3}$")
    flag: str
    heard_on: dt.date
    source_kind: str
    source_area: str
    reliability: Literal["A", "B", "C", "D", "E", "F"]
    credibility: int = Field(ge=1, le=6)
    text: str
    review_by: dt.date
    cases: int | None = None
    no_person_named: bool = False


class Words(Body):
    """Why something is withdrawn, or what the authority replies; restricted as well."""

    text: str


class Settled(Body):
    """How a dispute ended: the entry stands at full weight, or falls away."""

    outcome: Literal["stands", "falls"]
    text: str


class Nothing(Body):
    """A record that says no more than who and when."""


class Erased(Body):
    """Which records lost their text, and why; the reason is a text that can be erased as well."""

    records: tuple[int, ...] = Field(min_length=1)
    text: str


class Moved(Body):
    """All texts were taken out of the chain, which was made anew; `last` ended the old one."""

    last: str = Field(pattern=r"^[0-9a-f]{64}$")


@dataclass(frozen=True, slots=True)
class Family:
    """A ledger's name, how its items are numbered, its commands, and the bodies of its kinds.

    At one moment, later kinds of the mapping act on earlier ones. The chain holds a commitment to
    each text, which itself stands in a file beside it.
    """

    name: str
    prefix: str
    commands: str
    bodies: Mapping[str, type[Body]]


SOFT = Family(LEDGER, "L", "soft", {
    "entry": Entry, "correction": Entry, "dispute": Words, "resolution": Settled,
    "withdrawal": Words, "read": Nothing, "erasure": Erased, "moved": Moved,
    "release": Nothing,
})  # fmt: skip
KINDS = tuple(SOFT.bodies)


@dataclass(frozen=True, slots=True)
class LedgerRecord:
    """A record in its place in the chain. `recorded` is UTC; `by` is a role.

    `commitments`, by field, stand in the chain for texts that are kept apart from it; there is
    none where the record has no text, or holds it itself as records of earlier versions do.
    """

    number: int
    recorded: dt.datetime
    kind: str
    item: str
    by: str
    body: Body
    before: str
    hash: str
    ledger: str = LEDGER
    commitments: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Return the text, wherever it is kept; empty for a record that has none."""
        return str(getattr(self.body, "text", ""))

    @property
    def inside(self) -> dict[str, str]:
        """Return the texts that stand in the chain itself, by field."""
        return {name: t for name, t in self.body.said.items() if name not in self.commitments}

    def with_texts(self, texts: Mapping[str, str]) -> LedgerRecord:
        """Return the record with the texts that its commitments stand for, by field."""
        return replace(self, body=self.body.model_copy(update=dict(texts))) if texts else self


class NotARecordError(ValueError):
    """A line that no record can be; the message says why."""


def canonical(values: dict[str, Any]) -> str:
    """Return the one JSON text of a mapping: keys in order, no spaces, ASCII only.

    ASCII, so that no character of a text can turn or hide anything where the file is opened.
    """
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def hash_of(values: dict[str, Any]) -> str:
    """Return the SHA-256 of a record's canonical text without its own hash."""
    rest = {key: value for key, value in values.items() if key != "hash"}
    return hashlib.sha256(canonical(rest).encode("ascii")).hexdigest()


def sealed(
    number: int, recorded: dt.datetime, kind: str, item: str, by: str, body: Body, before: str,
    ledger: str = LEDGER, commitments: Mapping[str, str] | None = None,
) -> LedgerRecord:  # fmt: skip
    """Return a record with its moment in UTC and its hash."""
    moment, seals = recorded.astimezone(dt.UTC), commitments or {}
    record = LedgerRecord(number, moment, kind, item, by, body, before, "", ledger, seals)
    return replace(record, hash=hash_of(values(record)))


def values(record: LedgerRecord) -> dict[str, Any]:
    """Return a record as it is written."""
    body = record.body.model_dump(mode="json")
    body |= {name: {SEALED: seal} for name, seal in record.commitments.items()}
    return {
        "ledger": record.ledger,
        "number": record.number,
        "recorded": record.recorded.strftime(MOMENT),
        "kind": record.kind,
        "item": record.item,
        "by": record.by,
        "body": body,
        "before": record.before,
        "hash": record.hash,
    }


def line_of(record: LedgerRecord) -> bytes:
    """Return a record as its line of the file."""
    return canonical(values(record)).encode("ascii") + b"\n"


def parse(line: bytes, family: Family = SOFT) -> LedgerRecord:
    """Read one line of a family's ledger, without its end.

    Raises:
        NotARecordError: if it is not the canonical text of a record with its own right hash.
    """
    try:
        found = json.loads(line.decode("ascii"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise NotARecordError("it is not readable as JSON") from error
    if not isinstance(found, dict) or set(found) != FIELDS or found["ledger"] != family.name:
        raise NotARecordError("it does not have the fields of a record")
    if canonical(found).encode("ascii") != line or found["hash"] != hash_of(found):
        raise NotARecordError("its content does not match its hash")
    return _record(found, family)


def _record(found: dict[str, Any], family: Family) -> LedgerRecord:
    try:
        recorded = dt.datetime.strptime(found["recorded"], MOMENT).replace(tzinfo=dt.UTC)
        model = family.bodies[found["kind"]]
        said, commitments = _unsealed(found["body"], model)
        body = model.model_validate(said)
        plain = TypeAdapter(tuple[int, str, str, str, str]).validate_python(
            tuple(found[key] for key in ("number", "kind", "item", "by", "before")), strict=True
        )
    except (ValidationError, ValueError, TypeError, KeyError) as error:
        raise NotARecordError("a field holds what it cannot hold") from error
    number, kind, item, by, before = plain
    own = (found["hash"], family.name, commitments)
    return LedgerRecord(number, recorded, kind, item, by, body, before, *own)


def _unsealed(body: dict[str, Any], model: type[Body]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return a body as its model reads it, and by field the commitments that stand for texts."""
    seals = {
        name: _commitment(body[name]) for name in model.texts if isinstance(body.get(name), dict)
    }
    return body | dict.fromkeys(seals, ""), seals


def _commitment(sealed_text: dict[str, Any]) -> str:
    found = sealed_text.get(SEALED)
    if len(sealed_text) != 1 or not (isinstance(found, str) and COMMITMENT.fullmatch(found)):
        raise ValueError("no commitment")
    return found

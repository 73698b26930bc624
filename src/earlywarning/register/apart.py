"""Texts beside a ledger: the chain commits to each with a salt, so one can go and the chain holds.

Without its salt nobody can try whether a commitment stands for a text that they guess; so the salt
goes with the text.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from io import FileIO
from pathlib import Path
from typing import Any

from earlywarning.private import open_private, read_private, swap_in
from earlywarning.register.record import Erased, LedgerRecord

MARK = "texts_of"
ERASED = "[erased on {day} by {by}]"
MISSING = "[its text is not beside the ledger]"


@dataclass(frozen=True, slots=True)
class Text:
    """A text, its salt, and the commitment to both that stands in the chain."""

    sealed: str
    salt: str
    text: str


def texts_path(ledger: Path) -> Path:
    """Return the file with the texts that stands beside a ledger."""
    return ledger.with_name(ledger.name + ".texts")


def committed(text: str) -> Text:
    """Return a text with a new salt and the commitment to it."""
    return salted(text, secrets.token_hex(32))


def salted(text: str, salt: str) -> Text:
    """Return a text with a salt that is given; one that can be guessed hides nothing."""
    return Text(_commitment(salt, text), salt, text)


def _commitment(salt: str, text: str) -> str:
    return hashlib.sha256(bytes.fromhex(salt) + text.encode("utf-8")).hexdigest()


def read_texts(ledger: Path) -> dict[str, Text]:
    """Return the texts beside a ledger by their commitment.

    A line that was changed or torn is none: the record that it belonged to is told as missing.
    """
    lines = (read_private(texts_path(ledger)) or b"").split(b"\n")
    found = (_text(line) for line in lines if line)
    return {one.sealed: one for one in found if one}


def _text(line: bytes) -> Text | None:
    try:
        told: dict[str, Any] = json.loads(line)
        one = Text(told["sealed"], told["salt"], told["text"])
        return one if one.sealed == _commitment(one.salt, one.text) else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def erased_in(records: Iterable[LedgerRecord]) -> dict[int, LedgerRecord]:
    """Return the numbers of the records whose text was erased, with the record that says so."""
    return {n: r for r in records if isinstance(r.body, Erased) for n in r.body.records}


def with_texts(
    records: list[LedgerRecord], texts: dict[str, Text]
) -> tuple[list[LedgerRecord], list[int]]:
    """Return the records with their texts, and the numbers of those of which one is missing."""
    erased = erased_in(records)
    out, missing = [], []
    for record in records:
        by, seals = erased.get(record.number), record.commitments
        if by is not None:
            words = ERASED.format(day=by.recorded.date(), by=by.by)
            out.append(record.with_texts(dict.fromkeys(seals, words)))
            continue
        found = {name: texts[seal].text for name, seal in seals.items() if seal in texts}
        out.append(record.with_texts(dict.fromkeys(seals, MISSING) | found))
        if len(found) < len(seals):
            missing.append(record.number)
    return out, missing


def add_texts(ledger: Path, name: str, added: list[Text]) -> None:
    """Put texts at the end of the file, on disk before the records that commit to them."""
    number = open_private(texts_path(ledger), os.O_RDWR | os.O_CREAT)
    with FileIO(number, "r+") as file:
        end = file.seek(0, os.SEEK_END)
        file.seek(max(0, end - 1))
        # What a killed writer left half written ends here and counts as nothing.
        parted = b"" if file.read(1) in (b"", b"\n") else b"\n"
        content = parted + b"".join(_line(name, one) for one in added)
        while content:
            content = content[file.write(content) :]
        os.fsync(file.fileno())


def keep_only(ledger: Path, records: list[LedgerRecord]) -> None:
    """Write the file anew with the texts that records commit to and nobody erased."""
    erased, texts = erased_in(records), read_texts(ledger)
    wanted = [s for r in records if r.number not in erased for s in r.commitments.values()]
    kept = [_line(records[0].ledger, texts[one]) for one in wanted if one in texts]
    swap_in(texts_path(ledger), b"".join(kept))


def _line(name: str, one: Text) -> bytes:
    # The mark stands first, so that the file is known by its beginning.
    return json.dumps({MARK: name, **asdict(one)}, ensure_ascii=True).encode("ascii") + b"\n"

"""Bands that people hold to be right: one row of a register each, beside the computed band."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from earlywarning.definitions.loader import load_definitions
from earlywarning.errors import UsageError
from earlywarning.hostile import harmless, seen
from earlywarning.sources.registers import OVERRIDE_HEADER
from earlywarning.warehouse.ask import find_authority

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Override:
    """What somebody says of one authority's band."""

    authority: str
    band: str
    role: str
    reason: str
    decided_on: dt.date
    expires: dt.date


def add(file: Path, given: Override, warehouse: Path, reference: Path) -> str:
    """Append an override to a register and return what was written, in words.

    Raises:
        UsageError: for a word that is not allowed, with those that are.
    """
    policy = load_definitions(reference).policy
    code, name = find_authority(warehouse, given.authority, given.decided_on)
    _one_of("band", given.band, tuple(policy.bands))
    _one_of("role", given.role, policy.ledger.recorders)
    reason = " ".join(seen(given.reason).split())
    if not 0 < len(reason) <= LONGEST_REASON:
        raise UsageError(f"reason: give one of up to {LONGEST_REASON} characters")
    if given.expires <= given.decided_on:
        raise UsageError(f"until: {given.expires} is not after {given.decided_on}")
    row = (code, given.band, given.role, reason, given.decided_on, given.expires)
    file.parent.mkdir(parents=True, exist_ok=True)
    begins = not file.exists() or file.stat().st_size == 0
    with file.open("a", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        if begins:
            writer.writerow(OVERRIDE_HEADER)
        writer.writerow([harmless(str(cell)) for cell in row])
    return f"{name} ({code}): {given.band} until {given.expires}; shown from the next run on"


def _one_of(what: str, word: str, allowed: tuple[str, ...]) -> None:
    if word not in allowed:
        raise UsageError(f"{what}: {word!r} is none of {', '.join(allowed)}")

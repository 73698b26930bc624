"""How long what is about persons is kept: one term for each kind."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from earlywarning.definitions.loader import read_record
from earlywarning.definitions.model import Declared


class Term(Declared):
    """Days, from which day they run, and why so long."""

    days: int = Field(ge=1)
    since: str
    why: str


class Retention(Declared):
    """retention.toml, whole."""

    soft_texts: Term
    decision_texts: Term
    torn_tails: Term
    accounts: Term
    account_events: Term
    access: Term
    returns: Term
    builds: Term
    backups: Term


def load_retention(folder: Path) -> Retention:
    """Read retention.toml of a reference folder.

    Raises:
        DefinitionError: naming the faulty keys.
    """
    return read_record(folder / "retention.toml", Retention, None)

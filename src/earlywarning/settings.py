"""Where a run reads and writes; nothing else is configured outside data/reference."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

PROJECT = Path(__file__).resolve().parents[2]
DEFAULT_WAREHOUSE = Path("data/earlywarning.duckdb")
DEFAULT_INCOMING = Path("data/incoming")
DEFAULT_REPORTS = Path("reports")
DEFAULT_REGISTER = Path("data/register")
SOFT_LEDGER = "soft_intelligence.jsonl"
DECISIONS = "decisions.jsonl"
ACCOUNTS = "accounts.json"
ACCOUNT_EVENTS = "accounts_events.jsonl"
HISTORY = "peer_reviews.csv"
OVERRIDES = "overrides.csv"


@dataclass(frozen=True, slots=True)
class Settings:
    """Paths and the as-of day of one run."""

    inputs: tuple[Path, ...]
    as_of: dt.date
    warehouse: Path = DEFAULT_WAREHOUSE
    reports: Path = DEFAULT_REPORTS
    reference: Path = field(default_factory=lambda: reference_folder())
    # What people recorded by command is part of every run, whoever starts it.
    register: Path = field(default_factory=lambda: register_folder())
    # Judge every file again, whatever is remembered of it.
    fresh: bool = False
    # Months to look back at what was known then; the policy's own number where none is given.
    look_back: int | None = None
    # Registers and kinds of file that may be missing though the last published run held them.
    without: tuple[str, ...] = ()
    # Publish also what was known before the day of what is published.
    replaces: bool = False

    @property
    def folders(self) -> tuple[Path, ...]:
        """Return all that a run reads: what is given, what people recorded, what was kept."""
        own = (self.register, self.raw)
        return (*self.inputs, *(folder for folder in own if folder.exists()))

    @property
    def raw(self) -> Path:
        """Kept source bytes. Two warehouses never share them: one nation must not feed another."""
        if self.warehouse == DEFAULT_WAREHOUSE:
            return Path("data/raw")
        return self.warehouse.with_suffix(".raw")

    @property
    def remembered(self) -> Path:
        """Return where verdicts on files are kept by content; two nations may share them."""
        given = os.environ.get("EARLYWARNING_REMEMBERED")
        if given:
            return Path(given)
        own = self.warehouse == DEFAULT_WAREHOUSE
        return Path("data/remembered") if own else self.warehouse.with_suffix(".remembered")

    @property
    def builds(self) -> Path:
        """Folder of immutable dated databases; the warehouse path is a link to one of them."""
        return self.warehouse.with_suffix(".builds")


def reference_folder() -> Path:
    """Return the folder of definitions: `EARLYWARNING_REFERENCE`, or the project's own."""
    given = os.environ.get("EARLYWARNING_REFERENCE")
    return Path(given) if given else PROJECT / "data" / "reference"


def register_folder() -> Path:
    """Return where commands record what people say: `EARLYWARNING_REGISTER`, or data/register."""
    given = os.environ.get("EARLYWARNING_REGISTER")
    return Path(given) if given else DEFAULT_REGISTER


def models_folder() -> Path:
    """Return the folder of measured models: `EARLYWARNING_MODELS`, or the project's own."""
    given = os.environ.get("EARLYWARNING_MODELS")
    return Path(given) if given else PROJECT / "models"


def today() -> dt.date:
    """Return the day in London, for nightly runs and the command line alike."""
    return dt.datetime.now(ZoneInfo("Europe/London")).date()

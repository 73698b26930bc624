"""Where a run reads and writes; nothing else is configured outside data/reference.

A flag wins over the environment, that over the settings file, and that over what the program
brings. No secret stands in the settings file: those come from the environment or a file of theirs.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from earlywarning.errors import DefinitionError

PROJECT = Path(__file__).resolve().parents[2]
DEFAULT_WAREHOUSE = Path("data/earlywarning.duckdb")
DEFAULT_INCOMING = Path("data/incoming")
DEFAULT_REPORTS = Path("reports")
DEFAULT_REGISTER = Path("data/register")
SOFT_LEDGER = "soft_intelligence.jsonl"
DECISIONS = "decisions.jsonl"
ACCOUNTS = "accounts.json"
ACCOUNT_EVENTS = "accounts_events.jsonl"
ACCESS = "access.jsonl"
RETENTION = "retention.jsonl"
# What was erased, as commitments without words; beside the ledgers and beside the backups.
ERASED_LIST = "erased.jsonl"
HISTORY = "peer_reviews.csv"
OVERRIDES = "overrides.csv"

FILE_NAMED_BY, FILE = "EARLYWARNING_SETTINGS", Path("earlywarning.toml")
DEFAULTS: dict[str, Path | str] = {
    "warehouse": DEFAULT_WAREHOUSE,
    "incoming": DEFAULT_INCOMING,
    "reports": DEFAULT_REPORTS,
    "register": DEFAULT_REGISTER,
    "reference": PROJECT / "data" / "reference",
    "models": PROJECT / "models",
    "remembered": "",
    "address": "",
    "notify": Path("data/notify.toml"),
    "log": "lines",
    "retention": "tell",
    "retention_role": "",
}
ONE_OF = {"log": ("lines", "json"), "retention": ("tell", "apply")}
# Never shown: only whether they are set.
SECRETS = (
    "EARLYWARNING_KEY", "EARLYWARNING_SMTP_PASSWORD",
    "PREFECT_API_AUTH_STRING",
)  # fmt: skip
Origin = Literal["flag", "env", "file", "default"]


@dataclass(frozen=True, slots=True)
class Given:
    """A setting, and where it comes from: a flag, the environment, the settings file, or none."""

    name: str
    value: str
    origin: Origin

    def shown(self) -> Given:
        """Return it without the password that an address may hold."""
        return replace(self, value=re.sub(r"//[^/@]*@", "//***@", self.value))


def given(name: str, flag: object = None) -> Given:
    """Return a setting with its origin.

    Raises:
        DefinitionError: if the settings file cannot be read, or says what is no setting.
    """
    found = _found(name, flag)
    if name in ONE_OF and found.value not in ONE_OF[name]:
        raise DefinitionError(f"{name}: one of {', '.join(ONE_OF[name])}, not {found.value!r}")
    return found


def _found(name: str, flag: object) -> Given:
    in_file = _in_file()
    if flag is not None:
        return Given(name, str(flag), "flag")
    if value := os.environ.get(f"EARLYWARNING_{name.upper()}"):
        return Given(name, value, "env")
    if value := in_file.get(name):
        return Given(name, value, "file")
    return Given(name, str(DEFAULTS[name]), "default")


def folder_of(name: str) -> Path:
    """Return the file or folder of a setting that no flag names."""
    return Path(given(name).value)


def logs_json() -> bool:
    """Tell whether logs are for a machine; a wrong setting is told as a line, by who asks next."""
    try:
        return given("log").value == "json"
    except DefinitionError:
        return False


def _in_file() -> dict[str, str]:
    named = os.environ.get(FILE_NAMED_BY)
    path = Path(named) if named else FILE
    if not named and not path.exists():
        return {}
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DefinitionError(f"{path}: not readable as TOML: {error}") from error
    for name, value in told.items():
        # The value is not repeated: it may be a secret that does not belong there.
        if name not in DEFAULTS:
            raise DefinitionError(f"{path}: {name}: no setting; known are {', '.join(DEFAULTS)}")
        if not isinstance(value, str) or not value:
            raise DefinitionError(f"{path}: {name}: has to be a text")
    return told


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
    # Keep every build, and not only the last few.
    keeps_all: bool = False

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
        """Return where published tables are remembered by content; two nations may share it."""
        named = given("remembered").value
        if named:
            return Path(named)
        own = self.warehouse == DEFAULT_WAREHOUSE
        return Path("data/remembered") if own else self.warehouse.with_suffix(".remembered")

    @property
    def builds(self) -> Path:
        """Folder of immutable dated databases; the warehouse path is a link to one of them."""
        return self.warehouse.with_suffix(".builds")


def reference_folder() -> Path:
    """Return the folder of definitions: `EARLYWARNING_REFERENCE`, or the project's own."""
    return folder_of("reference")


def register_folder() -> Path:
    """Return where commands record what people say: `EARLYWARNING_REGISTER`, or data/register."""
    return folder_of("register")


def models_folder() -> Path:
    """Return the folder of measured models: `EARLYWARNING_MODELS`, or the project's own."""
    return folder_of("models")


def today() -> dt.date:
    """Return the day in London, for nightly runs and the command line alike."""
    return dt.datetime.now(ZoneInfo("Europe/London")).date()

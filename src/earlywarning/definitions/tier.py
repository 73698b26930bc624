"""Who may see what: for each table of the warehouse and each tier, which rows and columns."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

from pydantic import Field, model_validator

from earlywarning.definitions.loader import read_record
from earlywarning.definitions.model import Declared

Tier = Literal["public", "authority", "region", "consortium"]
Below = Literal["public", "authority", "region"]
Rows = Literal["all", "own", "published", "published_and_own", "none"]
TIERS: tuple[Tier, ...] = get_args(Tier)


class Veil(Declared):
    """Rows that keep no more than their numbers unless a column is true: `say` stands instead.

    `keep` are the columns that stay; every other one is empty.
    """

    unless: str
    keep: tuple[str, ...]
    say: dict[str, str]


class SeenTable(Declared):
    """One table: the rows of it that each tier below the consortium is given.

    `only` names a column that must be true of a row, or a day that must be there; `months` the
    days that become the first of their month.
    """

    whose: str | None = None
    release: str | None = None
    source: str | None = None
    public: Rows = "none"
    authority: Rows = "none"
    region: Rows = "none"
    leave_out: dict[Below, tuple[str, ...]] = Field(default_factory=dict)
    only: dict[Below, str] = Field(default_factory=dict)
    months: dict[Below, tuple[str, ...]] = Field(default_factory=dict)
    veil: dict[Below, Veil] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _can_be_told(self) -> SeenTable:
        if self.public in ("own", "published_and_own"):
            raise ValueError("public: nobody's own rows are public; say published, all or none")
        rows = {self.public, self.authority, self.region}
        if rows & {"own", "published_and_own"} and not self.whose:
            raise ValueError("whose: name the column that says whose a row is")
        if rows & {"published", "published_and_own"} and not (self.release or self.source):
            raise ValueError("release or source: name the column that says where a row came from")
        return self


class Tiers(Declared):
    """tiers.toml, whole."""

    published: tuple[str, ...] = Field(min_length=1)
    tables: dict[str, SeenTable]

    def rows(self, table: str, tier: Tier) -> Rows:
        """Return which rows of a table a tier's file holds; nothing where nothing is declared."""
        if tier == "consortium":
            return "all"
        declared = self.tables.get(table)
        return getattr(declared, tier) if declared else "none"

    def only(self, table: str, tier: Tier) -> str | None:
        """Return the column that must be true of a row for a tier to be given it."""
        if tier == "consortium" or table not in self.tables:
            return None
        return self.tables[table].only.get(tier)

    def left_out(self, table: str, tier: Tier) -> tuple[str, ...]:
        """Return the columns that stay empty in a tier's file."""
        if tier == "consortium" or table not in self.tables:
            return ()
        return self.tables[table].leave_out.get(tier, ())


def load_tiers(folder: Path) -> Tiers:
    """Read tiers.toml of a reference folder.

    Raises:
        DefinitionError: naming the faulty keys.
    """
    return read_record(folder / "tiers.toml", Tiers, None)

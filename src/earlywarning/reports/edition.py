"""Whose pages these are, as the database itself says."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from earlywarning.tables.places import Authority

MARK = {
    "public": "Public edition: published figures only. Scores, offers, in-year returns and what "
    "people said are for the authority and for those who offer it help.",
    "authority": "Edition for this authority: its own briefing, and of others published figures "
    "only. Who said something, and what kind of source it was, is not in it. Whatever was told in "
    "confidence, if anything was, is neither told nor counted here.",
    "region": "Edition for the region: its own authorities, and of others published figures only.",
    "consortium": "",
}

# The first words of each mark stand on every page of a document.
CONSORTIUM = (
    "Consortium edition. For the people who decide on offers of help; the authority reads and "
    "answers it before anything is final."
)


@dataclass(frozen=True, slots=True)
class Edition:
    """Whose pages these are: a tier, and the authority or region that it is for."""

    tier: str
    owner: str | None
    name: str | None

    @property
    def is_public(self) -> bool:
        """Tell whether only published figures are here: no score, no offer, nothing heard."""
        return self.tier == "public"

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing that was published is withheld: nobody outside reads it."""
        return self.tier == "consortium"

    @property
    def mark(self) -> str:
        """Return what these pages hold and what not; nothing in the consortium's own."""
        return MARK.get(self.tier, "")

    def is_about(self, authority: Authority) -> bool:
        """Tell whether an authority has a page in this edition."""
        if self.tier == "authority":
            return authority.old_la_code == self.owner
        return self.tier != "region" or authority.region == self.owner


def edition_of(connection: duckdb.DuckDBPyConnection) -> Edition:
    """Return whose file this is; the warehouse itself is the consortium's."""
    built = connection.execute(
        "select count(*) from duckdb_tables() where table_name = 'tier_content'"
    ).fetchone()
    if not built or not built[0]:
        return Edition("consortium", "", "")
    found = connection.execute("select tier, owner, name from tier_content limit 1").fetchone()
    return Edition(*found) if found else Edition("public", "", "")

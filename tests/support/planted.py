"""A small warehouse in which every cell that can be a secret is one, and a search for them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

import duckdb

from earlywarning.warehouse import build
from earlywarning.warehouse.build import run_sql
from earlywarning.warehouse.publish import publish

DAY = dt.date(2026, 4, 30)
REGIONS = {"901": "Eastmarch", "902": "Eastmarch", "903": "Westfell"}
# Cells that say what a row is, so that the tables can be read together.
FIXED: dict[str, object] = {
    "geographic_level": "Local authority", "indicator": "referral_rate", "polarity": "either_way",
    "stage": "front_door", "source": "children_in_need", "release": "pub", "old_release": "pub",
    "new_release": "pub", "series": "referrals", "status": "ok", "reading": "notable",
    "kind": "position", "time_period": 2024, "model_year": 2025, "decimals": 1,
    "pattern": "front_door_slips", "published_series": [],
    "joint_with": None,
}  # fmt: skip
# Tables in which in-year rows stand among published ones, with the column that says so.
MIXED = {
    "observation": "release", "known_value": "release", "revision": "new_release",
    "hold": "release", "finding": "source",
}  # fmt: skip
# One row each and no authority: declarations, files, the run.
GENERAL = {
    "series", "indicator", "quality_limit", "correction", "in_year_measure", "pattern", "release",
    "fetched_file", "data_set_change", "revision_alarm", "inspection_revision", "intake", "run",
    "toolkit", "programme_note", "warning_record", "glossary", "publication", "vital_sign",
    "method_constant", "pathway_step",
}  # fmt: skip


# What a planted text and a planted number look like, wherever they stand: one pass finds them all.
TEXT = re.compile(rb"zq-[a-z0-9-]+?-qz", re.I)
# Kinds of column of which a cell can be a secret; a list of texts holds one.
KINDS = ("VARCHAR", "VARCHAR[]", "DOUBLE")
NUMBER = re.compile(rb"(?=(\d{7}\.3))")


@dataclass(frozen=True)
class Secret:
    """One planted cell: what it is, where it stands, whose row, and whether it was returned."""

    value: str | float
    table: str
    column: str
    code: str
    in_year: bool

    @property
    def shown(self) -> str:
        """Return it as a page or a plain file would have it."""
        return self.value if isinstance(self.value, str) else f"{self.value:.1f}"


def planted(folder: Path) -> tuple[Path, list[Secret]]:
    """Publish a warehouse full of secrets under a folder; return the link and the secrets."""
    building = build.begin(folder / "w.builds", "w")
    run_sql(building, start=32)
    connection = building.connection
    for (table,) in connection.execute("select table_name from duckdb_tables()").fetchall():
        connection.execute(f"delete from {table}")
    secrets: list[Secret] = []
    for table in [
        r[0] for r in connection.execute("select table_name from duckdb_tables()").fetchall()
    ]:
        for code in ["901"] if table in GENERAL else REGIONS:
            secrets += _row(connection, table, code, in_year=False, number=len(secrets))
            if table in MIXED:
                secrets += _row(connection, table, code, in_year=True, number=len(secrets))
    connection.execute("insert into release (release, source) values ('ret', 'in_year_returns')")
    warehouse = folder / "w.duckdb"
    publish(building, warehouse, "w")
    return warehouse, secrets


def _row(
    connection: duckdb.DuckDBPyConnection, table: str, code: str, *, in_year: bool, number: int
) -> list[Secret]:
    cells: dict[str, object] = {}
    secrets = []
    for column, kind, *_ in connection.execute(f"describe {table}").fetchall():
        secret = _secret(table, column, kind, code, in_year, number + len(secrets))
        if secret is None:
            cells[column] = _plain(table, column, kind, code, in_year)
        else:
            secrets.append(secret)
            cells[column] = [secret.value] if kind == "VARCHAR[]" else secret.value
    marks = ", ".join("?" * len(cells))
    connection.execute(f"insert into {table} values ({marks})", list(cells.values()))
    return secrets


def _secret(
    table: str, column: str, kind: str, code: str, in_year: bool, number: int
) -> Secret | None:
    key = column in FIXED or column in ("old_la_code", "area", "region", "neighbour_old_la_code")
    if key or table in ("local_authority", "authority_code") or kind not in KINDS:
        return None
    # No underscore and a capital: pages write identifiers as words.
    text = f"Zq-{table}-{column}-{code}-{'returned' if in_year else 'plain'}-qz".replace("_", "-")
    # Unlike any other number once it is rounded to one decimal.
    value = 7_000_000 + 1000 * number + 0.3 if kind == "DOUBLE" else text
    return Secret(value, table, column, code, in_year)


def _plain(table: str, column: str, kind: str, code: str, in_year: bool) -> object:
    if in_year and column in MIXED.values():
        return "in_year_returns" if column == "source" else "ret"
    known = {
        "old_la_code": code, "area": code, "region": REGIONS[code], "closed": None,
        "neighbour_old_la_code": "902" if code == "901" else "901", "la_name": f"Place {code}",
        **FIXED,
    }  # fmt: skip
    kinds = {"DATE": DAY, "TIMESTAMP": dt.datetime(2026, 4, 30), "BOOLEAN": True, "VARCHAR": "",
             "VARCHAR[]": [], "INTEGER[]": [], "DATE[]": []}  # fmt: skip
    return known.get(column, kinds.get(kind, 1))


def found_in_database(connection: duckdb.DuckDBPyConnection, secrets: list[Secret]) -> set[Secret]:
    """Return the secrets that stand in any cell of any table, alone or within a longer text."""
    texts: list[str] = []
    numbers: set[float] = set()
    for (table,) in connection.execute("select table_name from duckdb_tables()").fetchall():
        for row in connection.execute(f"from {table}").fetchall():
            flat = [one for cell in row for one in (cell if isinstance(cell, list) else [cell])]
            texts += [cell for cell in flat if isinstance(cell, str)]
            numbers |= {cell for cell in row if isinstance(cell, float)}
    there = {word.decode() for word in TEXT.findall("\x00".join(texts).encode())}
    return {s for s in secrets if s.value in (there if isinstance(s.value, str) else numbers)}


def found_in_bytes(folder: Path, secrets: list[Secret]) -> set[Secret]:
    """Return the secrets that stand in the bytes of any file, or in its name, as text."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    everything = b"\x00".join([path.read_bytes() for path in files])
    everything += b"\x00".join(str(path).encode() for path in files)
    there = {word.lower() for word in (*TEXT.findall(everything), *NUMBER.findall(everything))}
    return {s for s in secrets if s.shown.lower().encode() in there}

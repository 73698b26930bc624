"""The record of processing: every table that is not public, from tiers.toml and the declarations.

`python -m tests.support.processing` writes it into docs/data-protection.md again.
"""

from __future__ import annotations

from pathlib import Path

from earlywarning.definitions.tier import Rows, Tiers, load_tiers
from earlywarning.tables.catalogue import TABLES

PROJECT = Path(__file__).resolve().parents[2]
PAPER = PROJECT / "docs" / "data-protection.md"
BEGIN, END = "<!-- record: begin -->", "<!-- record: end -->"
SEEN: dict[Rows, str] = {"all": "all of it", "own": "its own", "none": "nothing"}


def record(tiers: Tiers) -> list[str]:
    """Return the rows of the record, by table."""
    rows = [
        f"| `{one.name}` | {one.meaning} | {_seen(tiers, one.name, 'region')} | "
        f"{_seen(tiers, one.name, 'authority')} |"
        for one in sorted(TABLES, key=lambda one: one.name)
        if tiers.rows(one.name, "public") == "none"
    ]
    return ["| table | what it holds | a region sees | an authority sees |",
            "| --- | --- | --- | --- |", *rows]  # fmt: skip


def _seen(tiers: Tiers, table: str, tier: str) -> str:
    assert tier in ("region", "authority")
    rows = tiers.rows(table, tier)  # type: ignore[arg-type]
    left_out = tiers.left_out(table, tier)  # type: ignore[arg-type]
    without = f", without {', '.join(left_out)}" if left_out and rows != "none" else ""
    return SEEN.get(rows, rows.replace("_", " ")) + without


def parts() -> tuple[str, str, str]:
    """Return the paper before the record, the record, and the paper after it."""
    before, rest = PAPER.read_text(encoding="utf-8").split(BEGIN)
    held, after = rest.split(END)
    return before, held, after


def main() -> None:
    """Write the record anew."""
    before, _, after = parts()
    lines = "\n".join(record(load_tiers(PROJECT / "data" / "reference")))
    PAPER.write_text(f"{before}{BEGIN}\n{lines}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()

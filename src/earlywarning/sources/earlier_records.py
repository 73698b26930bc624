"""Leave out kept copies of the record of fetching that a later state of it holds whole."""

from __future__ import annotations

from pathlib import Path

from earlywarning.sources.offered import Offered

GROWING = ("fetched", "fetched_changes")


def without_earlier_records(offered: list[Offered], kept: Path) -> list[Offered]:
    """Return the files without kept copies of a record all of whose rows another one has.

    A record of fetching only grows, and every run keeps the state that it saw. How many states
    that were says how often a run was tried, and nothing about the figures.

    Args:
        offered: every file, with what became of those that are context.
        kept: the folder of kept bytes; what people gave stays listed, whatever it holds.
    """
    for kind in GROWING:
        own = [one for one in offered if (one.kind, one.outcome) == (kind, "context")]
        rows = {one.sha256: _rows(one) for one in own}
        # The longest first, and what was given before what was kept of the same rows.
        own.sort(key=lambda one: (-len(rows[one.sha256]), kept in one.path.parents, one.name))
        stays: list[Offered] = []
        for one in own:
            held = any(rows[one.sha256] <= rows[other.sha256] for other in stays)
            if not (held and kept in one.path.parents):
                stays.append(one)
        gone = {one.sha256 for one in own} - {one.sha256 for one in stays}
        offered = [one for one in offered if one.sha256 not in gone]
    return offered


def _rows(one: Offered) -> set[tuple[str, ...]]:
    if one.raw is None:
        return set()
    return {(*one.raw.header,), *(tuple(cells) for cells in one.raw.rows)}

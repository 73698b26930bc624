"""The two ledgers as files of a run."""

from __future__ import annotations

import datetime as dt

from earlywarning.definitions.loader import Definitions
from earlywarning.errors import SourceError
from earlywarning.register import state
from earlywarning.register.decisions.rows import offer_rows
from earlywarning.register.decisions.state import Life, lives, sound_decisions
from earlywarning.sources import ledger_file
from earlywarning.sources.offered import Offered
from earlywarning.tables.quality import Finding


def load(offered: Offered, definitions: Definitions, as_of: dt.date) -> list[Finding]:
    """Read the entries that count on a day into `frame`; a broken chain refuses the file.

    Returns:
        What was found: a torn last line, and flags that are no longer declared.
    """
    try:
        records, warning = state.sound_records(offered.path)
    except SourceError as error:
        offered.refuse(error)
        return []
    items = state.items(records, as_of)
    declared = items["flag"].isin(set(definitions.soft_flags))
    offered.frame = items[declared].reset_index(drop=True)
    found = [_finding(offered, "torn_line", warning)] if warning else []
    return found + [
        _finding(offered, "unknown_flag", f"{item}: no soft flag {flag!r} is declared; left aside")
        for item, flag in items.loc[~declared, ["item", "flag"]].itertuples(index=False)
    ]


def load_decisions(offered: Offered, as_of: dt.date) -> list[Finding]:
    """Read the offers as they stood on a day into `frame`; a broken chain refuses the file."""
    try:
        records, warning = sound_decisions(offered.path)
    except SourceError as error:
        offered.refuse(error)
        return []
    offered.frame = offer_rows(lives(records, as_of), as_of)
    return [_finding(offered, "torn_line", warning)] if warning else []


def lives_in(taken: list[Offered], as_of: dt.date) -> dict[str, Life]:
    """Return the offers of every ledger of decisions that was taken; there is mostly one."""
    out: dict[str, Life] = {}
    for one in taken:
        if one.kind == ledger_file.DECISIONS:
            records, _ = sound_decisions(one.path)
            out |= lives(records, as_of)
    return out


def _finding(offered: Offered, rule: str, message: str) -> Finding:
    return Finding(
        source=offered.kind,
        rule=rule,
        severity="warning",
        message=message,
        release=offered.release,
        file_name=offered.name,
    )

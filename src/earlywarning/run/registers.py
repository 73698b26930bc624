"""The two ledgers as files of a run."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from earlywarning.definitions.loader import Definitions
from earlywarning.errors import SourceError
from earlywarning.register import state
from earlywarning.register.apart import MISSING, texts_path
from earlywarning.register.decisions.record import Proposed
from earlywarning.register.decisions.rows import offer_rows
from earlywarning.register.decisions.state import Life, lives, sound_decisions
from earlywarning.register.record import LedgerRecord
from earlywarning.sources import ledger_file
from earlywarning.sources.kind import kind_of
from earlywarning.sources.offered import Offered
from earlywarning.tables.quality import Finding

# Who wrote an entry down may differ between copies of it; what it says may not.
TOLD = ("old_la_code", "flag", "heard_on", "source_kind", "reliability", "credibility")


def load(offered: Offered, definitions: Definitions, as_of: dt.date) -> list[Finding]:
    """Read the entries that count on a day into `frame`; a broken chain refuses the file.

    Returns:
        What was found: flags that are no longer declared. A torn last line is refused.
    """
    try:
        records, warning = state.sound_records(offered.path)
    except SourceError as error:
        offered.refuse(error)
        return []
    items = state.items(records, as_of)
    declared = items["flag"].isin(set(definitions.soft_flags))
    offered.frame = items[declared].reset_index(drop=True)
    _tell_torn(offered, len(records), warning)
    return [
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
    _tell_torn(offered, len(records), warning)
    return _lost_texts(offered, records)


def _lost_texts(offered: Offered, records: list[LedgerRecord]) -> list[Finding]:
    """Tell of texts that nobody erased and that are not beside the ledger: pages say so too."""
    lost = [str(r.number) for r in records if MISSING in r.body.said.values()]
    if not lost:
        return []
    name = texts_path(offered.path).name
    why = f"the texts of records {', '.join(lost)} are not in {name} beside it; bring it back"
    return [_finding(offered, "texts_missing", why)]


def _tell_torn(offered: Offered, records: int, warning: str) -> None:
    if warning:
        row = records + 1
        offered.refused_rows.add(row, "torn_line", f"row {row}: {warning}", what="line")


def refuse_second_tellings(taken: list[Offered], definitions: Definitions) -> None:
    """Refuse each row of a soft register that tells an entry of another file otherwise.

    The ledger's entry stands; of two tables' the one that reassures less, else the first by name.
    """
    order = sorted(taken, key=lambda one: (one.kind != ledger_file.LEDGER, one.name))
    told: dict[str, tuple[Offered, dict[str, object]]] = {}
    for one in (file for file in order if kind_of(file).table == "soft_item"):
        assert one.frame is not None
        for row in one.frame.to_dict("records"):
            item, here = str(row["item"]), {name: row[name] for name in TOLD}
            file, before = told.setdefault(item, (one, here))
            if here == before:
                continue
            worse = _is_concern(here, definitions) and not _is_concern(before, definitions)
            if worse and file.kind != ledger_file.LEDGER:
                told[item] = (one, here)
                _refuse_item(file, item, one)
            else:
                _refuse_item(one, item, file)


def _is_concern(entry: dict[str, object], definitions: Definitions) -> bool:
    return definitions.soft_flags[str(entry["flag"])].reading == "concern"


def _refuse_item(offered: Offered, item: str, stands: Offered) -> None:
    assert offered.frame is not None
    own = offered.frame["item"].astype(str) == item
    code = str(offered.frame.loc[own, "old_la_code"].iloc[0])
    offered.frame = offered.frame[~own].reset_index(drop=True)
    row = 1
    if offered.raw is not None:
        at = offered.raw.header.index("item")
        cells = zip(offered.raw.rows, offered.raw.row_numbers, strict=True)
        row = next(number for row_, number in cells if row_[at].strip() == item)
    why = f"row {row}: item {item!r} is told otherwise in {stands.name}, which stands"
    offered.refused_rows.add(row, "two_tellings", why, code)


def lives_in(taken: list[Offered], as_of: dt.date, register: Path) -> dict[str, Life]:
    """Return the offers of every ledger of decisions that was taken; there is mostly one.

    Each ledger counts from D-0001. Where two tell one number otherwise, the one that the program
    writes in the register stands, else the first by name; the other's offer is refused.
    """
    ledgers = [one for one in taken if one.kind == ledger_file.DECISIONS]
    ledgers.sort(key=lambda one: (register not in one.path.parents, one.name))
    out: dict[str, Life] = {}
    at: dict[str, str] = {}
    for one in ledgers:
        records, _ = sound_decisions(one.path)
        rows = {r.item: r.number for r in reversed(records) if isinstance(r.body, Proposed)}
        for item, life in lives(records, as_of).items():
            if out.setdefault(item, life) is life:
                at[item] = f"row {rows[item]} of {one.name}"
            elif life != out[item]:
                why = f"row {rows[item]}: offer {item} is another in {at[item]}, which stands"
                code = life.offer.old_la_code
                one.refused_rows.add(rows[item], "two_tellings", why, code, what="offer")
    return dict(sorted(out.items()))


def _finding(offered: Offered, rule: str, message: str) -> Finding:
    return Finding(
        source=offered.kind,
        rule=rule,
        severity="warning",
        message=message,
        release=offered.release,
        file_name=offered.name,
    )

"""An authority's own pages for the form, from a file that holds only what its tier may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

import duckdb

from earlywarning.definitions.loader import load_definitions
from earlywarning.definitions.tier import Tiers, load_tiers
from earlywarning.errors import NothingUsableError
from earlywarning.register.form.form import Heard, OwnPages
from earlywarning.reports.document.blocks import Document, Pairs
from earlywarning.run.share import DATABASE, Wanted, audience_of
from earlywarning.warehouse.connect import open_published
from earlywarning.warehouse.tiers import build_tier

# What stands in `standing` and is told on the first page: label and column.
TOLD = (
    ("Where it stands", "standing"), ("Band", "band"), ("The next step", "next_step"),
    ("Who takes it", "next_step_by"), ("By", "due"), ("Judgement", "judgement"),
    ("Judged on", "judged_on"), ("Last peer review", "last_peer_review"),
    ("How sure this is", "confidence"), ("Why", "confidence_reason"),
)  # fmt: skip
# Who could help, led or will lead is told by whoever calls: no other authority is named here.
OTHERS = {
    "recommendation": ("supporters",),
    "offer": ("supporter_old_la_code", "led_by_old_la_code"),
    "peer_review": ("led_by_old_la_code",),
    "review_clock": ("planned_leader",),
}
# Copying the nation's figures takes most of the time, and the first page shows none of them.
FIRST_PAGE = frozenset({"standing", "soft_item"})
NOBODY, NOT_HERE = ("Could help", "Nobody is named yet."), ("Could help", "Told by who calls.")


@dataclass
class OwnShelf:
    """The pages of authorities that asked, each made once for a published file."""

    warehouse: Path
    reference: Path
    _made: dict[str, tuple[Path, OwnPages]] = field(default_factory=dict)
    _one_at_a_time: Lock = field(default_factory=Lock)
    _one_briefing: Lock = field(default_factory=Lock)

    def of(self, code: str) -> OwnPages:
        """Return the pages of an authority by its code.

        Raises:
            NothingUsableError: if nothing was published, or nothing about it.
        """
        with self._one_at_a_time:
            published = self.warehouse.resolve()
            if code not in self._made or self._made[code][0] != published:
                pages = _made(self.warehouse, self.reference, code)
                alone = _once(pages.briefing, self._one_briefing)
                self._made[code] = (published, replace(pages, briefing=alone))
            return self._made[code][1]


def _once(make: Callable[[], str], lock: Lock) -> Callable[[], str]:
    """Return what makes a page at the first call and keeps it, one at a time of all that share.

    A page takes seconds and some hundred megabytes: asked for fifty times at once, it is made once.
    """
    kept: list[str] = []

    def page() -> str:
        """Return the page."""
        with lock:
            if not kept:
                kept.append(make())
            return kept[0]

    return page


def _made(warehouse: Path, reference: Path, code: str) -> OwnPages:
    with _own_file(warehouse, reference, code, FIRST_PAGE) as connection:
        row = _standing(connection, code)
        return OwnPages(
            known_on=row["as_of"].date(),
            sentence=row["sentence"],
            facts=tuple((label, _words(row[column])) for label, column in TOLD if row[column]),
            heard=_heard(connection, reference, code),
            briefing=partial(_briefing, warehouse.resolve(), reference, code),
        )


def _briefing(warehouse: Path, reference: Path, code: str) -> str:
    from earlywarning.reports.briefing.briefing import briefing_of
    from earlywarning.reports.document.page import as_page
    from earlywarning.reports.facts import load

    with _own_file(warehouse, reference, code) as connection:
        return as_page(_honest(briefing_of(load(connection), code)), up="")


@contextmanager
def _own_file(
    warehouse: Path, reference: Path, code: str, only: frozenset[str] = frozenset()
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a file of the authority's tier, made for this; `only` leaves all other tables empty."""
    tiers = _without_others(load_tiers(reference))
    if only:
        kept = {name: table for name, table in tiers.tables.items() if name in only}
        tiers = tiers.model_copy(update={"tables": kept})
    audience = audience_of(Wanted("authority", authority=code), warehouse)
    with TemporaryDirectory() as place:
        own = Path(place) / DATABASE
        build_tier(warehouse, own, audience, tiers)
        with open_published(own) as connection:
            yield connection


def _without_others(tiers: Tiers) -> Tiers:
    """Return what the tier may see, but for the columns that name another authority."""
    tables = dict(tiers.tables)
    for table, columns in OTHERS.items():
        left_out = tables[table].leave_out
        own = left_out | {"authority": (*left_out.get("authority", ()), *columns)}
        tables[table] = tables[table].model_copy(update={"leave_out": own})
    return tiers.model_copy(update={"tables": tables})


def _honest(document: Document) -> Document:
    """Say that names are not told here, where the briefing would say that there are none."""
    blocks = tuple(
        replace(one, pairs=tuple(NOT_HERE if pair == NOBODY else pair for pair in one.pairs))
        if isinstance(one, Pairs)
        else one
        for one in document.blocks
    )
    return replace(document, blocks=blocks)


def _standing(connection: duckdb.DuckDBPyConnection, code: str) -> dict[str, Any]:
    found = connection.execute(
        "select * from standing where old_la_code = $code", {"code": code}
    ).fetchdf()
    if found.empty:
        raise NothingUsableError(f"{code}: the published file says nothing of where it stands")
    row = found.astype(object).where(found.notna(), None).iloc[0]
    return {str(column): row[column] for column in found.columns}


def _words(value: object) -> str:
    if isinstance(value, dt.datetime):
        return str(value.date())
    return str(value).replace("_", " ")


def _heard(connection: duckdb.DuckDBPyConnection, reference: Path, code: str) -> tuple[Heard, ...]:
    flags = load_definitions(reference).soft_flags
    rows = connection.execute(
        """select item, flag, heard_on, coalesce(disputed, false) from soft_item
           where old_la_code = $code order by heard_on desc, item""",
        {"code": code},
    ).fetchall()
    return tuple(
        Heard(item, flags[flag].name if flag in flags else flag.replace("_", " "), day, disputed)
        for item, flag, day, disputed in rows
    )


def own_shelf(warehouse: Path, reference: Path) -> Callable[[str], OwnPages]:
    """Return what gives an authority's pages by its code."""
    return OwnShelf(warehouse, reference).of

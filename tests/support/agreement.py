"""Does what is written about an authority agree with its standing? Read as a reader reads it."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb

from earlywarning.reports import phrases, wording
from earlywarning.reports.document.blocks import Document, Listed, Table
from earlywarning.tables.read import rows_of
from earlywarning.tables.standing import Standing

MONTHS = [dt.date(2000, month, 1).strftime("%B") for month in range(1, 13)]
DAY = re.compile(rf"\b([1-9]\d?) ({'|'.join(MONTHS)}) (\d{{4}})\b")
ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
GRADES = r"(Inadequate|Requires improvement(?: to be good)?|Good|Outstanding)"
JUDGED = re.compile(rf"Last judg\w+:? {GRADES}, ([1-9]\d? \w+ \d{{4}})")


def standings_of(connection: duckdb.DuckDBPyConnection) -> list[Standing]:
    """Return every standing, in order of code."""
    return rows_of(connection, Standing, "old_la_code")


def one_of_each_kind(standings: list[Standing]) -> list[Standing]:
    """Return one authority for every way in which an authority can stand."""
    kinds: dict[tuple[object, ...], Standing] = {}
    for row in standings:
        kind = (
            row.standing, row.offer_state, row.confidence, row.alert_since is not None,
            row.planned_review is not None, row.review_from is not None, tuple(row.keys or ()),
        )  # fmt: skip
        kinds.setdefault(kind, row)
    return list(kinds.values())


def text_of(path: Path) -> str:
    """Return the words of a page, as they are read."""
    words = re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", path.read_text(encoding="utf-8"))
    return " ".join(html.unescape(words).split())


def pages_of(folder: Path, code: str) -> dict[str, str]:
    """Return the page and the briefing of an authority as text."""
    return {
        kind: text_of(next((folder / kind).glob(f"{code}-*.html")))
        for kind in ("authority", "briefing")
    }


def stands_as_told(row: Standing, told: dict[str, str]) -> None:
    """Assert that page and briefing tell where the offer stands, the step, whose and by when."""
    for name, text in told.items():
        assert wording.offer_state(row) in text, (name, row)
        assert row.next_step in text, (name, row)
        # The sentence that begins the page tells the step; the page adds whose it is.
        whole = wording.next_step_whose if name == "authority" else wording.next_step
        assert whole(row) in text, (name, row)


def behind_of(folder: Path, code: str) -> dict[str, str]:
    """Return the pages behind an authority's own as text, by name."""
    return {path.stem: text_of(path) for path in (folder / "authority").glob(f"{code}-*/*.html")}


def days_in(text: str) -> set[dt.date]:
    """Return every full day that a text names."""
    named = {dt.date(int(y), MONTHS.index(m) + 1, int(d)) for d, m, y in DAY.findall(text)}
    return named | {dt.date(int(y), int(m), int(d)) for y, m, d in ISO.findall(text)}


def further_days(connection: duckdb.DuckDBPyConnection, code: str) -> set[dt.date]:
    """Return days of an authority that no standing holds: of the clock, entries, inspections."""
    rows = connection.execute(
        """select due_on from review_clock where old_la_code = $code
           union select expires from soft_item where old_la_code = $code
           union select expires from override where old_la_code = $code
           union select look_again_on from recommendation where old_la_code = $code""",
        {"code": code},
    ).fetchall()
    notes = connection.execute(
        "select coalesce(dates_note, '') from recommendation where old_la_code = $code",
        {"code": code},
    ).fetchall()
    told = set().union(*(days_in(note) for (note,) in notes))
    return {day for (day,) in rows if day} | told


def days_to_come_not_in(row: Standing, text: str, further: set[dt.date]) -> set[dt.date]:
    """Return days after the run that a text names and that are in no standing."""
    own = {row.due, row.review_from, row.review_to, row.deferred_until}
    return {day for day in days_in(text) if day > row.as_of} - own - further


def judged_otherwise(row: Standing, text: str) -> set[tuple[str, str]]:
    """Return last judgements that a text tells and that are not the standing's."""
    own = (row.judgement, phrases.day(row.judged_on))
    return {told for told in JUDGED.findall(text) if told != own}


def lines_about(document: Document, names: set[str]) -> Iterator[tuple[str, str]]:
    """Give each line of a document that begins with an authority's name, with that name.

    A line is a row of a table with the name in its first cell, or an item 'Name: ...'.
    """
    for block in document.blocks:
        if isinstance(block, Table):
            for cells in block.rows:
                if str(cells[0]) in names:
                    yield str(cells[0]), " | ".join(map(str, cells))
        if isinstance(block, Listed):
            for item in map(str, block.items):
                name = item.split(":")[0]
                if name in names:
                    yield name, item

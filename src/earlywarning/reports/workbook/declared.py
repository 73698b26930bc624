"""Sheets about the figures: what each indicator is, where it comes from, what is doubtful."""

from __future__ import annotations

import re

from earlywarning.reports import phrases, wording
from earlywarning.reports.counted import formula
from earlywarning.reports.doubts import told_once
from earlywarning.reports.facts import Facts
from earlywarning.reports.rules import source_name
from earlywarning.reports.workbook import model, shorthand
from earlywarning.reports.workbook.model import Sheet
from earlywarning.tables.quality import Finding

# Names of series are written with underscores; a reader wants words.
SERIES = re.compile(r"\w+_\w+")
ONE = "This worksheet contains one table."


def marks() -> Sheet:
    """Return the sheet that explains the marks."""
    return Sheet(
        "Shorthand",
        "What the marks in square brackets mean",
        ("Mark", "Meaning"),
        tuple(shorthand.MEANING.items()),
        (f"{ONE} A mark says why there is no number, and none of them is a good sign.",),
    )


def definitions(facts: Facts) -> Sheet:
    """Return the sheet of indicators: meaning, direction, formula, cautions."""
    rows = tuple(
        (
            model.words(one.name),
            wording.STAGE.get(one.stage, phrases.plain(one.stage)),
            model.words(phrases.plain(one.unit)),
            wording.POLARITY.get(one.polarity, phrases.plain(one.polarity)),
            model.words(one.why_it_matters),
            model.words(formula(one)),
            model.words(one.other_explanations or "none declared"),
            model.words(one.source_note or "not declared"),
        )
        for one in facts.indicators
    )
    columns = (
        "Indicator", "Stage", "Unit", "Direction", "Why it matters", "How it is worked out",
        "What else could explain it", "Where it comes from",
    )  # fmt: skip
    return Sheet("Definitions", "What each indicator is", columns, rows, (ONE,))


def sources(facts: Facts) -> Sheet | None:
    """Return the sheet of releases with the day each was out, or nothing where there is none."""
    rows = tuple(
        (
            model.words(row.title or row.release),
            model.words(source_name(row.source)),
            _period(row.period),
            phrases.day(row.published),
            model.words(row.published_basis or "not known"),
            "replaced by a newer release" if row.superseded_by else "newest held",
        )
        for row in facts.releases
    )
    columns = (
        "Title", "Publication", "Newest period", "Out by", "How that day is known", "Standing",
    )  # fmt: skip
    return (
        Sheet("Sources", "Releases the figures come from", columns, rows, (ONE,)) if rows else None
    )


def doubts(facts: Facts, code: str | None = None) -> Sheet | None:
    """Return the sheet of doubts about the data, of one authority or of all in the edition."""
    about = {a.old_la_code for a in facts.open_authorities()}
    rows: list[model.Row] = []
    for one in sorted(about, key=lambda c: (facts.name(c), c)):
        if code in (None, one):
            found = told_once(facts.local_findings.get(one, []))
            rows += [_doubt(facts.name(one), row) for row in found]
    if code is None:
        general = told_once([row for row in facts.findings if not row.old_la_code])
        rows += [_doubt("Whole file", row) for row in general]
    if not rows:
        return None
    columns = ("About", "Publication", "Period", "Severity", "What was found")
    note = (
        "A doubt about data says nothing about the service. Where nothing is listed about an "
        "authority, nothing was noticed: its data may still be wrong."
    )
    return Sheet("Data quality", "Doubts about the data", columns, tuple(rows), (ONE, note))


def _doubt(about: str, row: Finding) -> model.Row:
    return (
        model.words(about),
        model.words(source_name(row.source) or "not named"),
        _period(row.time_period),
        model.words(phrases.plain(row.severity) or "not said"),
        model.words(SERIES.sub(lambda found: found[0].replace("_", " "), row.message or "")),
    )


def _period(period: int | None) -> str:
    """Return a year, or a month of one, in words."""
    return phrases.dated(str(period)) if period else "no one period"

"""Writes the folder of pages: one page per open authority, and the pages round them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from earlywarning.errors import UsageError
from earlywarning.hostile import tame
from earlywarning.reports import geometry, words
from earlywarning.reports.doubts import told_once
from earlywarning.reports.facts import STAGES, Facts, load
from earlywarning.reports.figures import figures, unknown
from earlywarning.reports.pages import pages as pages_round
from earlywarning.reports.pages.paths import prepare
from earlywarning.reports.records import Authority, Contribution, Signal
from earlywarning.reports.together import pathway, together
from earlywarning.reports.typeface import copy_typeface
from earlywarning.reports.where import FOLDER, page_of

TEMPLATES = Path(__file__).parent / "templates"
PILLARS = tuple(words.PILLAR)
READINGS = tuple(words.READING)


def write_site(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    *,
    only: Sequence[str] | None = None,
    progress: Callable[[str], None] | None = None,
) -> list[Path]:
    """Write the pages and return their paths, the index first.

    `only` holds three-digit codes and limits the briefings; `progress` is told each page's name.

    Raises:
        NothingUsableError: if the database records no run.
        UsageError: if a tier's database has no page about any of `only`.
    """
    facts = load(con)
    pages = _environment(facts)
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    shutil.copyfile(TEMPLATES / "style.css", folder / "style.css")
    copy_typeface(folder / "fonts")
    written = []
    for authority in facts.open_authorities():
        if only is None or authority.old_la_code in only:
            view = {"up": "../", **_briefing(facts, authority)}
            written.append(_write(pages, "briefing.html", folder / page_of(authority), view))
            if progress:
                progress(authority.la_name)
    if only and not written and facts.edition.tier != "consortium":
        raise UsageError(f"{', '.join(only)}: this file is for {facts.edition.name}, nobody else")
    return [*_write_round(con, facts, pages, folder), *written]


def _write_round(
    con: duckdb.DuckDBPyConnection, facts: Facts, environment: Environment, folder: Path
) -> list[Path]:
    """Write the pages round the authorities' own, the first page first."""
    there = {f"{FOLDER}/{path.name}" for path in (folder / FOLDER).glob("*.html")}
    written = []
    for page in pages_round(con, facts, environment, there):
        path = folder / page.path
        path.parent.mkdir(exist_ok=True)
        path.write_text(page.render(), encoding="utf-8")
        if path.suffix == ".html":
            written.append(path)
    return written


def _environment(facts: Facts) -> Environment:
    pages = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=tame,
    )
    for name in ("plain", "day", "points", "lines", "reason", "period", "formula"):
        pages.filters[name] = getattr(words, name)
    prepare(pages)
    pages.globals.update(facts=facts, words=words, charts=geometry, stages=STAGES)
    return pages


def _write(pages: Environment, template: str, path: Path, view: dict[str, Any]) -> Path:
    path.write_text(pages.get_template(template).render(view), encoding="utf-8")
    return path


def _briefing(facts: Facts, authority: Authority) -> dict[str, Any]:
    code = authority.old_la_code
    offer = next(iter(facts.recommendations.get(code, [])), None)
    codes = [c.strip() for c in ((offer.supporters if offer else "") or "").split(",")]
    findings = told_once(facts.local_findings.get(code, []))
    parts = facts.contributions.get(code, [])
    return {
        "authority": authority,
        "score": next(iter(facts.scores.get(code, [])), None),
        "offer": offer,
        "lives": facts.offers.get(code, []),
        "replies": facts.replies.get(code, []),
        "offer_findings": facts.offer_findings.get(code, []),
        "approaches": [
            facts.toolkit[name]
            for name in ((offer.approaches if offer else "") or "").split(",")
            if name in facts.toolkit
        ],
        "overrides": facts.overrides.get(code, []),
        "journey": next(iter(facts.journeys.get(code, [])), None),
        "changes_most": _changes_most(facts, code),
        "supporters": [facts.name(c) for c in codes if c],
        "pillars": _pillars(parts),
        "total": sum(row.points for row in parts),
        "unusual": _unusual(facts, code),
        "patterns": together(facts, code),
        "pathway": pathway(facts, code),
        "unknown": unknown(facts, authority),
        "findings": findings,
        "soft": facts.soft_items.get(code, []),
        "inspections": facts.inspections.get(code, []),
        "reviews": facts.peer_reviews.get(code, []),
        "changes": [row for row in facts.changes if code in (row.old_la_code, row.successor)],
        "figures": figures(facts, authority),
        "newest_day": facts.newest_day(code),
        "names": {one.indicator: one.name for one in facts.indicators},
    }


def _pillars(parts: list[Contribution]) -> list[tuple[str, list[Contribution], float]]:
    found = sorted(
        {row.pillar for row in parts},
        key=lambda pillar: (PILLARS.index(pillar) if pillar in PILLARS else 9, pillar),
    )
    kept = []
    for pillar in found:
        rows = sorted((r for r in parts if r.pillar == pillar), key=lambda r: (-r.points, r.item))
        kept.append((pillar, rows, sum(row.points for row in rows)))
    return kept


def _changes_most(facts: Facts, code: str) -> list[Contribution]:
    """Return the three items without which the score would differ most."""
    score = next(iter(facts.scores.get(code, [])), None)
    if score is None:
        return []
    apart = [
        (abs(row.score_without - score.risk_of_decline), row.item, row)
        for row in facts.contributions.get(code, [])
        if row.score_without is not None
    ]
    return [row for gap, _, row in sorted(apart, key=lambda one: (-one[0], one[1])) if gap >= 0.05][
        :3
    ]


def _unusual(facts: Facts, code: str) -> list[tuple[str, list[tuple[str, list[Signal]]]]]:
    by_name = {one.indicator: one for one in facts.indicators}
    signals = facts.signals.get(code, [])
    readings = [*READINGS, *sorted({row.reading for row in signals} - set(READINGS))]
    kept = []
    for reading in readings:
        stages = []
        for stage in STAGES:
            rows = [
                row
                for row in signals
                if row.reading == reading
                and row.indicator in by_name
                and by_name[row.indicator].stage == stage
            ]
            if rows:
                stages.append((stage, rows))
        if stages:
            kept.append((reading, stages))
    return kept

"""How good the data are, source by source, and which releases are used."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from earlywarning.reports import phrases, wording
from earlywarning.reports.facts import Facts
from earlywarning.reports.pages.home import Late, coming
from earlywarning.reports.pages.known import Known
from earlywarning.reports.rules import REVISED, SEVERITY, in_words, is_about_form, source_name
from earlywarning.tables.published import Publication, Release
from earlywarning.tables.quality import Correction, Finding, RevisionAlarm

BASIS = {
    "api": "the statistics service says so",
    "calendar": "the publisher\N{RIGHT SINGLE QUOTATION MARK}s calendar says so",
    "manifest": "noted when the file was taken",
    "file": "the file says so",
    "fetched": "the day it was fetched",
    "cadence": "the day by which it is usually out",
}


@dataclass(frozen=True, slots=True)
class Source:
    """One source with all that is doubtful in it; counts are text with their unit."""

    source: str
    title: str
    newest: Release | None
    due: Late | None
    findings: list[tuple[str, str, str]]
    form: str
    gaps: list[tuple[str, str]]
    revised: list[tuple[str, str]]
    held: list[tuple[str, str]]

    @property
    def is_quiet(self) -> bool:
        """Tell whether nothing doubtful was found; that is no proof that all is right."""
        late = self.due is not None and self.due.is_late
        return not (self.findings or self.form or self.gaps or self.revised or self.held or late)


def quality(facts: Facts, known: Known) -> dict[str, Any]:
    """Return each source with its findings, gaps, revisions and holds."""
    due = {one.source: one for one in coming(facts, known)}
    found: dict[str, list[Finding]] = defaultdict(list)
    for row in facts.findings:
        found[row.source or ""].append(row)
    names = {row.source for row in facts.releases if row.source} | set(found) - {""}
    told = [_source(facts, known, name, found[name], due.get(name)) for name in names]
    told.sort(key=lambda one: one.title)
    return {
        "sources": [one for one in told if not one.is_quiet],
        "quiet": [one for one in told if one.is_quiet],
        "corrections": [_corrected(facts, one) for one in known.corrections],
        "alarms": [_alarm(one) for one in known.alarms],
        "limits": known.limits,
        "refused": [row for row in facts.intake if row.outcome == "refused"],
        "critical": [row for row in facts.findings if row.severity == "critical"],
    }


def title_of(known: Known, source: str) -> str:
    """Return a source's title, or its name in words."""
    named = known.publications.get(source)
    return (named.title if named else None) or source_name(source)


def _source(
    facts: Facts, known: Known, source: str, found: list[Finding], due: Late | None
) -> Source:
    dated = [row for row in facts.releases if row.source == source]
    newest = max(dated, key=lambda row: (str(row.published or ""), row.release), default=None)
    counted = Counter(
        (row.rule or "", row.severity or "") for row in found if not is_about_form(row.rule)
    )
    form = sum(is_about_form(row.rule) for row in found)
    return Source(
        source=source,
        title=title_of(known, source),
        newest=newest,
        due=due,
        findings=[
            (in_words(rule), SEVERITY.get(severity, severity), f"{many:,}")
            for (rule, severity), many in sorted(counted.items(), key=lambda one: -one[1])
        ],
        form=phrases.count(form, "place", "places") if form else "",
        gaps=_counted(known.missing.get(source, {}), wording.STATUS),
        revised=_counted(known.revised.get(source, {}), REVISED),
        held=[
            (in_words(rule), f"{many:,}")
            for (name, rule), many in sorted(known.held.items())
            if name == source
        ],
    )


def _counted(many: dict[str, int], said: dict[str, str]) -> list[tuple[str, str]]:
    order = sorted(many, key=lambda name: (-many[name], name))
    return [(said.get(name, phrases.plain(name).lower()), f"{many[name]:,}") for name in order]


def _corrected(facts: Facts, one: Correction) -> str:
    where = f"{facts.name(one.area)}, " if one.area in facts.authorities else ""
    used = f"{one.value} is used" if one.value else "nothing is used"
    series = phrases.plain(one.series.replace(".", ", ")).strip()
    return (
        f"{series}, {where}{one.time_period}: where a file says {one.expect}, {used}: {one.reason}."
    )


def _alarm(one: RevisionAlarm) -> tuple[str, str, str, str]:
    said = {
        "open": "held back until a later release settles it",
        "cleared": "the next release went back",
        "confirmed": "the next release kept them",
    }
    return (
        phrases.plain(one.series.replace("lait.", "").replace("lait_", "")),
        phrases.day(one.published),
        f"{one.moved or 0:,} of {one.compared or 0:,}",
        said.get(one.state or "", phrases.plain(one.state).lower()),
    )


def sources(facts: Facts, known: Known) -> dict[str, Any]:
    """Return every release by source, with the day it was out and how that is known."""
    by_source: dict[str, list[Release]] = defaultdict(list)
    for row in facts.releases:
        by_source[row.source or ""].append(row)
    due = {one.source: one for one in coming(facts, known)}
    order = sorted(by_source, key=lambda name: title_of(known, name))
    return {
        "by_source": [
            (name, title_of(known, name), known.publications.get(name), due.get(name),
             by_source[name])
            for name in order
        ],
        "basis": BASIS,
        "address": address,
    }  # fmt: skip


def address(one: Publication | None, *, is_invented: bool) -> str:
    """Return the publisher's page, if one may follow a link there: an invented nation has none."""
    page = (one.page if one else None) or ""
    return page if page.startswith("https://") and not is_invented else ""

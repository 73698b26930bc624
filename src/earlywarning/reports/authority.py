"""What the page of one authority shows."""

from __future__ import annotations

from typing import Any

from earlywarning.reports import words
from earlywarning.reports.briefing import lead, things_of
from earlywarning.reports.briefing import points_of as points_told
from earlywarning.reports.charts import events_of, measures_watched, pathway_of, points_of, xmr_of
from earlywarning.reports.doubts import told_once
from earlywarning.reports.facts import STAGES, Facts
from earlywarning.reports.figures import figures, unknown
from earlywarning.reports.together import together
from earlywarning.tables.places import Authority
from earlywarning.tables.score import Contribution
from earlywarning.tables.signals import Signal

PILLARS = tuple(words.PILLAR)
READINGS = tuple(words.READING)


def view(facts: Facts, authority: Authority) -> dict[str, Any]:
    """Return what the page of an authority shows."""
    code = authority.old_la_code
    offer = next(iter(facts.recommendations.get(code, [])), None)
    codes = words.lines(offer.supporters) if offer else []
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
            for name in (words.lines(offer.approaches) if offer else [])
            if name in facts.toolkit
        ],
        "overrides": facts.overrides.get(code, []),
        "journey": next(iter(facts.journeys.get(code, [])), None),
        "changes_most": _changes_most(facts, code),
        "supporters": [facts.name(c) for c in codes],
        "pillars": _pillars(parts),
        "total": sum(row.points for row in parts),
        "unusual": _unusual(facts, code),
        "patterns": together(facts, code),
        "way": pathway_of(facts, code),
        "made_of": points_of(facts, code),
        "happened": events_of(facts, code),
        "within_year": [c for m in measures_watched(facts, code) if (c := xmr_of(facts, code, m))],
        "unknown": unknown(facts, authority),
        "findings": findings,
        "soft": facts.soft_items.get(code, []),
        "inspections": facts.inspections.get(code, []),
        "reviews": facts.peer_reviews.get(code, []),
        "changes": [row for row in facts.changes if code in (row.old_la_code, row.successor)],
        "figures": figures(facts, authority),
        "newest_day": facts.newest_day(code),
        **_first(facts, authority),
        "names": {one.indicator: one.name for one in facts.indicators},
    }


def _first(facts: Facts, authority: Authority) -> dict[str, Any]:
    """Return the one sentence and the few things that the briefing begins with as well."""
    if facts.edition.is_public:
        return {"summary": "", "matter": []}
    things = things_of(facts, authority.old_la_code)
    return {
        "summary": lead(facts, authority, things).text,
        "matter": points_told(facts, authority.old_la_code, things),
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

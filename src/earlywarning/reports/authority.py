"""What the page of one authority shows."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from earlywarning.reports import phrases
from earlywarning.reports.briefing import lead, things_of
from earlywarning.reports.briefing import points_of as points_told
from earlywarning.reports.charts import events_of, measures_watched, pathway_of, points_of, xmr_of
from earlywarning.reports.dossier import Dossier, dossier_of
from earlywarning.reports.doubts import told_once
from earlywarning.reports.facts import STAGES, Facts
from earlywarning.reports.panels import missing, panels
from earlywarning.tables.score import Contribution
from earlywarning.tables.signals import Signal

PILLARS = tuple(phrases.PILLAR)
READINGS = tuple(phrases.READING)


def view(facts: Facts, code: str) -> dict[str, Any]:
    """Return what the page of an authority shows."""
    dossier = dossier_of(facts, code)
    return {
        **{one.name: getattr(dossier, one.name) for one in fields(dossier)},
        "newest_day": dossier.newest_day,
        "pillars": _pillars(dossier.contributions),
        "total": sum(row.points for row in dossier.contributions),
        "changes_most": _changes_most(dossier),
        "unusual": _unusual(dossier),
        "way": pathway_of(facts, code),
        "made_of": points_of(facts, code),
        "happened": events_of(facts, code),
        "within_year": [c for m in measures_watched(facts, code) if (c := xmr_of(facts, code, m))],
        "by_quarter": _by_quarter(facts, code),
        "unknown": [(gap.one, missing(gap)) for gap in dossier.gaps.values()],
        "findings": told_once(dossier.findings),
        "figures": panels(dossier),
        **_first(dossier),
        "names": facts.indicator_names(),
    }


def _first(dossier: Dossier) -> dict[str, Any]:
    """Return the one sentence and the few things that the briefing begins with as well."""
    facts, code = dossier.facts, dossier.code
    if facts.edition.is_public:
        return {"summary": "", "matter": []}
    things = things_of(facts, code)
    return {
        "summary": lead(facts, dossier.authority).text,
        "matter": points_told(facts, code, things),
    }


def _by_quarter(facts: Facts, code: str) -> bool:
    """Tell whether all that is returned within the year comes by quarter."""
    often = {row.frequency for row in facts.watched.get(code, []) if row.value is not None}
    return often == {"quarterly"}


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


def _changes_most(dossier: Dossier) -> list[Contribution]:
    """Return the three items without which the score would differ most."""
    score = dossier.score
    if score is None:
        return []
    apart = [
        (abs(row.score_without - score.risk_of_decline), row.item, row)
        for row in dossier.contributions
        if row.score_without is not None
    ]
    return [row for gap, _, row in sorted(apart, key=lambda one: (-one[0], one[1])) if gap >= 0.05][
        :3
    ]


def _unusual(dossier: Dossier) -> list[tuple[str, list[tuple[str, list[Signal]]]]]:
    by_name = {one.indicator: one for one in dossier.facts.indicators}
    signals = dossier.signals
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

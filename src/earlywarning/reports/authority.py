"""What the pages of one authority show: two screens, and four pages behind them."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from earlywarning.reports import phrases, wording
from earlywarning.reports.briefing.first import held_since
from earlywarning.reports.briefing.offer import pairs_of, questions
from earlywarning.reports.charts.chart import Chart
from earlywarning.reports.charts.of_bars import points_of
from earlywarning.reports.charts.of_events import events_of
from earlywarning.reports.charts.of_flow import way_of
from earlywarning.reports.charts.of_xmr import measures_watched, xmr_of
from earlywarning.reports.charts.strips import scale
from earlywarning.reports.dossier import Dossier, dossier_of
from earlywarning.reports.doubts import told as doubts_told
from earlywarning.reports.facts import STAGES, Facts
from earlywarning.reports.pages.improved import to_ring
from earlywarning.reports.panels import beside, missing, panels
from earlywarning.reports.recovery import told
from earlywarning.reports.tried import APPROACH, elsewhere, here
from earlywarning.reports.vital import now_of, vital_of
from earlywarning.reports.where import page_of
from earlywarning.tables.offers import LineOfEnquiry
from earlywarning.tables.score import Contribution
from earlywarning.tables.signals import Signal

PILLARS = tuple(wording.PILLAR)
READINGS = tuple(wording.READING)
QUESTIONS, HEARD, NEWS, UNKNOWN, NEAREST, ABOUT = 5, 3, 5, 1, 4, 3


@dataclass(frozen=True, slots=True)
class Part:
    """One page behind an authority's own: its name in addresses, and its title."""

    key: str
    title: str


FIGURES, OFFER = Part("figures", "Figures"), Part("offer", "The offer in full")
HISTORY = Part("history", "Inspections, reviews and history")
SCORE, DATA = Part("score", "Score and data"), Part("data", "Data and doubts")


def parts_of(facts: Facts) -> tuple[Part, ...]:
    """Return the pages behind an authority's own; a public edition has no offer and no score."""
    return (FIGURES, HISTORY, DATA) if facts.edition.is_public else (FIGURES, OFFER, HISTORY, SCORE)


def first_page(facts: Facts, code: str, news: list[str]) -> dict[str, Any]:
    """Return what the authority's own page shows: two screens."""
    dossier = dossier_of(facts, code)
    alive = dossier.counting
    near = [facts.authorities[one] for one in facts.neighbours.get(code, [])]
    return {
        **_about(dossier),
        "vital": vital_of(dossier),
        "now": now_of(facts, code),
        "by_quarter": _by_quarter(facts, code),
        "news": news[:NEWS],
        "more_news": len(news) - len(news[:NEWS]),
        "said": alive[:HEARD],
        "more_said": len(alive) - len(alive[:HEARD]),
        "questions": questions(facts, dossier.offer)[:QUESTIONS],
        "not_known": _not_known(dossier),
        "similar": [(one.la_name, page_of(one)) for one in near],
        "beside_similar": _compared(facts, code),
    }


def _not_known(dossier: Dossier) -> list[str]:
    """Return what is not known: figures, doubts, what was never heard, and what came later."""
    row, names = dossier.standing, [gap.one.name for gap in dossier.missing]
    doubts, said = len(doubts_told(dossier.findings)), []
    if names:
        named = phrases.listed_names(names[:UNKNOWN], max(0, len(names) - UNKNOWN))
        said.append(f"No current figure: {named}.")
    if doubts:
        said.append(phrases.sentence(f"{phrases.several(doubts, 'doubt')} about its data"))
    if not dossier.facts.edition.is_public:
        if not dossier.counting:
            said.append("What people say: nobody was heard.")
        if row and not row.newest_in_year:
            said.append("Anything since the yearly figures: no returns within the year.")
    if not dossier.inspections:
        said.append("No inspection is recorded.")
    elif row and row.inspections_until:
        said.append(f"Inspections since {phrases.month_name(row.inspections_until)}.")
    return said


def _compared(facts: Facts, code: str) -> str:
    """Return the address of the comparison with the nearest places, where the edition has one."""
    known = {one.old_la_code for one in facts.open_authorities()}
    near = [one for one in facts.neighbours.get(code, []) if one in known][:NEAREST]
    return f"compare.html#{','.join([code, *near])}" if near else ""


def part_page(facts: Facts, code: str, part: Part) -> dict[str, Any]:
    """Return what one of the pages behind shows."""
    dossier = dossier_of(facts, code)
    further = {
        FIGURES: _figures, OFFER: _offer, HISTORY: _history, SCORE: _score, DATA: _data,
    }[part]  # fmt: skip
    return _about(dossier) | {"part": part} | further(dossier)


def _about(dossier: Dossier) -> dict[str, Any]:
    own = {one.name: getattr(dossier, one.name) for one in fields(dossier)}
    names = dossier.facts.indicator_names()
    return own | {
        "newest": wording.newest_told(dossier.standing, dossier.newest_day),
        "names": names,
    }


def _figures(dossier: Dossier) -> dict[str, Any]:
    facts, code = dossier.facts, dossier.code
    charts = [c for m in measures_watched(facts, code) if (c := xmr_of(facts, code, m))]
    return {
        "figures": panels(dossier), "context": beside(dossier), "way": way_of(facts, code),
        "within_year": charts,
    }  # fmt: skip


def _offer(dossier: Dossier) -> dict[str, Any]:
    """Return who could be rung about what counts most here, and what was tried, with what came."""
    weak = sorted(
        (row for row in dossier.contributions if row.kind == "indicator" and row.points > 0),
        key=lambda row: (-row.points, row.item),
    )
    names = list(dict.fromkeys(row.subject for row in weak if row.subject))
    facts, code = dossier.facts, dossier.code
    came = {one.approach: elsewhere(facts, APPROACH, one.approach, code)
            for one in dossier.approaches}  # fmt: skip
    return {
        "to_ring": to_ring(facts, code, names[:ABOUT]), "tried_here": here(facts, code),
        "came": came, "asked": _asked(dossier),
        "pairs": pairs_of(facts, dossier.offer) if dossier.offer else [],
    }  # fmt: skip


def _asked(dossier: Dossier) -> list[LineOfEnquiry]:
    """Return the lines of enquiry, those with the same behind them as one.

    What the reasons of the offer tell is not told again.
    """
    told_already = set(dossier.offer.reasons or []) if dossier.offer else set()
    kept: dict[str, LineOfEnquiry] = {}
    for line in dossier.facts.asked.get(dossier.code, []):
        behind, asked = "" if line.behind in told_already else line.behind, line.question or ""
        key = behind or asked
        if key in kept:
            asked = f"{kept[key].question} {asked}"
        kept[key] = replace(line, question=asked, behind=behind)
    return list(kept.values())


def _history(dossier: Dossier) -> dict[str, Any]:
    """Return what happened; of the way back, times of the study, brakes, watch and helpers."""
    names = {code: one.la_name for code, one in dossier.facts.authorities.items()}
    return {
        "happened": events_of(dossier.facts, dossier.code),
        "way_back": told(dossier.recovery, names),
    }


def _score(dossier: Dossier) -> dict[str, Any]:
    return _data(dossier) | {
        "pillars": _pillars(dossier.contributions),
        "held": held_since(dossier.score) if dossier.score else "",
        "total": sum(row.points for row in dossier.contributions),
        "changes_most": _changes_most(dossier),
        "unusual": _unusual(dossier),
        "made_of": _made_of(dossier),
        "scale": _scale(dossier),
        "bands": dossier.facts.bands,
    }


def _scale(dossier: Dossier) -> str:
    """Return the score on its scale, nothing where it means nothing."""
    score = dossier.score
    if score is None or score.band == "not_known":
        return ""
    known = score.lower is not None and score.upper is not None
    interval = (score.lower or 0.0, score.upper or 0.0) if known else None
    marks = [points for points in dossier.facts.bands.values() if points > 0]
    return scale(score.risk_of_decline, interval, score.risk_year_ago, marks)


def _made_of(dossier: Dossier) -> Chart | None:
    """Return the chart of the points, but of a score that means nothing."""
    if dossier.score is not None and dossier.score.band == "not_known":
        return None
    return points_of(dossier.facts, dossier.code)


def _data(dossier: Dossier) -> dict[str, Any]:
    return {
        "unknown": [(gap.one, missing(gap)) for gap in dossier.missing],
        "findings": doubts_told(dossier.findings),
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
        if row.score_without is not None and row.kind != "sum"
    ]
    return [row for gap, _, row in sorted(apart, key=lambda one: (-one[0], one[1])) if gap >= 0.05][
        :3
    ]


@dataclass(frozen=True, slots=True)
class Unusual:
    """One indicator that stands out, once: in which ways, and the first of its explanations."""

    indicator: str
    ways: list[str]
    words: str


def _unusual(dossier: Dossier) -> list[tuple[str, list[Unusual]]]:
    """Return by reading the indicators that stand out, in the order of the child's journey."""
    order = [one.indicator for stage in STAGES for one in dossier.facts.indicators
             if one.stage == stage]  # fmt: skip
    readings = [*READINGS, *sorted({row.reading for row in dossier.signals} - set(READINGS))]
    kept = []
    for reading in readings:
        rows = [row for row in dossier.signals if row.reading == reading]
        lines = [_one(name, own) for name in order
                 if (own := [row for row in rows if row.indicator == name])]  # fmt: skip
        if lines:
            kept.append((reading, lines))
    return kept


def _one(name: str, rows: list[Signal]) -> Unusual:
    ways = [wording.KIND.get(row.kind, phrases.plain(row.kind)) for row in rows]
    words = next((row.explanation for row in rows if row.explanation), None)
    return Unusual(name, list(dict.fromkeys(ways)), words or "no explanation recorded")

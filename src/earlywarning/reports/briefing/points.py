"""The things that matter, each in a few sentences beside its chart."""

from __future__ import annotations

from collections.abc import Callable

from earlywarning.reports import phrases as words
from earlywarning.reports import wording
from earlywarning.reports.briefing import sayings, sentences
from earlywarning.reports.briefing.things import Thing, indicators_of, title_of
from earlywarning.reports.charts.chart import Chart
from earlywarning.reports.charts.of_funnel import funnel_of
from earlywarning.reports.charts.of_line import line_of
from earlywarning.reports.charts.of_xmr import xmr_of
from earlywarning.reports.document.blocks import Point
from earlywarning.reports.dossier import dossier_of
from earlywarning.reports.facts import Facts
from earlywarning.reports.phrases import dated, inside, listed, sentence, several, spelled
from earlywarning.tables.signals import Signal

OPEN = (
    "Poor or missing data is a warning of its own. It does not tell how well children are served."
)
KIND = {
    "pattern": "Published figures that mean something together",
    "flag": "What people have told us",
    "openness": "Openness and quality of data",
    "watch": "Returns of this year, provisional",
}
# The chart that fits: a funnel for where a figure stands, its own line for how it moves.
FITS: dict[str, tuple[Callable[[Facts, str, str], Chart | None], ...]] = {
    "position": (funnel_of, line_of),
    "movement": (line_of, funnel_of),
}
USUAL = (line_of, funnel_of)
EITHER = "High or low is not good or bad in itself."
NAMED = 3


def points_of(facts: Facts, code: str, things: list[Thing]) -> list[Point]:
    """Return one point for each thing, in their order; no chart is shown twice."""
    taken: set[str] = set()
    return [_point(facts, code, thing, taken) for thing in things]


def _point(facts: Facts, code: str, thing: Thing, taken: set[str]) -> Point:
    said = [*_said(facts, code, thing), _without(facts, code, thing)]
    return Point(
        text=title_of(facts, thing),
        kind=_kind(facts, thing),
        said=tuple(part for part in said if part),
        chart=chart_of(facts, code, thing, taken),
    )


def chart_of(facts: Facts, code: str, thing: Thing, taken: set[str]) -> Chart | None:
    """Return the chart of a thing; no figure that is `taken` by another is drawn again."""
    if thing.kind == "watch":
        return xmr_of(facts, code, thing.name)
    for one in indicators_of(facts, code, thing):
        if one.indicator in taken:
            continue
        for draw in FITS.get(thing.way, USUAL):
            chart = draw(facts, code, one.indicator)
            if chart is not None:
                taken.add(one.indicator)
                return chart
    return None


def _kind(facts: Facts, thing: Thing) -> str:
    if thing.kind != "indicator":
        return KIND[thing.kind]
    one = facts.indicator(thing.name)
    stage = wording.STAGE.get(one.stage, "") if one else ""
    reading = wording.READING.get(thing.reading, "")
    return ": ".join(part for part in (stage, reading[:1].lower() + reading[1:]) if part)


def _said(facts: Facts, code: str, thing: Thing) -> list[str]:
    if thing.kind == "indicator":
        return _of_indicator(facts, code, thing)
    if thing.kind == "pattern":
        return _of_pattern(facts, code, thing)
    if thing.kind == "flag":
        return [sayings.heard(thing.part, disputed=thing.disputed)]
    if thing.name == "withheld":
        stands = dossier_of(facts, code).standing
        names = facts.indicator_names()
        gone = [inside(names.get(one, one)) for one in (stands.withheld if stands else None) or []]
        return [sayings.withheld(gone), OPEN]
    if thing.kind == "openness":
        return [sayings.openness(thing.part), OPEN]
    said: list[str] = []
    for alert in facts.alerts.get(code, []):
        said += [sentence(dated(part)) for part in alert.told or []]
        said.append(words.since_then(facts.measured(alert.joined_later), alert.not_seen_since))
    return said


def _of_indicator(facts: Facts, code: str, thing: Thing) -> list[str]:
    newest = dossier_of(facts, code).newest.get(thing.name)
    if newest is None:
        return []
    one, held = newest.one, newest.compared
    lasted = _sustained(facts, code, thing)
    doubts = [
        sentences.lasted(lasted.years_far, lasted.years_looked)
        if lasted and lasted.years_far and lasted.years_looked
        else "",
        sentences.chance(thing.chance, thing.way),
        sentences.disagree(held.compared, held.above, held.below) if held else "",
    ]
    why = sentence(one.why_it_matters or "")
    either = EITHER if one.polarity == "either_way" and "direction" not in why else ""
    return [sentences.told(newest, facts.nation), _joined(doubts), _joined([why, either])]


def _sustained(facts: Facts, code: str, thing: Thing) -> Signal | None:
    """Return the signal of the same figure over the years; a position may have lasted."""
    rows = (row for row in facts.signals.get(code, []) if row.indicator == thing.name)
    return next((row for row in rows if row.kind == "sustained"), None)


def _of_pattern(facts: Facts, code: str, thing: Thing) -> list[str]:
    row = next((one for one in facts.patterns.get(code, []) if one.pattern == thing.name), None)
    signs = (row.matched_signs if row else None) or []
    unknown = ", ".join((row.not_known_signs if row else None) or [])
    declared = facts.declared.get(thing.name)
    many = row.possible if row and row.possible else len(signs)
    found = ""
    if signs:
        verb = "is" if len(signs) == 1 else "are"
        all_of = f"{spelled(len(signs))} of {several(many, 'sign')} {verb} there"
        found = sentence(f"{all_of}: {listed(signs)}")
    if unknown:
        found += f" {sentence(f'Not known: {unknown}')}"
    return [found, _figures(facts, code, thing), (declared and declared.may_mean) or ""]


def _figures(facts: Facts, code: str, thing: Thing) -> str:
    held = dossier_of(facts, code).newest
    rows = [held.get(one.indicator) for one in indicators_of(facts, code, thing)[:NAMED]]
    told = [f"{row.one.name}: {sentences.short(row)}" for row in rows if row]
    return sentence("; ".join(told))


def _without(facts: Facts, code: str, thing: Thing) -> str:
    score = next(iter(facts.scores.get(code, [])), None)
    return sentences.without(score.risk_of_decline, thing.withdrawn) if score else ""


def _joined(parts: list[str]) -> str:
    return " ".join(part for part in parts if part)

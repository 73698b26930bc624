"""Which things a briefing names: what moves the score most, then what else stands out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from earlywarning.reports.briefing import sayings
from earlywarning.reports.dossier import dossier_of
from earlywarning.reports.facts import Facts
from earlywarning.tables.declared import Indicator
from earlywarning.tables.score import Contribution
from earlywarning.tables.signals import Signal

MANY = 3
# Parts of the score that are no thing to act on.
SUMS = ("limit", "sum")
READINGS = ("concern", "notable", "reassurance")
# What a reader gets to see of an authority of which nothing stands out, by stage.
USUAL = ("referral_rate", "assessments_45_days_pct", "rereferral_pct", "cp_plan_rate",
         "looked_after_rate", "agency_rate", "caseload")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that matters.

    kind: indicator, pattern, flag, openness or watch. name: its identifier. way: of an indicator,
    position, movement, sustained or neighbours. reading: concern, notable, reassurance or nothing.
    withdrawn: the score without it, where it counts. chance: how far chance alone explains it.
    part: the weightiest part of the score about it.
    """

    kind: str
    name: str
    way: str = ""
    reading: str = ""
    withdrawn: float | None = None
    disputed: bool = False
    chance: str = ""
    part: Contribution | None = None


def things_of(facts: Facts, code: str) -> list[Thing]:
    """Return up to three things of an authority, the weightiest before the others.

    One of them is a figure wherever there is any: what people say is told beside the numbers.
    """
    found: list[Thing] = []
    every = (
        *_watched(facts, code),
        *_that_count(facts, code),
        *_that_stand_out(facts, code),
        *_usual(facts, code),
    )
    for one in every:
        last = len(found) == MANY - 1
        if last and not any(indicators_of(facts, code, held) for held in [*found, one]):
            continue
        if (one.kind, one.name) not in {(held.kind, held.name) for held in found}:
            found.append(one)
        if len(found) == MANY:
            break
    return found


def _watched(facts: Facts, code: str) -> Iterator[Thing]:
    """Yield what the returns of the year show at the front door: it is the newest there is."""
    for alert in facts.alerts.get(code, [])[:1]:
        name = alert.measures[0] if alert.measures else "front_door"
        yield Thing("watch", name, reading="concern")


def _that_count(facts: Facts, code: str) -> Iterator[Thing]:
    """Yield what adds points, by how much it adds in all."""
    groups: dict[tuple[str, str], list[Contribution]] = defaultdict(list)
    for row in facts.contributions.get(code, []):
        if row.kind not in SUMS:
            groups[_subject(row)].append(row)
    sums = {key: sum(row.points for row in rows) for key, rows in groups.items()}
    for key in sorted(sums, key=lambda key: (-sums[key], key)):
        if sums[key] >= 0.5:
            yield _counted(facts, code, key, groups[key])


def _subject(row: Contribution) -> tuple[str, str]:
    """Return the kind and name of a thing; a return and a review are known by their whole item."""
    if row.kind in ("indicator", "flag"):
        return row.kind, row.subject or ""
    if row.kind == "withheld":  # one silence, however many figures
        return "openness", row.kind
    return "openness", row.item


def _counted(facts: Facts, code: str, key: tuple[str, str], rows: list[Contribution]) -> Thing:
    kind, name = key
    first = max(rows, key=lambda row: (row.points, row.item))
    held = facts.soft_items.get(code, [])
    return Thing(
        kind=kind,
        name=name,
        way=first.way or "",
        reading="concern",
        withdrawn=first.score_without if len(rows) == 1 else None,
        disputed=any(one.disputed for one in held if one.flag == name),
        chance=first.chance or "",
        part=first,
    )


def _that_stand_out(facts: Facts, code: str) -> Iterator[Thing]:
    """Yield patterns and signals that carry no points of their own, concern before the others."""
    for pattern in facts.patterns.get(code, []):
        yield Thing("pattern", pattern.pattern, reading=pattern.reading or "")
    signals = sorted(facts.signals.get(code, []), key=_of_signal)
    for row in signals:
        yield Thing("indicator", row.indicator, row.kind, row.reading, chance=row.chance or "")


def _of_signal(row: Signal) -> tuple[int, str, str]:
    place = READINGS.index(row.reading) if row.reading in READINGS else len(READINGS)
    return place, row.indicator, row.kind


def _usual(facts: Facts, code: str) -> Iterator[Thing]:
    """Yield indicators that tell a reader how big and how busy a service is."""
    for name in USUAL:
        if name in dossier_of(facts, code).newest:
            yield Thing("indicator", name)


def indicators_of(facts: Facts, code: str, thing: Thing) -> list[Indicator]:
    """Return the indicators a thing rests on, in the order in which it names them."""
    if thing.kind == "indicator":
        return [one for one in facts.indicators if one.indicator == thing.name]
    if thing.name == "withheld":  # what was known of them before
        stands = dossier_of(facts, code).standing
        gone = set((stands.withheld if stands else None) or [])
        return [one for one in facts.indicators if one.indicator in gone]
    if thing.kind != "pattern":
        return []
    found = next((row for row in facts.patterns.get(code, []) if row.pattern == thing.name), None)
    known = {one.indicator: one for one in facts.indicators if facts.own.get((code, one.indicator))}
    behind = (found.indicators if found else None) or []
    return [known[name] for name in behind if name in known]


def title_of(facts: Facts, thing: Thing) -> str:
    """Return the heading of a thing."""
    if thing.kind == "indicator":
        found = [one.name for one in facts.indicators if one.indicator == thing.name]
        return found[0] if found else thing.name
    if thing.kind == "pattern":
        declared = facts.declared.get(thing.name)
        return declared.name if declared else thing.name
    if thing.kind == "watch":
        measure = facts.measures.get(thing.name, thing.name).removesuffix(" as a percentage")
        return f"{measure} in the returns of this year"
    if thing.kind == "flag":
        return (thing.part.title if thing.part else "") or thing.name
    doubted = sayings.returned(thing.part)
    return OPENNESS.get(thing.name, f"Doubts about data: {doubted}" if doubted else thing.name)


OPENNESS = {
    "review_refused": "A refused peer review",
    "review_postponed": "A peer review put off",
    "review_overdue": "An overdue peer review",
    "withheld": "Figures that are not there",
}

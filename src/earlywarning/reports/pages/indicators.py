"""A page for each indicator: what it is, how it is spread without names, and what to ask."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from earlywarning.reports import amounts, phrases, wording
from earlywarning.reports.charts.of_line import nation_of
from earlywarning.reports.charts.spread import spread_of
from earlywarning.reports.facts import STAGES, Facts
from earlywarning.reports.pages.known import Known
from earlywarning.reports.pages.series import formula, releases_of, series_of
from earlywarning.tables.declared import Indicator, VitalSign

WORSE = {"high": "higher", "low": "lower"}
AGAINST = {
    "position": "than would be expected",
    "neighbours": "than among its statistical neighbours",
    "movement": "than a year before, beyond what is usual",
}


@dataclass(frozen=True, slots=True)
class Missing:
    """How many authorities have no figure for one reason."""

    why: str
    many: int


def indicator_list(facts: Facts) -> dict[str, Any]:
    """Return the indicators by stage, each with its newest period and how it counts."""
    by_stage = [
        (stage, [(one, newest(facts, one), _short(facts, one)) for one in members])
        for stage in STAGES
        if (members := [one for one in facts.indicators if one.stage == stage])
    ]
    return {"by_stage": by_stage, "signs": len({sign.indicator for sign in facts.vital_signs})}


def indicator_page(facts: Facts, known: Known, one: Indicator) -> dict[str, Any]:
    """Return what the page of one indicator shows."""
    own = facts.edition.owner if facts.edition.tier == "authority" else None
    near = facts.neighbours.get(own or "", [])
    missing, everybody = absent(facts, one)
    return {
        "one": one,
        "newest": newest(facts, one),
        "published": _published(facts, one),
        "formula": formula(one, one.prefer or ""),
        "counts": counts(facts, one),
        "spread": spread_of(facts, one.indicator, own),
        "nation": nation_of(facts, one.indicator),
        "near": sorted(facts.name(code) for code in near),
        "own": facts.name(own) if own else "",
        "missing": missing,
        "missing_many": sum(row.many for row in missing),
        "everybody": everybody,
        "releases": releases_of(facts, known, series_of(one)),
    }


def newest(facts: Facts, one: Indicator) -> str:
    """Return the newest period with a figure in words, or nothing."""
    period = facts.newest.get(one.indicator)
    return amounts.period(period, one) if period else ""


def counts(facts: Facts, one: Indicator) -> list[str]:
    """Return how an indicator counts in the score, as declared; nothing in the public edition."""
    if facts.edition.is_public:
        return []
    if one.context:
        return ["It is shown beside the others and never counts in the score."]
    signs = [sign for sign in facts.vital_signs if sign.indicator == one.indicator]
    if not signs:
        return ["It is no vital sign: it is shown and asked about, and adds no points."]
    caution = ["A high figure may be right all the same."] if one.polarity == "either_way" else []
    return [_counted(sign) for sign in signs] + caution


def _counted(sign: VitalSign) -> str:
    against = AGAINST.get(sign.kind, "")
    said = (
        f"It is one of the vital signs: the score rises where the figure is {WORSE[sign.worse]} "
        f"{against}."
        if sign.worse in WORSE
        else "It is one of the vital signs."
    )
    if sign.after_the_study:
        said += (
            " It was put on the list after a study of the same years had been read, so the record "
            "of past warnings flatters it."
        )
    return said


def _short(facts: Facts, one: Indicator) -> str:
    if facts.edition.is_public:
        return ""
    if one.context:
        return "shown only"
    named = any(sign.indicator == one.indicator for sign in facts.vital_signs)
    return "vital sign" if named else ""


def absent(facts: Facts, one: Indicator) -> tuple[list[Missing], int]:
    """Return how many have no figure for the newest period, by reason, and of how many."""
    everybody = [a for a in facts.authorities.values() if facts.is_open(a)]
    period = facts.newest.get(one.indicator)
    if period is None:
        return [], len(everybody)
    found: Counter[str] = Counter()
    for authority in everybody:
        row = facts.own.get((authority.old_la_code, one.indicator), {}).get(period)
        if row is None:
            found[wording.ABSENT] += 1
        elif row.value is None:
            found[wording.reason(row.status, row.marker)] += 1
    return [Missing(why, many) for why, many in sorted(found.items())], len(everybody)


def _published(facts: Facts, one: Indicator) -> str:
    period = facts.newest.get(one.indicator)
    days = [
        row.published
        for (_, name), years in facts.own.items()
        if name == one.indicator and (row := years.get(period or 0)) and row.published
    ]
    return phrases.day(max(days)) if days else ""

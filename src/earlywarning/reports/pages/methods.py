"""How a score comes about, what it cannot do, how often it was right; and the page of words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from earlywarning.reports.charts.strips import ten
from earlywarning.reports.facts import Facts
from earlywarning.reports.pages.known import Known
from earlywarning.tables.declared import Glossary, MethodConstant
from earlywarning.tables.score import Record

SCORE = "product"
PARTS = {
    "score": "What adds to the score",
    "band": "Bands",
    "figures": "Published figures",
    "people": "What people know",
    "openness": "Openness and quality of data",
    "interval": "How sure",
    "alert": "Telling of changes",
}
TARGETS = {
    "any_part_down": "Some part of the service was judged lower than before",
    "decline": "The overall grade was lower than before",
    "newly_inadequate": "The service was newly judged inadequate",
    "below_good": "The service was judged less than good",
    "newly_below_good_part": "Some part of the service was newly judged less than good",
    "newly_inadequate_part": "Some part of the service was newly judged inadequate",
}


@dataclass(frozen=True, slots=True)
class InspectionOutcome:
    """What happened to authorities with high and with low scores before an inspection."""

    what: str
    inspections: str
    happened: str
    high: str
    low: str
    chance: str


def methods(facts: Facts, known: Known) -> dict[str, Any]:
    """Return the method's numbers by part, the vital signs, and the record's main rows."""
    names = {one.indicator: one for one in facts.indicators}
    return {
        "parts": [
            (part, title, [one for one in known.constants if one.part == part])
            for part, title in PARTS.items()
            if any(one.part == part for one in known.constants)
        ],
        "value": {one.name: shown(one) for one in known.constants},
        "signs": [
            (names[one.indicator], one) for one in facts.vital_signs if one.indicator in names
        ],
        "of_ten": [line for target in TARGETS if (line := _of_ten(known, target))],
        "outcomes": [found for target in TARGETS if (found := _outcome(known, target))],
    }


def shown(one: MethodConstant) -> str:
    """Return a number with its unit."""
    if one.unit == "share":
        return f"{one.value:.0%}"
    minus = f"{one.value:,g}".replace("-", "\N{MINUS SIGN}")
    unit = one.unit or ""
    return f"{minus} {unit.removesuffix('s') if one.value == 1 else unit}".strip()


def _outcome(known: Known, target: str) -> InspectionOutcome | None:
    """Return one line of the record, or nothing where the back-test has no such row."""
    rows = {
        row.measure: row
        for row in known.record
        if (row.section, row.target, row.contender) == ("inspections", target, SCORE)
    }
    high, low, apart = (rows.get(name) for name in ("highest_quarter", "lowest_quarter", "auc"))
    if high is None or low is None or apart is None:
        return None
    return InspectionOutcome(
        what=TARGETS[target],
        inspections=f"{high.n or 0:,}",
        happened=f"{high.happened or 0:,.0f}",
        high=_share(high),
        low=_share(low),
        chance=_in_ten(apart),
    )


@dataclass(frozen=True, slots=True)
class OfTen:
    """One target as a picture: of ten highest, of all ten and of ten lowest so many."""

    what: str
    groups: list[tuple[str, int, str]]


def _of_ten(known: Known, target: str) -> OfTen | None:
    found = {
        (row.contender, row.measure): row
        for row in known.record
        if (row.section, row.target) == ("inspections", target)
    }
    high, low = found.get((SCORE, "highest_quarter")), found.get((SCORE, "lowest_quarter"))
    if high is None or low is None or not high.n:
        return None
    poor = found.get(("deprivation", "highest_quarter"))
    told = {
        "in the quarter with the highest scores": high.value,
        "anywhere": (high.happened or 0) / high.n,
        "in the quarter with the lowest scores": low.value,
        "in the most deprived quarter, with no score at all": poor.value if poor else None,
    }
    groups = [
        (f"Of ten {name}", round(10 * share), ten(share))
        for name, share in told.items()
        if share is not None
    ]
    return OfTen(TARGETS[target], groups)


def _share(row: Record) -> str:
    if row.value is None:
        return "not worked out"
    interval = (
        f" ({row.lower:.0%} to {row.upper:.0%})"
        if row.lower is not None and row.upper is not None
        else ""
    )
    return f"{row.value:.0%}{interval}"


def _in_ten(row: Record) -> str:
    """Return the area under the curve as how often of 100 pairs the score told which was which."""
    if row.value is None:
        return "not worked out"
    if row.lower is None or row.upper is None:
        return f"{100 * row.value:.0f}"
    return f"{100 * row.value:.0f} ({100 * row.lower:.0f} to {100 * row.upper:.0f})"


def vocabulary(facts: Facts, known: Known) -> dict[str, Any]:
    """Return the words by first letter; those that only builders meet stand apart."""
    del facts
    return {
        "letters": _by_letter([one for one in known.words if not one.builders]),
        "builders": [one for one in known.words if one.builders],
    }


def _by_letter(words: list[Glossary]) -> list[tuple[str, list[Glossary]]]:
    def letter(one: Glossary) -> str:
        return one.word[:1].upper()

    return [(key, list(members)) for key, members in groupby(words, key=letter)]

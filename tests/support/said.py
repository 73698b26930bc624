"""The page of example sentences, to be read by eye: python -m tests.support.said remakes it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from earlywarning.reports import amounts, phrases, wording
from earlywarning.reports.briefing import sayings, sentences
from earlywarning.reports.briefing.jargon import TERMS, explained
from earlywarning.tables.declared import Indicator
from earlywarning.tables.offers import WarningRecord
from earlywarning.tables.score import Contribution
from earlywarning.tables.standing import Standing

PAGE = Path(__file__).parents[1] / "outputs" / "examples" / "sentences.md"
DAY = dt.date(2026, 3, 20)


def indicator(name: str, unit: str, decimals: int, period: str) -> Indicator:
    """Return an invented indicator; only what sentences read is filled."""
    given = {"indicator": "example", "name": name, "unit": unit, "decimals": decimals}
    return Indicator(**given, period=period)  # type: ignore[arg-type]


LATE = indicator("Conferences held within 15 working days", "percentage", 1, "year_to_31_march")
CARE = indicator("Children looked after", "rate per 10,000 children", 0, "at_31_march")
LOAD = indicator("Average caseload", "cases per worker", 1, "at_30_september")
SPEND = indicator("Spend per child", "pounds per child", 0, "year_to_31_march")


def examples() -> dict[str, list[str]]:
    """Return the sentences under their headings; an empty one shows that nothing is said."""
    return {
        "A figure": _figures(),
        "Beside others": _beside(),
        "How it moved, how long, how sure": _moved(),
        "Shares in words": [
            amounts.share(one) for one in (25, 24.2, 33.3, 51.4, 80, 66.0, 71.2, 46)
        ],
        "The score": _score(),
        "Where it stands": _standing(),
        "What people said": _people(),
        "Lists, numbers and days": _language(),
        "Words of the field": [f"{term}: {meant}" for term, meant in explained(_all_terms())],
    }


def _figures() -> list[str]:
    return [
        sentences.stood(24.6, 2025, LATE),
        sentences.stood(46.2, 2025, LATE),
        sentences.stood(79, 2025, CARE),
        sentences.stood(14.2, 2025, LOAD),
        sentences.stood(1204, 2025, SPEND),
        sentences.aged(13),
        sentences.aged(1),
        sentences.aged(0),
    ]


def _beside() -> list[str]:
    return [
        sentences.beside(44.4, (76.1, 10), ("Morrowland", 81.4), LATE),
        sentences.beside(79, (82, 9), ("Morrowland", 68), CARE),
        sentences.beside(79, None, ("Morrowland", 79.3), CARE),
        sentences.beside(1204, (988, 10), None, SPEND),
        sentences.beside(79, None, None, CARE),
        sentences.disagree(4, 3, 1),
        sentences.disagree(4, 4, 0),
    ]


def _moved() -> list[str]:
    return [
        sentences.moved(44.4, 37.7, LATE),
        sentences.moved(79, 85, CARE),
        sentences.moved(1204, 1100, SPEND),
        sentences.moved(44.4, 44.41, LATE),
        sentences.moved(44.4, None, LATE),
        sentences.lasted(3, 3),
        sentences.lasted(2, 3),
        sentences.lasted(1, 3),
        sentences.chance("very_unlikely", "position"),
        sentences.chance("unlikely", "movement"),
        sentences.chance("possible", "position"),
        sentences.chance("", "position"),
    ]


def _score() -> list[str]:
    return [
        sayings.interval(41.1, 8.5, 62.0),
        sayings.interval(11.0, 6.6, 33.0),
        sayings.interval(6.5, 3.8, 25.0),
        sayings.interval(6.5, None, None),
        sayings.since(wording.band_since(DAY, at_latest=True), dt.date(2025, 3, 24), 33.9, 41.1),
        sayings.since(wording.band_since(DAY, at_latest=False), None, None, 41.1),
        sayings.since("", None, None, 41.1),
        sayings.covered(1.0, 0),
        sayings.covered(0.97, 1),
        sayings.covered(0.8, 5),
        sayings.warned(WarningRecord("all", "all", 3, 2, 1, 6)),
        sayings.warned(WarningRecord("all", "all", 1, 0, 0, 1)),
        sentences.without(41.1, 27.1),
        sentences.without(41.1, 41.3),
    ]


def _stands(**given: Any) -> Standing:
    told = {
        "old_la_code": "901", "as_of": dt.date(2026, 4, 30), "sentence": "", "standing": "team",
        "band": "offer", "keys": ["figures", "people"], "next_step_by": "regional lead",
        "next_step": "ring the director and talk", "due": dt.date(2026, 5, 15),
        "offer_state": "this_quarter", "confidence": "good", "confidence_reason": "",
        "newest_yearly": dt.date(2025, 9, 30), "keys_for_team": 2,
    } | given  # fmt: skip
    return Standing(**told)


def _standing() -> list[str]:
    waiting = _stands(offer_state="waiting", waits_for="this quarter is full")
    put_off = _stands(offer_state="deferred", deferred_until=dt.date(2026, 9, 15))
    return [
        wording.keys_turned(_stands()),
        wording.keys_turned(_stands(standing="conversation", keys=["alert"])),
        wording.keys_turned(_stands(standing="routine", keys=[])),
        wording.keys_turned(_stands(keys=["figures"], keys_for_team=1)),
        wording.offer_state(_stands()),
        wording.offer_state(waiting),
        wording.offer_state(_stands(offer_state="planned", planned_review="front_door")),
        wording.offer_state(_stands(planned_review="front_door")),
        wording.offer_state(_stands(offer_state="conversation", waits_for="capacity")),
        wording.offer_state(put_off),
        wording.offer_state(_stands(offer_state="not_due", next_review_due=dt.date(2026, 9, 7))),
        wording.next_step(_stands()),
        wording.next_step(_stands(due=None, next_step_by=None)),
        wording.newest_line(_stands()),
        wording.newest_line(_stands(newest_in_year=dt.date(2026, 3, 31),
                                    inspections_until=dt.date(2025, 5, 14))),
        wording.newest_told(None, dt.date(2025, 9, 30)),
        phrases.since_then(["Unallocated cases"], None),
        phrases.since_then([], dt.date(2026, 4, 30)),
    ]  # fmt: skip


def _flag(entries: int, sources: int, newest: dt.date) -> Contribution:
    return Contribution(
        old_la_code="901", pillar="soft_intelligence", item="complaints", points=3.0,
        kind="flag", subject="complaints", entries=entries, sources=sources, newest=newest,
    )  # fmt: skip


def _people() -> list[str]:
    return [
        sayings.heard(_flag(1, 1, dt.date(2026, 3, 10))),
        sayings.heard(_flag(2, 2, dt.date(2026, 1, 22))),
        sayings.heard(_flag(5, 3, dt.date(2026, 1, 22)), disputed=True),
        sayings.grade("B", 2),
        sayings.grade(None, None),
        sayings.weight("some"),
        sayings.weight("nothing"),
        sayings.team(["director", "head_of_service", "head_of_service", "elected_member"]),
        sayings.team(["auditor", "auditor"]),
        sayings.team([]),
    ]


def _language() -> list[str]:
    return [
        phrases.listed(["one thing"]),
        phrases.listed(["one thing", "another"]),
        phrases.listed(["one thing", "another", "a third"]),
        phrases.several(1, "entry", "entries"),
        phrases.several(2, "entry", "entries"),
        phrases.several(12, "entry", "entries"),
        phrases.dated("it was due on 2026-04-20, for 202603"),
        phrases.dated("a count of 2490 and the code 999999"),
        phrases.inside("Section 47 enquiries that lead to a conference"),
        phrases.inside("Agency social workers."),
        phrases.sentence("nobody is named yet"),
        phrases.sentence(""),
    ]


def _all_terms() -> str:
    return " ".join(term.lower() for term in TERMS)


def page() -> str:
    """Return the page of examples as text."""
    parts = [
        "# Sentences as briefings write them",
        "Invented examples, compared exactly by a test. Read them aloud when they change;\n"
        "`python -m tests.support.said` writes this page anew. A dash: nothing is said.",
    ]
    for heading, lines in examples().items():
        parts.append(f"## {heading}")
        parts.append("\n".join(f"- {line or '–'}" for line in lines))
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

"""Builders of what offers and programmes are made from; everything quiet about everybody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from earlywarning.review import recommend
from earlywarning.review.known import OfferInputs
from earlywarning.review.programme.planning import QuarterProgramme, plan
from earlywarning.review.recommend import DraftOffer, recommendation_rows
from tests.support.evidence import AS_OF, DEFINITIONS

COLUMNS = {
    "scores": "old_la_code as_of risk_of_decline lower upper band coverage stale risk_year_ago "
    "keys band_since band_since_at_latest band_looks performance_lower performance_upper hidden "
    "performance band_by_points",
    "contributions": "old_la_code as_of pillar item points explanation kind subject told",
    "inspections": "old_la_code inspection_type published judgement grade",
    "neighbours": "old_la_code neighbour_old_la_code model_year position closeness",
    "soft_items": "old_la_code flag weight_now heard_on source_kind reliability credibility",
    "peer_reviews": "old_la_code review_type asked_on held_on status led_by_old_la_code source",
    "pattern_matches": "pattern old_la_code strength seen",
    "journeys": "old_la_code stage",
    "authorities": "old_la_code la_name region",
    "slips": "old_la_code",
    "reviewers": "old_la_code role enabler reviewers until",
    "conflicts": "old_la_code other_old_la_code reason until",
    "made": "old_la_code offer state decision deferred_until",
    "levels": "old_la_code indicator level level_sd withheld",
    "signals": "indicator old_la_code kind reading strength explanation",
}
# The keys that open a band where a test names none.
KEYS = {"watch": ("figures",), "offer": ("figures", "people"), "priority": ("figures", "people")}
LATELY = AS_OF - dt.timedelta(days=400)


@dataclass
class Nation:
    """A few authorities by band; the rest of what is known about them, by authority.

    `worries` are live soft flags; `reviews` are (authority, kind, asked, held, status, leader);
    `keys` are those turned, where the band alone does not say; `by_points` are bands that points
    alone would open where the one that stands is held; `performance` is where the points
    of the figures lie in a year; `signals` are (indicator, authority, kind, reading, strength);
    `withheld` are vital signs that are not there.
    """

    bands: dict[str, str]
    grades: dict[str, str] = field(default_factory=dict)
    inspected: dict[str, dt.date] = field(default_factory=dict)
    near: dict[str, list[str]] = field(default_factory=dict)
    worries: dict[str, tuple[str, ...]] = field(default_factory=dict)
    heard_on: dt.date = LATELY
    in_confidence: tuple[str, ...] = ()
    points: dict[str, dict[str, float]] = field(default_factory=dict)
    reviews: list[tuple[str, str, dt.date | None, dt.date | None, str, str]] = field(
        default_factory=list
    )
    patterns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    stages: dict[str, str] = field(default_factory=dict)
    regions: dict[str, str] = field(default_factory=dict)
    slips: tuple[str, ...] = ()
    reviewers: list[tuple[str, str, str, int]] = field(default_factory=list)
    conflicts: list[tuple[str, str]] = field(default_factory=list)
    rose: dict[str, float] = field(default_factory=dict)
    made_before: list[tuple[str, str, str | None, dt.date | None]] = field(default_factory=list)
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    by_points: dict[str, str] = field(default_factory=dict)
    performance: tuple[float, float] = (14.0, 20.0)
    coverage: float = 1.0
    signals: list[tuple[str, str, str, str, float]] = field(default_factory=list)
    withheld: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def known(self) -> OfferInputs:
        """Return the tables."""
        flags = DEFINITIONS.soft_flags
        rows: dict[str, list[Any]] = {
            "scores": [
                (code, AS_OF, 20.0, 18.0, 26.0, band, self.coverage, False,
                 20.0 - self.rose.get(code, 0.0), list(self.keys.get(code, KEYS.get(band, ()))),
                 AS_OF, True, 12, *self.performance, 0.0, sum(self.performance) / 2,
                 self.by_points.get(code, band))
                for code, band in self.bands.items()
            ],
            "contributions": [
                (code, AS_OF, _pillar(item, flags), item, points, f"About {item}.",
                 *about(item, flags), item not in self.in_confidence)
                for code, items in self.points.items()
                for item, points in items.items()
            ],
            "inspections": [
                (code, "ILACS", self.inspected.get(code, LATELY), judgement, grade)
                for code, grade in self.grades.items()
                for judgement in ("leaders", "help_and_protection", "in_care")
            ],
            "neighbours": [
                (code, other, 2025, position, "Close")
                for code, others in self.near.items()
                for position, other in enumerate(others, start=1)
            ],
            "soft_items": [
                (code, flag, 1.0, self.heard_on, DEFINITIONS.soft_flags[flag].raised_by[0], "A", 1)
                for code, heard in self.worries.items()
                for flag in heard
            ],
            "peer_reviews": [(*row, "") for row in self.reviews],
            "pattern_matches": [
                (pattern, code, 0.7, f"Signs of {pattern}.")
                for code, found in self.patterns.items()
                for pattern in found
            ],
            "journeys": list(self.stages.items()),
            "authorities": [
                (code, f"Place {code}", self.regions.get(code, "Eastmarch")) for code in self.bands
            ],
            "slips": [(code,) for code in self.slips],
            "reviewers": [(*row, None) for row in self.reviewers],
            "made": [(code, "D-0001", *rest) for code, *rest in self.made_before],
            "levels": [(code, "caseload", 0.2, 0.4, None) for code in self.bands] + [
                (code, name, 0.0, 1.0, "not_returned")
                for code, names in self.withheld.items()
                for name in names
            ],
            "signals": [(*row, f"{row[0]}, {row[2]}.") for row in self.signals],
            "conflicts": [(*pair, "shared chief executive", None) for pair in self.conflicts],
        }  # fmt: skip
        return OfferInputs(
            **{name: pd.DataFrame(rows[name], columns=COLUMNS[name].split()) for name in COLUMNS}
        )

    def made(self) -> list[DraftOffer]:
        """Return the offers."""
        return recommend.offers(self.known(), DEFINITIONS)

    def plan(self, capacity: int | None = None) -> QuarterProgramme:
        """Return the programme."""
        known = self.known()
        return plan(recommend.offers(known, DEFINITIONS), known, DEFINITIONS, capacity)

    def offer(self, code: str = "801") -> pd.Series:
        """Return one authority's row of the recommendation table."""
        known = self.known()
        made = recommend.offers(known, DEFINITIONS)
        named = plan(made, known, DEFINITIONS).supporters
        return recommendation_rows(made, named, DEFINITIONS).set_index("old_la_code").loc[code]


def about(item: str, flags: Container[str]) -> tuple[str, str]:
    """Return the kind and subject of a contribution that tests name by its item."""
    before, colon, after = item.partition(":")
    if item in flags:
        return "flag", item
    if before in ("return", "pattern"):
        return before, after
    if before == "vital" or item in ("limit", "score_floor"):
        return ("sum" if colon else "limit"), ""
    return ("review" if item.startswith("review_") else "indicator"), before


def _pillar(item: str, flags: Container[str]) -> str:
    if item.startswith(("return:", "review_")):
        return "transparency"
    return "soft_intelligence" if item in flags else "performance"


def shuffled(known: OfferInputs, seed: int) -> OfferInputs:
    """Return the same tables with their rows in another order."""
    return OfferInputs(
        **{
            name: getattr(known, name).sample(frac=1, random_state=seed).reset_index(drop=True)
            for name in COLUMNS
        }
    )

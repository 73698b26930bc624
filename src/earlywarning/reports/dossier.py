"""What is to be told of one authority, worked out once for every output, and not worded."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from earlywarning.period import months_between
from earlywarning.reports import phrases
from earlywarning.reports.facts import Facts
from earlywarning.reports.further import Alert, Heard
from earlywarning.reports.reading import Years
from earlywarning.tables.declared import Indicator, Pattern, Toolkit
from earlywarning.tables.indicators import Benchmark, Comparison, IndicatorValue, Pathway
from earlywarning.tables.offers import Offer, OfferFinding, OfferReply, Recommendation
from earlywarning.tables.people import Override, PeerReview, ReviewClock, SoftItem
from earlywarning.tables.places import Authority, AuthorityChange
from earlywarning.tables.published import Inspection
from earlywarning.tables.quality import Finding
from earlywarning.tables.score import Contribution, Journey, Score
from earlywarning.tables.signals import PatternMatch, Signal

NEIGHBOURS, AROUND, REGION = "statistical_neighbours", "geographical_neighbours", "region"
NATION, PAST = "england", "own_past"
# In the order in which they are told.
COMPARATORS = (NEIGHBOURS, AROUND, REGION, NATION, PAST)
# The four that a figure is judged beside, each with the statistic that stands for it.
COMPARED = {NEIGHBOURS: "median", REGION: "published", NATION: "published", PAST: "median"}
# From here a distance from the neighbours, in their usual spread, is called far: one in twenty.
FAR = 1.645
# A figure so many years behind that of others tells of another service.
STALE_YEARS = 2
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest figure of one indicator, and all that it is held against.

    years: every year, with or without a value. before: the year before. months: its age. behind:
    years behind the newest figure that anybody has. few: it rests on fewer than declared for a
    comparison. small: few children live in the whole authority. benchmarks: those with a value, in
    the order in which they are told. compared: what they say together, where that is of this year.
    """

    one: Indicator
    row: IndicatorValue
    years: Years
    value: float
    before: float | None
    months: int
    behind: int
    few: bool
    small: bool
    benchmarks: tuple[Benchmark, ...]
    compared: Comparison | None

    @property
    def values(self) -> dict[int, float]:
        """Return the years with a value."""
        return {year: row.value for year, row in self.years.items() if row.value is not None}

    def against(self, comparator: str) -> Benchmark | None:
        """Return one of the four that it is judged beside."""
        key = (comparator, COMPARED[comparator])
        return next((b for b in self.benchmarks if (b.comparator, b.statistic) == key), None)

    @property
    def near(self) -> tuple[float, int] | None:
        """Return the middle of the similar authorities and how many it rests on."""
        held = self.against(NEIGHBOURS)
        return (held.value, held.n or 0) if held and held.value is not None else None

    @property
    def beside(self) -> dict[str, float]:
        """Return the values of the four that it is judged beside, as far as there are any."""
        held = {name: self.against(name) for name in COMPARED}
        return {name: row.value for name, row in held.items() if row and row.value is not None}

    @property
    def distance(self) -> float | None:
        """Return how far it lies from the neighbours' middle in their usual spread; up is high."""
        held = self.against(NEIGHBOURS)
        if held is None or held.value is None or not held.spread:
            return None
        return (self.value - held.value) / held.spread

    @property
    def is_weak(self) -> bool:
        """Tell whether nothing of the service of today can be read from it."""
        return self.small or self.few or self.behind >= STALE_YEARS

    @property
    def sides(self) -> list[int]:
        """Return 1, 0 or -1 for each of the four: above, level with or below it as printed."""
        return [self._side(other) for other in self.beside.values()]

    @property
    def agreed(self) -> int:
        """Return 1 or -1 where neighbours, region and nation all lie on one side of it, else 0.

        Its own past is left out: where a service was weak for years, that would hide it.
        """
        others = {self._side(value) for name, value in self.beside.items() if name != PAST}
        alone = len(self.beside.keys() - {PAST}) < 2
        return 0 if self.is_weak or alone or len(others) > 1 else others.pop()

    def _side(self, other: float) -> int:
        if phrases.number(other, self.one) == phrases.number(self.value, self.one):
            return 0
        return 1 if self.value > other else -1

    @property
    def is_worse(self) -> bool:
        """Tell whether neighbours, region and nation all say it is less good."""
        return self.agreed == {"high_is_worse": 1, "low_is_worse": -1}.get(self.one.polarity)

    @property
    def is_better(self) -> bool:
        """Tell whether neighbours, region and nation all say it is better."""
        return self.agreed == {"high_is_worse": -1, "low_is_worse": 1}.get(self.one.polarity)

    @property
    def is_far(self) -> bool:
        """Tell whether it lies far from its neighbours on either side."""
        return not self.is_weak and abs(self.distance or 0.0) >= FAR

    @property
    def stands_out(self) -> bool:
        """Tell whether it is worth a picture: far from its neighbours, and the others agree."""
        return self.is_far and self.agreed != 0 and not self.is_better


@dataclass(frozen=True, slots=True)
class Gap:
    """An indicator without a figure for the newest period that anybody has.

    period: that period, None where nobody has a figure. row: what is there instead, such as a
    symbol. last: the newest period of which there is a figure.
    """

    one: Indicator
    period: int | None
    row: IndicatorValue | None
    last: int | None


@dataclass(frozen=True, slots=True)
class Matched:
    """A pattern that was found, as it is declared: its name and what a reviewer would ask."""

    row: PatternMatch
    name: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """One authority, as far as the edition may see; nothing is worked out again where it is read.

    newest, gaps: by indicator, in the order of the journey. steps: the newest year's way through
    the service. judged: what the last report that gave a grade judged. heard: entries with text
    where the edition has it. facts: the whole run, for charts, which draw among all authorities.
    """

    facts: Facts
    authority: Authority
    newest: dict[str, Newest]
    gaps: dict[str, Gap]
    score: Score | None
    contributions: list[Contribution]
    signals: list[Signal]
    patterns: list[Matched]
    steps: list[Pathway]
    alerts: list[Alert]
    heard: list[Heard]
    soft_items: list[SoftItem]
    offer: Recommendation | None
    supporters: list[str]
    approaches: list[Toolkit]
    offers: list[Offer]
    replies: list[OfferReply]
    offer_findings: list[OfferFinding]
    overrides: list[Override]
    journey: Journey | None
    inspections: list[Inspection]
    judged: list[Inspection]
    peer_reviews: list[PeerReview]
    clock: ReviewClock | None
    findings: list[Finding]
    changes: list[AuthorityChange]

    @property
    def code(self) -> str:
        """Return the three-digit code."""
        return self.authority.old_la_code

    @property
    def newest_day(self) -> dt.date | None:
        """Return the last day that any figure describes."""
        return self.facts.newest_day(self.code)


# One at a time: outputs are written authority by authority, and the facts are large.
@lru_cache(maxsize=1)
def dossier_of(facts: Facts, code: str) -> Dossier:
    """Return what is to be told of an authority.

    Raises:
        KeyError: if this edition does not know the authority.
    """
    offer = facts.offer(code)
    inspections = facts.inspections.get(code, [])
    return Dossier(
        facts=facts,
        authority=facts.authorities[code],
        newest={
            one.indicator: new for one in facts.indicators if (new := _newest(facts, code, one))
        },
        gaps={one.indicator: gap for one in facts.indicators if (gap := _gap(facts, code, one))},
        score=_first(facts.scores.get(code)),
        contributions=facts.contributions.get(code, []),
        signals=facts.signals.get(code, []),
        patterns=[_matched(row, facts.declared) for row in facts.patterns.get(code, [])],
        steps=_steps(facts.flows.get(code, [])),
        alerts=facts.further.alerts.get(code, []),
        heard=facts.further.heard.get(code, []),
        soft_items=facts.soft_items.get(code, []),
        offer=offer,
        supporters=[facts.name(one) for one in _parts(offer.supporters)] if offer else [],
        approaches=_approaches(facts, offer),
        offers=facts.offers.get(code, []),
        replies=facts.replies.get(code, []),
        offer_findings=facts.offer_findings.get(code, []),
        overrides=facts.overrides.get(code, []),
        journey=_first(facts.journeys.get(code)),
        inspections=inspections,
        judged=_judged(inspections),
        peer_reviews=facts.peer_reviews.get(code, []),
        clock=facts.further.clocks.get(code),
        findings=facts.local_findings.get(code, []),
        changes=[row for row in facts.changes if code in (row.old_la_code, row.successor)],
    )


def _first(rows: list[T] | None) -> T | None:
    return rows[0] if rows else None


def _newest(facts: Facts, code: str, one: Indicator) -> Newest | None:
    years = facts.own.get((code, one.indicator), {})
    known = {year: row for year, row in years.items() if row.value is not None}
    if not known:
        return None
    last = max(known)
    row, before = known[last], known.get(last - 1)
    compared = facts.compared.get((code, one.indicator))
    below = row.denominator
    return Newest(
        one=one,
        row=row,
        years=years,
        value=row.value or 0.0,
        before=before.value if before else None,
        months=months_between(row.period_end, facts.as_of),
        behind=facts.newest.get(one.indicator, last) - last,
        few=below is not None and below < (one.minimum_denominator or 0),
        small=bool(facts.authorities[code].is_small),
        benchmarks=_benchmarks(facts.benchmarks.get((code, one.indicator, last), [])),
        compared=compared if compared and compared.time_period == last else None,
    )


def _benchmarks(rows: list[Benchmark]) -> tuple[Benchmark, ...]:
    def place(row: Benchmark) -> tuple[int, bool]:
        known = row.comparator in COMPARATORS
        return COMPARATORS.index(row.comparator) if known else 9, row.statistic != "median"

    return tuple(sorted((row for row in rows if row.value is not None), key=place))


def _gap(facts: Facts, code: str, one: Indicator) -> Gap | None:
    years = facts.own.get((code, one.indicator), {})
    period = facts.newest.get(one.indicator)
    row = None if period is None else years.get(period)
    if row is not None and row.value is not None:
        return None
    known = [year for year, held in years.items() if held.value is not None]
    return Gap(one, period, row, max(known, default=None))


def _matched(row: PatternMatch, declared: dict[str, Pattern]) -> Matched:
    found = declared.get(row.pattern)
    if found is None:
        return Matched(row, phrases.plain(row.pattern), ())
    return Matched(row, found.name, tuple(phrases.lines(found.questions)))


def _steps(rows: list[Pathway]) -> list[Pathway]:
    newest = max((row.time_period for row in rows), default=None)
    return [row for row in rows if row.time_period == newest]


def _parts(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def _approaches(facts: Facts, offer: Recommendation | None) -> list[Toolkit]:
    named = _parts(offer.approaches) if offer else []
    return [facts.toolkit[name] for name in named if name in facts.toolkit]


def _judged(rows: list[Inspection]) -> list[Inspection]:
    """Return the judgements of the last report that gave any; a theme is looked at, not judged."""
    graded = [row for row in rows if row.grade and row.judgement != "theme"]
    return [row for row in graded if row.published == graded[0].published]

"""What is to be told of one authority, worked out once for every output, and not worded."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from earlywarning.reports import phrases
from earlywarning.reports.facts import Facts
from earlywarning.reports.newest import Gap, Newest, gap_of, newest_of
from earlywarning.reports.recovery import Recovery
from earlywarning.tables.declared import Pattern, Toolkit
from earlywarning.tables.indicators import Pathway
from earlywarning.tables.offers import Offer, OfferFinding, OfferReply, Recommendation
from earlywarning.tables.people import Override, PeerReview, ReviewClock, SoftItem
from earlywarning.tables.places import Authority, AuthorityChange
from earlywarning.tables.published import Inspection
from earlywarning.tables.quality import Finding
from earlywarning.tables.recovery import JourneyEmphasis
from earlywarning.tables.score import Contribution, Journey, Score
from earlywarning.tables.signals import PatternMatch, Signal, WatchAlert
from earlywarning.tables.standing import Standing

T = TypeVar("T")


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
    the service. judged: what the last report that gave a grade judged. facts: the whole run, for
    charts, which draw among all authorities.
    """

    facts: Facts
    authority: Authority
    newest: dict[str, Newest]
    gaps: dict[str, Gap]
    score: Score | None
    standing: Standing | None
    contributions: list[Contribution]
    signals: list[Signal]
    patterns: list[Matched]
    steps: list[Pathway]
    alerts: list[WatchAlert]
    soft_items: list[SoftItem]
    offer: Recommendation | None
    supporters: list[str]
    approaches: list[Toolkit]
    offers: list[Offer]
    replies: list[OfferReply]
    offer_findings: list[OfferFinding]
    overrides: list[Override]
    journey: Journey | None
    recovery: Recovery
    emphases: list[JourneyEmphasis]
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
    def counting(self) -> list[SoftItem]:
        """Return what was heard and still counts, the newest before the others."""
        return [one for one in self.soft_items if counts_today(one)]

    @property
    def missing(self) -> list[Gap]:
        """Return the gaps that the score counts: of what is only context a figure may lack."""
        return [gap for gap in self.gaps.values() if not gap.one.context]

    @property
    def newest_day(self) -> dt.date | None:
        """Return the last day that any figure describes."""
        return self.facts.newest_day(self.code)


def counts_today(one: SoftItem) -> bool:
    """Tell whether an entry still weighs anything."""
    return (one.weighs or "nothing") != "nothing"


# One at a time: outputs are written authority by authority, and the facts are large.
@lru_cache(maxsize=1)
def dossier_of(facts: Facts, code: str) -> Dossier:
    """Return what is to be told of an authority.

    Raises:
        KeyError: if this edition does not know the authority.
    """
    offer, journey = facts.offer(code), _first(facts.journeys.get(code))
    inspections = facts.inspections.get(code, [])
    return Dossier(
        facts=facts,
        authority=facts.authorities[code],
        newest={
            one.indicator: new for one in facts.indicators if (new := newest_of(facts, code, one))
        },
        gaps={one.indicator: gap for one in facts.indicators if (gap := gap_of(facts, code, one))},
        score=_first(facts.scores.get(code)),
        standing=facts.standing(code),
        contributions=facts.contributions.get(code, []),
        signals=facts.signals.get(code, []),
        patterns=[_matched(row, facts.declared) for row in facts.patterns.get(code, [])],
        steps=_steps(facts.flows.get(code, [])),
        alerts=facts.alerts.get(code, []),
        soft_items=facts.soft_items.get(code, []),
        offer=offer,
        supporters=[facts.name(one) for one in phrases.lines(offer.supporters)] if offer else [],
        approaches=_approaches(facts, offer),
        offers=facts.offers.get(code, []),
        replies=facts.replies.get(code, []),
        offer_findings=facts.offer_findings.get(code, []),
        overrides=facts.overrides.get(code, []),
        journey=journey,
        recovery=_recovery(facts, code, journey),
        emphases=[one for one in facts.emphases if journey and one.stage == journey.stage],
        inspections=inspections,
        judged=_judged(inspections),
        peer_reviews=facts.peer_reviews.get(code, []),
        clock=_first(facts.clocks.get(code)),
        findings=facts.local_findings.get(code, []),
        changes=[row for row in facts.changes if code in (row.old_la_code, row.successor)],
    )


def _recovery(facts: Facts, code: str, journey: Journey | None) -> Recovery:
    return Recovery(
        journey=journey,
        brake=_first(facts.brakes.get(code)),
        left=tuple(facts.left_after.get(code, [])),
        interventions=tuple(facts.interventions.get(code, [])),
        watches=tuple(facts.support_watches.get(code, [])),
        lent=_first(facts.lent.get(code)),
    )


def _first(rows: list[T] | None) -> T | None:
    return rows[0] if rows else None


def _matched(row: PatternMatch, declared: dict[str, Pattern]) -> Matched:
    found = declared.get(row.pattern)
    if found is None:
        return Matched(row, phrases.plain(row.pattern), ())
    return Matched(row, found.name, tuple(phrases.lines(found.questions)))


def _steps(rows: list[Pathway]) -> list[Pathway]:
    newest = max((row.time_period for row in rows), default=None)
    return [row for row in rows if row.time_period == newest]


def _approaches(facts: Facts, offer: Recommendation | None) -> list[Toolkit]:
    named = phrases.lines(offer.approaches) if offer else []
    return [facts.toolkit[name] for name in named if name in facts.toolkit]


def _judged(rows: list[Inspection]) -> list[Inspection]:
    """Return the judgements of the last report that gave any; a theme is looked at, not judged."""
    graded = [row for row in rows if row.grade and row.judgement != "theme"]
    return [row for row in graded if row.published == graded[0].published]

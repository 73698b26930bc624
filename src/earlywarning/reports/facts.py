"""Everything the pages need, fetched once for all authorities and kept by code."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from earlywarning.errors import UsageError
from earlywarning.reports import reading
from earlywarning.reports.edition import CONSORTIUM, Edition, edition_of
from earlywarning.reports.reading import Years
from earlywarning.reports.wording import STAGES
from earlywarning.tables.declared import Indicator, PathwayStep, Pattern, Toolkit, VitalSign
from earlywarning.tables.indicators import Benchmark, Comparison, Pathway
from earlywarning.tables.level import Improved
from earlywarning.tables.offers import (
    LineOfEnquiry,
    Offer,
    OfferFinding,
    OfferOutcome,
    OfferReply,
    Recommendation,
    WarningRecord,
)
from earlywarning.tables.people import Override, PeerReview, ReviewClock, SoftItem
from earlywarning.tables.places import Authority, AuthorityChange
from earlywarning.tables.published import Inspection, Intake, Release
from earlywarning.tables.quality import Finding
from earlywarning.tables.read import by_code, rows_of
from earlywarning.tables.recovery import (
    AfterJudgement,
    Brake,
    Intervention,
    JourneyEmphasis,
    Lent,
    SupportWatch,
)
from earlywarning.tables.score import Contribution, Journey, Score
from earlywarning.tables.signals import PatternGone, PatternMatch, Signal, Watch, WatchAlert
from earlywarning.tables.standing import Standing

__all__ = ["STAGES", "Facts", "Years", "load"]


# Tables kept by the authority they are about: field, table, order of its rows, which of them.
LOCAL: dict[str, tuple[Any, ...]] = {
    "signals": (Signal, "indicator, kind, explanation"),
    "patterns": (PatternMatch, "pattern"),
    "flows": (Pathway, "time_period, order_shown"),
    "watched": (Watch, "frequency, measure, time_period"),
    "alerts": (WatchAlert, "known_on desc", "ended is null"),
    "scores": (Score, "old_la_code"),
    "standings": (Standing, "old_la_code"),
    "contributions": (Contribution, "pillar, item"),
    "offers": (Offer, "offer desc"),
    "replies": (OfferReply, "offer, replied_on"),
    "offer_findings": (OfferFinding, "offer, about, subject"),
    "outcomes": (OfferOutcome, "recorded_on desc, offer, what, name"),
    "recommendations": (Recommendation, "action"),
    "overrides": (Override, "decided_on"),
    "journeys": (Journey, "old_la_code"),
    "inspections": (Inspection, "published desc, judgement, grade"),
    "peer_reviews": (PeerReview, "coalesce(held_on, asked_on) desc"),
    "improved": (Improved, "indicator"),
    "gone": (PatternGone, "pattern"),
    "asked": (LineOfEnquiry, "order_shown"),
    "clocks": (ReviewClock, "old_la_code"),
    "soft_items": (SoftItem, "heard_on desc, flag, item"),
    "brakes": (Brake, "old_la_code"),
    "left_after": (AfterJudgement, "judged_on, indicator"),
    "interventions": (Intervention, "started_on desc, intervention"),
    "support_watches": (SupportWatch, "intervention"),
    "lent": (Lent, "old_la_code"),
}


WARNED = "about = 'all' and closed > 0"


# Equal to itself alone, so that what is worked out from it can be kept.
@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """The whole of one run; dictionaries are keyed by the three-digit code unless said.

    alerts: of the front-door watch, those that hold. texts: what was said, by entry, where the
    edition has it. traced: (series, period) to the releases it came in. warned: what reviewers
    found of all that past offers rested on.
    """

    as_of: dt.date
    run: str
    nation: str
    is_invented: bool
    record: str
    version: str
    edition: Edition
    authorities: dict[str, Authority]
    indicators: list[Indicator]
    own: dict[tuple[str, str], Years]
    england: dict[str, Years]
    newest: dict[str, int]
    coloured: dict[tuple[str, str], frozenset[int]]
    neighbours: dict[str, list[str]]
    model_year: int | None
    benchmarks: dict[tuple[str, str, int], list[Benchmark]]
    compared: dict[tuple[str, str], Comparison]
    signals: dict[str, list[Signal]]
    patterns: dict[str, list[PatternMatch]]
    declared: dict[str, Pattern]
    steps: dict[str, PathwayStep]
    flows: dict[str, list[Pathway]]
    watched: dict[str, list[Watch]]
    alerts: dict[str, list[WatchAlert]]
    vital_signs: list[VitalSign]
    measures: dict[str, str]
    bands: dict[str, float]
    scores: dict[str, list[Score]]
    standings: dict[str, list[Standing]]
    contributions: dict[str, list[Contribution]]
    recommendations: dict[str, list[Recommendation]]
    offers: dict[str, list[Offer]]
    replies: dict[str, list[OfferReply]]
    offer_findings: dict[str, list[OfferFinding]]
    outcomes: dict[str, list[OfferOutcome]]
    toolkit: dict[str, Toolkit]
    overrides: dict[str, list[Override]]
    journeys: dict[str, list[Journey]]
    inspections: dict[str, list[Inspection]]
    peer_reviews: dict[str, list[PeerReview]]
    asked: dict[str, list[LineOfEnquiry]]
    clocks: dict[str, list[ReviewClock]]
    soft_items: dict[str, list[SoftItem]]
    texts: dict[str, str]
    brakes: dict[str, list[Brake]]
    left_after: dict[str, list[AfterJudgement]]
    interventions: dict[str, list[Intervention]]
    support_watches: dict[str, list[SupportWatch]]
    lent: dict[str, list[Lent]]
    emphases: list[JourneyEmphasis]
    findings: list[Finding]
    local_findings: dict[str, list[Finding]]
    releases: list[Release]
    intake: list[Intake]
    changes: list[AuthorityChange]
    improved: dict[str, list[Improved]]
    gone: dict[str, list[PatternGone]]
    traced: dict[tuple[str, int], list[str]]
    warned: WarningRecord | None

    def open_authorities(self) -> list[Authority]:
        """Return the authorities of this edition that run on the as-of day, by name."""
        every = self.authorities.values()
        return [one for one in every if self.is_open(one) and self.edition.is_about(one)]

    def is_open(self, authority: Authority) -> bool:
        """Tell whether an authority runs on the as-of day."""
        begun = authority.opened is None or authority.opened <= self.as_of
        return begun and (authority.closed is None or authority.closed > self.as_of)

    def offer(self, code: str) -> Recommendation | None:
        """Return the offer that is recommended for an authority."""
        return next(iter(self.recommendations.get(code, [])), None)

    def standing(self, code: str) -> Standing | None:
        """Return where an authority stands, as far as this edition may know."""
        return next(iter(self.standings.get(code, [])), None)

    def every_standing(self) -> list[Standing]:
        """Return where each authority stands that this edition knows of, in order of code."""
        return [rows[0] for _, rows in sorted(self.standings.items()) if rows]

    def indicator(self, name: str) -> Indicator | None:
        """Return a declared indicator by its identifier."""
        return next((one for one in self.indicators if one.indicator == name), None)

    def indicator_names(self) -> dict[str, str]:
        """Return identifier to name of every indicator."""
        return {one.indicator: one.name for one in self.indicators}

    def measured(self, names: Sequence[str] | None) -> list[str]:
        """Return the names of measures of in-year returns."""
        return [self.measures.get(name, name.replace("_", " ")) for name in names or []]

    def names_of(self, only: Sequence[str] | None) -> dict[str, str]:
        """Return code to name of the edition's open authorities, or of those codes among them.

        Raises:
            UsageError: if this edition is for others than all those asked for.
        """
        names = {
            one.old_la_code: one.la_name
            for one in self.open_authorities()
            if only is None or one.old_la_code in only
        }
        if only and not names and self.edition.tier != "consortium":
            raise UsageError(
                f"{', '.join(only)}: this file is for {self.edition.name}, nobody else"
            )
        return names

    def name(self, code: str | None) -> str:
        """Return an authority's name, or its code where the name is not known."""
        found = self.authorities.get(code or "")
        return found.la_name if found else (code or "not named")

    def marks(self, whose: str = "") -> tuple[str, ...]:
        """Return what a document is marked with: an invented nation, and whose it is."""
        invented = (
            f"Invented. {self.nation} does not exist: no place, figure, inspection or remark "
            "here is about anybody real."
        )
        whose = whose or self.edition.mark or CONSORTIUM
        return (invented, whose) if self.is_invented else (whose,)

    def newest_day(self, code: str) -> dt.date | None:
        """Return the last day that any figure of an authority describes."""
        ends = [
            row.period_end
            for one in self.indicators
            for row in self.own.get((code, one.indicator), {}).values()
            if row.value is not None
        ]
        return max(ends, default=None)


def load(connection: duckdb.DuckDBPyConnection) -> Facts:
    """Read all tables the pages use, once.

    Raises:
        NothingUsableError: if no run is recorded.
    """
    run, as_of, nation, is_invented, record, version = reading.run_of(connection)
    own, england, newest = reading.values(connection)
    neighbours, model_year = reading.neighbours(connection)
    findings = rows_of(connection, Finding, "source, file_name, row_number, message")
    authorities = rows_of(connection, Authority, "la_name, old_la_code")
    return Facts(
        as_of=as_of,
        run=run,
        nation=nation,
        is_invented=is_invented,
        record=record,
        version=version,
        edition=edition_of(connection),
        authorities={row.old_la_code: row for row in authorities},
        indicators=reading.indicators(connection),
        own=own,
        england=england,
        newest=newest,
        coloured=reading.coloured(connection),
        neighbours=neighbours,
        model_year=model_year,
        benchmarks=reading.benchmarks(connection),
        compared={
            (row.old_la_code, row.indicator): row
            for row in rows_of(connection, Comparison, "indicator, old_la_code, time_period")
            if row.is_newest
        },
        declared={row.pattern: row for row in rows_of(connection, Pattern, "pattern")},
        steps={row.step: row for row in rows_of(connection, PathwayStep, "order_shown")},
        measures=dict(connection.execute("select measure, label from in_year_measure").fetchall()),
        bands=reading.bands(connection),
        vital_signs=rows_of(connection, VitalSign, "order_shown"),
        toolkit={row.approach: row for row in rows_of(connection, Toolkit, "approach")},
        emphases=rows_of(connection, JourneyEmphasis, "stage, order_shown"),
        findings=findings,
        local_findings=_found_by_code(findings),
        releases=rows_of(connection, Release, "title, period desc, published desc"),
        intake=rows_of(connection, Intake, "file_name"),
        changes=rows_of(connection, AuthorityChange, "effective desc, old_la_code"),
        texts=reading.texts(connection),
        traced=reading.traced(connection),
        warned=next(iter(rows_of(connection, WarningRecord, "subject", WARNED)), None),
        **{name: by_code(rows_of(connection, *local)) for name, local in LOCAL.items()},
    )


def _found_by_code(findings: list[Finding]) -> dict[str, list[Finding]]:
    kept: dict[str, list[Finding]] = defaultdict(list)
    for row in findings:
        if row.old_la_code:
            kept[row.old_la_code].append(row)
    return dict(kept)

"""Everything the pages need, fetched once for all authorities and kept by code."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import Field, dataclass, fields
from typing import Any, ClassVar, Protocol, TypeVar

import duckdb

from earlywarning.errors import NothingUsableError, UsageError
from earlywarning.hostile import LONGEST
from earlywarning.reports.edition import Edition, edition_of
from earlywarning.reports.flows import DeclaredPattern, Flow, Watched
from earlywarning.reports.further import Further, further_of
from earlywarning.reports.offered import Approach, OfferFinding, OfferLife, OfferReply
from earlywarning.reports.records import (
    Authority,
    Benchmark,
    Change,
    Comparison,
    Contribution,
    Finding,
    Indicator,
    Inspection,
    Intake,
    Journey,
    Neighbour,
    Override,
    Pattern,
    PeerReview,
    Recommendation,
    Release,
    Score,
    Signal,
    SoftItem,
    Value,
)

STAGES = (
    "front_door",
    "assessment",
    "child_protection",
    "looked_after",
    "workforce",
    "resources",
)


class _Record(Protocol):
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


class _Local(Protocol):
    @property
    def old_la_code(self) -> str:
        """Return the three-digit code."""


T = TypeVar("T", bound=_Record)
L = TypeVar("L", bound=_Local)
Years = dict[int, Value]


@dataclass(frozen=True, slots=True)
class Facts:
    """The whole of one run; dictionaries are keyed by the three-digit code unless said."""

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
    patterns: dict[str, list[Pattern]]
    declared: dict[str, DeclaredPattern]
    flows: dict[str, list[Flow]]
    watched: dict[str, list[Watched]]
    measures: dict[str, str]
    scores: dict[str, list[Score]]
    contributions: dict[str, list[Contribution]]
    recommendations: dict[str, list[Recommendation]]
    offers: dict[str, list[OfferLife]]
    replies: dict[str, list[OfferReply]]
    offer_findings: dict[str, list[OfferFinding]]
    toolkit: dict[str, Approach]
    overrides: dict[str, list[Override]]
    journeys: dict[str, list[Journey]]
    inspections: dict[str, list[Inspection]]
    peer_reviews: dict[str, list[PeerReview]]
    soft_items: dict[str, list[SoftItem]]
    findings: list[Finding]
    local_findings: dict[str, list[Finding]]
    releases: list[Release]
    intake: list[Intake]
    changes: list[Change]
    further: Further

    def open_authorities(self) -> list[Authority]:
        """Return the authorities of this edition that run on the as-of day, by name."""
        return [
            a
            for a in self.authorities.values()
            if (a.closed is None or a.closed > self.as_of)
            and (a.opened is None or a.opened <= self.as_of)
            and self.edition.is_about(a)
        ]

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

    def newest_day(self, code: str) -> dt.date | None:
        """Return the last day that any figure of an authority describes."""
        ends = [
            row.period_end
            for one in self.indicators
            for row in self.own.get((code, one.indicator), {}).values()
            if row.value is not None
        ]
        return max(ends, default=None)


def _rows(con: duckdb.DuckDBPyConnection, table: str, kind: type[T], order: str) -> list[T]:
    columns = ", ".join(_column(field) for field in fields(kind))
    make: Callable[..., T] = kind
    return [make(*row) for row in con.table(table).order(order).project(columns).fetchall()]


def _column(field: Field[Any]) -> str:
    """Return a column as it is read: text that no page could hold is cut before it is worked on.

    One character more than a page holds stays, so that the page says that it was cut.
    """
    if "str" in str(field.type):
        return f'left("{field.name}", {LONGEST + 1})'
    return f'"{field.name}"'


def _by_code(rows: Iterable[L]) -> dict[str, list[L]]:
    kept: dict[str, list[L]] = defaultdict(list)
    for row in rows:
        kept[row.old_la_code].append(row)
    return dict(kept)


def _run(con: duckdb.DuckDBPyConnection) -> tuple[str, dt.date, str, bool, str, str]:
    found = con.execute(
        """select run, as_of, nation, is_invented, record, package_version
           from run order by started desc limit 1"""
    ).fetchone()
    if found is None:
        raise NothingUsableError(
            "run: the warehouse holds no run, so there is no as-of day to report; run it first"
        )
    nation = str(found[2] or "England")
    said = [str(text or "") for text in found[4:6]]
    return str(found[0]), found[1], nation, bool(found[3]), said[0], said[1]


def _values(
    con: duckdb.DuckDBPyConnection,
) -> tuple[dict[tuple[str, str], Years], dict[str, Years], dict[str, int]]:
    own: dict[tuple[str, str], Years] = defaultdict(dict)
    england: dict[str, Years] = defaultdict(dict)
    newest: dict[str, int] = {}
    for row in _rows(con, "indicator_value", Value, "indicator, old_la_code, time_period"):
        if row.geographic_level == "Local authority" and row.old_la_code:
            own[row.old_la_code, row.indicator][row.time_period] = row
        elif row.geographic_level == "National":
            england[row.indicator][row.time_period] = row
        if row.value is not None:
            newest[row.indicator] = max(newest.get(row.indicator, 0), row.time_period)
    return dict(own), dict(england), newest


def _neighbours(con: duckdb.DuckDBPyConnection) -> tuple[dict[str, list[str]], int | None]:
    rows = _rows(con, "neighbour", Neighbour, "old_la_code, position, neighbour_old_la_code")
    year = max((row.model_year for row in rows), default=None)
    kept: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.model_year == year:
            kept[row.old_la_code].append(row.neighbour_old_la_code)
    return dict(kept), year


def _benchmarks(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str, int], list[Benchmark]]:
    kept: dict[tuple[str, str, int], list[Benchmark]] = defaultdict(list)
    for row in _rows(con, "benchmark", Benchmark, "all"):
        kept[row.old_la_code, row.indicator, row.time_period].append(row)
    return dict(kept)


def _coloured(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], frozenset[int]]:
    rows = con.execute(
        """select old_la_code, indicator, list(distinct time_period) from contaminated_period
           group by all"""
    ).fetchall()
    return {(code, indicator): frozenset(periods) for code, indicator, periods in rows}


def _indicators(con: duckdb.DuckDBPyConnection) -> list[Indicator]:
    rows = _rows(con, "indicator", Indicator, "name")
    place = {stage: number for number, stage in enumerate(STAGES)}
    return sorted(rows, key=lambda row: (place.get(row.stage, len(STAGES)), row.name))


def load(con: duckdb.DuckDBPyConnection) -> Facts:
    """Read all tables the pages use, once.

    Raises:
        NothingUsableError: if no run is recorded.
    """
    run, as_of, nation, is_invented, record, version = _run(con)
    own, england, newest = _values(con)
    neighbours, model_year = _neighbours(con)
    findings = _rows(con, "finding", Finding, "source, file_name, row_number, message")
    authorities = _rows(con, "local_authority", Authority, "la_name, old_la_code")
    return Facts(
        as_of=as_of,
        run=run,
        nation=nation,
        is_invented=is_invented,
        record=record,
        version=version,
        edition=edition_of(con),
        authorities={row.old_la_code: row for row in authorities},
        indicators=_indicators(con),
        own=own,
        england=england,
        newest=newest,
        coloured=_coloured(con),
        neighbours=neighbours,
        model_year=model_year,
        benchmarks=_benchmarks(con),
        compared={
            (row.old_la_code, row.indicator): row
            for row in _rows(con, "comparison", Comparison, "indicator, old_la_code, time_period")
            if row.is_newest
        },
        signals=_by_code(_rows(con, "signal", Signal, "indicator, kind, explanation")),
        patterns=_by_code(_rows(con, "pattern_match", Pattern, "pattern")),
        declared={row.pattern: row for row in _rows(con, "pattern", DeclaredPattern, "pattern")},
        flows=_by_code(_rows(con, "pathway", Flow, "time_period, place")),
        measures=dict(con.execute("select measure, label from in_year_measure").fetchall()),
        watched=_by_code(_rows(con, "watch", Watched, "frequency, measure, time_period")),
        scores=_by_code(_rows(con, "score", Score, "old_la_code")),
        contributions=_by_code(_rows(con, "contribution", Contribution, "pillar, item")),
        offers=_by_code(_rows(con, "offer", OfferLife, "offer desc")),
        replies=_by_code(_rows(con, "offer_reply", OfferReply, "offer, replied_on")),
        offer_findings=_by_code(_rows(con, "offer_finding", OfferFinding, "offer, about, subject")),
        toolkit={row.approach: row for row in _rows(con, "toolkit", Approach, "approach")},
        recommendations=_by_code(_rows(con, "recommendation", Recommendation, "action")),
        overrides=_by_code(_rows(con, "override", Override, "decided_on")),
        journeys=_by_code(_rows(con, "journey", Journey, "old_la_code")),
        inspections=_by_code(
            _rows(con, "inspection", Inspection, "published desc, judgement, grade")
        ),
        peer_reviews=_by_code(
            _rows(con, "peer_review", PeerReview, "coalesce(held_on, asked_on) desc")
        ),
        soft_items=_by_code(_rows(con, "soft_item", SoftItem, "heard_on desc, flag")),
        findings=findings,
        local_findings=_by_code_found(findings),
        releases=_rows(con, "release", Release, "title, period desc, published desc"),
        intake=_rows(con, "intake", Intake, "file_name"),
        changes=_rows(con, "authority_change", Change, "effective desc, old_la_code"),
        further=further_of(con),
    )


def _by_code_found(findings: list[Finding]) -> dict[str, list[Finding]]:
    kept: dict[str, list[Finding]] = defaultdict(list)
    for row in findings:
        if row.old_la_code:
            kept[row.old_la_code].append(row)
    return dict(kept)

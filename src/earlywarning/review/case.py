"""Everything known about one authority that an offer rests on, put together from the tables."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

import pandas as pd

from earlywarning.definitions.indicator import Indicator
from earlywarning.definitions.loader import Definitions
from earlywarning.definitions.pattern import Pattern
from earlywarning.definitions.soft_flag import SoftFlag
from earlywarning.review.clock import clock, day_of
from earlywarning.review.inspecting import Window, windows
from earlywarning.review.known import OfferInputs, by_code
from earlywarning.review.looked import Looked, newest_look, reported


class Raised(NamedTuple):
    """Something that raised the score: what it is about, its points and its words.

    name: the indicator, flag or pattern, where it is about one.
    """

    pillar: str
    kind: str
    name: str
    item: str
    points: float
    explanation: str


class Concern(NamedTuple):
    """A signal of concern; signals give no points, and are asked about."""

    indicator: str
    kind: str
    strength: float
    explanation: str


class FoundPattern(NamedTuple):
    """A pattern that was found."""

    pattern: str
    strength: float
    seen: str


@dataclass(frozen=True, slots=True)
class Case:
    """One authority on the as-of day.

    `raised` is in order of points, `worries` of flag, `signals` (those of concern) of strength.
    """

    code: str
    as_of: dt.date
    score: dict[str, Any]
    raised: tuple[Raised, ...]
    kinds: frozenset[str]
    patterns: tuple[FoundPattern, ...]
    worries: tuple[str, ...]
    facts: tuple[str, ...]
    clock: dict[str, Any]
    window: Window | None
    stage: str
    reviews: pd.DataFrame | None
    levels: pd.DataFrame | None = None
    signals: tuple[Concern, ...] = ()
    looked: Looked | None = None

    @property
    def band(self) -> str:
        """Return the band that stands."""
        return str(self.score["band"])

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys that are turned."""
        return tuple(str(key) for key in self.score["keys"])

    def rise(self) -> float:
        """Return by how much the score rose within a year; nought where that is not known."""
        before = self.score.get("risk_year_ago")
        if before is None or pd.isna(before):
            return 0.0
        return float(self.score["risk_of_decline"] - before)

    def has_trigger(self, definitions: Definitions) -> bool:
        """Tell whether a published letter or notice stands, which opens the top band by itself."""
        return any(definitions.soft_flags[flag].hard_trigger for flag in self.facts)


def cases(known: OfferInputs, definitions: Definitions) -> list[Case]:
    """Return a case for every scored authority, in order of code."""
    scores = known.scores.sort_values("old_la_code")
    if scores.empty:
        return []
    as_of = cast(dt.date, day_of(scores["as_of"].iloc[0]))
    clocks = clock(known.peer_reviews, scores["old_la_code"], as_of, definitions.policy)
    clock_of = {
        str(row["old_la_code"]): {key: None if pd.isna(cell) else cell for key, cell in row.items()}
        for row in cast("list[dict[str, Any]]", clocks.to_dict("records"))
    }
    report_of = reported(known.inspections, as_of)
    window_of = windows(known.inspections, as_of, definitions.policy.ladder.inspection)
    raised, signals = _raised(known.contributions), _concerns(known.signals, definitions)
    kinds = known.contributions.groupby("old_la_code")["kind"].agg(frozenset).to_dict()
    found, soft, reviews, stages, levels = (
        by_code(frame)
        for frame in (
            known.pattern_matches, known.soft_items, known.peer_reviews, known.journeys,
            known.levels,
        )
    )  # fmt: skip
    return [
        Case(
            code=(code := str(row["old_la_code"])),
            as_of=as_of,
            score=row,
            raised=tuple(raised.get(code, ())),
            kinds=kinds.get(code, frozenset()),
            patterns=_found(found.get(code), definitions),
            worries=_worries(soft.get(code), definitions),
            facts=facts_of(soft.get(code), definitions),
            clock=clock_of[code],
            window=window_of.get(code),
            stage="" if code not in stages else str(stages[code]["stage"].iloc[0]),
            reviews=reviews.get(code),
            levels=levels.get(code),
            signals=tuple(signals.get(code, ())),
            looked=newest_look(report_of.get(code), day_of(clock_of[code]["last_held"])),
        )
        for row in cast("list[dict[str, Any]]", scores.to_dict("records"))
    ]


def _raised(made: pd.DataFrame) -> dict[str, list[Raised]]:
    """Return what raised the score of each authority, the weightiest first."""
    up = made[(made["points"] > 0) & (made["kind"] != "limit")]
    up = up.sort_values(["points", "item"], ascending=[False, True])
    # Reasons and questions reach the authority: what was heard in confidence is in neither.
    up = up.assign(subject=up["subject"].mask(up["told"].isin([False]), ""))
    columns = ["pillar", "kind", "subject", "item", "points", "explanation"]
    out: dict[str, list[Raised]] = {}
    for code, row in zip(up["old_la_code"], up[columns].itertuples(index=False), strict=True):
        out.setdefault(code, []).append(Raised(*row))
    return out


def _concerns(rows: pd.DataFrame, definitions: Definitions) -> dict[str, list[Concern]]:
    """Return the signals of concern of each authority, the strongest first."""
    known = rows["indicator"].isin(set(definitions.indicators))
    worse = rows[known & (rows["reading"] == "concern")]
    worse = worse.sort_values(["strength", "indicator", "kind"], ascending=[False, True, True])
    columns = ["indicator", "kind", "strength", "explanation"]
    out: dict[str, list[Concern]] = {}
    for code, row in zip(worse["old_la_code"], worse[columns].itertuples(index=False), strict=True):
        out.setdefault(code, []).append(Concern(*row))
    return out


def _found(rows: pd.DataFrame | None, definitions: Definitions) -> tuple[FoundPattern, ...]:
    if rows is None:
        return ()
    declared = rows[rows["pattern"].isin(set(definitions.patterns))].sort_values("pattern")
    columns = ["pattern", "strength", "seen"]
    return tuple(FoundPattern(*row) for row in declared[columns].itertuples(index=False))


def _worries(rows: pd.DataFrame | None, definitions: Definitions) -> tuple[str, ...]:
    """Return the live flags of concern; what has no weight any more is not live."""
    if rows is None:
        return ()
    live = set(rows.loc[rows["weight_now"] > 0, "flag"]) & set(definitions.soft_flags)
    return tuple(sorted(flag for flag in live if definitions.soft_flags[flag].reading == "concern"))


def facts_of(rows: pd.DataFrame | None, definitions: Definitions) -> tuple[str, ...]:
    """Return the flags of published letters and notices that stand: live, and no hearsay."""
    if rows is None:
        return ()
    columns = ("flag", "weight_now", "source_kind", "reliability", "credibility")
    return tuple(
        sorted(
            {
                flag
                for flag, weight, *grade in zip(*(rows[name] for name in columns), strict=True)
                if weight > 0
                and flag in definitions.soft_flags
                and definitions.soft_flags[flag].is_fact(*grade)
            }
        )
    )


def declared(name: str, definitions: Definitions) -> Indicator | Pattern | SoftFlag | None:
    """Return the definition behind an item, or None for what has no questions."""
    return (
        definitions.indicators.get(name)
        or definitions.patterns.get(name)
        or definitions.soft_flags.get(name)
    )


def enabler_of(name: str, definitions: Definitions) -> str | None:
    """Return which of the seven enablers an item is about."""
    one = declared(name, definitions)
    return None if one is None else definitions.enablers.of(one.enabler, name)


def stage_of(name: str, definitions: Definitions) -> str | None:
    """Return the stage of the journey that an item is about."""
    one = declared(name, definitions)
    return None if one is None else one.stage

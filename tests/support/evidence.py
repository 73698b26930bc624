"""Builders of what a score is made from; every field has a quiet default."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from earlywarning.definitions.loader import Definitions, load_definitions
from earlywarning.scoring.blend import score_all
from earlywarning.scoring.evidence import Evidence
from earlywarning.scoring.soft import weigh
from earlywarning.scoring.vital import COLUMNS as VITAL_COLUMNS
from tests.conftest import REFERENCE

AS_OF = dt.date(2026, 1, 31)
CODE = "801"
DEFINITIONS: Definitions = load_definitions(REFERENCE)

SIGNAL_COLUMNS = [
    "indicator", "old_la_code", "time_period", "kind", "reading", "strength", "z", "explanation",
    "chance",
]  # fmt: skip
DOUBT_COLUMNS = ["old_la_code", "table_name", "time_period", "reason", "cells"]
REVIEW_COLUMNS = ["old_la_code", "asked_on", "held_on", "status"]
ENTRY_COLUMNS = [
    "item", "old_la_code", "flag", "heard_on", "source_kind", "reliability", "credibility",
    "recorded_by", "review_by", "source_area", "released",
]  # fmt: skip


def signal(**given: Any) -> dict[str, Any]:
    return {
        "indicator": "cp_reviews_on_time_pct",
        "old_la_code": CODE,
        "time_period": 2025,
        "kind": "position",
        "reading": "concern",
        "strength": 1.0,
        "z": 3.5,
        "explanation": "Far from expected.",
        "chance": "very_unlikely",
    } | given


def vital(item: str = "caseload:position", **given: Any) -> dict[str, Any]:
    sign = DEFINITIONS.vital_signs.items()[item]
    return {
        "old_la_code": CODE,
        "indicator": sign.indicator,
        "kind": sign.kind,
        "level": 2.0,
        "level_sd": 0.4,
        "year_sd": 0.3,
        "persistence": 0.9,
        "withheld": "",
        "explanation": "Higher than similar authorities.",
        "chance": "unlikely",
        "known": True,
    } | given


def entry(**given: Any) -> dict[str, Any]:
    return {
        "item": "S1",
        "old_la_code": CODE,
        "flag": "whistleblowing",
        "heard_on": AS_OF,
        "source_kind": "practitioner",
        "reliability": "A",
        "credibility": 1,
        "recorded_by": "improvement adviser",
        "review_by": AS_OF + dt.timedelta(days=365),
        "source_area": "",
    } | given


def doubt(**given: Any) -> dict[str, Any]:
    return {
        "old_la_code": CODE,
        "table_name": "csww",
        "time_period": 2025,
        "reason": "not_returned",
        "cells": 1,
    } | given


def peer_review(**given: Any) -> dict[str, Any]:
    return {
        "old_la_code": CODE,
        "asked_on": AS_OF - dt.timedelta(days=90),
        "held_on": None,
        "status": "refused",
    } | given


def missing(count: int) -> pd.DataFrame:
    names = sorted(DEFINITIONS.weighted())[:count]
    return pd.DataFrame({"old_la_code": [CODE] * count, "indicator": names}, dtype=object)


def weighed(entries: list[dict[str, Any]], as_of: dt.date = AS_OF) -> pd.DataFrame:
    frame = pd.DataFrame(entries, columns=ENTRY_COLUMNS)
    return weigh(frame, DEFINITIONS.soft_flags, DEFINITIONS.policy, as_of)


def evidence(
    *,
    entries: list[dict[str, Any]] | None = None,
    doubts: list[dict[str, Any]] | None = None,
    reviews: list[dict[str, Any]] | None = None,
    missing_count: int = 0,
    soft_loaded: bool = True,
    newest: dt.date = dt.date(2025, 9, 30),
    codes: tuple[str, ...] = (CODE,),
    signs: list[dict[str, Any]] | None = None,
    alerted: frozenset[str] = frozenset(),
    judged: frozenset[str] = frozenset(),
    is_small: bool = False,
) -> Evidence:
    return Evidence(
        authorities=pd.DataFrame({"old_la_code": list(codes), "is_small": is_small}),
        soft_items=weighed(entries or []),
        soft_loaded=soft_loaded,
        peer_reviews=pd.DataFrame(reviews or [], columns=REVIEW_COLUMNS, dtype=object),
        doubtful=pd.DataFrame(doubts or [], columns=DOUBT_COLUMNS),
        missing=missing(missing_count),
        newest=newest,
        as_of=AS_OF,
        vital=pd.DataFrame(signs or [], columns=VITAL_COLUMNS),
        alerted=alerted,
        judged=judged,
    )


def scored(**given: Any) -> tuple[pd.Series, pd.DataFrame]:
    """Return the score row of the one authority and what it is made of."""
    scores, contributions = score_all(evidence(**given), DEFINITIONS)
    return scores.iloc[0], contributions

"""Builders of what a standing is made from: the tables of a build, small."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from earlywarning.review.clock import clock
from earlywarning.review.recommend import recommendation_rows
from earlywarning.review.standing import StandingInputs
from tests.support.evidence import AS_OF, DEFINITIONS
from tests.support.offering import Nation

Row = dict[str, Any]
EMPTY = {
    "past": "looked_on old_la_code keys",
    "offers": "offer old_la_code proposed_on state decision decided_on deferred_until reply_by",
    "journeys": "old_la_code stage judged_on",
    "alerts": "old_la_code known_on ended measures joined_later",
    "figures": "old_la_code newest_yearly newest_in_year",
    "missing": "old_la_code indicator",
    "unread": "old_la_code day grade",
}


def in_days(days: int) -> dt.date:
    """Return a day so many after the as-of day."""
    return AS_OF + dt.timedelta(days=days)


def frame(table: str, rows: list[Row]) -> pd.DataFrame:
    """Return a table of standing inputs that its builder has no more of than rows."""
    return pd.DataFrame(rows, columns=EMPTY[table].split()).astype(object)


def ledger(state: str, decision: str | None = None, **given: Any) -> Row:
    """Return one offer of the ledger of decisions."""
    row = {
        "offer": "D-0001", "old_la_code": "801", "proposed_on": in_days(-90), "state": state,
        "decision": decision, "decided_on": None, "deferred_until": None, "reply_by": None,
    }  # fmt: skip
    return {**row, **given}


def alert(known_on: dt.date, ended: int | None = None, code: str = "801") -> Row:
    """Return one alert of the front-door watch."""
    return {"old_la_code": code, "known_on": known_on, "ended": ended,
            "measures": ["caseload"], "joined_later": ["vacancy_rate"]}  # fmt: skip


def stands_on(nation: Nation, capacity: int | None = None, **rows: list[Row]) -> StandingInputs:
    """Return the inputs of a nation's standing; `rows` are those of tables that are empty else."""
    known = nation.known()
    programme = nation.plan(capacity)
    return StandingInputs(
        scores=known.scores,
        levels=known.levels,
        recommendations=recommendation_rows(nation.made(), programme.supporters, DEFINITIONS),
        programme=programme.rows,
        inspections=known.inspections,
        clocks=clock(known.peer_reviews, known.scores["old_la_code"], AS_OF, DEFINITIONS.policy),
        heard=known.soft_items,
        **{name: frame(name, rows.get(name, [])) for name in EMPTY},
    )

"""The pillar of openness: doubtful returns and taking part in review; never suppression."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from earlywarning.definitions.loader import Definitions
from earlywarning.scoring.evidence import Evidence, Item

WORDS = {
    "low_reliability": "withheld by the publisher because the quality was too low (u)",
    "not_returned": "not submitted (x)",
    "finding": "contradicting figures beside them",
    "in_year": "kind(s) of doubt about the returns of the last year",
}


def openness_items(
    own: pd.DataFrame | None,
    reviews: pd.DataFrame | None,
    evidence: Evidence,
    definitions: Definitions,
) -> list[Item]:
    """Return one authority's transparency items.

    Args:
        own: its rows of `evidence.doubtful`: table_name, time_period, reason (low_reliability,
            not_returned, finding or in_year) and cells, for the newest period of each table.
        reviews: its rows of `evidence.peer_reviews`.
        evidence: whether any review is known, and the day.
        definitions: the policy.
    """
    returns = [] if own is None else _returns(own, definitions)
    if evidence.peer_reviews.empty:
        return returns
    none = evidence.peer_reviews[:0]
    return returns + _reviews(none if reviews is None else reviews, evidence.as_of, definitions)


def _returns(own: pd.DataFrame, definitions: Definitions) -> list[Item]:
    policy = definitions.policy.transparency
    worth = {
        "low_reliability": policy.low_reliability_points,
        "not_returned": policy.not_returned_points,
        "finding": policy.finding_points,
        "in_year": policy.finding_points,
    }
    out = []
    for (table, period), rows in own.groupby(["table_name", "time_period"]):
        doubts = list(zip(rows["reason"], rows["cells"], strict=True))
        points = sum(worth[reason] * cells for reason, cells in doubts)
        known = definitions.tables.get(str(table))
        title = known.title if known else definitions.in_year.title
        told = "; ".join(f"{cells} {WORDS[reason]}" for reason, cells in doubts)
        out.append(
            Item(
                "transparency",
                f"return:{table}",
                min(policy.per_table_cap, points),
                f"{title}, {period}: {told}.",
                "return",
                str(table),
                title=title,
                period=int(str(period)),
                doubts=tuple((str(reason), int(cells)) for reason, cells in doubts),
            )
        )
    return out


def _reviews(own: pd.DataFrame, as_of: dt.date, definitions: Definitions) -> list[Item]:
    policy = definitions.policy.transparency
    since = as_of - dt.timedelta(days=round(policy.review_interval_months * 30.44))
    asked = {
        str(status)
        for day, status in zip(own["asked_on"], own["status"], strict=True)
        if day is not None and since <= day <= as_of
    }
    out = []
    for status, points in (
        ("refused", policy.review_refused_points),
        ("postponed", policy.review_postponed_points),
    ):
        if status in asked:
            words = f"A peer review was {status}."
            out.append(Item("transparency", f"review_{status}", points, words, "review", status))
    held = [
        day
        for day, status in zip(own["held_on"], own["status"], strict=True)
        if status == "held" and day and day <= as_of
    ]
    if not held or max(held) < since:
        last = f"the last was held on {max(held)}" if held else "none is on record"
        words = f"No peer review within {policy.review_interval_months} months; {last}."
        points = policy.review_overdue_points
        out.append(Item("transparency", "review_overdue", points, words, "review", "overdue"))
    return out

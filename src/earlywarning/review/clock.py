"""The two-year clock: when each authority's next peer review is due, and what happened to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, cast

import pandas as pd

from earlywarning.definitions.policy import Policy
from earlywarning.tables.declare import columns_of
from earlywarning.tables.people import ReviewClock, ReviewEvent

IN_TIME, DUE, OVERDUE = "within two years", "due this quarter", "overdue"
NONE, NOT_KNOWN = "none on record", "not known"
QUARTER_DAYS = 91
MONTH_DAYS = 30.44

Row = dict[str, Any]


def clock(
    reviews: pd.DataFrame, codes: Iterable[str], as_of: dt.date, policy: Policy
) -> pd.DataFrame:
    """Return the state of the two-year clock of every authority.

    Without any register the clock is not known: nobody is called overdue for want of a file.
    """
    held: dict[str, list[Row]] = {}
    for row in cast("list[Row]", _told(reviews, as_of).to_dict("records")):
        held.setdefault(str(row["old_la_code"]), []).append(row)
    days = dt.timedelta(days=round(policy.transparency.review_interval_months * MONTH_DAYS))
    rows = [
        (code, as_of, *_state(held.get(code), as_of, days, registered=not reviews.empty))
        for code in sorted(codes)
    ]
    return pd.DataFrame(rows, columns=columns_of(ReviewClock))


def _told(reviews: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """Return the rows that were known on a day."""
    if reviews.empty:
        return reviews
    days = reviews["asked_on"].where(reviews["asked_on"].notna(), reviews["held_on"])
    return reviews[
        [day_of(day) is not None and cast(dt.date, day_of(day)) <= as_of for day in days]
    ]


def day_of(value: Any) -> dt.date | None:
    """Return a cell as a day; a table from the database holds timestamps, or none."""
    if value is None or pd.isna(value):
        return None
    return value.date() if isinstance(value, dt.datetime) else cast(dt.date, value)


def _state(
    own: list[Row] | None, as_of: dt.date, interval: dt.timedelta, *, registered: bool
) -> tuple[object, ...]:
    if own is None:
        return (NONE if registered else NOT_KNOWN, *[None] * 8)
    held = sorted(
        (day, str(row["review_type"]))
        for row in own
        if row["status"] == "held" and (day := day_of(row["held_on"])) is not None and day <= as_of
    )
    last, kind = held[-1] if held else (None, None)
    planned = _open(own, "planned", last)
    refused, postponed = (_open(own, status, last) for status in ("refused", "postponed"))
    due = last + interval if last else None
    state = NONE if due is None else _in_words(due, as_of)
    return (
        state, last, kind, due, due if state == OVERDUE else None,
        planned["review_type"] if planned else None,
        (planned["led_by_old_la_code"] or None) if planned else None,
        day_of(refused["asked_on"]) if refused else None,
        day_of(postponed["asked_on"]) if postponed else None,
    )  # fmt: skip


def _in_words(due: dt.date, as_of: dt.date) -> str:
    if due <= as_of:
        return OVERDUE
    return DUE if (due - as_of).days <= QUARTER_DAYS else IN_TIME


def _open(own: list[Row], status: str, since: dt.date | None) -> Row | None:
    """Return the newest row of a status that no held review has answered since."""
    rows = [
        (day, row)
        for row in own
        if row["status"] == status
        and (day := day_of(row["asked_on"])) is not None
        and (since is None or day > since)
    ]
    return max(rows, key=lambda one: (one[0], str(one[1]["review_type"])))[1] if rows else None


def events(reviews: pd.DataFrame, clocks: pd.DataFrame) -> pd.DataFrame:
    """Return what happened to reviews: overdue (once, on its day), refused, postponed.

    `is_news` says whether it happened in the quarter before the as-of day: a later run has the
    same row with the same day, and tells it no second time.
    """
    out: list[tuple[object, ...]] = []
    for row in cast("list[dict[str, Any]]", clocks.to_dict("records")):
        due = day_of(row["overdue_since"])
        if due is not None:
            words = f"Two years since the last peer review, held on {day_of(row['last_held'])}."
            out.append(_event(row["old_la_code"], "overdue", due, row["as_of"], "clock", words))
    if not clocks.empty and not reviews.empty:
        as_of = cast(dt.date, clocks["as_of"].iloc[0])
        for row in cast("list[dict[str, Any]]", _told(reviews, as_of).to_dict("records")):
            day = day_of(row["asked_on"])
            if row["status"] in ("refused", "postponed") and day is not None:
                kind = str(row["review_type"]).replace("_", " ")
                words = f"A peer review ({kind}) was {row['status']}."
                source = str(row.get("source") or "register of peer reviews")
                out.append(_event(row["old_la_code"], row["status"], day, as_of, source, words))
    frame = pd.DataFrame(out, columns=columns_of(ReviewEvent))
    return frame.sort_values(["old_la_code", "happened_on", "event"], ignore_index=True)


def _event(
    code: str, event: str, day: dt.date, as_of: dt.date, source: str, words: str
) -> tuple[object, ...]:
    return code, event, day, (as_of - day).days <= QUARTER_DAYS, source, words

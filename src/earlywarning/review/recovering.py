"""What goes on around a service on its way back: ends that are watched, and what helpers lent."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, cast

import pandas as pd

from earlywarning.definitions.intervention import Interventions
from earlywarning.definitions.review_type import ReviewType
from earlywarning.period import months_between
from earlywarning.tables.declare import columns_of
from earlywarning.tables.recovery import Lent, SupportWatch

YEAR = pd.DateOffset(years=1)
Row = dict[str, Any]


def support_watch(
    interventions: pd.DataFrame, heard: pd.DataFrame, declared: Interventions, as_of: dt.date
) -> pd.DataFrame:
    """Return the watches that run on a day: of each kind the newest end, not begun anew since.

    What people said counts where the register knows no end of that authority.
    """
    ends = dict(_ends(interventions, declared))
    known = {code for code, _ in ends}
    said = {key: day for key, day in _heard(heard, declared) if key[0] not in known}
    rows = []
    for (code, kind), day in sorted((ends | said).items()):
        until = (pd.Timestamp(day) + pd.DateOffset(months=declared.watch_months)).date()
        if as_of <= until:
            rows.append((code, kind, day, until, months_between(as_of, until)))
    return pd.DataFrame(rows, columns=columns_of(SupportWatch))


def _ends(rows: pd.DataFrame, declared: Interventions) -> Iterator[tuple[tuple[str, str], dt.date]]:
    if rows.empty:
        return
    for (code, kind), own in rows.groupby(["old_la_code", "intervention"]):
        if declared.kinds[str(kind)].watched and own["ended_on"].notna().all():
            yield (str(code), str(kind)), max(own["ended_on"])


def _heard(
    items: pd.DataFrame, declared: Interventions
) -> Iterator[tuple[tuple[str, str], dt.date]]:
    if items.empty:
        return
    told = items[items["flag"] == declared.heard].sort_values("heard_on")
    for code, day in zip(told["old_la_code"], told["heard_on"], strict=True):
        yield (str(code), declared.heard), day


def lent(
    peer_reviews: pd.DataFrame, interventions: pd.DataFrame, kinds: Mapping[str, ReviewType],
    as_of: dt.date,
) -> pd.DataFrame:  # fmt: skip
    """Return what each authority gave to others within a year: days on site, days lent, cover."""
    since = (pd.Timestamp(as_of) - YEAR).date()
    led, days = _led(peer_reviews, kinds, since, as_of)
    helped = _helped(interventions, since, as_of)
    rows = [
        (code, led[code], days[code], *_given(helped.get(code, [])))
        for code in sorted({*led, *helped})
    ]
    frame = pd.DataFrame(rows, columns=columns_of(Lent))
    return frame.astype({"days_lent": "Int64", "days_not_covered": "Int64"})


def _led(
    reviews: pd.DataFrame, kinds: Mapping[str, ReviewType], since: dt.date, as_of: dt.date
) -> tuple[Counter[str], Counter[str]]:
    led, days = Counter[str](), Counter[str]()
    for row in cast("list[Row]", reviews.to_dict("records")):
        leader, held = row["led_by_old_la_code"], row["held_on"]
        if leader and row["status"] == "held" and held and since < held <= as_of:
            led[str(leader)] += 1
            days[str(leader)] += kinds[row["review_type"]].days
    return led, days


def _helped(interventions: pd.DataFrame, since: dt.date, as_of: dt.date) -> dict[str, list[Row]]:
    out: dict[str, list[Row]] = defaultdict(list)
    for row in cast("list[Row]", interventions.to_dict("records")):
        runs = row["started_on"] <= as_of and (row["ended_on"] or as_of) > since
        if row["supporter_old_la_code"] and runs:
            out[str(row["supporter_old_la_code"])].append(row)
    return dict(out)


def _given(rows: list[Row]) -> tuple[int, int | None, int | None, int]:
    """Return how many, days, days not covered, and how many say too little of either."""
    said = [row for row in rows if not pd.isna(row["days_lent"])]
    covered = [row for row in said if row["backfill"]]
    bare = sum(int(row["days_lent"]) for row in covered if row["backfill"] != "whole")
    total = sum(int(row["days_lent"]) for row in said)
    return (
        len(rows), total if said else None, bare if covered else None, len(rows) - len(covered),
    )  # fmt: skip

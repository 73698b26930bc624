"""Late, missing and revised: how returns arrive."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from earlywarning.definitions.in_year import MONTHS, ReturnRules
from earlywarning.tables.quality import Finding
from earlywarning.validation.in_year.facts import KEY, finding, month_end, records


def late(facts: pd.DataFrame, rules: ReturnRules) -> list[Finding]:
    """Find periods whose first figures came after the day on which they were due."""
    given = facts[facts["value"].notna() | facts["marker"].notna()]
    first = given.sort_values(["published", "release", "cell"]).drop_duplicates(
        ["old_la_code", "frequency", "time_period"]
    )
    begun = given.groupby(["old_la_code", "frequency"])["published"].min()
    out = []
    for row in records(first):
        due = row["period_end"] + dt.timedelta(days=rules.due_days(row["frequency"]))
        # What a first return brings along from earlier months was never due before it.
        history = row["published"] == begun[row["old_la_code"], row["frequency"]]
        newest = given.loc[given["release"] == row["release"], "time_period"].max()
        if row["published"] > due and not (history and row["time_period"] < newest):
            days = (row["published"] - due).days
            message = f"returned {days} days after it was due on {due}"
            out.append(finding("late", message, {**row, "cell": None, "row_number": None},
                               measure=None))  # fmt: skip
    return out


def missing(
    facts: pd.DataFrame, regions: dict[str, str], rules: ReturnRules, as_of: dt.date
) -> list[Finding]:
    """Find due periods and measures without a figure that it, or its region, did return.

    Args:
        facts: see `facts`.
        regions: region of every open authority.
        rules: the thresholds.
        as_of: day of the run.
    """
    out: list[Finding] = []
    for frequency, some in facts.groupby("frequency"):
        answered = some[~some["status"].isin(["not_returned"])]
        for period in _due_periods(answered, str(frequency), rules, as_of):
            out += _periods(answered, regions, rules, (str(frequency), period))
            out += _measures(some, answered, regions, rules, (str(frequency), period))
    return out


def _due_periods(
    answered: pd.DataFrame, frequency: str, rules: ReturnRules, as_of: dt.date
) -> list[int]:
    """Return the periods of the window that were due by the day, from the first returned on."""
    if answered.empty:
        return []
    first, step = int(answered["time_period"].min()), MONTHS[frequency]
    index = first // 100 * 12 + first % 100 - 1
    out: list[int] = []
    while True:
        label = index // 12 * 100 + index % 12 + 1
        due = month_end(label) + dt.timedelta(days=rules.due_days(frequency))
        if due >= as_of:
            return out
        if (as_of - due).days <= rules.window_months.value * 30.44:
            out.append(label)
        index += step


def _shared(have: set[str], regions: dict[str, str], rules: ReturnRules) -> set[str]:
    """Return the regions in which enough authorities returned something to call it shared."""
    out = set()
    for region in set(regions.values()):
        members = {code for code, own in regions.items() if own == region}
        enough = max(rules.region_minimum.value, rules.region_share.value * len(members))
        if len(members & have) >= enough:
            out.add(region)
    return out


def _periods(
    answered: pd.DataFrame, regions: dict[str, str], rules: ReturnRules, when: tuple[str, int]
) -> list[Finding]:
    frequency, period = when
    have = set(answered.loc[answered["time_period"] == period, "old_la_code"])
    before = set(answered.loc[answered["time_period"] < period, "old_la_code"])
    shared = _shared(have, regions, rules)
    out = []
    for code, region in sorted(regions.items()):
        if code in have or not (code in before or region in shared):
            continue
        why = "returned before" if code in before else "returned by most of its region"
        last = _last_row(answered, code)
        row = {**last, "old_la_code": code, "frequency": frequency, "cell": None,
               "row_number": None}  # fmt: skip
        out.append(finding("missing", f"nothing for {period}, a period {why}", row,
                           measure=None, time_period=period))  # fmt: skip
    return out


def _last_row(answered: pd.DataFrame, code: str) -> dict[str, Any]:
    own = answered[answered["old_la_code"] == code]
    if own.empty:
        return {}
    return {str(k): v for k, v in own.sort_values(["published", "release"]).iloc[-1].items()}


def _measures(
    some: pd.DataFrame,
    answered: pd.DataFrame,
    regions: dict[str, str],
    rules: ReturnRules,
    when: tuple[str, int],
) -> list[Finding]:
    _, period = when
    now = answered[answered["time_period"] == period]
    earlier = answered[answered["time_period"] < period]
    returners = {code: regions[code] for code in set(now["old_la_code"]) if code in regions}
    have = {str(m): set(g["old_la_code"]) for m, g in now.groupby("measure")}
    had = {str(m): set(g["old_la_code"]) for m, g in earlier.groupby("measure")}
    out = []
    for measure in sorted(set(have) | set(had)):
        there = have.get(measure, set())
        shared = _shared(there, returners, rules)
        for code, region in sorted(returners.items()):
            own = code in had.get(measure, set())
            if code not in there and (own or region in shared):
                why = "returned before" if own else "returned by most of its region"
                row = _blank_row(some, now, code, measure, period)
                out.append(finding("missing", f"no figure for a measure {why}", row,
                                   measure=measure, time_period=period))  # fmt: skip
    return out


def _blank_row(
    some: pd.DataFrame, now: pd.DataFrame, code: str, measure: str, period: int
) -> dict[str, Any]:
    """Return the cell that was left blank, or else the return in which it does not stand."""
    mine = (some["old_la_code"] == code) & (some["time_period"] == period)
    blank = some[mine & (some["measure"] == measure)]
    if len(blank):
        return {str(k): v for k, v in blank.iloc[-1].items()}
    return {**_last_row(now, code), "cell": None, "row_number": None}


def revised(facts: pd.DataFrame, rules: ReturnRules) -> list[Finding]:
    """Find values that a later return of the same authority changed by more than a little."""
    order = facts[facts["value"].notna()].sort_values([*KEY, "published", "release"])
    before = order.groupby(KEY)["value"].shift()
    change = (order["value"] - before).abs()
    enough = change >= rules.revised_minimum.value
    share = change / before.clip(lower=1)
    hits = order[enough & (share > rules.revised_share.value)]
    words = f"changed by more than {rules.revised_share.value:.0%} on its earlier return"
    return [finding("revised", words, row) for row in records(hits)]

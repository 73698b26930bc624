"""Somebody who reads what was shared and knows every identity that holds between counts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from scipy.optimize import linprog

from tests.support.returns import IN_YEAR

Key = tuple[str, str, int]
Seen = dict[Key, float | None]
Sum = list[tuple[Key, int]]


def attack(
    seen: Seen, periods: list[int], years: dict[tuple[str, int], float] | None = None
) -> dict[Key, float]:
    """Work out hidden counts from all identities and bounds at once: none is below zero.

    `years` are published figures by measure and the month in which the year ends.
    """
    hidden = [k for k, v in seen.items() if v is None and IN_YEAR.measures[k[1]].unit == "count"]
    place = {key: number for number, key in enumerate(hidden)}
    equal = [row for one in equations(seen, periods) if (row := split(one, seen, place))[0].any()]
    for one, total in of_years(seen, years or {}):
        row, rest = split(one, seen, place)
        if row.any():
            equal.append((row, total + rest))
    below = [split(one, seen, place) for one in parts(seen)]
    found = {}
    for key, number in place.items():
        low, high = (reach(sign, number, len(hidden), equal, below) for sign in (1, -1))
        if high - low < 0.5:
            found[key] = low
    return found


def split(one: Sum, seen: Seen, place: dict[Key, int]) -> tuple[np.ndarray, float]:
    """The factors of the hidden cells, and what the shown ones leave for them."""
    row, rest = np.zeros(len(place)), 0.0
    for key, factor in one:
        value = seen[key]
        if value is None:
            row[place[key]] += factor
        else:
            rest -= factor * value
    return row, rest


def reach(sign: int, number: int, size: int, equal: list, below: list) -> float:
    """The least (1) or greatest (-1) value that one hidden cell can have."""
    goal = np.zeros(size)
    goal[number] = sign
    solved = linprog(
        goal,
        A_ub=[row for row, _ in below] or None,
        b_ub=[rest for _, rest in below] or None,
        A_eq=[row for row, _ in equal] or None,
        b_eq=[rest for _, rest in equal] or None,
        bounds=(0, 10_000),
    )
    assert solved.status == 0, solved.message
    return sign * solved.fun


def parts(seen: Seen) -> Iterator[Sum]:
    for frequency, measure, period in seen:
        declared = IN_YEAR.measures[measure]
        whole = (frequency, str(declared.part_of), period)
        if whole in seen and declared.unit == "count":
            yield [((frequency, measure, period), 1), (whole, -1)]


def of_years(seen: Seen, years: dict[tuple[str, int], float]) -> Iterator[tuple[Sum, float]]:
    """The months or quarters of each published year, and what they add up to."""
    for (measure, end), total in years.items():
        flow = IN_YEAR.measures[measure].kind == "flow"
        for frequency in ("monthly", "quarterly"):
            own = [k for k in seen if k[:2] == (frequency, measure) and end - 100 < k[2] <= end]
            if not flow:
                yield (
                    [((frequency, measure, end), 1)] if (frequency, measure, end) in seen else [],
                    total,
                )
            elif len(own) == (12 if frequency == "monthly" else 4):
                yield [(key, 1) for key in own], total


def equations(seen: Seen, periods: list[int]) -> Iterator[Sum]:
    for frequency, ends in (("monthly", periods), ("quarterly", periods[2::3])):
        for before, now in pairwise(ends):
            for b in IN_YEAR.balances:
                terms = ((b.at_end, before, 1), (b.started, now, 1), (b.ended, now, -1),
                         (b.at_end, now, -1))  # fmt: skip
                one = [((frequency, measure, period), factor) for measure, period, factor in terms]
                if all(key in seen for key, _ in one):
                    yield one
    for frequency, measure, period in seen:
        if frequency == "quarterly":
            at = periods.index(period)
            flow = IN_YEAR.measures[measure].kind == "flow"
            three = periods[at - 2 : at + 1] if flow else [period]
            yield [
                ((frequency, measure, period), -1),
                *((("monthly", measure, m), 1) for m in three),
            ]

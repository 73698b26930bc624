"""What may leave the region: in-year figures in which no small count can be read or worked out."""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import pandas as pd

from earlywarning.definitions.in_year import MONTHS, InYear
from earlywarning.definitions.loader import Definitions
from earlywarning.disclosure.identities import Identity, protect
from earlywarning.tables.declare import columns_of
from earlywarning.tables.signals import InYearShared

Cell = tuple[str, str, int]


def shared(connection: duckdb.DuckDBPyConnection, definitions: Definitions) -> pd.DataFrame:
    """Return rows of in_year_shared from the newest known in-year values."""
    known = connection.execute(
        """
        select k.old_la_code, f.frequency, m.measure, m.label, k.time_period, k.period_end,
               k.value, k.marker, k.status
        from known_value as k
        cross join (values ('monthly'), ('quarterly')) as f (frequency)
        join in_year_measure as m on k.series = f.frequency || '_' || m.measure
        order by all
        """
    ).df()
    small = definitions.return_rules.small_count.value
    yearly = published(connection)
    parts = [
        suppress(own, definitions.in_year, small, yearly.get(str(code), frozenset()))
        for code, own in known.groupby("old_la_code")
    ]
    if not parts:
        return pd.DataFrame(columns=columns_of(InYearShared))
    return pd.concat(parts, ignore_index=True)


def published(connection: duckdb.DuckDBPyConnection) -> dict[str, frozenset[tuple[str, int]]]:
    """Return for each authority the measures of which a year's figure is published, and its month.

    The month is that in which the year ends: a flow's figure adds up the twelve to it, a stock's is
    that month's own.
    """
    rows = connection.execute(
        """
        select k.old_la_code, m.measure, year(k.period_end) * 100 + month(k.period_end)
        from known_value as k join in_year_measure as m on m.published_series = k.series
        where k.geographic_level = 'Local authority' and k.value is not null
        """
    ).fetchall()
    out: dict[str, set[tuple[str, int]]] = {}
    for code, measure, month in rows:
        out.setdefault(code, set()).add((measure, month))
    return {code: frozenset(own) for code, own in out.items()}


def suppress(
    own: pd.DataFrame,
    in_year: InYear,
    small: float,
    yearly: frozenset[tuple[str, int]] = frozenset(),
) -> pd.DataFrame:
    """Suppress one authority's small counts and whatever would reveal them.

    Hidden are counts from 1 to `small`, parts that leave so few of their whole, then cells that
    reveal a hidden one through stocks and flows, through months and quarters or with a published
    year (`yearly`: measure and month in which it ends), then percentages and ratios on any hidden
    cell.
    """
    frame = own.reset_index(drop=True)
    keys = list(zip(frame["frequency"], frame["measure"], frame["time_period"], strict=True))
    place = {(str(f), str(m), int(t)): number for number, (f, m, t) in enumerate(keys)}
    values = frame["value"].to_numpy(float, na_value=np.nan)
    hidden = np.array([_is_small(key, place, values, in_year, small) for key in place])
    # Withheld by the authority itself: nobody here knows it, and it must not be worked out either.
    hidden |= (frame["status"] == "suppressed").to_numpy()
    known = {key for key, number in place.items() if hidden[number] or not np.isnan(values[number])}
    every = [*_identities(place, in_year), *_years(place, in_year, yearly)]
    identities = [i for i in every if all(c in known for c, _ in i)]
    public = np.array([_is_public(key, in_year, yearly) for key in place])
    numbered: list[Identity] = [[(place[c], factor) for c, factor in i] for i in identities]
    pairs = _equal_pairs(place, values, in_year)
    while True:
        hidden = protect(values, hidden, numbered, public)
        grown = hidden.copy()
        for part, whole in pairs:
            grown[[part, whole]] |= hidden[part] or hidden[whole]
        if (grown == hidden).all():
            break
        hidden = grown
    hidden |= np.array([_rests_on(key, place, values, hidden, in_year, small) for key in place])
    return frame.assign(
        value=frame["value"].where(~hidden),
        marker=frame["marker"].where(~hidden, "c"),
        status=frame["status"].where(~hidden, "suppressed"),
    )


def _is_small(
    key: Cell, place: dict[Cell, int], values: Any, in_year: InYear, small: float
) -> bool:
    frequency, name, period = key
    measure, value = in_year.measures[name], values[place[key]]
    if measure.unit != "count":
        return False
    at = place.get((frequency, str(measure.part_of), period))
    whole = values[at] if at is not None else np.nan
    # A small whole is hidden itself, and then what is left of it cannot be taken from it.
    few_left = whole > small and 0 < whole - value <= small
    return bool(0 < value <= small or few_left)


def _equal_pairs(place: dict[Cell, int], values: Any, in_year: InYear) -> list[tuple[int, int]]:
    """Return parts that are all of their whole: shown, one would bound the other to its value."""
    pairs = [
        (number, place.get((frequency, str(in_year.measures[measure].part_of), period)))
        for (frequency, measure, period), number in place.items()
    ]
    return [(p, w) for p, w in pairs if w is not None and values[p] == values[w] > 0]


def _identities(place: dict[Cell, int], in_year: InYear) -> list[list[tuple[Cell, int]]]:
    out: list[list[tuple[Cell, int]]] = []
    for frequency, measure, period in place:
        before = _earlier(period, MONTHS[frequency])
        out += [
            [((frequency, b.at_end, before), 1), ((frequency, b.started, period), 1),
             ((frequency, b.ended, period), -1), ((frequency, b.at_end, period), -1)]
            for b in in_year.balances if b.at_end == measure
        ]  # fmt: skip
        if frequency == "quarterly" and in_year.measures[measure].unit == "count":
            flow = in_year.measures[measure].kind == "flow"
            months = [_earlier(period, back) for back in (0, 1, 2)][: 3 if flow else 1]
            quarter = ((frequency, measure, period), -1)
            out.append([quarter, *((("monthly", measure, m), 1) for m in months)])
    return [i for i in out if all(cell in place for cell, _ in i)]


def _years(
    place: dict[Cell, int], in_year: InYear, yearly: frozenset[tuple[str, int]]
) -> list[list[tuple[Cell, int]]]:
    """Return the months, and the quarters, that add up to a published year's flow."""
    out: list[list[tuple[Cell, int]]] = []
    for measure, end in yearly:
        if in_year.measures[measure].kind == "flow":
            for frequency, length in MONTHS.items():
                parts = [(frequency, measure, _earlier(end, b)) for b in range(0, 12, length)]
                out.append([(cell, 1) for cell in parts])
    return [i for i in out if all(cell in place for cell, _ in i)]


def _is_public(key: Cell, in_year: InYear, yearly: frozenset[tuple[str, int]]) -> bool:
    _, measure, period = key
    return in_year.measures[measure].kind == "at_period_end" and (measure, period) in yearly


def _earlier(period: int, months: int) -> int:
    index = period // 100 * 12 + period % 100 - 1 - months
    return index // 12 * 100 + index % 12 + 1


def _rests_on(
    key: Cell, place: dict[Cell, int], values: Any, hidden: Any, in_year: InYear, small: float
) -> bool:
    """Tell whether a percentage or ratio reveals a hidden count, or a small one not returned."""
    frequency, name, period = key
    measure, value = in_year.measures[name], values[place[key]]
    if measure.part is None or np.isnan(value):
        return False
    ends = [place.get((frequency, str(m), period)) for m in (measure.part, measure.whole)]
    if any(end is not None and hidden[end] for end in ends):
        return True
    if measure.unit != "percentage" or in_year.measures[measure.part].unit != "count":
        return False
    part, whole = (np.nan if end is None else values[end] for end in ends)
    part = whole * value / 100 if np.isnan(part) else part
    whole = 100 * part / value if np.isnan(whole) and value else whole
    few = [round(n) for n in (part, whole - part, whole) if not np.isnan(n)]
    return any(0 < n <= small for n in few)

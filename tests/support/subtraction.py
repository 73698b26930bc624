"""A reader who does the sums: works out withheld counts from an open-data file.

Written apart from the package's own rule. The reader knows every denominator, because populations
and totals are published elsewhere, and knows to how many decimals figures are rounded.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass

import duckdb

from earlywarning.tables.declared import Indicator

Cells = dict[tuple[str, str, str, int], str]
LOCAL, REGION, NATION = "Local authority", "Regional", "National"
WITHHELD = "c"


@dataclass(frozen=True)
class Worked:
    """A withheld count that the reader got close to: at least, at most."""

    indicator: str
    place: str
    year: int
    low: float
    high: float
    by: str


@dataclass(frozen=True)
class Reader:
    """What the reader knows beside the file: denominators, regions, joint figures, formulas."""

    below: dict[tuple[str, str, str, int], float]
    region: dict[str, str]
    joint: dict[tuple[str, str, int], str]
    indicators: dict[str, Indicator]

    def count(self, cells: Cells, key: tuple[str, str, str, int]) -> tuple[float, float] | None:
        """Return between what the count of a shown figure lies, or nothing where it is unknown."""
        one, below = self.indicators[key[0]], self.below.get(key)
        try:
            value = float(cells.get(key, ""))
        except ValueError:
            return None
        if below is None or not one.per:
            return None
        half = 0.5 / 10 ** (one.decimals or 0)
        low, high = (value - half) * below / one.per, (value + half) * below / one.per
        # A count is whole; where none is within rounding (another population), the nearest.
        first, last = math.ceil(low - 1e-6), math.floor(high + 1e-6)
        return (first, last) if first <= last else (low, high)


def cells_of(lines: list[tuple[str, ...]]) -> Cells:
    """Return the cells of an open-data file by indicator, level, place and year."""
    header, out = lines[0], {}
    for line in lines[1:]:
        row = dict(zip(header, line, strict=True))
        place = {LOCAL: row["old_la_code"], REGION: row["region_name"], NATION: ""}
        for name in header[10:]:
            level = row["geographic_level"]
            out[name, level, place[level], int(row["time_period"])] = row[name]
    return out


def reader_of(connection: duckdb.DuckDBPyConnection, indicators: list[Indicator]) -> Reader:
    """Return a reader who knows all that is published elsewhere."""
    rows = connection.execute(
        """select indicator, geographic_level, coalesce(case geographic_level
               when 'Local authority' then old_la_code when 'Regional' then region end, ''),
               time_period, denominator, joint_with from indicator_value"""
    ).fetchall()
    regions = connection.execute(
        "select old_la_code, coalesce(region, '') from local_authority"
    ).fetchall()
    return Reader(
        {row[:4]: row[4] for row in rows if row[4] is not None},
        dict(regions),
        {(i, place, year): joint for i, level, place, year, _, joint in rows if joint},
        {one.indicator: one for one in indicators},
    )


def attack(cells: Cells, reader: Reader) -> list[Worked]:
    """Return every withheld count that the reader can tell more of than that it is withheld."""
    groups: dict[tuple[str, int], list[str]] = defaultdict(list)
    for indicator, level, place, year in cells:
        if level == LOCAL and reader.indicators[indicator].denominator:
            groups[indicator, year].append(place)
    found = []
    for (indicator, year), places in groups.items():
        once = [p for p in places if reader.joint.get((indicator, p, year), p) >= p]
        for place in once:
            if cells[indicator, LOCAL, place, year] == WITHHELD:
                found += _from_totals(cells, reader, indicator, year, place, once)
    return found + _from_other_figures(cells, reader)


def _from_totals(
    cells: Cells, reader: Reader, indicator: str, year: int, place: str, places: list[str]
) -> list[Worked]:
    home = reader.region[place]
    near = [p for p in places if reader.region[p] == home]
    sums = [((indicator, REGION, home, year), near), ((indicator, NATION, "", year), places)]
    out = []
    for whole, parts in sums:
        total = reader.count(cells, whole)
        if total is None:
            continue
        low, high = total
        for other in parts:
            if other == place:
                continue
            said = cells[indicator, LOCAL, other, year]
            count = reader.count(cells, (indicator, LOCAL, other, year))
            # A withheld count is one at least; one that is missing may be anything.
            unknown = (1.0 if said == WITHHELD else 0.0, math.inf)
            part = count or unknown
            low, high = low - part[1], high - part[0]
        if _tells(low, high):
            out.append(Worked(indicator, place, year, low, high, whole[1]))
    return out


def _tells(low: float, high: float) -> bool:
    """Tell whether a range of whole numbers is closer than one to five, or than a factor two."""
    first, last = (
        max(1, math.ceil(low - 1e-6)) if low > -math.inf else 1,
        math.floor(high + 1e-6) if high < math.inf else 10**9,
    )
    if last < 1:
        return False  # the totals contradict each other: nothing is learnt
    return last - first + 1 < 5 or 1 < first <= 5 or 5 < first <= last <= 2 * first


def _from_other_figures(cells: Cells, reader: Reader) -> list[Worked]:
    """Work out withheld figures from others that share a count, one after another."""
    shown: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    withheld = []
    for (indicator, level, place, year), said in cells.items():
        one = reader.indicators[indicator]
        if one.numerator and one.denominator and said == WITHHELD:
            withheld.append((indicator, level, place, year))
        elif one.numerator and one.denominator and said[:1].isdigit():
            shown[level, place, year].append(indicator)
    ones = reader.indicators.values()
    always = {o.denominator for o in ones} - {o.numerator for o in ones}
    out = []
    for indicator, level, place, year in withheld:
        known, grown = set(always), True
        while grown:
            pairs = [
                {reader.indicators[i].numerator, reader.indicators[i].denominator}
                for i in shown[level, place, year]
            ]
            new = {s for pair in pairs if len(pair & known) == 1 for s in pair - known}
            known |= new
            grown = bool(new)
        one = reader.indicators[indicator]
        if {one.numerator, one.denominator} <= known:
            out.append(Worked(indicator, place, year, 0.0, 0.0, "other figures"))
    return out

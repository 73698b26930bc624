"""The newest figure of an indicator for one authority, and what it is held against."""

from __future__ import annotations

from dataclasses import dataclass

from earlywarning.period import months_between
from earlywarning.reports.briefing import sentences
from earlywarning.reports.facts import Facts
from earlywarning.reports.phrases import amount, when
from earlywarning.tables.declared import Indicator
from earlywarning.tables.indicators import Benchmark, IndicatorValue


@dataclass(frozen=True, slots=True)
class Newest:
    """One figure: near is the similar authorities' middle and how many it rests on."""

    one: Indicator
    row: IndicatorValue
    value: float
    before: float | None
    near: tuple[float, int] | None
    nation: tuple[str, float] | None
    months: int


def newest_of(facts: Facts, code: str, one: Indicator) -> Newest | None:
    """Return the newest figure of an indicator, or None where the authority has none."""
    years = facts.own.get((code, one.indicator), {})
    known = {year: row for year, row in years.items() if row.value is not None}
    if not known:
        return None
    last = max(known)
    row, before = known[last], known.get(last - 1)
    held = facts.benchmarks.get((code, one.indicator, last), [])
    near = _found(held, "statistical_neighbours", "median")
    nation = facts.england.get(one.indicator, {}).get(last)
    return Newest(
        one=one,
        row=row,
        value=row.value or 0.0,
        before=before.value if before else None,
        near=(near.value, near.n or 0) if near and near.value is not None else None,
        nation=(facts.nation, nation.value) if nation and nation.value is not None else None,
        months=months_between(row.period_end, facts.as_of),
    )


def _found(rows: list[Benchmark], comparator: str, statistic: str) -> Benchmark | None:
    fits = [one for one in rows if (one.comparator, one.statistic) == (comparator, statistic)]
    return fits[0] if fits else None


def told(newest: Newest) -> str:
    """Return the figure in sentences: what it was, how it moved, what it is held against."""
    one, value = newest.one, newest.value
    said = (
        sentences.stood(value, newest.row.time_period, one),
        sentences.moved(value, newest.before, one),
        sentences.beside(value, newest.near, newest.nation, one),
        sentences.aged(newest.months),
    )
    return " ".join(part for part in said if part)


def short(newest: Newest) -> str:
    """Return the figure in brackets' length: '44.4% in the year to 31 March 2025'."""
    return f"{amount(newest.value, newest.one)} {when(newest.row.time_period, newest.one)}"

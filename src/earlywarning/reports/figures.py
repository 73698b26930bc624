"""The figures of an authority: each indicator's chart and the sentences under it."""

from __future__ import annotations

from dataclasses import dataclass

from earlywarning.period import months_between
from earlywarning.reports import words
from earlywarning.reports.charts import Chart, line_of
from earlywarning.reports.facts import Facts
from earlywarning.tables.declared import Indicator
from earlywarning.tables.indicators import Benchmark, Comparison, IndicatorValue
from earlywarning.tables.places import Authority


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator for one authority."""

    indicator: Indicator
    chart: Chart | None
    newest: str
    beside: list[str]
    together: list[str]
    gap: str


def figures(facts: Facts, authority: Authority) -> dict[str, list[Figure]]:
    """Return the figures of one authority by stage, in the order of the stages."""
    kept: dict[str, list[Figure]] = {}
    for one in facts.indicators:
        kept.setdefault(one.stage, []).append(_figure(facts, authority, one))
    return kept


def unknown(facts: Facts, authority: Authority) -> list[tuple[Indicator, str]]:
    """Return the indicators without a value for the newest period, each with its reason."""
    found = ((one, missing(facts, authority, one)) for one in facts.indicators)
    return [(one, why) for one, why in found if why]


def missing(facts: Facts, authority: Authority, one: Indicator) -> str:
    """Return why the newest period has no value, or nothing if it has one."""
    years = facts.own.get((authority.old_la_code, one.indicator), {})
    newest = facts.newest.get(one.indicator)
    if newest is None:
        return "no figure for any authority in the files taken in"
    row = years.get(newest)
    if row is not None and row.value is not None:
        return ""
    why = words.reason(row.status, row.marker) if row else words.ABSENT
    said = f"no figure for {words.period(newest, one)}: {why}"
    last = max((row.time_period for row in years.values() if row.value is not None), default=None)
    if last is None:
        return f"{said}. No earlier figure either."
    return f"{said}. The last figure is for {words.period(last, one)}."


def _figure(facts: Facts, authority: Authority, one: Indicator) -> Figure:
    code = authority.old_la_code
    years = facts.own.get((code, one.indicator), {})
    told = [row for row in years.values() if row.value is not None]
    latest = max(told, key=lambda row: row.time_period, default=None)
    return Figure(
        indicator=one,
        chart=line_of(facts, code, one.indicator),
        newest=_newest(facts, one, latest),
        beside=_beside(facts, authority, one, latest),
        together=_together(facts.compared.get((code, one.indicator)), one, latest),
        gap=missing(facts, authority, one),
    )


def _newest(facts: Facts, one: Indicator, latest: IndicatorValue | None) -> str:
    if latest is None:
        return ""
    age = words.months(months_between(latest.period_end, facts.as_of))
    joint = f", published jointly with {facts.name(latest.joint_with)}" if latest.joint_with else ""
    return (
        f"{words.amount(latest.value, one)}, {words.period(latest.time_period, one)}; "
        f"the figure is {age} old{joint}."
    )


def _beside(
    facts: Facts, authority: Authority, one: Indicator, latest: IndicatorValue | None
) -> list[str]:
    if latest is None:
        return []
    key = (authority.old_la_code, one.indicator, latest.time_period)
    rows = [row for row in facts.benchmarks.get(key, []) if row.value is not None]
    order = ["statistical_neighbours", "geographical_neighbours", "region", "england", "own_past"]
    rows.sort(
        key=lambda row: (
            order.index(row.comparator) if row.comparator in order else 9,
            row.statistic != "median",
        )
    )
    return [_benchmark(facts.nation, authority, one, row) for row in rows]


def _benchmark(nation: str, authority: Authority, one: Indicator, row: Benchmark) -> str:
    value = words.number(row.value, one)
    if row.comparator == "statistical_neighbours":
        near = f", closeness {row.closeness:.2f} of 1" if row.closeness is not None else ""
        held = f"({row.n or 0} with a figure{_spread(row, one)}{near})"
        return f"neighbours\N{RIGHT SINGLE QUOTATION MARK} {row.statistic} {value} {held}"
    if row.comparator == "geographical_neighbours":
        held = f"({row.n or 0} with a figure{_spread(row, one)})"
        region = authority.region or "the region"
        return f"other authorities of {region} {row.statistic} {value} {held}"
    if row.comparator == "region":
        return f"{authority.region or 'region'} {value}"
    if row.comparator == "england":
        return f"{nation} {value}"
    if row.comparator == "own_past":
        return f"own past {row.statistic} {value} ({words.count(row.n or 0, 'year')})"
    return f"{words.plain(row.comparator).lower()} {row.statistic} {value}"


def _spread(row: Benchmark, one: Indicator) -> str:
    known = row.spread is not None and row.statistic == "median"
    return f", usual spread {words.number(row.spread, one)}" if known else ""


def _together(row: Comparison | None, one: Indicator, latest: IndicatorValue | None) -> list[str]:
    """Return what the four benchmarks say together, and what the years add up to."""
    if row is None or latest is None or row.time_period != latest.time_period:
        return []
    said = [_agreement(row)]
    if row.poor_matches:
        poor = "; ".join(row.poor_matches)
        said.append(f"Poor matches among its neighbours, which count less: {poor}.")
    if row.slope is not None and row.trend in ("increasing", "decreasing", "no_trend"):
        trend = "no steady trend was found" if row.trend == "no_trend" else f"steadily {row.trend}"
        said.append(
            f"Over {words.count(row.trend_periods or 0, 'year')} with a figure: {trend}, "
            f"{words.number(row.slope, one)} a year (95% interval "
            f"{words.number(row.slope_lower, one)} to {words.number(row.slope_upper, one)})."
        )
    if row.contaminated:
        said.append(f"This year is left out of change and trend: {row.contaminated}.")
    return [one for one in said if one]


def _agreement(row: Comparison) -> str:
    many = row.compared or 0
    if row.agreement == "all_above":
        return f"It is above all {many} benchmarks that can be told."
    if row.agreement == "all_below":
        return f"It is below all {many} benchmarks that can be told."
    if row.agreement == "disagree":
        return f"The benchmarks disagree: it is above {row.above} and below {row.below} of {many}."
    return ""

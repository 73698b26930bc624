"""The figures of an authority: each indicator's chart and the sentences under it."""

from __future__ import annotations

from dataclasses import dataclass

from earlywarning.reports import phrases
from earlywarning.reports.charts import Chart, line_of
from earlywarning.reports.dossier import Dossier
from earlywarning.reports.newest import AROUND, NATION, NEIGHBOURS, PAST, REGION, Gap, Newest
from earlywarning.tables.declared import Indicator
from earlywarning.tables.indicators import Benchmark, Comparison
from earlywarning.tables.places import Authority


@dataclass(frozen=True, slots=True)
class Panel:
    """One indicator of one authority as its page shows it."""

    indicator: Indicator
    chart: Chart | None
    newest: str
    beside: list[str]
    together: list[str]
    gap: str


def panels(dossier: Dossier) -> dict[str, list[Panel]]:
    """Return the figures of one authority by stage, in the order of the stages."""
    kept: dict[str, list[Panel]] = {}
    for one in dossier.facts.indicators:
        kept.setdefault(one.stage, []).append(_panel(dossier, one))
    return kept


def why_missing(gap: Gap) -> str:
    """Return why the newest period has no value, without its end."""
    if gap.period is None:
        return "no figure for any authority in the files taken in"
    why = phrases.reason(gap.row.status, gap.row.marker) if gap.row else phrases.ABSENT
    return f"no figure for {phrases.period(gap.period, gap.one)}: {why}"


def missing(gap: Gap) -> str:
    """Return why the newest period has no value, and which is the last that has one."""
    said = why_missing(gap)
    if gap.period is None:
        return said
    if gap.last is None:
        return f"{said}. No earlier figure either."
    return f"{said}. The last figure is for {phrases.period(gap.last, gap.one)}."


def _panel(dossier: Dossier, one: Indicator) -> Panel:
    facts, newest = dossier.facts, dossier.newest.get(one.indicator)
    gap = dossier.gaps.get(one.indicator)
    held = newest.benchmarks if newest else ()
    compared = newest.compared if newest else None
    return Panel(
        indicator=one,
        chart=line_of(facts, dossier.code, one.indicator),
        newest=_newest(dossier, newest) if newest else "",
        beside=[_benchmark(facts.nation, dossier.authority, one, row) for row in held],
        together=_together(compared, one) if compared else [],
        gap=missing(gap) if gap else "",
    )


def _newest(dossier: Dossier, newest: Newest) -> str:
    row, one = newest.row, newest.one
    with_whom = dossier.facts.name(row.joint_with)
    joint = f", published jointly with {with_whom}" if row.joint_with else ""
    return (
        f"{phrases.amount(newest.value, one)}, {phrases.period(row.time_period, one)}; "
        f"the figure is {phrases.months(newest.months)} old{joint}."
    )


def _benchmark(nation: str, authority: Authority, one: Indicator, row: Benchmark) -> str:
    value = phrases.number(row.value, one)
    if row.comparator == NEIGHBOURS:
        near = f", closeness {row.closeness:.2f} of 1" if row.closeness is not None else ""
        held = f"({row.n or 0} with a figure{_spread(row, one)}{near})"
        return f"neighbours\N{RIGHT SINGLE QUOTATION MARK} {row.statistic} {value} {held}"
    if row.comparator == AROUND:
        held = f"({row.n or 0} with a figure{_spread(row, one)})"
        region = authority.region or "the region"
        return f"other authorities of {region} {row.statistic} {value} {held}"
    if row.comparator == REGION:
        return f"{authority.region or 'region'} {value}"
    if row.comparator == NATION:
        return f"{nation} {value}"
    if row.comparator == PAST:
        return f"own past {row.statistic} {value} ({phrases.count(row.n or 0, 'year')})"
    return f"{phrases.plain(row.comparator).lower()} {row.statistic} {value}"


def _spread(row: Benchmark, one: Indicator) -> str:
    known = row.spread is not None and row.statistic == "median"
    return f", usual spread {phrases.number(row.spread, one)}" if known else ""


def _together(row: Comparison, one: Indicator) -> list[str]:
    """Return what the four benchmarks say together, and what the years add up to."""
    said = [_agreement(row)]
    if row.poor_matches:
        poor = "; ".join(row.poor_matches)
        said.append(f"Poor matches among its neighbours, which count less: {poor}.")
    if row.slope is not None and row.trend in ("increasing", "decreasing", "no_trend"):
        trend = "no steady trend was found" if row.trend == "no_trend" else f"steadily {row.trend}"
        said.append(
            f"Over {phrases.count(row.trend_periods or 0, 'year')} with a figure: {trend}, "
            f"{phrases.number(row.slope, one)} a year (95% interval "
            f"{phrases.number(row.slope_lower, one)} to {phrases.number(row.slope_upper, one)})."
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

"""The figures of an authority: a row for each indicator, with its chart and sentences behind."""

from __future__ import annotations

from dataclasses import dataclass

from earlywarning.reports import amounts, phrases, wording
from earlywarning.reports.charts.chart import Chart
from earlywarning.reports.charts.of_line import line_of
from earlywarning.reports.charts.strips import spark
from earlywarning.reports.dossier import Dossier
from earlywarning.reports.newest import Gap, Newest
from earlywarning.tables.declared import Indicator
from earlywarning.tables.indicators import (
    AROUND,
    NATION,
    NEIGHBOURS,
    OWN_GROUP,
    PAST,
    REGION,
    Benchmark,
    Comparison,
)
from earlywarning.tables.places import Authority

TRENDS = {"increasing": "rising", "decreasing": "falling"}
# What the newest years did where they went against the trend.
TURNED = {"increasing": "fell", "decreasing": "rose"}


@dataclass(frozen=True, slots=True)
class Panel:
    """One indicator of one authority as a row, and what opens under it.

    figure: the newest with its unit; counts: what it is made of; near, nation: those beside it.
    line: the years as a small picture. chart, said, gap: what opens.
    """

    indicator: Indicator
    figure: str
    counts: str
    period: str
    near: str
    nation: str
    line: str
    chart: Chart | None
    said: list[str]
    gap: str


def panels(dossier: Dossier) -> dict[str, list[Panel]]:
    """Return the figures of one authority by stage, in the order of the stages."""
    kept: dict[str, list[Panel]] = {}
    for one in dossier.facts.indicators:
        if not one.context:
            kept.setdefault(one.stage, []).append(_panel(dossier, one))
    return kept


def beside(dossier: Dossier) -> list[Panel]:
    """Return what stands beside the indicators as context; the page of each has its drawing."""
    return [_panel(dossier, one) for one in dossier.facts.indicators if one.context]


def why_missing(gap: Gap) -> str:
    """Return why the newest period has no value, without its end."""
    if gap.period is None:
        return "no figure for any authority in the files taken in"
    why = wording.reason(gap.row.status, gap.row.marker) if gap.row else wording.ABSENT
    return f"no figure for {amounts.period(gap.period, gap.one)}: {why}"


def missing(gap: Gap) -> str:
    """Return why the newest period has no value, and which is the last that has one."""
    said = why_missing(gap)
    if gap.period is None:
        return said
    if gap.last is None:
        return f"{said}. No earlier figure either."
    return f"{said}. The last figure is for {amounts.period(gap.last, gap.one)}."


def _panel(dossier: Dossier, one: Indicator) -> Panel:
    newest, gap = dossier.newest.get(one.indicator), dossier.gaps.get(one.indicator)
    near = newest.against(NEIGHBOURS) if newest else None
    nation = newest.against(NATION) if newest else None
    return Panel(
        indicator=one,
        figure=amounts.amount(newest.value, one) if newest else "",
        counts=_counts(newest) if newest else "",
        period=amounts.period(newest.row.time_period, one) if newest else "",
        near=amounts.number(near.value, one) if near else "",
        nation=amounts.number(nation.value, one) if nation else "",
        line=_line(dossier, one),
        chart=None if one.context else line_of(dossier.facts, dossier.code, one.indicator),
        said=_said(dossier, newest) if newest else [],
        gap=missing(gap) if gap else "",
    )


def _counts(newest: Newest) -> str:
    """Return what a figure is made of: 94 of 613, or 1,204 for a rate; nothing without counts."""
    above, below = newest.row.numerator, newest.row.denominator
    if above is None:
        return ""
    if below is None or newest.one.per != 100:
        return f"{above:,.0f}"
    return f"{above:,.0f} of {below:,.0f}"


def _line(dossier: Dossier, one: Indicator) -> str:
    own = dossier.facts.own.get((dossier.code, one.indicator), {})
    nation = dossier.facts.england.get(one.indicator, {})
    years = sorted({year for year, row in own.items() if row.value is not None})
    if not years:
        return ""
    span = range(years[0], years[-1] + 1)
    values = [own[year].value if year in own else None for year in span]
    return spark(values, [nation[year].value if year in nation else None for year in span])


def _said(dossier: Dossier, newest: Newest) -> list[str]:
    """Return what a reader of one row may ask next: who is beside it, and what the years say."""
    facts, one, compared = dossier.facts, newest.one, newest.compared
    beside = [
        told
        for row in newest.benchmarks
        if row.statistic != "mean" and (told := _beside(dossier.authority, one, row))
    ]
    said = [f"Beside it: {phrases.listed(beside)}."] if beside else []
    if newest.row.joint_with:
        said.append(f"Published jointly with {facts.name(newest.row.joint_with)}.")
    return said + (_together(compared, one) if compared else [])


def _beside(authority: Authority, one: Indicator, row: Benchmark) -> str:
    value, many = amounts.number(row.value, one), row.n or 0
    others = phrases.count(many, "other")
    if row.comparator == NEIGHBOURS:
        return f"the middle of {phrases.count(many, 'similar place')} {value}"
    if row.comparator == AROUND:
        region = authority.region or "the region"
        return f"the middle of {others} in {region} {value}"
    if row.comparator == REGION:
        return f"{authority.region or 'the region'} {value}"
    if row.comparator == PAST:
        return f"its own past {value} (middle of {phrases.count(many, 'year')})"
    if row.comparator.startswith(OWN_GROUP):
        name = row.comparator.removeprefix(OWN_GROUP)
        return f"the middle of {others} in the group {name} {value}"
    return ""


def _together(row: Comparison, one: Indicator) -> list[str]:
    """Return what the benchmarks say together, and what the years add up to where they do."""
    said = [_agreement(row)]
    if row.poor_matches:
        poor = phrases.listed(list(row.poor_matches))
        said.append(f"Poor matches among the similar places, which count less: {poor}.")
    if row.slope is not None and row.trend in TRENDS:
        said.append(trend_said(row, row.trend, row.slope, one))
    if row.contaminated:
        said.append(f"This year is left out of change and trend: {row.contaminated}.")
    return [one for one in said if one]


def trend_said(row: Comparison, word: str, slope: float, one: Indicator) -> str:
    """Return what the years add up to, which of them are not in it, and whether it has turned."""
    lately = round(row.lately or 0.0, one.decimals or 0)
    has_turned = lately * slope < 0
    said = (
        f"{'On the whole' if has_turned else 'Steadily'} {TRENDS[word]} over "
        f"{phrases.count(row.trend_periods or 0, 'year')}, by {_pace(slope, one)} a year"
    )
    if row.trend_left_out:
        years = phrases.years(row.trend_left_out)
        said += f", not counting {years}, coloured by an inspection or an event"
    if has_turned:
        said += f"; but in the last two years it {TURNED[word]} by "
        said += amounts.number(abs(lately), one)
    return f"{said}."


def _pace(slope: float, one: Indicator) -> str:
    """Return how fast a figure moves; what its decimals cannot show is told as less than they."""
    least = 10.0 ** -(one.decimals or 0)
    shown = abs(slope) >= least / 2
    return amounts.number(abs(slope), one) if shown else f"less than {amounts.number(least, one)}"


def _agreement(row: Comparison) -> str:
    many = row.compared or 0
    if row.agreement == "all_above":
        return f"It is above all {many} benchmarks that can be told."
    if row.agreement == "all_below":
        return f"It is below all {many} benchmarks that can be told."
    if row.agreement == "disagree":
        return f"The benchmarks disagree: it is above {row.above} and below {row.below} of {many}."
    return ""

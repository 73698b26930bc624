"""How amounts are worded: numbers with their unit, shares, points, and the period they are of."""

from __future__ import annotations

from typing import cast, get_args

from earlywarning.period import PeriodKind, period_words
from earlywarning.tables.declared import Indicator

# Shares that readers see before their eyes, with the per cent they stand for.
SHARES = {
    5.0: "one in twenty",
    10.0: "one in ten",
    16.7: "one in six",
    20.0: "one in five",
    25.0: "one in four",
    30.0: "three in ten",
    33.3: "one in three",
    40.0: "two in five",
    50.0: "half",
    60.0: "three in five",
    66.7: "two in three",
    70.0: "seven in ten",
    75.0: "three in four",
    80.0: "four in five",
    90.0: "nine in ten",
}
# Per cent: nearer than this it is called so, at most so far away it is called about so.
EXACT, NEAR = 0.05, 1.5
POUNDS, POUNDS_A_WEEK = "pounds per child", "pounds a week"
UNIT = {
    "percentage": "%",
    "rate per 10,000 children": "per 10,000 children",
    POUNDS: "\N{POUND SIGN} per child",
    POUNDS_A_WEEK: "\N{POUND SIGN} a week",
}
# In a column of many indicators.
UNIT_IN_BRIEF = UNIT | {
    "rate per 10,000 children": "per 10,000",
    "cases per worker": "cases",
    POUNDS: "\N{POUND SIGN}",
    POUNDS_A_WEEK: "\N{POUND SIGN}",
    "index score": "index",
}


def period(time_period: int | None, one: Indicator) -> str:
    """Return a period in words; an undeclared kind keeps its published label."""
    if time_period is None:
        return "period not known"
    if one.period in get_args(PeriodKind):
        return period_words(time_period, cast(PeriodKind, one.period))
    return str(time_period)


def when(time_period: int, one: Indicator) -> str:
    """Return 'in the year to 31 March 2025', 'on 31 March 2025' or 'in 2019'."""
    said = period(time_period, one)
    first = said.split(" ", 1)[0]
    return f"on {said}" if first.isdigit() and " " in said else f"in {said}"


def share(percent: float | None) -> str:
    """Return a per cent as 'about one in four', or nothing where no share says it plainly."""
    if percent is None:
        return ""
    nearest = min(SHARES, key=lambda held: abs(held - percent))
    gap = abs(nearest - percent)
    if gap > NEAR:
        return ""
    return SHARES[nearest] if gap <= EXACT else f"about {SHARES[nearest]}"


def points(value: float | None) -> str:
    """Return points with one decimal, and a real minus sign."""
    if value is None:
        return "not known"
    shown = f"{round(value, 1) + 0.0:.1f}"
    return shown.replace("-", "\N{MINUS SIGN}")


def whole(value: float | None) -> str:
    """Return a score as it is told: without decimals, which it could not keep."""
    return "not known" if value is None else f"{round(value) + 0:d}"


def number(value: float | None, one: Indicator) -> str:
    """Return a bare number with the decimals of the indicator."""
    return "no figure" if value is None else f"{value:,.{one.decimals or 0}f}"


def amount(value: float | None, one: Indicator) -> str:
    """Return a number with its unit as people say it: £1,204 per child, 44.4%."""
    if value is None or one.unit == "percentage":
        return bare(value, one)
    unit = one.unit.removeprefix("rate ").removeprefix("pounds ")
    return f"{bare(value, one)} {unit}"


def bare(value: float | None, one: Indicator) -> str:
    """Return a number whose unit was told before: 44.4%, £1,204, 79."""
    shown = number(value, one)
    if value is not None and one.unit in (POUNDS, POUNDS_A_WEEK):
        return f"\N{POUND SIGN}{shown}"
    return f"{shown}%" if value is not None and one.unit == "percentage" else shown


def unit(one: Indicator) -> str:
    """Return a unit as it stands behind a name."""
    return UNIT.get(one.unit, one.unit)


def unit_in_brief(one: Indicator) -> str:
    """Return a unit as it stands in a table of many indicators."""
    return UNIT_IN_BRIEF.get(one.unit, one.unit)


def unit_on_axis(one: Indicator) -> str:
    """Return the unit as it stands on an axis or after a name."""
    return "%" if one.unit == "percentage" else one.unit.removeprefix("rate ")

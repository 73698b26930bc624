"""Sentences about one figure: the number, what it is held against, how it moved, how sure."""

from __future__ import annotations

from earlywarning.reports import amounts
from earlywarning.reports.amounts import amount, bare, share, when
from earlywarning.reports.newest import Newest
from earlywarning.reports.phrases import sentence, spelled
from earlywarning.tables.declared import Indicator
from earlywarning.tables.indicators import NATION

RISE, FALL = "rose", "fell"


def told(newest: Newest, nation: str) -> str:
    """Return a figure in sentences: what it was, how it moved, what it is held against."""
    one, value, whole = newest.one, newest.value, newest.beside.get(NATION)
    said = (
        stood(value, newest.row.time_period, one),
        moved(value, newest.before, one),
        beside(value, newest.near, None if whole is None else (nation, whole), one),
        aged(newest.months),
    )
    return " ".join(part for part in said if part)


def short(newest: Newest) -> str:
    """Return a figure in brackets' length: '44.4% in the year to 31 March 2025'."""
    return f"{amount(newest.value, newest.one)} {when(newest.row.time_period, newest.one)}"


def stood(value: float, time_period: int, one: Indicator) -> str:
    """Return what the figure was and when, with a plain share where that is clearer."""
    plainly = share(value) if one.unit == "percentage" else ""
    said = f"It was {amount(value, one)} {when(time_period, one)}"
    return sentence(f"{said}, or {plainly}" if plainly else said)


def beside(
    value: float,
    near: tuple[float, int] | None,
    nation: tuple[str, float] | None,
    one: Indicator,
) -> str:
    """Return how a figure compares with similar authorities and with the nation.

    `near` is the middle of the similar authorities and how many it rests on. Figures that read the
    same are called the same.
    """
    sides: dict[str, list[str]] = {}
    if near is not None and near[1]:
        told = f"similar authorities (middle of {spelled(near[1])}: {bare(near[0], one)})"
        sides.setdefault(_side(value, near[0], one), []).append(f"in {told}")
    if nation is not None:
        told = f"in {nation[0]} ({bare(nation[1], one)})"
        sides.setdefault(_side(value, nation[1], one), []).append(told)
    return sentence(_sides(sides))


def _sides(sides: dict[str, list[str]]) -> str:
    parts = [f"{side} {' and '.join(told)}" for side, told in sides.items()]
    return f"That is {' but '.join(parts)}" if parts else ""


def _side(value: float, other: float, one: Indicator) -> str:
    if amounts.number(value, one) == amounts.number(other, one):
        return "the same as"
    return "higher than" if value > other else "lower than"


def moved(value: float, before: float | None, one: Indicator) -> str:
    """Return how a figure moved in a year; nothing where the year before has no figure."""
    if before is None:
        return ""
    if amounts.number(value, one) == amounts.number(before, one):
        return "It was the same a year before."
    way = RISE if value > before else FALL
    return sentence(f"It {way} in a year, from {bare(before, one)}")


def lasted(far: int, years: int) -> str:
    """Return for how long a figure has stood out."""
    if far < 2:
        return ""
    if far == years:
        return sentence(f"It has stood out in each of the last {spelled(years)} years")
    return sentence(f"It has stood out in {spelled(far)} of the last {spelled(years)} years")


def chance(how: str | None, kind: str) -> str:
    """Return how far chance could explain it: possible, unlikely or very_unlikely, in words."""
    what = "A change this large" if kind == "movement" else "A gap this wide"
    if how == "possible":
        return "It could be chance."
    unlikely = {"unlikely": "unlikely", "very_unlikely": "very unlikely"}.get(how or "")
    return f"{what} is {unlikely} to be chance alone." if unlikely else ""


def aged(months: int) -> str:
    """Return how old a figure is."""
    if months < 1:
        return "The figure is less than a month old."
    return f"The figure is {spelled(months)} month{'' if months == 1 else 's'} old."


def disagree(compared: int | None, above: int | None, below: int | None) -> str:
    """Return that the comparisons do not point one way; nothing where they do."""
    if not compared or not above or not below:
        return ""
    sides = f"it is above {spelled(above)} and below {spelled(below)}"
    return f"Of {spelled(compared)} comparisons, {sides}."


def without(score: float, withdrawn: float | None) -> str:
    """Return what the score would be without a thing; nothing where it would read the same."""
    if withdrawn is None or round(withdrawn) == round(score):
        return ""
    return f"Without it the score would be {withdrawn:.0f}, not {score:.0f}."

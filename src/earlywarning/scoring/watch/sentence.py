"""One plain, neutral sentence for an alert of the watch."""

from __future__ import annotations

import calendar
from typing import NamedTuple

from earlywarning.definitions.in_year import MONTHS, InYear
from earlywarning.scoring.watch.reading import Reading
from earlywarning.scoring.watch.vintages import calendar_place


class Said(NamedTuple):
    """What is said of an alert, part by part; nothing need have moved beside it."""

    period: str
    moved: str
    beside: str
    known: str

    def whole(self) -> str:
        """Return it as one text."""
        return ". ".join(part for part in self if part) + "."

    def parts(self) -> list[str]:
        """Return one text for each sentence."""
        return [part for part in (f"{self.period}: {self.moved}", self.beside, self.known) if part]


def said_of(slips: list[Reading], others: list[Reading], in_year: InYear) -> Said:
    """Say what moved, by the figures, against what, since when, and with what doubt.

    Args:
        slips: the measures that raised the alert, in one period.
        others: measures that moved too, without raising it.
        in_year: names of the measures.
    """
    first = slips[0]
    moved = "; ".join(_moved(r, in_year) for r in slips)
    beside = "; ".join(_moved(r, in_year) for r in others)
    also = f"Moving too, short of a slip or with no bad direction of their own: {beside}"
    known = (
        f"Known from returns by {first.known_on.day} {first.known_on:%B %Y}, which are "
        "provisional; a recording change or a change of practice that is right can look the same, "
        "so ask before drawing a conclusion"
    )
    when = _period(first.time_period, first.frequency)
    return Said(when, moved, also if beside else "", known)


def _moved(reading: Reading, in_year: InYear) -> str:
    label = in_year.measures[reading.measure].label
    if _is_share_of_count(reading, in_year):
        whole = in_year.measures[str(in_year.measures[reading.measure].part_of)].label
        label = f"{label} as a percentage of {whole[:1].lower()}{whole[1:]}"
    way = "below" if reading.z < 0 else "above"
    return (
        f"{label}: {figure(reading.value, reading.unit)}, {way} the "
        f"{figure(reading.expected, reading.unit)} expected from its own past by "
        f"{abs(reading.z):.1f} times what it ordinarily varies by{_since(reading)}"
    )


def _is_share_of_count(reading: Reading, in_year: InYear) -> bool:
    return reading.unit == "%" and in_year.measures[reading.measure].unit == "count"


def figure(number: float, unit: str) -> str:
    """Return a figure with its unit, no more precise than it is."""
    if unit == "count":
        return f"{number:,.0f}"
    return f"{number:.1f}%" if unit == "%" else f"{number:.1f}"


def _since(reading: Reading) -> str:
    """Say how long it has been moving, where that is more than the newest period."""
    if reading.since == reading.time_period:
        return ""
    months = MONTHS[reading.frequency]
    apart = calendar_place(reading.time_period) - calendar_place(reading.since)
    word = "months" if months == 1 else "quarters"
    return f" and moving that way for {apart // months + 1} {word}"


def _period(time_period: int, frequency: str) -> str:
    year, month = divmod(time_period, 100)
    words = f"{calendar.month_name[month]} {year}"
    return words if frequency == "monthly" else f"Quarter to {words}"

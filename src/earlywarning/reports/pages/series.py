"""How an indicator is worked out, in a sentence, and which releases its series stand in."""

from __future__ import annotations

from collections.abc import Iterable

from earlywarning.reports.counted import counted
from earlywarning.reports.facts import Facts
from earlywarning.reports.pages.known import Known
from earlywarning.tables.declared import Indicator
from earlywarning.tables.published import Release


def formula(one: Indicator, prefer: str) -> str:
    """Return how an indicator is worked out, and whether counts or the published figure come first.

    Args:
        one: the indicator.
        prefer: counts or published, as declared.
    """
    if not (one.numerator and one.denominator):
        taken = "It is taken as it is published, and not worked out here."
        return f"{one.definition} {taken}" if one.definition else taken
    said = one.definition or f"{_ratio(one)}{_before(one)}."
    if not one.published_series:
        return f"{said} It is worked out from published counts."
    if prefer == "counts":
        return f"{said} It is worked out from published counts; the published figure fills gaps."
    return f"{said} The published figure is taken as it stands; counts fill gaps."


def _ratio(one: Indicator) -> str:
    above, below = counted(one.numerator), counted(one.denominator)
    if one.unit.startswith("pounds"):
        # The table is in thousands, so a thousand times the quotient is pounds for each child.
        return f"{above[:1].upper()}{above[1:]}, divided by {below}"
    return f"{above[:1].upper()}{above[1:]}, for every {one.per or 1:,} {below}"


def _before(one: Indicator) -> str:
    years = one.denominator_years_before or 0
    if not years:
        return ""
    return f", counted in the middle of the {'year' if years == 1 else f'{years}th year'} before"


def series_of(one: Indicator) -> list[str]:
    """Return the series that an indicator is made from."""
    named = [one.numerator, one.denominator, *(one.published_series or [])]
    return [name for name in named if name]


def releases_of(facts: Facts, known: Known, series: Iterable[str]) -> list[Release]:
    """Return the releases of the tables that some series stand in."""
    tables = {table for name in series for table in known.tables.get(name, ())}
    return [row for row in facts.releases if row.kind in tables]

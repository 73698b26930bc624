"""How an indicator is worked out, in a sentence, and which releases its series stand in."""

from __future__ import annotations

from collections.abc import Iterable

from earlywarning.reports import words
from earlywarning.reports.facts import Facts
from earlywarning.reports.pages.known import Known
from earlywarning.reports.records import Indicator, Release

SERIES = {
    "care_leavers_19_21_active": "care leavers aged 19 to 21 in education, employment or training",
    "care_leavers_19_21_in_accommodation_table": "care leavers aged 19 to 21",
    "care_leavers_19_21_in_activity_table": "care leavers aged 19 to 21",
    "care_leavers_19_21_suitable": "care leavers aged 19 to 21 in suitable accommodation",
    "childrens_social_care_spend": "pounds spent on social care for children",
    "cp_plans_at_31_march": "children on a child protection plan on 31 March",
    "cp_plans_over_2_years": "children on a plan for two years or more",
    "cp_plans_second_or_later": "plans that are the second or a later one of a child",
    "cp_plans_started": "child protection plans begun in the year",
    "icpc": "initial child protection conferences",
    "looked_after": "children looked after",
    "looked_after_health_assessed": "children looked after whose health was assessed in the year",
    "looked_after_in_health_table": "children looked after for a year or more",
    "looked_after_in_stability_table": "children looked after",
    "looked_after_in_workers_table": "children looked after",
    "looked_after_population": "children aged 0 to 17",
    "looked_after_same_carer_two_years": "children with the same carer for two years",
    "looked_after_started": "children who began to be looked after in the year",
    "looked_after_three_or_more_placements": "children with three or more homes in the year",
    "looked_after_three_or_more_workers": "children with three or more social workers in the year",
    "looked_after_two_and_a_half_years_under_16": "children under 16 looked after for 2½ years",
    "need_at_31_march": "children in need on 31 March",
    "population_0_17": "children aged 0 to 17",
    "referrals": "referrals in the year",
    "referrals_no_further_action": "referrals closed with no further action",
    "rereferrals": "referrals that follow another within a year",
    "section_47": "section 47 enquiries",
}  # fmt: skip


def formula(one: Indicator, prefer: str) -> str:
    """Return how an indicator is worked out, and whether counts or the published figure come first.

    Args:
        one: the indicator.
        prefer: counts or published, as declared.
    """
    if not (one.numerator and one.denominator):
        return "It is taken as it is published, and not worked out here."
    said = f"{_ratio(one)}{_before(one)}."
    if not one.published_series:
        return f"{said} It is worked out from published counts."
    if prefer == "counts":
        return f"{said} It is worked out from published counts; the published figure fills gaps."
    return f"{said} The published figure is taken as it stands; counts fill gaps."


def _ratio(one: Indicator) -> str:
    above, below = _words(one.numerator), _words(one.denominator)
    if one.unit.startswith("pounds"):
        # The table is in thousands, so a thousand times the quotient is pounds for each child.
        return f"{above[:1].upper()}{above[1:]}, divided by {below}"
    return f"{above[:1].upper()}{above[1:]}, for every {one.per or 1:,} {below}"


def _before(one: Indicator) -> str:
    years = one.denominator_years_before or 0
    if not years:
        return ""
    return f", counted in the middle of the {'year' if years == 1 else f'{years}th year'} before"


def _words(series: str | None) -> str:
    return SERIES.get(series or "", words.plain(series).lower())


def series_of(one: Indicator) -> list[str]:
    """Return the series that an indicator is made from."""
    named = [one.numerator, one.denominator, *(one.published_series or "").split(",")]
    return [name for name in named if name]


def releases_of(facts: Facts, known: Known, series: Iterable[str]) -> list[Release]:
    """Return the releases of the tables that some series stand in."""
    tables = {table for name in series for table in known.tables.get(name, ())}
    # A release is named by its table, its period and its hash: cin_c1_2025.88aedae8.
    return [row for row in facts.releases if row.release.split(".")[0].rpartition("_")[0] in tables]

"""What the series that are counted are called, and how an indicator is made of them."""

from __future__ import annotations

import re

from earlywarning.reports.phrases import count, plain
from earlywarning.tables.declared import Indicator

# Where a published name runs its words together, such as AgencyCover.
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
# How often a series is returned, or in what form it is published.
_PART = re.compile(r"^(?:monthly|quarterly)_|_(?:pct|published)$")
# What identifiers shorten.
SHORT = {
    "cla": "looked after", "cp": "protection", "fte": "in full-time posts", "icpc": "conference",
    "nfa": "no further action", "s47": "section 47",
}  # fmt: skip
SERIES = {
    "Unacc_Asylmn_Seek_Childn%": "unaccompanied children seeking asylum, as a share",
    "Work_Force_AgencyCover": "posts covered by agency workers",
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
    "need_started": "children who began a time in need",
    "need_at_31_march": "children in need on 31 March",
    "population_0_17": "children aged 0 to 17",
    "referrals": "referrals in the year",
    "referrals_no_further_action": "referrals closed with no further action",
    "rereferral": "referrals that follow another within a year",
    "rereferrals": "referrals that follow another within a year",
    "section_47": "section 47 enquiries",
}  # fmt: skip


def counted(series: str | None) -> str:
    """Return what a series counts, in words; what stands before a dot is its table."""
    name = _PART.sub("", (series or "").rpartition(".")[2])
    if name in SERIES:
        return SERIES[name]
    words = plain(_HUMP.sub("_", name)).lower().split()
    return " ".join(SHORT.get(word, word) for word in words)


def formula(one: Indicator) -> str:
    """Return how an indicator is worked out."""
    said = []
    if one.numerator and one.denominator:
        years = one.denominator_years_before or 0
        before = f" of {count(years, 'year')} before" if years else ""
        above, below = plain(one.numerator), plain(one.denominator)
        times, over = "\N{MULTIPLICATION SIGN}", "\N{DIVISION SIGN}"
        said.append(f"{one.per:,} {times} {above} {over} {below}{before}")
    if one.published_series:
        said.append(f"as published: {','.join(one.published_series)}")
    return "; or ".join(said) or "not declared"

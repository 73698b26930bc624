"""How each measure is counted from the child-level lists."""

from __future__ import annotations

from dataclasses import dataclass

PREVIOUS_PLANS = "Number of Previous Child Protection Plans"
REFERRALS_BEFORE = "Number of Referrals in Last 12 Months"
STRATEGY = "Strategy discussion initiating Section 47 Enquiry Start Date"
CONFERENCE = "Date of Initial Child Protection Conference"
ASSESSMENT_START = "Continuous Assessment Start Date"
ASSESSMENT_END = "Continuous Assessment Date of Authorisation"
PLAN_START, PLAN_END = "Child Protection Plan Start Date", "Child Protection Plan End Date"
CARE_START, CARE_END = "Date Started to be Looked After", "Date Ceased to be Looked After"
# What begins before it ends, by list, of what is counted.
PAIRS = {
    4: ((ASSESSMENT_START, ASSESSMENT_END),),
    5: ((STRATEGY, CONFERENCE),),
    7: ((PLAN_START, PLAN_END),),
    8: ((CARE_START, CARE_END),),
}


@dataclass(frozen=True, slots=True)
class Count:
    """How one measure is counted: in which list, by which day, and under what condition.

    `since` and `within` count a case only if so many working days passed at most. `at_least`
    counts a case only if a number column reaches a value. `open_until` makes a stock of it.
    """

    list: int
    day: str
    since: str | None = None
    within: int = 0
    number: str | None = None
    at_least: int = 0
    open_until: str | None = None


COUNTS = {
    "contacts": Count(1, "Date of Contact"),
    "early_help": Count(2, "Assessment start date"),
    "referrals": Count(3, "Date of referral"),
    "assessments_completed": Count(4, ASSESSMENT_END),
    "assessments_45_days": Count(4, ASSESSMENT_END, since=ASSESSMENT_START, within=45),
    "section_47": Count(5, STRATEGY),
    "icpc": Count(5, CONFERENCE),
    "icpc_15_days": Count(5, CONFERENCE, since=STRATEGY, within=15),
    "cp_plans_started": Count(7, PLAN_START),
    "cp_plans_second_or_later": Count(7, PLAN_START, number=PREVIOUS_PLANS, at_least=1),
    "cp_plans_ended": Count(7, PLAN_END),
    "cp_plans_at_end": Count(7, PLAN_START, open_until=PLAN_END),
    "looked_after_started": Count(8, CARE_START),
    "looked_after_ended": Count(8, CARE_END),
    "looked_after_at_end": Count(8, CARE_START, open_until=CARE_END),
}


def rereferrals(counts_itself: bool) -> Count:
    """Return how re-referrals are counted, once it is known whether a referral counts itself."""
    return Count(3, "Date of referral", number=REFERRALS_BEFORE, at_least=1 + counts_itself)

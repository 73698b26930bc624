"""Which events each measure is counted from; the same measures as from the lists of Annex A.

How a case counts is in monthly.sql. What is declared here is what must be there for a month's
number to be known.
"""

from __future__ import annotations

from dataclasses import dataclass

ALL_BEFORE = -1


@dataclass(frozen=True, slots=True)
class Counted:
    """A measure.

    what: under which name monthly.sql counts it. kinds: the events it rests on; in an authority
    that has none of the first it is not known. before: how many months before the one that is
    counted must be there, `ALL_BEFORE` for every one since the authority's first.
    """

    what: str
    kinds: tuple[str, ...]
    before: int = 0


def _each(kind: str) -> Counted:
    return Counted(kind, (kind,))


COUNTED = {
    "contacts": _each("contact"),
    "early_help": _each("early_help"),
    "referrals": _each("referral"),
    "rereferrals": Counted("rereferral", ("referral",), before=12),
    "assessments_completed": _each("assessment_finished"),
    "assessments_45_days": Counted("assessment_in_time", ("assessment_finished",)),
    "section_47": _each("section_47"),
    "icpc": _each("conference"),
    "icpc_15_days": Counted("conference_in_time", ("conference",)),
    "cp_plans_started": _each("plan_started"),
    "cp_plans_second_or_later": Counted("plan_again", ("plan_started",)),
    "cp_plans_ended": _each("plan_ended"),
    "cp_plans_at_end": Counted("plan_turned", ("plan_started", "plan_ended"), before=ALL_BEFORE),
    "looked_after_started": _each("care_started"),
    "looked_after_ended": _each("care_ended"),
    "looked_after_at_end": Counted(
        "care_turned", ("care_started", "care_ended"), before=ALL_BEFORE
    ),
}

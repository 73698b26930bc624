"""Which kind of review fits what is known."""

from __future__ import annotations

from earlywarning.definitions.loader import Definitions
from earlywarning.definitions.review_type import ReviewType
from earlywarning.review.case import Case, Raised, declared, stage_of

ROUTINE = "regional_triad"
FALL_BACK = "whole_service"


def kind_of(
    case: Case, definitions: Definitions, *, to_mend: bool = False, heard_only: bool = False
) -> ReviewType:
    """Return the kind that fits: about at least the declared share of what raised the score.

    Of those that fit, the one that fits best. A quick look comes first in the top band, because a
    front door is lost in three months and a team of five takes longer to bring together, and where
    a pattern is found that only a visit can settle; it is left out where there is something
    `to_mend`. Only what says where to look counts: points of openness do not, nor those of no
    indicator, pattern or flag; where people opened the door, what was `heard_only`.
    """
    told = [one for one in case.raised if _says_where(one, definitions, heard_only=heard_only)]
    total = sum(one.points for one in told)
    fits = []
    for kind in definitions.review_types.values():
        settles = kind.quick and _to_settle(case, kind, definitions)
        quick = not to_mend and (settles or (kind.quick and _is_urgent(case, definitions)))
        share = sum(one.points for one in told if suits(kind, one, definitions))
        enough = total > 0 and share >= definitions.policy.ladder.fit_share * total
        if quick >= kind.quick and (enough or (quick and settles)):
            fits.append((not quick, -share, kind.days, kind.review_type))
    return definitions.review_types[min(fits)[-1] if fits else FALL_BACK]


def _says_where(one: Raised, definitions: Definitions, *, heard_only: bool) -> bool:
    if heard_only:
        return one.pillar == "soft_intelligence"
    return one.pillar != "transparency" and declared(one.name, definitions) is not None


def _is_urgent(case: Case, definitions: Definitions) -> bool:
    """Tell whether three months matter: in the top band, or where a front door slips now."""
    return case.band == definitions.policy.top_band() or "alert" in case.keys


def _to_settle(case: Case, kind: ReviewType, definitions: Definitions) -> bool:
    """Tell whether a pattern is found that only somebody who goes and looks can settle."""
    open_to = set(definitions.policy.ladder.targeted_review.patterns) & set(kind.patterns)
    return bool(open_to & {one.pattern for one in case.patterns})


def suits(kind: ReviewType, one: Raised, definitions: Definitions) -> bool:
    """Tell whether a kind of review looks at what an item is about."""
    if one.name in kind.patterns or one.name in kind.flags:
        return True
    return stage_of(one.name, definitions) in kind.stages


def offered_kind(step: str, fitting: ReviewType, definitions: Definitions) -> ReviewType:
    """Return the kind that a step offers: the regional day for all, else what fits."""
    return definitions.review_types[ROUTINE] if step == "routine_review" else fitting

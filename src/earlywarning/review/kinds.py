"""Which kind of review fits what is known."""

from __future__ import annotations

from earlywarning.definitions import Definitions, ReviewType
from earlywarning.review.case import Case, Raised, stage_of

ROUTINE = "regional_triad"
FALL_BACK = "whole_service"


def kind_of(case: Case, definitions: Definitions, *, to_mend: bool = False) -> ReviewType:
    """Return the kind that fits: about at least the declared share of what raised the score.

    Of those that fit, the one that fits best. A quick look comes first in the top band, because a
    front door is lost in three months and a team of five takes longer to bring together, and where
    one of its own patterns is found; it is left out where there is something `to_mend`. Points of
    openness do not count: whether returns came in says nothing of where to look.
    """
    told = [one for one in case.raised if one.pillar != "transparency"]
    total = sum(one.points for one in told)
    fits = []
    for kind in definitions.review_types.values():
        quick = kind.quick and not to_mend and _wants_quick(case, kind, definitions)
        share = sum(one.points for one in told if suits(kind, one, definitions))
        enough = total > 0 and share >= definitions.policy.ladder.fit_share * total
        if enough and quick >= kind.quick:
            fits.append((not quick, -share, kind.days, kind.review_type))
    return definitions.review_types[min(fits)[-1] if fits else FALL_BACK]


def _wants_quick(case: Case, kind: ReviewType, definitions: Definitions) -> bool:
    urgent = set(definitions.policy.ladder.targeted_review.patterns) & set(kind.patterns)
    found = {one.pattern for one in case.patterns}
    return case.band == definitions.policy.top_band() or bool(urgent & found)


def suits(kind: ReviewType, one: Raised, definitions: Definitions) -> bool:
    """Tell whether a kind of review looks at what an item is about."""
    if one.name in kind.patterns or one.name in kind.flags:
        return True
    return stage_of(one.name, definitions) in kind.stages


def offered_kind(step: str, fitting: ReviewType, definitions: Definitions) -> ReviewType:
    """Return the kind that a step offers: the regional day for all, else what fits."""
    return definitions.review_types[ROUTINE] if step == "routine_review" else fitting

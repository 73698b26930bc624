"""What a review covers and leaves out, what was tried elsewhere, what would show us wrong."""

from __future__ import annotations

from earlywarning.definitions.indicator import Indicator
from earlywarning.definitions.loader import Definitions
from earlywarning.definitions.pattern import Pattern
from earlywarning.definitions.review_type import ReviewType
from earlywarning.definitions.toolkit import Approach
from earlywarning.review.case import Case, declared, enabler_of

WORRIES_TESTED = 3
ALWAYS = (
    "The cases that reviewers choose, the complaints and the practitioners tell a better story "
    "than the figures: then say so, and it is recorded as not confirmed."
)


def at_stake(case: Case, definitions: Definitions) -> tuple[str, ...]:
    """Return the enablers that what is known points at, weightiest first."""
    points: dict[str, float] = {}
    for one in case.raised:
        name = enabler_of(one.name, definitions)
        if name:
            points[name] = points.get(name, 0.0) + one.points
    for found in case.patterns:
        name = enabler_of(found.pattern, definitions)
        if name:
            points[name] = points.get(name, 0.0) + found.strength
    return tuple(sorted(points, key=lambda name: (-points[name], name)))


def enablers(case: Case, kind: ReviewType, definitions: Definitions) -> tuple[list[str], list[str]]:
    """Return the seven enablers as covered lines and as lines left out on purpose, with reasons.

    One that is covered asks what is asked of every service, then what fits its stage.
    """
    wanted = {*at_stake(case, definitions), *kind.enablers}
    stage = definitions.journey.stages.get(case.stage)
    covered, left = [], []
    for name, one in definitions.enablers.enablers.items():
        if name in wanted:
            here = f" {one.phases[stage.phase].question}" if stage else ""
            covered.append(f"{one.name}: {one.question}{here}")
        else:
            left.append(f"{one.name}: {one.left_out}.")
    return covered, left


def for_nothing(case: Case, definitions: Definitions) -> list[tuple[str, str]]:
    """Return what would show that this worried us for nothing, by what it is about.

    The last is about all of it, and has no name.
    """
    out: list[tuple[str, str]] = []
    for name in dict.fromkeys(
        [*(f.pattern for f in case.patterns), *(r.name for r in case.raised)]
    ):
        found = declared(name, definitions)
        if isinstance(found, (Indicator, Pattern)):
            out.append((found.name, found.other_explanations))
        elif found is not None and not found.hard_trigger:  # a published letter needs no second
            out.append((found.name, "nobody else who would know has seen it."))
    return [*out[:WORRIES_TESTED], ("", ALWAYS)]


def approaches(case: Case, definitions: Definitions) -> list[Approach]:
    """Return the tried approaches to point to: by pattern first, then by enabler at stake."""
    patterns = {one.pattern for one in case.patterns}
    stake = at_stake(case, definitions)[:2]
    if not (patterns or stake):
        return []
    scored = []
    for one in definitions.toolkit.values():
        fits = (len(patterns & set(one.patterns)), len(set(stake) & set(one.enablers)))
        if fits > (0, 0) and (fits[0] or fits[1] == len(stake)):
            scored.append((-fits[0], -fits[1], one.approach, one))
    return [one for *_, one in sorted(scored)][: definitions.policy.ladder.approaches]

"""From a warning to an offer: the steps of the ladder, the programme, decisions and replies."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from earlywarning.definitions.model import Declared

StepName = Literal[
    "routine_review", "supportive_conversation", "targeted_review", "commissioned_support",
]  # fmt: skip
STEPS: tuple[StepName, ...] = (
    "routine_review", "supportive_conversation", "targeted_review", "commissioned_support",
)  # fmt: skip


class LadderStep(Declared):
    """One step: the offer in words, what opens and closes it, who acts, when it is looked at again.

    `bands` open it; `patterns` when one is found and somebody was heard who worries.
    """

    action: str
    opens: str
    closes: str
    caller: str
    due_days: int = Field(gt=0)
    look_again_days: int = Field(gt=0)
    needs_reviewers: bool
    bands: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()


class Escalation(Declared):
    """What is put before people beside an offer, and never done by this program."""

    opens: str
    closes: str
    look_again_days: int = Field(gt=0)
    people: str
    not_answered: str
    guide: tuple[str, ...] = Field(min_length=3)
    caveat: str


class InspectionPolicy(Declared):
    """When an inspection is likely, so that a review is not proposed into it."""

    years: int
    months_either_side: int
    inadequate_months: int


class Ladder(Declared):
    """The ladder of offers, and what each offer says."""

    routine_review: LadderStep
    supportive_conversation: LadderStep
    targeted_review: LadderStep
    commissioned_support: LadderStep
    escalation: Escalation
    inspection: InspectionPolicy
    diagnosed_months: int
    followed_up_months: int
    fit_share: float = Field(gt=0, le=1)
    lines_of_enquiry: int = Field(ge=4)
    reasons: int = Field(ge=1)
    approaches: int = Field(ge=1)
    notice_days: int = Field(ge=0)
    notice_days_urgent: int = Field(ge=0)
    alert_working_days: int = Field(ge=1)

    def step(self, name: StepName) -> LadderStep:
        """Return one of the four steps that the program can offer."""
        found: LadderStep = getattr(self, name)
        return found


class BenefitPolicy(Declared):
    """What an offer is worth to the programme, in points of its own; never shown."""

    band: dict[str, float]
    confidence: dict[str, float]
    rising: float
    rising_from: float
    overdue: float
    overdue_most_months: int
    none_on_record: float
    stale: float
    pair: float


class ProgrammePolicy(Declared):
    """How this quarter's offers and supporters are chosen."""

    capacity: int = Field(ge=1)
    supporter_cap: int = Field(ge=1)
    supporter_rest_days: int = Field(ge=0)
    supporters_offered: int = Field(ge=1)
    pairs_considered: int = Field(ge=1)
    director_months: int = Field(ge=0)
    recent_pairing_months: int = Field(ge=0)
    slipping_points: float
    strong_grades: dict[str, float]
    weights: dict[Literal["near", "alike", "strong", "skilled"], float]
    closeness: dict[str, float]
    group_size: tuple[int, int]
    benefit: BenefitPolicy


class DecisionPolicy(Declared):
    """The life of an offer: who may do what by when, and what earns credit."""

    reply_working_days: int = Field(ge=1)
    decide_days: int = Field(ge=1)
    deciders: tuple[str, ...]
    credit_flag: str
    credit_days: int = Field(gt=0)

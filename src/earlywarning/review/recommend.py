"""One recommended action per authority: what, how long, about what, by when, with whose help."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from earlywarning.definitions.ladder import StepName
from earlywarning.definitions.loader import Definitions
from earlywarning.definitions.review_type import ReviewType
from earlywarning.period import after_working_days
from earlywarning.review import enquiry, inspecting, ladder, scope
from earlywarning.review.case import Case, cases, declared
from earlywarning.review.clock import DUE, IN_TIME, NONE, OVERDUE, QUARTER_DAYS
from earlywarning.review.kinds import kind_of, offered_kind
from earlywarning.review.known import OfferInputs
from earlywarning.review.sure import confidence
from earlywarning.tables.declare import columns_of
from earlywarning.tables.offers import LineOfEnquiry, Recommendation

NOTHING = "Nothing stands out in what is known."
# Weeks in which a visit is found once it may begin.
WEEKS_TO_FIND_DAYS = 8


@dataclass(frozen=True, slots=True)
class DraftOffer:
    """One offer before its supporters are known."""

    case: Case
    step: StepName
    opened: ladder.Opened
    kind: ReviewType
    lines: tuple[enquiry.Line, ...]
    due_by: dt.date
    days: inspecting.Proposed
    confidence: str

    @property
    def code(self) -> str:
        """Return the authority."""
        return self.case.code


def offers(known: OfferInputs, definitions: Definitions) -> list[DraftOffer]:
    """Return one offer for every scored authority, in order of code."""
    return [_offer(case, definitions) for case in cases(known, definitions)]


def _offer(case: Case, definitions: Definitions) -> DraftOffer:
    fitting = kind_of(case, definitions)
    name, opened = ladder.step_of(case, definitions)
    if name == "commissioned_support":
        fitting = kind_of(case, definitions, to_mend=True)
    elif opened.by == "people" and set(case.keys) <= {"people"}:
        fitting = kind_of(case, definitions, heard_only=True)
    kind = offered_kind(name, fitting, definitions)
    soon = after_working_days(
        case.as_of, definitions.policy.ladder.alert_working_days, definitions.bank_holidays
    )
    step = definitions.policy.ladder.step(name)
    due = ladder.due_by(case, name, step, soon)
    days = _days(case, name, due, soon, definitions)
    if step.needs_reviewers:
        # The host has its notice between the offer and the first day on site.
        due = max(soon, days.begins - _notice(case, definitions))
    return DraftOffer(
        case=case,
        step=name,
        opened=opened,
        kind=kind,
        lines=tuple(enquiry.lines(case, kind, definitions)),
        due_by=due,
        days=days,
        confidence=confidence(case.score, case.levels, definitions)[0],
    )


def _notice(case: Case, definitions: Definitions) -> dt.timedelta:
    policy = definitions.policy.ladder
    urgent = case.band == definitions.policy.top_band() or "alert" in case.keys
    return dt.timedelta(days=policy.notice_days_urgent if urgent else policy.notice_days)


def _days(
    case: Case, name: StepName, due: dt.date, soon: dt.date, definitions: Definitions
) -> inspecting.Proposed:
    """Return days for a review, so late that the host has its notice after the offer is shared."""
    earliest = soon + _notice(case, definitions)
    later = earliest
    if case.clock["state"] == IN_TIME and name == "routine_review":
        earliest = max(earliest, due - dt.timedelta(days=QUARTER_DAYS))
        later = max(due, earliest)
    latest = later + dt.timedelta(weeks=WEEKS_TO_FIND_DAYS)
    return inspecting.proposed(earliest, latest, case.window, definitions.bank_holidays)


def recommendation_rows(
    made: list[DraftOffer], supporters: dict[str, list[str]], definitions: Definitions
) -> pd.DataFrame:
    """Return the recommendation table; `supporters` names them by authority."""
    rows = [_row(one, supporters.get(one.code, []), definitions) for one in made]
    return pd.DataFrame(rows, columns=columns_of(Recommendation))


def line_rows(made: list[DraftOffer]) -> pd.DataFrame:
    """Return the lines of enquiry of every offer, one a row."""
    rows = [
        (one.code, place, line.stage, line.question, line.behind, line.asked_by, line.kind,
         line.subject)
        for one in made
        for place, line in enumerate(one.lines, start=1)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns_of(LineOfEnquiry))


def _row(one: DraftOffer, supporters: list[str], definitions: Definitions) -> tuple[object, ...]:
    step = definitions.policy.ladder.step(one.step)
    covered, left = scope.enablers(one.case, one.kind, definitions)
    again = one.case.as_of + dt.timedelta(days=step.look_again_days)
    nothing = scope.for_nothing(one.case, definitions)
    return (
        one.code, one.case.as_of, step.action, one.kind.review_type, one.kind.days,
        _scope(one), enquiry.told(one.lines), True, one.due_by,
        supporters, _reasons(one, definitions), one.confidence, one.step,
        one.opened.words, step.closes, step.caller, again,
        one.days.begins if step.needs_reviewers else None,
        one.days.ends if step.needs_reviewers else None,
        one.days.note if step.needs_reviewers else "",
        covered, left,
        [f"{name}: {shown}" if name else shown for name, shown in nothing],
        [a.approach for a in scope.approaches(one.case, definitions)],
        ladder.to_consider(one.case, one.step, definitions),
        one.kind.prerequisites, one.kind.consent,
        [role for role, count in one.kind.team.items() for _ in range(count)],
        one.kind.cost_band, [name for name, _ in nothing], [shown for _, shown in nothing],
        one.opened.by,
    )  # fmt: skip


def _scope(one: DraftOffer) -> str:
    if one.step == "commissioned_support":
        return f"Agreed in a first visit and seen through by the supporter. {one.kind.scope}"
    if one.step == "supportive_conversation":
        return f"A talk first. If it leads to a review: {one.kind.scope}"
    return one.kind.scope


def _reasons(one: DraftOffer, definitions: Definitions) -> list[str]:
    """Return what opened the step, the clock, and the weightiest explanations by item."""
    words = [one.opened.words, *_of_the_clock(one.case)]
    subjects: dict[str, str] = {}
    for raised in one.case.raised:
        # The clock is told above; a sum over many figures is no reason to come. Of doubtful returns
        # the weightiest speaks for all.
        if raised.kind == "return":
            subjects.setdefault("return", raised.explanation)
        elif declared(raised.name, definitions):
            subjects.setdefault(raised.name, raised.explanation)
    told = list(subjects.values())[: definitions.policy.ladder.reasons]
    return [*words, *(told or [NOTHING])]


def _of_the_clock(case: Case) -> list[str]:
    """Return what the two-year clock says, and whether a review is planned."""
    state = case.clock["state"]
    out = []
    if state == OVERDUE:
        out.append(f"The two years are over since {case.clock['due_on']}.")
    elif state == DUE:
        out.append(f"The two years are over on {case.clock['due_on']}.")
    elif state == NONE:
        out.append("No peer review is on record.")
    planned = case.clock["planned_type"]
    if planned:
        out.append(f"A review is planned already ({str(planned).replace('_', ' ')}).")
    return out

"""Offers of earlier quarters: what was proposed, answered, decided and found; all invented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lab.nation import stories
from lab.nation.places import Nation

LEAD, ADVISER, DIRECTOR, CHIEF = (
    "regional lead", "improvement adviser", "director", "chief executive",
)  # fmt: skip
TARGETED = ("targeted_review", "targeted peer review")
TALK = ("supportive_conversation", "supportive conversation")
ROUTINE = ("routine_review", "routine two-yearly review")


@dataclass(frozen=True)
class Act:
    """One step in the life of an offer: the day, what is done, by which role, with what."""

    day: str
    do: str
    role: str
    given: dict[str, Any]


@dataclass(frozen=True)
class PlantedOffer:
    """An offer that was made, to whom, and what came of it."""

    old_la_code: str
    step: tuple[str, str]
    review_type: str
    days: int
    subjects: tuple[str, ...]
    proposed_on: str
    acts: tuple[Act, ...]


def planted_offers(nation: Nation, reviewed: set[str]) -> list[PlantedOffer]:
    """Return the offers of the quarters before; `reviewed` have a row in the register already.

    The stories keep their shape: but for one talk, the offers are to places without a story.
    """
    names = {story.name for story in stories.STORIES} | {stories.SPLIT_PARENT}
    las = nation.las
    free = las.loc[~las["la_name"].isin(names) & ~las["old_la_code"].isin(reviewed)]
    spread = [1, 4, 7] if len(free) > 7 else [0, 1, 2]
    first, second, third = free.sort_values("old_la_code")["old_la_code"].iloc[spread]
    codes = las.set_index("la_name")["old_la_code"]
    leader = str(codes[stories.QUIET_AND_FINE])
    return [
        _confirmed(str(first), leader),
        _found_itself(str(second), leader),
        _put_off(str(third)),
        _talked(str(codes[stories.DISINVESTED])),
    ]


def _confirmed(code: str, leader: str) -> PlantedOffer:
    return PlantedOffer(
        code, TARGETED, "workforce", 3,
        ("indicator:agency_rate", "indicator:caseload", "indicator:turnover_rate"),
        "2025-07-07",
        (
            Act("2025-07-08", "share", LEAD, {}),
            Act("2025-07-16", "reply", DIRECTOR, {
                "text": "We know of the caseloads; the agency team is for a project."}),
            Act("2025-07-21", "decide", LEAD, {
                "outcome": "accepted", "reason": "Both sides want to know how far it reaches."}),
            Act("2025-07-28", "start", LEAD, {"starts_on": "2025-10-07", "leader": leader}),
            Act("2025-11-03", "report", LEAD, {"held_on": "2025-10-09"}),
            Act("2025-11-10", "close", LEAD, {
                "findings": {"indicator:caseload": "confirmed", "indicator:turnover_rate": "partly",
                             "indicator:agency_rate": "not_confirmed"},
                "text": "Caseloads are as high as the figures say; leavers come from one team; "
                        "agency workers were a project that has ended."}),
        ),
    )  # fmt: skip


def _found_itself(code: str, leader: str) -> PlantedOffer:
    return PlantedOffer(
        code, TARGETED, "front_door", 3,
        ("indicator:assessments_45_days_pct", "indicator:rereferral_pct"),
        "2025-10-06",
        (
            Act("2025-10-07", "share", LEAD, {}),
            Act("2025-10-17", "reply", DIRECTOR, {
                "text": "Our audit of June found that assessments wait for a decision.",
                "found_itself": ("indicator:assessments_45_days_pct",),
                "plan": "Two managers decide daily from November; the queue is counted each week "
                        "and shown to the board."}),
            Act("2025-10-22", "credit", ADVISER, {
                "credible": True, "text": "The audit is older than the offer; the queue falls."}),
            Act("2025-10-23", "decide", DIRECTOR, {
                "outcome": "accepted", "reason": "A look from outside will tell."}),
            Act("2025-11-04", "start", LEAD, {"starts_on": "2026-01-20", "leader": leader}),
            Act("2026-02-16", "report", LEAD, {"held_on": "2026-01-22"}),
            Act("2026-02-23", "close", LEAD, {
                "findings": {"indicator:assessments_45_days_pct": "confirmed",
                             "indicator:rereferral_pct": "partly"},
                "text": "Work waited, and waits less; those who return come by two schools."}),
        ),
    )  # fmt: skip


def _put_off(code: str) -> PlantedOffer:
    return PlantedOffer(
        code, ROUTINE, "regional_triad", 1, (), "2026-01-12",
        (
            Act("2026-01-13", "share", LEAD, {}),
            Act("2026-01-26", "reply", CHIEF, {
                "text": "A new case system goes live in spring; we ask for the autumn."}),
            Act("2026-01-28", "decide", DIRECTOR, {
                "outcome": "deferred", "until": "2026-09-15",
                "reason": "The case system goes live in April, and nobody has a day."}),
        ),
    )  # fmt: skip


def _talked(code: str) -> PlantedOffer:
    return PlantedOffer(
        code, TALK, "resources", 3, ("flag:disinvestment_after_progress",), "2026-01-12",
        (
            Act("2026-01-13", "share", LEAD, {}),
            Act("2026-01-22", "reply", DIRECTOR, {
                "text": "The early help budget was cut for a year; front-door posts stay."}),
            Act("2026-01-26", "decide", LEAD, {
                "outcome": "accepted", "reason": "A talk costs little, and the budget is near."}),
            Act("2026-01-27", "start", LEAD, {"starts_on": "2026-02-10", "leader": ""}),
            Act("2026-02-12", "report", LEAD, {"held_on": "2026-02-10"}),
            Act("2026-02-13", "close", LEAD, {
                "findings": {"flag:disinvestment_after_progress": "confirmed"},
                "text": "What was cut is what kept families from the door; members did not know."}),
        ),
    )  # fmt: skip

"""Two keys: figures turn one, and people, a live alert or a published judgement the other.

One key opens a conversation with the scope of a review ready; two different ones open a team.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import pandas as pd

from earlywarning.definitions.policy import Policy

FIGURES, PEOPLE, ALERT, PUBLISHED = "figures", "people", "alert", "published"


class Known(NamedTuple):
    """What may turn the keys of one authority.

    figures: points of figures and of what is withheld of them. people: points of what was heard.
    sources: how many independent sources told of a concern. letter: a published letter or notice.
    """

    score: float
    figures: float
    people: float
    sources: int
    letter: bool
    alert: bool
    judged: bool


def turned(known: Known, policy: Policy, slack: float = 0.0) -> list[str]:
    """Return which keys are turned; `slack` is by how many points one may fall short.

    What turns a key is what opens its band: figures reach the floor of the lowest band that asks
    for something, people reach the step from there to the next.
    """
    floors = list(policy.bands.values())
    conversation, team = floors[1], floors[2] - floors[1]
    keys = {
        FIGURES: known.figures >= conversation - slack,
        PEOPLE: known.people >= team - slack or known.letter,
        ALERT: known.alert,
        PUBLISHED: known.judged,
    }
    return [name for name, is_turned in keys.items() if is_turned]


def band_by_keys(known: Known, policy: Policy, slack: float = 0.0) -> str:
    """Return the band that the keys open.

    The top one needs the points too, and two independent sources of what people say; a published
    letter or notice opens it by itself, for it is what inspectors found.
    """
    routine, conversation, team, top = policy.bands
    if known.letter:
        return top
    keys = turned(known, policy, slack)
    if len(keys) >= policy.keys.team:
        enough = known.score >= policy.bands[top] - slack and known.sources > 1
        return top if enough else team
    # Half the slack: the whole would keep a door open that a quarter of a concern is left of.
    worried = known.people >= policy.keys.people_conversation - slack / 2
    return conversation if len(keys) >= policy.keys.conversation or worried else routine


def judged_worse(journeys: pd.DataFrame, order: list[str], months: int, as_of: dt.date) -> set[str]:
    """Return who is judged on the lowest stage, or was judged lower than before within some months.

    Args:
        journeys: old_la_code, stage, since, before.
        order: stages, the lowest first.
        months: how long a fall is told.
        as_of: day of the look.
    """
    since = (pd.Timestamp(as_of) - pd.DateOffset(months=months)).date()
    out = set()
    for code, stage, day, before in zip(
        *(journeys[name] for name in ("old_la_code", "stage", "since", "before")), strict=True
    ):
        fell = isinstance(before, str) and order.index(stage) < order.index(before)
        if stage == order[0] or (fell and day >= since):
            out.add(str(code))
    return out

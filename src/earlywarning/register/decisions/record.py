"""What the ledger of decisions can hold: each record is one step in the life of one offer."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Literal

from pydantic import Field

from earlywarning.register.record import Body, Erased, Family, Moved, Words

CODE = r"^\d{3}$"
Outcome = Literal["accepted", "changed", "declined", "deferred"]
Verdict = Literal["confirmed", "partly", "not_confirmed"]
Side = Literal["authority", "consortium"]
What = Literal["approach", "supporter", "role"]
Came = Literal["helped", "did_not_help", "too_early"]


class Proposed(Body):
    """An offer as it was recommended; `subjects` are what it rests on, as `pattern:...`."""

    old_la_code: str = Field(pattern=CODE)
    as_of: dt.date
    action: str
    step: str
    review_type: str
    days: int
    supporter: str
    subjects: tuple[str, ...]


class Shared(Body):
    """The authority has it, and answers by a day."""

    reply_by: dt.date


class Reply(Body):
    """The authority's answer. `found_itself` are subjects that it had found before; restricted."""

    texts: ClassVar[tuple[str, ...]] = ("text", "plan")

    text: str
    found_itself: tuple[str, ...] = ()
    plan: str = ""


class Credit(Body):
    """Whether the consortium holds the plan for what the authority found itself to be credible."""

    credible: bool
    text: str


class Decision(Body):
    """What was decided, for which side; what it was changed to, or until when it was deferred."""

    outcome: Outcome
    side: Side
    text: str
    review_type: str = ""
    until: dt.date | None = None


class UnderWay(Body):
    """Days are agreed and somebody leads."""

    starts_on: dt.date
    leader: str = Field(pattern=r"^(\d{3})?$")


class Reported(Body):
    """The review was held, or the support has been given, and the report is there."""

    held_on: dt.date


class Verdicts(Body):
    """What was found, subject by subject."""

    findings: dict[str, Verdict]
    text: str


class Tried(Body):
    """What an approach, a supporting authority or a role came to; of the same the newest stands.

    `name`: the toolkit's entry, a three-digit code, or the role. `text`: what was seen.
    """

    what: What
    name: str = Field(min_length=1, max_length=80)
    outcome: Came
    text: str


DECISIONS = Family("decisions_on_offers", "D", "review", {
    "proposed": Proposed, "shared": Shared, "reply": Reply, "credit": Credit,
    "decision": Decision, "under_way": UnderWay, "reported": Reported, "closed": Verdicts,
    "tried": Tried, "withdrawal": Words, "erasure": Erased, "moved": Moved,
})  # fmt: skip

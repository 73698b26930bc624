"""Where the offer to one authority stands today, and the one next step: by whom, by when."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple, cast

import pandas as pd

from earlywarning.definitions.loader import Definitions
from earlywarning.period import after_working_days
from earlywarning.review.clock import day_of

Row = dict[str, Any]
FORMAL = "formal_support"
ADVISER, LEAD, DIRECTOR = "improvement adviser", "regional lead", "director"


class Stands(NamedTuple):
    """Where the offer stands today, and the one next step."""

    state: str
    step: str
    by: str | None
    due: dt.date | None
    begins: dt.date | None = None
    ends: dt.date | None = None
    waits_for: str | None = None
    until: dt.date | None = None
    offer: str | None = None


GOES_ON = {
    "reported": Stands("reported", "agree what follows from the report", LEAD, None),
    "under way": Stands("under_way", "see the review through", LEAD, None),
}


def offer_today(
    offer: Row,
    chosen: Row,
    offers: pd.DataFrame | None,
    as_of: dt.date,
    *,
    formal: bool,
    urgent: bool,
    definitions: Definitions,
) -> Stands:
    """Return where the offer stands: reply and decision first, then the programme.

    Args:
        offer: the authority's row of `recommendation`.
        chosen: its row of `programme`, empty where there is none.
        offers: its rows of the ledger.
        as_of: the day.
        formal: whether it is in formal support.
        urgent: whether there is a live alert or the highest band.
        definitions: notice, working days and steps of the ladder.
    """
    decided = _of_ledger(offers, as_of, definitions)
    if decided is not None:
        return decided
    begins, ends = _days_of(chosen)
    talk = offer.get("step") not in ("targeted_review", "commissioned_support")
    if formal and (talk or not begins):
        step = "ask what its monitoring says, and what help beside it is wanted"
        return Stands(FORMAL, step, LEAD, _soon(as_of, definitions), begins, ends)
    outcome, due = chosen.get("outcome"), day_of(offer["due_by"])
    # A talk needs nobody from elsewhere: what the programme says is of the two-yearly review.
    if offer["step"] == "supportive_conversation":
        if begins and due:
            # The review that is due anyway is spoken of in the talk, and needs its notice after it.
            ladder = definitions.policy.ladder
            notice = ladder.notice_days_urgent if urgent else ladder.notice_days
            due = max(_soon(as_of, definitions), min(due, begins - dt.timedelta(days=notice)))
        words = "ask a trusted fellow director to ring the director"
        waits = chosen.get("rule") if outcome == "not this quarter" else None
        return Stands("conversation", words, LEAD, due, begins, ends, waits_for=waits)
    if outcome == "offered":
        words = f"share the offer of {_article(offer)} with the director"
        return Stands("this_quarter", words, ADVISER, due, begins, ends)
    if outcome == "planned already":
        return Stands("planned", "agree the planned review's days", LEAD, due)
    if outcome == "not this quarter":
        again = day_of(offer["look_again_on"])
        words = "find its review a place in next quarter's programme"
        return Stands("waiting", words, ADVISER, again, waits_for=chosen.get("rule"))
    return Stands("not_due", f"ask the director for {_article(offer)}", LEAD, due)


def _days_of(chosen: Row) -> tuple[dt.date | None, dt.date | None]:
    """Return the days that the programme proposes this quarter, if it offers anything."""
    if chosen.get("outcome") != "offered":
        return None, None
    return day_of(chosen["proposed_from"]), day_of(chosen["proposed_to"])


def _article(offer: Row) -> str:
    action = _words(offer["action"])
    return action if offer["step"] == "commissioned_support" else f"a {action}"


def _soon(as_of: dt.date, definitions: Definitions) -> dt.date:
    days = definitions.policy.ladder.alert_working_days
    return after_working_days(as_of, days, definitions.bank_holidays)


def _of_ledger(
    offers: pd.DataFrame | None, as_of: dt.date, definitions: Definitions
) -> Stands | None:
    """Return what the ledger of decisions says of an offer that is not over, the newest first."""
    if offers is None:
        return None
    rows = offers[~offers["state"].isin(["closed", "withdrawn"])].sort_values("proposed_on")
    for row in reversed(cast("list[Row]", rows.to_dict("records"))):
        found = _of_offer(row, as_of, definitions)
        if found is not None:
            return found._replace(offer=str(row["offer"]))
    return None


def _of_offer(row: Row, as_of: dt.date, definitions: Definitions) -> Stands | None:
    """Return where one offer stands: by its decision where there is one, else by its state."""
    decision = row["decision"]
    if decision == "deferred":
        until = day_of(row["deferred_until"])
        if until is None or until > as_of:
            words = "take the deferred offer up again"
            return Stands("deferred", words, ADVISER, until, until=until)
        words = "decide again on the deferred offer"
        return Stands("decision_due", words, LEAD, until, until=until)
    if decision == "declined":
        days = definitions.policy.ladder.step("targeted_review").look_again_days
        look = (day_of(row["decided_on"]) or as_of) + dt.timedelta(days=days)
        declined = Stands("declined", "look again at what stands out", LEAD, look)
        return declined if look > as_of else None
    if row["state"] in GOES_ON:
        return GOES_ON[row["state"]]
    if decision in ("accepted", "changed"):
        return Stands("accepted", "agree days and team with the director", ADVISER, None)
    return _undecided(row, as_of, definitions)


def _undecided(row: Row, as_of: dt.date, definitions: Definitions) -> Stands | None:
    state, reply_by = row["state"], day_of(row["reply_by"])
    if state == "proposed":
        return Stands("to_be_shared", "share the offer with the director", ADVISER, None)
    if state == "shared" and reply_by is not None and as_of <= reply_by:
        return Stands("reply_awaited", "read the offer and reply", DIRECTOR, reply_by)
    if state not in ("shared", "replied"):
        return None
    due = (reply_by or as_of) + dt.timedelta(days=definitions.policy.decisions.decide_days)
    return Stands("decision_due", "decide, with the reply beside it", LEAD, due)


def _words(text: str) -> str:
    return text.replace("_", " ")

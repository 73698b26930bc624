"""Rows about offers that were made, and about what was tried elsewhere, as pages use them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OfferLife:
    """One offer that was made, and what became of it."""

    old_la_code: str
    offer: str
    proposed_on: dt.date | None
    action: str | None
    review_type: str | None
    state: str | None
    shared_on: dt.date | None
    reply_by: dt.date | None
    reply_state: str | None
    plan_credible: bool | None
    decision: str | None
    decided_on: dt.date | None
    decided_by: str | None
    reason: str | None
    changed_to: str | None
    deferred_until: dt.date | None
    starts_on: dt.date | None
    held_on: dt.date | None
    closed_on: dt.date | None
    found: str | None


@dataclass(frozen=True, slots=True)
class OfferReply:
    """What an authority answered to an offer."""

    old_la_code: str
    offer: str
    replied_on: dt.date | None
    replied_by: str | None
    text: str | None
    plan: str | None


@dataclass(frozen=True, slots=True)
class OfferFinding:
    """What reviewers found of one thing that an offer rested on."""

    old_la_code: str
    offer: str
    about: str | None
    subject: str | None
    finding: str | None


@dataclass(frozen=True, slots=True)
class Approach:
    """A tried approach of the toolkit."""

    approach: str
    name: str | None
    tried_in: str | None
    what: str | None
    figures: str | None
    needs: str | None
    caveat: str | None
    caution: str | None

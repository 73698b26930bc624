"""The ledger of decisions as tables: offers, replies, findings, and what they do elsewhere."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from earlywarning.definitions.ladder import DecisionPolicy
from earlywarning.register.decisions.state import Life
from earlywarning.statistics.rates import wilson
from earlywarning.tables.declare import columns_of
from earlywarning.tables.offers import (
    Offer,
    OfferFinding,
    OfferOutcome,
    OfferReply,
    WarningRecord,
)

REVIEWS = ("routine_review", "targeted_review")
WORKS_AGAINST_ITSELF = (
    "A review that works removes its own hit: what was mended in time is not found later, and an "
    "authority that was helped does not fail. So this counts what reviewers found when they "
    "looked, not what would have come. Findings of one review hang together, so the intervals are "
    "narrower than they should be."
)


def offer_rows(lives: dict[str, Life], day: dt.date) -> pd.DataFrame:
    """Return one row for every offer as it stands on a day, without the texts of replies."""
    return pd.DataFrame([_offer(life, day) for life in lives.values()], columns=columns_of(Offer))


def _offer(life: Life, day: dt.date) -> tuple[object, ...]:
    offer, decision, under_way = life.offer, life.decision, life.under_way
    return (
        life.item, offer.old_la_code, life.proposed_on, offer.as_of, offer.action, offer.step,
        offer.review_type, offer.days, offer.supporter or None, list(offer.subjects),
        life.state, life.shared_on, life.reply_by, life.replied_in_words(day),
        list(life.found_itself), None if life.credit is None else life.credit.credible,
        decision.outcome if decision else None, life.decided_on, life.decided_by or None,
        decision.side if decision else None, decision.text if decision else None,
        (decision.review_type or None) if decision else None,
        decision.until if decision else None, under_way.starts_on if under_way else None,
        (under_way.leader or None) if under_way else None, life.held_on, life.closed_on,
        life.verdicts.text if life.verdicts else None,
    )  # fmt: skip


def reply_rows(lives: dict[str, Life]) -> pd.DataFrame:
    """Return the replies with their texts: for the authority's own eyes and the consortium's."""
    rows = [
        (life.item, life.offer.old_la_code, day, by, reply.text, list(reply.found_itself),
         reply.plan)
        for life in lives.values()
        for day, by, reply in life.replies
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns_of(OfferReply))


def finding_rows(lives: dict[str, Life]) -> pd.DataFrame:
    """Return what was found of every subject of every closed offer."""
    rows = [
        (life.item, life.offer.old_la_code, *_about(subject), finding, life.closed_on)
        for life in lives.values()
        if life.verdicts is not None and life.state == "closed"
        for subject, finding in sorted(life.verdicts.findings.items())
    ]
    return pd.DataFrame(rows, columns=columns_of(OfferFinding))


def outcome_rows(lives: dict[str, Life]) -> pd.DataFrame:
    """Return what each approach, supporter and role came to, as the newest record of it says."""
    rows = [
        (life.item, life.offer.old_la_code, what, name, came.outcome, came.text, day, by)
        for life in lives.values()
        for (what, name), (day, by, came) in sorted(life.tried.items())
    ]
    return pd.DataFrame(rows, columns=columns_of(OfferOutcome))


def _about(subject: str) -> tuple[str, str]:
    about, _, name = subject.partition(":")
    return about, name


def review_rows(lives: dict[str, Life], columns: list[str]) -> pd.DataFrame:
    """Return what the ledger adds to the history of peer reviews.

    Held, planned, postponed (deferred by the authority) or refused (declined by it). What the
    consortium itself declines or defers says nothing about the authority, and support or a talk is
    no review.
    """
    rows = [
        {
            "old_la_code": life.offer.old_la_code,
            "review_type": _type(life),
            "asked_on": life.decided_on,
            "held_on": life.held_on,
            "status": status,
            "led_by_old_la_code": life.under_way.leader if life.under_way else "",
            "source": f"offer {life.item}, {life.decided_by}",
        }
        for life in lives.values()
        if (status := _status(life))
    ]
    return pd.DataFrame(rows, columns=columns)


def _type(life: Life) -> str:
    changed = life.decision.review_type if life.decision else ""
    return changed or life.offer.review_type


def _status(life: Life) -> str:
    decision = life.decision
    if decision is None or life.state == "withdrawn":
        return ""
    # A talk or support is no review, unless it was changed into one.
    if life.offer.step not in REVIEWS and decision.outcome != "changed":
        return ""
    if life.held_on is not None:
        return "held"
    if decision.outcome in ("accepted", "changed"):
        return "planned"
    if decision.side != "authority":
        return ""
    return "refused" if decision.outcome == "declined" else "postponed"


def credit_rows(lives: dict[str, Life], policy: DecisionPolicy, columns: list[str]) -> pd.DataFrame:
    """Return what credible plans earn, as entries of soft intelligence: one for each offer."""
    rows = [
        {
            "item": life.item,
            "old_la_code": life.offer.old_la_code,
            "flag": policy.credit_flag,
            "heard_on": life.credited_on,
            # The authority found it; that its plan is credible is what the consortium says.
            "source_kind": "regional_lead",
            "source_area": "",
            "reliability": "B",  # said by the authority, and held to be credible by others
            "credibility": 2,
            "recorded_by": life.credited_by,
            "review_by": life.credited_on + dt.timedelta(days=policy.credit_days),
            "recorded_on": life.credited_on,
            "disputed": False,
            "superseded": 0,
        }
        for life in lives.values()
        if life.credit is not None and life.credit.credible and life.credited_on is not None
        and life.state != "withdrawn"
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def warning_record(findings: pd.DataFrame) -> pd.DataFrame:
    """Return the hit record of past offers: by kind of subject, by subject, and of all.

    A warning held where reviewers confirmed it, wholly or partly; the interval is Wilson's.

    Args:
        findings: rows of `offer_finding`.
    """
    rows = []
    if len(findings):
        groups = [("all", "all", findings)]
        groups += [(str(a), "all", part) for a, part in findings.groupby("about")]
        groups += [
            (str(about), str(subject), part)
            for (about, subject), part in findings.groupby(["about", "subject"])
        ]
        rows = [_record(*group) for group in groups]
    return pd.DataFrame(rows, columns=columns_of(WarningRecord))


def _record(about: str, subject: str, part: pd.DataFrame) -> tuple[object, ...]:
    count = part["finding"].value_counts()
    confirmed, partly, not_confirmed = (
        int(count.get(word, 0)) for word in ("confirmed", "partly", "not_confirmed")
    )
    total = confirmed + partly + not_confirmed
    value, lower, upper = wilson(confirmed + partly, total)
    return (about, subject, confirmed, partly, not_confirmed, total,
            *(100 * float(x) for x in (value, lower, upper)))  # fmt: skip

"""Where each authority stands: evidence, offer, decision and judgement in one row, once.

This module alone knows how these come together. Pages, briefings, packs and alerts read the table.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, cast

import pandas as pd

from earlywarning.definitions.loader import Definitions
from earlywarning.review.case import facts_of
from earlywarning.review.clock import day_of
from earlywarning.review.known import by_code
from earlywarning.review.ladder import key_words
from earlywarning.review.looked import Looked, newest_look, reported
from earlywarning.review.offer_today import FORMAL, Row, Stands, offer_today
from earlywarning.review.sentence import (
    ROUTINE,
    UNKNOWN,
    Evidence,
    judged_on,
    judgement,
    sentence,
    worst,
)
from earlywarning.review.sure import confidence
from earlywarning.tables.declare import columns_of
from earlywarning.tables.standing import Standing

TEAM, CONVERSATION = "team", "conversation"
UNREAD = ("low", "a later inspection report was refused and could not be read")


@dataclass(frozen=True, slots=True)
class StandingInputs:
    """Tables of one build, as they are; those of a register may be empty.

    scores, past (score_history), levels, recommendations, programme, offers (of the ledger),
    journeys, inspections, clocks, alerts (of the watch), heard (soft items), figures (newest_days:
    old_la_code, newest_yearly, newest_in_year), missing (old_la_code, indicator), unread (reports).
    formal_before: who was in formal support when last published.
    """

    scores: pd.DataFrame
    past: pd.DataFrame
    levels: pd.DataFrame
    recommendations: pd.DataFrame
    programme: pd.DataFrame
    offers: pd.DataFrame
    journeys: pd.DataFrame
    inspections: pd.DataFrame
    clocks: pd.DataFrame
    alerts: pd.DataFrame
    heard: pd.DataFrame
    figures: pd.DataFrame
    missing: pd.DataFrame
    unread: pd.DataFrame
    formal_before: frozenset[str] = frozenset()


def standing_rows(known: StandingInputs, definitions: Definitions) -> pd.DataFrame:
    """Return the standing table: one row for every scored authority, in order of code."""
    own = _Own(known)
    until = max((d for d in map(day_of, known.inspections["published"]) if d), default=None)
    scores = known.scores.sort_values("old_la_code")
    rows = [
        _row(row, own, until, definitions) for row in cast("list[Row]", scores.to_dict("records"))
    ]
    return pd.DataFrame(rows, columns=columns_of(Standing))


class _Own:
    """The rows of each authority, by table."""

    def __init__(self, known: StandingInputs) -> None:
        self.past = by_code(known.past)
        self.levels = by_code(known.levels)
        self.heard = by_code(known.heard)
        self.missing = by_code(known.missing)
        self.alerts = by_code(_live(known.alerts))
        self.offers = by_code(known.offers)
        self.formal_before = known.formal_before
        self.inspections = known.inspections
        self._reported: dict[str, Looked] | None = None
        one = ("recommendations", "programme", "journeys", "clocks", "figures", "unread")
        self.one = {
            name: {str(row["old_la_code"]): row for row in getattr(known, name).to_dict("records")}
            for name in one
        }

    def reported(self, as_of: dt.date) -> dict[str, Looked]:
        """Return each authority's newest report, worked out once."""
        if self._reported is None:
            self._reported = reported(self.inspections, as_of)
        return self._reported

    def of(self, table: str, code: str) -> Row:
        """Return the one row of an authority, empty where there is none."""
        return cast(Row, self.one[table].get(code, {}))


def _live(alerts: pd.DataFrame) -> pd.DataFrame:
    return alerts[alerts["ended"].isna()] if len(alerts) else alerts


def _row(score: Row, own: _Own, until: dt.date | None, definitions: Definitions) -> Row:
    code, as_of = str(score["old_la_code"]), cast(dt.date, day_of(score["as_of"]))
    offer, journey = own.of("recommendations", code), own.of("journeys", code)
    clock, figures = own.of("clocks", code), own.of("figures", code)
    keys = list(score["keys"]) if score["keys"] is not None else []
    formal = _formal(code, journey, own, definitions)
    alert = _alert(own.alerts.get(code))
    urgent = "alert" in keys or score["band"] == definitions.policy.top_band()
    stands = offer_today(
        offer, own.of("programme", code), own.offers.get(code), as_of,
        formal=formal, urgent=urgent, definitions=definitions,
    )  # fmt: skip
    unread = own.of("unread", code)
    where = _where(score, offer, unread, formal=formal)
    levels, told = own.levels.get(code), key_words(score, definitions)
    evidence = Evidence(where, told, levels, journey, offer, unread)
    sure, reason = UNREAD if unread else confidence(score, levels, definitions)
    missing = own.missing.get(code)
    looked = newest_look(own.reported(as_of).get(code), day_of(clock.get("last_held")))
    return {
        "old_la_code": code,
        "as_of": as_of,
        "sentence": sentence(evidence, stands, definitions),
        "standing": where,
        "band": score["band"],
        "band_since": day_of(score["band_since"]),
        "band_since_at_latest": score["band_since_at_latest"],
        "band_looks": score["band_looks"],
        "score": score["risk_of_decline"],
        "lower": score["lower"],
        "upper": score["upper"],
        "keys": keys,
        "keys_for_team": definitions.policy.keys.team,
        "keys_since": [_since(key, own.past.get(code), as_of) for key in keys],
        "signs": [name for name, _ in worst(levels)],
        **_of_offer(stands, offer),
        "judgement": judgement(journey, definitions),
        "judged_on": judged_on(journey),
        "later_report_refused": bool(unread),
        "later_report_on": day_of(unread.get("day")),
        "inspections_until": until,
        "last_peer_review": day_of(clock.get("last_held")),
        "last_look": looked.day if looked else None,
        "last_look_kind": looked.kind if looked else None,
        "next_review_due": day_of(clock.get("due_on")),
        "planned_review": clock.get("planned_type"),
        "alert_since": alert[0] if alert else None,
        "alert_measures": list(alert[1]) if alert else [],
        "newest_yearly": day_of(figures.get("newest_yearly")),
        "newest_in_year": day_of(figures.get("newest_in_year")),
        "newest_heard": _newest_heard(own.heard.get(code)),
        "confidence": sure,
        "confidence_reason": reason,
        "missing": [] if missing is None else sorted(missing["indicator"]),
        "withheld": [] if levels is None else _withheld(levels),
    }


def _of_offer(stands: Stands, offer: Row) -> Row:
    """Return the columns that tell of the offer and the next step."""
    return {
        "next_step": stands.step,
        "next_step_by": stands.by,
        "due": stands.due,
        "offer_state": stands.state,
        "offer": stands.offer,
        "action": offer.get("action"),
        "review_type": offer.get("review_type"),
        "review_from": stands.begins,
        "review_to": stands.ends,
        "waits_for": stands.waits_for,
        "deferred_until": stands.until,
    }


def _where(score: Row, offer: Row, unread: Row, *, formal: bool) -> str:
    """Return the standing: formal support first, then what is offered, then what is known."""
    if formal:
        return FORMAL
    if offer.get("step") in ("targeted_review", "commissioned_support"):
        return TEAM
    if score["band"] == UNKNOWN:
        return UNKNOWN
    if offer.get("step") == "supportive_conversation":
        return CONVERSATION
    return UNKNOWN if unread else ROUTINE


def _formal(code: str, journey: Row, own: _Own, definitions: Definitions) -> bool:
    """Tell whether the service is judged on the lowest stage, or is under a notice that stands."""
    lowest = next(iter(definitions.journey.stages))
    if journey.get("stage") == lowest:
        return True
    unread = own.of("unread", code)
    if unread.get("grade") == definitions.journey.stages[lowest].grade and day_of(unread["day"]):
        return True
    # Nobody leaves it by a row that was refused.
    if unread and code in own.formal_before:
        return True
    stands = facts_of(own.heard.get(code), definitions)
    return any(definitions.soft_flags[name].formal for name in stands)


def _alert(rows: pd.DataFrame | None) -> tuple[dt.date, tuple[str, ...]] | None:
    if rows is None:
        return None
    days = [cast(dt.date, day_of(day)) for day in rows["known_on"]]
    told = [*rows["measures"], *rows["joined_later"]]
    return min(days), tuple(dict.fromkeys(name for row in told for name in _list(row)))


def _list(value: Any) -> list[str]:
    return [] if value is None or isinstance(value, float) else [str(one) for one in value]


def _withheld(levels: pd.DataFrame) -> list[str]:
    return sorted(set(levels.loc[levels["withheld"].notna(), "indicator"]))


def _since(key: str, past: pd.DataFrame | None, as_of: dt.date) -> dt.date:
    """Return the first look of the unbroken run, up to today, in which a key was turned."""
    since = as_of
    if past is None:
        return since
    rows = past.sort_values("looked_on", ascending=False)
    for day, keys in zip(rows["looked_on"], rows["keys"], strict=True):
        if key not in _list(keys):
            break
        since = cast(dt.date, day_of(day))
    return since


def _newest_heard(heard: pd.DataFrame | None) -> dt.date | None:
    if heard is None:
        return None
    days = [day for day in map(day_of, heard.loc[heard["weight_now"] > 0, "heard_on"]) if day]
    return max(days, default=None)

"""Where each authority stands: evidence, offer, decision and judgement in one row, once.

This module alone knows how these come together. Pages, briefings, packs and alerts read the table.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

import pandas as pd

from earlywarning.definitions.loader import Definitions
from earlywarning.period import after_working_days
from earlywarning.review.case import facts_of
from earlywarning.review.clock import day_of
from earlywarning.review.known import by_code
from earlywarning.review.ladder import FAR, HELD, key_words
from earlywarning.review.sure import confidence
from earlywarning.tables.declare import columns_of
from earlywarning.tables.standing import Standing

Row = dict[str, Any]
FORMAL, TEAM, CONVERSATION = "formal_support", "team", "conversation"
ROUTINE, UNKNOWN = "routine", "not_known"
LONGEST = 30
UNREAD = ("low", "a later inspection report was refused and could not be read")
SHORT_WORDS = {
    "figures": "figures", "people": "people", "alert": "an alert", "published": "inspectors",
}  # fmt: skip
ADVISER, LEAD, DIRECTOR = "improvement adviser", "regional lead", "director"


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
        one = ("recommendations", "programme", "journeys", "clocks", "figures", "unread")
        self.one = {
            name: {str(row["old_la_code"]): row for row in getattr(known, name).to_dict("records")}
            for name in one
        }

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
    stands = _stands(code, as_of, own, formal=formal, urgent=urgent, definitions=definitions)
    unread = own.of("unread", code)
    where = _where(score, offer, unread, formal=formal)
    levels, told = own.levels.get(code), key_words(score, definitions)
    sure, reason = UNREAD if unread else confidence(score, levels, definitions)
    missing = own.missing.get(code)
    return {
        "old_la_code": code,
        "as_of": as_of,
        "sentence": _sentence(where, told, levels, journey, offer, unread, stands, definitions),
        "standing": where,
        "band": score["band"],
        "band_since": day_of(score["band_since"]),
        "band_since_at_latest": score["band_since_at_latest"],
        "score": score["risk_of_decline"],
        "lower": score["lower"],
        "upper": score["upper"],
        "keys": keys,
        "keys_for_team": definitions.policy.keys.team,
        "keys_since": [_since(key, own.past.get(code), as_of) for key in keys],
        "signs": [name for name, _ in _worst(levels)],
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
        "judgement": _judgement(journey, definitions),
        "judged_on": _judged_on(journey),
        "later_report_refused": bool(unread),
        "later_report_on": day_of(unread.get("day")),
        "inspections_until": until,
        "last_peer_review": day_of(clock.get("last_held")),
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


def _worst(levels: pd.DataFrame | None) -> list[tuple[str, float]]:
    """Return the indicators that lie clearly on their worse side, the farthest first."""
    if levels is None:
        return []
    far = levels[levels["level"] - levels["level_sd"] > 0]
    best = far.groupby("indicator")["level"].max().sort_values(ascending=False)
    return [(str(name), float(level)) for name, level in best.items()]


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


def _judgement(journey: Row, definitions: Definitions) -> str | None:
    return definitions.journey.stages[journey["stage"]].grade if journey else None


def _judged_on(journey: Row) -> dt.date | None:
    return day_of(journey.get("judged_on"))


def _stands(
    code: str,
    as_of: dt.date,
    own: _Own,
    *,
    formal: bool,
    urgent: bool,
    definitions: Definitions,
) -> Stands:
    """Return where the offer stands: reply and decision first, then the programme."""
    offer, chosen = own.of("recommendations", code), own.of("programme", code)
    decided = _of_ledger(own.offers.get(code), as_of, definitions)
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
        words = "ask a director whom they trust to ring theirs"
        waits = chosen.get("rule") if outcome == "not this quarter" else None
        return Stands("conversation", words, LEAD, due, begins, ends, waits_for=waits)
    if outcome == "offered":
        words = f"share the offer of {_article(offer)} with the director"
        return Stands("this_quarter", words, ADVISER, due, begins, ends)
    if outcome == "planned already":
        return Stands("planned", "agree the planned review's days", LEAD, due)
    if outcome == "not this quarter":
        again = day_of(offer["look_again_on"])
        words = "look for a place in the next quarter's programme"
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


def _sentence(
    where: str, keys: dict[str, str], levels: pd.DataFrame | None, journey: Row, offer: Row,
    unread: Row, stands: Stands, definitions: Definitions,
) -> str:  # fmt: skip
    """Return the one sentence: what the evidence says and what comes next, under thirty words."""
    told = _evidence(where, keys, levels, journey, offer, unread, definitions)
    for words in told:
        sentence = f"{words}; next: {_next(stands)}."
        if len(sentence.split()) < LONGEST:
            return sentence
    return f"{told[-1]}."


def _evidence(
    where: str, keys: dict[str, str], levels: pd.DataFrame | None, journey: Row, offer: Row,
    unread: Row, definitions: Definitions,
) -> list[str]:  # fmt: skip
    """Return the evidence in words, the fullest first, each shorter than the one before."""
    if where == FORMAL:
        return [_in_formal_support(journey, unread, definitions)]
    if where == UNKNOWN:
        known = "A later report could not be read" if unread else "Too little is known to rest on"
        return [f"{known}, and that is a reason to talk", known]
    worst = [definitions.indicators[name].name for name, _ in _worst(levels)[:2]]
    far = worst and keys.get("figures") == FAR
    fuller = keys | ({"figures": f"{FAR}, most on {_lower(worst[0])}"} if far else {})
    if not keys:
        if where == ROUTINE:
            return [
                "Taken together, nothing asks for more than the review that is due to all",
                "Nothing asks for more than the review due to all",
            ]
        people = offer.get("opened_kind") in ("people", "pattern")
        return ["People worry, though the figures say little" if people else HELD]
    ordered = sorted(keys, key=lambda key: key != "alert")
    told = [_capital(_and(said, ordered)) for said in (fuller, keys)]
    if len(ordered) > 1:
        *before, last = [SHORT_WORDS[key] for key in ordered]
        told.append(_capital(f"{', '.join(before)} and {last} point the same way"))
    return told


def _in_formal_support(journey: Row, unread: Row, definitions: Definitions) -> str:
    if journey.get("stage") == next(iter(definitions.journey.stages)):
        day = cast(dt.date, _judged_on(journey))
        return f"In formal support, judged {_judgement(journey, definitions)} in {day:%B %Y}"
    if unread:
        return "In formal support, and a later report could not be read"
    return "In formal support under a published notice"


def _and(said: dict[str, str], ordered: list[str]) -> str:
    """Join what each key says; a comma closes what a part of it has opened."""
    *before, last = [said[key] for key in ordered]
    if not before:
        return last
    comma = "," if any("," in part for part in before) else ""
    return f"{' and '.join(before)}{comma} and {last}"


def _next(stands: Stands) -> str:
    if stands.due is None:
        return stands.step
    when = "on" if stands.state == "deferred" else "by"
    return f"{stands.step} {when} {stands.due.day} {stands.due:%B %Y}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def _words(text: str) -> str:
    return text.replace("_", " ")

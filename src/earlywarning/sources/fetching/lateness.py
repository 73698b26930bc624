"""For `doctor`: of each source what is held, what should be out by now, and when it was tried."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from earlywarning.definitions.loader import Definitions
from earlywarning.definitions.publication import Publication
from earlywarning.sources.fetching.record import Tried

State = Literal["ok", "late", "none"]
WORSE_FIRST = ("refused", "failed", "unreachable", "new", "unchanged", "by_hand")


@dataclass(frozen=True, slots=True)
class Held:
    """The newest release of a table or kind that the warehouse holds."""

    kind: str
    period: int | None
    published: dt.date | None
    file_name: str


@dataclass(frozen=True, slots=True)
class SourceState:
    """How a source stands, in words with the last attempt; of a late one the year missing."""

    source: str
    state: State
    words: str
    missing: int | None = None


def source_states(
    definitions: Definitions, held: list[Held], tried: dict[str, list[Tried]], today: dt.date
) -> list[SourceState]:
    """Return how each source stands today."""
    states = []
    for source, publication in definitions.sources.publications.items():
        kinds = {t.table for t in definitions.tables.values() if t.source == source}
        own = [one for one in held if one.kind in kinds | set(publication.kinds)]
        state, words = _held_words(publication, own, today)
        told = _tried_words(tried.get(source, []))
        full = f"{source} ({publication.title}): {words}; {told}"
        newest = max((one.period for one in own if one.period), default=0)
        states.append(SourceState(source, state, full, newest + 1 if state == "late" else None))
    return states


def _held_words(publication: Publication, own: list[Held], today: dt.date) -> tuple[State, str]:
    if not own:
        return "none", f"no release held; get it from {publication.page}"
    newest = max(own, key=lambda one: (one.period or 0, one.published or dt.date.min))
    out = f", out {newest.published}" if newest.published else ""
    if newest.period is None:
        return "ok", f"held: {newest.file_name}{out}; it does not say which year it is about"
    words = f"newest release {newest.period}{out}"
    if publication.cadence is None:
        return "ok", f"{words}; it comes out at no set time"
    wanted = publication.cadence.newest_due(today)
    if newest.period < wanted:
        # The first one missed says how late it is; a later one may be due as well.
        due = publication.cadence.due(newest.period + 1)
        return "late", (
            f"{words}; {newest.period + 1} was expected by {due}, {(today - due).days} days late"
        )
    following = newest.period + 1
    return "ok", f"{words}; {following} is expected by {publication.cadence.due(following)}"


def _tried_words(tried: list[Tried]) -> str:
    if not tried:
        return "never fetched here"
    last = max(one.tried_at for one in tried)
    worst = min(tried, key=lambda one: WORSE_FIRST.index(one.outcome))
    words = worst.outcome.replace("_", " ")
    why = f" ({worst.message})" if worst.outcome in WORSE_FIRST[:3] else ""
    return f"last fetched {last[:16].replace('T', ' ')} UTC: {words}{why}"

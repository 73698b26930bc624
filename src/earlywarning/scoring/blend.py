"""Three pillars, each a bounded sum of named points; the points add up to the score."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from earlywarning.definitions.loader import Definitions
from earlywarning.definitions.policy import Policy
from earlywarning.period import months_between
from earlywarning.scoring.bands import NOT_KNOWN
from earlywarning.scoring.doubt import Doubt, in_a_year, interval
from earlywarning.scoring.evidence import Evidence, Item, least_of_figures
from earlywarning.scoring.keys import Known, band_by_keys, turned
from earlywarning.scoring.soft import WeighedFlag, heard_about, sources_of_concern
from earlywarning.scoring.transparency import openness_items
from earlywarning.scoring.vital import (
    BEYOND,
    CHANCE,
    Told,
    beyond_openness,
    told_of,
    vital_items,
    withheld_items,
)
from earlywarning.tables.declare import columns_of
from earlywarning.tables.score import Contribution

SCORE_COLUMNS = [
    "old_la_code", "as_of", "risk_of_decline", "lower", "upper", "band", "performance",
    "soft_intelligence", "transparency", "coverage", "stale", "note", "band_meaning", "keys",
    "band_within_margin", "performance_lower", "performance_upper", "hidden",
]  # fmt: skip


class Circumstances(NamedTuple):
    """What else bears on one authority's score."""

    missing: int
    is_small: bool
    own: list[Told]
    said: pd.DataFrame | None


def score_all(
    evidence: Evidence, definitions: Definitions, *, whole: bool = True
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the score and contribution tables of every open authority.

    `whole` works out what withdrawing each item would do. The band is that of one look alone: see
    `held_bands` for the one that stands.
    """
    scores: list[tuple[object, ...]] = []
    contributions: list[tuple[object, ...]] = []
    vital = told_of(evidence.vital, definitions.vital_signs.most_units)
    soft, doubtful, reviews = (
        dict(tuple(frame.groupby("old_la_code")))
        for frame in (evidence.soft_items, evidence.doubtful, evidence.peer_reviews)
    )
    missing = evidence.missing.groupby("old_la_code")["indicator"].count().to_dict()
    for code, is_small in evidence.authorities[["old_la_code", "is_small"]].itertuples(index=False):
        own, said = vital.get(code, []), soft.get(code)
        heard = (
            [] if said is None else heard_about(said, definitions.soft_flags, definitions.policy)
        )
        openness = openness_items(doubtful.get(code), reviews.get(code), evidence, definitions)
        trusted = not any(item.kind == "return" for item in openness)
        items = vital_items(own, definitions, trusted=trusted) + soft_points(heard, definitions)
        items += openness + withheld_items(own, definitions)
        items += beyond_openness(items, definitions)
        # What is past its review day is heard no more.
        known = Circumstances(missing.get(code, 0), bool(is_small), own, said if heard else None)
        row, limits = _score(code, items, heard, evidence, definitions, known)
        scores.append(row)
        for i in items:
            told = whole and i.item != CHANCE
            without = _without(i, items, definitions) if told else None
            contributions.append(_row(code, evidence.as_of, i, without))
        contributions += [_row(code, evidence.as_of, i, None) for i in limits]
    return (
        pd.DataFrame(scores, columns=SCORE_COLUMNS),
        pd.DataFrame(contributions, columns=columns_of(Contribution)),
    )


def _row(code: str, as_of: dt.date, item: Item, without: float | None) -> tuple[object, ...]:
    return (
        code, as_of, item.pillar, item.item, item.points, item.explanation, without,
        item.kind, item.subject, item.way, item.chance, item.title,
        *(item.heard or (None, None, None, None)), item.period,
        [reason for reason, _ in item.doubts], [cells for _, cells in item.doubts],
    )  # fmt: skip


def _without(item: Item, items: list[Item], definitions: Definitions) -> float:
    """Return what the score would be if one item were withdrawn and all else stayed.

    What is taken off for it because of chance goes with it.
    """
    given_back = replace(item, points=item.by_chance)
    rest = [given_back if other is item else other for other in items if other.item != BEYOND]
    rest += beyond_openness(rest, definitions)
    limits = limits_of(rest, definitions)
    return max(0.0, sum(other.points for other in rest + limits))


def _is_stale(evidence: Evidence, definitions: Definitions) -> bool:
    age = months_between(evidence.newest, evidence.as_of)
    return age > definitions.policy.uncertainty.stale_months


def soft_points(heard: list[WeighedFlag], definitions: Definitions) -> list[Item]:
    """Return the points of what was heard, one item per flag, and what one source adds too much.

    Praise from inside counts no more points than praise from outside does, and nothing alone. What
    is published counts as a fact with its date.
    """
    unlocked = _unlocked(heard)
    told = [
        Item(
            "soft_intelligence",
            h.flag,
            h.points * unlocked if h.points < 0 and h.inside else h.points,
            _heard_words(h, definitions, unlocked=unlocked),
            "flag",
            h.flag,
            title=definitions.soft_flags[h.flag].name,
            heard=(h.items, h.sources, h.newest, h.told),
        )
        for h in heard
    ]
    return told + _one_source(heard, definitions)


def _unlocked(heard: list[WeighedFlag]) -> float:
    """Return which share of the praise from inside counts: no more points than outside praises."""
    inside, outside = (
        sum(-h.points for h in heard if h.points < 0 and h.inside is kind) for kind in (True, False)
    )
    return min(1.0, outside / inside) if inside > 0 else 1.0


def _heard_words(h: WeighedFlag, definitions: Definitions, *, unlocked: float) -> str:
    name = definitions.soft_flags[h.flag].name
    if h.hard_trigger:
        return f"{name}: published, {h.newest}"
    entries = f"{h.items} entr{'y' if h.items == 1 else 'ies'}"
    sources = f"{h.sources} independent source{'s' if h.sources > 1 else ''}"
    words = f"{name}: {entries} from {sources}, newest in {h.newest:%B %Y}"
    if h.points < 0 and h.inside and unlocked < 1:
        return f"{words}; from inside, so it counts no more than praise from outside does"
    return words if h.sources > 1 else f"{words}; not corroborated, so capped"


def _one_source(heard: list[WeighedFlag], definitions: Definitions) -> list[Item]:
    """Return what single sources added beyond the most that one source can, over all flags.

    Who does not say its area is taken for the one of its kind that told most: no second source.
    """
    by_kind: dict[str, dict[str, float]] = {}
    for h in heard:
        kind, area = h.source
        if kind and h.points > 0 and not h.hard_trigger:
            by_area = by_kind.setdefault(kind, {})
            by_area[area] = by_area.get(area, 0.0) + h.points
    cap = definitions.policy.soft_intelligence.source_cap
    over = 0.0
    for by_area in by_kind.values():
        unsaid = by_area.pop("", 0.0)
        most, *rest = sorted(by_area.values(), reverse=True) or [0.0]
        over += sum(max(0.0, points - cap) for points in (most + unsaid, *rest))
    if over <= 0:
        return []
    words = f"One source adds {cap:g} points at the most, whatever it names."
    return [Item("soft_intelligence", "one_source", -over, words, "limit")]


def limits_of(items: list[Item], definitions: Definitions) -> list[Item]:
    """Return the items by which a pillar's sum is brought inside its bounds.

    Transparency lies between 0 and its cap. So does performance, but that good signs take nothing
    off what is kept of figures that are withheld. Soft intelligence may go below 0 to its floor,
    because what people know can reassure; the whole score never goes below 0.
    """
    policy = definitions.policy
    out = []
    total = 0.0
    floors = {
        "performance": least_of_figures(items),
        "soft_intelligence": policy.soft_intelligence.floor,
    }
    for pillar, cap in policy.caps.items():
        raw = sum(item.points for item in items if item.pillar == pillar)
        floor = floors.get(pillar, 0.0)
        bounded = min(cap, max(floor, raw))
        total += bounded
        if bounded != raw:
            words = (
                f"Cut to {cap:g}: this pillar counts no more."
                if raw > cap
                else f"Lifted to {round(floor, 1):g}: this pillar takes off no more."
            )
            out.append(Item(pillar, "limit", bounded - raw, words, "limit"))
    if total < 0:
        words = "A score is never below 0."
        out.append(Item("soft_intelligence", "score_floor", -total, words, "limit"))
    return out


def _score(
    code: str,
    items: list[Item],
    heard: list[WeighedFlag],
    evidence: Evidence,
    definitions: Definitions,
    known: Circumstances,
) -> tuple[tuple[object, ...], list[Item]]:
    policy = definitions.policy
    limits = limits_of(items, definitions)
    pillars = {
        pillar: sum(i.points for i in items + limits if i.pillar == pillar)
        for pillar in policy.caps
    }
    # The floor brings a negative sum to 0 but for a last bit of rounding.
    total = max(0.0, sum(pillars.values()))
    stale, heard_here = _is_stale(evidence, definitions), known.said is not None
    # Only somebody from outside is heard of it; an authority's own word is no second view.
    doubt = Doubt(known.missing, stale, any(not h.inside for h in heard))
    lower, upper = interval(known.own, items, total, doubt, definitions)
    coverage = 1 - known.missing / max(1, len(definitions.weighted()))
    may_turn = _may_turn(code, total, pillars, items, heard, evidence, definitions, known)
    band, within = (
        _or_not_known(band_by_keys(may_turn, policy, slack), coverage, known, policy)
        for slack in (0.0, policy.band_margin)
    )
    note = _note(evidence.soft_loaded, heard_here, known.is_small, known.missing)
    row = (
        code, evidence.as_of, total, lower, upper, band, *(pillars[p] for p in
        ("performance", "soft_intelligence", "transparency")), coverage, stale, note,
        policy.band_meaning[band], turned(may_turn, policy), within,
        *in_a_year(known.own, items, definitions), may_turn.figures - pillars["performance"],
    )  # fmt: skip
    return row, limits


def _may_turn(
    code: str,
    total: float,
    pillars: dict[str, float],
    items: list[Item],
    heard: list[WeighedFlag],
    evidence: Evidence,
    definitions: Definitions,
    known: Circumstances,
) -> Known:
    flags, said = definitions.soft_flags, known.said
    # Reviews refused or overdue are openness and no figure.
    hidden = sum(item.points for item in items if item.kind in ("return", "withheld"))
    # What openness could not hold stands among the figures already.
    hidden -= sum(item.points for item in items if item.item == BEYOND)
    # Praise lowers points and turns no key back.
    worry = sum(h.points for h in heard if h.points > 0)
    worry += sum(item.points for item in items if item.item == "one_source")
    return Known(
        score=total,
        figures=pillars["performance"] + min(hidden, definitions.policy.caps["transparency"]),
        people=worry,
        sources=0 if said is None else sources_of_concern(said, flags, definitions.policy),
        letter=any(h.hard_trigger for h in heard),
        alert=code in evidence.alerted,
        judged=code in evidence.judged,
    )


def _or_not_known(band: str, coverage: float, known: Circumstances, policy: Policy) -> str:
    """Return the band, or that too little is known to rest on the lowest one."""
    too_little = coverage < policy.uncertainty.minimum_coverage
    silent = known.is_small and known.said is None
    lowest = band == policy.band_of(0)
    return NOT_KNOWN if lowest and (too_little or silent) else band


def _note(soft_loaded: bool, heard_here: bool, is_small: bool, missing: int) -> str:
    parts = []
    if not soft_loaded:
        parts.append(
            "No soft intelligence is loaded: the score rests on figures alone, its upper end is "
            "raised, and figures alone turn one key."
        )
    elif not heard_here:
        parts.append("Nothing was heard about this authority; that is not the same as fine.")
    if is_small:
        parts.append("Too few children for a statistical signal: rely on what people know.")
    if missing:
        some = "1 indicator has" if missing == 1 else f"{missing} indicators have"
        parts.append(f"{some} no current figure.")
    return " ".join(parts)

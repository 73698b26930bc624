"""Three pillars, each a bounded sum of named points; the points add up to the score."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple, cast

import pandas as pd

from earlywarning.definitions.loader import Definitions
from earlywarning.period import months_between
from earlywarning.scoring.bands import NOT_KNOWN
from earlywarning.scoring.doubt import Doubt, interval
from earlywarning.scoring.evidence import Evidence, Item
from earlywarning.scoring.soft import WeighedFlag, heard_about
from earlywarning.scoring.transparency import openness_items
from earlywarning.scoring.vital import CHANCE, vital_items
from earlywarning.tables.declare import columns_of
from earlywarning.tables.score import Contribution

SCORE_COLUMNS = [
    "old_la_code", "as_of", "risk_of_decline", "lower", "upper", "band", "performance",
    "soft_intelligence", "transparency", "coverage", "stale", "note", "band_meaning",
]  # fmt: skip


class Circumstances(NamedTuple):
    """What else bears on one authority's score."""

    missing: int
    is_small: bool
    resample: bool


def score_all(
    evidence: Evidence, definitions: Definitions, *, resample: bool = True
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the score and contribution tables of every open authority.

    `resample` draws the intervals and works out what withdrawing an item would do; without it
    intervals are as wide as what is missing makes them. The band is that of the points alone: see
    `held_bands` for the one that stands.
    """
    scores: list[tuple[object, ...]] = []
    contributions: list[tuple[object, ...]] = []
    signals = dict(tuple(evidence.signals.groupby("old_la_code")))
    patterns = dict(tuple(evidence.patterns.groupby("old_la_code")))
    vital = dict(tuple(evidence.vital.groupby("old_la_code")))
    soft = dict(tuple(evidence.soft_items.groupby("old_la_code")))
    missing = evidence.missing.groupby("old_la_code")["indicator"].count().to_dict()
    for code, is_small in evidence.authorities[["old_la_code", "is_small"]].itertuples(index=False):
        heard = heard_about(soft[code], definitions.soft_flags) if code in soft else []
        openness = openness_items(code, evidence, definitions)
        trusted = not any(item.kind == "return" for item in openness)
        figures = vital_items(vital.get(code), definitions, trusted=trusted)
        figures += performance_items(signals.get(code), definitions, trusted=trusted)
        figures += pattern_items(patterns.get(code), figures, definitions)
        items = figures + soft_points(heard, definitions) + openness
        items += _pulled(items, evidence, definitions)
        known = Circumstances(missing.get(code, 0), bool(is_small), resample)
        row, limits = _score(code, items, heard, evidence, definitions, known)
        scores.append(row)
        for i in items:
            told = resample and i.item != CHANCE
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
        *(item.heard or (None, None, None)), item.period,
        [reason for reason, _ in item.doubts], [cells for _, cells in item.doubts],
    )  # fmt: skip


def _without(item: Item, items: list[Item], definitions: Definitions) -> float:
    """Return what the score would be if one item were withdrawn and all else stayed."""
    rest = [other for other in items if other is not item]
    limits = limits_of(rest, definitions)
    return max(0.0, sum(other.points for other in rest + limits))


def pattern_items(
    found: pd.DataFrame | None, figures: list[Item], definitions: Definitions
) -> list[Item]:
    """Return the points of one authority's patterns.

    A pattern adds for its signs coming together. One that says "hold your nerve" takes back a share
    of the points that the movement of its indicators added, and never more than they added.
    """
    policy = definitions.policy.performance
    out = []
    for row in cast("list[dict[str, Any]]", [] if found is None else found.to_dict("records")):
        pattern = definitions.patterns[row["pattern"]]
        if pattern.reading == "hold_your_nerve":
            moved = {(name, "movement") for sign in pattern.sign for name in sign.indicators}
            added = sum(max(0.0, i.points) for i in figures if (i.subject, i.way) in moved)
            points = -policy.hold_share * added
        else:
            share = policy.notable_share if pattern.reading == "notable" else 1.0
            points = policy.pattern_points * row["strength"] * share
        # What it may mean and what else could explain it stand where the pattern is told.
        words = f"{pattern.name}: {row['seen']}"
        name = pattern.pattern
        out.append(Item("performance", f"pattern:{name}", points, words, "pattern", name))
    return out


def _pulled(items: list[Item], evidence: Evidence, definitions: Definitions) -> list[Item]:
    """Return what moves a stale score towards the middle: old figures say less, either way."""
    doubt = definitions.policy.uncertainty
    if not _is_stale(evidence, definitions):
        return []
    figures = sum(item.points for item in items if item.pillar == "performance")
    bounded = min(definitions.policy.caps["performance"], max(0.0, figures))
    points = doubt.stale_pull * (doubt.stale_middle - bounded)
    words = (
        f"The newest figures describe {evidence.newest}, more than {doubt.stale_months} months "
        "before: their points move towards the middle."
    )
    return [Item("performance", "stale", points, words, "age")]


def _is_stale(evidence: Evidence, definitions: Definitions) -> bool:
    age = months_between(evidence.newest, evidence.as_of)
    return age > definitions.policy.uncertainty.stale_months


def performance_items(
    signals: pd.DataFrame | None, definitions: Definitions, *, trusted: bool
) -> list[Item]:
    """Return the points of one authority's signals, one item per indicator and kind.

    What a vital sign counts already is not counted again as a signal.
    Good figures lower the score only where the returns are `trusted`: poor data never reassures.
    """
    if signals is None:
        return []
    policy = definitions.policy.performance
    kinds = {
        "position": 1.0,
        "movement": policy.movement_share,
        "sustained": policy.sustained_share,
    }
    readings = {
        "concern": 1.0,
        "notable": policy.notable_share,
        "reassurance": -policy.reassurance_share if trusted else 0.0,
    }
    rows = cast("list[dict[str, Any]]", signals.to_dict("records"))
    vital = definitions.vital_signs.counted()
    return [
        Item(
            "performance",
            f"{s['indicator']}:{s['kind']}",
            policy.signal_points * s["strength"] * kinds[s["kind"]] * readings[s["reading"]],
            s["explanation"]
            if trusted or s["reading"] != "reassurance"
            else f"{s['explanation']} Not counted: the returns are doubtful.",
            "indicator",
            s["indicator"],
            s["kind"],
            s["chance"],
        )
        for s in rows
        if f"{s['indicator']}:{s['kind']}" not in vital
    ]


def soft_points(heard: list[WeighedFlag], definitions: Definitions) -> list[Item]:
    """Return the points of what was heard, one item per flag."""
    return [
        Item(
            "soft_intelligence",
            h.flag,
            h.points,
            f"{definitions.soft_flags[h.flag].name}: "
            f"{h.items} entr{'y' if h.items == 1 else 'ies'} from {h.sources} "
            f"independent source{'s' if h.sources > 1 else ''}, newest {h.newest}"
            + ("" if h.sources > 1 else "; not corroborated, so capped"),
            "flag",
            h.flag,
            title=definitions.soft_flags[h.flag].name,
            heard=(h.items, h.sources, h.newest),
        )
        for h in heard
    ]


def limits_of(items: list[Item], definitions: Definitions) -> list[Item]:
    """Return the items by which a pillar's sum is brought inside its bounds.

    Performance and transparency lie between 0 and their caps; soft intelligence may go below 0
    to its floor, because what people know can reassure; the whole score never goes below 0.
    """
    policy = definitions.policy
    out = []
    total = 0.0
    for pillar, cap in policy.caps.items():
        raw = sum(item.points for item in items if item.pillar == pillar)
        floor = policy.soft_intelligence.floor if pillar == "soft_intelligence" else 0.0
        bounded = min(cap, max(floor, raw))
        total += bounded
        if bounded != raw:
            words = f"The pillar is bounded between {floor:g} and {cap:g} points."
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
    limits = limits_of(items, definitions)
    pillars = {
        pillar: sum(i.points for i in items + limits if i.pillar == pillar)
        for pillar in definitions.policy.caps
    }
    # The floor brings a negative sum to 0 but for a last bit of rounding.
    total = max(0.0, sum(pillars.values()))
    stale = _is_stale(evidence, definitions)
    doubt = Doubt(known.missing, stale, evidence.soft_loaded, known.resample)
    lower, upper = interval(code, items, total, doubt, definitions)
    coverage = 1 - known.missing / max(1, len(definitions.weighted()))
    band = _band(total, pillars, heard, definitions)
    heard_here = code in set(evidence.soft_items["old_la_code"])
    too_little = coverage < definitions.policy.uncertainty.minimum_coverage
    small = known.is_small and not heard_here
    if (too_little or small) and band == definitions.policy.band_of(0):
        band = NOT_KNOWN
    note = _note(evidence.soft_loaded, heard_here, known.is_small, known.missing)
    meaning = definitions.policy.band_meaning[band]
    row = (
        code, evidence.as_of, total, lower, upper, band, *(pillars[p] for p in
        ("performance", "soft_intelligence", "transparency")), coverage, stale, note, meaning,
    )  # fmt: skip
    return row, limits


def _band(
    total: float, pillars: dict[str, float], heard: list[WeighedFlag], definitions: Definitions
) -> str:
    """Return the band; the top one needs people's knowledge beside figures, or a hard trigger."""
    policy = definitions.policy
    top = policy.top_band()
    if any(h.hard_trigger for h in heard):
        return top
    band = policy.band_of(total)
    if band == top and pillars["soft_intelligence"] <= 0:
        return policy.band_of(policy.bands[top] - 1e-9)
    return band


def _note(soft_loaded: bool, heard_here: bool, is_small: bool, missing: int) -> str:
    parts = []
    if not soft_loaded:
        parts.append(
            "No soft intelligence is loaded: the score rests on figures alone, its upper end is "
            "raised and the top band is closed."
        )
    elif not heard_here:
        parts.append("Nothing was heard about this authority; that is not the same as fine.")
    if is_small:
        parts.append("Too few children for a statistical signal: rely on what people know.")
    if missing:
        some = "1 vital indicator has" if missing == 1 else f"{missing} vital indicators have"
        parts.append(f"{some} no current value.")
    return " ".join(parts)

"""Three pillars, each a bounded sum of named points; the points add up to the score."""

from __future__ import annotations

from typing import Any, cast

import pandas as pd

from earlywarning.definitions import Definitions
from earlywarning.period import months_between
from earlywarning.scoring.doubt import interval
from earlywarning.scoring.evidence import Evidence, Item
from earlywarning.scoring.soft import Heard, heard_about
from earlywarning.scoring.transparency import openness_items

SCORE_COLUMNS = [
    "old_la_code", "as_of", "risk_of_decline", "lower", "upper", "band", "performance",
    "soft_intelligence", "transparency", "coverage", "stale", "note", "band_meaning",
]  # fmt: skip
# Few figures and little heard: the lowest band would read as "fine".
NOT_KNOWN = "not_known"
CONTRIBUTION_COLUMNS = ["old_la_code", "as_of", "pillar", "item", "points", "explanation"]


def score_all(evidence: Evidence, definitions: Definitions) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the score and contribution tables of every open authority."""
    scores, contributions = [], []
    signals = dict(tuple(evidence.signals.groupby("old_la_code")))
    soft = dict(tuple(evidence.soft_items.groupby("old_la_code")))
    missing = evidence.missing.groupby("old_la_code")["indicator"].count().to_dict()
    for code, is_small in evidence.authorities[["old_la_code", "is_small"]].itertuples(index=False):
        heard = heard_about(soft[code], definitions.soft_flags) if code in soft else []
        openness = openness_items(code, evidence, definitions)
        trusted = not any(item.item.startswith("return:") for item in openness)
        items = performance_items(signals.get(code), definitions, trusted=trusted)
        items += soft_points(heard, definitions) + openness
        row, limits = _score(
            code, items, heard, evidence, definitions, missing.get(code, 0), bool(is_small)
        )
        scores.append(row)
        contributions += [
            (code, evidence.as_of, i.pillar, i.item, i.points, i.explanation)
            for i in items + limits
        ]
    return (
        pd.DataFrame(scores, columns=SCORE_COLUMNS),
        pd.DataFrame(contributions, columns=CONTRIBUTION_COLUMNS),
    )


def performance_items(
    signals: pd.DataFrame | None, definitions: Definitions, *, trusted: bool
) -> list[Item]:
    """Return the points of one authority's signals, one item per indicator and kind.

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
    return [
        Item(
            "performance",
            f"{s['indicator']}:{s['kind']}",
            definitions.policy.points_of(s["indicator"])
            * s["strength"]
            * kinds[s["kind"]]
            * readings[s["reading"]],
            s["explanation"]
            if trusted or s["reading"] != "reassurance"
            else f"{s['explanation']} Not counted: the returns are doubtful.",
        )
        for s in rows
    ]


def soft_points(heard: list[Heard], definitions: Definitions) -> list[Item]:
    """Return the points of what was heard, one item per flag."""
    return [
        Item(
            "soft_intelligence",
            h.flag,
            h.points,
            f"{definitions.soft_flags[h.flag].name}: "
            f"{h.items} entr{'y' if h.items == 1 else 'ies'} from {h.sources} "
            f"kind{'s' if h.sources > 1 else ''} of source, newest {h.newest}"
            + ("" if h.sources > 1 else "; not corroborated, so capped"),
            single_source=h.sources == 1,
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
            out.append(Item(pillar, "limit", bounded - raw, words))
    if total < 0:
        out.append(Item("soft_intelligence", "score_floor", -total, "A score is never below 0."))
    return out


def _score(
    code: str,
    items: list[Item],
    heard: list[Heard],
    evidence: Evidence,
    definitions: Definitions,
    missing: int,
    is_small: bool,
) -> tuple[tuple[object, ...], list[Item]]:
    limits = limits_of(items, definitions)
    pillars = {
        pillar: sum(i.points for i in items + limits if i.pillar == pillar)
        for pillar in definitions.policy.caps
    }
    # The floor brings a negative sum to 0 but for a last bit of rounding.
    total = max(0.0, sum(pillars.values()))
    stale = (
        months_between(evidence.newest, evidence.as_of)
        > definitions.policy.uncertainty.stale_months
    )
    lower, upper = interval(code, items, total, missing, stale, evidence.soft_loaded, definitions)
    coverage = 1 - missing / max(1, len(definitions.weighted()))
    band = _band(total, pillars, heard, definitions)
    heard_here = code in set(evidence.soft_items["old_la_code"])
    too_little = coverage < definitions.policy.uncertainty.minimum_coverage
    if (too_little or (is_small and not heard_here)) and band == definitions.policy.band_of(0):
        band = NOT_KNOWN
    note = _note(evidence.soft_loaded, heard_here, is_small, missing)
    meaning = definitions.policy.band_meaning[band]
    row = (
        code, evidence.as_of, total, lower, upper, band, *(pillars[p] for p in
        ("performance", "soft_intelligence", "transparency")), coverage, stale, note, meaning,
    )  # fmt: skip
    return row, limits


def _band(
    total: float, pillars: dict[str, float], heard: list[Heard], definitions: Definitions
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

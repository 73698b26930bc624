"""One recommended action per authority: what, how long, about what, by when, with whose help."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

import pandas as pd

from earlywarning.definitions import Definitions, ReviewType
from earlywarning.review.supporters import able_to_support, match

COLUMNS = [
    "old_la_code", "as_of", "action", "review_type", "days", "scope", "lines_of_enquiry",
    "complaints_in_scope", "due_by", "supporters", "reasons", "confidence",
]  # fmt: skip
COMPLAINTS = "What do the last twenty complaints say about this, and who has read them?"
REASONS = 5
QUESTIONS = 6
# Bands in which a supporter is offered, most urgent first.
WITH_SUPPORTERS = ("priority", "offer")


def recommend_all(
    scores: pd.DataFrame,
    contributions: pd.DataFrame,
    inspections: pd.DataFrame,
    neighbours: pd.DataFrame,
    soft_items: pd.DataFrame,
    definitions: Definitions,
) -> pd.DataFrame:
    """Return one recommendation for every scored authority."""
    live = soft_items[soft_items["weight_now"] > 0] if len(soft_items) else soft_items
    tired = set(live.loc[live["flag"] == "overstretch_from_helping", "old_la_code"])
    able = able_to_support(scores, inspections, tired)
    wanting = [
        code for band in WITH_SUPPORTERS
        for code in sorted(scores.loc[scores["band"] == band, "old_la_code"])
    ]  # fmt: skip
    supporters = match(wanting, neighbours, able, definitions.policy)
    made_of = dict(tuple(contributions.groupby("old_la_code")))
    empty = contributions.iloc[:0]
    records = cast("list[dict[str, Any]]", scores.to_dict("records"))
    rows = [
        _recommendation(score, made_of.get(score["old_la_code"], empty), supporters, definitions)
        for score in records
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _recommendation(
    score: dict[str, Any],
    made_of: pd.DataFrame,
    supporters: dict[str, list[str]],
    definitions: Definitions,
) -> tuple[object, ...]:
    policy = definitions.policy.recommend
    code, band, as_of = score["old_la_code"], score["band"], score["as_of"]
    raised = made_of[(made_of["points"] > 0) & ~made_of["item"].isin(["limit", "score_floor"])]
    raised = raised.sort_values(["points", "item"], ascending=[False, True])
    kind = _review_type(raised, definitions)
    questions = [COMPLAINTS, *kind.lines_of_enquiry, *_questions(raised, definitions)]
    return (
        code,
        as_of,
        policy.action[band],
        kind.review_type,
        kind.days,
        kind.scope,
        "\n".join(list(dict.fromkeys(questions))[: QUESTIONS + 1]),
        True,
        as_of + dt.timedelta(days=policy.due_days[band]),
        ",".join(supporters.get(code, [])),
        "\n".join(_reasons(raised)) or "Nothing stands out in what is known.",
        _confidence(score, made_of),
    )


def _reasons(raised: pd.DataFrame) -> list[str]:
    """Return the weightiest explanations, one for each indicator, flag or return."""
    subject = raised["item"].str.replace(":(position|movement|sustained)$", "", regex=True)
    return list(raised.loc[~subject.duplicated(), "explanation"].head(REASONS))


def _stage(item: str, definitions: Definitions) -> str | None:
    name = item.split(":")[0]
    if name in definitions.indicators:
        return definitions.indicators[name].stage
    flag = definitions.soft_flags.get(name)
    return flag.stage if flag else None


def _review_type(raised: pd.DataFrame, definitions: Definitions) -> ReviewType:
    """Return the type whose stages carry at least half of the points; else the whole service."""
    by_stage: dict[str | None, float] = {}
    for item, points in zip(raised["item"], raised["points"], strict=True):
        stage = _stage(str(item), definitions)
        by_stage[stage] = by_stage.get(stage, 0.0) + float(points)
    total = sum(by_stage.values())
    best: tuple[float, ReviewType] | None = None
    for kind in definitions.review_types.values():
        share = sum(by_stage.get(stage, 0.0) for stage in kind.stages)
        if total > 0 and share >= total / 2 and (best is None or share > best[0]):
            best = (share, kind)
    return best[1] if best else definitions.review_types["whole_service"]


def _questions(raised: pd.DataFrame, definitions: Definitions) -> list[str]:
    out = []
    for item in raised["item"]:
        name = str(item).split(":")[0]
        if name in definitions.indicators:
            out.append(definitions.indicators[name].questions[0])
        elif name in definitions.soft_flags:
            out.append(definitions.soft_flags[name].questions[0])
    return out


def _confidence(score: dict[str, Any], made_of: pd.DataFrame) -> str:
    doubtful = made_of["item"].str.startswith("return:").any()
    width = score["upper"] - score["lower"]
    if width > 25 or score["coverage"] < 0.7:
        return "low"
    return "moderate" if width > 12 or doubtful else "good"

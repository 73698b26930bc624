"""Who could help: strong services that are close enough to understand, and never over-burdened."""

from __future__ import annotations

import pandas as pd

from earlywarning.definitions import Policy

STRONG = {"Good", "Outstanding"}
# An authority that may need help itself is not asked to give it.
FREE_BANDS = ("routine", "watch")


def able_to_support(
    scores: pd.DataFrame, inspections: pd.DataFrame, tired: set[str]
) -> dict[str, int]:
    """Return authorities that could support others, with 2 for outstanding leaders, 1 for good.

    Args:
        scores: old_la_code and band.
        inspections: rows of inspection; the newest judgement on leaders decides, or the overall
            one where there is none, because the overall judgement is no longer given.
        tired: authorities with a live flag of overstretch.
    """
    graded = inspections[inspections["judgement"].isin(["leaders", "overall"])]
    order = graded.sort_values(["old_la_code", "published", "judgement", "grade"])
    # "leaders" sorts before "overall": the first of the newest report is taken.
    newest = order[order["published"] == order.groupby("old_la_code")["published"].transform("max")]
    grade = newest.groupby("old_la_code")["grade"].first()
    free = set(scores.loc[scores["band"].isin(FREE_BANDS), "old_la_code"]) - tired
    return {
        str(code): 2 if word == "Outstanding" else 1
        for code, word in grade.items()
        if word in STRONG and code in free
    }


def match(
    wanting: list[str], neighbours: pd.DataFrame, able: dict[str, int], policy: Policy
) -> dict[str, list[str]]:
    """Offer each authority up to the policy's number of supporters.

    Statistical neighbours only, closest first; nobody is named more often than the cap. The
    order of `wanting` decides who chooses first.
    """
    load: dict[str, int] = {}
    out: dict[str, list[str]] = {}
    model = neighbours[neighbours["model_year"] == neighbours["model_year"].max()]
    for code in wanting:
        near = model[model["old_la_code"] == code].sort_values("position")["neighbour_old_la_code"]
        able_near = [
            n for n in near if n in able and load.get(n, 0) < policy.recommend.supporter_cap
        ]
        able_near.sort(key=lambda n: -able[n])
        out[code] = able_near[: policy.recommend.supporters_offered]
        for name in out[code]:
            load[name] = load.get(name, 0) + 1
    return out

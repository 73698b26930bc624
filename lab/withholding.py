"""What a figure that is kept back does to a score: it must never help whoever keeps it back."""

from __future__ import annotations

import dataclasses
from typing import NamedTuple

import numpy as np
import pandas as pd

from earlywarning.definitions.loader import Definitions
from earlywarning.definitions.vital_signs import VitalSign
from earlywarning.scoring.blend import score_all
from earlywarning.scoring.evidence import Evidence
from earlywarning.scoring.levels import levels_of
from earlywarning.scoring.vital import COLUMNS, vital_signs


class Ground(NamedTuple):
    """What a look was made from: frames as `levels_of` and `vital_signs` take them."""

    values: pd.DataFrame
    neighbours: pd.DataFrame
    contaminated: pd.DataFrame
    comparison: pd.DataFrame
    level: pd.DataFrame
    evidence: Evidence
    nation: str


def helped(
    ground: Ground, definitions: Definitions, order: list[str], *, every: int = 1
) -> pd.DataFrame:
    """Withhold figures of every authority and return each case in which that helped it.

    Each sign alone, and every sign of one source together: the newest figure is not returned, and
    nothing else changes. Columns: old_la_code, withheld, what (score, upper, band), before, after.

    Args:
        ground: of the look.
        definitions: which signs.
        order: bands, the lowest first.
        every: how many-th authority is tried.
    """
    authorities = ground.evidence.authorities
    placed = authorities.loc[~authorities["is_small"].astype(bool), "old_la_code"].tolist()[::every]
    before = _scores(ground.evidence, definitions).set_index("old_la_code")
    rows: list[tuple[object, ...]] = []
    for name, signs in groups(definitions).items():
        for code in placed:
            after = _scores(_without(ground, definitions, signs, code), definitions).iloc[0]
            rows += _worse_kept(code, name, before.loc[code], after, order)
    return pd.DataFrame(rows, columns=["old_la_code", "withheld", "what", "before", "after"])


def groups(definitions: Definitions) -> dict[str, list[VitalSign]]:
    """Return the signs that go missing together: each indicator, and each publication's."""
    out: dict[str, list[VitalSign]] = {}
    for sign in definitions.vital_signs.sign:
        indicator = definitions.indicators[sign.indicator]
        out.setdefault(sign.indicator, []).append(sign)
        out.setdefault(f"all of {indicator.stage}", []).append(sign)
    return out


def _scores(evidence: Evidence, definitions: Definitions) -> pd.DataFrame:
    return score_all(evidence, definitions, whole=False)[0]


def _without(
    ground: Ground, definitions: Definitions, signs: list[VitalSign], code: str
) -> Evidence:
    """Return the evidence about one authority as if its newest figures had not come."""
    values = ground.values
    names = {sign.indicator for sign in signs}
    newest = values[values["value"].notna()].groupby("indicator")["time_period"].max()
    mine = values["old_la_code"].eq(code) & values["indicator"].isin(names)
    gone = mine & values["time_period"].eq(values["indicator"].map(newest))
    kept = values.assign(
        value=values["value"].mask(gone), numerator=values["numerator"].mask(gone),
        denominator=values["denominator"].mask(gone),
        status=values["status"].mask(gone, "not_returned"),
    )  # fmt: skip
    kept = kept[kept["indicator"].isin(names)]
    only = definitions.vital_signs.model_copy(update={"sign": tuple(signs)})
    fewer = dataclasses.replace(definitions, vital_signs=only)
    evidence = ground.evidence
    places = evidence.authorities
    told, _ = levels_of(kept, ground.neighbours, ground.contaminated, places, fewer)
    own = ground.level[ground.level["old_la_code"] == code]
    items = own["indicator"] + ":" + own["kind"]
    rest = own[~items.isin({sign.item for sign in signs})]
    level = pd.concat([rest, told[told["old_la_code"] == code]], ignore_index=True)
    shown = ground.comparison
    shown = shown[shown["old_la_code"].eq(code) & ~shown["indicator"].isin(names)]
    vital = vital_signs(shown, level, definitions, evidence.as_of, ground.nation)
    return dataclasses.replace(
        evidence, authorities=places[places["old_la_code"] == code], vital=vital[COLUMNS]
    )


def _worse_kept(
    code: str, name: str, before: pd.Series, after: pd.Series, order: list[str]
) -> list[tuple[object, ...]]:
    out: list[tuple[object, ...]] = [
        (code, name, what, before[column], after[column])
        for what, column in (("score", "risk_of_decline"), ("upper", "upper"))
        if after[column] < before[column] - 1e-9
    ]
    if order.index(after["band"]) < order.index(before["band"]):
        out.append((code, name, "band", before["band"], after["band"]))
    return out


def unlike(values: np.ndarray) -> tuple[float, float]:
    """Return the standard deviation of standardised figures, and the share beyond 1.645."""
    known = values[np.isfinite(values)]
    return float(known.std()), float((np.abs(known) > 1.645).mean())

"""What a hostile statistician asks of the score, measured on a published database of real files."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from pathlib import Path
from typing import Any, cast

import duckdb
import numpy as np
import pandas as pd

from earlywarning.backtest import run as backtest
from earlywarning.definitions.loader import Definitions, load_definitions
from earlywarning.definitions.policy import Policy
from earlywarning.review.sure import confidence
from earlywarning.scoring import looks
from earlywarning.scoring.bands import held_bands
from earlywarning.scoring.blend import score_all
from earlywarning.scoring.evidence import Evidence
from earlywarning.scoring.inputs import neighbours_in_use, signal_input
from earlywarning.settings import reference_folder
from earlywarning.tables.read import table
from earlywarning.warehouse.build import Building
from earlywarning.warehouse.known import Past, as_known
from lab.withholding import Ground, helped, unlike

HIGHEST = 22
DRAWS = 200
AROUND = 0.25
YEARS = 7


def report(path: Path) -> list[str]:
    """Return the figures in words, one a line."""
    definitions = load_definitions(reference_folder())
    with duckdb.connect(str(path), read_only=True) as connection:
        as_of, nation, inputs = connection.execute(
            "select as_of, nation, inputs_sha256 from run"
        ).fetchall()[0]
        ground = ground_of(connection, definitions, as_of, nation)
        children = connection.execute("select old_la_code, children from local_authority").df()
        past = backtest.ground(connection, definitions, inputs, nation).past
        yearly = [_on(past, definitions, day, nation) for day in days_before(as_of)]
    return [
        *spread(ground.level),
        *sizes(ground.evidence, definitions, children),
        *steady(yearly, definitions.policy),
        *covered(yearly),
        *moved(ground.evidence, definitions),
        *sure(ground, definitions),
        *withheld(ground, definitions),
    ]


def days_before(as_of: dt.date) -> list[dt.date]:
    """Return the as-of day and the same day of some years before, oldest first."""
    days = [(pd.Timestamp(as_of) - pd.DateOffset(years=back)).date() for back in range(YEARS)]
    return days[::-1]


def ground_of(
    connection: duckdb.DuckDBPyConnection, definitions: Definitions, as_of: dt.date, nation: str
) -> Ground:
    """Return what the newest look is made from."""
    building = Building(connection, Path(":memory:"))
    look = looks.look(building, connection, definitions, as_of, nation, whole=False)
    return Ground(
        signal_input(connection),
        neighbours_in_use(connection),
        table(connection, "contaminated_period"),
        look.comparison,
        look.level,
        look.evidence,
        nation,
    )


def _on(past: Past, definitions: Definitions, day: dt.date, nation: str) -> pd.DataFrame:
    """Return the scores of figures alone as they would have been known on a day."""
    building = as_known(past, day)
    try:
        look = looks.look(building, building.connection, definitions, day, nation, whole=False)
    finally:
        building.connection.close()
    return look.scores.set_index("old_la_code")


def spread(level: pd.DataFrame) -> list[str]:
    """Tell how standardised signs spread: 1 and one in ten, if the model is right."""
    out = []
    for name, rows in level.assign(sign=level["indicator"] + ":" + level["kind"]).groupby("sign"):
        sd, beyond = unlike(rows["z"].to_numpy(float))
        out.append(f"  {name}: SD {sd:.2f}, beyond 1.645 {beyond:.1%}")
    sd, beyond = unlike(level["z"].to_numpy(float))
    return [f"standardised signs: SD {sd:.2f}, beyond 1.645 {beyond:.1%}; by sign:", *out]


def sizes(evidence: Evidence, definitions: Definitions, children: pd.DataFrame) -> list[str]:
    """Tell how often the smallest and the largest fifth stand at watch or higher."""
    scores, _ = score_all(evidence, definitions, whole=False)
    rows = scores.merge(children, on="old_la_code").dropna(subset=["children"])
    rows["fifth"] = pd.qcut(rows["children"], 5, labels=False)
    up = rows["band"].isin(list(definitions.policy.bands)[1:]).groupby(rows["fifth"]).mean()
    told = ", ".join(f"{share:.0%}" for share in up)
    return [f"watch or higher by fifth of size: {told}; ratio {up.iloc[0] / up.iloc[-1]:.2f}"]


def steady(yearly: list[pd.DataFrame], policy: Policy) -> list[str]:
    """Tell how many of the highest are still there a year later."""
    shares = [
        len(set(_highest(old)) & set(_highest(new))) / HIGHEST
        for old, new in itertools.pairwise(yearly)
    ]
    told = ", ".join(f"{share:.0%}" for share in shares)
    order = {"not_known": 0, "routine": 0, "watch": 1, "offer": 2, "priority": 3}
    bands = _held(yearly, policy).map(order.get).dropna()
    steps = np.diff(bands.to_numpy(int), axis=1)
    moves = int((steps[:, :-1] != 0).sum())
    back = int(((steps[:, :-1] * steps[:, 1:]) < 0).sum())
    return [
        f"of the {HIGHEST} highest, still there a year later: {told}; mean {np.mean(shares):.0%}",
        f"moves of band between years: {moves}, of which {back} turned back within a year"
        f" ({back / max(1, moves):.0%})",
    ]


def _held(yearly: list[pd.DataFrame], policy: Policy) -> pd.DataFrame:
    """Return the band that stood in each year: one row an authority, one column a year."""
    looks = [
        one.reset_index().assign(looked_on=year, by_points=one["band"].to_numpy())
        for year, one in enumerate(yearly)
    ]
    held = held_bands(pd.concat(looks, ignore_index=True), policy)
    return held.pivot(index="old_la_code", columns="looked_on", values="band")


def _highest(scores: pd.DataFrame) -> list[str]:
    return [str(code) for code in scores["risk_of_decline"].nlargest(HIGHEST).index]


def covered(yearly: list[pd.DataFrame]) -> list[str]:
    """Tell how often next year's score lies between the ends, and how wide they are apart."""
    inside, widths = [], []
    for old, new in itertools.pairwise(yearly):
        both = old.join(new["risk_of_decline"].rename("next"), how="inner")
        inside += list((both["next"] >= both["lower"] - 1e-9) & (both["next"] <= both["upper"]))
        widths += list(both["upper"] - both["lower"])
    return [
        f"80 % interval: covers next year's score in {np.mean(inside):.0%} of {len(inside)}; "
        f"mean width {np.mean(widths):.1f}"
    ]


def moved(evidence: Evidence, definitions: Definitions) -> list[str]:
    """Tell how many bands change when all weights and floors move by up to a quarter, together."""
    before = score_all(evidence, definitions, whole=False)[0]["band"].to_numpy()
    draw = np.random.default_rng(1)
    changed = []
    for _ in range(DRAWS):
        after, _none = score_all(evidence, _shaken(definitions, draw), whole=False)
        changed.append(int((after["band"].to_numpy() != before).sum()))
    return [f"all weights and floors moved by up to 25 %: {np.median(changed):.0f} bands change"]


def _shaken(definitions: Definitions, draw: np.random.Generator) -> Definitions:
    def other(value: float) -> float:
        return float(value * draw.uniform(1 - AROUND, 1 + AROUND))

    signs = definitions.vital_signs
    shaken = tuple(one.model_copy(update={"weight": other(one.weight)}) for one in signs.sign)
    policy = definitions.policy
    bands = {name: other(floor) if floor else 0.0 for name, floor in policy.bands.items()}
    performance = policy.performance.model_copy(
        update={"reassurance_share": other(policy.performance.reassurance_share)}
    )
    return dataclasses.replace(
        definitions,
        vital_signs=signs.model_copy(update={"sign": shaken, "points": other(signs.points)}),
        policy=policy.model_copy(update={"bands": bands, "performance": performance}),
    )


def sure(ground: Ground, definitions: Definitions) -> list[str]:
    """Tell how the classes of confidence share out."""
    scores, _ = score_all(ground.evidence, definitions, whole=False)
    levels = dict(tuple(ground.level.groupby("old_la_code")))
    told = [
        confidence(cast("dict[str, Any]", row), levels.get(row["old_la_code"]), definitions)[0]
        for row in scores.to_dict("records")
    ]
    shares = pd.Series(told).value_counts(normalize=True)
    return ["confidence: " + ", ".join(f"{name} {share:.0%}" for name, share in shares.items())]


def withheld(ground: Ground, definitions: Definitions) -> list[str]:
    """Tell in which cases a figure that is kept back helps whoever keeps it back."""
    order = ["not_known", *definitions.policy.bands]
    cases = helped(ground, definitions, order)
    told = [f"  {row}" for row in cases.head(20).itertuples(index=False)]
    return [f"withholding helps in {len(cases)} cases", *told]

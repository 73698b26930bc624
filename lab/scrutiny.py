"""What a hostile statistician asks of the score, measured on a published database of real files."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from pathlib import Path
from typing import Any, NamedTuple, cast

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


class Scrutiny(NamedTuple):
    """What was measured; shares are of 1.

    by_sign: standard deviation and share beyond 1.645 of each sign. fifths: share at watch or
    higher by fifth of size, smallest first. stayed: of the highest, still there a year later, year
    by year. moves, back: of bands as they are held. covered, width: of the interval.
    """

    overall: tuple[float, float]
    by_sign: dict[str, tuple[float, float]]
    fifths: list[float]
    stayed: list[float]
    moves: int
    back: int
    covered: float
    width: float
    shaken: float
    confidence: dict[str, float]
    helped: pd.DataFrame


def scrutiny(path: Path, *, draws: int = DRAWS, every: int = 1) -> Scrutiny:
    """Measure all on a published database; `every` how many-th authority withholds its figures."""
    definitions = load_definitions(reference_folder())
    with duckdb.connect(str(path), read_only=True) as connection:
        as_of, nation, inputs = connection.execute(
            "select as_of, nation, inputs_sha256 from run"
        ).fetchall()[0]
        ground = ground_of(connection, definitions, as_of, nation)
        children = connection.execute("select old_la_code, children from local_authority").df()
        past = backtest.ground(connection, definitions, inputs, nation).past
        yearly = [_on(past, definitions, day, nation) for day in days_before(as_of)]
    order = ["not_known", *definitions.policy.bands]
    stayed, moves, back = steady(yearly, definitions.policy)
    overall, by_sign = spread(ground.level)
    inside, width = covered(yearly)
    return Scrutiny(
        overall,
        by_sign,
        sizes(ground.evidence, definitions, children),
        stayed,
        moves,
        back,
        inside,
        width,
        shaken(ground.evidence, definitions, draws),
        sure(ground, definitions),
        helped(ground, definitions, order, every=every),
    )


def report(path: Path) -> list[str]:
    """Return the figures in words, one a line."""
    found = scrutiny(path)
    stayed = ", ".join(f"{share:.0%}" for share in found.stayed)
    return [
        f"standardised signs: SD {found.overall[0]:.2f}, beyond 1.645 {found.overall[1]:.1%}",
        *(f"  {name}: SD {sd:.2f}, beyond 1.645 {beyond:.1%}"
          for name, (sd, beyond) in found.by_sign.items()),
        f"watch or higher by fifth of size: {', '.join(f'{share:.0%}' for share in found.fifths)}; "
        f"ratio {found.fifths[0] / found.fifths[-1]:.2f}",
        f"of the {HIGHEST} highest, still there a year later: {stayed}; "
        f"mean {np.mean(found.stayed):.0%}",
        f"moves of band between years: {found.moves}, of which {found.back} turned back within a "
        f"year ({found.back / max(1, found.moves):.0%})",
        f"80 % interval: covers next year's score in {found.covered:.0%}; "
        f"mean width {found.width:.1f}",
        f"all weights and floors moved by up to 25 %: {found.shaken:.0f} bands change",
        "confidence: "
        + ", ".join(f"{name} {share:.0%}" for name, share in found.confidence.items()),
        f"withholding helps in {len(found.helped)} cases",
        *(f"  {row}" for row in found.helped.head(20).itertuples(index=False)),
    ]  # fmt: skip


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


def spread(level: pd.DataFrame) -> tuple[tuple[float, float], dict[str, tuple[float, float]]]:
    """Return how standardised signs spread: 1 and one in ten, if the model is right."""
    signs = level.assign(sign=level["indicator"] + ":" + level["kind"]).groupby("sign")
    by_sign = {str(name): unlike(rows["z"].to_numpy(float)) for name, rows in signs}
    return unlike(level["z"].to_numpy(float)), by_sign


def sizes(evidence: Evidence, definitions: Definitions, children: pd.DataFrame) -> list[float]:
    """Return how many of each fifth of size stand at watch or higher, the smallest first."""
    scores, _ = score_all(evidence, definitions, whole=False)
    rows = scores.merge(children, on="old_la_code").dropna(subset=["children"])
    fifth = pd.qcut(rows["children"], 5, labels=False)
    up = rows["band"].isin(list(definitions.policy.bands)[1:])
    return [float(share) for share in up.groupby(fifth).mean()]


def steady(yearly: list[pd.DataFrame], policy: Policy) -> tuple[list[float], int, int]:
    """Return how many of the highest stay a year, moves of the held band, and those turned back."""
    stayed = [
        len(set(_highest(old)) & set(_highest(new))) / HIGHEST
        for old, new in itertools.pairwise(yearly)
    ]
    order = {"not_known": 0, **{name: place for place, name in enumerate(policy.bands)}}
    bands = _held(yearly, policy).map(order.get).dropna()
    steps = np.diff(bands.to_numpy(int), axis=1)
    back = int(((steps[:, :-1] * steps[:, 1:]) < 0).sum())
    return stayed, int((steps[:, :-1] != 0).sum()), back


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


def covered(yearly: list[pd.DataFrame]) -> tuple[float, float]:
    """Return how often next year's score lies between the ends, and how far these are apart."""
    inside: list[bool] = []
    widths: list[float] = []
    for old, new in itertools.pairwise(yearly):
        both = old.join(new["risk_of_decline"].rename("next"), how="inner")
        inside += list((both["next"] >= both["lower"] - 1e-9) & (both["next"] <= both["upper"]))
        widths += list(both["upper"] - both["lower"])
    return float(np.mean(inside)), float(np.mean(widths))


def shaken(evidence: Evidence, definitions: Definitions, draws: int) -> float:
    """Return how many bands change, in the middle of so many draws of all weights and floors."""
    before = score_all(evidence, definitions, whole=False)[0]["band"].to_numpy()
    draw = np.random.default_rng(1)
    changed = []
    for _ in range(draws):
        after, _none = score_all(evidence, _shaken(definitions, draw), whole=False)
        changed.append(int((after["band"].to_numpy() != before).sum()))
    return float(np.median(changed))


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


def sure(ground: Ground, definitions: Definitions) -> dict[str, float]:
    """Return how the classes of confidence share out."""
    scores, _ = score_all(ground.evidence, definitions, whole=False)
    levels = dict(tuple(ground.level.groupby("old_la_code")))
    told = [
        confidence(cast("dict[str, Any]", row), levels.get(row["old_la_code"]), definitions)[0]
        for row in scores.to_dict("records")
    ]
    shares = pd.Series(told).value_counts(normalize=True)
    return {str(name): float(share) for name, share in shares.items()}

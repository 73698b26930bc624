"""Does a fitted contender find again how much each sign was given to carry?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from earlywarning.backtest.cases import Cases
from earlywarning.backtest.contenders import LEARNED_FROM
from earlywarning.backtest.fitting import Training, signed_ridge
from earlywarning.definitions.loader import Definitions
from earlywarning.statistics.numeric import FloatArray


@dataclass(frozen=True, eq=False)
class Learned:
    """A nation's inspections with the position signs in the planted order, weakest first."""

    training: Training
    carried: FloatArray


def planted_order(definitions: Definitions, carried: dict[str, float], cases: Cases) -> Learned:
    """Return what a nation teaches of its signs; a change has no weight of its own to find."""
    signs = [s for s in definitions.vital_signs.sign if s.kind != "movement"]
    signs = sorted(signs, key=lambda sign: carried[sign.indicator])
    last = int(cases.table["fold"].max())
    rows = cases.training(last, LEARNED_FROM)
    x = cases.known.reindex(columns=[s.item for s in signs]).astype(float).fillna(0.0).to_numpy()
    y = cases.table[LEARNED_FROM].to_numpy(dtype=float)
    group = pd.factorize(cases.table["old_la_code"], sort=True)[0]
    training = Training(x[rows], y[rows], cases.table["fold"].to_numpy()[rows], group[rows])
    return Learned(training, np.array([carried[s.indicator] for s in signs]))


def correlation_of_order(learned: Learned) -> float:
    """Return how far the fitted weights lie in the order in which signs were planted (-1 to 1)."""
    planted, fitted = pd.Series(learned.carried), pd.Series(weights_of(learned.training))
    if fitted.nunique() < 2:
        return 0.0
    return float(planted.corr(fitted, method="spearman"))


def weights_of(training: Training) -> FloatArray:
    """Return the weight that the fitted contender gives each sign: what one unit of it adds."""
    many = training.x.shape[1]
    said = signed_ridge(training, np.vstack([np.zeros((1, many)), np.eye(many)]))
    return np.asarray(said[1:] - said[0])


def together(nations: list[Learned]) -> Learned:
    """Return several nations as one record; each sign keeps its place in the planted order."""
    first, size = nations[0], max(int(n.training.group.max()) + 1 for n in nations)
    parts = [n.training for n in nations]
    groups = [p.group + size * at for at, p in enumerate(parts)]
    joined = Training(
        np.vstack([p.x for p in parts]), np.concatenate([p.y for p in parts]),
        np.concatenate([p.year for p in parts]), np.concatenate(groups),
    )  # fmt: skip
    return Learned(joined, first.carried)

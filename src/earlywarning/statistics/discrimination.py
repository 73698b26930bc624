"""How well a score tells apart what happened from what did not, within strata, with weights.

Every function takes `weights` of shape (draws, n): one row of ones gives the figure itself, rows of
counts of how often each unit was drawn give its bootstrap (see `cluster_draws`), and all draws are
worked out in one call. Each returns one number per draw, NaN where a draw leaves nothing to tell.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from earlywarning.statistics.numeric import FloatArray, IntArray, as_series

# A steeper slope is no finite answer: the score and the outcome do not overlap.
LARGEST_SLOPE = 10.0


def cluster_draws(clusters: ArrayLike, draws: int, seed: int) -> FloatArray:
    """Return how often each row counts when whole clusters are drawn with replacement.

    Shape (draws + 1, n); the first row is all ones: the figure itself. Rows of one cluster always
    count alike (Davison and Hinkley 1997, section 3.8).
    """
    names, which = np.unique(np.asarray(clusters), return_inverse=True)
    chance = np.random.default_rng(seed)
    counts = chance.multinomial(len(names), np.full(len(names), 1 / len(names)), size=draws)
    return np.vstack([np.ones(len(which)), counts[:, which].astype(np.float64)])


def stratified_auc(
    score: ArrayLike, outcome: ArrayLike, stratum: ArrayLike, weights: FloatArray
) -> FloatArray:
    """Return the share of (happened, did not) pairs of one stratum that the score puts in order.

    A tie counts half. Pairs across strata are not compared, so that a drift of the base rate from
    year to year earns nothing; each stratum counts by its pairs.
    """
    s, y, group = as_series(score, "score"), as_series(outcome, "outcome"), np.asarray(stratum)
    won = np.zeros(len(weights))
    pairs = np.zeros(len(weights))
    for one in np.unique(group):
        happened, not_so = (group == one) & (y > 0), (group == one) & (y == 0)
        order = np.sign(s[happened][:, np.newaxis] - s[not_so][np.newaxis, :])
        w_up, w_down = weights[:, happened], weights[:, not_so]
        won += ((w_up @ ((order + 1) / 2)) * w_down).sum(axis=1)
        pairs += w_up.sum(axis=1) * w_down.sum(axis=1)
    return _share(won, pairs)


def precision_at(
    score: ArrayLike, outcome: ArrayLike, stratum: ArrayLike, weights: FloatArray, k: float
) -> FloatArray:
    """Return the share of the `k` highest of each stratum in which it happened, all taken together.

    Rows of equal score are taken as their middle, so that the order of rows changes nothing.
    """
    return reached(score, outcome, stratum, weights, k)[0]


def recall_at(
    score: ArrayLike, outcome: ArrayLike, stratum: ArrayLike, weights: FloatArray, k: float
) -> FloatArray:
    """Return how much of all that happened lies among the `k` highest of each stratum."""
    return reached(score, outcome, stratum, weights, k)[1]


def reached(
    score: ArrayLike, outcome: ArrayLike, stratum: ArrayLike, weights: FloatArray, k: float
) -> tuple[FloatArray, FloatArray]:
    """Return `precision_at` and `recall_at` of one score in one go."""
    taken, hits = _highest(score, outcome, stratum, weights, k)
    return _share(hits, taken), _share(hits, weights @ as_series(outcome, "outcome"))


def rate_of_highest(
    score: ArrayLike, outcome: ArrayLike, stratum: ArrayLike, weights: FloatArray, share: float
) -> FloatArray:
    """Return in what part of the highest `share` (0 to 1) of each stratum it happened.

    Rows of equal score are taken as their middle: where half of a stratum has the lowest score of
    all, its lowest quarter is as good as any quarter of that half, and is never empty.
    """
    taken, hits = _highest(score, outcome, stratum, weights, share, as_share=True)
    return _share(hits, taken)


def average_precision(
    score: ArrayLike, outcome: ArrayLike, stratum: ArrayLike, weights: FloatArray
) -> FloatArray:
    """Return the mean precision at each thing that happened, by stratum, weighted by how many."""
    s, y, group = as_series(score, "score"), as_series(outcome, "outcome"), np.asarray(stratum)
    total = np.zeros(len(weights))
    for one in np.unique(group):
        rows = np.flatnonzero(group == one)
        rows = rows[np.argsort(-s[rows], kind="stable")]
        w, yy = weights[:, rows], y[rows]
        ends = np.append(np.flatnonzero(np.diff(s[rows])), len(rows) - 1)
        last = ends[np.searchsorted(ends, np.arange(len(rows)))]
        found, seen = np.cumsum(w * yy, axis=1)[:, last], np.cumsum(w, axis=1)[:, last]
        precision = np.divide(found, seen, where=seen > 0, out=np.zeros_like(found))
        total += (w * yy * precision).sum(axis=1)
    return _share(total, weights @ y)


def brier_skill(
    chance: ArrayLike, outcome: ArrayLike, reference: ArrayLike, weights: FloatArray
) -> FloatArray:
    """Return 1 less the mean squared error over that of a reference forecast (Brier 1950)."""
    p, y, r = as_series(chance), as_series(outcome), as_series(reference)
    return 1 - _share(weights @ (p - y) ** 2, weights @ (r - y) ** 2)


def observed_over_expected(
    chance: ArrayLike, outcome: ArrayLike, weights: FloatArray
) -> FloatArray:
    """Return how often it happened over how often it was said to; 1 is right on the whole."""
    return _share(weights @ as_series(outcome), weights @ as_series(chance))


def calibration_slope(
    chance: ArrayLike, outcome: ArrayLike, weights: FloatArray, steps: int = 15
) -> FloatArray:
    """Return the slope of a logistic regression of the outcome on the log-odds said (Cox 1958).

    1 is right; below 1 the forecasts were too bold. NaN where the regression has no finite answer.
    """
    p, y = np.clip(as_series(chance), 1e-6, 1 - 1e-6), as_series(outcome)
    x = np.log(p / (1 - p))
    a, b = np.zeros(len(weights)), np.ones(len(weights))
    for _ in range(steps):
        q = 1 / (1 + np.exp(-np.clip(a[:, np.newaxis] + b[:, np.newaxis] * x, -30, 30)))
        gap, curve = weights * (y - q), weights * q * (1 - q)
        s0, s1, s2 = curve.sum(axis=1), curve @ x, curve @ x**2
        g0, g1 = gap.sum(axis=1), gap @ x
        size = s0 * s2 - s1**2
        with np.errstate(divide="ignore", invalid="ignore"):
            a, b = a + (s2 * g0 - s1 * g1) / size, b + (s0 * g1 - s1 * g0) / size
    return np.where(np.isfinite(b) & (np.abs(b) < LARGEST_SLOPE), b, np.nan)


def quarters(score: ArrayLike, stratum: ArrayLike) -> IntArray:
    """Return 0 (lowest) to 3 (highest) by the place of each score within its stratum."""
    s, group = as_series(score, "score"), np.asarray(stratum)
    out = np.zeros(len(s), dtype=np.int64)
    for one in np.unique(group):
        rows = np.flatnonzero(group == one)
        below = (s[rows][:, np.newaxis] > s[rows][np.newaxis, :]).sum(axis=1)
        level = (s[rows][:, np.newaxis] == s[rows][np.newaxis, :]).sum(axis=1)
        out[rows] = np.minimum(3, np.floor(4 * (below + level / 2) / len(rows))).astype(np.int64)
    return out


def _highest(
    score: ArrayLike, outcome: ArrayLike, stratum: ArrayLike, weights: FloatArray, k: float,
    *, as_share: bool = False,
) -> tuple[FloatArray, FloatArray]:  # fmt: skip
    """Return how many were taken and how many of them happened, over all strata."""
    s, y, group = as_series(score, "score"), as_series(outcome, "outcome"), np.asarray(stratum)
    taken, hits = np.zeros(len(weights)), np.zeros(len(weights))
    for one in np.unique(group):
        rows = np.flatnonzero(group == one)
        rows = rows[np.argsort(-s[rows], kind="stable")]
        # Rows of equal score are one level, of which a part is taken at the edge.
        starts = np.append(0, np.flatnonzero(np.diff(s[rows])) + 1)
        w = np.add.reduceat(weights[:, rows], starts, axis=1)
        happened = np.add.reduceat(weights[:, rows] * y[rows], starts, axis=1)
        before = np.cumsum(w, axis=1) - w
        most = k * w.sum(axis=1, keepdims=True) if as_share else k
        part = np.clip(np.divide(most - before, w, where=w > 0, out=np.zeros_like(w)), 0, 1)
        taken += (part * w).sum(axis=1)
        hits += (part * happened).sum(axis=1)
    return taken, hits


def _share(part: FloatArray, whole: FloatArray) -> FloatArray:
    nothing = np.full(np.shape(whole), np.nan)
    return np.asarray(np.divide(part, whole, where=np.asarray(whole) > 0, out=nothing))

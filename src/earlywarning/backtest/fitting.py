"""The fitted contenders: scikit-learn with signs held, strong shrinkage, and choices made inside.

Every function takes what was known in training and of the cases asked about, worse side up and
gaps as 0 (nothing known, nothing said), and returns one number per case asked about, higher for
more risk. What is chosen (a penalty, a list of signs) is chosen on the training rows alone, by
authority-wise cross-validation.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from earlywarning.statistics.discrimination import stratified_auc
from earlywarning.statistics.numeric import FloatArray, IntArray

PENALTIES = (20.0, 100.0, 500.0, 2000.0)
LOGISTIC_C = (0.001, 0.01, 0.1)
SIGNS_PICKED = 6
# The common sign is this much cheaper to move than a single one.
POOLING = 3.0
FOLDS = 5
FEWEST = 3


class Training(NamedTuple):
    """Training rows: features (n, p), outcome, year of each, authority of each as a number."""

    x: FloatArray
    y: FloatArray
    year: IntArray
    group: IntArray


Asked = FloatArray
Fit = Callable[[Training, Asked], FloatArray]


def unit_weights(_training: Training, asked: Asked) -> FloatArray:
    """Return the plain sum of the signs: nothing is fitted."""
    return np.asarray(asked.sum(axis=1))


def signed_ridge(training: Training, asked: Asked) -> FloatArray:
    """Ridge with no sign against expectation, drawn towards one common weight.

    A column with the sum of all signs takes the common part; what a single sign has beyond it is
    paid for at `POOLING` squared times the price. Penalty chosen by cross-validated squared error.
    With hardly anything that happened in training, the unit weights.
    """
    from sklearn.linear_model import Ridge

    if training.y.sum() < FEWEST:
        return unit_weights(training, asked)

    def fit(penalty: float, x: FloatArray, y: FloatArray, new: FloatArray) -> FloatArray:
        model = Ridge(alpha=penalty, positive=True)
        return np.asarray(model.fit(_pooled(x), y).predict(_pooled(new)))

    best = _chosen(PENALTIES, training, fit)
    return fit(best, training.x, training.y, asked)


def free_logistic(training: Training, asked: Asked) -> FloatArray:
    """Logistic regression with strong shrinkage to nothing and no signs held."""
    from sklearn.linear_model import LogisticRegression

    if training.y.sum() < FEWEST:
        return unit_weights(training, asked)

    def fit(c: float, x: FloatArray, y: FloatArray, new: FloatArray) -> FloatArray:
        model = LogisticRegression(C=c, max_iter=2000).fit(x, y.astype(int))
        return np.asarray(model.predict_proba(new)[:, 1])

    best = _chosen(LOGISTIC_C, training, fit)
    return fit(best, training.x, training.y, asked)


def monotone_trees(training: Training, asked: Asked) -> FloatArray:
    """Boosted trees of depth two in which no sign may count against expectation."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    if training.y.sum() < FEWEST:
        return unit_weights(training, asked)
    model = HistGradientBoostingClassifier(
        max_depth=2,
        learning_rate=0.05,
        max_iter=60,
        min_samples_leaf=15,
        l2_regularization=20.0,
        monotonic_cst=[1] * training.x.shape[1],
        random_state=0,
    )
    return np.asarray(model.fit(training.x, training.y.astype(int)).predict_proba(asked)[:, 1])


def picked_signs(training: Training, asked: Asked) -> FloatArray:
    """The six signs that told best apart in training, with unit weights."""
    if training.y.sum() < FEWEST:
        return unit_weights(training, asked)
    whole = np.ones((1, len(training.y)))
    told = [stratified_auc(column, training.y, training.year, whole)[0] for column in training.x.T]
    best = np.argsort(-np.nan_to_num(np.array(told), nan=0.5), kind="stable")[:SIGNS_PICKED]
    return np.asarray(asked[:, best].sum(axis=1))


def ordinal_grades(training: Training, asked: Asked) -> FloatArray:
    """Cumulative logistic on the new grade (1 to 4): one slope for all cuts; what it says of signs.

    Each inspection enters once for each cut between two grades (McCullagh 1980, by replication).
    """
    from sklearn.linear_model import LogisticRegression

    cuts = np.arange(1, 4)
    if len(np.unique(training.y)) < 2:
        return unit_weights(training, asked)

    x, y = training.x, training.y
    which = np.vstack([np.tile(3.0 * np.eye(3)[k - 1], (len(x), 1)) for k in cuts])
    above = np.concatenate([(y > k).astype(int) for k in cuts])
    model = LogisticRegression(C=LOGISTIC_C[1], max_iter=2000)
    model.fit(np.hstack([np.tile(x, (3, 1)), which]), above)
    return np.asarray(asked @ model.coef_[0][: x.shape[1]])


def _pooled(x: FloatArray) -> FloatArray:
    return np.hstack([x, POOLING * x.sum(axis=1, keepdims=True) / np.sqrt(x.shape[1])])


def _chosen(
    choices: tuple[float, ...],
    training: Training,
    fit: Callable[[float, FloatArray, FloatArray, FloatArray], FloatArray],
) -> float:
    """Return the choice with the least squared error on authorities left out; the strongest first.

    Folds are by authority and fixed, so that the same training gives the same choice.
    """
    fold = training.group % FOLDS
    errors = []
    for choice in choices:
        gaps = np.full(len(training.y), np.nan)
        for k in range(FOLDS):
            out = fold == k
            if out.any() and len(np.unique(training.y[~out])) > 1:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    said = fit(choice, training.x[~out], training.y[~out], training.x[out])
                gaps[out] = said - training.y[out]
        errors.append(np.nanmean(gaps**2) if np.isfinite(gaps).any() else np.inf)
    return choices[int(np.argmin(errors))]

"""Some thousand generated cases against the reference forms that scipy holds."""

import math

import numpy as np
import pytest
from scipy import stats

from earlywarning.statistics.rates import crude_rate, wilson
from earlywarning.statistics.trend import mann_kendall, sen_slope

CASES = 1000


def draw_series(rng, size):
    """Return whole numbers with many ties, one decimal, or a drift, some of it missing."""
    kind = rng.integers(3)
    if kind == 0:
        values = rng.integers(0, 5, size).astype(float)
    elif kind == 1:
        values = np.round(rng.normal(20, 3, size), 1)
    else:
        values = np.cumsum(rng.normal(0.3, 1, size))
    if rng.random() < 0.3:
        values[rng.random(size) < 0.2] = np.nan
    return values


def test_sen_slope_and_its_interval_equal_theilslopes():
    rng = np.random.default_rng(3)
    for _ in range(CASES):
        values = draw_series(rng, rng.integers(4, 25))
        times = np.sort(rng.choice(np.arange(1990, 2030), values.size, replace=False))
        known = ~np.isnan(values)
        if known.sum() < 2:
            continue
        level = rng.choice([0.8, 0.95, 0.99])
        theirs = stats.theilslopes(values[known], times[known], alpha=level)
        ours = sen_slope(values, times, level)
        expected = (theirs.slope, theirs.low_slope, theirs.high_slope, theirs.intercept)
        np.testing.assert_allclose(ours, expected, rtol=1e-9, atol=1e-9)


def test_exact_p_equals_kendalls_exact_test():
    rng = np.random.default_rng(4)
    for _ in range(CASES):
        values = rng.permutation(rng.integers(2, 10))
        theirs = stats.kendalltau(range(values.size), values, method="exact")
        ours = mann_kendall(values)
        assert ours.p == pytest.approx(theirs.pvalue, abs=1e-12)
        assert ours.tau_a == pytest.approx(theirs.statistic)


def test_s_with_ties_equals_kendalls_tau_b():
    rng = np.random.default_rng(5)
    for _ in range(CASES):
        values = draw_series(rng, rng.integers(4, 25))
        known = values[~np.isnan(values)]
        if np.unique(known).size < 2:
            continue
        pairs = known.size * (known.size - 1) / 2
        _, tied = np.unique(known, return_counts=True)
        untied = pairs - (tied * (tied - 1) / 2).sum()
        tau_b = stats.kendalltau(range(known.size), known).statistic
        assert mann_kendall(values).s == pytest.approx(tau_b * math.sqrt(pairs * untied))


def test_wilson_equals_binomtest():
    rng = np.random.default_rng(6)
    n = rng.integers(1, 400, CASES)
    x = rng.binomial(n, rng.random(CASES))
    for level in (0.95, 0.998):
        _, lower, upper = wilson(x, n, level)
        for i in range(CASES):
            limits = stats.binomtest(x[i], n[i]).proportion_ci(level, method="wilson")
            assert (lower[i], upper[i]) == pytest.approx(limits, abs=1e-12)


def test_rates_equal_the_chi_squared_and_byar_forms():
    rng = np.random.default_rng(7)
    x, n = rng.integers(0, 30, CASES), rng.integers(1, 10**5, CASES)
    for level in (0.95, 0.998):
        tail = (1 - level) / 2
        z = stats.norm.isf(tail)
        few = x < 10
        up = x + 1
        with np.errstate(divide="ignore", invalid="ignore"):
            byar_lower = x * (1 - 1 / (9 * x) - z / (3 * np.sqrt(x))) ** 3
        byar_upper = up * (1 - 1 / (9 * up) + z / (3 * np.sqrt(up))) ** 3
        exact_lower = np.where(x > 0, stats.chi2.ppf(tail, np.maximum(2 * x, 1)) / 2, 0)
        exact_upper = stats.chi2.isf(tail, 2 * x + 2) / 2
        value, lower, upper = crude_rate(x, n, per=1000, level=level)
        np.testing.assert_allclose(value, x / n * 1000)
        np.testing.assert_allclose(lower, np.where(few, exact_lower, byar_lower) / n * 1000)
        np.testing.assert_allclose(upper, np.where(few, exact_upper, byar_upper) / n * 1000)

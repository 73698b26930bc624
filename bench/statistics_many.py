"""Many series in one call against one call per series, as ratios of one run (`make bench`).

The size is the nation's: 153 authorities with 60 indicators of 13 periods. The funnels are its 60
indicators in 13 periods, of 153 units each. Both ways are asked for the same answers, which are
compared. Ratios are of one process on one machine; no test looks at them.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy import stats

from bench.ratios import in_turn, told
from earlywarning.statistics.funnel import funnel_proportion
from earlywarning.statistics.rates import wilson
from earlywarning.statistics.spc import xmr
from earlywarning.statistics.trend import mann_kendall, sen_slope

AUTHORITIES, INDICATORS, PERIODS = 153, 60, 13
MISSING = 0.05
REPEATS = 3
SERIES = 10_000


def main() -> None:
    """Print how many times longer the loop takes than the one call."""
    draw = np.random.default_rng(1)
    values = np.round(draw.normal(20, 3, (AUTHORITIES, INDICATORS, PERIODS)), 1)
    values[draw.random(values.shape) < MISSING] = np.nan
    size = draw.integers(50, 3000, (INDICATORS, PERIODS, AUTHORITIES)).astype(float)
    count = draw.binomial(size.astype(int), draw.beta(4, 16, size.shape)).astype(float)
    count[draw.random(size.shape) < MISSING] = np.nan
    years = np.arange(2013, 2013 + PERIODS)
    print(f"{'method':14} loop / one call")
    compare("xmr", lambda v: xmr(v).upper, values)
    compare("mann_kendall", lambda v: mann_kendall(v).p, values)
    compare("sen_slope", lambda v: sen_slope(v, years).slope, values)
    compare("funnel", lambda x, n: funnel_proportion(x, n).z_adjusted, count, size)
    against_packages(draw)


def against_packages(draw: np.random.Generator) -> None:
    """Time the calls on many series against plain loops of SciPy and pandas over the same ones.

    The floor of memory is a copy of the values, which has to move each of them twice.
    """
    values = np.round(draw.normal(20, 3, (SERIES, PERIODS)), 1)
    years = np.arange(2013.0, 2013 + PERIODS)
    size = draw.integers(50, 3000, (SERIES, PERIODS))
    count = draw.binomial(size, 0.2)
    many = [
        lambda: xmr(values), lambda: mann_kendall(values),
        lambda: sen_slope(values, years), lambda: wilson(count, size),
    ]  # fmt: skip
    one_by_one = [
        lambda: [_limits(pd.Series(row)) for row in values],
        lambda: [stats.kendalltau(years, row) for row in values],
        lambda: [stats.theilslopes(row, years) for row in values],
        lambda: [stats.binomtest(int(x), int(n)).proportion_ci(method="wilson")
                 for x, n in zip(count[:, -1], size[:, -1], strict=True)],
    ]  # fmt: skip
    print(f"{SERIES:,} series of {PERIODS}; Wilson's limits by SciPy for one period of each only")
    quick = in_turn(REPEATS, *many, lambda: values.copy())
    slow = in_turn(1, *one_by_one)
    for name, ours, theirs in zip(("xmr", "mann_kendall", "sen_slope", "wilson"), quick, slow,
                                  strict=False):  # fmt: skip
        scale = PERIODS if name == "wilson" else 1
        told(f"{name}: a plain loop against one call", scale * theirs / ours, 50, least=True)
        print(f"  {ours / quick[-1]:.0f} times a copy of the values")


def _limits(row: pd.Series[float]) -> tuple[float, float]:
    moving = row.diff().abs().mean()
    return row.mean() - 2.66 * moving, row.mean() + 2.66 * moving


def compare(name: str, method: Callable[..., object], *tables: np.ndarray) -> None:
    """Time one method both ways, the quickest of a few tries, and check that they agree."""
    shape = tables[0].shape[:-1]

    def loop() -> list[object]:
        return [method(*(table[place] for table in tables)) for place in np.ndindex(shape)]

    together, quick = timed(lambda: method(*tables))
    one_by_one, slow = timed(loop)
    np.testing.assert_array_equal(together, np.reshape(one_by_one, np.shape(together)))
    print(f"{name:14} {slow / quick:15.0f}   {len(one_by_one)} series of {tables[0].shape[-1]}")


def timed(work: Callable[[], object]) -> tuple[object, float]:
    """Return the result and the shortest time of a few tries, in seconds."""
    times = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - began)
    return result, min(times)


if __name__ == "__main__":
    main()

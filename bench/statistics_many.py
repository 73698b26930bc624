"""Many series in one call against one call per series, as ratios of one run (`make bench`).

The size is the nation's: 153 authorities with 60 indicators of 13 periods. The funnels are its 60
indicators in 13 periods, of 153 units each. Both ways are asked for the same answers, which are
compared. Ratios are of one process on one machine; no test looks at them.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from earlywarning.statistics.funnel import funnel_proportion
from earlywarning.statistics.spc import xmr
from earlywarning.statistics.trend import mann_kendall, sen_slope

AUTHORITIES, INDICATORS, PERIODS = 153, 60, 13
MISSING = 0.05
REPEATS = 3


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

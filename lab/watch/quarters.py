"""Monthly figures as a quarterly return would carry them."""

from __future__ import annotations

import numpy as np

from earlywarning.statistics.numeric import FloatArray
from lab.watch.nation import Drawn

MONTHS_IN_QUARTER = 3
# Stocks are those of the last month; flows are added up.
STOCKS = {"unallocated_cases", "vacancy_rate", "caseload"}


def by_quarter(name: str, drawn: Drawn) -> Drawn:
    """Return a measure by quarter; one missing month leaves the quarter missing."""
    quarters = drawn.value.shape[1] // MONTHS_IN_QUARTER
    shape = (len(drawn.value), quarters, MONTHS_IN_QUARTER)
    cut = [a[:, : quarters * MONTHS_IN_QUARTER].reshape(shape) for a in drawn.figures]
    if name in STOCKS:
        return Drawn(*(a[:, :, -1] for a in cut))
    value, part, whole = (a.sum(axis=2) for a in cut)
    return Drawn(value if np.isnan(part).all() else _share(part, whole), part, whole)


def _share(part: FloatArray, whole: FloatArray) -> FloatArray:
    out = np.full(part.shape, np.nan)
    np.divide(100 * part, whole, out=out, where=whole > 0)
    return out

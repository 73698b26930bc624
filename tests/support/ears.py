"""EARS C2 one month after the other, against which the laboratory's version is held."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence


def ears_c2(values: Sequence[float]) -> list[bool]:
    """Tell for each month whether it is above the seven that end three months before it.

    Above: their mean and 3.09 of their sample standard deviations (one in a thousand). Hutwagner
    et al 2003.
    """
    beyond = statistics.NormalDist().inv_cdf(0.999)
    alarms = []
    for month, value in enumerate(values):
        basis = [float(one) for one in values[max(0, month - 9) : max(0, month - 2)]]
        known = len(basis) == 7 and not any(map(math.isnan, basis))
        alarms.append(known and value > statistics.mean(basis) + beyond * statistics.stdev(basis))
    return alarms

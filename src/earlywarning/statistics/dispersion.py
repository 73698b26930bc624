"""Whether counts vary less than chance alone would make them."""

from __future__ import annotations

import numpy as np
import scipy
from numpy.typing import ArrayLike


def too_little_variation(values: ArrayLike) -> tuple[float, float]:
    """Test counts against the least variation that independent events can have.

    Independent events vary at least as a Poisson count does, and seasons, staffing and clusters
    only add to that. The sum of squares around the mean over the mean is then chi-squared with
    n - 1 degrees of freedom (Fisher's index of dispersion), and its lower tail is the chance of
    counts as even as these or more even.

    Args:
        values: counts of equal periods, at least two, with a mean above zero.

    Returns:
        The index of dispersion (1 for Poisson) and the chance of one as low or lower.
    """
    counts = np.asarray(values, dtype=float)
    mean = counts.mean()
    squares = float(((counts - mean) ** 2).sum() / mean)
    freedom = len(counts) - 1
    return squares / freedom, float(scipy.special.chdtr(freedom, squares))

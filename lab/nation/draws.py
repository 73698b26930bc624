"""Independent streams of random numbers, one for each part of the sample nation."""

import numpy as np


def stream(seed: int, part: str) -> np.random.Generator:
    """A generator for one part, so that a change in one part leaves the others as they were."""
    return np.random.default_rng([seed, *part.encode()])

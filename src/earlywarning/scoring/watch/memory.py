"""What the watch remembers of each series: its level, and how far it has strayed from it."""

from __future__ import annotations

import numpy as np

from earlywarning.statistics.numeric import BoolArray, FloatArray

# A single wild period must not widen the limits of all that follow it.
_WINSORISED = 3.0
# A quiet year must not make the limits so narrow that the next busy month breaks them.
_NARROWEST = 0.5


class Vintage:
    """Sums over the past of each series; each period back weighs less."""

    def __init__(self, rows: int) -> None:
        self._seen = np.zeros(rows)
        self._weight, self._level, self._chance = np.zeros((3, rows))
        self._errors, self._error = np.zeros((2, rows))

    def add(self, kept: float, use: BoolArray, y: FloatArray, chance: FloatArray) -> None:
        """Take in a period of the past where it can be used."""
        self._seen = self._seen + use
        self._weight = kept * self._weight + use
        self._level = kept * self._level + np.where(use, y, 0.0)
        self._chance = kept * self._chance + np.where(use, chance, 0.0)

    def restart(self, row: int, y: FloatArray, chance: FloatArray) -> None:
        """Forget the level of one series, and take that of a slip that has lasted."""
        there = ~np.isnan(y)
        self._seen[row] = max(self._seen[row], there.sum())
        self._weight[row] = there.sum()
        self._level[row] = y[there].sum()
        self._chance[row] = chance[there].sum()

    def expected(self, fewest: int) -> FloatArray:
        """Return the level of each series, NaN where fewer periods than `fewest` were seen."""
        enough = (self._seen >= fewest) & (self._weight > 0)
        none = np.full(len(self._weight), np.nan)
        np.divide(self._level, self._weight, out=none, where=enough)
        return none

    def spread(self, prior: FloatArray, strength: float, chance: FloatArray) -> FloatArray:
        """Return how far a period can be from expected when nothing is the matter.

        Args:
            prior: ordinary spread beside chance.
            strength: periods that the prior counts for.
            chance: variance that chance gives this period's number.
        """
        drawn = (self._error + strength * prior**2) / (self._errors + strength)
        # Without a denominator chance hides in the errors, and the prior knows nothing of it.
        own = self._error / np.maximum(self._errors, 1.0)
        beyond = np.where((chance == 0) & (own > drawn), own, drawn)
        beyond = np.maximum(beyond, (_NARROWEST * prior) ** 2)
        weight = np.maximum(self._weight, 1.0)
        of_level = (beyond + self._chance / weight) / weight
        return np.sqrt(beyond + chance + of_level)

    def add_error(
        self, kept: float, use: BoolArray, z: FloatArray, spread: FloatArray, chance: FloatArray
    ) -> None:
        """Take in how far a period was from expected, squared, less what chance gives."""
        far = np.minimum(np.nan_to_num(z) ** 2, _WINSORISED**2) * np.nan_to_num(spread) ** 2
        mean_chance = self._chance / np.maximum(self._weight, 1.0) ** 2
        self._errors = kept * self._errors + use
        self._error = kept * self._error + np.where(use, far - chance - mean_chance, 0.0)

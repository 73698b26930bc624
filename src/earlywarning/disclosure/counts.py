"""Counts of authorities as they may be shown where none may be recognised."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

# No group of fewer is ever told; with about 150 authorities that is one in fifteen.
SMALLEST = 10
STEP = 10
# Chance moves a count by up to so much before it is rounded, and the limit above by up to so much:
# a count that goes from one ten to the next between two months may then be chance alone.
CHANCE, CHANCE_OF_LIMIT = 2, 4
# With fewer authorities than this, a rounded count and its complement say too much.
FEWEST = 50


@dataclass(frozen=True, slots=True)
class ToldCount:
    """A count as it is told: a rounded number, or nothing where it may not be told."""

    label: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Veil:
    """Rounds counts by chance that is drawn from a secret: same file, same counts.

    secret: text that readers do not know. whole: how many authorities there are, which all know.
    """

    secret: str
    whole: int

    def told(self, label: str, count: int, within: str = "") -> ToldCount:
        """Return how a count is told; not at all if the group, or all others, may be too few.

        `within` keeps apart what carries the same label in two tables.
        """
        drawn = f"{within}|{label}"
        if self._is_few(drawn, count) or self._is_few(drawn, self.whole - count):
            return ToldCount(label, None)
        return ToldCount(label, self._rounded(drawn, count))

    def shares(self, parts: Sequence[tuple[str, int]]) -> list[ToldCount]:
        """Return how the parts of a whole are told, neighbours joined until none is too small.

        Args:
            parts: (label, count) in an order in which neighbours mean something like; together
                they are the whole.
        """
        groups: list[tuple[str, int]] = []
        for label, count in parts:
            if groups and self._is_few(*groups[-1]):
                before, so_far = groups.pop()
                groups.append((f"{before} or {label}", so_far + count))
            else:
                groups.append((label, count))
        if len(groups) > 1 and self._is_few(*groups[-1]):
            (before, most), (label, count) = groups[-2:]
            groups[-2:] = [(f"{before} or {label}", most + count)]
        return [self._share(label, count) for label, count in groups]

    def _share(self, label: str, count: int) -> ToldCount:
        return ToldCount(label, None if count == self.whole else self._rounded(label, count))

    def _is_few(self, label: str, count: int) -> bool:
        return count < SMALLEST + self._drawn(f"limit|{label}", CHANCE_OF_LIMIT + 1)

    def _rounded(self, label: str, count: int) -> int:
        moved = count + self._drawn(f"count|{label}", 2 * CHANCE + 1) - CHANCE
        return max(SMALLEST, STEP * ((moved + STEP // 2) // STEP))

    def _drawn(self, what: str, choices: int) -> int:
        digest = hashlib.sha256(f"{self.secret}|{what}".encode()).digest()
        return int.from_bytes(digest[:8], "big") % choices

"""Which cells must stay hidden so that nobody can work out a hidden one from those beside it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

# One identity: (position of the cell, its factor) pairs whose weighted sum is zero.
Identity = Sequence[tuple[int, int]]


def protect(
    values: NDArray[np.float64],
    hidden: NDArray[np.bool_],
    identities: Sequence[Identity],
    public: NDArray[np.bool_] | None = None,
) -> NDArray[np.bool_]:
    """Hide further cells until no hidden one follows from the identities.

    Args:
        values: numbers, nan where nobody here knows the number.
        hidden: cells that must not be shown.
        identities: sums that hold between cells; only those between cells that are all in the
            table belong here.
        public: cells that everybody can read elsewhere: hiding one hides nothing.

    Returns:
        All cells to hide. The smallest cell beside a revealed one goes first: it costs least. What
        nothing here can hide, because all that leads to it is public, stays as it was given.
    """
    out = hidden.copy()
    known = np.zeros_like(hidden) if public is None else public.copy()
    while (found := _revealed(out & ~known, identities)) is not None:
        position, identity = found
        shown = [p for p, _ in identity if not out[p] and not known[p]]
        if not shown:
            linked = _reachable(position, out & ~known, identities)
            shown = [p for p in linked if not known[p]]
        if not shown:
            known[position] = True
            continue
        choice = min(shown, key=lambda p: (not values[p] > 0, values[p], p))
        out[choice] = True
    return out


def _revealed(
    hidden: NDArray[np.bool_], identities: Sequence[Identity]
) -> tuple[int, Identity] | None:
    """Return a hidden cell that can be worked out, with an identity it stands in."""
    for identity in identities:
        unknown = [p for p, _ in identity if hidden[p]]
        if len(unknown) == 1:
            return unknown[0], identity
    return _by_elimination(hidden, identities)


def _by_elimination(
    hidden: NDArray[np.bool_], identities: Sequence[Identity]
) -> tuple[int, Identity] | None:
    """Find cells that only several identities together reveal."""
    used = [i for i in identities if any(hidden[p] for p, _ in i)]
    columns = sorted({p for i in used for p, _ in i if hidden[p]})
    if not columns:
        return None
    place = {p: number for number, p in enumerate(columns)}
    matrix = np.zeros((len(used), len(columns)))
    for row, identity in enumerate(used):
        for position, factor in identity:
            if hidden[position]:
                matrix[row, place[position]] += factor
    for reduced in _reduced(matrix):
        filled = np.flatnonzero(np.abs(reduced) > 1e-9)
        if len(filled) == 1:
            position = columns[int(filled[0])]
            return position, next(i for i in used if position in {p for p, _ in i})
    return None


def _reduced(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the reduced row echelon form."""
    rows, row = matrix.copy(), 0
    for column in range(rows.shape[1]):
        if row == len(rows):
            break
        pivot = row + int(np.argmax(np.abs(rows[row:, column])))
        if abs(rows[pivot, column]) < 1e-9:
            continue
        rows[[row, pivot]] = rows[[pivot, row]]
        rows[row] /= rows[row, column]
        others = np.arange(len(rows)) != row
        rows[others] -= np.outer(rows[others, column], rows[row])
        row += 1
    return rows


def _reachable(
    position: int, hidden: NDArray[np.bool_], identities: Sequence[Identity]
) -> list[int]:
    """Return shown cells in identities that are linked to a cell through hidden ones."""
    linked = {position}
    while True:
        near = [i for i in identities if any(p in linked for p, _ in i)]
        shown = sorted({p for i in near for p, _ in i if not hidden[p]})
        grown = linked | {p for i in near for p, _ in i if hidden[p]}
        if shown or grown == linked:
            return shown
        linked = grown

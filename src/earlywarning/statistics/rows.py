"""Sums, middles and ties of many series at once, along the last axis, missing values left out."""

from __future__ import annotations

import math

import numpy as np

from earlywarning.statistics.numeric import BoolArray, FloatArray, IntArray

# For fewer series than this, one exact sum after the other is quicker.
FEW_SERIES = 16


def present(values: FloatArray) -> FloatArray:
    """Return the entries of one series that are not missing."""
    return values[~np.isnan(values)]


def count_present(values: FloatArray) -> IntArray:
    """Return how many entries each series has."""
    return np.asarray((~np.isnan(values)).sum(axis=-1), dtype=np.int64)


def exact_sums(values: FloatArray) -> FloatArray:
    """Return the correctly rounded sum of each series, to the bit what math.fsum gives.

    A plain running sum can miss the last bit, and then a constant series lies to one side of its
    own mean. Entries are added in pairs, and what each addition rounds off is itself a float and is
    kept (Knuth's two-sum). A series' sum is then a total plus a rest. Where adding up the rest
    rounds nothing off, total + rest is rounded once and so correctly; elsewhere math.fsum decides.
    """
    many = math.prod(values.shape[:-1])
    rows = np.where(np.isnan(values), 0.0, values).reshape(many, values.shape[-1])
    if len(rows) < FEW_SERIES:
        return np.array([math.fsum(row) for row in rows.tolist()]).reshape(values.shape[:-1])
    with np.errstate(invalid="ignore", over="ignore"):
        total, rounded_off = _folded(rows)
        rest, lost = _folded(rounded_off)
        sums = total + rest
    for row in np.flatnonzero((lost != 0).any(axis=-1)):
        sums[row] = math.fsum(rows[row])
    return np.asarray(sums).reshape(values.shape[:-1])


def exact_means(values: FloatArray) -> FloatArray:
    """Return the mean of each series, rounded once; NaN for no values.

    Sum and division each round, so a sum divided is at times one last bit off, enough to put a
    value on one side of a mean that it equals. What all values together lie away from that first
    mean is again an exact sum, and settles the bit. (Not where the mean lies beside the midway
    point of two floats by less than 2**-50 of their distance, which takes values that differ in
    size as much. A constant series always has its own value as mean.)
    """
    count = count_present(values)
    n = np.where(count > 0, count, np.nan)
    near = exact_sums(values) / n
    taken = np.where(np.isnan(values), np.nan, -near[..., np.newaxis])
    return np.asarray(near + exact_sums(np.concatenate([values, taken], axis=-1)) / n)


def medians(values: FloatArray) -> FloatArray:
    """Return the median of each series, NaN for no values."""
    return sorted_medians(np.sort(values, axis=-1), count_present(values))


def sorted_medians(ordered: FloatArray, count: IntArray) -> FloatArray:
    """Return medians of series in ascending order, the `count` known values first."""
    low = pick(ordered, (count - 1) // 2)
    return np.asarray((low + pick(ordered, count // 2)) / 2)


def sorted_quantiles(ordered: FloatArray, count: IntArray, share: float) -> FloatArray:
    """Return the quantile of series in ascending order, by linear interpolation (R's type 7)."""
    place = (count - 1) * share
    at = np.floor(place).astype(np.int64)
    below, above, part = pick(ordered, at), pick(ordered, np.minimum(at + 1, count - 1)), place - at
    # From the nearer end, so that the order of rounding is the same from both.
    from_above = above - (above - below) * (1 - part)
    return np.asarray(np.where(part < 0.5, below + (above - below) * part, from_above))


def pick(ordered: FloatArray, place: IntArray) -> FloatArray:
    """Return each series' entry at its own place; NaN at places that no series has."""
    inside = (place >= 0) & (place < ordered.shape[-1])
    if not ordered.shape[-1]:
        return np.full(place.shape, np.nan)
    at = np.where(inside, place, 0)[..., np.newaxis]
    return np.where(inside, np.take_along_axis(ordered, at, axis=-1)[..., 0], np.nan)


def tied_places(values: FloatArray) -> tuple[IntArray, IntArray]:
    """Return the first and the last place, from 0, that each value's equals take in its series.

    Missing values come last, each on its own.
    """
    order = np.argsort(values, axis=-1)
    ordered = np.take_along_axis(values, order, axis=-1)
    places = np.broadcast_to(np.arange(values.shape[-1]), values.shape)
    edge = np.ones((*values.shape[:-1], min(values.shape[-1], 1)), dtype=np.bool_)
    differs = ordered[..., 1:] != ordered[..., :-1]
    first = np.where(_join(edge, differs), places, 0)
    last = np.where(_join(differs, edge), places, values.shape[-1])
    first = np.maximum.accumulate(first, axis=-1)
    last = np.minimum.accumulate(last[..., ::-1], axis=-1)[..., ::-1]
    return _put_back(first, order), _put_back(last, order)


def _join(one: BoolArray, two: BoolArray) -> BoolArray:
    return np.concatenate([one, two], axis=-1)


def _put_back(ordered: IntArray, order: IntArray) -> IntArray:
    placed = np.empty_like(ordered)
    np.put_along_axis(placed, order, ordered, axis=-1)
    return placed


def _folded(parts: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Add up rows in pairs; return the totals and everything that was rounded off on the way."""
    lost = [np.zeros((len(parts), 0))]
    while (half := parts.shape[1] // 2) > 0:
        one, two, odd = parts[:, :half], parts[:, half : 2 * half], parts[:, 2 * half :]
        total = one + two
        share = total - one
        lost.append((one - (total - share)) + (two - share))
        parts = np.concatenate([total, odd], axis=1)
    return parts.sum(axis=1), np.concatenate(lost, axis=1)

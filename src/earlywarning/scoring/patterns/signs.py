"""Whether a sign is there, is not there, or cannot be told: for all authorities at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from earlywarning.definitions.indicator import Indicator
from earlywarning.definitions.pattern import Sign
from earlywarning.definitions.policy import PatternPolicy, PerformancePolicy
from earlywarning.scoring.patterns.judged import Judged
from earlywarning.scoring.patterns.known import Grid, PatternFacts, sides
from earlywarning.statistics.numeric import BoolArray, FloatArray

WITHHELD = ("not_returned", "low_reliability", "held_back", "refused")
# Fewer years of change than this do not tell whether a series is smooth.
FEWEST_CHANGES = 4


@dataclass(frozen=True, slots=True, eq=False)
class SignFound:
    """A sign for every authority. What is there is known; what is not known is not there.

    `items` and `periods` say where: (of, authorities) and (of, authorities, periods).
    """

    sign: Sign
    there: BoolArray
    known: BoolArray
    strength: FloatArray
    items: BoolArray
    periods: BoolArray | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Looker:
    """What every sign is looked up in."""

    known: PatternFacts
    grid: Grid
    judged: Judged
    indicators: dict[str, Indicator]
    performance: PerformancePolicy
    policy: PatternPolicy

    def tell(self, sign: Sign) -> SignFound:
        """Return one sign for every authority."""
        match sign.kind:
            case "position" | "movement" | "movement_raw" | "either":
                return self._standing_out(sign)
            case "quiet":
                return self._quiet(sign)
            case "smooth":
                return self._smooth(sign)
            case "withheld":
                return self._withheld(sign)
            case "heard":
                return self._heard(sign)
            case "leads_reviews":
                return self._leads(sign)
            case _:
                there, known = self.judged.tell(sign)
                return self._plain(sign, there[np.newaxis], known[np.newaxis])

    def _standing_out(self, sign: Sign) -> SignFound:
        names = sign.of()
        assert sign.side is not None
        way = sides(names, sign.side, self.indicators)[:, np.newaxis, np.newaxis]
        fields = {
            "position": ("position_z",),
            "movement": ("movement_z",),
            "movement_raw": ("movement_z_raw",),
        }.get(sign.kind, ("position_z", "movement_z"))
        parts = np.array([way * self.grid.of(field, names) for field in fields])
        far = np.nan_to_num(parts, nan=-np.inf).max(axis=0)
        periods = far >= self._least(sign)
        # High or rising: not high, and not known whether rising, is not known.
        unknown = ~periods & np.isnan(parts).any(axis=0)
        return self._lasting(sign, periods, unknown, self.strength(far))

    def _lasting(
        self, sign: Sign, periods: BoolArray, unknown: BoolArray, strength: FloatArray
    ) -> SignFound:
        """Ask for `times` of the last `within` periods, then for `in_at_least` of the items."""
        seen = periods[:, :, : sign.within]
        often = seen.sum(axis=2)
        items = often >= sign.times
        unsure = ~items & (often + unknown[:, :, : sign.within].sum(axis=2) >= sign.times)
        by_period = np.where(seen, strength[:, :, : sign.within], 0.0)
        each = _top(np.moveaxis(by_period, 2, 0), sign.times)
        return self._together(sign, items, ~unsure, each, periods)

    def _together(
        self,
        sign: Sign,
        items: BoolArray,
        known: BoolArray,
        strength: FloatArray,
        periods: BoolArray | None = None,
    ) -> SignFound:
        number = items.sum(axis=0)
        there = number >= sign.in_at_least
        could = number + (~known).sum(axis=0) >= sign.in_at_least
        full = _top(np.where(items, strength, 0.0), sign.in_at_least)
        return SignFound(sign, there, there | ~could, np.where(there, full, 0.0), items, periods)

    def _plain(self, sign: Sign, items: BoolArray, known: BoolArray) -> SignFound:
        """Tell a sign that is so or is not so: it has no distance of its own."""
        strength = np.full(items.shape, self.policy.plain_strength)
        return self._together(sign, items & known, known, strength)

    def _quiet(self, sign: Sign) -> SignFound:
        names = sign.of()
        z = self.grid.of("position_z", names)[:, :, 0]
        if sign.side is None:
            z = np.abs(z)
        else:
            z = z * sides(names, sign.side, self.indicators)[:, np.newaxis]
        least = self._least(sign)
        return self._plain(sign, np.nan_to_num(z, nan=np.inf) < least, ~np.isnan(z))

    def _smooth(self, sign: Sign) -> SignFound:
        change = self.grid.of("change", sign.of())
        common = _middle(change, axis=1)
        own = np.abs(change - common[:, np.newaxis, :])[:, :, :5]
        enough = (~np.isnan(own)).sum(axis=2) >= FEWEST_CHANGES
        usual_own = np.where(enough, _middle(own, axis=2), np.nan)
        alike = similar_size(self.grid.children, self.policy.similar_size)
        usual = _middle(usual_own[:, alike], axis=2)
        told = ~np.isnan(usual_own) & (usual > 0) & ~np.isnan(self.grid.children)
        share = np.divide(usual_own, usual, where=told, out=np.ones_like(usual))
        return self._plain(sign, share <= self.policy.smooth_share, told)

    def _withheld(self, sign: Sign) -> SignFound:
        rows = [self.grid.place.get(name) for name in sign.of()]
        nothing = np.full(len(self.grid.codes), "", dtype=object)
        status = np.array([nothing if at is None else self.grid.status[at] for at in rows])
        return self._plain(sign, np.isin(status, WITHHELD), status != "")

    def _heard(self, sign: Sign) -> SignFound:
        shape = (len(sign.flags), len(self.grid.codes))
        items = self.known.soft_items
        if items is None:
            return self._plain(sign, np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool))
        weight = items.groupby(["flag", "old_la_code"])["weight_now"].sum().to_dict()
        heard = np.array(
            [[weight.get((flag, code), 0.0) for code in self.grid.codes] for flag in sign.flags]
        )
        return self._together(sign, heard > 0, np.ones(shape, dtype=bool), np.minimum(1.0, heard))

    def _leads(self, sign: Sign) -> SignFound:
        reviews = self.known.peer_reviews
        if reviews is None:
            nobody = np.zeros((1, len(self.grid.codes)), dtype=bool)
            return self._plain(sign, nobody, nobody)
        held = pd.to_datetime(reviews["held_on"])
        as_of = pd.Timestamp(self.known.as_of)
        assert sign.months is not None
        lately = (held <= as_of) & (held > as_of - pd.DateOffset(months=sign.months))
        led = reviews.loc[lately & (reviews["status"] == "held"), "led_by_old_la_code"]
        number = led.value_counts().reindex(self.grid.codes, fill_value=0).to_numpy()
        there = (number >= sign.at_least)[np.newaxis]
        return self._plain(sign, there, np.ones_like(there))

    def _least(self, sign: Sign) -> float:
        return self.performance.weak_z if sign.z is None else sign.z

    def strength(self, z: FloatArray) -> FloatArray:
        """Return the strength of distances on the wanted side, on the scale of signals."""
        policy = self.performance
        share = (z - policy.weak_z) / (policy.strong_z - policy.weak_z)
        return np.asarray(np.clip(share, 0.0, 1.0))


def similar_size(children: FloatArray, number: int) -> np.ndarray:
    """Return for each authority the places of those nearest in size, itself left out.

    Size is compared on the log scale: twice as large is as far as half as large.
    """
    size = np.log(np.where(children > 0, children, np.nan))
    gap = np.abs(size[:, np.newaxis] - size[np.newaxis, :])
    np.fill_diagonal(gap, np.inf)
    gap = np.where(np.isnan(gap), np.inf, gap)
    return np.argsort(gap, axis=1, kind="stable")[:, : min(number, max(1, len(size) - 1))]


def _top(values: FloatArray, number: int) -> FloatArray:
    """Return the mean of the largest `number` along the first axis."""
    return np.asarray(np.sort(values, axis=0)[::-1][:number].mean(axis=0))


def _middle(values: FloatArray, axis: int) -> FloatArray:
    empty = np.isnan(values).all(axis=axis)
    filled = np.where(np.expand_dims(empty, axis), 0.0, values)
    return np.where(empty, np.nan, np.nanmedian(filled, axis=axis))

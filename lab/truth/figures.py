"""Yearly published figures: how far from expected and how fast, with some of hidden quality."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from earlywarning.definitions.indicator import Indicator
from earlywarning.definitions.loader import Definitions
from earlywarning.period import period_end
from lab.nation.draws import stream
from lab.truth import assumed
from lab.truth.assumed import MONTHS_IN_YEAR, Setting
from lab.truth.quality import codes_of

COLUMNS = [
    "old_la_code", "indicator", "period_end", "published", "value", "position_z", "movement_z",
    "neighbour_z",
]  # fmt: skip
# A stock on one day rests on the last quarter, a yearly count on its year.
MONTHS_BEHIND = {"year_to_31_march": 12}
STOCK_MONTHS = 3


@dataclass(frozen=True, eq=False)
class Figures:
    """Published figures, and how much of hidden quality each indicator was given to carry."""

    table: pd.DataFrame
    carried: dict[str, float]


def days_until_out(definitions: Definitions) -> dict[str, int]:
    """Return the days from the end of an indicator's period to its publication, by indicator.

    Those of the publication gate for the series that it is published as or counted from, else the
    usual lag of that series' table. Population estimates never come last.
    """
    lags = {
        series: table.publication_lag_days
        for table in definitions.tables.values()
        for series in table.declared_series()
    }
    gate = definitions.gate.days()
    out = {}
    for name, one in definitions.weighted().items():
        first = [*one.published, one.numerator][0]
        out[name] = gate.get(str(first), lags.get(str(first), 0))
    return out


def publish(seed: int, definitions: Definitions, setting: Setting, quality: np.ndarray) -> Figures:
    """Return every weighted indicator of every authority and year, as published."""
    indicators = definitions.weighted()
    carried = _dealt(seed, definitions, setting)
    rng, lag = stream(seed, "figures"), days_until_out(definitions)
    place = rng.normal(0, 1, setting.authorities)
    lost = rng.random((setting.authorities, _years())) < assumed.RETURN_MISSING
    frames = [
        _one(name, indicators[name], _up(carried[name], one, quality, place, rng), lost, lag[name],
             setting, rng)
        for name, one in indicators.items()
    ]  # fmt: skip
    return Figures(pd.concat(frames, ignore_index=True)[COLUMNS], carried)


def _dealt(seed: int, definitions: Definitions, setting: Setting) -> dict[str, float]:
    """Deal the ladder to the indicators: one for the vital signs, one for all others."""
    rng = stream(seed, "carried")
    vital = {sign.indicator for sign in definitions.vital_signs.sign}
    out: dict[str, float] = {}
    for names in (sorted(vital), sorted(set(definitions.weighted()) - vital)):
        ladder = np.linspace(0, setting.most_carried, len(names))
        out |= dict(zip(names, rng.permutation(ladder).tolist(), strict=True))
    return out


def _years() -> int:
    return assumed.UNTIL.year - assumed.FIRST_FIGURES + 1


def _end(one: Indicator, step: int) -> dt.date:
    return period_end(assumed.FIRST_FIGURES + step, one.period)


def _up(
    carried: float, one: Indicator, quality: np.ndarray, place: np.ndarray,
    rng: np.random.Generator,
) -> np.ndarray:  # fmt: skip
    """Return distances with the worse side up, authorities by years; spread about one unit."""
    shape = (len(quality), _years())
    shared = float(np.clip(assumed.SHARED * rng.normal(), -0.6, 0.6))
    rest = np.sqrt(1 - carried**2 - shared**2)
    lasting = np.sqrt(assumed.LASTING_SHARE) * rng.normal(0, 1, (shape[0], 1))
    wave = rng.normal(0, 1, shape)
    follows = assumed.NOISE_FOLLOWS
    wave[:, 1:] *= np.sqrt(1 - follows**2)
    for year in range(1, shape[1]):
        wave[:, year] += follows * wave[:, year - 1]
    noise = lasting + np.sqrt(1 - assumed.LASTING_SHARE) * wave
    told = np.column_stack([_quality_of(one, year, quality) for year in range(shape[1])])
    return np.asarray(-carried * told + shared * place[:, None] + rest * noise)


def _quality_of(one: Indicator, step: int, quality: np.ndarray) -> np.ndarray:
    """Return the hidden quality that a period's figure rests on, in standard units."""
    end, first = _end(one, step), assumed.FIRST_MONTH
    last = (end.year - first.year) * MONTHS_IN_YEAR + end.month - first.month
    behind = MONTHS_BEHIND.get(one.period, STOCK_MONTHS)
    window = quality[:, max(0, last + 1 - behind) : max(1, last + 1)]
    if not window.shape[1]:
        return np.zeros(len(quality))
    return np.asarray(window.mean(axis=1) / assumed.QUALITY_SPREAD)


def _one(
    name: str, one: Indicator, up: np.ndarray, lost: np.ndarray, lag: int, setting: Setting,
    rng: np.random.Generator,
) -> pd.DataFrame:  # fmt: skip
    side = -1 if one.polarity == "low_is_worse" else 1
    gone = lost | (rng.random(up.shape) < assumed.FIGURE_MISSING)
    position = np.where(gone, np.nan, side * up)
    change = np.diff(position, axis=1, prepend=np.nan)
    usual = np.nanstd(change[:, 1:])
    ends = [_end(one, step) for step in range(up.shape[1])]
    known = [end for end in ends if end + dt.timedelta(days=lag) <= assumed.UNTIL]
    many, codes = len(known), codes_of(setting)
    return pd.DataFrame({
        "old_la_code": np.repeat(codes, many), "indicator": name,
        "period_end": known * len(codes),
        "published": [end + dt.timedelta(days=lag) for end in known] * len(codes),
        "value": position[:, :many].ravel(), "position_z": position[:, :many].ravel(),
        "neighbour_z": position[:, :many].ravel(),
        "movement_z": (change / usual)[:, :many].ravel(),
    })  # fmt: skip

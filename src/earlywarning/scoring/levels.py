"""The level of each vital sign of each authority: what three years of its figures say together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from earlywarning.definitions.indicator import Indicator
from earlywarning.definitions.loader import Definitions
from earlywarning.definitions.vital_signs import VitalSign
from earlywarning.scoring.comparing.panel import NEW_AUTHORITY, Panel, panel_of
from earlywarning.scoring.comparing.position import FEWEST_NEIGHBOURS, Near, counted, near_of
from earlywarning.statistics.level import LevelModel, fit_levels, levels, year_ahead
from earlywarning.statistics.numeric import BoolArray, FloatArray
from earlywarning.tables.declare import columns_of
from earlywarning.tables.level import Level, LevelSpread

# Years that a level is told by, and years that tell what all authorities have in common.
YEARS, YEARS_SHARED = 3, 6
# The most that a count can be which a publisher withholds for being small.
SMALL_COUNT = 5.0
# A count so many times as large does not become small within a year.
FAR_FROM_SMALL = 4.0
# No figure, and nothing hidden by it, where the year before had none either: there is no such thing
# there, or the count is small.
NOT_WITHHELD = ("suppressed", "not_applicable")


class Read(NamedTuple):
    """One sign as distances from expected on its worse side, and what chance alone does to them."""

    panel: Panel
    distance: FloatArray
    chance: FloatArray
    once: BoolArray
    status: list[str]
    known: list[int]
    day: pd.Timestamp


def levels_of(
    values: pd.DataFrame,
    neighbours: pd.DataFrame,
    contaminated: pd.DataFrame,
    authorities: pd.DataFrame,
    definitions: Definitions,
    refused: Collection[str] = (),
    signs: Sequence[VitalSign] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the tables `level` and `level_spread`.

    A sign that too few authorities have in its newest period has no rows, unless its table was
    refused: then it is withheld of everybody. A figure that an
    authority lacks there is told by its years before, says less, and is marked as withheld where
    nothing but the authority, or the doubt about its return, keeps it back.

    Args:
        values: authority rows of indicator_value, as `signal_input` gives them, with `size`.
        neighbours: of one model.
        contaminated: old_la_code, indicator, time_period, reason.
        authorities: open ones, old_la_code, is_small and opened.
        definitions: which signs, which side is worse.
        refused: series of tables that were offered and refused.
        signs: those that are asked for, if not all that are declared.
    """
    of_indicator = dict(tuple(values.groupby("indicator")))
    placed = authorities[~authorities["is_small"].astype(bool)]
    found, shared = [], []
    for sign in definitions.vital_signs.sign if signs is None else signs:
        rows = of_indicator.get(sign.indicator)
        read = None if rows is None else _read(sign, rows, neighbours, contaminated, definitions)
        if read is None:
            if definitions.indicators[sign.indicator].rests_on & set(refused):
                found.append(_refused(sign, placed))
            continue
        in_counts = definitions.indicators[sign.indicator].scale != "amount"
        told_once = np.where(read.once, read.distance, np.nan)
        model = fit_levels(told_once, read.chance, counted=in_counts)
        found.append(_rows(sign, read, model, placed, counted=in_counts))
        newest, many = read.panel.periods[-1], int(np.isfinite(told_once[:, -1]).sum())
        shared.append((sign.indicator, sign.kind, newest, many, *model))
    frame = (
        pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=columns_of(Level))
    )
    return frame, pd.DataFrame(shared, columns=columns_of(LevelSpread))


def _refused(sign: VitalSign, placed: pd.DataFrame) -> pd.DataFrame:
    """Return a sign of which nothing is known of anybody, because its table was refused."""
    frame = pd.DataFrame({"old_la_code": placed["old_la_code"]}).assign(
        indicator=sign.indicator, kind=sign.kind, level=0.0, level_sd=1.0, year_sd=0.0,
        persistence=0.0, withheld="refused",
    )  # fmt: skip
    return frame.reindex(columns=columns_of(Level))


def _read(
    sign: VitalSign,
    rows: pd.DataFrame,
    neighbours: pd.DataFrame,
    contaminated: pd.DataFrame,
    definitions: Definitions,
) -> Read | None:
    indicator = definitions.indicators[sign.indicator]
    placed = rows[rows["value"].notna() & ~rows["is_small"].astype(bool)]
    least = definitions.policy.performance.minimum_authorities
    newest = _newest(placed, least)
    if newest is None:
        return None
    # One more than is looked at: a movement is a change between two.
    panel = panel_of(rows[rows["time_period"] >= newest - YEARS_SHARED], newest)
    of_size = rows.groupby("old_la_code")["is_small"].max()
    small = of_size.reindex(panel.codes).to_numpy(dtype=bool)
    filled = _filled(sign, indicator, panel, rows)
    scaled, chance = _scaled(indicator, filled, _sizes(rows, panel))
    scaled[small] = np.nan
    beside = sign.kind == "neighbours" or indicator.comparison == "neighbours"
    if beside:
        near = near_of(panel.codes, neighbours, set())
        scaled = scaled - _of_neighbours(scaled, near, counted(near, panel.about))
    once = panel.counted_once()
    distance = sign.direction * _centred(scaled, once, least)
    if sign.kind == "movement":
        distance, chance = _moved(distance, chance, _left_out(panel, contaminated, sign.indicator))
    last = {
        code: int(period)
        for code, period in placed.groupby("old_la_code")["time_period"].max().items()
    }
    now = rows[rows["time_period"] == newest].set_index("old_la_code")["status"].to_dict()
    return Read(
        panel,
        distance[:, -YEARS_SHARED:],
        chance[:, -YEARS_SHARED:],
        once[:, -YEARS_SHARED:],
        [str(now.get(code, "not_there")) for code in panel.codes],
        [last.get(code, 0) for code in panel.codes],
        rows.loc[rows["time_period"] == newest, "period_end"].max(),
    )


def _newest(placed: pd.DataFrame, least: int) -> int | None:
    """Return the newest period that most authorities have: what is half out accuses nobody."""
    many = placed.groupby("time_period")["old_la_code"].nunique()
    enough = many[(many >= least) & (many * 2 >= placed["old_la_code"].nunique())]
    return None if enough.empty else int(enough.index.max())


def _filled(sign: VitalSign, indicator: Indicator, panel: Panel, rows: pd.DataFrame) -> FloatArray:
    """Return the values, with what a withheld small count can be at the most, and low ones as 0."""
    value = panel.value / indicator.per
    if indicator.numerator is not None:
        # Nought out of nought is no figure, however it is printed.
        value = np.where(panel.denominator <= 0, np.nan, value)
    if sign.worse == "high":
        most = SMALL_COUNT / np.where(panel.denominator > 0, panel.denominator, np.nan)
        hidden = np.isnan(value) & panel.suppressed & (panel.denominator > SMALL_COUNT)
        hidden &= ~_was_large(panel.numerator)
        value = np.where(hidden, most, value)
    low = rows.assign(low=(rows["status"] == "low").astype(float))
    wide = low.pivot_table(index="old_la_code", columns="time_period", values="low", aggfunc="max")
    is_low = wide.reindex(index=panel.codes, columns=panel.periods).to_numpy(dtype=float) == 1.0
    return np.where(np.isnan(value) & is_low, 0.0, value)


def _was_large(count: FloatArray) -> BoolArray:
    """Tell where the count before was far from small: none is hidden for smallness a year on."""
    before = pd.DataFrame(count).ffill(axis=1).shift(axis=1).to_numpy(dtype=float)
    return np.asarray(before > FAR_FROM_SMALL * SMALL_COUNT)


def _scaled(
    indicator: Indicator, value: FloatArray, size: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return values on the scale on which chance has one size, and the variance of that chance."""
    if indicator.scale == "share":
        return np.arcsin(np.sqrt(np.clip(value, 0.0, 1.0))), 0.25 / size
    if indicator.scale == "rate":
        middle = np.nanmedian(value, axis=0)
        return np.sqrt(value / middle), 0.25 / (size * middle)
    return np.log(np.where(value > 0, value, np.nan)), 1.0 / size


def _sizes(rows: pd.DataFrame, panel: Panel) -> FloatArray:
    """Return how many each figure is out of: of the nearest year where its own is not known."""
    wide = rows.pivot_table(index="old_la_code", columns="time_period", values="size")
    own = wide.reindex(index=panel.codes, columns=panel.periods).ffill(axis=1).bfill(axis=1)
    sizes = own.where(own > 0).to_numpy(dtype=float)
    middle = np.nanmedian(sizes) if np.isfinite(sizes).any() else np.inf
    return np.where(np.isnan(sizes), middle, sizes)


def _of_neighbours(scaled: FloatArray, near: Near, counts: BoolArray) -> FloatArray:
    """Return the mean of each authority's neighbours by closeness, NaN where they are too few."""
    others = np.where(counts, scaled[near.place], np.nan)
    weight = np.where(np.isnan(others), 0.0, near.weight[..., None])
    total = weight.sum(axis=1)
    enough = (weight > 0).sum(axis=1) >= FEWEST_NEIGHBOURS
    mean = np.divide(
        np.nansum(others * weight, axis=1), total, where=total > 0, out=np.full(total.shape, np.nan)
    )
    return np.where(enough, mean, np.nan)


def _centred(scaled: FloatArray, once: BoolArray, least: int) -> FloatArray:
    """Return distances from the mean of each year; a year that few have is no year."""
    told_once = np.where(once, scaled, np.nan)
    many = np.isfinite(told_once).sum(axis=0) >= least
    mean = np.array(
        [
            np.nanmean(column) if told else np.nan
            for column, told in zip(told_once.T, many, strict=True)
        ]
    )
    return np.asarray(scaled - mean)


def _moved(
    distance: FloatArray, chance: FloatArray, left_out: BoolArray
) -> tuple[FloatArray, FloatArray]:
    """Return each year's change, and the chance of both of its ends."""
    distance = np.where(left_out, np.nan, distance)
    return np.diff(distance, axis=1), chance[:, 1:] + chance[:, :-1]


def _left_out(panel: Panel, contaminated: pd.DataFrame, indicator: str) -> BoolArray:
    """Tell which periods no change is told into or out of: marked ones and a new authority's."""
    out = panel.too_new.copy()
    own = contaminated[contaminated["indicator"] == indicator]
    for code, period in zip(own["old_la_code"], own["time_period"], strict=True):
        if code in panel.codes and period in panel.periods:
            out[panel.codes.index(code), panel.at(period)] = True
    return out


def _rows(
    sign: VitalSign, read: Read, model: LevelModel, placed: pd.DataFrame, *, counted: bool
) -> pd.DataFrame:
    told = levels(read.distance[:, -YEARS:], read.chance[:, -YEARS:], model)
    before, before_sd = _before(sign, read, model)
    missing = np.isnan(read.distance[:, -1])
    # The first year of all has none before it.
    had_before = [bool(row.any()) for row in np.isfinite(read.distance[:, -2:-1])]
    frame = pd.DataFrame(
        {
            "old_la_code": read.panel.codes,
            "level": told.level,
            "level_sd": told.sd,
            "z": told.z,
            "z_counts": told.by_chance if counted else np.nan,
            "year_sd": year_ahead(model, told.sd),
            "level_before": before,
            "level_before_sd": before_sd,
            "known_period": read.known,
            "withheld": [
                _withheld(status, had=had) if gone else ""
                for status, gone, had in zip(read.status, missing, had_before, strict=True)
            ],
        }
    ).set_index("old_la_code")
    frame = frame.reindex(placed["old_la_code"].tolist())
    nothing = frame["level"].isna()
    frame.loc[nothing, ["level", "level_sd", "year_sd"]] = [0.0, 1.0, 0.0]
    frame.loc[nothing, "withheld"] = "not_there"
    # An authority that has just begun keeps nothing back.
    young = read.day - pd.to_datetime(placed["opened"]) < NEW_AUTHORITY
    frame.loc[young.to_numpy(), "withheld"] = ""
    newest = read.panel.periods[-1]
    # What moved nobody's figures but its own start or an inspection is not kept back by anybody.
    if sign.kind == "movement":
        frame["withheld"] = frame["withheld"].where(frame["known_period"] < newest, "")
    frame = frame.reset_index().assign(
        indicator=sign.indicator, kind=sign.kind, time_period=newest, persistence=model.persistence
    )
    frame["known_period"] = frame["known_period"].astype("Int64").where(frame["known_period"] > 0)
    frame["withheld"] = frame["withheld"].replace("", None)
    return frame[columns_of(Level)]


def _before(sign: VitalSign, read: Read, model: LevelModel) -> tuple[FloatArray, FloatArray]:
    """Return the levels of the years before, which share no figure with those of today."""
    years = read.distance[:, -2 * YEARS : -YEARS]
    if sign.kind == "movement" or years.shape[1] < YEARS:
        nothing = np.full(len(read.distance), np.nan)
        return nothing, nothing
    told = levels(years, read.chance[:, -2 * YEARS : -YEARS], model)
    known = np.isfinite(years).any(axis=1)
    return np.where(known, told.level, np.nan), np.where(known, told.sd, np.nan)


def _withheld(status: str, *, had: bool) -> str:
    """Return why a newest figure is not there, empty where that hides nothing."""
    if status in NOT_WITHHELD and not had:
        return ""
    return "no_count" if status == "ok" else status

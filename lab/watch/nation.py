"""Draws authorities with known truth: many at once, month by month."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from earlywarning.statistics.numeric import FloatArray
from lab.watch import assumed
from lab.watch.assumed import Ordinary

MONTHS_IN_YEAR = 12
LOWEST, HIGHEST = 0.005, 0.995


@dataclass(frozen=True, slots=True)
class Slip:
    """What goes wrong: points (or share of the level) by month since its start, the last stays."""

    measure: str
    steps: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class Drawn:
    """Figures as authorities would return them: rows of authorities, columns of months."""

    value: FloatArray
    part: FloatArray
    whole: FloatArray

    @property
    def figures(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return value, part and whole."""
        return self.value, self.part, self.whole


@dataclass(frozen=True, eq=False)
class WatchedNation:
    """Every watched measure of every authority, its size and when its slip starts (-1: never).

    `assessed_in_time`: the true share, free of chance and of holes.
    """

    sizes: FloatArray
    starts: np.ndarray
    measures: dict[str, Drawn]
    assessed_in_time: FloatArray


@dataclass(frozen=True, eq=False)
class Setting:
    """How many authorities and months, what slips, and how unsteady they are beside the quiet."""

    authorities: int
    months: int
    slip: Slip | None = None
    starts_from: int = 24
    unsteady: float = 1.0
    sizes: tuple[tuple[float, float], ...] = field(default=assumed.SIZES)


def draw(setting: Setting, rng: np.random.Generator) -> WatchedNation:
    """Draw a nation; the same generator state gives the same nation."""
    rows = setting.authorities
    shares, counts = zip(*setting.sizes, strict=True)
    sizes = np.interp((np.arange(rows) + rng.random(rows)) / rows, shares, counts)
    starts = np.full(rows, -1)
    if setting.slip:
        starts = setting.starts_from + rng.integers(0, MONTHS_IN_YEAR, rows)
    level = {
        name: _level(ordinary, name, setting, starts, rng)
        for name, ordinary in assumed.SHARES.items()
    }
    measures = _front_door(setting, sizes[:, None], level, rng)
    measures |= _people(setting, sizes[:, None], level, rng)
    measures["caseload"] = _plain(np.round(_caseload(setting, starts, rng), 1))
    gone = rng.random((rows, setting.months)) < assumed.RETURN_MISSING
    returned = {name: _holes(d, gone, rng) for name, d in measures.items()}
    return WatchedNation(sizes, starts, returned, level["assessments_45_days_pct"])


def _front_door(
    setting: Setting, sizes: FloatArray, level: dict[str, FloatArray], rng: np.random.Generator
) -> dict[str, Drawn]:
    flow = _flow(setting, rng)
    referrals = rng.poisson(sizes * flow).astype(float)
    contacts = assumed.CONTACTS_PER_REFERRAL * sizes * _flow(setting, rng)
    # What comes in is assessed some weeks later.
    assessed = rng.poisson(sizes * np.roll(flow, 1, axis=1)).astype(float)
    return {
        "contacts": _plain(rng.poisson(contacts).astype(float)),
        "referrals": _plain(referrals),
        "assessments_45_days_pct": _of(assessed, level["assessments_45_days_pct"], rng),
        "rereferral_pct": _of(referrals, level["rereferral_pct"], rng),
    }


def _people(
    setting: Setting, sizes: FloatArray, level: dict[str, FloatArray], rng: np.random.Generator
) -> dict[str, Drawn]:
    shape = (setting.authorities, setting.months)
    lasting = np.exp(_wave(*shape, assumed.SLOW_FOLLOWS, assumed.SLOW_COUNT_SPREAD, rng))
    cases = np.round(assumed.CASES_PER_ASSESSMENT * sizes * lasting)
    posts = np.broadcast_to(assumed.POSTS_PER_ASSESSMENT * sizes, shape)
    vacant = np.round(posts * level["vacancy_rate"], 1)
    return {
        "unallocated_cases": _of(cases, level["unallocated_cases"], rng),
        "vacancy_rate": _plain(np.round(100 * vacant / posts, 1)),
    }


def _wave(
    rows: int, months: int, follows: float, spread: float, rng: np.random.Generator
) -> FloatArray:
    """Return stationary first-order waves."""
    noise = rng.normal(0, spread, (rows, months))
    noise[:, 1:] *= np.sqrt(1 - follows**2)
    for month in range(1, months):
        noise[:, month] += follows * noise[:, month - 1]
    return noise


def _flow(setting: Setting, rng: np.random.Generator) -> FloatArray:
    shape = (setting.authorities, setting.months, assumed.COUNT_FOLLOWS, assumed.COUNT_SPREAD)
    season = np.resize(np.array(assumed.SEASON), setting.months)
    lasting = (setting.authorities, setting.months, assumed.SLOW_FOLLOWS)
    drift = _wave(*lasting, assumed.SLOW_COUNT_SPREAD, rng)
    return np.asarray(season * np.exp(_wave(*shape, rng) + drift))


def _moves(ordinary: Ordinary, setting: Setting, rng: np.random.Generator) -> FloatArray:
    rows, months = setting.authorities, setting.months
    quick = _wave(rows, months, ordinary.quick_follows, ordinary.quick, rng)
    slow = _wave(rows, months, assumed.SLOW_FOLLOWS, ordinary.slow, rng)
    phase = rng.uniform(0, 2 * np.pi, (rows, 1))
    year = np.sin(2 * np.pi * np.arange(months) / MONTHS_IN_YEAR + phase)
    return np.asarray(setting.unsteady * (quick + slow) + ordinary.season * np.sqrt(2) * year)


def _slipped(name: str, setting: Setting, starts: np.ndarray) -> FloatArray:
    """Return what the slip adds, by authority and month."""
    if setting.slip is None or setting.slip.measure != name:
        return np.zeros((setting.authorities, setting.months))
    since = np.arange(setting.months) - starts[:, None]
    steps = np.array([0.0, *setting.slip.steps])
    return np.asarray(steps[np.clip(since + 1, 0, len(steps) - 1)])


def _level(
    ordinary: Ordinary, name: str, setting: Setting, starts: np.ndarray, rng: np.random.Generator
) -> FloatArray:
    """Return true shares; ordinary moves are on the logit scale so that none leaves 0 to 1."""
    middle = ordinary.level / 100
    per_point = 1 / (100 * middle * (1 - middle))
    own = np.log(middle / (1 - middle)) + per_point * rng.normal(
        0, ordinary.between, (setting.authorities, 1)
    )
    moved = own + per_point * _moves(ordinary, setting, rng)
    share = 1 / (1 + np.exp(-moved)) + _slipped(name, setting, starts) / 100
    return np.asarray(np.clip(share, LOWEST, HIGHEST))


def _caseload(setting: Setting, starts: np.ndarray, rng: np.random.Generator) -> FloatArray:
    ordinary = assumed.CASELOAD
    own = rng.normal(ordinary.level, ordinary.between, (setting.authorities, 1)).clip(8)
    slipped = 1 + _slipped("caseload", setting, starts) / 100
    return np.asarray(own * np.exp(_moves(ordinary, setting, rng)) * slipped)


def _of(whole: FloatArray, share: FloatArray, rng: np.random.Generator) -> Drawn:
    part = rng.binomial(whole.astype(int), share).astype(float)
    value = np.divide(100 * part, whole, out=np.full(whole.shape, np.nan), where=whole > 0)
    return Drawn(value, part, whole)


def _plain(value: FloatArray) -> Drawn:
    nothing = np.full(value.shape, np.nan)
    return Drawn(value, nothing, nothing)


def _holes(drawn: Drawn, gone: np.ndarray, rng: np.random.Generator) -> Drawn:
    hole = gone | (rng.random(gone.shape) < assumed.FIGURE_MISSING)
    return Drawn(*(np.where(hole, np.nan, a) for a in drawn.figures))

"""The figures over many nations, one row each, with intervals from drawing whole nations."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd
from scipy import special

from earlywarning.backtest.results import DRAWS, SEED, Measured, table_of
from earlywarning.definitions.loader import Definitions
from earlywarning.statistics.discrimination import cluster_draws
from earlywarning.statistics.numeric import FloatArray
from lab.backtest.asking import FIGURES, Answer, Key, One, answer
from lab.backtest.nation import TestedNation
from lab.backtest.order import Learned, correlation_of_order, together
from lab.backtest.slipping import Reached

SECTION = "invented"
SLIP, PLANTED, NATIONS = "slip", "planted_weights", "all"
REFITS = 12
Say = Callable[[str], None]


def record(nations: Iterable[TestedNation], definitions: Definitions, say: Say) -> pd.DataFrame:
    """Return the result table of all nations together.

    A value is the mean over nations (AUC, recall, gain, correlation of order), the share in all
    slips, or the middle of all slips; its interval comes from drawing whole nations, widened for
    means and shares as so few ask for (see `widened`). From one nation there is no interval. Rows
    whose measure ends in `_of_one_nation` have the middle 95 % of single nations instead: what one
    country's record could show by chance.
    """
    answers = []
    for number, nation in enumerate(nations, start=1):
        answers.append(answer(nation, definitions))
        say(f"Invented nation {number} is through.")
    weights = cluster_draws(np.arange(len(answers)), DRAWS, SEED)
    many = _figure(("", "", "nations", NATIONS), np.array([float(len(answers))]), len(answers), 0.0)
    figures = [many, *_told(answers, weights), *_slips(answers, weights)]
    figures += _order(answers, weights)
    return table_of(figures)


def widened(draws: FloatArray, nations: int) -> FloatArray:
    """Return draws of few nations, as far from the figure as a t interval would reach.

    The middle 95 % of means of N drawn from N is too narrow by the root of N / (N - 1), and by the
    quantile of Student's t over the normal one. One nation has no draws at all.
    """
    if nations < 2:
        return draws[:1]
    reach = np.sqrt(nations / (nations - 1)) * special.stdtrit(nations - 1, 0.975)
    return np.asarray(draws[0] + reach / special.ndtri(0.975) * (draws - draws[0]))


def _figure(key: Key, draws: FloatArray, n: int, happened: float) -> Measured:
    target, contender, measure, part = key
    return Measured(SECTION, target, contender, measure, part, draws, n, happened)


def _told(answers: list[Answer], weights: FloatArray) -> Iterable[Measured]:
    for key in answers[0].figures:
        own = [one.figures[key] for one in answers]
        values = np.array([one.value for one in own])
        yield _mean(key, values, weights, own)
        target, contender, measure, part = key
        alone = (target, contender, f"{measure}_of_one_nation", part)
        draws = np.append(np.nanmean(values), values if len(values) > 1 else [])
        yield _figure(alone, draws, _n(own), _happened(own))
        if contender.startswith(f"{FIGURES}_and_"):
            beside = np.array(
                [one.figures[target, FIGURES, measure, part].value for one in answers]
            )
            gain = (target, contender, f"{measure}_gain", part)
            yield _mean(gain, values - beside, weights, own)


def _mean(key: Key, values: FloatArray, weights: FloatArray, own: list[One]) -> Measured:
    known = np.isfinite(values)
    draws = _share(weights[:, known] @ values[known], weights[:, known].sum(axis=1))
    return _figure(key, widened(draws, len(values)), _n(own), _happened(own))


def _n(own: list[One]) -> int:
    return sum(one.n for one in own)


def _happened(own: list[One]) -> float:
    return sum(one.happened for one in own)


def _slips(answers: list[Answer], weights: FloatArray) -> Iterable[Measured]:
    for contender, part in answers[0].slips:
        own = [one.slips[contender, part] for one in answers]
        yield from _of_slips(own, contender, part, weights)


def _of_slips(
    own: list[Reached], contender: str, part: str, weights: FloatArray
) -> Iterable[Measured]:
    def many(name: str) -> FloatArray:
        return np.array([float(getattr(one, name)) for one in own])

    fresh = many("slips") - many("already")
    shares = {
        "already_raised": (many("already"), many("slips")),
        "reached": (many("reached"), fresh),
        "reached_within_a_year": (many("soon"), fresh),
        "reached_without_a_slip": (many("quiet_reached"), many("quiet")),
    }
    for measure, (part_of, whole) in shares.items():
        draws = widened(_share(weights @ part_of, weights @ whole), len(own)).clip(0, 1)
        key = (SLIP, contender, measure, part)
        yield _figure(key, draws, int(whole.sum()), float(part_of.sum()))
    for measure, name, q in (
        ("months_after_it_began", "months", 0.5),
        ("months_lower_quarter", "months", 0.25),
        ("months_upper_quarter", "months", 0.75),
        ("months_before_inspection", "left", 0.5),
    ):
        values = [getattr(one, name) for one in own]
        size = sum(len(one) for one in values)
        key = (SLIP, contender, measure, part)
        draws = quantile_of_draws(values, weights, q)
        yield _figure(key, draws if len(own) > 1 else draws[:1], size, float(size))


def quantile_of_draws(values: list[list[float]], weights: FloatArray, q: float) -> FloatArray:
    """Return a quantile of all nations' values for each draw of nations; NaN where none is."""
    flat = np.array([value for one in values for value in one])
    if not len(flat):
        return np.full(len(weights), np.nan)
    which = np.repeat(np.arange(len(values)), [len(one) for one in values])
    order = np.argsort(flat, kind="stable")
    running = np.cumsum(weights[:, which[order]], axis=1)
    reached = running >= q * running[:, -1:]
    found = flat[order][reached.argmax(axis=1)]
    return np.where(running[:, -1] > 0, found, np.nan)


def _order(answers: list[Answer], weights: FloatArray) -> Iterable[Measured]:
    learned = [one.learned for one in answers if one.learned is not None]
    events = sum(len(one.training.y) for one in learned)
    happened = float(sum(one.training.y.sum() for one in learned))
    own = np.array([correlation_of_order(one) for one in learned])
    key = (PLANTED, "ridge", "correlation_of_order", "one nation")
    draws = widened(_share(weights @ own, weights.sum(axis=1)), len(own))
    yield _figure(key, draws, events, happened)
    key = (PLANTED, "ridge", "correlation_of_order_of_one_nation", "one nation")
    yield _figure(key, np.append(own.mean(), own if len(own) > 1 else []), events, happened)
    key = (PLANTED, "ridge", "correlation_of_order", "all nations together")
    again = weights[: REFITS + 1] if len(own) > 1 else weights[:1]
    yield _figure(key, _refitted(learned, again), events, happened)


def _refitted(learned: list[Learned], weights: FloatArray) -> FloatArray:
    out = []
    for row in weights:
        drawn = [one for one, times in zip(learned, row, strict=True) for _ in range(int(times))]
        out.append(correlation_of_order(together(drawn)))
    return np.array(out)


def _share(part: FloatArray, whole: FloatArray) -> FloatArray:
    nothing = np.full(np.shape(whole), np.nan)
    return np.asarray(np.divide(part, whole, where=np.asarray(whole) > 0, out=nothing))

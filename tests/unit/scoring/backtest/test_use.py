"""Hits by band and net benefit, each against a plain answer."""

from __future__ import annotations

import numpy as np
import pytest

from earlywarning.backtest.cases import Cases
from earlywarning.backtest.chance import PSEUDO_RATE
from earlywarning.backtest.contenders import contenders_of, scores_of
from earlywarning.backtest.results import Measured
from earlywarning.backtest.use import (
    Springs,
    _highest_of_each,
    benefit_figures,
    hit_figures,
)
from earlywarning.statistics.rates import wilson
from tests.support.backtest import PROTOCOL, past
from tests.support.evidence import DEFINITIONS

POLICY = DEFINITIONS.policy


@pytest.fixture(scope="module")
def cases() -> Cases:
    return past()[0]


@pytest.fixture(scope="module")
def hits(cases: Cases) -> dict[tuple[str, str, str], Measured]:
    figures = hit_figures(cases, points(cases), POLICY)
    return {(one.target, one.measure, one.part): one for one in figures}


def points(cases: Cases) -> np.ndarray:
    return np.arange(len(cases.table)) % 50.0


@pytest.mark.parametrize("target", ["any_part_down", "newly_inadequate_part"])
def test_a_band_tells_what_came_of_its_own(
    cases: Cases, hits: dict[tuple[str, str, str], Measured], target: str
) -> None:
    rows, score = cases.tested(target), points(cases)
    y = cases.table[target].to_numpy(dtype=float)
    floors = [*POLICY.bands.values(), 1000]
    for at, band in enumerate(POLICY.bands):
        here = rows & (score >= floors[at]) & (score < floors[at + 1])
        one = hits[target, "of_band", f"band:{band}"]
        assert (one.n, one.happened) == (here.sum(), y[here].sum())
        assert one.row()[5:8] == pytest.approx(wilson(y[here].sum(), here.sum()))
    assert sum(hits[target, "of_band", f"band:{b}"].n for b in POLICY.bands) == rows.sum()


def test_groups_tell_of_all_and_of_those_flagged(
    cases: Cases, hits: dict[tuple[str, str, str], Measured]
) -> None:
    target = "any_part_down"
    y, rows = cases.table[target].to_numpy(dtype=float), cases.tested(target)
    flagged = points(cases) >= POLICY.bands["watch"]
    good = rows & (cases.table["prior_level"] == 2).to_numpy()
    few = rows & (cases.table["size"] == "fewest").to_numpy()
    for part, here in (("before:Good", good), ("size:fewest", few), ("all", rows)):
        for measure, of in (("of_all", here), ("of_flagged", here & flagged)):
            one = hits[target, measure, part]
            assert (one.n, one.happened) == (of.sum(), y[of].sum()), (part, measure)
    sizes = [hits[target, "of_all", f"size:{s}"].n for s in ("fewest", "middle", "most")]
    assert sum(sizes) == rows.sum()
    assert min(sizes) > 0


def test_a_cell_without_anybody_has_no_figure(cases: Cases) -> None:
    figures = hit_figures(cases, np.zeros(len(cases.table)), POLICY)
    empty = next(one for one in figures if one.part == "band:offer")
    assert empty.n == 0
    assert np.isnan(np.array(empty.row()[5:8], dtype=float)).all()


def test_net_benefit_is_hits_less_false_alarms_at_the_odds_of_the_threshold() -> None:
    hit = np.array([1, 1, 0, 0, 0, 0, 0, 0, 0, 0.0])
    springs = Springs("decline", np.full(10, 2020), hit, np.ones((1, 10)))
    reviewed = np.array([1, 0, 1, 1, 0, 0, 0, 0, 0, 0.0])
    # Of ten: one hit, two for nothing, each at a quarter.
    assert springs.benefit(reviewed, 0.2)[0] == pytest.approx(100 * (1 / 10 - 2 / 10 * 0.25))
    assert springs.benefit(np.zeros(10), 0.2)[0] == 0
    everybody = springs.benefit(np.ones(10), 0.2)[0]
    assert everybody == pytest.approx(100 * (0.2 - 0.8 * 0.25))


def test_twenty_of_each_spring_are_reviewed_and_a_tie_at_the_edge_is_shared() -> None:
    fold = np.repeat([2020, 2021], 40)
    chance = np.concatenate([np.arange(40.0), np.repeat([1.0, 0.0], [10, 30])])
    taken = _highest_of_each(chance, fold)
    assert taken[:40].tolist() == [0.0] * 20 + [1.0] * 20
    assert taken[40:50].tolist() == [1.0] * 10
    assert taken[50:] == pytest.approx(10 / 30)
    assert taken.sum() == pytest.approx(40)


def test_the_curve_has_everybody_and_the_diary_beside_the_score(cases: Cases) -> None:
    tried = {one.name: one for one in contenders_of(DEFINITIONS)}
    scores = {name: scores_of(tried[name], cases)
              for name in ("deprivation", "before_and_wait", "chance")}  # fmt: skip
    scores["product"] = scores_of(tried["twelve"], cases)
    figures = {(f.target, f.contender, f.measure, f.part): f
               for f in benefit_figures(cases, scores)}  # fmt: skip
    own = figures["decline", "product", "net_benefit", "at_20"]
    alone = figures["decline", "chance", "net_benefit", "at_20"]
    assert own.draws[0] > alone.draws[0]
    assert own.n == (cases.whole_panel() & (cases.table["can_fall"] == True)).sum()  # noqa: E712
    everybody = figures["decline", "everybody", "net_benefit", "0.05"]
    base = own.happened / own.n
    assert everybody.draws[0] == pytest.approx(100 * (base - (1 - base) * 0.05 / 0.95))
    stop = figures["decline", "product", "threshold", "at_20"].draws[0]
    assert 0 < stop < 1


def test_what_is_usual_is_what_the_protocol_says() -> None:
    for name, target in PROTOCOL.targets.items():
        assert PSEUDO_RATE[name] == target.usual_rate

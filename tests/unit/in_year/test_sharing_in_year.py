"""What may leave the region: who knows every identity still cannot get a hidden count back."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from earlywarning.disclosure.returns import suppress
from tests.support.attacker import attack
from tests.support.examples import examples
from tests.support.returns import IN_YEAR, month_end, months

SMALL = 5


def table(values: dict[tuple[str, str, int], float | None]) -> pd.DataFrame:
    rows = [
        {"old_la_code": "806", "frequency": f, "measure": m, "label": m, "time_period": t,
         "period_end": month_end(t), "value": v, "marker": None if v is not None else "c",
         "status": "ok" if v is not None else "suppressed"}
        for (f, m, t), v in values.items()
    ]  # fmt: skip
    return pd.DataFrame(rows)


def shown(frame: pd.DataFrame) -> dict[tuple[str, str, int], float | None]:
    return {
        (r.frequency, r.measure, r.time_period): None if r.marker == "c" else r.value
        for r in frame.itertuples()
    }


def nation(draw_stock, draw_flow, draw_share, periods) -> dict:
    """Balanced months with their quarters, parts and percentages."""
    out: dict[tuple[str, str, int], float | None] = {}
    for at_end, started, ended in (
        ("cp_plans_at_end", "cp_plans_started", "cp_plans_ended"),
        ("looked_after_at_end", "looked_after_started", "looked_after_ended"),
    ):
        stock = draw_stock()
        for period in periods:
            new = draw_flow()
            gone = min(draw_flow(), stock + new)
            stock += new - gone
            out["monthly", started, period], out["monthly", ended, period] = new, gone
            out["monthly", at_end, period] = stock
    for part, whole, share in (
        ("icpc_15_days", "icpc", "icpc_15_days_pct"),
        ("rereferrals", "referrals", "rereferral_pct"),
        ("cp_plans_second_or_later", "cp_plans_started", "cp_second_plan_pct"),
    ):  # fmt: skip
        for period in periods:
            n = out.get(("monthly", whole, period), draw_flow())
            x = round(n * draw_share())
            out["monthly", whole, period], out["monthly", part, period] = n, x
            if n:
                out["monthly", share, period] = round(100 * x / n, 1)
    return out | quarters(out, periods)


def quarters(out: dict, periods: list[int]) -> dict:
    more: dict[tuple[str, str, int], float | None] = {}
    for start in range(0, len(periods) - 2, 3):
        three = periods[start : start + 3]
        for measure in {m for _, m, _ in out}:
            kind = IN_YEAR.measures[measure]
            own = [out.get(("monthly", measure, t)) for t in three]
            if kind.unit == "count" and None not in own:
                more["quarterly", measure, three[-1]] = sum(own) if kind.kind == "flow" else own[-1]
    return more


PERIODS = months(202504, 9)


def random_nation(seed: int, periods: list[int] = PERIODS) -> dict:
    rng = np.random.default_rng(seed)
    size = rng.choice([4, 8, 20, 60])
    return nation(
        lambda: int(rng.integers(0, 6 * size)), lambda: int(rng.poisson(size)),
        lambda: rng.choice([rng.random(), 0.05, 0.95]), periods,
    )  # fmt: skip


def secrets(true: dict) -> set:
    """Counts of 1 to 5, and parts that leave so few of their whole."""
    out = set()
    for key, value in true.items():
        measure = IN_YEAR.measures[key[1]]
        whole = true.get((key[0], str(measure.part_of), key[2]))
        rest = whole - (value or 0) if whole is not None and whole > SMALL else 0
        if measure.unit == "count" and (0 < (value or 0) <= SMALL or 0 < rest <= SMALL):
            out.add(key)
    return out


@examples(12)
@given(st.integers(0, 10**6))
def test_no_suppressed_count_can_be_worked_out(seed):
    true = random_nation(seed)
    seen = shown(suppress(table(true), IN_YEAR, SMALL))
    assert not [key for key in secrets(true) if seen[key] is not None]
    assert attack(seen, PERIODS) == {}
    for (f, m, t), value in seen.items():
        measure = IN_YEAR.measures[m]
        if measure.part and value is not None:
            assert seen[f, measure.part, t] is not None
            assert seen[f, str(measure.whole), t] is not None


YEAR = months(202504, 12)


def published(true: dict) -> dict[tuple[str, int], float]:
    """What the year's tables say: their publisher hides small counts of its own."""
    out = {}
    for measure, declared in IN_YEAR.measures.items():
        own = [true.get(("monthly", measure, t)) for t in YEAR]
        if declared.published and None not in own:
            year = sum(own) if declared.kind == "flow" else own[-1]
            if not 0 < year <= SMALL:
                out[measure, YEAR[-1]] = year
    return out


@pytest.mark.whole
@examples(12)
@given(st.integers(0, 10**6))
def test_no_suppressed_count_can_be_worked_out_from_published_years(seed):
    true = random_nation(seed, YEAR)
    years = published(true)
    seen = shown(suppress(table(true), IN_YEAR, SMALL, frozenset(years)))
    # What the year's tables say of the last month's stock is no secret of this one.
    assert [key for key in attack(seen, YEAR, years) if not is_told(key, years)] == []


def is_told(key: tuple[str, str, int], years: dict[tuple[str, int], float]) -> bool:
    _, measure, period = key
    return IN_YEAR.measures[measure].kind == "at_period_end" and (measure, period) in years


def test_a_published_year_gives_back_a_month_that_nothing_is_hidden_beside():
    true = nation(lambda: 900, lambda: 90, lambda: 0.5, YEAR)
    true = {k: v for k, v in true.items() if k[1] == "referrals" and k[0] == "monthly"}
    true["monthly", "referrals", YEAR[3]] = 4
    years = published(true)
    alone = shown(suppress(table(true), IN_YEAR, SMALL))
    assert attack(alone, YEAR, years) == {("monthly", "referrals", YEAR[3]): pytest.approx(4)}
    seen = shown(suppress(table(true), IN_YEAR, SMALL, frozenset(years)))
    assert attack(seen, YEAR, years) == {}
    assert sum(value is None for value in seen.values()) == 2


def test_the_attacker_is_able_to_find_what_only_the_small_counts_hide():
    found = 0
    for seed in range(20):
        true = random_nation(seed)
        primary = {k: None if k in secrets(true) else v for k, v in true.items()}
        recovered = attack(primary, PERIODS)
        assert all(abs(value - true[key]) < 0.01 for key, value in recovered.items())
        found += len(recovered)
    assert found > 20


def test_what_is_shown_is_what_was_returned():
    true = random_nation(3)
    seen = shown(suppress(table(true), IN_YEAR, SMALL))
    kept = {k: v for k, v in seen.items() if v is not None}
    assert kept
    assert all(true[k] == v for k, v in kept.items())


def test_large_counts_stay_as_they_are():
    true = nation(lambda: 900, lambda: 90, lambda: 0.5, PERIODS)
    assert None not in shown(suppress(table(true), IN_YEAR, SMALL)).values()


def test_what_the_authority_withheld_is_not_worked_out_for_it():
    true = nation(lambda: 900, lambda: 90, lambda: 0.5, PERIODS)
    true = {k: v for k, v in true.items() if k[0] == "monthly"}
    true["monthly", "cp_plans_ended", PERIODS[4]] = None
    seen = shown(suppress(table(true), IN_YEAR, SMALL))
    assert attack(seen, PERIODS) == {}
    assert sum(v is None for v in seen.values()) >= 2


@pytest.mark.parametrize(
    ("pct", "whole", "is_hidden"),
    [(7.5, 40, True), (97.5, 40, True), (50, 40, False), (0, 40, False)],
)
def test_a_percentage_alone_beside_its_whole(pct, whole, is_hidden):
    t = 202504
    true = {("monthly", "icpc", t): whole, ("monthly", "icpc_15_days_pct", t): pct}
    seen = shown(suppress(table(true), IN_YEAR, SMALL))
    assert (seen["monthly", "icpc_15_days_pct", t] is None) == is_hidden

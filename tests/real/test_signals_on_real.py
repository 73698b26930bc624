"""Signals on the real files: nothing from the future, the budget holds, known figures come out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from earlywarning.scoring.looking_back import look_back
from earlywarning.statistics.funnel import funnel_proportion, funnel_ratio
from tests.conftest import PUBLISHED, earlywarning, needs_published
from tests.support.evidence import DEFINITIONS

pytestmark = needs_published
Connection = duckdb.DuckDBPyConnection
EARLIER = dt.date(2024, 11, 30)
SAID = ["indicator", "old_la_code", "time_period", "kind", "reading", "z", "explanation"]


@pytest.mark.whole
def test_a_look_back_says_what_a_run_of_that_day_says(real: Connection, tmp_path: Path) -> None:
    warehouse = tmp_path / "then.duckdb"
    done = earlywarning(
        "run",
        "--input",
        PUBLISHED,
        "--as-of",
        str(EARLIER),
        "--warehouse",
        warehouse,
        "--no-reports",
        "--look-back",
        "0",
    )
    assert done.returncode == 0, done.stderr
    with duckdb.connect(str(warehouse.resolve()), read_only=True) as then:
        said = then.execute(f"select {', '.join(SAID)} from signal").df()
        patterns = then.execute("select pattern, old_la_code, strength from pattern_match").df()
    (look,) = look_back(real, [EARLIER], DEFINITIONS, "England")
    assert len(said) > 300
    one, two = (
        f.sort_values(SAID[:4], ignore_index=True)[SAID] for f in (said, look.signals)
    )  # fmt: skip
    same = (one[SAID].drop(columns="z") == two[SAID].drop(columns="z")).all(axis=1)
    wrong = pd.concat([one[~same], two[~same]])["explanation"].tolist()
    assert wrong[:4] == []
    np.testing.assert_allclose(one["z"], two["z"], rtol=1e-9)
    assert len(patterns) > 20
    same = look.patterns[list(patterns.columns)]
    pd.testing.assert_frame_equal(patterns, same, check_dtype=False, rtol=1e-9)


def test_alerts_keep_to_the_budget_and_are_few(real: Connection) -> None:
    policy = DEFINITIONS.policy.alerts
    rows = real.execute(
        "select region, looked_on, old_la_code, cause, channel from alert"
    ).fetchall()
    sent = [row for row in rows if row[4] == "message"]
    months = Counter((region, day.year, day.month) for region, day, *_ in sent)
    assert 0 < len(sent) < len(rows)
    assert max(months.values()) <= policy.messages_per_region_and_month
    told: dict[tuple[str, str], dt.date] = {}
    for _, day, code, cause, _ in sorted(sent, key=lambda row: row[1]):
        before = told.get((code, cause))
        wait = pd.DateOffset(months=policy.cool_down_months)
        assert before is None or day >= (pd.Timestamp(before) + wait).date()
        told[code, cause] = day


def test_a_signal_was_first_seen_on_or_before_today_and_its_history_agrees(
    real: Connection,
) -> None:
    wrong = real.execute(
        """select count(*) from signal as s where s.first_seen < date '2026-04-30' and not exists (
               select 1 from signal_history as h where h.looked_on = s.first_seen
               and h.indicator = s.indicator and h.old_la_code = s.old_la_code
               and h.kind = s.kind and h.reading = s.reading)"""
    ).fetchone()
    assert wrong == (0,)
    seen = real.execute("select count(distinct first_seen) from signal").fetchone()
    assert seen is not None
    assert seen[0] >= 2


def counts(real: Connection, top: str, bottom: str, lag: int) -> tuple[np.ndarray, np.ndarray]:
    frame = real.execute(
        """select n.value as top, d.value as bottom from known_value as n
           join known_value as d on d.old_la_code = n.old_la_code and d.series = $bottom
            and d.time_period = 2025 - $lag
           where n.series = $top and n.time_period = 2025 and n.value is not null
             and d.value > 0 and n.old_la_code not in ('201', '420')""",
        {"top": top, "bottom": bottom, "lag": lag},
    ).df()
    return frame["top"].to_numpy(float), frame["bottom"].to_numpy(float)


@pytest.mark.parametrize(
    ("top", "bottom", "low", "high"),
    [("rereferrals", "referrals", 28, 34), ("cp_plans_second_or_later", "cp_plans_started", 3, 4)],
)
def test_dispersion_of_proportions_is_what_the_method_note_measured(
    real: Connection, top: str, bottom: str, low: float, high: float
) -> None:
    above, below = counts(real, top, bottom, 0)
    funnel = funnel_proportion(above, below)
    assert low <= funnel.phi <= high
    plain, allowed = ((np.abs(z) > 1.96).mean() for z in (funnel.z, funnel.z_adjusted))
    assert plain > 0.35
    assert 0.09 <= allowed <= 0.19


def test_dispersion_of_looked_after_rates_is_what_the_method_note_measured(
    real: Connection,
) -> None:
    above, below = counts(real, "looked_after", "population_0_17", 1)
    funnel = funnel_ratio(above, below * above.sum() / below.sum())
    assert 31 <= funnel.phi <= 53
    assert 0.13 <= (np.abs(funnel.z_adjusted) > 1.96).mean() <= 0.155


def test_no_indicator_calls_a_third_of_the_country_unusual(real: Connection) -> None:
    shares = real.execute(
        """select indicator, avg((abs(position_z) >= 1.645)::int) as far,
                  avg((abs(movement_z) >= 1.645)::int) as moved
           from comparison where is_newest group by 1"""
    ).df()
    assert len(shares) == len(DEFINITIONS.weighted())
    # A third of the places have no figure for plans of two years or more, and the rest move much.
    rest = shares.set_index("indicator").drop("cp_over_2_years_pct")
    assert rest["far"].between(0.1, 0.3).all()
    assert (rest["moved"].dropna() < 0.16).all()


def test_places_with_poor_matches_are_told_by_name(real: Connection) -> None:
    poor = dict(
        real.execute(
            """select la.la_name, any_value(c.poor_matches) from comparison as c
               join local_authority as la using (old_la_code)
               where c.is_newest and len(c.poor_matches) > 0 group by 1"""
        ).fetchall()
    )
    assert {name for name, names in poor.items() if len(names) == 10} == {
        "City of London", "Isles of Scilly", "Hackney", "Tower Hamlets",
    }  # fmt: skip
    assert len(poor["Wandsworth"]) == 9


def test_a_cyber_attack_is_marked_and_has_no_movement(real: Connection) -> None:
    rows = real.execute(
        """select contaminated, movement_z from comparison
           where old_la_code in ('207', '213') and indicator = 'agency_rate' and is_newest"""
    ).fetchall()
    assert rows == [("a cyber attack", None)] * 2


# The five that the evidence note found steady over the years, with their signs.
SURE = {
    "assessments_45_days_pct": "low_is_worse", "caseload": "high_is_worse",
    "agency_rate": "high_is_worse", "looked_after_rate": "either_way",
    "looked_after_start_rate": "either_way",
}  # fmt: skip


def test_the_sure_indicators_read_the_way_the_evidence_says(real: Connection) -> None:
    rows = real.execute("select indicator, z, reading from signal").fetchall()
    for name, polarity in SURE.items():
        readings = {(z > 0, reading) for indicator, z, reading in rows if indicator == name}
        worse = {"low_is_worse": False, "high_is_worse": True}.get(polarity)
        if worse is None:
            assert {reading for _, reading in readings} == {"notable"}
        else:
            assert readings == {(worse, "concern"), (not worse, "reassurance")}
    signs = {sign.indicator for sign in DEFINITIONS.vital_signs.sign}
    assert set(SURE) - signs <= {"looked_after_start_rate"}

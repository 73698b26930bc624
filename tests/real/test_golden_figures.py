"""Figures read by hand from the published files must come out to the digit."""

from __future__ import annotations

import duckdb
import pytest

from tests.conftest import PUBLISHED, needs_published

pytestmark = needs_published
Connection = duckdb.DuckDBPyConnection


def latest(real: Connection, series: str, year: int, area: str) -> tuple[float | None, str | None]:
    rows = real.execute(
        """select value, marker from known_value where series = $series and time_period = $year
           and coalesce(old_la_code, region, 'England') = $area""",
        {"series": series, "year": year, "area": area},
    ).fetchall()
    assert len(rows) == 1, (series, year, area, rows)
    return rows[0]


@pytest.mark.parametrize(
    ("area", "year", "referrals", "rereferrals", "percent"),
    [
        ("England", 2025, 632830, 142900, 22.6),
        ("England", 2013, 593470, 146770, 24.7),
        ("London", 2025, 105790, 20520, 19.4),
        ("Inner London", 2025, 38810, 7420, 19.1),
        ("West Midlands", 2025, 62720, 12220, 19.5),
        ("South East", 2024, 121230, 32310, 26.6),
        ("330", 2025, 16324, 3382, 20.7),
        ("806", 2025, 3636, 921, 25.3),
        ("201", 2025, 57, 9, 15.8),
        ("420", 2025, 32, 0, 0),
        ("940", 2025, 4682, 1121, 23.9),
        ("928", 2021, 11724, 3681, 31.4),
        ("909", 2023, 2989, 658, 22),
        ("942", 2024, 2375, 253, 10.7),
        ("850", 2025, 41142, 16877, 41),
        ("835", 2019, 4686, 1278, 27.3),
    ],
)
def test_referrals(real, area, year, referrals, rereferrals, percent):
    assert latest(real, "referrals", year, area) == (referrals, None)
    assert latest(real, "rereferrals", year, area) == (rereferrals, None)
    assert latest(real, "rereferral_pct", year, area) == (percent, None)


@pytest.mark.parametrize(
    ("series", "area", "year", "marker", "status"),
    [
        ("referrals", "204", 2022, "x", "not_returned"),
        ("referrals", "850", 2024, "u", "low_reliability"),
        ("rereferrals", "884", 2023, "u", "low_reliability"),
        ("referrals_no_further_action_pct", "420", 2025, "c", "suppressed"),
        ("looked_after", "201", 2025, "c", "suppressed"),
        ("looked_after", "909", 2024, "z", "not_applicable"),
        ("cp_plans_second_or_later", "371", 2022, "u", "low_reliability"),
        ("agency_rate", "213", 2025, "x", "not_returned"),
        ("cp_plans_over_2_years", "940", 2025, "c", "suppressed"),
    ],
)
def test_missing_keeps_symbol_and_reason(real, series, area, year, marker, status):
    row = real.execute(
        """select value, marker, status from known_value
           where series = $1 and old_la_code = $2 and time_period = $3""",
        [series, area, year],
    ).fetchone()
    assert row == (None, marker, status)


def test_cumbria_has_no_row_after_it_ended(real):
    rows = real.execute(
        """select max(time_period) from known_value
           where series = 'referrals' and old_la_code = '909'"""
    ).fetchone()
    assert rows == (2023,)


@pytest.mark.parametrize(
    ("area", "year", "figures"),
    [
        ("England", 2025, (36186.3, 13, 14.2, 11.8, 15.2)),
        ("England", 2017, (28482.6, 15.8, 17, 13.4, 17.7)),
        ("940", 2025, (421.5, 19.5, 25.9, 10.4, 14.8)),
        ("941", 2025, (421.5, 19.5, 25.9, 10.4, 14.8)),
        ("314", 2025, (137.4, 14.9, 14.9, 28, 13.9)),
        ("370", 2025, (208.2, 13, 5.9, 8, 15.2)),
        ("839", 2021, (198.4, 37.4, 27.2, 36, 14.3)),
    ],
)
def test_workforce(real, area, year, figures):
    series = ("social_workers_fte", "agency_rate", "vacancy_rate", "turnover_rate", "caseload")
    assert tuple(latest(real, s, year, area)[0] for s in series) == figures


def test_joint_row_names_the_other_half(real):
    rows = real.execute(
        """select old_la_code, joint_with from known_value
           where series = 'agency_rate' and time_period = 2025 and joint_with is not null
           order by 1"""
    ).fetchall()
    assert rows == [("314", "318"), ("318", "314"), ("940", "941"), ("941", "940")]


def test_buckinghamshire_runs_unbroken_across_its_code_change(real):
    rows = real.execute(
        """select time_period, value from known_value where series = 'referrals'
           and old_la_code = '825' and time_period between 2019 and 2025 order by 1"""
    ).fetchall()
    assert [year for year, _ in rows] == list(range(2019, 2026))
    assert dict(rows)[2020] == 8367
    assert dict(rows)[2021] == 10774


def test_looked_after_and_plans(real):
    assert latest(real, "looked_after", 2025, "England") == (81770, None)
    assert latest(real, "looked_after_rate", 2025, "England") == (67, None)
    assert latest(real, "looked_after_rate", 2025, "890") == (184, None)
    assert latest(real, "looked_after_three_or_more_placements_pct", 2025, "383") == (13, None)
    assert latest(real, "looked_after_same_carer_two_years_pct", 2025, "383") == (73, None)
    assert latest(real, "cp_plans_at_31_march", 2025, "England") == (49420, None)
    assert latest(real, "cp_plans_over_2_years_pct", 2025, "890") == (6, None)
    assert latest(real, "section_47", 2025, "England") == (230590, None)
    assert latest(real, "icpc", 2025, "806") == (524, None)
    assert latest(real, "population_0_17", 2024, "201") == (847, None)


def test_england_rates_and_tool_figures(real):
    rows = dict(
        real.execute(
            """select indicator, value from indicator_value
               where geographic_level = 'National' and time_period = 2025"""
        ).fetchall()
    )
    wanted = {
        "referral_rate": 519.4,
        "section_47_rate": 189.3,
        "icpc_rate": 59.2,
        "cp_plan_rate": 40.6,
        "need_rate": 330.3,
        "assessments_45_days_pct": 85.7,
        "icpc_15_days_pct": 81.4,
        "cp_reviews_on_time_pct": 90.6,
        "over_20_miles_pct": 18,
        "missing_pct": 11,
    }
    assert {name: rows[name] for name in wanted} == wanted


@pytest.mark.parametrize(
    ("indicator", "measure", "count"),
    [
        ("referral_rate", "CPP_Total_Rateper10,000", 1503),
        ("section_47_rate", "Section_47", 1494),
        ("icpc_rate", "ISCP_Conf", 1497),
        ("cp_plan_rate", "CPP_rate", 1492),
        ("need_rate", "CIN", 1504),
    ],
)
def test_rates_rebuilt_from_counts_equal_the_tool(real, indicator, measure, count):
    ours = {
        (code, year): value
        for code, year, value in real.execute(
            """select old_la_code, time_period, value from indicator_value where indicator = $1
               and geographic_level = 'Local authority' and value is not null""",
            [indicator],
        ).fetchall()
    }
    theirs = duckdb.sql(
        f"""select lpad(cast(cast("LA Number" as integer) as varchar), 3, '0'),
                   cast(Years as integer), try_cast("Values" as double)
            from '{PUBLISHED}/lait/bds_long_0.parquet' where "Short Desc" = '{measure}'
            and "LA Number" < 960 and try_cast("Values" as double) is not null
            and regexp_full_match(Years, '[0-9]{{4}}')"""
    ).fetchall()
    both = [(ours[code, year], value) for code, year, value in theirs if (code, year) in ours]
    misses = [pair for pair in both if abs(pair[0] - round(pair[1], 1)) > 1e-9]
    assert (len(both), misses) == (count, [])


def test_every_service_has_a_band_and_none_the_top_without_people(real):
    bands = dict(real.execute("select band, count(*) from score group by 1").fetchall())
    assert sum(bands.values()) == 153
    assert "priority" not in bands
    notes = real.execute("select count(*) from score where note like '%No soft intelligence%'")
    assert notes.fetchone() == (153,)


def test_contributions_add_up(real):
    worst = real.execute(
        """select max(abs(s.risk_of_decline - c.total)) from score as s
           join (select old_la_code, sum(points) as total from contribution group by 1) as c
           using (old_la_code)"""
    ).fetchone()
    assert worst[0] < 1e-9


def test_neighbours_of_barking_in_the_model_of_2025(real):
    rows = real.execute(
        """select neighbour_old_la_code from neighbour where old_la_code = '301'
           and model_year = 2025 order by position"""
    ).fetchall()
    assert [r[0] for r in rows] == [
        "308",
        "821",
        "313",
        "333",
        "336",
        "307",
        "304",
        "312",
        "874",
        "203",
    ]
    assert real.execute(
        "select count(distinct old_la_code) from neighbour where model_year = 2025"
    ).fetchone() == (153,)


def test_nation_is_read_and_never_summed(real):
    gaps = dict(
        real.execute(
            """select n.time_period, n.value - sum(v.value) from known_value as n
               join known_value as v on v.series = n.series and v.time_period = n.time_period
                and v.geographic_level = 'Local authority'
               where n.series = 'referrals' and n.geographic_level = 'National'
               group by n.time_period, n.value"""
        ).fetchall()
    )
    wanted = {2013: 8604, 2014: 5957, 2015: 1607, 2021: 5036, 2022: 5035, 2024: 31308}
    assert {year: gaps[year] for year in wanted} == wanted
    assert all(abs(gap) < 10 for year, gap in gaps.items() if year not in wanted)


def test_small_places_never_signal(real):
    rows = real.execute("select count(*) from signal where old_la_code in ('201', '420')")
    assert rows.fetchone() == (0,)


def test_inspections(real):
    rows = real.execute(
        """select started::varchar, published::varchar, judgement, grade from inspection
           where old_la_code = '301' and published = date '2023-09-04' order by judgement"""
    ).fetchall()
    assert ("2023-07-10", "2023-09-04", "overall", "Requires improvement to be good") in rows
    assert ("2023-07-10", "2023-09-04", "care_leavers", "Good") in rows
    repeated = real.execute(
        """select count(*) from (select 1 from inspection
           group by old_la_code, inspection_type, published, judgement having count(*) > 1)"""
    ).fetchone()
    assert repeated == (0,)

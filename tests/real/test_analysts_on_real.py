"""The worked questions of docs/analysts.md on the published files, and figures they must give."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from statistics import median

import duckdb
import pytest

from earlywarning.warehouse.connect import query
from tests.conftest import needs_published
from tests.support.keys import broken
from tests.support.questions import questions

pytestmark = needs_published
Connection = duckdb.DuckDBPyConnection


@pytest.mark.parametrize("number", questions())
def test_a_worked_question_is_answered(real_warehouse: Path, number: int) -> None:
    _, rows = query(real_warehouse, questions()[number])
    # Of one's own groups the published files hold none.
    assert rows or "group: " in questions()[number]


@pytest.mark.parametrize(
    ("place", "neighbours"),
    [("West Northamptonshire", 11.9), ("North Northamptonshire", 10.2),
     ("Kingston upon Thames", 22.2), ("Richmond upon Thames", 14.5), ("Swindon", 19.4),
     ("Thurrock", 19.5)],
)  # fmt: skip
def test_a_joint_return_is_one_figure_among_neighbours(
    real: Connection, place: str, neighbours: float
) -> None:
    """Agency workers on 30 September 2025: each has ten neighbours, two of them one figure or own.

    West Northamptonshire's middle was 15.7 with its own joint figure among its neighbours.
    """
    found = real.execute(
        """select round(neighbour_median, 1), neighbour_n from compare('agency_rate', $1)
           where time_period = 2025""",
        [place],
    ).fetchall()
    assert found == [(neighbours, 9)]


def test_no_benchmark_of_the_workforce_counts_a_joint_figure_twice(real: Connection) -> None:
    [(indicators, places)] = real.execute(
        """select count(distinct indicator), list_sort(list(distinct old_la_code))
           from indicator_value where joint_with is not null"""
    ).fetchall()
    assert (indicators, places) == (5, ["314", "318", "940", "941"])
    [(many,)] = real.execute(
        """select count(*) from benchmark as b
           join local_authority as la on la.old_la_code = b.old_la_code
           where b.indicator = 'agency_rate' and b.time_period = 2025 and b.statistic = 'median'
             and b.comparator = 'geographical_neighbours' and la.region = 'Outer London'
             and b.n <> 17"""
    ).fetchall()
    # Nineteen boroughs: eighteen others with one pair, or seventeen others without the partner.
    assert many == 0


# Both pairs, and two places that have a pair among their neighbours: Swindon and Thurrock.
@pytest.mark.parametrize("place", ["940", "941", "314", "318", "866", "883"])
def test_medians_of_all_workforce_indicators_count_a_joint_figure_once(
    real: Connection, place: str
) -> None:
    """Counted here by hand from the neighbours' values, the own joint figure left out."""
    rows = real.execute(
        """select v.indicator, v.time_period, list_sort(array_agg(distinct
                  {'about': least(n.neighbour_old_la_code, coalesce(v.joint_with, '999')),
                   'value': v.value})) as figures
           from neighbour as n
           join indicator_value as v on v.old_la_code = n.neighbour_old_la_code
           join local_authority as la on la.old_la_code = v.old_la_code and not la.is_small
           where n.old_la_code = $1 and n.model_year = 2025 and v.value is not null
             and v.indicator in (select indicator from indicator_value
                                 where joint_with is not null)
             and not exists (from indicator_value as own where own.old_la_code = $1
                             and own.indicator = v.indicator and own.time_period = v.time_period
                             and own.joint_with = v.old_la_code)
           group by all""",
        [place],
    ).fetchall()
    told = {
        (indicator, year): (n, round(value, 6))
        for indicator, year, n, value in real.execute(
            """select indicator, time_period, n, value from benchmark
               where old_la_code = $1 and comparator = 'statistical_neighbours'
                 and statistic = 'median'""",
            [place],
        ).fetchall()
    }
    expected = {
        (indicator, year): (len(figures), round(median(one["value"] for one in figures), 6))
        for indicator, year, figures in rows
        if (indicator, year) in told
    }
    assert {indicator for indicator, year in expected if year == 2025} == {
        "absence_rate", "agency_rate", "caseload", "turnover_rate", "vacancy_rate",
    }  # fmt: skip
    assert {key: told[key] for key in expected} == expected


@pytest.mark.parametrize(
    ("words", "code"),
    [("Hull", "810"), ("BCP", "839"), ("Bristol", "801"), ("St Helens", "342"),
     ("Herefordshire", "884"), ("Durham", "840"), ("Dorset", "838"), ("Cumbria", "909"),
     ("E10000006", "909"), ("kingston upon hull, city of", "810")],
)  # fmt: skip
def test_places_are_found_by_everyday_and_former_names(
    real: Connection, words: str, code: str
) -> None:
    assert real.execute("select la_code($1)", [words]).fetchall() == [(code,)]


def test_what_was_known_in_june_2024_is_told_apart_from_what_no_file_held_says(
    real: Connection,
) -> None:
    told = dict(
        real.execute(
            """select time_period, knowledge from known_on('2024-06-30')
               where indicator = 'rereferral_pct' and old_la_code = '383'"""
        ).fetchall()
    )
    assert [told[year] for year in (2022, 2023, 2024, 2025)] == [
        "held", "known_not_held", "not_known_then", "not_known_then",
    ]  # fmt: skip


def test_known_on_the_day_of_the_run_is_every_figure_of_the_tables(real: Connection) -> None:
    [(figures, same)] = real.execute(
        """select count(*), count(*) filter (knowledge = 'held'
                                             and value is not distinct from value_now)
           from known_on('2026-04-30')"""
    ).fetchall()
    assert figures == same > 45_000


def test_a_day_says_where_it_is_only_the_latest_that_a_concern_can_have_begun(
    real: Connection,
) -> None:
    [(sustained, at_latest, wrong)] = real.execute(
        """select count(*), count(*) filter (first_seen_at_latest),
                  count(*) filter (first_seen_at_latest <> (first_seen = (
                      select min(looked_on) from signal_history)))
           from signal where kind = 'sustained' and reading = 'concern'"""
    ).fetchall()
    assert 0 < at_latest < sustained
    assert wrong == 0


def test_a_closed_authority_is_answered_with_its_own_last_year(real: Connection) -> None:
    [(newest, day)] = real.execute(
        "select max(time_period), max(period_end) from figure where old_la_code = '909'"
    ).fetchall()
    assert (newest, day) == (2023, dt.date(2023, 3, 31))


def test_a_closed_place_without_a_population_has_the_rate_that_was_printed(
    real: Connection,
) -> None:
    """The table of 2024 has the counts of Poole and no rate; that of 2022 has 395.5 for 2019."""
    rows = real.execute(
        """select old_la_code, count(value), max(value) filter (
                      old_la_code = '836' and indicator = 'referral_rate' and time_period = 2019)
           from figure where basis = 'published_before' group by 1 order by 1"""
    ).fetchall()
    assert rows == [("835", 14, None), ("836", 14, 395.5), ("837", 14, None)]


def test_a_changed_code_loses_no_rural_or_urban_class(real: Connection) -> None:
    rows = real.execute(
        "select la_name from local_authority where rural_urban is null and closed is null"
    ).fetchall()
    assert sorted(name for (name,) in rows) == ["Cumberland", "Westmorland and Furness"]


def test_the_keys_and_joins_that_tables_tell_of_hold(real: Connection) -> None:
    assert broken(real) == []


def test_every_series_has_a_title_and_nearly_all_a_unit_and_decimals(real: Connection) -> None:
    rows = real.execute("select series, title, unit, decimals from series").fetchall()
    assert len(rows) > 1_700
    assert not [series for series, title, unit, _ in rows if not title or not unit]
    vague = [series for series, _, unit, decimals in rows if unit == "as published"]
    assert len(vague) < 20, vague
    assert {unit for _, _, unit, decimals in rows if decimals is None} <= {"as published"}
    told = dict(real.execute("select series, title from series").fetchall())
    assert told["lait_over_20_miles_pct"].startswith("Children looked after placed more than 20")

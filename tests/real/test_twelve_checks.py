"""The end-to-end checks on the real files that the data note lists, by their numbers there.

1 (rates equal the tool) and 7 (the nation is read, never summed) stand in test_golden_figures,
12 (CSV, query answer, columns in another order) in test_api_answer; 3 to 6 as runs of their own in
test_checks_with_runs.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.conftest import PUBLISHED, needs_published

pytestmark = needs_published
Connection = duckdb.DuckDBPyConnection


def tool(snapshot: Path, measure: str) -> dict[tuple[str, int], float]:
    """Return the interactive tool's numbers of one measure by authority and year."""
    rows = duckdb.sql(
        f"""select lpad(cast(cast("LA Number" as integer) as varchar), 3, '0'),
                   cast(left(Years, 4) as integer), try_cast("Values" as double)
            from '{snapshot}' where "Short Desc" = '{measure}' and "LA Number" < 960
            and regexp_full_match(Years, '[0-9]{{4}}') and try_cast("Values" as double) is not null"""
    ).fetchall()
    return {(code, year): round(value, 6) for code, year, value in rows}


def compared(found: list[tuple], theirs: dict[tuple[str, int], float]) -> tuple[int, list]:
    """Return how many values both have, and those that differ by a rounding step or more."""
    both = [(c, y, v, theirs[c, y]) for c, y, v in found if (c, y) in theirs]
    return len(both), [row for row in both if abs(row[2] - row[3]) > 0.051]


@pytest.mark.parametrize(
    ("series", "measure", "single", "with_joint"),
    [
        ("agency_rate", "Work_Force_Agecy_Rate", 1327, 1355),
        ("vacancy_rate", "Work_Force_Vac_Rate", 1339, 1367),
        ("caseload", "Work_Force_AvgNumCase_SW", 1336, 1364),
        ("looked_after_rate", "LAC", 755, 755),
    ],
)
def test_2_workforce_and_care_equal_the_tool_once_joint_rows_are_spread(
    real: Connection, series: str, measure: str, single: int, with_joint: int
) -> None:
    found = real.execute(
        """select old_la_code, time_period, value, joint_with from observation
           where series = $series and value is not null and old_la_code is not null
             and published = (select max(published) from observation where series = $series)""",
        {"series": series},
    ).fetchall()
    theirs = tool(PUBLISHED / "lait" / "bds_long_0.parquet", measure)
    assert compared([row[:3] for row in found], theirs) == (with_joint, [])
    assert compared([row[:3] for row in found if not row[3]], theirs)[0] == single


@pytest.mark.parametrize(
    ("release", "series", "kind", "count"),
    [
        # children in need: counts stand, symbols and rates move
        ("cin_b1_2023", "need_rate_published", "population_basis", 160),
        ("cin_b1_2024", "need_rate_published", "population_basis", 1714),
        ("cin_d3_2025", "cp_plans_second_or_later", "value", 2),
        ("cin_d3_2025", "cp_plans_second_or_later", "symbol", 1),
        # looked after: each release rewrites the years before
        ("cla_rate_2025", "looked_after%", "value", None),
        # workforce: a handful above the authorities
        ("csww_2024", "agency_rate", "value", 3),
    ],
)
def test_3_revisions_of_a_series(
    real: Connection, release: str, series: str, kind: str, count: int | None
) -> None:
    found = real.execute(
        """select count(*) from revision
           where split_part(new_release, '.', 1) = $1 and series like $2 and kind = $3""",
        [release, series, kind],
    ).fetchone()
    assert found == (count,) if count is not None else found > (0,)


@pytest.mark.parametrize(
    ("release", "columns", "kinds", "count"),
    [
        ("cin_c4_2025", "%", ("symbol",), 37),
        ("cla_rate_2025", "children_count", ("value",), 263),
        ("cla_rate_2025", "rate_per_10000", ("value", "population_basis"), 184),
        ("cla_stability_2025", "children_count", ("value",), 614),
        ("cla_stability_2025", "children_percent", ("value",), 186),
        ("cla_new_placements_2025", "children_count", ("value",), 2280),
        ("cla_new_placements_2025", "children_percent", ("value",), 714),
        ("outturn_ro3_2025", "%", ("value",), 6271),
    ],
)
def test_3_revisions_of_a_table_count_as_the_note_says(
    real: Connection, release: str, columns: str, kinds: tuple[str, ...], count: int
) -> None:
    found = real.execute(
        """select count(*) from revision as r join series as s on s.series = r.series
           where split_part(r.new_release, '.', 1) = $1 and s.column_name like $2
             and list_contains($3, r.kind)""",
        [release, columns, list(kinds)],
    ).fetchone()
    assert found == (count,)


def test_3_the_second_issue_of_the_outturn_fills_cells_on_sixty_four_rows(real: Connection) -> None:
    filled, areas = real.execute(
        """select count(*) filter (kind = 'symbol' and old_value is null and new_value is not null),
                  count(distinct area) filter (kind = 'value')
           from revision where split_part(new_release, '.', 1) = 'outturn_ro3_2025'"""
    ).fetchone()
    assert (filled, areas) == (6541, 64)


def test_3_no_count_of_children_in_need_was_ever_revised_but_doncasters(real: Connection) -> None:
    rows = real.execute(
        """select distinct r.series from revision as r join series as s on s.series = r.series
           where s.table_name like 'cin_%' and s.unit = 'count' and r.kind = 'value'"""
    ).fetchall()
    assert rows == [("cp_plans_second_or_later",)]


def test_3_ofsteds_lists_differ_in_two_cells(real: Connection) -> None:
    rows = real.execute(
        """select series, old_la_code, old_marker, new_marker from revision
           where series like 'inspection.%' order by series"""
    ).fetchall()
    assert rows == [
        ("inspection.care_leavers", "860", "Good", "Requires improvement to be good"),
        ("inspection.publication_date", "892", "2022-11-05", "2022-09-05"),
    ]


def test_6_the_snapshot_after_december_clears_the_alarm(real: Connection) -> None:
    sql = """select state, settled_by is null from revision_alarm
             where series = 'lait_over_20_miles_pct'"""
    assert real.execute(sql).fetchall() == [("cleared", False)]
    redbridge = """select value from known_value where series = 'lait_over_20_miles_pct'
                   and area = '317' and time_period = 2021"""
    assert real.execute(redbridge).fetchall() == [(19,)]


def test_8_lifecycle(real: Connection) -> None:
    years = dict(
        real.execute(
            """select area, [min(time_period), max(time_period), count(*)] from known_value
               where series = 'referrals' and geographic_level = 'Local authority' group by 1"""
        ).fetchall()
    )
    assert years["928"][1] == 2021
    assert years["940"][:2] == years["941"][:2] == [2022, 2025]
    for code in ("390", "825", "933", "815", "370", "373"):
        assert years[code] == [2013, 2025, 13], code
    cumberland = real.execute(
        """select count(*) from signal where old_la_code in ('942', '943')
           and indicator = 'rereferral_pct' and kind = 'movement'"""
    ).fetchone()
    assert cumberland == (0,)


@pytest.mark.parametrize(
    ("code", "year", "rule"),
    [
        ("884", 2023, "low_reliability"),
        ("884", 2024, "low_reliability"),
        ("850", 2024, "low_reliability"),
        ("204", 2021, "not_returned"),
        ("204", 2022, "not_returned"),
    ],
)
def test_9_lost_returns_are_data_warnings_and_neither_gaps_nor_good_performance(
    real: Connection, code: str, year: int, rule: str
) -> None:
    warned = real.execute(
        """select count(*) from finding where old_la_code = $1 and time_period = $2
           and rule = $3 and severity = 'warning'""",
        [code, year, rule],
    ).fetchone()
    assert warned > (0,)
    value = real.execute(
        """select value, status from indicator_value where indicator = 'rereferral_pct'
           and old_la_code = $1 and time_period = $2""",
        [code, year],
    ).fetchone()
    assert value == (None, rule)
    good = real.execute(
        """select count(*) from signal where old_la_code = $1 and time_period = $2
           and indicator = 'rereferral_pct'""",
        [code, year],
    ).fetchone()
    assert good == (0,)


def test_10_small_places_never_signal_and_set_no_neighbour_median(real: Connection) -> None:
    assert real.execute(
        "select count(*) from signal where old_la_code in ('201', '420')"
    ).fetchone() == (0,)
    rows = real.execute(
        """select max(b.n) from benchmark as b where b.comparator = 'statistical_neighbours'
           and b.indicator = 'caseload' and b.old_la_code in (
               select old_la_code from neighbour
               where neighbour_old_la_code = '201' and model_year = 2025)"""
    ).fetchone()
    assert rows is not None
    assert rows[0] is None or rows[0] <= 9


# Re-referrals 2025 of the ten neighbours, read from the two neighbour files and from c1 by a plain
# loop outside this program, then frozen.
FROZEN = {
    ("806", 2021): 21.35, ("806", 2025): 20.9, ("301", 2021): 19.0, ("301", 2025): 19.65,
    ("850", 2021): 17.45, ("850", 2025): 18.95,
}  # fmt: skip
FROZEN_MEANS = {
    ("806", 2021): 21.26, ("806", 2025): 21.69, ("301", 2021): 19.41, ("301", 2025): 18.46,
    ("850", 2021): 20.05, ("850", 2025): 19.91,
}  # fmt: skip


@pytest.mark.parametrize("code", ["806", "301", "850"])
@pytest.mark.parametrize("model", [2021, 2025])
def test_11_neighbour_medians_by_a_plain_loop(real: Connection, code: str, model: int) -> None:
    neighbours = [
        row[0]
        for row in real.execute(
            "select neighbour_old_la_code from neighbour where old_la_code = $1 and model_year = $2",
            [code, model],
        ).fetchall()
    ]
    values = dict(
        real.execute(
            """select old_la_code, value from indicator_value where indicator = 'rereferral_pct'
               and time_period = 2025 and old_la_code is not null and value is not null"""
        ).fetchall()
    )
    own = sorted(values[n] for n in neighbours if n in values and n not in {"201", "420"})
    middle = (own[(len(own) - 1) // 2] + own[len(own) // 2]) / 2
    assert middle == pytest.approx(FROZEN[code, model])
    assert sum(own) / len(own) == pytest.approx(FROZEN_MEANS[code, model])
    if model == 2025:
        stored = real.execute(
            """select value, n from benchmark where indicator = 'rereferral_pct'
               and old_la_code = $1 and time_period = 2025
               and comparator = 'statistical_neighbours' order by statistic desc""",
            [code],
        ).fetchall()
        mean = pytest.approx(FROZEN_MEANS[code, model])
        assert stored == [(pytest.approx(middle), len(own)), (mean, len(own))]

"""Revisions told by kind, alarms that clear, cells held back: on small invented releases."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from earlywarning.warehouse import build
from earlywarning.warehouse.build import QUALITY_FROM, run_sql

Row = dict[str, Any]
LIMITS = {
    "revision_alarm_move": 2, "revision_alarm_ratio": 0.1, "revision_alarm_share": 0.05,
    "revision_alarm_cells": 10, "revision_alarm_years": 2, "whole_share_from": 50,
    "isolated_points": 25, "recording_jump_ratio": 1.6, "recording_jump_from": 500,
}  # fmt: skip
SERIES = [
    {"series": "part", "table_name": "t", "unit": "count", "rate_of": None},
    {"series": "whole", "table_name": "t", "unit": "count", "rate_of": None},
    {"series": "rate", "table_name": "t", "unit": "rate", "rate_of": "whole"},
    {"series": "pct", "table_name": "t", "unit": "percentage", "rate_of": None},
]
INDICATOR = {
    "indicator": "share_pct", "numerator": "part", "denominator": "whole",
    "comparison": "proportion",
    "denominator_years_before": 0, "per": 100, "decimals": 1, "published_series": ["pct"],
    "prefer": "published", "context": False,
}  # fmt: skip


def cell(series: str, code: str, year: int, release: int, value: float | str, **more: Any) -> Row:
    number = isinstance(value, int | float)
    status = {"u": "low_reliability", "x": "not_returned", "c": "suppressed", "z": "not_applicable"}
    return {
        "series": series, "geographic_level": "Local authority", "area": code, "old_la_code": code,
        "new_la_code": "E" + code, "region": "North", "time_period": year,
        "period_end": dt.date(year, 3, 31), "value": value if number else None,
        "marker": None if number else value, "status": "ok" if number else status[str(value)],
        "release": f"t_{release}.0000", "published": dt.date(release, 11, 1), "row_number": 2,
    } | more  # fmt: skip


def built(folder: Path, rows: list[Row], **tables: list[Row]) -> duckdb.DuckDBPyConnection:
    building = build.begin(folder, "quality")
    limits = [{"name": name, "value": value} for name, value in LIMITS.items()]
    releases = [
        {"release": name, "source": "t", "file_name": "t.csv"}
        for name in {r["release"] for r in rows}
    ]
    given = {"observation": rows, "series": SERIES, "quality_limit": limits, "release": releases}
    for name, content in {**given, "indicator": [INDICATOR], **tables}.items():
        build.load(building, name, pd.DataFrame(content))
    run_sql(building, start=QUALITY_FROM, before=41)
    return building.connection


def ask(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return connection.execute(sql).fetchall()


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ({"whole": 100, "rate": 50}, {"whole": 100, "rate": 48}, ("rate", "population_basis")),
        ({"whole": 100, "rate": 50}, {"whole": 110, "rate": 55}, ("rate", "value")),
        ({"whole": 100, "rate": 50}, {"whole": "u", "rate": 50}, ("whole", "symbol")),
        ({"whole": "c", "rate": 50}, {"whole": 4, "rate": 50}, ("whole", "symbol")),
    ],
)
def test_each_kind_of_revision_is_told_apart(tmp_path: Path, before, after, kind) -> None:
    rows = [cell(s, "801", 2020, 2021, v) for s, v in before.items()]
    rows += [cell(s, "801", 2020, 2022, v) for s, v in after.items()]
    found = ask(
        built(tmp_path, rows), "select series, kind, old_release, new_release from revision"
    )
    assert (*kind, "t_2021.0000", "t_2022.0000") in found


def test_a_moved_code_is_a_revision_of_its_own_and_nothing_else(tmp_path: Path) -> None:
    rows = [
        cell("whole", "801", 2020, 2021, 5),
        cell("whole", "801", 2020, 2022, 5, new_la_code="N"),
    ]
    found = ask(built(tmp_path, rows), "select series, kind, old_marker, new_marker from revision")
    assert found == [("t.new_la_code", "code", "E801", "N")]


def test_the_same_release_again_is_no_revision(tmp_path: Path) -> None:
    rows = [cell("whole", "801", 2020, 2021, 5), cell("whole", "801", 2020, 2022, 5)]
    assert ask(built(tmp_path, rows), "from revision") == []


def nation(release: int, add: float) -> list[Row]:
    codes = [str(801 + n) for n in range(12)]
    return [
        cell("pct", c, y, release, 20 + n + add) for n, c in enumerate(codes) for y in (2018, 2019)
    ]


def alarms(connection: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    return ask(connection, "select release, state, moved, settled_by from revision_alarm")


def used(connection: duckdb.DuckDBPyConnection) -> float:
    sql = "select value from known_value where area = '801' and time_period = 2018"
    return float(ask(connection, sql)[0][0])


def test_many_cells_at_once_trip_the_alarm_and_the_values_before_are_used(tmp_path: Path) -> None:
    connection = built(tmp_path, nation(2021, 0) + nation(2022, 10))
    assert alarms(connection) == [("t_2022.0000", "open", 24, None)]
    assert used(connection) == 20
    severity = "select severity from finding where rule = 'revision_alarm'"
    assert ask(connection, severity) == [("warning",)]


def test_a_release_that_goes_back_clears_the_alarm_and_trips_none(tmp_path: Path) -> None:
    connection = built(tmp_path, nation(2021, 0) + nation(2022, 10) + nation(2023, 0))
    assert alarms(connection) == [("t_2022.0000", "cleared", 24, "t_2023.0000")]
    assert used(connection) == 20


def test_a_release_that_keeps_the_new_values_confirms_them(tmp_path: Path) -> None:
    connection = built(tmp_path, nation(2021, 0) + nation(2022, 10) + nation(2023, 10))
    assert alarms(connection) == [("t_2022.0000", "confirmed", 24, "t_2023.0000")]
    assert used(connection) == 30


def test_an_open_alarm_holds_the_years_that_only_its_release_has(tmp_path: Path) -> None:
    newest = [cell("pct", str(801 + n), 2020, 2022, 30 + n) for n in range(12)]
    rows = nation(2021, 0) + nation(2022, 10) + newest
    rows.append(cell("pct", "813", 2019, 2022, 33))
    held = "select area, status from known_value where time_period = 2020 or area = '813'"
    assert {status for _, status in ask(built(tmp_path, rows), held)} == {"held_back"}
    settled = rows + nation(2023, 10)
    assert {s for _, s in ask(built(tmp_path / "later", settled), held)} == {"ok"}


def test_ordinary_revisions_trip_nothing(tmp_path: Path) -> None:
    assert alarms(built(tmp_path, nation(2021, 0) + nation(2022, 1))) == []


def shares(odd: float, odd_before: float = 20) -> list[Row]:
    rows = []
    for n in range(6):
        for year in (2019, 2020):
            share = (odd if year == 2020 else odd_before) if n == 0 else 20 + n
            rows += [
                cell("part", str(801 + n), year, 2021, 4 * share),
                cell("whole", str(801 + n), year, 2021, 400),
                cell("pct", str(801 + n), year, 2021, share),
            ]
    return rows


def test_all_of_them_far_from_everybody_is_held_back(tmp_path: Path) -> None:
    connection = built(tmp_path, shares(100))
    held = ask(connection, "select series, area, rule from hold order by 1")
    assert held == [("part", "801", "impossible_share"), ("pct", "801", "impossible_share")]
    sql = """select value, marker, status from known_value
             where area = '801' and time_period = 2020 and series = 'pct'"""
    assert ask(connection, sql) == [(None, "100.0", "held_back")]
    told = ask(
        connection, "select old_la_code, severity from finding where rule = 'impossible_share'"
    )
    assert told == [("801", "warning")] * 2


@pytest.mark.parametrize(("odd", "before"), [(90, 20), (100, 95)])
def test_what_is_only_high_or_always_so_is_used(tmp_path: Path, odd: float, before: float) -> None:
    assert ask(built(tmp_path, shares(odd, before)), "from hold") == []


def place(code: str, name: str, closed: dt.date | None = None) -> Row:
    return {"old_la_code": code, "new_la_code": f"E{code}", "la_name": name, "region": "North",
            "opened": dt.date(2009, 1, 1), "closed": closed, "is_small": False}  # fmt: skip


def test_a_published_number_of_one_that_had_closed_is_told_with_who_followed(
    tmp_path: Path,
) -> None:
    rows = [cell("part", "801", 2020, 2022, 5), cell("whole", "801", 2022, 2022, 9, row_number=4)]
    rows += [cell("part", "801", 2022, 2022, 5, row_number=3), cell("part", "802", 2022, 2022, 5)]
    rows += [cell("part", "801", 2021, 2022, "z")]
    connection = built(
        tmp_path, rows,
        local_authority=[place("801", "Old", dt.date(2020, 3, 31)), place("802", "New")],
        authority_change=[{"old_la_code": "801", "successor": "802"}],
    )  # fmt: skip
    sql = """select old_la_code, time_period, row_number, message from finding
             where rule = 'closed_authority'"""
    assert ask(connection, sql) == [
        ("801", 2022, 3, "row 3: 2 cells of Old (801) for 2022; it closed on 2020-03-31; followed "
         "by 802 New")
    ]  # fmt: skip


def contradiction(column: str, **more: Any) -> Row:
    return {
        "source": "t", "release": "t_2021.0000", "file_name": "t.csv", "old_la_code": "801",
        "series": column, "time_period": 2020, "row_number": 2, "rule": "identity",
        "severity": "warning", "message": "row 2: identity",
    } | more  # fmt: skip


def of_columns(*names: str) -> list[Row]:
    return [{**one, "column_name": f"{one['series']}_column"} for one in SERIES
            if one["series"] in names]  # fmt: skip


def test_cells_that_contradict_each_other_are_held_in_their_row_alone(tmp_path: Path) -> None:
    rows = [cell("part", "801", 2020, 2021, 94), cell("pct", "801", 2020, 2021, 0.15)]
    rows += [
        cell("pct", "802", 2020, 2021, 20, row_number=3),
        cell("whole", "801", 2020, 2021, 613),
    ]
    told = [contradiction("part_column"), contradiction("pct_column")]
    connection = built(tmp_path, rows, finding=told, series=of_columns("part", "whole", "pct"))
    held = ask(connection, "select series, area, rule from hold order by 1")
    assert held == [("part", "801", "contradiction"), ("pct", "801", "contradiction")]
    sql = "select status from known_value where series = 'pct' order by area"
    assert ask(connection, sql) == [("held_back",), ("ok",)]


def test_a_correction_settles_a_contradiction(tmp_path: Path) -> None:
    rows = [cell("whole", "801", 2020, 2021, 500.0)]
    connection = built(
        tmp_path, rows, finding=[contradiction("whole_column")], correction=[correction("500.0")],
        series=of_columns("whole"),
    )  # fmt: skip
    assert ask(connection, "select value, marker from known_value") == [(50, "500.0")]


@pytest.mark.parametrize(("symbol", "found"), [("c", 0), ("z", 0), ("x", 1), ("u", 1)])
def test_reasons_that_warn_are_findings_and_suppression_never_is(
    tmp_path: Path, symbol: str, found: int
) -> None:
    connection = built(tmp_path, [cell("part", "801", 2020, 2021, symbol)])
    assert len(ask(connection, "select 1 from finding where old_la_code = '801'")) == found


def correction(expect: str) -> Row:
    return {
        "series": "whole", "area": "801", "time_period": 2020, "expect": expect, "value": "50",
        "reason": "a slip of the pen", "reported_by": "a test", "reported_on": dt.date(2021, 1, 1),
    }  # fmt: skip


def test_a_known_error_gives_way_to_its_correction_and_stays_as_published(tmp_path: Path) -> None:
    rows = [cell("whole", "801", 2020, 2021, 500.0)]
    connection = built(tmp_path, rows, correction=[correction("500.0")])
    assert ask(connection, "select value, marker from known_value") == [(50, "500.0")]
    assert ask(connection, "select value from observation") == [(500,)]


def test_a_correction_that_the_publisher_has_made_asks_to_be_removed(tmp_path: Path) -> None:
    rows = [cell("whole", "801", 2020, 2021, 50.0)]
    connection = built(tmp_path, rows, correction=[correction("500.0")])
    assert ask(connection, "select value, status from known_value") == [(50, "ok")]
    assert ask(connection, "select rule from finding") == [("correction_outdated",)]


def test_a_population_far_from_its_own_years_is_held_and_told(tmp_path: Path) -> None:
    years = {2022: 101_000, 2023: 101_500, 2024: 102}
    steady = {2022: 50_000, 2023: 51_000, 2024: 52_000}
    rows = [cell("population_0_17", "901", year, 2025, n) for year, n in years.items()]
    rows += [cell("population_0_17", "902", year, 2025, n) for year, n in steady.items()]
    rows += [cell("population_0_17", "903", 2023, 2025, 9_000),
             cell("population_0_17", "903", 2024, 2025, 25_000)]  # fmt: skip
    series = [*SERIES, {"series": "population_0_17", "table_name": "t", "unit": "count"}]
    connection = built(tmp_path, rows, series=series)
    held = connection.sql("select area, time_period, rule from hold order by all").fetchall()
    assert ("901", 2024, "isolated_count") in held
    assert not [row for row in held if row[0] == "902" or row[:2] in (("901", 2022), ("901", 2023))]
    told = connection.sql("select message from finding where rule = 'isolated_count'").fetchall()
    assert any("population_0_17 is 102.0: less than half or more than twice" in m for (m,) in told)


def of_one_day(first: float | str, second: float | str, **more: Any) -> list[Row]:
    """Return a cell as two files of one day tell it, and one on which they agree."""
    one, other = {"release": "t_2021.aaaa"}, {"release": "t_2021.bbbb"}
    return [
        cell("part", "801", 2020, 2021, first) | one,
        cell("part", "801", 2020, 2021, second) | other | more,
        cell("part", "802", 2020, 2021, 7.0) | one,
        cell("part", "802", 2020, 2021, 7.0) | other,
    ]


@pytest.mark.parametrize("second", [60.0, "c", "x"])
def test_of_two_files_of_one_day_that_disagree_neither_figure_is_used(
    tmp_path: Path, second: float | str
) -> None:
    connection = built(tmp_path, of_one_day(50.0, second))
    known = ask(connection, "select area, value, status from known_value order by 1")
    assert known == [("801", None, "held_back"), ("802", 7.0, "ok")]
    [(message, whose)] = ask(
        connection, "select message, old_la_code from finding where rule = 'two_files'"
    )
    assert message == (
        "t.csv and t.csv are both of 2021-11-01 and say different things in 1 cells, first part of "
        "801 for 2020; held back until a later release says which is right"
    )
    assert whose is None
    assert ask(connection, "select * from revision") == [], "neither is a revision of the other"


def test_a_later_file_settles_what_two_of_one_day_left_open(tmp_path: Path) -> None:
    later = cell("part", "801", 2020, 2022, 55.0)
    connection = built(tmp_path, [*of_one_day(50.0, 60.0), later])
    assert ask(connection, "select value, status from known_value where area = '801'") == [
        (55.0, "ok")
    ]


def test_an_earlier_figure_stands_while_two_of_one_day_disagree(tmp_path: Path) -> None:
    earlier = cell("part", "801", 2020, 2020, 45.0)
    connection = built(tmp_path, [*of_one_day(50.0, 60.0), earlier])
    assert ask(connection, "select value from known_value where area = '801'") == [(45.0,)]


def test_a_file_of_a_later_day_is_a_revision_and_holds_nothing(tmp_path: Path) -> None:
    rows = of_one_day(50.0, 60.0, published=dt.date(2021, 11, 2))
    connection = built(tmp_path, rows)
    assert ask(connection, "select value from known_value where area = '801'") == [(60.0,)]
    assert ask(connection, "select rule from finding where rule = 'two_files'") == []


def test_a_refused_cell_speaks_against_no_other(tmp_path: Path) -> None:
    connection = built(tmp_path, of_one_day(50.0, 60.0, status="refused", value=None))
    assert ask(connection, "select value from known_value where area = '801'") == [(50.0,)]


def test_an_authoritys_two_returns_of_one_day_are_told_as_its_own(tmp_path: Path) -> None:
    rows = of_one_day(50.0, 60.0)[:2]
    releases = [{"release": r["release"], "source": "in_year_returns", "file_name": r["release"]}
                for r in rows]  # fmt: skip
    connection = built(tmp_path, rows, release=releases)
    sql = "select old_la_code, time_period, file_name from finding where rule = 'two_files'"
    assert ask(connection, sql) == [("801", 2020, "t_2021.aaaa")]


def left_out(folder: Path, gone: int) -> list[tuple[Any, ...]]:
    codes = [str(801 + n) for n in range(20)]
    rows = [cell("part", code, 2021, 2021, 5.0) for code in codes[gone:]]
    rows += [cell("part", code, 2020, 2021, 5.0) for code in codes]
    places = [place(code, f"Place {code}") for code in codes]
    places.append(place("700", "Gone", closed=dt.date(2019, 3, 31)))
    release = {"release": "t_2021.0000", "source": "t", "file_name": "t.csv", "kind": "t",
               "period": 2021}  # fmt: skip
    connection = built(folder, rows, local_authority=places, release=[release])
    return ask(connection, "select old_la_code, time_period from finding where rule = 'not_listed'")


@pytest.mark.parametrize(
    ("gone", "told"), [(0, []), (1, [("801", 2021)]), (2, [("801", 2021), ("802", 2021)]), (9, [])]
)
def test_an_authority_that_a_release_leaves_out_is_told_unless_most_are(
    tmp_path: Path, gone: int, told: list[tuple[str, int]]
) -> None:
    assert sorted(left_out(tmp_path, gone)) == told

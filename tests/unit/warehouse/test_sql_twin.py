"""The SQL gives what its slow plain twin gives, on small invented nations."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pandas as pd
import pytest

from earlywarning.warehouse import build
from earlywarning.warehouse.build import QUALITY_FROM, run_sql
from tests.support import twin
from tests.support.twin import LOCAL, NATIONAL, REGIONAL, Row

YEARS = range(2017, 2024)
REGIONS = ("North", "South", "West")
SYMBOLS = {
    "c": "suppressed", "x": "not_returned", "u": "low_reliability", "z": "not_applicable",
}  # fmt: skip
SERIES = ("part", "whole", "people", "figure", "older_figure", "late_figure")


def indicator(name: str, **given: Any) -> Row:
    return {
        "indicator": name, "numerator": "part", "denominator": "whole",
        "denominator_years_before": 0, "per": 100, "decimals": 1, "published_series": [],
        "history_series": None, "prefer": "published",
    } | given  # fmt: skip


INDICATORS = [
    indicator("rebuilt_pct"),
    indicator("rate", denominator="people", denominator_years_before=1, per=10_000),
    indicator("counts_first", prefer="counts", published_series=["figure"]),
    indicator("figure_first", published_series=["figure", "older_figure"], decimals=0),
    indicator("figure_only", numerator=None, denominator=None, published_series=["older_figure"]),
    # Counts without a population: what an earlier release printed is all there is.
    indicator("gone", denominator="nobody", prefer="counts", published_series=["figure"]),
    indicator("with_history", published_series=["late_figure"], history_series="older_figure"),
]


@dataclass
class Invented:
    """A nation drawn from a seed: holes, symbols, revisions, a split, small and far places."""

    seed: int

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)
        self.authorities = [self._authority(str(801 + n)) for n in range(12)]
        self.authorities[0]["closed"] = dt.date(2020, 3, 31)
        self.authorities[1]["opened"] = dt.date(2020, 4, 1)
        self.neighbours = [row for year in (2021, 2025) for row in self._neighbours(year)]
        self.observations = list(self._observations())
        self.contaminated = [
            {"indicator": one["indicator"], "old_la_code": code, "time_period": year,
             "kind": kind, "reason": "invented"}
            for one, code, year, kind in itertools.product(
                INDICATORS, ("803", "804"), YEARS[1:3], ("event", "inspection")
            )
        ]  # fmt: skip

    def _authority(self, code: str) -> Row:
        return {
            "old_la_code": code, "region": self.chance.choice(REGIONS), "closed": None,
            "opened": dt.date(2009, 4, 1), "is_small": self.chance.random() < 0.2,
        }  # fmt: skip

    def _neighbours(self, year: int) -> Iterator[Row]:
        # 999 is a number that no authority carries.
        codes = [row["old_la_code"] for row in self.authorities] + ["999"]
        for code in codes[:-1]:
            others = self.chance.sample([other for other in codes if other != code], 5)
            for position, other in enumerate(others, start=1):
                yield {
                    "old_la_code": code, "neighbour_old_la_code": other, "model_year": year,
                    "position": position, "weight": self.chance.choice([1.0, 0.9, 0.75, 0.5]),
                }  # fmt: skip

    def _observations(self) -> Iterator[Row]:
        areas: list[Row] = [{"geographic_level": NATIONAL, "old_la_code": None, "region": None}]
        areas += [
            {"geographic_level": REGIONAL, "old_la_code": None, "region": name} for name in REGIONS
        ]
        areas += [
            {"geographic_level": LOCAL, "old_la_code": a["old_la_code"], "region": a["region"]}
            for a in self.authorities
        ]
        number = 1
        for vintage in (2022, 2023):
            for series in SERIES:
                for area in areas:
                    first = YEARS.start + 3 if series == "late_figure" else YEARS.start
                    for year in range(first, vintage + 1):
                        number += 1
                        if self.chance.random() < 0.9:
                            yield area | self._cell(series, year, vintage, number)

    def _cell(self, series: str, year: int, vintage: int, number: int) -> Row:
        drawn = self.chance.random()
        marker = self.chance.choice([*SYMBOLS]) if drawn < 0.12 else None
        value = float(self.chance.randint(0, 400)) if series != "people" else 9000.0 + number
        return {
            "series": series,
            "time_period": year,
            "period_end": dt.date(year, 3, 31),
            "value": None if marker else 0.0 if drawn > 0.97 else value,
            "marker": marker,
            "status": SYMBOLS[marker] if marker else "ok",
            "release": f"{series}_{vintage}",
            "published": dt.date(vintage, 10, 30),
            "row_number": number,
            "joint_with": "802" if 0.9 < drawn < 0.93 else None,
        }

    def built(self, folder: Path, order: int | None = None) -> duckdb.DuckDBPyConnection:
        """Build the warehouse from the same rows, shuffled when an order is given."""
        building = build.begin(folder, f"nation{order}")
        tables = {
            "local_authority": self.authorities, "neighbour": self.neighbours,
            "observation": self.observations, "indicator": INDICATORS,
            "contaminated_period": self.contaminated,
        }  # fmt: skip
        for name, rows in tables.items():
            rows = rows if order is None else Random(order).sample(rows, len(rows))
            frame = pd.DataFrame(rows)
            if name == "observation":
                frame["area"] = frame["old_la_code"].fillna(frame["region"]).fillna("nation")
            build.load(building, name, frame)
        run_sql(building, start=QUALITY_FROM, before=60)
        return building.connection

    def values(self) -> list[Row]:
        return twin.indicator_values(INDICATORS, self.observations, self.authorities)


@pytest.fixture(scope="module", params=[1, 2, 4])
def nation(request: pytest.FixtureRequest) -> Invented:
    return Invented(request.param)


def rows_of(connection: duckdb.DuckDBPyConnection, table: str) -> list[Row]:
    result = connection.execute(f"from {table}")
    names = [column[0] for column in result.description or []]
    return [dict(zip(names, cells, strict=True)) for cells in result.fetchall()]


def same(found: list[Row], expected: list[Row], key: tuple[str, ...], numbers: set[str]) -> None:
    """Hold two tables against each other, numbers to six places and all else exactly."""

    def keyed(rows: list[Row]) -> dict[tuple[Any, ...], Row]:
        return {tuple(str(row[name]) for name in key): row for row in rows}

    left, right = keyed(found), keyed(expected)
    assert len(left) == len(found)
    assert left.keys() == right.keys()
    for place, row in right.items():
        for name, value in row.items():
            wanted = pytest.approx(value, abs=1e-6) if name in numbers and value else value
            assert left[place][name] == wanted, (place, name)


def test_indicator_values_are_those_of_the_twin(nation: Invented, tmp_path: Path) -> None:
    found = rows_of(nation.built(tmp_path), "indicator_value")
    expected = nation.values()
    assert {row["status"] for row in expected} >= {"ok", "not_applicable", "suppressed"}
    assert {row["basis"] for row in expected} == {"counts", "published", "published_before"}
    key = ("indicator", "geographic_level", "old_la_code", "region", "time_period")
    same(found, expected, key, {"value", "numerator", "denominator"})


def test_benchmarks_are_those_of_the_twin(nation: Invented, tmp_path: Path) -> None:
    found = rows_of(nation.built(tmp_path), "benchmark")
    expected = twin.benchmarks(
        nation.values(), nation.neighbours, nation.authorities, nation.contaminated
    )
    comparators = {row["comparator"] for row in expected}
    assert comparators == {
        "statistical_neighbours", "geographical_neighbours", "own_past", "region", "england",
    }  # fmt: skip
    key = ("indicator", "old_la_code", "time_period", "comparator", "statistic")
    same(found, expected, key, {"value", "spread", "closeness"})


def test_the_order_of_rows_changes_nothing(tmp_path: Path) -> None:
    nation = Invented(4)
    one, two = nation.built(tmp_path, order=1), nation.built(tmp_path, order=2)
    for table in ("known_value", "indicator_value", "benchmark"):
        assert rows_of(one, table) == rows_of(two, table)


def test_a_newer_release_replaces_a_number_by_its_symbol(tmp_path: Path) -> None:
    nation = Invented(5)
    place = {"geographic_level": LOCAL, "old_la_code": "803", "region": "North"}
    old = place | nation._cell("figure", 2020, 2022, 1) | {"value": 9.0, "status": "ok"}
    new = place | nation._cell("figure", 2020, 2023, 1)
    new |= {"value": None, "marker": "u", "status": "low_reliability"}
    nation.observations = [new, old]
    [found] = [
        row for row in rows_of(nation.built(tmp_path), "indicator_value")
        if row["indicator"] == "figure_first"
    ]  # fmt: skip
    assert (found["value"], found["marker"], found["status"]) == (None, "u", "low_reliability")


def test_an_authority_has_no_value_for_days_on_which_it_did_not_exist(tmp_path: Path) -> None:
    found = rows_of(Invented(6).built(tmp_path), "indicator_value")
    years = {
        code: {row["time_period"] for row in found if row["old_la_code"] == code}
        for code in ("801", "802")
    }
    assert max(years["801"]) == 2020
    assert min(years["802"]) == 2021

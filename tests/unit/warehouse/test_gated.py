"""The publication gate: a period opens when it first came out, a revision when it was made."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from earlywarning.warehouse import build
from earlywarning.warehouse.build import Building
from earlywarning.warehouse.gated import falsified_after, gated_past
from tests.support.laid_out import laid_out

DAYS = {"caseload": 175, "rereferral_pct": 245}


def observation(series: str, year: int, release: str, published: str, value: float) -> dict:
    month, day = (9, 30) if series == "caseload" else (3, 31)
    return {
        "series": series, "geographic_level": "Local authority", "area": "801",
        "old_la_code": "801", "new_la_code": "X1", "region": "North", "time_period": year,
        "period_end": dt.date(year, month, day), "value": value, "marker": None, "status": "ok",
        "release": release, "published": dt.date.fromisoformat(published), "row_number": 1,
        "joint_with": None,
    }  # fmt: skip


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    building = Building(laid_out(), Path(":memory:"))
    rows = [
        observation("caseload", 2017, "csww_2023", "2024-02-29", 17.0),
        observation("caseload", 2023, "csww_2023", "2024-02-29", 15.0),
        observation("caseload", 2017, "csww_2024", "2025-02-27", 18.0),
        observation("caseload", 2024, "csww_2024", "2025-05-01", 14.0),
        observation("rereferral_pct", 2023, "cin_2023", "2023-10-26", 22.0),
        observation("unlisted", 2023, "cin_2023", "2023-10-26", 1.0),
    ]
    build.load(building, "observation", pd.DataFrame(rows))
    releases = {row["release"]: row["published"] for row in rows}
    build.load(building, "release", pd.DataFrame(
        [{"release": name, "published": day} for name, day in releases.items()]))  # fmt: skip
    build.load(building, "indicator", pd.DataFrame(
        [{"indicator": one, "published_series": [one]}
         for one in ("caseload", "rereferral_pct", "unlisted")]))  # fmt: skip
    return building.connection


def opened(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, int], tuple[dt.date, str]]:
    _, gate = gated_past(connection, DAYS)
    return {
        (row.series, row.time_period): (row.known_from.date(), row.basis)
        for row in gate.itertuples()
    }


def test_an_old_period_opens_so_many_days_after_its_end(connection) -> None:
    days = opened(connection)
    assert days["caseload", 2017] == (dt.date(2018, 3, 24), "cadence")


def test_a_release_that_came_out_sooner_goes_first_and_a_late_sighting_does_not(connection) -> None:
    days = opened(connection)
    assert days["rereferral_pct", 2023] == (dt.date(2023, 10, 26), "release")
    assert days["caseload", 2023] == (dt.date(2024, 2, 29), "release")
    assert days["caseload", 2024] == (dt.date(2025, 3, 24), "cadence")


def test_what_has_no_gate_keeps_its_own_day(connection) -> None:
    past, gate = gated_past(connection, DAYS)
    assert "unlisted" not in set(gate["series"])
    rows = past.copies["observation"].to_pandas()
    own = rows.loc[rows["series"] == "unlisted", "published"]
    assert list(pd.to_datetime(own)) == [pd.Timestamp("2023-10-26")]


def test_a_revision_is_not_known_before_it_was_made(connection) -> None:
    past, _ = gated_past(connection, DAYS)
    rows = past.copies["observation"].to_pandas()
    rows["published"] = pd.to_datetime(rows["published"]).dt.date
    first = rows[(rows["time_period"] == 2017) & (rows["release"] == "csww_2023")]
    later = rows[(rows["time_period"] == 2017) & (rows["release"] == "csww_2024")]
    assert list(first["published"]) == [dt.date(2018, 3, 24)]
    assert list(later["published"]) == [dt.date(2025, 2, 27)]


def test_falsifying_touches_only_what_came_out_after_the_day(connection) -> None:
    past, _ = gated_past(connection, DAYS)
    honest = past.copies["observation"].to_pandas().set_index(["series", "time_period", "release"])
    other = falsified_after(past, dt.date(2024, 1, 1)).copies["observation"].to_pandas()
    other = other.set_index(["series", "time_period", "release"])
    published = pd.to_datetime(honest["published"])
    late = published > pd.Timestamp(2024, 1, 1)
    assert 0 < late.sum() < len(late)
    assert (other.loc[late, "value"] != honest.loc[late, "value"]).all()
    assert (other.loc[~late, "value"] == honest.loc[~late, "value"]).all()

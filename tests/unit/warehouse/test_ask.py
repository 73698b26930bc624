"""Who is asked for: by every name there is, and never somebody who had closed by the day meant."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from earlywarning.errors import UsageError
from earlywarning.warehouse import build
from earlywarning.warehouse.ask import find_authority
from earlywarning.warehouse.publish import publish
from tests.support.laid_out import put

TODAY = dt.date(2026, 4, 30)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("ask")
    building = build.begin(place / "w.builds", "w")
    for code, name, closed in (
        ("810", "Kingston upon Hull, City of", None), ("901", "Norreby", None),
        ("902", "Old Ostwick", dt.date(2021, 3, 31)),
    ):  # fmt: skip
        put(
            building.connection, "local_authority", old_la_code=code, la_name=name, closed=closed,
            new_la_code=f"E{code}", region="North", is_small=False, opened=dt.date(2009, 1, 1),
        )  # fmt: skip
    followed = {"old_la_code": "902", "successor": "901", "effective": dt.date(2021, 4, 1)}
    put(building.connection, "authority_change", **followed)
    publish(building, place / "w.duckdb", "w")
    return place / "w.duckdb"


@pytest.mark.parametrize("words", ["Hull City Council", "810", "e810", "Kingston upon Hull"])
def test_everyday_names_are_known(warehouse: Path, words: str) -> None:
    assert find_authority(warehouse, words) == ("810", "Kingston upon Hull, City of")


def test_one_that_had_closed_is_told_with_who_followed(warehouse: Path) -> None:
    assert find_authority(warehouse, "Old Ostwick")[0] == "902"
    with pytest.raises(UsageError, match="closed on 2021-03-31; followed by 901 Norreby"):
        find_authority(warehouse, "Old Ostwick", TODAY)


def test_a_near_miss_gets_a_suggestion(warehouse: Path) -> None:
    with pytest.raises(UsageError, match=r"did you mean Norreby\?"):
        find_authority(warehouse, "Noreby")

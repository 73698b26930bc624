"""One service per three-digit number, however often its code or its neighbours changed."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from earlywarning.errors import SourceError
from earlywarning.sources import authorities
from earlywarning.sources.authorities import CODE_COLUMNS, Authorities
from earlywarning.tables.declare import columns_of
from earlywarning.tables.places import AuthorityChange
from tests.conftest import REFERENCE

HEADER = (
    "old_la_code", "new_la_code", "la_name", "parent_geography_code", "date_of_operation",
    "date_of_termination",
)  # fmt: skip
LIFECYCLE = ("effective_date", "change_type", "old_dfe_code", "new_dfe_codes", "series_rule")
NO_CHANGES = pd.DataFrame(columns=columns_of(AuthorityChange))


def listed(
    code: str = "805",
    nine: str = "E06000001",
    opened: str = "2009-01-01",
    closed: str = "",
    parent: str = "E12000001",
) -> list[str]:
    return [code, nine, f"Place {nine[-2:]}", parent, opened, closed]


def codes(*rows: list[str], by_number: dict[str, str] | None = None) -> pd.DataFrame:
    regions = {"E12000001": "North East", "E12000007": "London"}
    return authorities.from_code_list(HEADER, list(rows), regions, by_number or {})


def services(*rows: list[str]) -> pd.DataFrame:
    return Authorities(codes(*rows), NO_CHANGES).services().set_index("old_la_code")


def test_a_new_nine_character_code_is_the_same_service() -> None:
    old = listed("916", "E10000013", "2009-01-01", "2020-03-31")
    new = listed("916", "E10000099", "2020-04-01")
    for order in ([old, new], [new, old]):
        found = services(*order)
        assert list(found.index) == ["916"]
        assert found.loc["916", "new_la_code"] == "E10000099"
        assert found.loc["916", "opened"] == dt.date(2009, 1, 1)
        assert found.loc["916", "closed"] is None


def test_a_split_closes_one_service_and_opens_two() -> None:
    found = services(
        listed("928", "E10000021", "2009-01-01", "2021-03-31"),
        listed("940", "E06000061", "2021-04-01"),
        listed("941", "E06000062", "2021-04-01"),
    )
    assert found["closed"].to_list() == [dt.date(2021, 3, 31), None, None]
    every = Authorities(codes(listed("940", opened="2021-04-01")), NO_CHANGES)
    assert every.opened_year() == {"940": 2021}


def test_a_change_has_one_row_for_each_successor() -> None:
    changes = authorities.from_lifecycle(
        LIFECYCLE, [["2021-04-01", "split", "928", "940;941", "starts afresh"]]
    )
    assert list(changes["successor"]) == ["940", "941"]
    assert set(changes["old_la_code"]) == {"928"}
    assert set(changes["effective"]) == {dt.date(2021, 4, 1)}


@pytest.mark.parametrize(
    ("code", "nine"), [("940 / 941", "z"), ("", "E06000001"), ("805", "x"), ("z", "E06000001")]
)
def test_joint_rows_and_rows_without_codes_are_left_out(code: str, nine: str) -> None:
    assert list(codes(listed(), listed(code, nine))["old_la_code"]) == ["805"]


def test_days_are_read_in_both_spellings() -> None:
    found = codes(listed(opened="01/04/2023", closed="2024-03-31T00:00:00"))
    assert list(found.loc[0, ["opened", "closed"]]) == [dt.date(2023, 4, 1), dt.date(2024, 3, 31)]


def test_the_numbered_list_knows_inner_from_outer_london() -> None:
    rows = [listed("202", parent="E12000007"), listed("805")]
    found = codes(*rows, by_number={"202": "Inner London"})
    assert list(found["region"]) == ["Inner London", "North East"]


def test_the_list_that_the_project_carries_is_whole() -> None:
    carried = authorities.builtin(REFERENCE)
    found = carried.services()
    running = found[found["closed"].isna()]
    assert found["old_la_code"].is_unique
    assert len(running) == 153
    assert running["region"].ne("").all()
    assert tuple(found.columns) == tuple(CODE_COLUMNS)
    assert set(carried.changes["successor"]) <= set(found["old_la_code"])


def test_a_day_that_is_no_day_is_refused() -> None:
    with pytest.raises(SourceError, match="1 Aprul 2009"):
        codes(listed(opened="1 Aprul 2009"))

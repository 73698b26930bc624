"""One service per three-digit number, however often its code or its neighbours changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pandas as pd
import pytest

from earlywarning.errors import SourceError
from earlywarning.sources import authorities
from earlywarning.sources.authorities import CODE_COLUMNS, Authorities
from earlywarning.sources.code_list import numbers_in, pairs_once
from earlywarning.sources.reading import RawTable
from earlywarning.sources.refused import RefusedRows
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
    return listed_codes(rows, by_number=by_number)[0]


def listed_codes(
    rows: Sequence[list[str]],
    by_number: dict[str, str] | None = None,
    numbers: dict[str, str] | None = None,
    header: tuple[str, ...] = HEADER,
) -> tuple[pd.DataFrame, RefusedRows]:
    regions = {"E12000001": "North East", "E12000007": "London"}
    refused = RefusedRows()
    raw = table(header, rows)
    found = authorities.from_code_list(raw, refused, regions, by_number or {}, numbers or {})
    return found, refused


def table(header: tuple[str, ...], rows: Sequence[list[str]]) -> RawTable:
    return RawTable(header, list(rows), list(range(2, len(rows) + 2)))


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
    raw = table(LIFECYCLE, [["2021-04-01", "split", "928", "940;941", "starts afresh"]])
    changes = authorities.from_lifecycle(raw, RefusedRows(), {"928", "940", "941"})
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
    rows = [listed("202", "E09000007", parent="E12000007"), listed("805")]
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


def test_a_list_of_nothing_but_such_rows_is_refused() -> None:
    with pytest.raises(SourceError, match="1 Aprul 2009"):
        codes(listed(opened="1 Aprul 2009"))


TWO = [listed(), listed("806", "E06000002")]


def test_a_number_given_twice_is_refused_by_row_and_read_as_another_list_has_it() -> None:
    slip = [listed(), listed("805", "E06000002")]
    numbers = {"E06000001": "805", "E06000002": "806"}
    for rows in (slip, slip[::-1]):
        found, refused = listed_codes(rows, numbers=numbers)
        assert set(found["old_la_code"]) == {"805", "806"}
        [one] = refused.rows
        assert (one.row, one.rule) == (rows.index(slip[1]) + 2, "code_twice")
        assert "805 is at the same time Place 01" in one.why
        assert "Place 02 is read as 806, as another list has it" in one.why


def test_a_number_given_twice_that_no_other_list_knows_loses_the_second_row() -> None:
    found, refused = listed_codes([listed(), listed("805", "E06000002")])
    assert list(found["new_la_code"]) == ["E06000001"]
    assert [one.row for one in refused.rows] == [3]


def test_an_authority_in_two_regions_keeps_the_first_and_the_other_row_is_told() -> None:
    found, refused = listed_codes([*TWO, listed(parent="E12000007")])
    assert list(found["region"]) == ["North East", "North East"]
    [one] = refused.rows
    assert (one.row, one.old_la_code) == (4, "805")
    assert "E06000001 lies in London, and elsewhere in row 2" in one.why


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"closed": "2008-12-31"}, "before it opens"),
        ({"opened": "2909-01-01"}, "is not a day"),
        ({"opened": "2099-01-01"}, "too far ahead"),
        ({"opened": ""}, "no first day"),
        ({"opened": "1 Aprul 2009"}, "not a day"),
        ({"closed": "2021-03-31", "status": "live"}, "is 'live', and its last day is 2021-03-31"),
        ({"status": "terminated"}, "'terminated', and its last day is not given"),
        ({"nine": "E0600000"}, "no codes of an authority"),
    ],
)
def test_a_row_that_cannot_be_is_refused_and_the_projects_own_list_steps_in(
    given: dict[str, str], word: str
) -> None:
    status = given.pop("status", "")
    rows = [[*listed(**given), status], [*TWO[1], ""]]
    found, refused = listed_codes(rows, header=(*HEADER, "status"))
    assert list(found["old_la_code"]) == ["806"]
    [one] = refused.rows
    assert one.row == 2
    assert word in one.why
    carried = authorities.builtin(REFERENCE).codes
    whole = authorities.with_carried(found, refused, carried)
    assert dict(zip(whole["old_la_code"], whole["la_name"], strict=True))["805"] == "Hartlepool"


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (["2021-04-01", "split", "928", "928", ""], "which is no split"),
        (["2021-04-01", "code_only", "928", "940", ""], "which is no code_only"),
        (["2021-04-01", "splitt", "928", "940", ""], "no kind of change"),
        (["2021-04-01", "merge", "928", "999", ""], "999: not in the list"),
        (["", "merge", "928", "940", ""], "has no day"),
        (["2023-04-01", "split", "928", "941", ""], "on another day"),
    ],
)
def test_a_change_that_cannot_be_is_refused_by_row(change: list[str], word: str) -> None:
    sound = ["2021-04-01", "split", "928", "940;941", ""]
    refused = RefusedRows()
    raw = table(LIFECYCLE, [sound, change])
    found = authorities.from_lifecycle(raw, refused, {"928", "940", "941"})
    assert list(found["successor"]) == ["940", "941"]
    [one] = refused.rows
    assert (one.row, one.rule, one.old_la_code) == (3, "change_of_authority", "928")
    assert word in one.why


def test_an_authority_in_two_regions_of_the_hierarchy_confirms_nothing() -> None:
    refused = RefusedRows()
    rows = [(2, "North East", "805", "E06000001"), (3, "South West", "805", "E06000001"),
            (4, "North East", "806", "E06000002"), (5, "Elsewhere", "x", "E10000005")]  # fmt: skip
    assert numbers_in(rows, refused) == {"E06000002": "806"}
    assert [(one.row, one.rule) for one in refused.rows] == [(2, "two_regions"), (3, "two_regions")]


def test_of_two_things_that_a_code_stands_for_the_first_stands_and_the_second_is_told() -> None:
    refused = RefusedRows()
    found = pairs_once([(2, "E12", "East"), (3, "E12", "East"), (4, "E12", "West")], refused, "r")
    assert found == {"E12": "East"}
    assert [(one.row, one.why) for one in refused.rows] == [
        (4, "row 4: E12 is 'West', and 'East' before")
    ]

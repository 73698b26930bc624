"""Tables in the open-data layout: known by content, symbols kept, nothing guessed."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from earlywarning.errors import SourceError
from earlywarning.sources import cells, open_data
from earlywarning.sources.reading import RawTable
from tests.support.evidence import DEFINITIONS

TABLE = DEFINITIONS.tables["cin_d3"]
LOOKED_AFTER = DEFINITIONS.tables["cla_rate"]
ON_31_MARCH = "Children looked after on 31 March each year"
STARTING = "Children starting to be looked after each year"


def row(**given: str) -> dict[str, str]:
    return {
        "time_period": "2025",
        "time_identifier": "Reporting year",
        "geographic_level": "Local authority",
        "country_code": "E92000001",
        "country_name": "England",
        "region_code": "E12000001",
        "region_name": "North East",
        "old_la_code": "805",
        "new_la_code": "E06000001",
        "la_name": "Hartlepool",
        "Category": TABLE.known_by[0],
        "CPP_start": "120",
        "CPP_subsequent": "30",
        "CPP_subsequent_percent": "25.0",
    } | given


def looked_after(**given: str) -> dict[str, str]:
    place = {key: value for key, value in row().items() if not key.startswith(("CPP", "Cat"))}
    measured = {"population_estimate": "9000", "children_count": "90", "rate_per_10000": "100"}
    return place | measured | {"population_type": ON_31_MARCH} | given


def raw(*rows: dict[str, str]) -> RawTable:
    cells = [list(one.values()) for one in rows]
    return RawTable(tuple(rows[0]), cells, list(range(2, len(rows) + 2)))


def tidied(*rows: dict[str, str], table: Any = TABLE) -> pd.DataFrame:
    return cells.tidy(open_data.canonical(raw(*rows), table), table)


def started(*rows: dict[str, str]) -> pd.DataFrame:
    frame = tidied(*rows)
    return frame[frame["series"] == "cp_plans_started"].set_index("old_la_code")


def renamed(rows: dict[str, str], old: str, new: str) -> dict[str, str]:
    return {new if key == old else key: value for key, value in rows.items()}


@pytest.mark.parametrize(
    ("symbol", "status"),
    [
        ("c", "suppressed"), ("C", "suppressed"), ("x", "not_returned"), ("u", "low_reliability"),
        ("z", "not_applicable"), ("k", "low"), ("low", "low"), (":", "not_available"),
        ("-", "not_available"), ("..", "not_available"), ("", "not_available"),
    ],
)  # fmt: skip
def test_a_symbol_keeps_its_reason_and_never_becomes_a_number(symbol: str, status: str) -> None:
    found = started(row(CPP_start=symbol)).loc["805"]
    assert pd.isna(found["value"])
    assert (found["marker"], found["status"]) == (symbol, status)


@pytest.mark.parametrize(("text", "value"), [("0", 0.0), (" 12.5 ", 12.5), ("-3", -3.0)])
def test_a_number_is_a_number_without_a_symbol(text: str, value: float) -> None:
    found = started(row(CPP_start=text)).loc["805"]
    assert (found["value"], found["status"]) == (value, "ok")
    assert pd.isna(found["marker"])


def test_one_row_becomes_one_observation_per_series() -> None:
    frame = tidied(row())
    assert dict(zip(frame["series"], frame["value"], strict=True)) == {
        "cp_plans_started": 120,
        "cp_plans_second_or_later": 30,
        "cp_plans_second_or_later_pct": 25,
    }
    assert set(frame["row_number"]) == {2}
    assert {str(day) for day in frame["period_end"]} == {"2025-03-31"}


def test_levels_keep_the_names_that_belong_to_them() -> None:
    nation = row(geographic_level="National", region_name="", old_la_code="")
    region = row(geographic_level="Regional", old_la_code="")
    frame = tidied(nation, region, row()).query("series == 'cp_plans_started'")
    places = frame.set_index("geographic_level")[["region", "old_la_code"]]
    assert places.loc["National"].isna().all()
    assert places.loc["Regional", "region"] == "North East"
    assert pd.isna(places.loc["Regional", "old_la_code"])
    assert list(places.loc["Local authority"]) == ["North East", "805"]


def test_a_joint_row_becomes_one_row_for_each_and_names_the_other() -> None:
    frame = started(row(), row(old_la_code="940 / 941", CPP_start="77"))
    assert list(frame["value"]) == [120, 77, 77]
    assert frame["joint_with"].loc[["940", "941"]].to_list() == ["941", "940"]
    assert pd.isna(frame["joint_with"].loc["805"])


def test_columns_may_come_in_any_order() -> None:
    backwards = dict(reversed(row().items()))
    pd.testing.assert_frame_equal(tidied(backwards), tidied(row()))


def test_older_names_of_columns_and_filters_are_known() -> None:
    rows = [looked_after(), looked_after(population_type=STARTING)]
    aged = [renamed(one, "children_count", "number") for one in rows]
    aged = [renamed(one, "population_type", "population_count") for one in aged]
    again = tidied(*aged, table=LOOKED_AFTER)
    pd.testing.assert_frame_equal(again, tidied(*rows, table=LOOKED_AFTER))


def test_slices_cut_one_column_into_series() -> None:
    frame = tidied(
        looked_after(), looked_after(population_type=STARTING, children_count="40"),
        looked_after(population_type="Something else", children_count="1"), table=LOOKED_AFTER,
    )  # fmt: skip
    values = frame.set_index("series")["value"]
    assert (values["looked_after"], values["looked_after_started"]) == (90, 40)
    # What no slice names is kept under the names of its table, column and label.
    assert values["cla_rate.children_count | Something else"] == 1


def test_each_table_is_recognised_by_its_content() -> None:
    found = open_data.recognise(raw(row()), DEFINITIONS.tables)
    assert found is TABLE
    rows = (looked_after(), looked_after(population_type=STARTING))
    assert open_data.recognise(raw(*rows), DEFINITIONS.tables) is LOOKED_AFTER


def test_another_category_is_another_table() -> None:
    other = raw(row(Category="Something else"))
    assert open_data.recognise(other, DEFINITIONS.tables) is None


def test_a_renamed_column_is_refused_with_both_names_side_by_side() -> None:
    changed = raw(renamed(row(), "CPP_subsequent", "CPP_repeat"))
    table = open_data.recognise(changed, DEFINITIONS.tables)
    assert table is TABLE
    with pytest.raises(SourceError) as caught:
        open_data.canonical(changed, table)
    assert (caught.value.rule, caught.value.row) == ("header", 1)
    assert "Expected | found: CPP_subsequent | CPP_repeat." in str(caught.value)
    assert "tables/cin_d3.toml" in str(caught.value)


def test_a_missing_column_of_the_geography_is_refused() -> None:
    without = {key: value for key, value in row().items() if key != "old_la_code"}
    with pytest.raises(SourceError, match=r"Expected \| found: old_la_code \| nothing new"):
        open_data.canonical(raw(without), TABLE)


def test_a_changed_label_is_refused_by_series_and_label() -> None:
    changed = looked_after(population_type="Children who start to be looked after")
    with pytest.raises(SourceError) as caught:
        open_data.canonical(raw(looked_after(), changed), LOOKED_AFTER)
    assert caught.value.rule == "labels"
    assert "no rows for looked_after_started" in str(caught.value)
    assert STARTING in str(caught.value)


def test_the_first_row_of_a_list_without_a_header_is_not_shown() -> None:
    listed = RawTable(("Invented Child", "2014-05-06", "F"), [["Another", "2015-01-02", "M"]], [2])
    told = open_data.suggestion(listed, DEFINITIONS.tables)
    assert "without a header" in told
    assert "Invented" not in told
    named = RawTable(("category", "Count"), [["Visits", "3"]], [2])
    assert "of 'Visits'; columns category, Count" in open_data.suggestion(named, DEFINITIONS.tables)


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (("Fakename", "Inventedname", "Fakestreet"), [["Othername", "Thirdname", "Otherstreet"]]),
        (("Fakename", "Female", "Total"), [["Othername", "Female", "Total"]]),
        (("FAKECHILD00101X", "Female", "b) invented"), [["FAKECHILD00102X", "Male", "b) other"]]),
    ],
)
def test_a_list_without_a_header_shows_none_of_its_cells(
    header: tuple[str, ...], rows: list[list[str]]
) -> None:
    told = open_data.suggestion(RawTable(header, rows, [2]), DEFINITIONS.tables)
    assert "nothing is shown" in told
    assert not [cell for cell in header if cell in told]

"""The tool's long data: mapped measures only, residue of floats rounded away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from earlywarning.errors import SourceError
from earlywarning.sources import lait
from earlywarning.sources.refused import RefusedRows
from tests.support.evidence import DEFINITIONS

TABLE = DEFINITIONS.tables["lait"]
TOPICS: dict[str, str] = {}


def row(**given: Any) -> dict[str, Any]:
    return {
        "Short Desc": "RevCP",
        "Data item": None,
        "Years": "2024",
        "LA and Regions": "Hartlepool",
        "Values": "91.5",
        "LA Number": 805.0,
        "Region": "North East",
    } | {key.replace("_", " "): value for key, value in given.items()}


def written(folder: Path, *rows: dict[str, Any]) -> Path:
    """Write the rows after one row of every measure, so that none is absent."""
    every = [row(Short_Desc=name) for name in TABLE.measures]
    pd.DataFrame([*every, *rows]).to_parquet(folder / "long.parquet")
    return folder / "long.parquet"


def last(folder: Path, **given: Any) -> pd.Series:
    read = lait.read(written(folder, row(**given)), TABLE, TOPICS, RefusedRows())
    frame = lait.tidy(read[0], TABLE, TOPICS)
    return frame.iloc[-1]


@pytest.mark.parametrize(
    ("text", "value"), [("70.900000000000006", 70.9), ("0.30000000000000004", 0.3), ("68", 68.0)]
)
def test_float_residue_is_rounded_away(tmp_path: Path, text: str, value: float) -> None:
    assert last(tmp_path, Values=text)["value"] == value


def test_a_dash_is_not_available_and_not_zero(tmp_path: Path) -> None:
    found = last(tmp_path, Values="-")
    assert pd.isna(found["value"])
    assert (found["marker"], found["status"]) == ("-", "not_available")


@pytest.mark.parametrize(
    ("number", "name", "level", "code", "region"),
    [
        (805.0, "Hartlepool", "Local authority", "805", None),
        (970.0, "England", "National", None, None),
        (980.0, "North East", "Regional", None, "North East"),
    ],
)
def test_numbers_tell_authorities_regions_and_nation_apart(
    tmp_path: Path, number: float, name: str, level: str, code: str | None, region: str | None
) -> None:
    found = last(tmp_path, LA_Number=number, LA_and_Regions=name)
    places = [None if pd.isna(found[key]) else found[key] for key in ("old_la_code", "region")]
    assert found["geographic_level"] == level
    assert places == [code, region]


def test_other_measures_and_other_periods_are_left_out(tmp_path: Path) -> None:
    path = written(tmp_path, row(Short_Desc="KS2_reading"), row(Years="0", Values="-"))
    frame, note = lait.read(path, TABLE, TOPICS, RefusedRows())
    assert set(frame["Short Desc"]) == set(TABLE.measures)
    assert set(frame["Years"]) == {"2024"}
    assert f"{len(TABLE.measures)} of {len(TABLE.measures) + 1} measures" in note
    assert "1 rows whose year is '0' are left aside" in note


@pytest.mark.parametrize(
    ("label", "year"), [("2023-24", 2024), ("2016-17 (OT)", 2017), ("2025", 2025)]
)
def test_a_financial_year_is_the_year_it_ends_in(tmp_path: Path, label: str, year: int) -> None:
    assert last(tmp_path, Years=label)["time_period"] == year


def test_a_measure_of_a_wanted_topic_is_kept_under_its_own_name(tmp_path: Path) -> None:
    path = written(tmp_path, row(Short_Desc="Work_Force_Turnover"), row(Short_Desc="KS2"))
    topics = {"Work_Force_Turnover": "Children's Services Workforce", "KS2": "Key Stage 2"}
    frame, _ = lait.read(path, TABLE, topics, RefusedRows())
    found = lait.tidy(frame, TABLE, topics).iloc[-1]
    assert found["series"] == "lait.Work_Force_Turnover"
    assert str(found["period_end"]) == "2024-09-30"


def test_row_numbers_are_those_of_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, row(Short_Desc="KS2_reading"), row(Values="50"))
    found = lait.tidy(lait.read(path, TABLE, TOPICS, RefusedRows())[0], TABLE, TOPICS).iloc[-1]
    assert (found["row_number"], found["value"]) == (len(TABLE.measures) + 2, 50)


def test_an_absent_measure_is_named(tmp_path: Path) -> None:
    path = tmp_path / "long.parquet"
    pd.DataFrame([row()]).to_parquet(path)
    with pytest.raises(SourceError, match=r"measures not found: .*LACDistance"):
        lait.read(path, TABLE, TOPICS, RefusedRows())


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(SourceError, match="cannot be opened as parquet"):
        lait.columns_of(path)


@pytest.mark.parametrize(
    ("given", "rule", "words"),
    [({"LA_Number": None}, "la_number", "LA Number is empty"),
     ({"Years": "0", "Values": "12"}, "time_period", "Years is '0', which is no year"),
     ({"Years": "soon", "Values": "12"}, "time_period", "Years is 'soon', which is no year")],
)  # fmt: skip
def test_a_figure_of_no_place_or_no_year_is_refused_by_row(
    tmp_path: Path, given: dict[str, Any], rule: str, words: str
) -> None:
    rows = [row(LA_Number=float(n)) for n in range(301, 320)]
    refused = RefusedRows()
    frame, note = lait.read(written(tmp_path, *rows, row(**given)), TABLE, TOPICS, refused)
    [told] = refused.rows
    assert (told.rule, told.why) == (rule, f"row {told.row}: {words}")
    assert told.row not in set(frame["row"])
    assert "left aside" not in note


HEADER = ("Topic", "Measure", "Measure_short", "y_axis_name", "dps")


@pytest.mark.parametrize(
    ("axis", "shown", "unit", "decimals"),
    [
        ("% of referrals", "NA", "percentage", 1),
        ("Rate per 10,000", "2", "rate", 2),
        ("Number of children", "0", "count", 0),
        ("Unit Cost", "NA", "pounds", 0),
        ("Something else", "NA", "as published", None),
    ],
)
def test_a_measure_has_the_title_unit_and_decimals_of_the_dictionary(
    axis: str, shown: str, unit: str, decimals: int | None
) -> None:
    rows = [["Child Protection", " Plans  reviewed\nin time ", "RevCP", axis, shown]]
    described = lait.described_in(HEADER, rows)
    told = lait.catalogue(pd.DataFrame([row()]), TABLE, TOPICS, described).iloc[0]
    assert (told["title"], told["unit"]) == ("Plans reviewed in time", unit)
    assert told["decimals"] == decimals or (decimals is None and pd.isna(told["decimals"]))


def test_a_measure_that_no_dictionary_describes_keeps_its_name() -> None:
    older = lait.described_in(("Topic", "Measure_short"), [["Child Protection", "RevCP"]])
    told = lait.catalogue(pd.DataFrame([row()]), TABLE, TOPICS, older).iloc[0]
    assert (told["title"], told["unit"]) == ("RevCP", "as published")

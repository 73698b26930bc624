"""Percentages are held against the counts beside them, and series against what they always were."""

from __future__ import annotations

import pandas as pd
import pytest

from earlywarning.sources import authorities
from earlywarning.tables.quality import Finding
from earlywarning.validation.verdict import validate
from tests.conftest import REFERENCE
from tests.support.evidence import DEFINITIONS

CODES = authorities.builtin(REFERENCE).services()
RUNNING = CODES[CODES["closed"].isna()]
STABLE = {
    "cla_group": "CLA on 31 March",
    "placement_stability": "With 3 or more placements during the year",
}
RATES = {  # table -> percentage or rate -> its parts in one row
    ("csww", "turnover_rate_fte"): {"leavers_fte": 15, "inpost_fte": 100, "turnover_rate_fte": 15},
    ("csww", "turnover_rate_headcount"): {
        "leavers_headcount": 15, "inpost_headcount": 100, "turnover_rate_headcount": 15},
    ("csww", "caseload_fte"): {"cases": 160, "case_holders_fte": 10, "caseload_fte": 16},
    ("csww", "absence_rate_fte"): {
        "working_days_lost_fte": 759, "inpost_fte": 100, "absence_rate_fte": 3},
    ("cin_c1", "rereferral_percent"): {
        "rereferral_count": 20, "referral_count": 100, "rereferral_percent": 20},
    ("cin_d5", "under_3_months_percent"): {
        "under_3_months": 20, "CPP_At31": 100, "under_3_months_percent": 20},
}  # fmt: skip


def geography(year: str = "2024") -> list[dict[str, str]]:
    """Return a row for the nation and one for each authority of today."""
    same = {"time_period": year, "time_identifier": "Reporting year"}
    nation = same | {"geographic_level": "National", "old_la_code": "", "region_code": ""}
    local = [
        same | {"geographic_level": "Local authority", "old_la_code": code, "region_code": "E12"}
        for code in RUNNING["old_la_code"]
    ]
    return [nation, *local]


def frame_of(rows: list[dict[str, object]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows).astype(str)
    return frame.assign(row=range(2, len(rows) + 2))


def found(frame: pd.DataFrame, table: str) -> list[Finding]:
    wanted = {"identity", "share_of_one", "implausible_middle"}
    every = validate(frame, DEFINITIONS.tables[table], CODES, release="r", file_name="f")
    return [one for one in every if one.rule in wanted]


def with_rows(table: str, values: dict[str, float]) -> pd.DataFrame:
    return frame_of([{**row, **values} for row in geography()])


@pytest.mark.parametrize(("table", "rate"), RATES)
def test_a_rate_is_held_against_its_parts_cell_by_cell(table: str, rate: str) -> None:
    values = RATES[table, rate]
    frame = with_rows(table, values)
    assert found(frame, table) == []
    frame.loc[5, rate] = str(values[rate] / 100)
    told = found(frame, table)
    # Nothing else in these rows says which of its sides is wrong: all are doubted.
    named = {(one.severity, one.row_number, one.series) for one in told}
    assert named == {("warning", 7, name) for name in values}
    assert {one.old_la_code for one in told} == {frame.loc[5, "old_la_code"]}


@pytest.mark.parametrize(("table", "rate"), RATES)
def test_a_whole_column_of_shares_refuses_the_file(table: str, rate: str) -> None:
    values = RATES[table, rate]
    told = found(with_rows(table, values | {rate: values[rate] / 100}), table)
    assert ("critical", "identity") in {(one.severity, one.rule) for one in told}


def of_totals(table: str, percent: str, total: float = 613, part: float = 94) -> pd.DataFrame:
    """Return the parts and totals of every check of a table whose whole stands in another row."""
    declared = DEFINITIONS.tables[table]
    count = next(name for name in declared.columns if name.endswith("count"))
    given = next(name for name in declared.columns if name.endswith("percent"))
    [check, *_] = [c for c in declared.checks if c.row_filter]
    labels = [
        (check.whole_labels[0], total, "100"),
        ((check.part_labels or ("a part",))[0], part, percent),
    ]
    rows = []
    for row in geography():
        for label, number, share in labels:
            other = {name: "all" for name in declared.filters if name != check.row_filter}
            rows.append({**row, **other, str(check.row_filter): label, count: number, given: share})
    return frame_of(rows)


WITH_TOTALS = sorted(
    name for name, t in DEFINITIONS.tables.items()
    if any(c.row_filter for c in t.checks) and not t.national_only
)  # fmt: skip


def test_every_table_of_looked_after_children_with_percentages_has_its_total() -> None:
    with_percent = {
        name
        for name, table in DEFINITIONS.tables.items()
        if name.startswith("cla") and any(c.unit == "percentage" for c in table.columns.values())
    }
    with_total = {n for n, t in DEFINITIONS.tables.items() if any(c.row_filter for c in t.checks)}
    assert with_percent == with_total


@pytest.mark.parametrize("table", WITH_TOTALS)
def test_a_percentage_is_held_against_the_row_of_its_total(table: str) -> None:
    right = of_totals(table, "15")
    assert found(right, table) == []
    told = found(of_totals(table, "0.15"), table)
    assert {one.severity for one in told} == {"critical"}
    given = next(name for name in right if str(name).endswith("percent"))
    right.loc[11, given] = "0.15"
    assert {(one.severity, one.row_number) for one in found(right, table)} == {("warning", 13)}


def test_shares_of_one_are_seen_without_counts() -> None:
    rows = [
        {**row, **STABLE, "children_count": "c", "children_percent": 0.10 + n / 1000}
        for n, row in enumerate(geography())
    ]
    told = found(frame_of(rows), "cla_stability")
    assert {(one.rule, one.severity) for one in told} >= {("share_of_one", "critical")}
    for n, row in enumerate(rows):
        row["children_percent"] = 10 + n % 3
    assert found(frame_of(rows), "cla_stability") == []


@pytest.mark.parametrize("factor", [0.1, 10])
def test_a_middle_that_never_was_refuses(factor: float) -> None:
    rows = [{**row, **STABLE, "children_count": "c", "children_percent": 10 * factor + n % 2}
            for n, row in enumerate(geography())]  # fmt: skip
    [told] = found(frame_of(rows), "cla_stability")
    assert (told.rule, told.severity, told.time_period) == ("implausible_middle", "critical", 2024)


def test_the_tools_measures_have_their_range() -> None:
    codes = RUNNING["old_la_code"].astype(int)
    frame = pd.DataFrame({
        "Short Desc": "LACDistance", "Years": "2024", "LA Number": codes, "Values": "0.17",
        "LA and Regions": "x", "row": range(1, len(codes) + 1),
    })  # fmt: skip
    told = found(frame, "lait")
    assert {one.rule for one in told} == {"share_of_one", "implausible_middle"}
    assert found(frame.assign(Values="17"), "lait") == []


def test_a_few_authorities_are_too_few_to_judge() -> None:
    rows = [{**row, **STABLE, "children_count": "c", "children_percent": 0.2 if n < 12 else "c"}
            for n, row in enumerate(geography())]  # fmt: skip
    assert found(frame_of(rows), "cla_stability") == []

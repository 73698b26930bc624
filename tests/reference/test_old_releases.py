"""Releases of ten years come in by declarations alone: old headers and labels, invented rows."""

from __future__ import annotations

import pytest

from earlywarning.sources import cells, open_data
from earlywarning.sources.reading import RawTable
from tests.support.evidence import DEFINITIONS

GEOGRAPHY = (
    "time_period", "time_identifier", "geographic_level", "country_code", "country_name",
    "region_code", "region_name", "old_la_code", "new_la_code", "la_name",
)  # fmt: skip
PLACE = ("2022", "Reporting year", "Local authority", "E92000001", "England", "E12000001",
         "North East", "805", "E06000001", "Hartlepool")  # fmt: skip
WORKFORCE_2022 = (
    "social_worker_fte", "leaver_fte", "turnover_rate_fte_%", "working_days_lost_fte",
    "absence_rate_fte_%", "agency_fte", "agency_worker_rate_fte_%", "agency_cover_fte",
    "agency_cover_rate_fte_%", "vacancy_fte", "vacancy_rate_fte_%",
    "vacancy_agency_cover_rate_fte_%", "case_holders_fte", "cases", "caseload_fte",
    "social_worker_headcount", "leaver_headcount", "turnover_rate_headcount_%",
    "agency_headcount", "agency_worker_rate_headcount_%",
)  # fmt: skip


def table(header: tuple[str, ...], *rows: tuple[str, ...]) -> RawTable:
    whole = [[*PLACE, *row] for row in rows]
    return RawTable((*GEOGRAPHY, *header), whole, [*range(2, len(rows) + 2)])


def figures(raw: RawTable, name: str) -> dict[str, float]:
    found = open_data.recognise(raw, DEFINITIONS.tables)
    assert found is not None
    assert found.table == name
    facts = cells.tidy(open_data.canonical(raw, found), found)
    return dict(zip(facts["series"], facts["value"], strict=True))


def test_the_workforce_of_2022_is_known_by_its_names() -> None:
    row = tuple(str(n) for n in range(1, len(WORKFORCE_2022) + 1))
    read = figures(table(WORKFORCE_2022, row), "csww")
    told = {"social_workers_fte": 1, "social_workers_left_fte": 2, "turnover_rate": 3,
            "absence_rate": 5, "agency_rate": 7, "vacancy_rate": 11, "cases": 14,
            "caseload": 15, "csww.turnover_rate_headcount": 18}  # fmt: skip
    assert {series: read[series] for series in told} == told


def test_five_columns_of_it_are_not_the_table() -> None:
    few = (*WORKFORCE_2022[:3], WORKFORCE_2022[6], WORKFORCE_2022[10])
    raw = table(few, ("1", "2", "3", "4", "5"))
    assert open_data.recognise(raw, DEFINITIONS.tables) is None
    assert "most like csww" in open_data.suggestion(raw, DEFINITIONS.tables)


STABILITY = DEFINITIONS.tables["cla_stability"]
GROUPS, WORDS = STABILITY.filters["cla_group"], STABILITY.filters["placement_stability"]
LONG = next(label for label in GROUPS.labels if "2.5 years" in label)
SAME = next(label for label in WORDS.labels if "same carer" in label)


@pytest.mark.parametrize("group", GROUPS.labels[LONG])
@pytest.mark.parametrize("words", WORDS.labels[SAME])
def test_the_stability_table_is_known_by_every_wording_it_has_had(group: str, words: str) -> None:
    year = GROUPS.labels["CLA on 31 March"]
    rows = [
        (year[len(words) % len(year)], "With 3 or more placements during the year", "94", "15"),
        (year[len(words) % len(year)], "Total children", "613", "100"),
        (group, words, "70", "68"),
        (group, "Total children", "103", "100"),
    ]
    read = figures(
        table(("cla_group", "characteristic", "number", "percentage"), *rows), "cla_stability"
    )
    assert read["looked_after_same_carer_two_years_pct"] == 68
    assert read["looked_after_two_and_a_half_years_under_16"] == 103
    assert read["looked_after_three_or_more_placements_pct"] == 15


def test_no_old_label_stands_for_two_of_today() -> None:
    for declared in DEFINITIONS.tables.values():
        for one in declared.filters.values():
            olds = [old for words in one.labels.values() for old in words]
            assert len(olds) == len(set(olds)), declared.table
            assert not set(olds) & set(one.labels), declared.table

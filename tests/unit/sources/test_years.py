"""A list without a year in its cells says its year, or is refused."""

from __future__ import annotations

import pytest

from earlywarning.errors import SourceError
from earlywarning.sources import years
from earlywarning.sources.reading import RawTable
from tests.support.evidence import DEFINITIONS

ETHNIC = ("2023 Upper tier local authorities Code", "Ethnic group (20 categories)", "Observation")
IMD = ("Upper Tier Local Authority District code (2019)", "IMD 2019 - Extent")


@pytest.mark.parametrize(
    ("table", "name", "header", "above", "year"),
    [
        ("deprivation", "imd19.csv", IMD, (), 2019),
        ("deprivation", "list.csv", IMD[:1], ("Indices of Deprivation 2019",), 2019),
        ("ethnicity", "ons-ethnic.csv", ETHNIC, (), 2021),
        ("population_mid_2023", "mye24.xlsx", ("Code",),
         ("MYE2: Persons by single year of age and sex, mid-2024", "Revised from mid-2022"), 2024),
        ("outturn_s251", "outturn_1314.csv", ("LA",), (), 2014),
        ("outturn_s251", "outturn_1415.csv", ("LA",), (), 2015),
        ("outturn_s251", "s251_2015-16.csv", ("LA",), (), 2016),
    ],
)  # fmt: skip
def test_the_year_is_the_one_that_stands_there(
    table: str, name: str, header: tuple[str, ...], above: tuple[str, ...], year: int
) -> None:
    raw = RawTable(header, [], [], above)
    assert years.year_of_list(name, raw, DEFINITIONS.tables[table]) == year


@pytest.mark.parametrize(
    ("table", "name", "header"),
    [
        ("deprivation", "deprivation.csv", IMD[:1]),
        ("deprivation", "IoD 2025.csv", IMD),
        ("ethnicity", "census-2031.csv", ETHNIC),
        ("population_mid_2023", "mye.xlsx", ("Code", "All ages")),
        ("outturn_s251", "outturn.csv", ("LA",)),
        ("outturn_s251", "outturn_1320.csv", ("LA",)),
    ],
)
def test_a_list_without_one_year_is_refused_and_told_what_to_do(
    table: str, name: str, header: tuple[str, ...]
) -> None:
    with pytest.raises(SourceError, match="year") as told:
        years.year_of_list(name, RawTable(header, [], []), DEFINITIONS.tables[table])
    assert told.value.rule == "list_year"
    assert "with the year in it" in str(told.value)

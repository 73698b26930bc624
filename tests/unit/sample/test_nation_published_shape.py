"""The invented files have the shape of the published ones, and nothing real in them."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from nation_files import (
    B1,
    C1,
    C4,
    CLA,
    CSVS,
    CSWW,
    D3,
    D5,
    LAIT,
    ODS,
    POPULATION,
    PUBLISHED,
    STABILITY,
    table,
)
from python_calamine import CalamineWorkbook

needs_published = pytest.mark.skipif(not PUBLISHED.exists(), reason="no published files here")


@needs_published
@pytest.mark.parametrize("name", CSVS)
def test_first_bytes_and_header_are_as_published(nation: Path, name: str) -> None:
    ours, real = (folder / name for folder in (nation, PUBLISHED))
    assert ours.read_bytes().split(b"\n", 1)[0] == real.read_bytes().split(b"\n", 1)[0]


@needs_published
@pytest.mark.parametrize("name", [C1, C4, D5, CLA, STABILITY, CSWW, POPULATION])
def test_rows_come_in_the_published_order(nation: Path, name: str) -> None:
    ours, real = table(nation, name), table(PUBLISHED, name)
    levels = ["time_period", "geographic_level"]
    assert ours[levels].drop_duplicates().to_numpy().tolist() == (
        real[levels].drop_duplicates().to_numpy().tolist()
    )


@needs_published
@pytest.mark.parametrize("name", [B1, C1, C4, D3, D5, CLA, STABILITY])
def test_labels_are_the_published_labels(nation: Path, name: str) -> None:
    ours, real = table(nation, name), table(PUBLISHED, name)
    labels = {"category", "population_type", "cla_group", "placement_stability"}
    for column in labels & set(ours.columns):
        assert set(ours[column]) == set(real[column])


@needs_published
def test_blanks_of_regional_rows_are_quoted_as_published(nation: Path) -> None:
    for name in (C1, C4, D3, D5):
        ours = (nation / name).read_text().split("\n")[1]
        real = (PUBLISHED / name).read_text().split("\n")[1]
        assert ours.split(",")[5:10] == real.split(",")[5:10]


@needs_published
def test_parquet_schema_is_the_published_one(nation: Path) -> None:
    ours, real = (pq.read_schema(folder / LAIT) for folder in (nation, PUBLISHED))
    assert ours.names == real.names
    assert [str(t) for t in ours.types] == [str(t) for t in real.types]


@needs_published
def test_workbook_headers_are_the_published_ones(nation: Path) -> None:
    books = [CalamineWorkbook.from_path(folder / ODS) for folder in (nation, PUBLISHED)]
    for sheet in ("Inspections_as_at_31_March", "In-year_inspections", "ILACS_inspection_history"):
        ours, real = (book.get_sheet_by_name(sheet).to_python() for book in books)
        assert ours[2] == real[2]
        assert [type(cell) for cell in ours[3]] == [type(cell) for cell in real[3]]
    ours, real = (book.get_sheet_by_name("Cover").to_python()[4] for book in books)
    assert ours == real


@needs_published
def test_no_name_or_code_is_real(nation: Path) -> None:
    ours, real = (table(folder, "reference/las.csv") for folder in (nation, PUBLISHED))
    for column in ("la_name", "new_la_code", "old_la_code"):
        assert not set(ours[column].str.lower()) & set(real[column].str.lower())
        assert ours[column].is_unique
    lines = (PUBLISHED / "reference/regions.csv").read_text()
    assert not any(region in lines for region in table(nation, "reference/regions.csv").iloc[:, 1])

"""The publication gate and the vital signs as they are declared."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from earlywarning.definitions.loader import load_definitions
from earlywarning.errors import DefinitionError
from earlywarning.period import period_end
from tests.support.evidence import DEFINITIONS

DAYS = DEFINITIONS.gate.days()
# When figures really came out, as their publisher dated them: the gate may be later, never earlier.
PUBLISHED = [
    ("rereferral_pct", 2018, "year_to_31_march", dt.date(2018, 11, 15)),
    ("rereferral_pct", 2021, "year_to_31_march", dt.date(2021, 10, 28)),
    ("looked_after_rate", 2018, "at_31_march", dt.date(2018, 11, 15)),
    ("looked_after_rate", 2019, "at_31_march", dt.date(2019, 12, 5)),
    ("caseload", 2018, "at_30_september", dt.date(2019, 2, 28)),
    ("caseload", 2022, "at_30_september", dt.date(2023, 2, 23)),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DEFINITIONS.folder, tmp_path / "reference"))


def test_every_series_that_an_indicator_or_the_pathway_uses_has_a_gate() -> None:
    used = set(DEFINITIONS.pathway.series())
    for one in DEFINITIONS.indicators.values():
        used |= {one.numerator, one.denominator, one.history, *one.published} - {None}
    assert used <= set(DAYS)


@pytest.mark.parametrize(("series", "year", "kind", "published"), PUBLISHED)
def test_no_gate_opens_before_the_figures_were_out(
    series: str, year: int, kind: str, published: dt.date
) -> None:
    opens = period_end(year, kind) + dt.timedelta(days=DAYS[series])
    assert published <= opens <= published + dt.timedelta(days=80)


def test_a_series_in_two_groups_or_of_no_table_is_refused(folder: Path) -> None:
    path = folder / "publication_gate.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"absence_rate",', '"absence_rate", "population_0_17",'),
                    encoding="utf-8")  # fmt: skip
    with pytest.raises(DefinitionError, match="listed in two groups: population_0_17"):
        load_definitions(folder)
    path.write_text(text.replace('"absence_rate",', '"absence_raet",'), encoding="utf-8")
    with pytest.raises(DefinitionError, match="no table declares 'absence_raet'"):
        load_definitions(folder)


def test_a_vital_sign_on_the_wrong_side_or_of_no_indicator_is_refused(folder: Path) -> None:
    path = folder / "vital_signs.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('worse = "low"', 'worse = "high"', 1), encoding="utf-8")
    with pytest.raises(DefinitionError, match="low is its worse side"):
        load_definitions(folder)
    path.write_text(text.replace('"caseload"', '"case_load"'), encoding="utf-8")
    with pytest.raises(DefinitionError, match="no indicator that carries weight 'case_load'"):
        load_definitions(folder)


def test_a_history_tells_only_what_a_table_brings(folder: Path) -> None:
    path = folder / "indicators" / "caseload.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("lait.Work_Force_AvgNumCase_SW", "no_such"), encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"no table declares the series .no_such."):
        load_definitions(folder)

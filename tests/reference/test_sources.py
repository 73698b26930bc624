"""sources.toml fits the tables, and says nothing twice in two ways."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from earlywarning.definitions.loader import load_definitions
from earlywarning.errors import DefinitionError
from tests.conftest import REFERENCE

DEFINITIONS = load_definitions(REFERENCE)
PUBLICATIONS = DEFINITIONS.sources.publications


@pytest.mark.parametrize("table", DEFINITIONS.tables.values(), ids=list(DEFINITIONS.tables))
def test_every_table_has_a_publication_that_is_usually_out_in_time(table) -> None:
    publication = PUBLICATIONS[table.source]
    # Usually out cannot be later than out at the latest.
    if publication.cadence:
        assert publication.cadence.days <= table.publication_lag_days


def test_tables_are_fed_once() -> None:
    fed = [t for p in PUBLICATIONS.values() for part in p.parts() for t in part.tables]
    assert len(fed) == len(set(fed))
    assert {"cin_c1", "cin_d5", "cla_rate", "csww", "population", "lait"} <= set(fed)


def test_addresses_are_the_publishers_own_and_patterns_hold() -> None:
    hosts = {
        "api.education.gov.uk", "explore-education-statistics.service.gov.uk", "www.gov.uk",
        "raw.githubusercontent.com",
    }  # fmt: skip
    addresses = [DEFINITIONS.sources.fetching.api, *(p.page for p in PUBLICATIONS.values())]
    for publication in PUBLICATIONS.values():
        addresses += [file.address for file in publication.files]
        for file in publication.files:
            for pattern in file.links:
                re.compile(pattern)
    assert {re.sub(r"^https://([^/]+)/.*", r"\1", address) for address in addresses} == hosts


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('tables = ["cin_c1"]', 'tables = ["cin_x"]', "'cin_x' is no table of it"),
        ('tables = ["cin_c1"]', 'tables = ["csww"]', "'csww' is no table of it"),
        ("days = 217\nmonth = 11", "days = 217\nmonth = 10", "leads into another month"),
        ('slug = "children-in-need"\n', "", "slug and data_sets go together"),
        ('name = "c2_assessments"', 'name = "c1_referrals"', "have one name"),
        ("tries = 5", "tries = 0", "greater than or equal to 1"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, old: str, new: str, why: str) -> None:
    copied = Path(shutil.copytree(REFERENCE, tmp_path / "reference"))
    path = copied / "sources.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DefinitionError, match=re.escape(why)):
        load_definitions(copied)


def test_a_reference_folder_without_it_is_none(tmp_path: Path) -> None:
    copied = Path(shutil.copytree(REFERENCE, tmp_path / "reference"))
    (copied / "sources.toml").unlink()
    with pytest.raises(DefinitionError, match=r"no sources\.toml here"):
        load_definitions(copied)

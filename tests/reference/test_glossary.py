"""The words and numbers that readers are told are those that the program uses."""

from __future__ import annotations

import re
import shutil

import pytest

from earlywarning.definitions.loader import load_definitions
from earlywarning.definitions.rows import declared_tables
from earlywarning.errors import DefinitionError
from tests.conftest import REFERENCE

DEFINITIONS = load_definitions(REFERENCE)
FORBIDDEN = re.compile(r"\b(rank\w*|leagues?|metrics?|kpis?)\b", re.I)


def test_there_is_a_glossary() -> None:
    assert len(DEFINITIONS.glossary.word) > 80


def test_no_word_of_the_glossary_speaks_of_order():
    for one in DEFINITIONS.glossary.word:
        assert not FORBIDDEN.search(f"{one.word} {one.meaning}"), one.word


def test_every_number_that_readers_are_told_is_the_one_in_use():
    told = declared_tables(DEFINITIONS)["method_constant"].set_index("name")["value"]
    assert told["caps.performance"] == DEFINITIONS.policy.caps["performance"]
    assert told["vital_signs.points"] == DEFINITIONS.vital_signs.points
    assert told["bands.priority"] == DEFINITIONS.policy.bands["priority"]
    bands = {f"bands.{band}" for band, floor in DEFINITIONS.policy.bands.items() if floor > 0}
    assert bands <= set(told.index), "every band above the lowest is explained"
    caps = [value for name, value in told.items() if str(name).startswith("caps.")]
    assert sum(caps) == 100


def test_a_number_that_nobody_declares_is_refused(tmp_path):
    folder = tmp_path / "reference"
    shutil.copytree(REFERENCE, folder)
    path = folder / "method.toml"
    path.write_text(path.read_text().replace("policy.band_margin", "policy.band_marginal"))
    with pytest.raises(DefinitionError, match=r"policy\.band_marginal"):
        load_definitions(folder)


def test_a_word_explained_twice_is_refused(tmp_path):
    folder = tmp_path / "reference"
    shutil.copytree(REFERENCE, folder)
    path = folder / "glossary.toml"
    path.write_text(f'{path.read_text()}\n[[word]]\nword = "Signal"\ncode = ""\n'
                    'meaning = "something else altogether"\n')  # fmt: skip
    with pytest.raises(DefinitionError, match="explained twice: signal"):
        load_definitions(folder)


def test_every_step_of_the_way_has_a_question_and_every_publication_an_address():
    tables = declared_tables(DEFINITIONS)
    assert all(ask.endswith("?") for ask in tables["pathway_step"]["ask"])
    assert all(page.startswith("https://") for page in tables["publication"]["page"])
    assert set(tables["publication"]["source"]) == set(DEFINITIONS.sources.publications)

"""A run refuses a model that was measured with other definitions, and says in what."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from earlywarning.errors import DefinitionError
from earlywarning.scoring.model_file import check_model, model_hash, model_of, write_model
from tests.conftest import PROJECT
from tests.support.evidence import DEFINITIONS

MADE = {"inputs_sha256": "0", "on": "2026-01-01"}


@pytest.fixture
def models(tmp_path: Path) -> Path:
    write_model(tmp_path / "vital_signs", DEFINITIONS, MADE)
    return tmp_path


def changed(**given: object) -> object:
    signs = DEFINITIONS.vital_signs.model_copy(update=given)
    return dataclasses.replace(DEFINITIONS, vital_signs=signs)


def test_the_committed_model_fits_the_committed_definitions() -> None:
    check_model(PROJECT / "models", DEFINITIONS)
    path = PROJECT / "models" / "vital_signs" / "model.json"
    held = json.loads(path.read_text(encoding="utf-8"))
    assert {name: part for name, part in held.items() if name != "made"} == model_of(DEFINITIONS)


def test_what_was_written_is_taken_back(models: Path) -> None:
    check_model(models, DEFINITIONS)
    held = json.loads((models / "vital_signs" / "model.json").read_text(encoding="utf-8"))
    assert held["made"] == MADE
    assert [term["item"] for term in held["terms"]] == list(DEFINITIONS.vital_signs.items())


def test_another_scale_or_another_list_is_refused(models: Path) -> None:
    with pytest.raises(DefinitionError, match=r"points differs.*earlywarning backtest"):
        check_model(models, changed(points=9.0))
    with pytest.raises(DefinitionError, match="cp_plan_rate:neighbours is no longer a vital sign"):
        check_model(models, changed(sign=DEFINITIONS.vital_signs.sign[:-1]))


def test_an_indicator_made_otherwise_is_refused_and_its_words_are_not(models: Path) -> None:
    caseload = DEFINITIONS.indicators["caseload"]
    for update, refused in (
        ({"comparison": "ratio"}, True),
        ({"history": None}, True),
        ({"why_it_matters": "Other words."}, False),
    ):
        indicators = DEFINITIONS.indicators | {"caseload": caseload.model_copy(update=update)}
        other = dataclasses.replace(DEFINITIONS, indicators=indicators)
        if refused:
            with pytest.raises(DefinitionError, match="caseload:position is made otherwise"):
                check_model(models, other)
        else:
            check_model(models, other)


@pytest.mark.parametrize("text", ["", "[]", "{}", "not json", '{"terms": [{}]}'])
def test_a_damaged_model_is_refused(models: Path, text: str) -> None:
    (models / "vital_signs" / "model.json").write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"model\.json"):
        check_model(models, DEFINITIONS)


def test_no_model_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"no measured model here.*earlywarning backtest"):
        check_model(tmp_path, DEFINITIONS)


def test_another_record_makes_another_run(models: Path) -> None:
    before = model_hash(models)
    (models / "vital_signs" / "results.csv").write_text("other", encoding="utf-8")
    assert model_hash(models) != before

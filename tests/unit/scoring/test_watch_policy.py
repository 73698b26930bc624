"""Thresholds of the watch that cannot be meant are refused, with their place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from earlywarning.definitions.loader import load_definitions
from earlywarning.errors import DefinitionError
from tests.conftest import REFERENCE
from tests.support.watching import POLICY


def changed(folder: Path, old: str, new: str) -> Path:
    reference = folder / "reference"
    shutil.copytree(REFERENCE, reference)
    policy = reference / "statistics.toml"
    text = policy.read_text(encoding="utf-8")
    assert old in text
    policy.write_text(text.replace(old, new, 1), encoding="utf-8")
    return reference


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (f"raised = {POLICY.monthly.raised}", "raised = 0.1", "doubt below raised"),
        (f"memory = {POLICY.monthly.memory:.2f}", "memory = 1.5", "watch.monthly.memory"),
        ("\ncaseload = { slip", "\ncaselode = { slip", "no measure 'caselode'"),
        (
            'rereferral_pct = { slip = "rise"',
            'rereferral_pct = { slip = "up"',
            "rereferral_pct.slip",
        ),
    ],
)
def test_a_wrong_threshold_is_refused(tmp_path, old, new, told):
    with pytest.raises(DefinitionError, match=r"statistics\.toml") as refused:
        load_definitions(changed(tmp_path, old, new))
    assert told in str(refused.value)


def test_every_watched_measure_says_which_way_it_slips():
    assert {m.slip for m in POLICY.measures.values()} == {"fall", "rise", "either_way"}
    assert len(POLICY.measures) >= 7

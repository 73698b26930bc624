"""The protocol is what was frozen, and a change shows."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from earlywarning.backtest.frozen.protocol import Protocol, frozen_protocol, score_sha256
from earlywarning.definitions.loader import read_record
from earlywarning.errors import DefinitionError
from tests.conftest import PROJECT
from tests.support.evidence import DEFINITIONS

MODELS = PROJECT / "models"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(MODELS / "frozen", tmp_path / "frozen")
    return tmp_path


def changed(models: Path, old: str, new: str) -> None:
    path = models / "frozen" / "protocol.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_committed_protocol_fits_its_hash_and_names_the_score_in_use() -> None:
    frozen = frozen_protocol(MODELS)
    assert frozen.sha256 == frozen.protocol.sha256()
    assert frozen.protocol.known.counts_from > frozen.protocol.known.newest_started
    assert frozen.protocol.score.sha256 == score_sha256(DEFINITIONS), (
        "the score is made otherwise than the frozen one: freeze a new protocol, with a later day "
        "and a line of its own in models/frozen/frozen.csv"
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [("grade = 4 ", "grade = 3 "), ("0.65 ", "0.60 "), ("2025-04-01", "2026-04-01"),
     ("frozen_on = 2026-11-30", "frozen_on = 2026-12-01")],
)  # fmt: skip
def test_a_changed_protocol_is_refused(copy: Path, old: str, new: str) -> None:
    changed(copy, old, new)
    with pytest.raises(DefinitionError, match=r"protocol\.toml: not what was frozen on 2026-11-30"):
        frozen_protocol(copy)


def test_comments_and_order_change_nothing(copy: Path) -> None:
    changed(copy, "draws = 1000 ", "draws = 1000 # other words ")
    assert frozen_protocol(copy).sha256 == frozen_protocol(MODELS).sha256


def test_a_new_protocol_needs_a_later_day(copy: Path) -> None:
    held = copy / "frozen" / "frozen.csv"
    first = held.read_text(encoding="utf-8")
    held.write_text(first + first.splitlines()[1] + "\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match="later day"):
        frozen_protocol(copy)


def test_a_later_day_with_its_line_is_a_new_protocol(copy: Path) -> None:
    changed(copy, "frozen_on = 2026-11-30", "frozen_on = 2027-01-15")
    changed(copy, "fewest_happened = 20 ", "fewest_happened = 25 ")
    with pytest.raises(DefinitionError) as told:
        frozen_protocol(copy)
    assert "a line of its own in frozen.csv" in str(told.value)
    own = read_record(copy / "frozen" / "protocol.toml", Protocol, None).sha256()
    with (copy / "frozen" / "frozen.csv").open("a", encoding="utf-8") as file:
        file.write(f"2027-01-15,{own}\n")
    assert frozen_protocol(copy).protocol.frozen_on == dt.date(2027, 1, 15)


@pytest.mark.parametrize("text", ["", "day,hash\n", "frozen_on,sha256\nyesterday,1\n"])
def test_a_broken_list_of_what_was_frozen_is_told(copy: Path, text: str) -> None:
    (copy / "frozen" / "frozen.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"frozen\.csv: no list of what was frozen"):
        frozen_protocol(copy)

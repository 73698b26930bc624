"""Remembered verdicts: equal to fresh ones, never believed once what they rest on changed."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from earlywarning.definitions.loader import load_definitions
from earlywarning.tables.quality import Finding
from earlywarning.validation import memory
from earlywarning.validation.memory import KEPT_SECONDS, VerdictMemory
from tests.conftest import REFERENCE

TABLES = load_definitions(REFERENCE).tables
CODES = pd.DataFrame({"old_la_code": ["901"], "opened": ["2009-04-01"], "closed": [None]})
FOUND = [
    Finding(source="children_in_need", rule="coverage", severity="warning", message="2024: few",
            release="r.1", file_name="a.csv", time_period=2024),
    Finding(source="children_in_need", rule="share", severity="critical", old_la_code="901",
            message="row 7: \N{POUND SIGN}", release="r.1", file_name="a.csv"),
]  # fmt: skip


@pytest.fixture
def kept(tmp_path: Path) -> VerdictMemory:
    return VerdictMemory(tmp_path / "remembered", "code")


def key(one: VerdictMemory, sha256: str = "a", table: str = "cin_c1", topics: str = "") -> str:
    return one.key(sha256, TABLES[table], CODES, {"topic": topics})


def test_a_verdict_comes_back_as_it_was_under_the_names_of_today(kept: VerdictMemory) -> None:
    assert kept.recall(key(kept), "r.1", "a.csv") is None
    kept.keep(key(kept), FOUND)
    assert kept.recall(key(kept), "r.1", "a.csv") == FOUND
    again = kept.recall(key(kept), "r.2", "b.csv")
    assert again == [replace(one, release="r.2", file_name="b.csv") for one in FOUND]
    kept.keep(key(kept, "b"), [])
    assert kept.recall(key(kept, "b"), "r", "f") == []


def test_nothing_is_recalled_for_other_bytes_rules_places_topics_or_code(
    kept: VerdictMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.keep(key(kept), FOUND)
    others = {
        key(kept, "b"), key(kept, table="cin_b1"), key(kept, topics="other"),
        kept.key("a", TABLES["cin_c1"], CODES.assign(closed="2021-03-31"), {"topic": ""}),
        key(replace(kept, code="other")),
    }  # fmt: skip
    monkeypatch.setattr(memory.metadata, "version", lambda _: "another")
    others.add(key(kept))
    assert len(others) == 6
    assert all(kept.recall(one, "r.1", "a.csv") is None for one in others)


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[: len(text) // 2],
        lambda text: text.replace("coverage", "national_row"),
        lambda text: text.replace('"time_period": 2024', '"time_period": 2023'),
        lambda text: json.dumps({"findings": [{"no": "finding"}], "hash": ""}),
        lambda _: "",
        lambda _: "[]",
        lambda _: "[" * 100_000,
    ],
)
def test_a_damaged_verdict_is_no_verdict(kept: VerdictMemory, damage) -> None:
    kept.keep(key(kept), FOUND)
    (path,) = kept.folder.glob("*.json")
    path.write_text(damage(path.read_text()))
    assert kept.recall(key(kept), "r.1", "a.csv") is None
    kept.keep(key(kept), FOUND)
    assert kept.recall(key(kept), "r.1", "a.csv") == FOUND


def test_fresh_asks_nothing_and_keeps_all_the_same(kept: VerdictMemory) -> None:
    fresh = replace(kept, fresh=True)
    fresh.keep(key(kept), FOUND)
    assert fresh.recall(key(kept), "r.1", "a.csv") is None
    assert kept.recall(key(kept), "r.1", "a.csv") == FOUND


def test_what_nobody_asks_for_is_forgotten_and_what_is_asked_for_stays(kept: VerdictMemory) -> None:
    kept.keep(key(kept), FOUND)
    kept.keep(key(kept, "b"), FOUND)
    for path in kept.folder.glob("*.json"):
        os.utime(path, (0, path.stat().st_mtime - KEPT_SECONDS - 60))
    assert kept.recall(key(kept), "r.1", "a.csv") == FOUND
    kept.forget_old()
    assert kept.recall(key(kept), "r.1", "a.csv") == FOUND
    assert kept.recall(key(kept, "b"), "r.1", "a.csv") is None


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    kept = VerdictMemory(tmp_path / "file" / "below", "code")
    kept.keep(key(kept), FOUND)
    kept.forget_old()
    assert kept.recall(key(kept), "r.1", "a.csv") is None


def test_a_verdict_under_the_name_of_another_is_no_verdict(kept: VerdictMemory) -> None:
    kept.keep(key(kept), [])
    kept.keep(key(kept, "b"), FOUND)
    (kept.folder / f"{key(kept)}.json").replace(kept.folder / f"{key(kept, 'b')}.json")
    assert kept.recall(key(kept, "b"), "r.1", "a.csv") is None

"""A text that is left empty is a word that is missing (2), not an entry that was refused (3)."""

from __future__ import annotations

from pathlib import Path

import pytest

from earlywarning.register.actions import add
from earlywarning.register.checking import check
from earlywarning.register.decisions.actions import propose, share
from tests.conftest import earlywarning
from tests.support.register import ALLOWED, row
from tests.unit.register.test_decisions import DIRECTOR, LEAD, RULES, at, offer

OFFICER = "data-protection officer"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    register = tmp_path / "data" / "register"
    add(register / "soft_intelligence.jsonl", [check(row(), ALLOWED)])
    propose(register / "decisions.jsonl", [offer()], LEAD, RULES, at("2026-05-05"))
    share(register / "decisions.jsonl", "D-0001", LEAD, RULES, at("2026-05-06"))
    return tmp_path


@pytest.mark.parametrize("empty", ["", "  "])
@pytest.mark.parametrize(
    "words",
    [
        ("soft", "retire", "L-0001", "--role", LEAD, "--reason"),
        ("soft", "dispute", "L-0001", "--role", DIRECTOR, "--reply"),
        ("soft", "erase", "L-0001", "--role", OFFICER, "--reason"),
        ("review", "reply", "D-0001", "--role", DIRECTOR, "--text"),
        ("review", "decide", "D-0001", "--role", LEAD, "--outcome", "accepted", "--reason"),
        ("review", "erase", "D-0001", "--role", OFFICER, "--reason"),
    ],
)
def test_an_empty_text_ends_with_two_and_records_nothing(place, words, empty) -> None:
    ledgers = sorted((place / "data" / "register").glob("*.jsonl"))
    before = [one.read_bytes() for one in ledgers]
    done = earlywarning(*words, empty, cwd=place)
    assert done.returncode == 2, done.stdout + done.stderr
    assert [one.read_bytes() for one in ledgers] == before

"""Two ledgers of decisions: each counts from D-0001, and no offer hides another without a word."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

from earlywarning.register.decisions.actions import propose, share
from earlywarning.run.doubts import refused_rows
from earlywarning.run.registers import lives_in
from earlywarning.sources.ledger_file import DECISIONS
from earlywarning.sources.offered import Offered
from tests.unit.register.test_decisions import LEAD, RULES, at, offer

DAY = dt.date(2026, 6, 1)


def given(place: Path, *names: str) -> list[Offered]:
    return [
        Offered(place / name, name, name, kind=DECISIONS, outcome="taken") for name in sorted(names)
    ]


def of_whom(taken: list[Offered], place: Path) -> dict[str, str]:
    return {
        item: life.offer.old_la_code for item, life in lives_in(taken, DAY, place / "own").items()
    }


def test_the_program_s_own_stands_and_the_other_s_offer_is_refused_by_both_names(
    tmp_path: Path,
) -> None:
    for name, codes in (("a_brought.jsonl", ("803", "804")), ("own/decisions.jsonl", ("801",))):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        many = [offer(old_la_code=code) for code in codes]
        propose(tmp_path / name, many, LEAD, RULES, at("2026-05-05"))
    taken = given(tmp_path, "a_brought.jsonl", "own/decisions.jsonl")
    assert of_whom(taken, tmp_path) == {"D-0001": "801", "D-0002": "804"}
    [found] = refused_rows(taken)
    assert (found.rule, found.row_number, found.file_name) == (
        "two_tellings", 1, "a_brought.jsonl",
    )  # fmt: skip
    assert found.message.startswith(
        "row 1: offer D-0001 is another in row 1 of own/decisions.jsonl, which stands"
    )


def test_a_copy_that_went_on_by_itself_is_told_and_one_that_says_the_same_is_not(
    tmp_path: Path,
) -> None:
    propose(tmp_path / "a.jsonl", [offer()], LEAD, RULES, at("2026-05-05"))
    for path in sorted(tmp_path.iterdir()):
        shutil.copy(path, tmp_path / path.name.replace("a.jsonl", "b.jsonl"))
    taken = given(tmp_path, "a.jsonl", "b.jsonl")
    assert of_whom(taken, tmp_path) == {"D-0001": "801"}
    assert refused_rows(taken) == []
    share(tmp_path / "b.jsonl", "D-0001", LEAD, RULES, at("2026-05-06"))
    lives_in(taken, DAY, tmp_path / "own")
    assert [one.file_name for one in refused_rows(taken)] == ["b.jsonl"]

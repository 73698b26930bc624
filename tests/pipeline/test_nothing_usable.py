"""Nothing to judge by is told with every reason, and a copy takes no file's place."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from earlywarning.errors import NothingUsableError
from earlywarning.sources.folders import offered_files
from tests.conftest import earlywarning
from tests.support.few_files import (
    C1,
    CODES,
    CONTEXT,
    NEIGHBOURS,
    POPULATION,
    REVIEWS,
    SOFT,
    few,
    ingested,
)

HEADLINE = "time_period,turnover_rate_fte_%,social_worker_fte\n2022,15.2,3\n"


def run(folder: Path, place: Path, as_of: str = "2026-04-30") -> tuple[int, str]:
    done = earlywarning(
        "run", "--input", folder, "--as-of", as_of, "--no-reports", "--look-back", "0",
        "--warehouse", place / "w", cwd=place,
    )  # fmt: skip
    return done.returncode, done.stderr


def test_a_file_alone_is_told_of_as_beside_others(tmp_path: Path) -> None:
    alone, beside = tmp_path / "alone", few(tmp_path / "beside")
    for folder in (alone, beside):
        folder.mkdir(exist_ok=True)
        (folder / "headline.csv").write_text(HEADLINE, encoding="utf-8")
    code, told = run(alone, tmp_path)
    assert code == 4
    _, outcome = ingested(beside, tmp_path)
    [line] = outcome.left_aside
    assert "most like csww" in line
    assert f"left aside: {line}" in told


def test_one_refused_table_is_told_with_its_reason(tmp_path: Path) -> None:
    folder = few(tmp_path / "in", (C1, *CONTEXT))
    text = (folder / C1).read_text(encoding="utf-8")
    (folder / C1).write_text(text.replace("\n2025,", "\nsoon,"), encoding="utf-8")
    code, told = run(folder, tmp_path)
    assert code == 4
    assert f"refused: {C1}: row 2: time_period is 'soon', which is no year that can be" in told
    assert "Traceback" not in told


def test_only_a_context_table_makes_a_run_in_which_nothing_is_known(tmp_path: Path) -> None:
    code, told = run(few(tmp_path / "in", (POPULATION, *CONTEXT)), tmp_path)
    assert (code, "Traceback" in told) == (0, False)


def test_an_early_day_is_told_with_every_file_that_was_not_out(tmp_path: Path) -> None:
    folder = few(tmp_path / "in", (C1, NEIGHBOURS, POPULATION, *CONTEXT))
    code, told = run(folder, tmp_path, as_of="2013-01-01")
    assert code == 4
    for name in (C1, POPULATION):
        assert f"not known on 2013-01-01: {name}: out by 20" in told
    assert "Traceback" not in told


@pytest.mark.parametrize("copy", ["a.bak", "a.txt", "zz.old"])
def test_a_copy_under_another_name_takes_no_place(tmp_path: Path, copy: str) -> None:
    folder = few(tmp_path, (C1,))
    shutil.copy(folder / C1, folder / copy)
    assert [one.name for one in offered_files((folder,))] == [C1]


REGISTERS = {SOFT: ("heard_on", "herd_on"), REVIEWS: ("held_on", "held_at"),
             "registers/reviewers.csv": ("enabler", "enablers")}  # fmt: skip


@pytest.mark.parametrize("name", REGISTERS)
def test_a_register_with_a_misspelt_column_is_refused_with_the_reason(
    tmp_path: Path, name: str
) -> None:
    right, wrong = REGISTERS[name]
    folder = few(tmp_path / "in", (C1, CODES, name))
    path = folder / name
    path.write_text(path.read_text(encoding="utf-8").replace(right, wrong, 1), encoding="utf-8")
    _, outcome = ingested(folder, tmp_path, as_of=dt.date(2026, 4, 30))
    [line] = outcome.refused
    assert line.startswith(f"{name}: row 1: ")
    assert f"the header lacks {right}" in line
    assert wrong in line
    assert outcome.exit_code == 3


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with pytest.raises(NothingUsableError, match="`earlywarning fetch` brings what is"):
        ingested(tmp_path / "in", tmp_path)


@pytest.mark.parametrize("name", ["soft_intelligence.jsonl", "decisions.jsonl"])
@pytest.mark.parametrize("content", ["", '{"not":"a ledger"}\n', "\\x00\\xff"])
def test_what_has_a_ledgers_name_and_is_none_is_refused(
    tmp_path: Path, name: str, content: str
) -> None:
    folder = few(tmp_path / "in")
    (folder / name).write_text(content)
    _, outcome = ingested(folder, tmp_path)
    why = f"{name}: line 1: " if content else f"{name}: it is empty"
    assert [line for line in outcome.refused if line.startswith(why)]
    assert outcome.exit_code == 3


def test_a_folder_that_is_not_there_yet_says_how_to_come_by_one(tmp_path: Path) -> None:
    code, told = run(tmp_path / "incoming", tmp_path)
    assert code == 2
    assert f"earlywarning fetch --to {tmp_path / 'incoming'}" in told
    assert "Traceback" not in told

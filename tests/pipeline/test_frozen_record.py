"""What is frozen is judged by command: on later inspections alone, and once a list."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from tests.conftest import PROJECT, earlywarning

PARTS = ("leaders", "help_and_protection", "in_care", "care_leavers")


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(PROJECT / "models", tmp_path / "models")
    monkeypatch.setenv("EARLYWARNING_MODELS", str(tmp_path / "models"))
    return tmp_path / "models"


@pytest.fixture
def warehouse(small_warehouse: Path, tmp_path: Path) -> Path:
    """A copy of the demo's database to which later inspections can come."""
    copy = tmp_path / "later.duckdb"
    copy.write_bytes(small_warehouse.resolve().read_bytes())
    return copy


def inspected(warehouse: Path, first: dt.date, many: int) -> None:
    """Let so many authorities be inspected, a week apart; every third has a part Inadequate."""
    with duckdb.connect(str(warehouse)) as connection:
        codes = connection.execute(
            """select old_la_code from inspection where framework = 'ILACS'
               group by 1 order by max(published), 1 limit $many""",
            {"many": many},
        ).fetchall()
        for number, (code,) in enumerate(codes):
            began = first + dt.timedelta(days=7 * number)
            for part in ("overall", *PARTS):
                grade = "Inadequate" if number % 3 == 0 and part != "in_care" else "Good"
                connection.execute(
                    """insert into inspection
                         (old_la_code, framework, judgement, grade, started, published, listed_by)
                       values ($code, 'ILACS', $part, $grade, $began, $out, 'ofsted')""",
                    {"code": code, "part": part, "grade": grade, "began": began,
                     "out": began + dt.timedelta(days=45)},
                )  # fmt: skip


def judged(warehouse: Path, to: Path) -> Any:
    return earlywarning("backtest", "--frozen", "--warehouse", warehouse, "--to", to)


@pytest.mark.whole
def test_later_inspections_are_judged_once_and_a_later_list_is_another(
    warehouse: Path, models: Path, tmp_path: Path
) -> None:
    inspected(warehouse, dt.date(2025, 5, 12), 15)
    done = judged(warehouse, tmp_path / "record")
    assert done.returncode == 0, done.stderr
    assert "some part newly Inadequate: too few to tell; it came of" in done.stdout
    assert "the base rate" in done.stdout
    ledger = tmp_path / "record" / "judged.csv"
    first = ledger.read_bytes()
    rows = pd.read_csv(ledger)
    assert list(rows["target"]) == ["newly_inadequate_part", "newly_below_good_part"]
    assert (rows["inspections"] <= 15).all()
    assert rows["happened"].between(1, 5).all()
    figures = pd.read_csv(next((tmp_path / "record").glob("judged_*.csv")))
    assert {"product", "before_and_wait", "deprivation"} <= set(figures["contender"])
    again = judged(warehouse, tmp_path / "record")
    assert again.returncode == 2
    assert "a list is judged once" in again.stderr
    assert ledger.read_bytes() == first
    inspected(warehouse, dt.date(2026, 1, 12), 3)
    later = judged(warehouse, tmp_path / "record")
    assert later.returncode == 0, later.stderr
    assert ledger.read_bytes().startswith(first)
    assert pd.read_csv(ledger)["list_sha256"].nunique() == 2


def test_without_a_newer_inspection_there_is_nothing_to_judge(
    warehouse: Path, models: Path, tmp_path: Path
) -> None:
    done = judged(warehouse, tmp_path / "record")
    assert done.returncode == 4
    assert "no inspection newer than 2025-03-31" in done.stderr
    assert not (tmp_path / "record").exists()


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [("frozen/protocol.toml", "fewest_happened = 20", "fewest_happened = 2",
      "not what was frozen on 2026-11-30"),
     ("frozen/protocol.toml", "grade = 3", "grade = 2", "not what was frozen on 2026-11-30")],
)  # fmt: skip
def test_a_changed_protocol_judges_nothing(
    warehouse: Path, models: Path, tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    inspected(warehouse, dt.date(2025, 5, 12), 3)
    path = models / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    done = judged(warehouse, tmp_path / "record")
    assert done.returncode not in (0, 1)
    assert said in done.stderr
    assert not (tmp_path / "record").exists()


def test_another_score_than_the_frozen_one_is_not_judged(
    warehouse: Path, models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = tmp_path / "reference"
    shutil.copytree(PROJECT / "data" / "reference", reference)
    policy = reference / "policy.toml"
    text = policy.read_text(encoding="utf-8")
    policy.write_text(text.replace("\nwatch = 12 ", "\nwatch = 13 "), encoding="utf-8")
    monkeypatch.setenv("EARLYWARNING_REFERENCE", str(reference))
    inspected(warehouse, dt.date(2025, 5, 12), 3)
    done = judged(warehouse, tmp_path / "record")
    assert done.returncode not in (0, 1)
    assert "is not the one frozen on 2026-11-30" in done.stderr


def test_an_invented_nation_is_judged_in_a_folder_of_its_own(warehouse: Path, models: Path) -> None:
    before = sorted(path.name for path in (models / "frozen").iterdir())
    done = earlywarning("backtest", "--frozen", "--warehouse", warehouse)
    assert done.returncode == 2
    assert "--to: name a folder" in done.stderr
    assert sorted(path.name for path in (models / "frozen").iterdir()) == before

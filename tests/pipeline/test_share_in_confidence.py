"""An offer that only what was told in confidence explains is not shared without a thought."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from tests.conftest import Done, earlywarning

# Of the small nation the one about whom somebody spoke in confidence; the offer is the same anyway.
CODE = "180"


@pytest.fixture
def warehouse(small_warehouse: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(small_warehouse.resolve(), tmp_path / "w.duckdb"))


def review(act: str, warehouse: Path, *more: str) -> Done:
    own = ("--ledger", warehouse.with_name("decisions.jsonl"), "--warehouse", warehouse)
    return earlywarning("review", act, CODE, "--role", "regional lead", *own, *more)


def test_an_offer_that_figures_explain_alone_is_shared_at_once(warehouse: Path) -> None:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        assert connection.execute("select old_la_code from told.recommendation").fetchall() == [
            (CODE,)
        ]
    assert review("propose", warehouse).returncode == 0
    assert review("share", warehouse).returncode == 0


@pytest.mark.parametrize(
    "otherwise",
    [
        "update told.recommendation set step = 'routine_review'",
        "delete from told.line_of_enquiry where kind = 'flag'",
    ],
)
def test_one_that_would_be_another_without_it_is_shared_only_even_so(
    warehouse: Path, otherwise: str
) -> None:
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(otherwise)
    assert review("propose", warehouse).returncode == 0
    asked = review("share", warehouse)
    assert (asked.returncode, asked.stdout) == (2, "")
    [line] = asked.stderr.splitlines()
    assert "D-0001 rests on something told in confidence" in line
    assert "whistleblowing" not in line
    assert "shared" in review("share", warehouse, "--even-so").stdout

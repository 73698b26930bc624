"""One run on the real files, shared by every test here."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.conftest import PUBLISHED, built_once, earlywarning

LINK = "earlywarning.duckdb"


LOOK_BACK = "3"  # months: two earlier days, and half the time of a year


def _run(folder: Path) -> None:
    done = earlywarning(
        "run", "--input", PUBLISHED, "--as-of", "2026-04-30", "--warehouse", folder / LINK,
        "--no-reports", "--look-back", LOOK_BACK,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def real_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_once(tmp_path_factory, "real", _run) / LINK


@pytest.fixture(scope="session")
def real(real_warehouse: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(real_warehouse.resolve()), read_only=True)

"""One run on the real files, shared by every test here."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.conftest import PUBLISHED, earlywarning


@pytest.fixture(scope="session")
def real_link(tmp_path_factory: pytest.TempPathFactory) -> Path:
    link = tmp_path_factory.mktemp("real") / "earlywarning.duckdb"
    done = earlywarning(
        "run", "--input", PUBLISHED, "--as-of", "2026-04-30", "--warehouse", link, "--no-reports"
    )
    assert done.returncode == 0, done.stderr
    return link


@pytest.fixture(scope="session")
def real(real_link: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(real_link.resolve()), read_only=True)

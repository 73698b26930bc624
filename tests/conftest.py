"""What all tests share: where things are, and no Prefect or network by accident."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_ENABLED", "false")
os.environ.setdefault("DO_NOT_TRACK", "1")

PROJECT = Path(__file__).resolve().parents[1]
PUBLISHED = PROJECT.parent / "shared" / "published"
REFERENCE = PROJECT / "data" / "reference"
needs_published = pytest.mark.skipif(
    not PUBLISHED.exists(), reason="the published files are not beside this checkout"
)


def earlywarning(*words: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command line as a person would and return what it said."""
    command = [sys.executable, "-m", "earlywarning", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False)


@pytest.fixture(scope="session")
def reference() -> Path:
    return REFERENCE

"""What all tests share: where things are, and no Prefect or network by accident."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_ENABLED", "false")
os.environ.setdefault("DO_NOT_TRACK", "1")

# No test reads what a person recorded in this checkout.
REGISTER = "EARLYWARNING_REGISTER"
os.environ[REGISTER] = "register-of-no-test"

PROJECT = Path(__file__).resolve().parents[1]
PUBLISHED = PROJECT.parent / "shared" / "published"
REFERENCE = PROJECT / "data" / "reference"
needs_published = pytest.mark.skipif(
    not PUBLISHED.exists(), reason="the published files are not beside this checkout"
)


def earlywarning(*words: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command line as a person would and return what it said.

    In a folder of its own (`cwd`) it has a register of its own, where everybody has it.
    """
    command = [sys.executable, "-m", "earlywarning", *map(str, words)]
    env = {name: word for name, word in os.environ.items() if name != REGISTER or cwd is None}
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=env, check=False)


def built_once(factory: pytest.TempPathFactory, name: str, build: Callable[[Path], None]) -> Path:
    """Return a folder that all test processes share, built by the first that asks for it."""
    root = factory.getbasetemp()
    root = root.parent if os.environ.get("PYTEST_XDIST_WORKER") else root
    folder, done = root / name, root / f"{name}.done"
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            folder.mkdir()
            build(folder)
            done.touch()
    return folder


@pytest.fixture(scope="session")
def reference() -> Path:
    return REFERENCE

"""What all tests share: where things are, and no Prefect or network by accident."""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner
from hypothesis import settings

from earlywarning.cli.main import main
from lab.demo import invent
from tests.support.examples import examples

os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_ENABLED", "false")
os.environ.setdefault("DO_NOT_TRACK", "1")

settings.register_profile("suite", examples(50))
settings.load_profile("suite")


def folder_of_this_process(prefix: str) -> str:
    """Return a new folder that goes when this process ends."""
    folder = tempfile.mkdtemp(prefix=prefix)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


# No test reads what a person recorded in this checkout.
REGISTER = "EARLYWARNING_REGISTER"
os.environ[REGISTER] = folder_of_this_process("register-of-no-test-")
# Nor is anybody told of a test whom this checkout tells of its nights.
os.environ["EARLYWARNING_NOTIFY"] = str(Path(os.environ[REGISTER]) / "nobody.toml")
# A file is judged once in all processes of a test run: some thirty runs read the same files.
if "EARLYWARNING_REMEMBERED" not in os.environ:
    os.environ["EARLYWARNING_REMEMBERED"] = folder_of_this_process("remembered-")

PROJECT = Path(__file__).resolve().parents[1]
PUBLISHED = PROJECT.parent / "shared" / "published"
REFERENCE = PROJECT / "data" / "reference"
needs_published = pytest.mark.skipif(
    not PUBLISHED.exists(), reason="the published files are not beside this checkout"
)


@dataclass(frozen=True)
class Done:
    """What a command said and how it ended."""

    returncode: int
    stdout: str
    stderr: str


def earlywarning(*words: str | Path, cwd: Path | None = None) -> Done:
    """Give the command line the words of a person and return what it said; in this process.

    In a folder of its own (`cwd`) it has a register of its own, where everybody has it.
    """
    kept = None if cwd else os.environ[REGISTER]
    with chdir(cwd or Path.cwd()):
        ended = CliRunner(env={REGISTER: kept}).invoke(main, [str(word) for word in words])
    told = ended.stderr
    if ended.exception is not None and not isinstance(ended.exception, SystemExit):
        told += "".join(traceback.format_exception(ended.exception))
    return Done(ended.exit_code, ended.stdout, told)


def own_process(
    *words: str | Path, cwd: Path | None = None, stdin: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command line as a process of its own, where that is what is looked at."""
    command = [sys.executable, "-m", "earlywarning", *map(str, words)]
    env = {name: word for name, word in os.environ.items() if name != REGISTER or cwd is None}
    return subprocess.run(
        command, capture_output=True, text=True, cwd=cwd, env=env, check=False, input=stdin
    )


def built_once(factory: pytest.TempPathFactory, name: str, build: Callable[[Path], None]) -> Path:
    """Return a folder that all test processes share, built by the first that asks for it.

    Whoever changes something in it makes a copy first.
    """
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


def demo_of(place: Path, *, small: bool) -> None:
    """Invent a nation in a folder and run on it, as of the demo's day, without pages."""
    invent(place / "in", REFERENCE, small=small)
    done = earlywarning(
        "run", "--input", place / "in", "--as-of", "2026-04-30", "--warehouse", place / "w.duckdb",
        "--no-reports", cwd=place,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (place / "said.txt").write_text(done.stdout, encoding="utf-8")


@pytest.fixture(scope="session")
def demo_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One run on all 150 authorities, for what is found; only to be looked at."""
    return built_once(tmp_path_factory, "demo", lambda at: demo_of(at, small=False)) / "w.duckdb"


@pytest.fixture(scope="session")
def small_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One run on 42 authorities with every story, for how things are told; only looked at."""
    return built_once(tmp_path_factory, "small", lambda at: demo_of(at, small=True)) / "w.duckdb"


@pytest.fixture(scope="session")
def demo(demo_warehouse: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(demo_warehouse.resolve()), read_only=True)


@pytest.fixture(scope="session")
def small(small_warehouse: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(small_warehouse.resolve()), read_only=True)


# Files whose first test makes a run that others wait for: they start first, and apart.
MAKERS = ("tests/real/test_golden_figures.py", "tests/pipeline/test_command_line.py")


# Then the files with the longest tests, so that no worker is left with one at the end.
LONG = ("tests/pipeline/", "tests/outputs/", "tests/real/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order = (*MAKERS, *LONG)

    def place(item: pytest.Item) -> int:
        found = (n for n, start in enumerate(order) if item.nodeid.startswith(start))
        return next(found, len(order))

    items.sort(key=place)

"""A command that is told to end does so, in a statement too; a full disk is one sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import duckdb
import pytest
from click.testing import CliRunner

from earlywarning.cli.main import Commands
from earlywarning.errors import cause_of

LONG = """
import os, signal, sys, threading
import click, duckdb
from earlywarning.__main__ import _ended
from earlywarning.cli.main import Commands

@click.group(cls=Commands)
def main(): pass

@main.command()
def long():
    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGTERM)).start()
    duckdb.sql("select sum(hash(a.range * b.range)) from range(9000000) a, range(900000) b").show()

signal.signal(signal.SIGTERM, _ended)
main(["long"])
"""


def test_a_kill_ends_a_statement_at_once_and_is_no_bug() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LONG], capture_output=True, text=True, check=False, timeout=30
    )
    assert (done.returncode, done.stderr) == (128 + 15, "")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Failed to create view 'f': SystemExit: 143\n\nAt:\n  a.py(3): h", 143),
        ("Failed to create view 'f': prefect.exceptions.TerminationSignal: 15\n", 143),
        ("TerminationSignal: <EMPTY MESSAGE>\n\nAt:\n  a.py(99): handler", 143),
        ("Failed to create view 'f': ValueError: SystemExit: 143", None),
        ("Failed to create view 'f'", None),
    ],
)
def test_what_ended_a_run_is_known_where_only_its_text_is_left(text: str, code: int) -> None:
    error = duckdb.Error(text)
    cause = cause_of(error)
    assert (cause.code if isinstance(cause, SystemExit) else None) == code
    assert (cause is error) == (code is None)


FULL = """
import resource, sys
import click, duckdb
from earlywarning.cli.main import Commands

@click.group(cls=Commands)
def main(): pass

@main.command()
def fill():
    connection = duckdb.connect(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
    connection.execute("create table t as select range from range(20000)")

main(["fill"])
"""


def test_a_disk_that_is_full_at_a_commit_is_one_sentence(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL, tmp_path / "w.duckdb"], capture_output=True, text=True,
        check=False, timeout=30,
    )  # fmt: skip
    assert done.returncode == 4
    (line,) = done.stderr.splitlines()
    assert line.startswith("earlywarning: a file cannot be used: TransactionContext Error")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (PermissionError(13, os.strerror(13), "w.builds"), 4),
        (OSError(28, os.strerror(28)), 4),
        (FileNotFoundError(2, os.strerror(2)), 1),
        (duckdb.TransactionException("write-write conflict"), 1),
        (RuntimeError("a bug"), 1),
    ],
)
def test_what_is_no_fault_of_a_disk_stays_a_bug(error: Exception, code: int) -> None:
    @click.group(cls=Commands)
    def main() -> None:
        pass

    @main.command()
    def fail() -> None:
        raise error

    done = CliRunner().invoke(main, ["fail"])
    assert done.exit_code == code
    assert (done.exception is error) == (code == 1)

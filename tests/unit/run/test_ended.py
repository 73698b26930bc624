"""A command that is told to end does so, also in the middle of a statement."""

from __future__ import annotations

import subprocess
import sys

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

"""A worker ends with the process it works for, even if that one was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

CHILD = """
import os, sys, time
from pathlib import Path
from earlywarning.worker import end_with
end_with(os.getppid(), Path(sys.argv[1]).unlink)
Path(sys.argv[2]).touch()
time.sleep(60)
"""
PARENT = (
    "import subprocess, sys; subprocess.run([sys.executable, '-c', *sys.argv[1:]], check=False)"
)


def until(true) -> bool:
    """Wait for something, ten seconds at most."""
    end = time.monotonic() + 10
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return bool(true())


def test_it_ends_with_its_parent_and_puts_away(tmp_path: Path) -> None:
    facts, ready = tmp_path / "facts", tmp_path / "ready"
    facts.touch()
    parent = subprocess.Popen([sys.executable, "-c", PARENT, CHILD, str(facts), str(ready)])
    assert until(ready.exists)
    time.sleep(1.0)
    assert facts.exists(), "it stays as long as its parent does"
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    assert until(lambda: not facts.exists())

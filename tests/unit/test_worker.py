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
end_with(os.getppid())
aside = Path(sys.argv[1] + ".part")
aside.write_text(str(os.getpid()))
aside.rename(sys.argv[1])
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


def works(number: int) -> bool:
    """Tell whether a process is there; one that has ended may wait to be told of."""
    try:
        told = Path(f"/proc/{number}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return told.rsplit(") ", 1)[1][0] not in "ZX"


def test_it_ends_with_its_parent(tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    parent = subprocess.Popen([sys.executable, "-c", PARENT, CHILD, str(ready)])
    assert until(ready.exists)
    time.sleep(1.0)
    number = int(ready.read_text(encoding="utf-8"))
    assert works(number), "it stays as long as its parent does"
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    assert until(lambda: not works(number))

"""A few nights with faults; months of them: `python -m bench.nights --nights 90`."""

from __future__ import annotations

import subprocess
import sys

import pytest

from pipelines.environment import PROJECT

pytestmark = pytest.mark.whole
KINDS = (
    "kill -9 of run", "kill -9 of fetch", "full disk at run", "read-only folder",
    "damaged database", "two starts at once", "bomb comes in", "clock jumps",
)  # fmt: skip


def test_after_a_night_with_a_fault_the_next_is_as_if_nothing_had_been() -> None:
    words = [word for kind in KINDS for word in ("--only", kind)]
    done = subprocess.run(
        [sys.executable, "-m", "bench.nights", *words], cwd=PROJECT, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert [done.stdout.count(f": {kind}: ") for kind in KINDS] == [1] * len(KINDS)
    assert "DID NOT HOLD" not in done.stdout

"""A Dask cluster of processes on this machine, to try and to measure what runs on one."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
START_SECONDS = 40


@contextmanager
def cluster(workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and workers, each a process of its own on this machine, without dashboards."""
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(PROJECT / "src"), str(PROJECT)])}
    started: list[subprocess.Popen[bytes]] = []

    def start(*words: str, err: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", *words]
        process = subprocess.Popen(command, env=env, stderr=err)  # noqa: S603 our own
        started.append(process)
        return process

    try:
        leading = start("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0",
                        "--no-dashboard", err=subprocess.PIPE)  # fmt: skip
        address = _address(leading)
        working = [
            start("distributed.cli.dask_worker", address, "--host", "127.0.0.1", "--no-dashboard",
                  "--nthreads", "1", "--no-nanny", "--memory-limit", "0")
            for _ in range(workers)
        ]  # fmt: skip
        _wait_for(address, workers)
        yield address, working
    finally:
        for process in started:
            with suppress(ProcessLookupError):
                process.kill()
            process.communicate()


def _address(leading: subprocess.Popen[bytes]) -> str:
    assert leading.stderr is not None
    for line in leading.stderr:
        if b"Scheduler at:" in line:
            threading.Thread(target=leading.stderr.read, daemon=True).start()
            return line.split()[-1].decode()
    raise AssertionError("no scheduler started")


def _wait_for(address: str, workers: int) -> None:
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        if workers:
            client.wait_for_workers(workers, timeout=START_SECONDS)

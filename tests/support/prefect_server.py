"""A real Prefect server of this machine, in a folder of its own, with nothing left behind."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pipelines.environment import password_in

WAIT_SECONDS = 120


@dataclass(frozen=True)
class Server:
    url: str
    environment: dict[str, str]

    @property
    def password(self) -> str:
        return password_in(Path(self.environment["PREFECT_HOME"]))

    def answer(self, path: str, body: object = None, **headers: str) -> Any:
        request = urllib.request.Request(
            f"{self.url}/{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", **headers},
        )
        return urllib.request.urlopen(request, timeout=10)

    def ask(self, path: str, **body: object) -> Any:
        basic = base64.b64encode(self.password.encode()).decode()
        with self.answer(path, body, Authorization=f"Basic {basic}") as answer:
            return json.load(answer)

    def prefect(self, *words: str, cwd: Path) -> None:
        subprocess.run(
            [sys.executable, "-m", "pipelines", "--no-prompt", *words],
            cwd=cwd,
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=WAIT_SECONDS,
        )


def wait_for(what: str, look: Callable[[], Any]) -> Any:
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        with suppress(OSError):
            if seen := look():
                return seen
        time.sleep(0.3)
    return pytest.fail(f"no {what} within {WAIT_SECONDS} s")


def processes_of(home: str) -> list[int]:
    """Whatever was started with this throw-away PREFECT_HOME: nobody else's."""
    mark = f"PREFECT_HOME={home}".encode()
    found = []
    for environ in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if mark in environ.read_bytes().split(b"\0"):
                found.append(int(environ.parent.name))
    return found


@contextmanager
def started(words: list[str], server: dict[str, str], cwd: Path, log: Path) -> Iterator[None]:
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "pipelines", *words],
            cwd=cwd,
            env=server,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=10)
            process.kill()
            process.wait()

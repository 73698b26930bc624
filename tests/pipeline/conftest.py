"""One Prefect server for all tests of flows and schedules."""

from __future__ import annotations

import os
import signal
import socket
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from pipelines.environment import PROJECT
from tests.support.prefect_server import Server, processes_of, started, wait_for
from tests.support.stages import CRONS, Stub


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("prefect")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}/api"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")},
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": url,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_WORKER_QUERY_SECONDS": "1",
        "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "5",
        "DO_NOT_TRACK": "1",
        "PYTHONPATH": os.pathsep.join([str(PROJECT), str(PROJECT / "src")]),
    }
    words = ["server", "start", "--host", "127.0.0.1", "--port", str(port), "--no-ui"]
    try:
        with started(words, environment, home, home / "server.log"):
            wait_for("server", lambda: urllib.request.urlopen(f"{url}/health", timeout=5).read())
            yield Server(url, environment)
    finally:
        for process in processes_of(str(home)):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)


@pytest.fixture
def stub(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stub]:
    from prefect.settings import (
        PREFECT_API_AUTH_STRING,
        PREFECT_API_URL,
        PREFECT_HOME,
        PREFECT_LOGGING_TO_API_ENABLED,
        temporary_settings,
    )

    stub = Stub()
    for module, names in Stub.STANDS_IN.items():
        for name in names:
            monkeypatch.setattr(f"earlywarning.run.{module}.{name}", getattr(stub, name))
    for name in ("steps", *CRONS):
        monkeypatch.delitem(sys.modules, f"pipelines.{name}", raising=False)
        monkeypatch.delattr(f"pipelines.{name}", raising=False)
    home = Path(server.environment["PREFECT_HOME"])
    # Unsent log lines would otherwise be tried again at exit, for a minute, on a server long gone.
    quiet = {PREFECT_LOGGING_TO_API_ENABLED: False}
    known = {PREFECT_API_URL: server.url, PREFECT_API_AUTH_STRING: server.password}
    with temporary_settings({**known, PREFECT_HOME: home, **quiet}):
        yield stub
    for name in ("steps", *CRONS):
        sys.modules.pop(f"pipelines.{name}", None)

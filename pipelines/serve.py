"""`make serve`: server, schedules and runs on one small machine, as one process to keep alive.

What is scheduled stands in `prefect.yaml`, also for a machine that has a server and workers apart.
"""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipelines import environment

FILE = Path("pipelines/prefect.yaml")
START_SECONDS, STOP_SECONDS, END_SECONDS = 120, 20, 5
# Two at once: a night, and a backfill beside it.
RUNS_AT_ONCE = 2


def main() -> int:
    """Serve until told to stop; end with 1 if the server ends by itself."""
    os.chdir(environment.PROJECT)
    # The flows, and what they call, keep what they write from other accounts.
    os.umask(0o077)
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else FILE
    try:
        with server(os.environ["PREFECT_API_URL"]):
            served(file)
            return 0
    except ServeError as error:
        sys.stderr.write(f"serve: {error}\n")
        return 4


class ServeError(Exception):
    """It cannot be served here; the message says why."""


@contextmanager
def server(url: str) -> Iterator[None]:
    """Run a server of our own while the body runs; if it ends before that, so do we."""
    host, port = _own_address(url)
    set_aside_if_damaged(Path(os.environ["PREFECT_HOME"]).expanduser() / "prefect.db")
    words = ["server", "start", "--host", host, "--port", str(port)]
    # A session of its own: a terminal's Ctrl-C reaches us alone, and the runs end before it does.
    command = [sys.executable, "-m", "prefect", *words]
    process = subprocess.Popen(command, start_new_session=True)  # noqa: S603 our own interpreter
    stopping = threading.Event()
    try:
        _wait_for(url, process)
        threading.Thread(target=_watch, args=(process, stopping), daemon=True).start()
        yield
    finally:
        stopping.set()
        _stop(process)


def _own_address(url: str) -> tuple[str, int]:
    told = urlsplit(url)
    host, port = told.hostname or "", told.port or 80
    if host not in environment.OWN_HOSTS:
        raise ServeError(f"PREFECT_API_URL names {host}, which is not this machine; use a worker")
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            free.bind((host, port))
        except OSError as error:
            # Whoever holds the port would be told the password.
            raise ServeError(
                f"{host}:{port} is taken ({error.strerror}); is it served already?"
            ) from None
    return host, port


def set_aside_if_damaged(kept: Path) -> None:
    """Let the server begin anew if its own file is damaged: it holds what ran when, no figure."""
    if os.environ.get("PREFECT_API_DATABASE_CONNECTION_URL") or not kept.exists():
        return
    try:
        with closing(sqlite3.connect(kept)) as connection:
            sound = connection.execute("pragma quick_check(1)").fetchone() == ("ok",)
    except sqlite3.OperationalError as error:
        raise ServeError(f"{kept}: {error}") from error
    except sqlite3.DatabaseError:
        sound = False
    if not sound:
        aside = kept.with_name(f"{kept.name}.damaged")
        sys.stderr.write(f"serve: {kept} is damaged: it is {aside.name} now, and begun anew\n")
        for end in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                Path(f"{kept}{end}").replace(f"{aside}{end}")


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            raise ServeError(f"the server ended at once with {process.returncode}; see above")
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=5):  # noqa: S310 ours
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise ServeError(f"the server did not answer within {START_SECONDS} s")


def _watch(process: subprocess.Popen[bytes], stopping: threading.Event) -> None:
    """End us when the server ends: the service manager then starts all anew.

    Without a server what runs the flows waits for answers that never come, so it is not asked.
    """
    process.wait()
    if stopping.is_set():
        return
    sys.stderr.write("serve: the server has ended; so does all else\n")
    for how in (signal.SIGTERM, signal.SIGKILL):
        for run in _children():
            with suppress(ProcessLookupError):
                os.kill(run, how)
        time.sleep(END_SECONDS)
    os._exit(1)


def _children() -> list[int]:
    """Return the processes that we started and that are still there: the runs."""
    found = []
    for thread in Path("/proc/self/task").iterdir():
        found += (thread / "children").read_text(encoding="ascii").split()
    return [int(one) for one in found]


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the server and what it started."""
    for how, patience in ((signal.SIGTERM, STOP_SECONDS), (signal.SIGKILL, STOP_SECONDS)):
        try:
            os.killpg(process.pid, how)
            process.wait(patience)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue


def served(file: Path) -> None:
    """Register what the file schedules and run it when it is due, until told to stop."""
    from prefect import serve  # not before the environment is set
    from prefect.logging.handlers import APILogHandler

    # Not paused when we stop: a machine that starts again goes on by itself.
    serve(*deployments(file), pause_on_shutdown=False, limit=RUNS_AT_ONCE)
    # What was logged of a run that we ended goes while the server is there: later, it is asked for
    # more than a minute whether it will not take it.
    APILogHandler().flush()


def deployments(file: Path) -> list[Any]:
    """Return the deployments that a file in Prefect's layout declares."""
    import yaml

    written = yaml.safe_load(file.read_text(encoding="utf-8"))
    return [_deployment(one) for one in written["deployments"]]


def _deployment(told: dict[str, Any]) -> Any:
    from prefect.client.schemas.objects import ConcurrencyLimitConfig
    from prefect.schedules import Schedule

    path, _, name = told["entrypoint"].partition(":")
    flow = getattr(import_module(path.removesuffix(".py").replace("/", ".")), name)
    return flow.to_deployment(
        name=told["name"],
        parameters=told.get("parameters", {}),
        schedules=[Schedule(**one) for one in told.get("schedules", [])],
        concurrency_limit=ConcurrencyLimitConfig(**told["concurrency_limit"]),
    )


if __name__ == "__main__":
    sys.exit(main())

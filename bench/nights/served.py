"""`make serve` on nights on which one of its processes, all of them, or its database dies."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

from tenacity import Retrying, retry_if_exception, stop_after_delay, wait_exponential

from bench.nights.place import PATIENCE_SECONDS, Ended, Place
from tests.support.mailbox import hook
from tests.support.prefect_server import Server

# A run that died with its runner holds its slot for five minutes; what is asked then is cancelled.
SLOT_SECONDS = 330
DATABASE = "prefect.db"
TOLD = "served.toml"
UNUSED = (
    "SCHEDULER", "LATE_RUNS", "PAUSE_EXPIRATIONS", "CANCELLATION_CLEANUP", "FOREMAN",
    "REPOSSESSOR", "CLEANUP_RECONCILER", "TRIGGERS",
)  # fmt: skip


@contextmanager
def server_for_flows(folder: Path) -> Iterator[None]:
    """Serve the flows that are started without a runner; what is started from here knows where.

    Nothing is scheduled here, so what looks for that all the time is left out.
    """
    os.environ |= {f"PREFECT_SERVER_SERVICES_{one}_ENABLED": "false" for one in UNUSED}
    os.environ |= {
        "PREFECT_HOME": str(folder / "prefect"), "PREFECT_API_URL": _free_address(),
        "PREFECT_LOGGING_LEVEL": "WARNING",
    }  # fmt: skip
    # Not before: the password of the server is made in the folder that was named.
    from pipelines.serve import server

    with server(os.environ["PREFECT_API_URL"]):
        yield


def _free_address() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/api"


@contextmanager
def serving(place: Place) -> Iterator[Any]:
    """Serve what is scheduled as a service manager would: stopped, all of it has ended."""
    process = start(place)
    try:
        yield process
    finally:
        stopped = process.poll() is None
        process.send_signal(signal.SIGTERM)
        ended = place.ended(process)
        if stopped and (ended.code or place.processes()):
            place.wrong.append(f"stopped: exit {ended.code}, {place.processes()}: {ended.said}")
        _end_all(place)


def start(place: Place) -> Any:
    """Start `make serve` at an address that is free, with a folder of its own."""
    place.served_at = _free_address()
    return place.start("-m", "pipelines.serve", env=environment(place))


def environment(place: Place) -> dict[str, str]:
    """Return what an operator would have in the environment of the unit."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    own = {"PREFECT_HOME": str(place.folder / place.home), "PREFECT_API_URL": place.served_at}
    own["EARLYWARNING_NOTIFY"] = str(place.folder / TOLD)
    return kept | own | {"PREFECT_RUNNER_POLL_FREQUENCY": "2"}


def one_dies(which: str, place: Place) -> Ended:
    """Kill the run, the server, the runner, or all as a power cut does, while a nightly runs."""
    _with_a_free_slot(place)
    with hook() as web, serving(place) as process:
        _tell_at(place, web.address)
        asked(place, process, "nightly")
        wait_for(lambda: _run_of(process), place, "run that was asked for")
        time.sleep(place.draw.uniform(0, 0.9 * place.took["nightly"]))
        struck = _strike(place, process, which)
        if which == "run":
            wait_for(lambda: not struck or "crashed" in str(web.asked), place, "word of the crash")
            done(place, process, "nightly")
        else:
            wait_for(lambda: process.poll() is not None, place, "end of serve")
            said = process.poll()
    if which == "run":
        return Ended(0, times=struck)
    place.slot_held_until = time.monotonic() + SLOT_SECONDS
    with serving(place) as again:
        # The slot of a run that died with its runner is free only some minutes later.
        done(place, again, "monthly")
    return Ended(said, times=struck)


def _with_a_free_slot(place: Place) -> None:
    """Let Prefect begin with an empty folder where the night before has left a slot that is held.

    Nights follow each other in minutes here; between two nights it is free long since.
    """
    if time.monotonic() < place.slot_held_until:
        place.home = f"served-{place.draw.getrandbits(40)}"
        place.slot_held_until = 0.0


def _tell_at(place: Place, address: str) -> None:
    """Let somebody be told of runs; each night at another address, which has heard nothing yet."""
    words = f'[[reader]]\nrole = "operator"\nkinds = ["run"]\nwebhook = "{address}/hook"\n'
    (place.folder / TOLD).write_text(words, encoding="utf-8")


def dead_database(place: Place) -> Ended:
    """Harm what Prefect keeps: it is set aside, and the night is done."""
    _with_a_free_slot(place)
    file = place.folder / place.home / DATABASE
    with serving(place) as process:
        done(place, process, "nightly")
    # What stands in the journal would heal the harm: then nothing is damaged, and nobody says so.
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
    content = file.read_bytes()
    half, page = len(content) // 2, 4096
    file.write_bytes(place.draw.choice([content[:half], bytes(page) + content[page:]]))
    with serving(place) as process:
        done(place, process, "nightly")
        if b"is damaged" not in process.log.read_bytes():
            place.wrong.append("nobody said that what Prefect keeps was damaged")
    return Ended(0)


def done(place: Place, process: Any, flow: str) -> None:
    """Ask for a run and wait until it has published and ended."""
    asked(place, process, flow)
    before = place.warehouse.readlink()
    wait_for(lambda: place.warehouse.readlink() != before, place, f"{flow} run that publishes")
    wait_for(lambda: not _run_of(process), place, f"end of the {flow} run")


def asked(place: Place, process: Any, flow: str) -> None:
    """Ask for a run as `deployment run` does, without its start; there is something new for it."""
    wait_for(lambda: b"being served" in process.log.read_bytes(), place, "server")
    place.record()
    server = Server(place.served_at, environment(place))
    try:
        # Prefect's client asks again, too, when the server's file is busy.
        for attempt in Retrying(
            retry=retry_if_exception(_is_busy),
            stop=stop_after_delay(60),
            wait=wait_exponential(max=8),
            reraise=True,
        ):
            with attempt:
                [found] = server.ask("deployments/filter", deployments={"name": {"any_": [flow]}})
                path = f"deployments/{found['id']}/create_flow_run"
                server.ask(path, parameters={"as_of": str(place.day)})
    except (OSError, ValueError) as error:
        place.wrong.append(f"no run could be asked for: {error}")


def _is_busy(error: BaseException) -> bool:
    return isinstance(error, HTTPError) and error.code == HTTPStatus.SERVICE_UNAVAILABLE


def wait_for(look: Callable[[], Any], place: Place, what: str) -> None:
    """Wait until something is so; what does not come did not hold."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        with suppress(OSError):
            if look():
                return
        time.sleep(0.2)
    place.wrong.append(f"no {what} within {PATIENCE_SECONDS} s")


def _strike(place: Place, process: Any, which: str) -> int:
    server = [one for one in place.processes() if b"server\0start" in _words(one)]
    whom = {
        "run": _run_of(process), "server": server, "runner": [process.pid],
        "all": place.processes(),
    }[which]  # fmt: skip
    for one in whom:
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)
    return min(1, len(whom))


def _run_of(process: Any) -> list[int]:
    """Return what the runner has started but for its server: the run, if one is going on."""
    children = []
    for thread in Path(f"/proc/{process.pid}/task").iterdir():
        children += map(int, (thread / "children").read_text().split())
    others = (b"server\0start", b"resource_tracker")
    return [one for one in children if not any(words in _words(one) for words in others)]


def _words(process: int) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_bytes()
    return b""


def _end_all(place: Place) -> None:
    """End what a service manager would end with the unit: its whole control group."""
    for one in place.processes():
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)
    wait_for(lambda: not place.processes(), place, "end of all processes")

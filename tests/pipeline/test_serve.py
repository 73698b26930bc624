"""`make serve`: one process to keep alive, behind a password, and nothing left when it ends."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pipelines.environment import PROJECT
from pipelines.serve import ServeError, deployments, set_aside_if_damaged
from pipelines.steps import TURNED_AWAY
from tests.support.mailbox import Hook, hook
from tests.support.prefect_server import WAIT_SECONDS, Server, processes_of, wait_for
from tests.support.stages import CRONS

pytestmark = [pytest.mark.prefect, pytest.mark.whole]
TINY = """
deployments:
  - name: tiny
    entrypoint: tests/support/tiny_flow.py:tiny
    parameters: {stay: true}
    concurrency_limit: {limit: 1, collision_strategy: CANCEL_NEW}
    schedules:
      - slug: tiny
        rrule: FREQ=SECONDLY;INTERVAL=5
        timezone: Europe/London
"""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "tiny.yaml").write_text(TINY, encoding="utf-8")
    yield tmp_path
    for process in processes_of(str(tmp_path / "home")):
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


@pytest.fixture
def web(place: Path) -> Iterator[Hook]:
    """Return where somebody is told of runs that did not end well."""
    with hook() as found:
        words = (
            f'[[reader]]\nrole = "operator"\nkinds = ["run"]\nwebhook = "{found.address}/hook"\n'
        )
        (place / "notify.toml").write_text(words, encoding="utf-8")
        (place / "notify.toml").chmod(0o600)
        yield found


def serve(place: Path, url: str, **more: str) -> subprocess.Popen[bytes]:
    kept = {name: word for name, word in os.environ.items() if not name.startswith("PREFECT_")}
    own = {
        "PREFECT_HOME": str(place / "home"), "PREFECT_API_URL": url,
        "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "3",
        "PREFECT_RUNNER_POLL_FREQUENCY": "2", "TINY_RAN": str(place / "ran.txt"),
        "PYTHONPATH": os.pathsep.join([str(PROJECT), str(PROJECT / "src")]),
        "TMPDIR": str(place / "tmp"), "EARLYWARNING_NOTIFY": str(place / "notify.toml"),
        "EARLYWARNING_WAREHOUSE": str(place / "w.duckdb"),
    }  # fmt: skip
    (place / "tmp").mkdir(exist_ok=True)
    with (place / "log.txt").open("a") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "pipelines.serve", str(place / "tiny.yaml")],
            cwd=PROJECT, env=kept | own | more, stdout=log, stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip


def free_address() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/api"


def ran(place: Path) -> list[int]:
    """Return the processes of runs that began."""
    path = place / "ran.txt"
    return [int(line) for line in path.read_text().split()] if path.exists() else []


def turned_away(place: Path, url: str) -> bool:
    server = Server(url, {"PREFECT_HOME": str(place / "home")})
    cancelled = {"state": {"type": {"any_": ["CANCELLED"]}}}
    found = server.ask("flow_runs/filter", flow_runs=cancelled)
    return any(one["state"]["message"] == TURNED_AWAY for one in found)


def stopped(served: subprocess.Popen[bytes]) -> float:
    """Tell it to end as systemd and a container's init do, the main process alone; say how long."""
    began = time.monotonic()
    served.terminate()
    assert served.wait(WAIT_SECONDS) == 0
    return time.monotonic() - began


def patience() -> float:
    """Return the seconds after which a service manager or container ends by force what is left."""
    unit = (PROJECT / "pipelines" / "systemd" / "earlywarning.service").read_text("utf-8")
    paper = (PROJECT / "docs" / "operations.md").read_text("utf-8")
    told = [
        re.search(r"^TimeoutStopSec=(\d+)$", unit, re.M),
        re.search(r"--stop-timeout (\d+)", paper),
    ]
    return min(float(one[1]) for one in told if one)


def test_it_runs_what_is_due_behind_a_password_and_leaves_no_process(
    place: Path, web: Hook
) -> None:
    url = free_address()
    served = serve(place, url)
    (run, *_) = wait_for("run that was due", lambda: ran(place))
    with pytest.raises(urllib.error.HTTPError, match="401"):
        urllib.request.urlopen(f"{url}/admin/settings", timeout=10)
    # The dashboard, in the one folder of Prefect's that the unit lets it write.
    with urllib.request.urlopen(url.removesuffix("/api"), timeout=10) as page:
        assert b"<html" in page.read()
    assert list((place / "home" / "ui").glob("*/index.html"))
    private = place / "home" / "private" / "server-password"
    assert private.stat().st_mode & 0o777 == 0o600
    again = serve(place, url)
    assert again.wait(WAIT_SECONDS) == 4, "the port is taken: nobody is told the password"
    assert "is it served already?" in (place / "log.txt").read_text()
    assert run in processes_of(str(place / "home"))
    # The next ones are turned away in the words by which the flows know and tell of them.
    wait_for("run that was turned away", lambda: turned_away(place, url))
    os.kill(run, signal.SIGKILL)
    wait_for("word of the run that crashed", lambda: web.asked)
    assert "the tiny run crashed" in str(web.asked)
    wait_for("run in its place", lambda: len(ran(place)) > 1)
    assert stopped(served) < patience() / 2
    assert processes_of(str(place / "home")) == [], "also the run that was going on"
    assert [one for one in (place / "tmp").rglob("*") if not one.is_dir()] == []
    # The next start goes on; and when the server dies, all ends, so that it is started anew.
    before = len(ran(place))
    served = serve(place, url)
    wait_for("next run", lambda: len(ran(place)) > before)
    server, *_ = [
        one for one in processes_of(str(place / "home"))
        if b"server\0start" in Path(f"/proc/{one}/cmdline").read_bytes()
    ]  # fmt: skip
    os.kill(server, signal.SIGKILL)
    assert served.wait(WAIT_SECONDS) == 1
    assert processes_of(str(place / "home")) == []


def test_it_serves_this_machine_only(place: Path) -> None:
    elsewhere = serve(place, "https://prefect.example/api")
    assert elsewhere.wait(WAIT_SECONDS) == 4
    assert "which is not this machine" in (place / "log.txt").read_text()


@pytest.mark.parametrize(
    "harm", [lambda old: old[: len(old) // 2], lambda old: b"no database" * 99]
)
def test_a_damaged_file_of_the_server_is_set_aside_and_a_sound_one_is_not(
    tmp_path: Path, capsys, monkeypatch: pytest.MonkeyPatch, harm
) -> None:
    monkeypatch.delenv("PREFECT_API_DATABASE_CONNECTION_URL", raising=False)
    kept = tmp_path / "prefect.db"
    with closing(sqlite3.connect(kept)) as connection:
        connection.execute("create table run as select randomblob(90000) as what")
        connection.commit()
    set_aside_if_damaged(kept)
    assert (kept.exists(), capsys.readouterr().err) == (True, "")
    harmed = harm(kept.read_bytes())
    kept.write_bytes(harmed)
    set_aside_if_damaged(kept)
    assert (kept.exists(), (tmp_path / "prefect.db.damaged").read_bytes()) == (False, harmed)
    assert "prefect.db is damaged: it is prefect.db.damaged now" in capsys.readouterr().err


def test_a_file_of_the_server_that_is_only_held_is_told_and_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PREFECT_API_DATABASE_CONNECTION_URL", raising=False)
    kept = tmp_path / "prefect.db"
    with closing(sqlite3.connect(kept)) as connection:
        connection.execute("create table run as select 1 as what")
        connection.commit()
        connection.execute("begin exclusive")
        with pytest.raises(ServeError, match="locked"):
            set_aside_if_damaged(kept)
    assert kept.exists()


def test_what_is_served_is_what_is_scheduled() -> None:
    found = {one.name: one for one in deployments(PROJECT / "pipelines" / "prefect.yaml")}
    crons = {
        name: [schedule.schedule.cron for schedule in one.schedules] for name, one in found.items()
    }
    assert crons == CRONS
    assert found["monthly"].schedules[1].parameters == {"only_if_due": True}
    assert found["nightly"].parameters == {"fetch": True}
    for one in found.values():
        assert one.concurrency_limit == 1
        assert one.concurrency_options.collision_strategy.value == "CANCEL_NEW"


@pytest.mark.parametrize(
    ("since", "moments"),
    [
        ("2026-03-28", ["03-28 02:30", "03-29 01:30", "03-30 01:30"]),
        ("2026-10-24", ["10-24 01:30", "10-25 02:30", "10-26 02:30"]),
    ],
)
def test_both_clock_changes_bring_one_night_each(since: str, moments: list[str]) -> None:
    from prefect.server.schemas.schedules import CronSchedule

    (nightly, *_) = deployments(PROJECT / "pipelines" / "prefect.yaml")
    told = nightly.schedules[0].schedule
    schedule = CronSchedule(cron=told.cron, timezone=told.timezone)
    start = dt.datetime.fromisoformat(since).replace(tzinfo=ZoneInfo("Europe/London"))
    dates = asyncio.run(schedule.get_dates(n=3, start=start))
    assert [f"{one.astimezone(dt.UTC):%m-%d %H:%M}" for one in dates] == moments


# --- PostgreSQL ---------------------------------------------------------------------------------


@pytest.fixture
def postgres() -> Iterator[str]:
    """A database of this test's own, at a socket that only this machine sees."""
    if shutil.which("pg_ctl") is None:
        pytest.skip("no pg_ctl on this machine: PostgreSQL is not tried")
    own = "postgres" if os.getuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    if own:
        shutil.chown(folder, own)
        folder.chmod(0o755)

    def told(*words: str) -> None:
        subprocess.run(words, cwd=folder, user=own, check=True, capture_output=True, timeout=120)

    try:
        told("initdb", "-D", f"{folder}/data", "-A", "trust", "-U", "prefect")
        options = f"-c listen_addresses='' -k {folder}"
        told("pg_ctl", "-D", f"{folder}/data", "-o", options, "-l", f"{folder}/log", "-w", "start")
        try:
            told("createdb", "-h", str(folder), "-U", "prefect", "prefect")
            yield f"postgresql+asyncpg://prefect@/prefect?host={folder}"
        finally:
            told("pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.whole
def test_it_runs_on_postgresql_too(place: Path, postgres: str) -> None:
    served = serve(place, free_address(), PREFECT_API_DATABASE_CONNECTION_URL=postgres)
    assert wait_for("run that was due", lambda: ran(place))
    assert not list((place / "home").glob("*.db")), "nothing is kept in SQLite"
    served.terminate()
    assert served.wait(WAIT_SECONDS) == 0
    assert processes_of(str(place / "home")) == []

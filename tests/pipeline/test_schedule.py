"""The schedule is seen to fire on a real server: a flow that runs when called proves nothing."""

from __future__ import annotations

import ast
import datetime as dt
import errno
import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from importlib import import_module
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
import yaml

from earlywarning.errors import NothingUsableError
from earlywarning.run.status import MONTH_DAY, MONTH_HOUR
from earlywarning.settings import register_folder
from earlywarning.warehouse import build
from earlywarning.warehouse.one_at_a_time import AlreadyRunningError, lock_path, one_at_a_time
from earlywarning.warehouse.publish import publish
from pipelines.environment import CLIENT_SENDS, PROJECT, SERVER, password_in, set_defaults
from tests.conftest import earlywarning
from tests.support.prefect_server import Server, started, wait_for
from tests.support.recorded import CASES, HEARD, needs_cases
from tests.support.stages import CRONS, NIGHT, Outcome, Stub, run

PREFECT_YAML = PROJECT / "pipelines" / "prefect.yaml"
WAREHOUSE = "data/earlywarning.duckdb"
FLOW_LINES = 30

TINY = """
from pathlib import Path
from prefect import flow

@flow
def tiny():
    with Path("ran.txt").open("a") as ran:
        ran.write("ran\\n")
"""

pytestmark = [pytest.mark.prefect, pytest.mark.whole]


# --- what is written down ---------------------------------------------------------------------


def deployments() -> dict[str, dict[str, Any]]:
    written = yaml.safe_load(PREFECT_YAML.read_text(encoding="utf-8"))
    return {deployment["name"]: deployment for deployment in written["deployments"]}


@pytest.mark.parametrize(("name", "crons"), CRONS.items())
def test_deployment_is_scheduled_alone_in_london(name: str, crons: list[str]) -> None:
    deployment = deployments()[name]
    schedules = deployment.get("schedules", [])
    assert [one["cron"] for one in schedules] == crons
    assert {one["timezone"] for one in schedules} <= {"Europe/London"}
    assert deployment["concurrency_limit"] == {"limit": 1, "collision_strategy": "CANCEL_NEW"}
    assert deployment["work_pool"]["name"] == "local"
    fetches = name in ("nightly", "monthly", "quarterly")
    assert deployment.get("parameters", {}) == ({"fetch": True} if fetches else {})


def test_the_month_is_scheduled_when_doctor_takes_it_to_be_due() -> None:
    first, again = deployments()["monthly"]["schedules"]
    assert first["cron"] == f"0 {MONTH_HOUR} {MONTH_DAY} * *"
    assert again["parameters"] == {"only_if_due": True}


def test_prefect_yaml_names_no_absolute_path() -> None:
    words = PREFECT_YAML.read_text(encoding="utf-8").split()
    assert [word for word in words if word.strip("\"'").startswith(("/", "~"))] == []


def test_package_does_not_know_prefect() -> None:
    knowing = []
    for path in (PROJECT / "src" / "earlywarning").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            knowing += [path for name in names if name.split(".")[0] in {"prefect", "pipelines"}]
    assert knowing == []


def test_flow_bodies_are_short() -> None:
    lengths = {
        f"{path.name}:{node.name}": node.end_lineno - node.lineno + 1
        for path in (PROJECT / "pipelines").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and any("flow" in ast.unparse(decorator) for decorator in node.decorator_list)
    }
    assert {name.split(":")[1] for name in lengths} == set(CRONS)
    assert max(lengths.values()) < FLOW_LINES


# --- one at a time ----------------------------------------------------------------------------


def test_second_run_is_refused_and_told_by_whom(tmp_path: Path) -> None:
    warehouse = tmp_path / "data" / "nation.duckdb"
    holder = f"nightly, process {os.getpid()}, since"
    with (
        one_at_a_time(warehouse, "nightly"),
        pytest.raises(AlreadyRunningError, match=holder),
        one_at_a_time(warehouse, "monthly"),
    ):
        pytest.fail("two runs at once")
    with one_at_a_time(warehouse, "monthly"):
        pass
    assert "finished" in lock_path(warehouse).read_text(encoding="utf-8")


def test_failed_run_leaves_no_lock_and_no_finish(tmp_path: Path) -> None:
    warehouse = tmp_path / "nation.duckdb"
    with pytest.raises(ValueError, match="broken"), one_at_a_time(warehouse, "nightly"):
        raise ValueError("broken")
    assert "finished" not in lock_path(warehouse).read_text(encoding="utf-8")
    with one_at_a_time(warehouse, "nightly"):
        pass


def test_stage_that_does_not_publish_says_nothing_of_freshness(tmp_path: Path) -> None:
    warehouse = tmp_path / "nation.duckdb"
    with one_at_a_time(warehouse, "nightly"):
        pass
    os.utime(lock_path(warehouse), (1_000_000, 1_000_000))
    before = lock_path(warehouse).read_text(encoding="utf-8")
    with one_at_a_time(warehouse, "ingest", publishes=False):
        assert "ingest, process" in lock_path(warehouse).read_text(encoding="utf-8")
    assert lock_path(warehouse).read_text(encoding="utf-8") == before
    assert lock_path(warehouse).stat().st_mtime == 1_000_000


@pytest.mark.parametrize("command", ["run", "derive"])
def test_command_line_is_refused_while_a_flow_runs(tmp_path: Path, command: str) -> None:
    warehouse = tmp_path / "nation.duckdb"
    words = [command, "--input", tmp_path, "--warehouse", warehouse]
    with one_at_a_time(warehouse, "nightly"):
        done = earlywarning(*words)
    assert done.returncode == 4
    assert "is held by nightly, process" in done.stderr


def test_killed_run_leaves_no_lock(tmp_path: Path) -> None:
    warehouse = tmp_path / "nation.duckdb"
    code = (
        "import pathlib, sys, time\n"
        "from earlywarning.warehouse.one_at_a_time import one_at_a_time\n"
        "with one_at_a_time(pathlib.Path(sys.argv[1]), 'nightly'):\n"
        "    print('held', flush=True)\n"
        "    time.sleep(60)\n"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(warehouse)], cwd=PROJECT, stdout=subprocess.PIPE
    )
    assert holder.stdout
    try:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(AlreadyRunningError), one_at_a_time(warehouse, "monthly"):
            pass
    finally:
        holder.kill()
        holder.communicate()
    with one_at_a_time(warehouse, "monthly"):
        pass


def test_what_flows_log_is_json_where_that_is_set(tmp_path: Path) -> None:
    code = (
        "import pipelines\n"
        "from prefect.logging import get_logger\n"
        "from prefect.logging.configuration import setup_logging\n"
        "setup_logging()\n"
        "get_logger('x').warning('refused: %s', 'a[b].csv ' * 30)\n"
    )
    own = {"EARLYWARNING_LOG": "json", "PREFECT_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, env=os.environ | own, check=True,
        capture_output=True, text=True,
    )  # fmt: skip
    (line,) = done.stderr.splitlines()
    told = json.loads(line)
    assert (told["level"], told["message"]) == ("warning", "refused: " + "a[b].csv " * 30)


# --- a real server ----------------------------------------------------------------------------


ASKED_FOR = [
    ("work_pools/", {"name": "theirs", "type": "process"}),
    ("flows/", {"name": "theirs"}),
    ("deployments/filter", {}),
    ("block_documents/filter", {}),
    ("variables/", {"name": "theirs", "value": "1"}),
    ("flow_runs/", {"flow_id": "00000000-0000-0000-0000-000000000000"}),
    ("admin/settings", None),
]


@pytest.mark.parametrize(("path", "body"), ASKED_FOR)
def test_server_answers_nobody_without_the_password(
    server: Server, path: str, body: object
) -> None:
    for headers in ({}, {"Authorization": "Basic ZWFybHl3YXJuaW5nOg=="}):
        with pytest.raises(urllib.error.HTTPError, match="401"):
            server.answer(path, body, **headers)


def test_no_command_is_run_through_the_server_by_a_stranger(server: Server, tmp_path: Path) -> None:
    marker, nobody = tmp_path / "id.txt", "00000000-0000-0000-0000-000000000000"
    command = f"sh -c 'id > {marker}'"
    steps = [
        ("flows/", {"name": "strange"}),
        ("work_pools/", {"name": "strange", "type": "process", "base_job_template": {
            "job_configuration": {"command": command}, "variables": {}}}),
        ("deployments/", {"name": "strange", "flow_id": nobody, "work_pool_name": "strange",
            "entrypoint": "x.py:f", "job_variables": {"command": command},
            "pull_steps": [{"prefect.deployments.steps.run_shell_script": {"script": command}}]}),
        (f"deployments/{nobody}/create_flow_run", {"state": {"type": "SCHEDULED"}}),
        ("work_pools/strange/get_scheduled_flow_runs", {}),
    ]  # fmt: skip
    for path, body in steps:
        with pytest.raises(urllib.error.HTTPError, match="401"):
            server.answer(path, body)
    for kind in ("flows", "work_pools", "deployments"):
        named = [one["name"] for one in server.ask(f"{kind}/filter")]
        assert "strange" not in named
    assert not marker.exists()


def test_server_tells_no_foreign_page_anything(server: Server) -> None:
    foreign = server.answer("health", Origin="http://elsewhere.example")
    assert foreign.headers.get("Access-Control-Allow-Origin") is None
    own = server.answer("health", Origin="http://127.0.0.1:4200")
    assert own.headers.get("Access-Control-Allow-Origin") == "http://127.0.0.1:4200"


def test_password_is_made_once_and_only_this_account_reads_it(tmp_path: Path) -> None:
    home = tmp_path / "prefect"
    made = password_in(home)
    assert password_in(home) == made != password_in(tmp_path / "another")
    assert len(made) > 40
    kept = home / "private" / "server-password"
    assert [one.stat().st_mode & 0o777 for one in (kept.parent, kept)] == [0o700, 0o600]
    assert [path.name for path in kept.parent.iterdir()] == ["server-password"]


@pytest.mark.parametrize("planted", ["earlywarning:known", "", "elsewhere:" + "x" * 60])
def test_a_planted_password_is_refused(tmp_path: Path, planted: str) -> None:
    made = password_in(tmp_path)
    kept = tmp_path / "private" / "server-password"
    kept.write_text(f"{made}\n")  # as an editor leaves it
    assert password_in(tmp_path) == made
    kept.chmod(0o644)
    with pytest.raises(PermissionError, match="only this account"):
        password_in(tmp_path)
    kept.unlink()
    kept.touch(mode=0o600)
    kept.write_text(planted)
    with pytest.raises(PermissionError, match="only this account"):
        password_in(tmp_path)
    kept.unlink()
    (tmp_path / "aside").write_text(made)
    (tmp_path / "aside").chmod(0o600)
    kept.symlink_to(tmp_path / "aside")
    with pytest.raises(PermissionError, match="only this account"):
        password_in(tmp_path)


def test_password_is_not_sent_to_a_server_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    for address, sent in (("https://prefect.example/api", False), ("http://127.0.0.1:1/api", True)):
        monkeypatch.setenv("PREFECT_API_URL", address)
        monkeypatch.delenv(CLIENT_SENDS, raising=False)
        set_defaults()
        assert (CLIENT_SENDS in os.environ) == sent
    # Without an address in the environment Prefect would look for one in files: it gets ours.
    monkeypatch.delenv("PREFECT_API_URL")
    set_defaults()
    assert os.environ["PREFECT_API_URL"] == SERVER
    monkeypatch.delenv(CLIENT_SENDS)  # undone at the end, whatever set it


def test_a_scheduled_run_completes(server: Server, tmp_path: Path) -> None:
    written = yaml.safe_load(PREFECT_YAML.read_text(encoding="utf-8"))
    tiny = written["deployments"][0] | {
        "name": "tiny",
        "entrypoint": "tiny.py:tiny",
        "parameters": {},
        "schedules": [{"interval": 5}],
    }
    tiny["work_pool"] = tiny["work_pool"] | {"name": "tiny"}
    (tmp_path / "prefect.yaml").write_text(yaml.safe_dump(written | {"deployments": [tiny]}))
    (tmp_path / "tiny.py").write_text(TINY)
    server.prefect("work-pool", "create", "tiny", "--type", "process", cwd=tmp_path)
    server.prefect("deploy", "--all", "--prefect-file", "prefect.yaml", cwd=tmp_path)

    def completed_by_schedule() -> list[dict[str, Any]]:
        runs = server.ask("flow_runs/filter", deployments={"name": {"any_": ["tiny"]}})
        return [run for run in runs if run["auto_scheduled"] and run["state_type"] == "COMPLETED"]

    words = ["worker", "start", "--pool", "tiny", "--type", "process", "--limit", "1"]
    with started(words, server.environment, tmp_path, tmp_path / "worker.log"):
        assert wait_for("scheduled run that completed", completed_by_schedule)
    assert (tmp_path / "ran.txt").read_text().startswith("ran\n")


@needs_cases
def test_what_was_recorded_by_command_is_in_the_score_of_the_scheduled_night(
    server: Server, tmp_path: Path
) -> None:
    (tmp_path / "pipelines").symlink_to(PROJECT / "pipelines")
    first = ("run", "--input", CASES / "BASE", "--no-reports", "--look-back", "0")
    done = earlywarning(*first, "--warehouse", WAREHOUSE, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    recorded = earlywarning(*HEARD, "--warehouse", WAREHOUSE, cwd=tmp_path)
    assert recorded.returncode == 0, recorded.stderr
    assert heard_in(tmp_path) == (0, 0.0)
    deployed = deployments()["nightly"] | {
        "name": "tonight",
        "parameters": {"inputs": [str(CASES / "BASE")]},
        "schedules": [{"interval": 10}],
        "work_pool": {"name": "tonight"},
    }
    written = {"prefect-version": "3", "name": "tonight", "deployments": [deployed]}
    (tmp_path / "prefect.yaml").write_text(yaml.safe_dump(written))
    server.prefect("work-pool", "create", "tonight", "--type", "process", cwd=tmp_path)
    server.prefect("deploy", "--all", "--prefect-file", "prefect.yaml", cwd=tmp_path)
    words = ["worker", "start", "--pool", "tonight", "--type", "process", "--limit", "1"]
    # Everybody's register is in the folder where the program works, where nothing names another.
    own = {k: v for k, v in server.environment.items() if k != "EARLYWARNING_REGISTER"}
    with started(words, own, tmp_path, tmp_path / "worker.log"):
        entries, points = wait_for("night with the entry", lambda: _if_heard(tmp_path))
    assert entries == 1
    assert points > 0


def _if_heard(place: Path) -> tuple[int, float] | None:
    heard = heard_in(place)
    return heard if heard[0] else None


def heard_in(place: Path) -> tuple[int, float]:
    """Return how many entries the published database holds, and what they weigh in Eskowen."""
    published = (place / WAREHOUSE).resolve()
    with duckdb.connect(str(published), read_only=True) as connection:
        found = connection.sql(
            """select (select count(*) from soft_item), soft_intelligence from score
               where old_la_code = '101'"""
        ).fetchall()
    return found[0]


def test_all_flows_deploy_with_their_schedules(server: Server) -> None:
    server.prefect("work-pool", "create", "local", "--type", "process", cwd=PROJECT)
    server.prefect("deploy", "--all", "--prefect-file", "pipelines/prefect.yaml", cwd=PROJECT)
    names = {"any_": list(CRONS)}
    found = {
        one["name"]: one for one in server.ask("deployments/filter", deployments={"name": names})
    }
    crons = {
        name: sorted(schedule["schedule"]["cron"] for schedule in one["schedules"])
        for name, one in found.items()
    }
    assert crons == {name: sorted(told) for name, told in CRONS.items()}
    for one in found.values():
        assert {s["schedule"]["timezone"] for s in one["schedules"]} <= {"Europe/London"}
        assert one["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"
        assert one["global_concurrency_limit"]["limit"] == 1


# --- the flows over stages that only note that they were called -------------------------------


def test_flows_read_what_people_recorded_without_being_told(
    stub: Stub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for flow in ("nightly", "monthly"):
        assert run(flow, tmp_path).is_completed()
        assert stub.settings.register == register_folder()
    monkeypatch.delenv("EARLYWARNING_REGISTER")
    assert run("nightly", tmp_path).is_completed()
    assert stub.settings.register == Path("data/register")
    assert run("nightly", tmp_path, recorded=str(tmp_path)).is_completed()
    assert stub.settings.register == tmp_path


@pytest.mark.parametrize("flow", ["nightly", "monthly"])
def test_a_flow_does_not_go_back_but_by_word(stub: Stub, tmp_path: Path, flow: str) -> None:
    warehouse = tmp_path / "nation.duckdb"
    building = build.begin(warehouse.with_suffix(".builds"), "later")
    row = {"run": "later", "as_of": dt.date(2026, 5, 1), "finished": dt.datetime(2026, 5, 1, 3)}
    build.load(building, "run", pd.DataFrame([row]))
    publish(building, warehouse, "later")
    state = run(flow, tmp_path)
    assert state.is_failed()
    assert "as of 2026-04-30 lies before 2026-05-01" in state.message
    assert stub.called == []
    assert run(flow, tmp_path, replace=True, without=["overrides"]).is_completed()
    assert stub.settings.without == ("overrides",)


@pytest.mark.parametrize(("flow", "steps"), [("nightly", NIGHT), ("monthly", [*NIGHT, "report"])])
def test_flow_calls_the_stages_in_order(
    stub: Stub, tmp_path: Path, flow: str, steps: list[str]
) -> None:
    stub.ends = Outcome(exit_code=3, refused=["bad.csv: header"])
    state = run(flow, tmp_path)
    assert state.is_completed(), "a refused file is data"
    assert stub.called == steps
    assert stub.settings.inputs == (tmp_path,)
    assert str(stub.settings.as_of) == "2026-04-30"


@pytest.mark.parametrize("flow", ["nightly", "monthly"])
def test_fetching_comes_first_and_fails_no_night(stub: Stub, tmp_path: Path, flow: str) -> None:
    assert run(flow, tmp_path, fetch=True).is_completed()
    assert stub.called[: 1 + len(NIGHT)] == ["fetch", *NIGHT]
    assert stub.fetched_into == tmp_path
    stub.called.clear()
    stub.fail = {"fetch": [RuntimeError("a bug in it")]}
    assert run(flow, tmp_path, fetch=True).is_completed()
    assert stub.called[: 1 + len(NIGHT)] == ["fetch", *NIGHT]


def test_nothing_new_builds_nothing_but_reports(stub: Stub, tmp_path: Path) -> None:
    stub.unchanged = True
    assert run("monthly", tmp_path).is_completed()
    assert stub.called == ["ingest", "report"]


def test_nothing_usable_fails_the_flow(stub: Stub, tmp_path: Path) -> None:
    stub.fail = {"ingest": [NothingUsableError("no file was recognised")]}
    state = run("nightly", tmp_path)
    assert state.is_failed()
    assert "no file was recognised" in state.message
    assert (stub.called, stub.closed) == (["ingest"], 1)


def test_flow_that_finds_the_lock_held_is_cancelled(stub: Stub, tmp_path: Path) -> None:
    with one_at_a_time(tmp_path / "nation.duckdb", "monthly"):
        state = run("nightly", tmp_path)
    assert state.is_cancelled()
    assert "is held by monthly, process" in state.message
    assert stub.called == []


def test_only_a_busy_disk_is_tried_again(
    stub: Stub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("pipelines.steps"), "PAUSE_SECONDS", 0)
    stub.fail = {"publish": [OSError(errno.ENOSPC, "no space left")]}
    assert run("nightly", tmp_path).is_completed()
    assert stub.called == [*NIGHT, *NIGHT], "a build is used up by a try"
    stub.called.clear()
    stub.fail = {"ingest": [OSError(errno.ENOENT, "gone"), OSError(errno.ENOENT, "gone")]}
    assert run("nightly", tmp_path).is_failed()
    assert stub.called == ["ingest"]

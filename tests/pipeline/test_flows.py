"""What a flow tells: in its state, in the dashboard, by mail; and what each further flow does."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import shutil
import time
from importlib import import_module
from pathlib import Path

import duckdb
import pytest

from earlywarning.errors import EarlyWarningError, NothingUsableError, UsageError
from earlywarning.run import backfill, yearly
from earlywarning.run.status import month_due, status_path
from earlywarning.settings import DECISIONS, RETENTION, Settings
from earlywarning.sources.fetching.record import Tried, header_of
from earlywarning.warehouse.one_at_a_time import one_at_a_time
from pipelines.environment import PROJECT
from pipelines.steps import TURNED_AWAY
from tests.support.few_files import nation
from tests.support.mailbox import Hook, Mailbox, hook, mailbox, text_of
from tests.support.prefect_server import Server
from tests.support.recorded import CASES, needs_cases
from tests.support.stages import GOOD, NIGHT, Stub, run
from tests.support.telling import ROUTINE, alert, published

pytestmark = pytest.mark.prefect
OPERATOR = """
ping = "{ping}/good"
[mail]
sender = "earlywarning@consortium.example"
host = "127.0.0.1"
port = {port}
security = "none"
[[reader]]
role = "operator"
kinds = ["run", "alert", "digest"]
mail = ["operator@consortium.example"]
"""


@pytest.fixture
def web():
    with hook() as found:
        yield found


@pytest.fixture
def box(tmp_path: Path, web: Hook, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("EARLYWARNING_NOTIFY", str(tmp_path / "notify.toml"))
    with mailbox() as found:
        text = OPERATOR.format(port=found.port, ping=web.address)
        (tmp_path / "notify.toml").write_text(text, encoding="utf-8")
        yield found


def tried(place: Path, days: float) -> None:
    """Let the last answer of a publisher be so many days old, and all since in vain."""
    when = dt.datetime.now(dt.UTC) - dt.timedelta(days=days)
    rows = [
        Tried("cin", "b1", "1.0", when.isoformat(), "unchanged", ""),
        Tried("cin", "b1", "1.0", dt.datetime.now(dt.UTC).isoformat(), "unreachable", ""),
    ]
    path = place / ".fetching" / "tried.csv"
    path.parent.mkdir(exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header_of(Tried))
        writer.writerows([one.source, one.data_set, one.version, one.tried_at, one.outcome, ""]
                         for one in rows)  # fmt: skip


# --- what is told -----------------------------------------------------------------------------


@pytest.mark.whole
def test_a_good_night_that_fetched_is_recorded_told_and_counted(
    stub: Stub, tmp_path: Path, box: Mailbox, web: Hook
) -> None:
    published(tmp_path / "nation.duckdb", [alert("101", "front_door")], ROUTINE)
    assert run("nightly", tmp_path, fetch=True).is_completed()
    assert stub.recorded == ("nightly", False)
    assert [mail["Subject"] for mail in box.mails] == ["earlywarning: Eskowen: front door, new"]
    assert [one[1] for one in web.asked] == ["/good"]
    assert run("monthly", tmp_path).is_completed()
    assert stub.recorded == ("monthly", True)
    assert len(web.asked) == 1, "that one did not fetch"


def test_a_failed_and_a_skipped_run_are_told(stub: Stub, tmp_path: Path, box: Mailbox) -> None:
    stub.fail = {"ingest": [NothingUsableError("no published table could be taken in\nSOFT")]}
    assert run("nightly", tmp_path).is_failed()
    assert "the nightly run failed\nno published table could be taken in" in text_of(box.mails[0])
    with one_at_a_time(tmp_path / "nation.duckdb", "monthly"):
        assert run("nightly", tmp_path).is_cancelled()
    assert "the nightly run was skipped" in text_of(box.mails[1])
    assert len(box.mails) == 2
    assert stub.recorded is None


def test_a_run_whose_process_is_gone_is_told_by_who_started_it(
    stub: Stub, tmp_path: Path, box: Mailbox
) -> None:
    from prefect.client.schemas.objects import FlowRun
    from prefect.states import Crashed

    nightly = import_module("pipelines.nightly").nightly
    (hook_of_crash,) = nightly.on_crashed_hooks
    words = {"inputs": [str(tmp_path)], "warehouse": str(tmp_path / "nation.duckdb")}
    gone = FlowRun.model_construct(parameters=words)
    # As Prefect's runner calls it: by name.
    hook_of_crash(flow=nightly, flow_run=gone, state=Crashed())
    assert "the nightly run crashed\nIts process is gone." in text_of(box.mails[0])


def test_a_run_that_has_reached_nobody_for_days_publishes_and_is_not_green(
    stub: Stub, tmp_path: Path, box: Mailbox, web: Hook
) -> None:
    published(tmp_path / "nation.duckdb", [], ROUTINE)
    stub.answered = False
    tried(tmp_path, 2)
    assert run("nightly", tmp_path, fetch=True).is_completed()
    tried(tmp_path, 4)
    state = run("nightly", tmp_path, fetch=True)
    assert state.is_failed()
    assert state.name == "NotFetched"
    assert "published, but a publisher last answered 96.0 hours ago, over 3 days" in state.message
    assert stub.called.count("publish") == 2
    assert "reached no publisher" in text_of(box.mails[-1])
    assert run("nightly", tmp_path).is_completed(), "one that was not to fetch is none of that"
    assert web.asked == []


def test_a_stage_that_a_signal_breaks_off_is_ended_and_not_failed(
    stub: Stub, server: Server, tmp_path: Path, box: Mailbox
) -> None:
    """As DuckDB tells of a signal that meets a statement which reads rows of Python's."""
    told = "TerminationSignal: <EMPTY MESSAGE>\n\nAt:\n  a.py(99): handler\n"
    stub.fail = {"score": [duckdb.Error(told)]}
    with pytest.raises(SystemExit, match="143"):
        run("nightly", tmp_path)
    (flow_run,) = server.ask("flow_runs/filter", sort="START_TIME_DESC", limit=1)
    own = {"id": {"any_": [flow_run["id"]]}}
    tasks = {
        one["name"].rpartition("-")[0]: one for one in server.ask("task_runs/filter", flow_runs=own)
    }
    assert flow_run["state_type"] == tasks["score"]["state_type"] == "CRASHED"
    assert "the nightly run was ended" in text_of(box.mails[0])


def test_the_time_of_a_flow_is_limited(stub: Stub, tmp_path: Path, box: Mailbox) -> None:
    nightly = import_module("pipelines.nightly").nightly
    assert 0 < nightly.timeout_seconds <= 6 * 3600
    stub.fail_by = {"ingest": lambda: time.sleep(30)}
    began = time.monotonic()
    state = nightly.with_options(timeout_seconds=1.0)(
        inputs=[str(tmp_path)], warehouse=str(tmp_path / "nation.duckdb"), return_state=True
    )
    assert time.monotonic() - began < 20
    assert state.name == "TimedOut"
    assert "the nightly run was ended early" in text_of(box.mails[0])
    with one_at_a_time(tmp_path / "nation.duckdb", "the lock is free again"):
        pass


def test_the_dashboard_shows_what_a_run_came_to(stub: Stub, server: Server, tmp_path: Path) -> None:
    stub.ends.refused = ["a|b.csv: row 2: <b>header</b>"]
    assert run("nightly", tmp_path).is_completed()
    wanted = {"key": {"any_": ["nightly", "nightly-sources", "nightly-findings"]}}
    found = {one["key"]: one for one in server.ask("artifacts/latest/filter", artifacts=wanted)}
    text = found["nightly"]["data"]
    assert "| files read | 3 |" in text
    assert "| authorities that stand elsewhere | 2 |" in text
    assert "- a\\|b.csv: row 2: \\<b\\>header\\</b\\>" in text
    assert json.loads(found["nightly-findings"]["data"]) == [{"rule": "odd", "findings": "7"}]


def test_a_run_that_prefect_turned_away_is_told_once(
    stub: Stub, server: Server, tmp_path: Path, box: Mailbox
) -> None:
    published(tmp_path / "nation.duckdb", [], ROUTINE)
    flow = server.ask("flows/", name="yearly")["id"]
    due = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    ids = {}
    for message in (TURNED_AWAY, "by hand"):
        state = {"type": "SCHEDULED", "state_details": {"scheduled_time": due.isoformat()}}
        ids[message] = server.ask("flow_runs/", flow_id=flow, state=state)["id"]
        state = {"type": "CANCELLED", "message": message}
        server.ask(f"flow_runs/{ids[message]}/set_state", state=state, force=True)
    for more in ({}, {"only_if_due": True}):
        assert run("monthly", tmp_path, **more).is_completed()
    (mail,) = [one for one in box.mails if one["Subject"].startswith("earlywarning: the yearly")]
    assert f"was skipped\nDue {due:%Y-%m-%d %H:%M} UTC; for Prefect one was" in text_of(mail)
    done = {"type": "COMPLETED"}
    server.ask(f"flow_runs/{ids[TURNED_AWAY]}/set_state", state=done, force=True)


# --- a month that was missed --------------------------------------------------------------------


def test_the_midday_run_ends_at_once_where_the_month_is_done(stub: Stub, tmp_path: Path) -> None:
    due = month_due(dt.datetime.now(dt.UTC))
    path = status_path(tmp_path / "nation.duckdb")
    for done, called in ((due + dt.timedelta(seconds=1), []), (due - dt.timedelta(days=1), NIGHT)):
        stub.called.clear()
        path.write_text(GOOD.model_copy(update={"month_done": done}).model_dump_json())
        assert run("monthly", tmp_path, only_if_due=True).is_completed()
        assert stub.called[: len(NIGHT)] == called
    stub.called.clear()
    path.write_text("{")
    assert run("monthly", tmp_path, only_if_due=True).is_completed()
    assert stub.called[: len(NIGHT)] == NIGHT, "a status that cannot be read is no reason to rest"


# --- the further flows --------------------------------------------------------------------------


def test_the_quarter_writes_reports_and_sends_digests(
    stub: Stub, tmp_path: Path, box: Mailbox
) -> None:
    rows = [alert("101", "front_door", dt.date(2026, 2, 3), "digest")]
    published(tmp_path / "nation.duckdb", rows, ROUTINE)
    assert run("quarterly", tmp_path).is_completed()
    assert stub.called == [*NIGHT, "report"]
    assert "2026-Q1, North: 1 changes" in text_of(box.mails[0])


def aged_tail(register: Path) -> Path:
    """Leave half a line of an interrupted writer that is two months old."""
    register.mkdir(mode=0o700)
    tail = register / "soft_intelligence.jsonl.1.torn"
    tail.write_text("half a")
    then = time.time() - 60 * 86_400
    os.utime(tail, (then, then))
    return tail


@pytest.mark.parametrize(("word", "stays"), [("", True), ("tell", True), ("apply", False)])
def test_month_and_quarter_tell_what_is_past_its_term_and_let_it_go_where_it_is_set(
    stub: Stub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, word: str, stays: bool
) -> None:
    monkeypatch.setenv("EARLYWARNING_RETENTION", word)
    monkeypatch.setenv("EARLYWARNING_RETENTION_ROLE", "data-protection officer")
    register = tmp_path / "register"
    tail = aged_tail(register)
    assert run("nightly", tmp_path, recorded=str(register)).is_completed()
    assert tail.exists(), "the night lets nothing go"
    flow = "monthly" if word else "quarterly"
    assert run(flow, tmp_path, recorded=str(register)).is_completed()
    assert tail.exists() == stays
    written = register / RETENTION
    assert written.exists() != stays
    if not stays:
        line = json.loads(written.read_text(encoding="utf-8"))
        assert (line["kind"], line["name"]) == ("torn_tails", str(tail))
        assert line["role"] == "data-protection officer"


def test_a_broken_ledger_stops_no_month(
    stub: Stub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EARLYWARNING_RETENTION", "apply")
    register = tmp_path / "register"
    tail = aged_tail(register)
    ledger = register / "soft_intelligence.jsonl"
    ledger.write_text("{}\n")
    ledger.chmod(0o600)
    assert run("monthly", tmp_path, recorded=str(register)).is_completed()
    assert tail.exists()


def test_the_year_fails_where_a_chain_is_broken(tmp_path: Path) -> None:
    for name in (DECISIONS, f"{DECISIONS}.head", f"{DECISIONS}.texts"):
        shutil.copy(nation() / "registers" / name, tmp_path / name)
    assert "records hold together" in "".join(yearly.verify_ledgers(tmp_path))
    (tmp_path / DECISIONS).write_bytes(b"")
    with pytest.raises(EarlyWarningError, match="WRONG"):
        yearly.verify_ledgers(tmp_path)


def test_the_years_back_test_changes_no_model_in_use(
    stub: Stub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path | None] = []

    def write(*words: object) -> object:
        asked.append(words[3])
        return type("Written", (), {"lines": ["a record"], "failed": False})

    monkeypatch.setattr("earlywarning.run.backtest.write", write)
    flow = import_module("pipelines.yearly").yearly
    state = flow(warehouse=str(tmp_path / "w.duckdb"), to=str(tmp_path / "out"), return_state=True)
    assert state.is_completed(), state.message
    assert asked == [tmp_path / "out"]


@pytest.mark.whole
@needs_cases
def test_past_days_are_built_in_a_warehouse_of_their_own_and_go_on_after_a_stop(
    tmp_path: Path,
) -> None:
    own = Settings((CASES / "BASE",), dt.date(2026, 4, 30), tmp_path / "past.duckdb", look_back=0)
    days = backfill.days_of(dt.date(2026, 2, 1), dt.date(2026, 4, 30), "month")
    assert [str(day) for day in days] == ["2026-02-28", "2026-03-31", "2026-04-30"]
    first = backfill.backfill(own, days, lambda _: None)
    next(first)
    first.close()
    said: list[str] = []
    built = [day for day, _ in backfill.backfill(own, days, said.append)]
    assert built == days[1:]
    assert "2026-02-28: kept from before" in said
    kept = sorted(path.name[:10] for path in own.builds.glob("*.duckdb"))
    assert kept == [str(day) for day in days]
    assert not own.warehouse.with_suffix(".told.jsonl").exists()


def test_past_days_do_not_take_the_place_of_today(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="a warehouse of their own"):
        backfill.require_own(PROJECT / "data" / ".." / "data" / "earlywarning.duckdb")
    with pytest.raises(UsageError, match="no month ends"):
        backfill.days_of(dt.date(2026, 2, 1), dt.date(2026, 2, 3), "month")
    with pytest.raises(UsageError, match="month or quarter"):
        backfill.days_of(dt.date(2026, 2, 1), dt.date(2026, 4, 3), "day")

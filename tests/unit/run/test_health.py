"""What `doctor` says of runs, months, locks, registers and fetching, at chosen moments."""

from __future__ import annotations

import datetime as dt
import fcntl
import shutil
from pathlib import Path

import pytest

from earlywarning.definitions.loader import load_definitions
from earlywarning.run import health, status
from earlywarning.run.health import Check, Place
from earlywarning.run.status import Counts, Source, Status, month_due
from earlywarning.settings import DECISIONS
from earlywarning.sources.fetching.record import FetchLog, Result, Tried, reach
from earlywarning.warehouse.one_at_a_time import holder, lock_path, one_at_a_time
from tests.conftest import REFERENCE
from tests.support.few_files import nation

NOW = dt.datetime(2026, 6, 20, 6, 0, tzinfo=dt.UTC)
DEFINITIONS = load_definitions(REFERENCE)


def hours(n: float) -> dt.timedelta:
    return dt.timedelta(hours=n)


def good(place: Path, **changed: object) -> Status:
    told = {
        "warehouse": str(place / "w.duckdb"), "last_good_run": NOW - hours(3), "run": "r",
        "started_by": "nightly", "as_of": NOW.date(), "built_at": NOW - hours(3),
        "first_good_run": NOW - hours(2000), "month_done": NOW - hours(400),
        "counts": Counts(read=1, refused=0, left_aside=0, findings_by_rule={}, standings_changed=0),
        "sources": (), "registers": (),
    }  # fmt: skip
    return Status.model_validate(told | changed)


def found(place: Path, was: Status | None, now: dt.datetime = NOW) -> dict[str, Check]:
    at = Place(place / "w.duckdb", place / "register", now)
    return {one.name: one for one in health.run_checks(at, was)}


def held_since(place: Path, name: str, since: dt.datetime) -> None:
    words = f"{name}, process 1, since {since.isoformat(timespec='seconds')}\n"
    lock_path(place / "w.duckdb").write_text(words, encoding="utf-8")


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-06-03T03:59", "2026-05-03T04:00"),  # five in London is four in summer
        ("2026-06-03T04:00", "2026-06-03T04:00"),
        ("2026-01-02T12:00", "2025-12-03T05:00"),
        ("2026-03-31T12:00", "2026-03-03T05:00"),
    ],
)
def test_a_month_is_due_when_it_is_scheduled_in_london(now: str, due: str) -> None:
    moment = dt.datetime.fromisoformat(now).replace(tzinfo=dt.UTC)
    assert month_due(moment) == dt.datetime.fromisoformat(due).replace(tzinfo=dt.UTC)


def test_all_is_well_after_a_good_night(tmp_path: Path) -> None:
    assert {one.state for one in found(tmp_path, good(tmp_path)).values()} == {"ok"}


def test_no_good_run_for_more_than_a_day_is_ours(tmp_path: Path) -> None:
    told = found(tmp_path, good(tmp_path, last_good_run=NOW - hours(27)))["last_good_run"]
    assert (told.state, told.whose) == ("wrong", "ours")
    assert "27.0 hours ago (nightly" in told.words


def test_it_does_not_cry_wolf_while_a_run_runs(tmp_path: Path) -> None:
    late = good(tmp_path, last_good_run=NOW - hours(27))
    held_since(tmp_path, "nightly", NOW - hours(1))
    with lock_path(tmp_path / "w.duckdb").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        told = found(tmp_path, late)
        assert told["last_good_run"].state == "look"
        assert told["lock"].state == "ok"
        assert found(tmp_path, None)["last_good_run"].state == "look"
        # A run that takes so long is stuck, and then all of it is said.
        told = found(tmp_path, late, NOW + hours(6))
        assert [told[name].state for name in ("last_good_run", "lock")] == ["wrong", "wrong"]


def test_it_is_not_content_while_the_month_failed(tmp_path: Path) -> None:
    due = month_due(NOW)
    failed = good(tmp_path, month_done=due - hours(24 * 30), last_good_run=NOW)
    told = found(tmp_path, failed)["month"]
    assert (told.state, told.whose) == ("wrong", "ours")
    assert "due 2026-06-03 04:00 UTC, are not written" in told.words
    # Before it is tried again at midday it is no fault yet, but it is said.
    early = good(tmp_path, month_done=None, last_good_run=due + hours(3))
    assert found(tmp_path, early, due + hours(4))["month"].state == "look"
    assert found(tmp_path, early, due + hours(13))["month"].state == "wrong"
    # Nobody waits for a month that came due before the first run.
    new = good(tmp_path, month_done=None, first_good_run=due + hours(1))
    assert found(tmp_path, new)["month"].state == "ok"


def test_a_run_that_died_is_seen_by_its_lock(tmp_path: Path) -> None:
    held_since(tmp_path, "monthly", NOW - hours(2))
    told = found(tmp_path, good(tmp_path))["lock"]
    assert (told.state, told.whose) == ("wrong", "ours")
    assert "did not end well: monthly, process 1" in told.words
    lock_path(tmp_path / "w.duckdb").write_text("monthly, process 1, since 2026-")
    assert found(tmp_path, good(tmp_path))["lock"].state == "wrong", "killed while it wrote that"


def test_looking_at_the_lock_stops_no_run_that_begins(tmp_path: Path) -> None:
    warehouse = tmp_path / "w.duckdb"
    with one_at_a_time(warehouse, "derive", publishes=False):
        pass
    assert holder(warehouse) is None, "that was no run"
    with one_at_a_time(warehouse, "nightly"):
        seen = holder(warehouse)
        assert seen
        assert (seen.is_held, seen.ended_well) == (True, False)
    seen = holder(warehouse)
    assert seen
    assert (seen.is_held, seen.ended_well) == (False, True)
    assert seen.since
    assert abs(dt.datetime.now(dt.UTC) - seen.since) < hours(1)


def test_a_broken_chain_is_ours_and_an_absent_ledger_is_none(tmp_path: Path) -> None:
    place = Place(tmp_path / "w.duckdb", tmp_path, NOW)
    assert {one.state for one in health.registers(place)} == {"none"}
    for name in (DECISIONS, f"{DECISIONS}.head"):
        shutil.copy(nation() / "registers" / name, tmp_path / name)
    (_, decided) = health.registers(place)
    assert (decided.state, "gone or changed" in decided.words) == ("wrong", True), "no texts"
    shutil.copy(nation() / "registers" / f"{DECISIONS}.texts", tmp_path)
    soft, decided = health.registers(place)
    assert (soft.state, decided.state) == ("none", "ok")
    assert "records hold together" in decided.words
    (tmp_path / DECISIONS).write_bytes(b"")
    (_, decided) = health.registers(place)
    assert (decided.state, decided.whose) == ("wrong", "ours")
    (tmp_path / DECISIONS).unlink()
    (_, decided) = health.registers(place)
    assert decided.state == "wrong", "its head tells that it was there"


def test_one_silent_publisher_is_theirs_and_all_of_them_are_ours() -> None:
    long, ago = NOW - hours(24 * 5), NOW - hours(3)
    one = Source(source="ofsted", reached=long, unreachable_since=long)
    other = Source(source="children_in_need", reached=ago, unreachable_since=None)
    assert health.fetching((one, other), DEFINITIONS, NOW).state == "ok"
    (told,) = health.unreachable((one, other), DEFINITIONS, NOW)
    assert (told.state, told.whose) == ("late", "publisher")
    assert told.words == "ofsted: unreachable since 2026-06-15 06:00 UTC"
    alone = health.fetching((one,), DEFINITIONS, NOW)
    assert (alone.state, alone.whose) == ("wrong", "ours")
    never = Source(source="ofsted", reached=None, unreachable_since=long)
    told = health.fetching((never,), DEFINITIONS, NOW)
    assert told.state == "wrong"
    assert "no publisher was ever reached, first tried 120.0 hours ago, over 3 days" in told.words
    told = health.fetching((never,), DEFINITIONS, long + hours(71))
    assert told.state == "look", "three days are given"
    other = Source(source="ofsted", reached=None, unreachable_since=None)
    told = health.fetching((other,), DEFINITIONS, NOW)
    assert told.whose == "ours"
    assert "does something stand in between?" in told.words


def test_a_page_of_somebody_in_between_ends_no_silence(tmp_path: Path) -> None:
    log = FetchLog(tmp_path)
    days = [NOW - hours(24 * n) for n in (9, 3, 2, 1)]
    outcomes: list[Result] = ["unchanged", "unreachable", "unreachable", "refused"]
    for number, (day, outcome) in enumerate(zip(days, outcomes, strict=True)):
        log.try_out(Tried("cin", "b1", "", day.isoformat(), outcome, ""))
        found = reach(tmp_path)["cin"]
        assert found.reached == days[0]
        assert found.unreachable_since == (None, days[1], days[1], None)[number]


def test_a_full_disk_is_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Place(tmp_path / "not" / "yet" / "w.duckdb", tmp_path, NOW)
    assert health.disk(place).state in {"ok", "wrong"}
    monkeypatch.setattr(health, "LEAST_FREE", 10**18)
    assert health.disk(place).whose == "ours"


def test_a_status_that_is_no_status_says_so(tmp_path: Path) -> None:
    path = status.status_path(tmp_path / "w.duckdb")
    path.write_text('{"form": 1, "warehou')
    with pytest.raises(Exception, match=r"w\.status\.json: cannot be read"):
        status.read_status(tmp_path / "w.duckdb")

"""What stands beside the warehouse after a run, and what `doctor` makes of it."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from earlywarning.run.guard import LostError
from earlywarning.run.status import read_status
from tests.conftest import Done, earlywarning
from tests.support.recorded import CASES, HEARD, needs_cases

pytestmark = needs_cases
QUICK = ("--no-reports", "--look-back", "0")


def run(place: Path, *more: str | Path) -> Done:
    words = ("run", "--input", place / "in", "--warehouse", "w.duckdb", *QUICK, *more)
    return earlywarning(*words, cwd=place)


def told(place: Path) -> dict[str, Any]:
    return json.loads((place / "w.status.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("held")
    shutil.copytree(CASES / "BASE", place / "in")
    assert run(place).returncode == 0
    recorded = earlywarning(*HEARD, "--text", "A word.", "--warehouse", "w.duckdb", cwd=place)
    assert recorded.returncode == 0, recorded.stderr
    assert run(place).returncode == 0
    return place


@pytest.fixture
def place(held: Path, tmp_path: Path) -> Path:
    return shutil.copytree(held, tmp_path / "place", symlinks=True)


def test_a_good_run_says_when_and_what(place: Path) -> None:
    found = told(place)
    age = dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(found["last_good_run"])
    assert dt.timedelta(0) <= age < dt.timedelta(hours=1)
    assert found["started_by"] == "run"
    assert found["as_of"] == str(dt.datetime.now(dt.UTC).date())
    assert found["month_done"] is None, "no reports were written"
    assert found["backup"] is None
    counts = found["counts"]
    assert counts["read"] > 10
    assert counts["refused"] == 0
    assert counts["standings_changed"] == 1, "what was heard between the two runs"
    rows = {one["kind"]: one["rows"] for one in found["registers"]}
    assert rows["soft_ledger"] == 1
    assert [p.name for p in place.glob(".w.*")] == [], "nothing half is left"


@pytest.mark.whole
def test_nothing_new_is_a_good_run_too_and_a_failed_one_is_none(place: Path) -> None:
    before = told(place)
    assert "nothing was new" in run(place).stdout
    after = told(place)
    assert after["built_at"] == before["built_at"]
    assert after["last_good_run"] >= before["last_good_run"]
    assert after["first_good_run"] == before["first_good_run"]
    (place / "data" / "register" / "soft_intelligence.jsonl").write_bytes(b"")
    assert run(place).returncode == LostError.exit_code
    assert told(place) == after
    # A stage that does not publish says nothing of how well it stands.
    words = ("--input", place / "in", "--warehouse", "w.duckdb", "--look-back", "0")
    assert earlywarning("derive", *words, "--without", "soft_ledger", cwd=place).returncode == 3
    assert told(place) == after


def test_reports_make_the_month_and_later_nights_keep_it(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("earlywarning.run.stages.write_reports", lambda *_: [])
    words = ("run", "--input", place / "in", "--warehouse", "w.duckdb", "--look-back", "0")
    assert earlywarning(*words, cwd=place).returncode == 0
    done = told(place)["month_done"]
    assert done is not None
    assert run(place).returncode == 0
    assert told(place)["month_done"] == done


@pytest.mark.whole
def test_where_there_is_nothing_to_compare_with_no_change_is_claimed(place: Path) -> None:
    assert run(place, "--fresh", "--look-back", "1").returncode == 0
    assert told(place)["counts"]["standings_changed"] == 0
    (place / "w.duckdb").unlink()
    assert run(place).returncode == 0
    assert told(place)["counts"]["standings_changed"] is None


def test_the_metrics_are_in_the_format_of_prometheus(place: Path) -> None:
    lines = (place / "w.prom").read_text(encoding="utf-8").splitlines()
    sample = re.compile(r'earlywarning_[a-z_]+\{([a-z_]+="[^"\\]*",?)+\} -?\d+')
    named = [line.split()[2] for line in lines if line.startswith("# TYPE")]
    assert len(named) == len(set(named))
    for line in lines:
        assert line.startswith(("# HELP earlywarning_", "# TYPE earlywarning_")) or (
            sample.fullmatch(line)
        ), line
    stamp = read_status(place / "w.duckdb")
    assert stamp
    moment = int(stamp.last_good_run.timestamp())
    name = "earlywarning_last_good_run_timestamp_seconds"
    assert f'{name}{{warehouse="w.duckdb"}} {moment}' in lines
    assert 'earlywarning_register_rows{warehouse="w.duckdb",register="soft_intelligence.jsonl"} 1' in lines  # noqa: E501  # fmt: skip


def doctor(place: Path) -> tuple[int, dict[str, dict[str, Any]]]:
    words = ("doctor", "--warehouse", "w.duckdb", "--incoming", place / "in", "--format", "json")
    done = earlywarning(*words, cwd=place)
    found = json.loads(done.stdout)
    assert found["exit_code"] == done.returncode
    assert found["status"]["run"]
    return done.returncode, {one["name"]: one for one in found["checks"]}


def test_doctor_tells_ours_from_theirs(place: Path) -> None:
    (place / "in" / "broken.csv").write_text("time_period,geographic_level\n2025,Nowhere\n")
    code, found = doctor(place)
    assert found["soft_intelligence.jsonl"]["state"] == "ok"
    assert "1 records hold together" in found["soft_intelligence.jsonl"]["words"]
    bad = {one["whose"] for one in found.values() if one["state"] in ("late", "wrong")}
    assert (code, bad) in [(3, {"publisher"}), (0, set())]
    lock = (place / "w.lock").read_text(encoding="utf-8").splitlines()
    (place / "w.lock").write_text(f"{lock[0]}\n", encoding="utf-8")
    code, found = doctor(place)
    assert code == 4
    assert "did not end well" in found["lock"]["words"]

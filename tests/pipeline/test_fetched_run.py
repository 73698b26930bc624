"""Fetched, run, fetched again: days and versions of the publisher reach the warehouse."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from earlywarning.run import fetch as run_fetch
from earlywarning.run import run as run_stages
from earlywarning.run.fetch import FetchOutcome
from earlywarning.run.work import Outcome
from earlywarning.settings import Settings
from earlywarning.sources.fetching.polite import Clock
from earlywarning.warehouse.connect import query
from lab.nation.write import write_nation
from tests.conftest import REFERENCE, Done, earlywarning
from tests.support.publisher import Publisher, serving

C1 = "cin/c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv"
NOW = Clock(sleep=lambda _: None)


@pytest.fixture(scope="module")
def nation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nation")
    write_nation(folder, small=True)
    return folder


@pytest.fixture
def place(nation: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the authority lists, and a reference that names one data set only."""
    reference = Path(shutil.copytree(REFERENCE, tmp_path / "reference"))
    text = (reference / "sources.toml").read_text(encoding="utf-8")
    start, *blocks = re.split(r"(?=^\[+publications)", text, flags=re.M)
    head = [b for b in blocks if re.match(r"\[publications\.children_in_need(\.cadence)?\]", b)]
    one = [b for b in blocks if 'name = "c1_referrals"' in b]
    (reference / "sources.toml").write_text("".join([start, *head, *one]), encoding="utf-8")
    monkeypatch.setenv("EARLYWARNING_REFERENCE", str(reference))
    shutil.copytree(nation / "reference", tmp_path / "in" / "reference")
    return tmp_path


@pytest.fixture
def publisher(nation: Path) -> Iterator[Publisher]:
    with serving(Publisher()) as one:
        one.publish("1.0", (nation / C1).read_bytes())
        yield one


def fetch(place: Path, publisher: Publisher) -> FetchOutcome:
    return run_fetch.fetch((), place / "in", address=publisher.address, clock=NOW)


def run(place: Path, as_of: str = "2026-04-30") -> Outcome:
    settings = Settings((place / "in",), dt.date.fromisoformat(as_of), place / "w.duckdb")
    return run_stages.run(settings, say=lambda _: None, reports=False)


def ask(place: Path, sql: str) -> list[tuple[object, ...]]:
    return query(place / "w.duckdb", sql)[1]


def changed(body: bytes) -> bytes:
    """Return the file with one authority's newest referrals raised by one."""
    lines = body.decode().split("\n")
    at = next(n for n, x in enumerate(lines) if x.startswith("2025,Reporting year,Local auth"))
    cells = lines[at].split(",")
    cells[11] = str(int(cells[11]) + 1)
    lines[at] = ",".join(cells)
    return "\n".join(lines).encode()


@pytest.mark.whole
def test_fetched_days_and_versions_reach_the_warehouse(place: Path, publisher: Publisher) -> None:
    assert fetch(place, publisher).lines == ["children_in_need: 1 new (c1_referrals 1.0)"]
    assert run(place).exit_code == 0
    basis = "select published, published_basis from release where source = 'children_in_need'"
    assert ask(place, basis) == [(dt.date(2025, 10, 30), "api")]
    assert ask(place, "select count(*) from revision") == [(0,)]

    # A night without news changes nothing.
    before = (place / "w.duckdb").resolve()
    assert fetch(place, publisher).lines == ["children_in_need: 1 unchanged"]
    assert "nothing was new" in "\n".join(run(place).summary)
    assert (place / "w.duckdb").resolve() == before

    # A changed version becomes revisions.
    publisher.publish("1.1", changed(publisher.bodies["1.0"]), "2026-01-15T09:30:00Z")
    publisher.changes["1.1"] = {"minorChanges": {"timePeriods": [{"currentState": {"code": "RY"}}]}}
    assert fetch(place, publisher).exit_code == 0
    run(place)
    moved = ask(place, "select series, kind, new_value - old_value from revision")
    assert moved == [("referrals", "value", 1.0)]
    joined = """select f.version, r.published, r.superseded_by is null
                from release r join fetched_file f using (sha256) order by 1"""
    assert ask(place, joined) == [
        ("1.0", dt.date(2025, 10, 30), False),
        ("1.1", dt.date(2026, 1, 15), True),
    ]
    listed = ask(place, "select version, weight, kind, after from data_set_change")
    assert listed == [("1.1", "minor", "timePeriods", "RY")]

    # Offline, doctor and exit code say so, and what is held stands.
    held = offline(place)
    assert held.returncode == 0
    told = earlywarning("doctor", "--warehouse", place / "w.duckdb", "--incoming", place / "in")
    (line,) = [x for x in told.stdout.splitlines() if " children_in_need (" in x]
    assert "newest release 2025, out 2026-01-15" in line
    assert "UTC: unreachable (127.0.0.1:9 cannot be reached" in line


def offline(place: Path) -> Done:
    return earlywarning("fetch", "--to", place / "in", "--address", "http://127.0.0.1:9")


def test_nothing_reached_and_nothing_held_is_nothing_usable(place: Path) -> None:
    done = offline(place)
    assert done.returncode == 4
    assert done.stdout.startswith("children_in_need: unreachable: 127.0.0.1:9 cannot be reached")
    assert len(done.stdout.splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_a_refusal_is_told_and_recorded(place: Path, publisher: Publisher) -> None:
    publisher.bodies["1.0"] = b"<html>Service unavailable</html>"
    done = earlywarning("fetch", "--to", place / "in", "--address", publisher.address)
    assert done.returncode == 3
    assert done.stdout == "children_in_need: refused: a web page came instead of data\n"
    assert not list((place / "in").rglob("*c1*"))
    told = (place / "in" / ".fetching" / "tried.csv").read_text(encoding="utf-8")
    assert "refused: a web page came" in told


def test_fetch_lists_its_sources_and_knows_no_others() -> None:
    listed = earlywarning("fetch", "--list").stdout
    assert "children_in_need: Children in need (b1_need, c1_referrals" in listed
    wrong = earlywarning("fetch", "children_in_ned")
    assert wrong.returncode == 2
    assert "did you mean children_in_need" in wrong.stderr

"""What was erased is looked for where it may still lie, and no backup brings it back."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from earlywarning.register import erased
from earlywarning.register.chain import walk
from earlywarning.register.decisions.actions import propose
from earlywarning.register.decisions.record import DECISIONS
from earlywarning.run.remains import build_holds
from tests.conftest import earlywarning
from tests.support.few_files import C1, CONTEXT, NEIGHBOURS, OUTCOMES, POPULATION, few
from tests.support.register import row
from tests.unit.register.test_decisions import LEAD, RULES, at, offer, walked

pytestmark = pytest.mark.whole

SAID, HEARD = "We know of the queue & of its end.", "The tall one said it in a lift."
OFFICER = ("--role", "data-protection officer", "--reason", "Request 12")
LIST = Path("data/register") / erased.LIST


def run(place: Path, day: str) -> None:
    words = ("--input", "in", "--no-reports", "--look-back", "0", "--as-of", day)
    done = earlywarning("run", *words, cwd=place)
    assert done.returncode in (0, 3), done.stderr


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two builds, a briefing and a backup, all made when the texts were there."""
    place = tmp_path_factory.mktemp("installed") / "here"
    few(place / "in", (C1, POPULATION, NEIGHBOURS, OUTCOMES, *CONTEXT))
    ledger = place / "data" / "register" / "decisions.jsonl"
    propose(ledger, [offer(old_la_code="101", supporter="102")], LEAD, RULES, at("2026-05-05"))
    walked(ledger, "reply", reply={"text": SAID})
    run(place, "2026-07-30")
    given = row(authority="101", text=HEARD, heard_on="2026-07-01")
    words = [word for name, told in given.items() if told
             for word in ("--" + name.replace("_", "-"), told)]  # fmt: skip
    told = earlywarning("soft", "add", *words, "--no-person-named", cwd=place)
    assert told.returncode == 0, told.stderr
    run(place, "2026-07-31")
    public = earlywarning("backup", "key", "../secret.key", cwd=place).stdout.strip()
    for words in (
        ("backup", "make", "../kept", "--for", public),
        ("brief", "101", "--to", "reports"),
        ("share", "--tier", "consortium", "--register", "data/register/soft_intelligence.jsonl",
         "--role", "consortium lead", "--to", "../handed"),
    ):  # fmt: skip
        done = earlywarning(*words, cwd=place)
        assert done.returncode == 0, done.stderr
    return place.parent


@pytest.fixture
def place(installation: Path, tmp_path: Path) -> Path:
    for one in ("here", "kept", "secret.key"):
        source = installation / one
        if source.is_dir():
            shutil.copytree(source, tmp_path / one, symlinks=True)
        else:
            shutil.copy(source, tmp_path / one)
    status = tmp_path / "here" / "data" / "earlywarning.status.json"
    status.write_text(status.read_text().replace(str(installation), str(tmp_path)))
    return tmp_path / "here"


def bytes_in(folder: Path) -> bytes:
    return b"".join(one.read_bytes() for one in folder.rglob("*") if one.is_file())


def restored(place: Path, *more: str | Path) -> tuple[Path, str]:
    [file] = (place.parent / "kept").glob("*.age")
    new = place.parent / "new"
    words = ("backup", "restore", file, "--key", "../secret.key", "--to", new, *more)
    done = earlywarning(*words, cwd=place)
    assert done.returncode == 0, done.stderr
    return new, done.stdout + done.stderr


def test_an_erased_reply_is_named_in_builds_pages_backups_and_what_was_handed_on(place) -> None:
    done = earlywarning("review", "erase", "D-0001", *OFFICER, cwd=place)
    assert done.returncode == 0, done.stderr
    kinds = [line.split(":")[0].strip() for line in done.stdout.splitlines()[2:]]
    assert set(kinds) == {"build", "published", "page", "backup", "handed on"}
    assert "brief of" in done.stdout
    builds = list((place / "data/earlywarning.builds").glob("*.duckdb"))
    assert all(build_holds(one, [SAID]) for one in builds), "named and not removed"


def test_our_own_copies_go_when_asked_and_the_published_one_stays(place) -> None:
    done = earlywarning("review", "erase", "D-0001", "--copies", *OFFICER, cwd=place)
    assert done.returncode == 0, done.stderr
    [left] = (place / "data/earlywarning.builds").glob("*.duckdb")
    assert left == (place / "data/earlywarning.duckdb").resolve()
    assert "  build: " not in done.stdout
    assert "  published: " in done.stdout
    pages = [
        one for one in (place / "reports").rglob("*.html") if "of the queue" in one.read_text()
    ]
    assert pages == []


@pytest.mark.parametrize("why", ["Mary Smith has asked for it", " "])
def test_a_reason_that_cannot_be_taken_removes_no_copy(place, why: str) -> None:
    before = sorted((place / "data/earlywarning.builds").glob("*.duckdb"))
    role = ("--role", "data-protection officer", "--reason", why)
    done = earlywarning("review", "erase", "D-0001", "--copies", *role, cwd=place)
    assert done.returncode in (2, 3), done.stdout
    assert sorted((place / "data/earlywarning.builds").glob("*.duckdb")) == before


def test_of_what_was_heard_no_build_is_named_but_backup_and_share_are(place) -> None:
    done = earlywarning("soft", "erase", "L-0001", *OFFICER, cwd=place)
    assert done.returncode == 0, done.stderr
    kinds = {line.split(":")[0].strip() for line in done.stdout.splitlines()[2:]}
    assert kinds == {"backup", "handed on"}
    assert "share of" in done.stdout


def test_a_backup_from_before_brings_no_erased_text_back(place) -> None:
    for words in (("soft", "erase", "L-0001"), ("review", "erase", "D-0001")):
        done = earlywarning(*words, *OFFICER, cwd=place)
        assert done.returncode == 0, done.stderr
    assert (place.parent / "kept" / erased.LIST).exists(), "beside the backups, for another machine"
    shutil.rmtree(place / "data")
    new, told = restored(place)
    assert "soft_intelligence.jsonl: texts of 1 records had been erased" in told
    assert "decisions.jsonl: texts of 1 records had been erased" in told
    assert "run once more" in told
    for text in (SAID, HEARD):
        assert text.encode() not in bytes_in(new)
    assert not (new / "data/earlywarning.duckdb").exists()
    assert not list(new.glob(".restoring"))
    for ledger in ("soft", "review"):
        assert earlywarning(ledger, "verify", cwd=new).returncode == 0
    record = walk(new / "data/register/decisions.jsonl", DECISIONS).records[-1]
    assert (record.kind, record.by) == ("erasure", "data-protection officer")
    assert (new / LIST).exists()


def test_without_the_list_it_would_come_back_and_with_one_that_is_named_not(place) -> None:
    done = earlywarning("soft", "erase", "L-0001", *OFFICER, cwd=place)
    assert done.returncode == 0, done.stderr
    (place.parent / "kept" / erased.LIST).unlink()
    (place / LIST).rename(place.parent / "carried.jsonl")
    new, told = restored(place)
    assert "had been erased" not in told
    assert HEARD.encode() in bytes_in(new)
    shutil.rmtree(new)
    new, told = restored(place, "--erased", "../carried.jsonl")
    assert HEARD.encode() not in bytes_in(new)
    assert (new / "data/earlywarning.duckdb").exists(), "no build holds what was heard"
    missing = earlywarning("backup", "restore", "a", "--key", "../secret.key", "--to", "b",
                           "--erased", "nowhere", cwd=place)  # fmt: skip
    assert (missing.returncode, "no such list" in missing.stderr) == (2, True)


def test_backups_that_cannot_be_told_are_told(place) -> None:
    shutil.rmtree(place.parent / "kept")
    done = earlywarning("soft", "erase", "L-0001", *OFFICER, cwd=place)
    assert done.returncode == 3
    assert "put data/register/erased.jsonl beside them" in done.stderr
    assert HEARD.encode() not in bytes_in(place / "data" / "register")


def killed(words: list[str], place: Path, seconds: float) -> None:
    """Start a command in a process of its own and kill it from outside, if it is still there."""
    command = [sys.executable, "-m", "earlywarning", *words]
    process = subprocess.Popen(
        command, cwd=place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait(20)


def test_killed_from_outside_it_can_be_asked_again_and_is_gone(place, monkeypatch) -> None:
    monkeypatch.delenv("EARLYWARNING_REGISTER", raising=False)
    words = ["review", "erase", "D-0001", "--copies", *OFFICER]
    chance = random.Random(20)
    ledger = place / "data/register/decisions.jsonl"
    for seconds in (0.3, 0.6, *(chance.uniform(0.5, 1.6) for _ in range(6))):
        killed(words, place, seconds)
        assert earlywarning("review", "verify", cwd=place).returncode == 0
    again = earlywarning(*words, cwd=place)
    assert again.returncode in (0, 2), again.stderr
    assert SAID.encode() not in bytes_in(ledger.parent)
    assert len(list((place / "data/earlywarning.builds").glob("*.duckdb"))) == 1
    gone = erased.erased_from(ledger, DECISIONS)
    assert gone
    assert gone.items() <= erased.listed(place / LIST).items()


def test_a_restore_that_is_killed_leaves_nothing_that_a_second_does_not_erase(
    place, monkeypatch
) -> None:
    monkeypatch.delenv("EARLYWARNING_REGISTER", raising=False)
    assert earlywarning("soft", "erase", "L-0001", *OFFICER, cwd=place).returncode == 0
    [file] = (place.parent / "kept").glob("*.age")
    new = place.parent / "new"
    words = ["backup", "restore", str(file), "--key", "../secret.key", "--to", str(new)]
    for seconds in (0.5, 0.7, 0.9):
        killed(words, place, seconds)
        if (new / "data").exists():
            assert HEARD.encode() not in bytes_in(new / "data")
            shutil.rmtree(new)
    restored(place)
    assert HEARD.encode() not in bytes_in(new)


def test_a_list_takes_what_is_torn_for_nothing(tmp_path: Path) -> None:
    path = tmp_path / erased.LIST
    erased.add(path, {"a" * 64: "consortium lead"})
    with path.open("ab") as file:
        file.write(b'{"sealed": "' + b"b" * 64 + b'"\n{"sealed": "short", "by": "x"}\n')
    assert erased.listed(path) == {"a" * 64: "consortium lead"}
    erased.add(path, {"a" * 64: "another", "c" * 64: "consortium lead"})
    assert erased.listed(path) == {"a" * 64: "consortium lead", "c" * 64: "consortium lead"}
    with path.open("ab") as file:
        file.write(b'{"sealed": "torn')
    erased.add(path, {"d" * 64: "consortium lead"})
    assert "d" * 64 in erased.listed(path), "the next line stands alone"
    assert path.stat().st_mode & 0o077 == 0


def test_asked_twice_nothing_is_left_to_erase(place) -> None:
    gone = earlywarning("review", "erase", "D-0001", *OFFICER, cwd=place)
    assert gone.returncode == 0
    again = earlywarning("review", "erase", "D-0001", *OFFICER, cwd=place)
    assert (again.returncode, "no text of it is left" in again.stderr) == (2, True)

"""All is destroyed and comes back; what is cut, changed or for another key brings nothing."""

from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path

import duckdb
import pyrage
import pytest

from earlywarning.errors import EarlyWarningError
from earlywarning.run import backup
from earlywarning.settings import Settings, today
from tests.conftest import earlywarning
from tests.support.few_files import C1, CONTEXT, NEIGHBOURS, OUTCOMES, POPULATION, few

BESIDE = (C1, POPULATION, NEIGHBOURS, OUTCOMES, *CONTEXT)


def run(place: Path, as_of: str) -> None:
    done = earlywarning(
        "run", "--input", "in", "--no-reports", "--look-back", "0", "--as-of", as_of, cwd=place
    )
    assert done.returncode in (0, 3), done.stderr


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with two builds, an entry recorded by command, and a key kept elsewhere."""
    place = tmp_path_factory.mktemp("installed") / "here"
    few(place / "in", BESIDE)
    run(place, "2026-04-29")  # whose names of places the entry is held against
    told = earlywarning(
        "soft", "add", "--authority", "101", "--flag", "rise_in_complaints",
        "--heard-on", "2026-04-02", "--source-kind", "complaints_team",
        "--reliability", "B", "--credibility", "2",
        "--text", "More calls than a year ago.", "--recorded-by", "improvement adviser",
        "--review-by", "2026-10-02", "--no-person-named", cwd=place,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    run(place, "2026-04-30")
    return place


@pytest.fixture
def place(installation: Path, tmp_path: Path) -> Path:
    return shutil.copytree(installation, tmp_path / "here", symlinks=True)


def kept(place: Path) -> tuple[Path, Path]:
    """Make a key and a backup, and return both files."""
    made = earlywarning("backup", "key", "../secret.key", cwd=place)
    public = made.stdout.strip()
    done = earlywarning("backup", "make", "../kept", "--for", public, cwd=place)
    assert done.returncode == 0, done.stderr
    [file] = (place.parent / "kept").iterdir()
    return file, place.parent / "secret.key"


def tables(place: Path) -> dict[str, int]:
    with duckdb.connect(str((place / "data/earlywarning.duckdb").resolve()), read_only=True) as c:
        names = [n for (n,) in c.execute("select table_name from duckdb_tables()").fetchall()]
        told = {n: c.execute(f'select sum(hash(t)) from "{n}" as t').fetchone() for n in names}
    return {name: row[0] for name, row in told.items() if row}


def everything(place: Path) -> dict[str, bytes]:
    return {
        path.relative_to(place).as_posix(): path.read_bytes()
        for folder in ("data/register", "data/raw")
        for path in (place / folder).rglob("*")
        if path.is_file()
    }


@pytest.mark.whole
def test_all_is_destroyed_and_comes_back_as_it_was(place: Path) -> None:
    file, key = kept(place)
    before, told = everything(place), tables(place)
    assert any(name.endswith(".jsonl") for name in before)
    assert any(name.endswith(".head") for name in before)
    assert any(name.endswith(".texts") for name in before)
    shutil.rmtree(place / "data")
    done = earlywarning("backup", "restore", file, "--key", key, "--to", ".", cwd=place)
    assert done.returncode == 0, done.stderr
    assert "published as of 2026-04-30; each is what was kept" in done.stdout
    assert (everything(place), tables(place)) == (before, told)
    assert not (place / ".restoring").exists()
    again = earlywarning("soft", "verify", cwd=place)
    assert again.returncode == 0, again.stdout + again.stderr
    run(place, "2026-04-30")
    assert tables(place).keys() == told.keys()


def test_a_backup_and_its_key_are_for_their_owner_and_hold_nothing_in_the_clear(
    place: Path,
) -> None:
    file, key = kept(place)
    assert [one.stat().st_mode & 0o777 for one in (file, key)] == [0o600, 0o600]
    content = file.read_bytes()
    assert content.startswith(b"age-encryption.org/v1")
    for secret in (b"More calls", b"rise_in_complaints", b"manifest.json", b"earlywarning.builds"):
        assert secret not in content


def test_a_backup_that_was_killed_or_found_no_room_leaves_nothing(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place.parent / "kept").mkdir()
    (place.parent / "kept" / "earlywarning-2026-11-03T010203Z.tar.part").write_bytes(b"half")
    file, _ = kept(place)  # which is alone there

    def full(*_: object) -> None:
        raise pyrage.EncryptError("OSError: [Errno 28] No space left on device")

    monkeypatch.setattr(pyrage, "encrypt_io", full)
    public = pyrage.x25519.Identity.generate().to_public()
    done = earlywarning("backup", "make", "../kept", "--for", str(public), cwd=place)
    assert (done.returncode, "no backup was written: OSError" in done.stderr) == (4, True)
    assert list(file.parent.iterdir()) == [file]


def test_doctor_knows_how_old_the_last_backup_is_and_its_run_stays_as_old_as_it_was(
    place: Path,
) -> None:
    status = place / "data/earlywarning.status.json"
    before, age = json.loads(status.read_text(encoding="utf-8")), status.stat().st_mtime_ns
    assert "look  no backup was ever made" in earlywarning("doctor", cwd=place).stdout
    file, _ = kept(place)
    found = json.loads(status.read_text(encoding="utf-8"))
    assert found["backup"]["file"].endswith(file.name)
    assert (before | {"backup": found["backup"]}, age) == (found, status.stat().st_mtime_ns)
    assert "the last backup was made 0.0 hours ago" in earlywarning("doctor", cwd=place).stdout
    run(place, "2026-04-30")
    assert json.loads(status.read_text(encoding="utf-8"))["backup"] == found["backup"]


def test_a_key_is_never_written_over(place: Path) -> None:
    kept(place)
    again = earlywarning("backup", "key", "../secret.key", cwd=place)
    assert (again.returncode, "never written over" in again.stderr) == (2, True)


def test_another_key_opens_nothing(place: Path) -> None:
    file, _ = kept(place)
    earlywarning("backup", "key", "../other.key", cwd=place)
    done = earlywarning(
        "backup", "restore", file, "--key", "../other.key", "--to", "../new", cwd=place
    )
    assert (done.returncode, "not for this key" in done.stderr) == (2, True)
    assert not list((place.parent / "new").iterdir())


@pytest.mark.parametrize("damage", ["cut", "changed"])
def test_a_damaged_backup_brings_back_nothing_and_says_so(place: Path, damage: str) -> None:
    file, key = kept(place)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content if damage == "changed" else content[: len(content) // 2])
    done = earlywarning("backup", "restore", file, "--key", key, "--to", "../new", cwd=place)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert "not a whole backup" in done.stderr
    assert not list((place.parent / "new").iterdir())


def test_nothing_that_stands_is_restored_over(place: Path) -> None:
    file, key = kept(place)
    before = tables(place)
    done = earlywarning("backup", "restore", file, "--key", key, "--to", ".", cwd=place)
    assert (done.returncode, "stands there already" in done.stderr) == (2, True)
    assert tables(place) == before


def test_what_is_no_key_and_nothing_published_are_told(tmp_path: Path) -> None:
    wrong = earlywarning("backup", "make", "kept", "--for", "ssh-rsa AAAA", cwd=tmp_path)
    assert (wrong.returncode, "begins with age1" in wrong.stderr) == (2, True)
    public = earlywarning("backup", "key", "secret.key", cwd=tmp_path).stdout.strip()
    early = earlywarning("backup", "make", "kept", "--for", public, cwd=tmp_path)
    assert (early.returncode, "nothing was published yet" in early.stderr) == (4, True)
    assert not list((tmp_path / "kept").iterdir())


def test_a_full_disk_leaves_no_half_backup(
    place: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    public = backup.make_key(tmp_path / "a.key")
    monkeypatch.chdir(place)

    def full(_number: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(backup.os, "fsync", full)
    with pytest.raises(EarlyWarningError, match=r"no backup was written.*No space") as told:
        backup.back_up(Settings((), today()), tmp_path / "kept", public)
    assert told.value.exit_code == 4
    assert not list((tmp_path / "kept").iterdir())


def test_readers_get_the_build_before_and_any_that_is_kept(place: Path) -> None:
    link = place / "data/earlywarning.duckdb"
    newest = link.resolve().name
    done = earlywarning("rollback", cwd=place)
    assert done.returncode == 0, done.stderr
    assert link.resolve().name.startswith("2026-04-29")
    gone = earlywarning("rollback", cwd=place)
    assert gone.returncode == 2
    assert f"there are: {newest}" in gone.stderr
    assert earlywarning("rollback", newest, cwd=place).returncode == 0
    assert link.resolve().name == newest

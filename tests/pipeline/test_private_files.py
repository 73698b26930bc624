"""What is written is for the program's own account; the public's files are for everybody."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import earlywarning


@pytest.fixture(autouse=True)
def open_shell():
    """Start as most shells do: files for everybody to read."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def wide(folder: Path) -> list[str]:
    """Return what another account could read or enter."""
    return [str(p) for p in (folder, *folder.rglob("*")) if p.lstat().st_mode & 0o077]


def shut(folder: Path) -> list[str]:
    """Return what another account could not read."""
    return [
        str(p) for p in (folder, *folder.rglob("*"))
        if p.stat().st_mode & 0o777 != (0o755 if p.is_dir() else 0o644)
    ]  # fmt: skip


OWN = ("--authority", "125")
WAYS = {
    "share": ("share", "--tier"),
    "export": ("export", "--format", "csv", "--tier"),
    "brief": ("brief", "125", "--tier"),
    "baseline": ("baseline", "125", "--tier"),
    "workbook": ("workbook", "125", "--tier"),
}


@pytest.mark.whole
@pytest.mark.parametrize("way", WAYS)
def test_only_the_publics_files_can_be_read_by_others(
    small_warehouse: Path, tmp_path: Path, way: str
) -> None:
    for tier in ("public", "authority"):
        named = OWN if tier == "authority" and way in ("share", "export") else ()
        folder = tmp_path / tier
        done = earlywarning(*WAYS[way], tier, *named, "--to", folder, "--warehouse",
                            small_warehouse)  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert [p for p in folder.rglob("*") if p.is_file()]
        assert (shut(folder) if tier == "public" else wide(folder)) == []


def test_what_people_recorded_is_for_nobody_else(tmp_path: Path) -> None:
    done = earlywarning(
        "soft", "add", "--authority", "Leeds", "--flag", "whistleblowing", "--heard-on",
        "2026-01-05", "--source-kind", "practitioner", "--reliability", "B", "--credibility", "2",
        "--text", "Told in private.", "--recorded-by", "regional lead", "--review-by",
        "2026-06-30", "--ledger", tmp_path / "register" / "soft.jsonl",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert wide(tmp_path / "register") == []
    earlywarning("soft", "template", tmp_path / "new" / "entries.csv")
    assert wide(tmp_path / "new") == []


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every account can enter; that of a test cannot be."""
    folder = Path(tempfile.mkdtemp(prefix="open-to-all-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.skipif(
    os.geteuid() != 0 or shutil.which("setpriv") is None,
    reason="only the administrator can take another account's place, with setpriv",
)
def test_another_account_of_the_machine_reads_the_publics_files_alone(
    small_warehouse: Path, open_folder: Path
) -> None:
    earlywarning(
        "soft", "add", "--authority", "Quenlamoor", "--flag", "whistleblowing", "--heard-on",
        "2026-01-05", "--source-kind", "practitioner", "--reliability", "B", "--credibility", "2",
        "--text", "Told in private.", "--recorded-by", "regional lead", "--review-by",
        "2026-06-30", "--ledger", open_folder / "register" / "soft.jsonl", "--warehouse",
        small_warehouse,
    )  # fmt: skip
    for tier in ("public", "consortium"):
        done = earlywarning("brief", "125", "--tier", tier, "--to", open_folder / tier,
                            "--warehouse", small_warehouse)  # fmt: skip
        assert done.returncode == 0, done.stderr
    files = [path for path in open_folder.rglob("*") if path.is_file()]
    assert {"register", "public", "consortium"} <= {
        p.relative_to(open_folder).parts[0] for p in files
    }
    nobody = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "cat"]
    for path in files:
        ended = subprocess.run([*nobody, path], capture_output=True, check=False)
        is_public = path.is_relative_to(open_folder / "public")
        assert (ended.returncode == 0) == is_public, path
        assert is_public or ended.stdout == b""

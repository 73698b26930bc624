"""Files of the register are for their owner only: others' rights and links are refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from earlywarning.errors import SourceError
from earlywarning.private import open_private, read_private, swap_in
from earlywarning.register import state
from earlywarning.register.chain import head_path, walk
from earlywarning.register.ledger import Draft, append
from tests.conftest import earlywarning
from tests.support.register import NOON, entry


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "soft.jsonl"
    append(path, lambda _: [Draft("entry", "role", entry())], NOON)
    return path


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666, 0o601])
def test_a_ledger_that_others_may_use_is_neither_read_nor_written(ledger: Path, mode: int) -> None:
    before = ledger.read_bytes()
    ledger.chmod(mode)
    with pytest.raises(SourceError, match=f"mode {mode:o}.*chmod 600 '{ledger}'"):
        walk(ledger)
    with pytest.raises(SourceError, match="chmod 600") as caught:
        append(ledger, lambda _: [Draft("entry", "role", entry(text="More."))], NOON)
    assert caught.value.rule == "private"
    assert ledger.read_bytes() == before
    ledger.chmod(0o600)
    assert len(state.sound_records(ledger)[0]) == 1


def test_the_commands_say_how_to_put_it_right(ledger: Path) -> None:
    ledger.chmod(0o644)
    done = earlywarning("soft", "verify", "--ledger", ledger)
    assert done.returncode == 3
    assert f"chmod 600 '{ledger}'" in done.stderr


def test_a_head_that_others_may_write_is_refused(ledger: Path) -> None:
    head_path(ledger).chmod(0o622)
    with pytest.raises(SourceError, match=r"soft\.jsonl\.head.*mode 622"):
        walk(ledger)


def test_no_link_is_followed_neither_to_a_file_nor_to_nothing(ledger: Path) -> None:
    other = ledger.with_name("other.jsonl")
    for target in (ledger, ledger.with_name("not-there")):
        other.unlink(missing_ok=True)
        other.symlink_to(target)
        with pytest.raises(SourceError, match="is a link"):
            walk(other)
        with pytest.raises(SourceError, match="is a link"):
            append(other, lambda _: [Draft("entry", "role", entry(text="More."))], NOON)
    assert not ledger.with_name("not-there").exists()


def test_neither_a_folder_nor_a_pipe_stands_for_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    (tmp_path / "folder").mkdir(mode=0o700)
    for name in ("pipe", "folder"):
        with pytest.raises(SourceError, match="is no file"):
            read_private(tmp_path / name)


def test_what_is_swapped_in_is_for_its_owner_and_leaves_no_half(tmp_path: Path) -> None:
    path = tmp_path / "kept.json"
    (tmp_path / ".kept.json.half").symlink_to(tmp_path / "elsewhere")
    swap_in(path, b"one")
    swap_in(path, b"two")
    assert path.read_bytes() == b"two"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["kept.json"]
    assert read_private(tmp_path / "nothing") is None
    with pytest.raises(FileNotFoundError):
        open_private(tmp_path / "nothing")

"""A text can be taken away and the chain holds; what older versions wrote is read, and moved."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from earlywarning.errors import UsageError
from earlywarning.register import actions, erasing, ledger, state
from earlywarning.register.apart import texts_path
from earlywarning.register.chain import head_path, told, walk
from earlywarning.register.ledger import Draft, append
from earlywarning.register.record import Words
from tests.conftest import REGISTER, earlywarning
from tests.support.register import ALLOWED, NOON, act, entry, write_old

SECRET = "The tall one from the fourth floor said it."
OTHER = "Visits are late."
WHY = "Article 17, request 12"
OFFICER = "data-protection officer"


@pytest.fixture
def soft(tmp_path: Path) -> Path:
    path = tmp_path / "register" / "soft.jsonl"
    for text in (SECRET, OTHER):
        append(path, lambda _, text=text: [Draft("entry", "role", entry(text=text))], NOON)
    append(path, lambda _: [Draft("dispute", "director", Words(text=SECRET), "L-0001")], NOON)
    return path


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_no_text_stands_in_the_chain(soft: Path) -> None:
    assert SECRET.encode() not in soft.read_bytes()
    assert [r.text for r in walk(soft).records] == [SECRET, OTHER, SECRET]
    assert texts_path(soft).stat().st_mode & 0o077 == 0
    assert told(walk(soft))[1]


def test_two_entries_of_the_same_words_have_different_commitments(soft: Path) -> None:
    first, _, third = walk(soft).records
    assert first.commitments != third.commitments


def test_an_erased_text_is_nowhere_and_the_chain_holds(soft: Path) -> None:
    before = [r.hash for r in walk(soft).records]
    counted = state.items(walk(soft).records, dt.date(2026, 5, 1))
    done = erasing.erase(soft, "L-0001", OFFICER, WHY, ALLOWED)
    assert (done.by, done.body.records) == (OFFICER, (1, 3))  # type: ignore[attr-defined]
    assert SECRET.encode() not in bytes_of(soft.parent)
    chain = walk(soft)
    found, well = told(chain, before[-1])
    assert well, found
    assert [r.hash for r in chain.records][:3] == before
    assert chain.records[1].text == OTHER
    assert chain.records[0].text.startswith("[erased on 20")
    assert chain.records[3].text == WHY
    assert f"erased on {done.recorded.date()} by {OFFICER}, as record 4 says" in found[-1]
    assert state.items(chain.records, dt.date(2026, 5, 1)).equals(counted)
    with pytest.raises(UsageError, match="no text of it is left"):
        erasing.erase(soft, "L-0001", OFFICER, WHY, ALLOWED)


def test_one_record_alone_can_be_erased(soft: Path) -> None:
    erasing.erase(soft, "L-0001", OFFICER, WHY, ALLOWED, only=3)
    assert walk(soft).records[0].text == SECRET
    assert walk(soft).records[2].text.startswith("[erased")


def test_only_roles_of_the_policy_erase(soft: Path) -> None:
    with pytest.raises(UsageError, match="improvement adviser"):
        erasing.erase(soft, "L-0001", "improvement adviser", WHY, ALLOWED)
    assert walk(soft).records[0].text == SECRET


def test_killed_between_record_and_file_it_is_erased_all_the_same(soft: Path, monkeypatch) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ledger, "keep_only", killed)
    with pytest.raises(KeyboardInterrupt):
        erasing.erase(soft, "L-0001", OFFICER, WHY, ALLOWED)
    monkeypatch.undo()
    assert SECRET not in [r.text for r in walk(soft).records]
    append(soft, lambda _: [Draft("entry", "role", entry(text="More."))])
    assert SECRET.encode() not in bytes_of(soft.parent)
    assert told(walk(soft))[1]


def test_a_text_that_is_put_back_or_changed_is_not_read(soft: Path) -> None:
    kept = texts_path(soft).read_bytes()
    erasing.erase(soft, "L-0001", OFFICER, WHY, ALLOWED)
    texts_path(soft).write_bytes(kept + texts_path(soft).read_bytes())
    assert SECRET not in [r.text for r in walk(soft).records]
    texts_path(soft).write_bytes(texts_path(soft).read_bytes().replace(b"late", b"fine"))
    chain = walk(soft)
    assert chain.missing == [2]
    found, well = told(chain)
    assert not well
    assert "records 2 are gone or changed" in found[-1]


def test_a_text_that_was_torn_off_costs_no_other(soft: Path) -> None:
    with texts_path(soft).open("ab") as file:
        file.write(b'{"texts_of": "soft')
    append(soft, lambda _: [Draft("entry", "role", entry(text="More."))])
    assert [r.text for r in walk(soft).records] == [SECRET, OTHER, SECRET, "More."]
    assert told(walk(soft))[1]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "old" / "soft.jsonl"
    path.parent.mkdir()
    given = [act("entry", "L-0001", entry(text=SECRET)), act("entry", "L-0002", entry(text=OTHER))]
    write_old(path, given)
    return path


def test_a_ledger_of_an_older_version_is_read_goes_on_and_says_what_to_do(old: Path) -> None:
    append(old, lambda _: [Draft("entry", "role", entry(text="More."))])
    assert [r.text for r in walk(old).records] == [SECRET, OTHER, "More."]
    found, well = told(walk(old))
    assert well
    assert "2 texts stand inside the chain" in found[1]
    with pytest.raises(UsageError, match="soft move"):
        erasing.erase(old, "L-0001", OFFICER, WHY, ALLOWED)
    erasing.erase(old, "L-0003", OFFICER, WHY, ALLOWED)
    assert b"More." not in bytes_of(old.parent)


def test_it_is_moved_with_every_record_and_then_erases(old: Path) -> None:
    append(old, lambda _: [Draft("entry", "role", entry(text="More."))])
    before = walk(old)
    erasing.move(old, OFFICER, ALLOWED)
    chain = walk(old)
    assert told(chain)[1]
    assert SECRET.encode() not in old.read_bytes()
    same = [(r.number, r.recorded, r.kind, r.item, r.by, r.body) for r in before.records]
    assert [
        (r.number, r.recorded, r.kind, r.item, r.by, r.body) for r in chain.records[:-1]
    ] == same
    assert chain.records[-1].body.last == before.last  # type: ignore[attr-defined]
    with pytest.raises(UsageError, match="nothing to move"):
        erasing.move(old, OFFICER, ALLOWED)
    erasing.erase(old, "L-0001", OFFICER, WHY, ALLOWED)
    assert SECRET.encode() not in bytes_of(old.parent)
    assert told(walk(old))[1]


@pytest.mark.parametrize("last_step", ["swap_in", "_write_head"])
def test_killed_while_it_is_moved_it_is_still_a_ledger(old: Path, monkeypatch, last_step) -> None:
    before = [r.text for r in walk(old).records]
    real = getattr(ledger, last_step)

    def killed(*words: object) -> None:
        # Of heads the one that names the new records.
        if words[-1] == "0" * 64:
            real(*words)
        else:
            raise KeyboardInterrupt

    monkeypatch.setattr(ledger, last_step, killed)
    with pytest.raises(KeyboardInterrupt):
        erasing.move(old, OFFICER, ALLOWED)
    monkeypatch.undo()
    assert [r.text for r in walk(old).records][:2] == before
    assert walk(old).broken is None
    append(old, lambda _: [Draft("entry", "role", entry(text="More."))])
    assert told(walk(old))[1]


def test_reading_all_texts_is_recorded_and_needs_a_role(soft: Path) -> None:
    found = actions.read_all(soft, "consortium lead", ALLOWED)
    assert [r.text for r in found] == [SECRET, OTHER, SECRET]
    last = walk(soft).records[-1]
    assert (last.kind, last.item, last.by) == ("read", "all", "consortium lead")
    with pytest.raises(UsageError, match="role"):
        actions.read_all(soft, "", ALLOWED)


def test_only_the_consortium_releases_what_was_told_in_confidence(soft: Path) -> None:
    day = dt.date(2026, 5, 1)
    assert state.items(walk(soft).records, day)["released"].to_list() == [False, False]
    with pytest.raises(UsageError, match="regional lead"):
        actions.release(soft, "L-0001", "regional lead", ALLOWED)
    actions.release(soft, "L-0001", "consortium lead", ALLOWED, NOON)
    assert state.items(walk(soft).records, day)["released"].to_list() == [True, False]
    with pytest.raises(UsageError, match="released already"):
        actions.release(soft, "L-0001", "consortium lead", ALLOWED)


def test_the_commands_erase_and_mend(
    soft: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A register of its own: what other tests handed on stands in the access log of theirs.
    monkeypatch.setenv(REGISTER, str(tmp_path / "register"))
    words = ("--ledger", soft, "--role", OFFICER)
    done = earlywarning("soft", "erase", "L-0001", "--reason", WHY, *words)
    assert (done.returncode, done.stdout) == (
        0,
        "L-0001: texts of records 1, 3 erased, as record 4 says\n",
    )
    last = walk(soft).last
    head_path(soft).unlink()
    assert earlywarning("soft", "verify", "--ledger", soft).returncode == 3
    mended = earlywarning("soft", "verify", "--ledger", soft, "--mend-head", "--expect", last)
    assert mended.returncode == 0, mended.stderr

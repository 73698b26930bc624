"""The chain shows every change, and writing never leaves half a record."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earlywarning.errors import SourceError, UsageError
from earlywarning.register import ledger as ledger_module
from earlywarning.register import state
from earlywarning.register.chain import head_path, told, walk
from earlywarning.register.ledger import BrokenLedgerError, Draft, append, mend_head
from earlywarning.register.record import Nothing
from tests.conftest import earlywarning
from tests.support.examples import examples
from tests.support.register import NOON, entry

TEXTS = [f"Entry {n}." for n in range(5)]


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "register" / "soft.jsonl"
    for text in TEXTS:
        append(path, lambda _, text=text: [Draft("entry", "role", entry(text=text))], NOON)
    return path


def lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True)


def test_what_is_written_holds_together(ledger: Path) -> None:
    chain = walk(ledger)
    assert chain.broken is None
    assert [r.body.text for r in chain.records] == TEXTS  # type: ignore[attr-defined]
    assert [r.number for r in chain.records] == [1, 2, 3, 4, 5]
    assert [r.item for r in chain.records] == [f"L-000{n}" for n in range(1, 6)]
    found, well = told(chain, chain.records[2].hash)
    assert well
    assert chain.last in found[0]


def test_the_ledger_is_for_its_owner_only(ledger: Path) -> None:
    assert ledger.stat().st_mode & 0o077 == 0
    assert head_path(ledger).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("change", "number", "words"),
    [
        (
            lambda ls: [*ls[:2], ls[2].replace(b'"credibility":2', b'"credibility":5'), *ls[3:]],
            3,
            "was changed",
        ),
        (lambda ls: [*ls[:1], *ls[2:]], 2, "removed"),
        (lambda ls: [*ls[:1], ls[2], ls[1], *ls[3:]], 2, "removed"),
        (lambda ls: [*ls[:3], ls[1], *ls[3:]], 4, "order was changed"),
        (lambda ls: ls[:-1], 5, "cut off"),
        (lambda ls: [], 1, "cut off"),
        (lambda ls: [*ls[:2], b"\n", *ls[2:]], 3, "was changed"),
        (lambda ls: [*ls[:2], ls[2].replace(b'":', b'": ', 1), *ls[3:]], 3, "was changed"),
        (lambda ls: [*ls[:4], ls[4][:40]], 5, "cut off"),
    ],
)
def test_every_change_is_found_where_it_is(ledger: Path, change, number: int, words: str) -> None:
    ledger.write_bytes(b"".join(change(lines(ledger))))
    chain = walk(ledger)
    assert chain.broken is not None
    assert chain.broken.number == number
    assert words in chain.broken.why
    found, well = told(chain)
    assert not well
    assert f"record {number}" in found[0]
    with pytest.raises(SourceError) as caught:
        state.sound_records(ledger)
    assert (caught.value.rule, caught.value.row) == ("chain", number)
    before = ledger.read_bytes()
    with pytest.raises(BrokenLedgerError, match="nothing was added"):
        append(ledger, lambda _: [Draft("entry", "role", entry())])
    assert ledger.read_bytes() == before


def test_a_record_that_was_sealed_anew_does_not_fit_the_next(ledger: Path) -> None:
    from earlywarning.register.record import line_of, parse, sealed

    old = lines(ledger)
    one = parse(old[1].strip())
    false = sealed(2, one.recorded, "entry", one.item, "role", entry(text="Else."), one.before)
    ledger.write_bytes(b"".join([old[0], line_of(false), *old[2:]]))
    chain = walk(ledger)
    assert chain.broken is not None
    assert chain.broken.number == 3
    assert "does not continue" in chain.broken.why


@examples(100)
@given(st.data())
def test_any_changed_byte_breaks_it(tmp_path_factory: pytest.TempPathFactory, data) -> None:
    path = tmp_path_factory.getbasetemp() / "bytes.jsonl"
    if not path.exists():
        append(path, lambda _: [Draft("entry", "role", entry(text=t)) for t in TEXTS], NOON)
    whole = path.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 2))
    other = data.draw(st.integers(0, 255).filter(lambda b: b != whole[at]))
    try:
        path.write_bytes(whole[:at] + bytes([other]) + whole[at + 1 :])
        chain = walk(path)
        assert chain.broken is not None
        assert chain.broken.number == whole[:at].count(b"\n") + 1
    finally:
        path.write_bytes(whole)


def test_records_without_a_head_are_refused_until_the_noted_hash_mends_it(ledger: Path) -> None:
    last = walk(ledger).last
    head_path(ledger).unlink()
    chain = walk(ledger)
    assert chain.broken is not None
    assert "cut-off end would not show" in chain.broken.why
    with pytest.raises(BrokenLedgerError, match="nothing was added"):
        append(ledger, lambda _: [Draft("entry", "role", entry(text="More."))])
    with pytest.raises(UsageError, match="last hash is not the one"):
        mend_head(ledger, "f" * 64)
    with pytest.raises(UsageError, match="last hash is not the one"):
        mend_head(ledger, "")
    assert not head_path(ledger).exists()
    assert mend_head(ledger, last) == last
    assert told(walk(ledger))[1]
    with pytest.raises(UsageError, match="only a missing one"):
        mend_head(ledger, last)


def test_a_first_writer_that_is_killed_leaves_no_records_without_a_head(
    tmp_path: Path, monkeypatch
) -> None:
    path = tmp_path / "l.jsonl"
    whole = ledger_module._write

    def killed(file, content: bytes) -> None:
        whole(file, content)
        raise KeyboardInterrupt

    monkeypatch.setattr(ledger_module, "_write", killed)
    with pytest.raises(KeyboardInterrupt):
        append(path, lambda _: [Draft("entry", "role", entry())], NOON)
    monkeypatch.undo()
    assert (walk(path).broken, len(walk(path).records)) == (None, 1)


def test_a_last_record_from_the_future_is_refused_and_told(ledger: Path) -> None:
    ahead = dt.datetime.now(dt.UTC) + dt.timedelta(hours=2)
    append(ledger, lambda _: [Draft("read", "role", Nothing(), "L-0001")], ahead)
    found, well = told(walk(ledger))
    assert not well
    assert "record 6" in found[0]
    assert "lies in the future" in found[0]
    with pytest.raises(BrokenLedgerError, match="future"):
        append(ledger, lambda _: [Draft("entry", "role", entry(text="More."))])
    with pytest.raises(SourceError, match="future"):
        state.sound_records(ledger)
    done = earlywarning("soft", "verify", "--ledger", ledger)
    assert (done.returncode, "future" in done.stderr) == (3, True)


def test_a_clock_that_is_minutes_behind_does_not_break_it(ledger: Path) -> None:
    ahead = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=30)
    append(ledger, lambda _: [Draft("read", "role", Nothing(), "L-0001")], ahead)
    assert walk(ledger).broken is None


def test_a_head_that_cannot_be_read_or_names_another_breaks_it(ledger: Path) -> None:
    head_path(ledger).write_text("{")
    assert "cannot be read" in walk(ledger).broken.why  # type: ignore[union-attr]
    head_path(ledger).write_text(json.dumps({"head_of": "x", "number": 5, "hash": "0" * 64}))
    assert walk(ledger).broken.number == 5  # type: ignore[union-attr]


def test_a_torn_last_line_is_told_and_set_aside(ledger: Path) -> None:
    whole = ledger.read_bytes()
    ledger.write_bytes(whole + whole[:50])
    chain = walk(ledger)
    assert chain.broken is None
    found, well = told(chain)
    assert not well
    assert "torn (50 bytes" in found[1]
    records, warning = state.sound_records(ledger)
    assert (len(records), "torn" in warning) == (5, True)
    append(ledger, lambda _: [Draft("entry", "role", entry(text="After."))])
    assert told(walk(ledger))[1]
    assert ledger.read_bytes().startswith(whole)
    aside = ledger.with_name(ledger.name + ".torn")
    assert aside.read_bytes() == whole[:50] + b"\n"


def test_a_last_line_without_its_end_still_counts(ledger: Path) -> None:
    ledger.write_bytes(ledger.read_bytes()[:-1])
    assert len(walk(ledger).records) == 5
    append(ledger, lambda _: [Draft("read", "role", Nothing(), "L-0001")])
    assert (len(walk(ledger).records), walk(ledger).broken) == (6, None)


def test_a_disk_that_is_full_leaves_the_ledger_as_it_was(ledger: Path, monkeypatch) -> None:
    from earlywarning.errors import EarlyWarningError

    before = ledger.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(EarlyWarningError, match="nothing was added"):
        append(ledger, lambda _: [Draft("entry", "role", entry())])
    monkeypatch.undo()
    assert ledger.read_bytes() == before
    assert told(walk(ledger))[1]


def test_a_clock_that_goes_back_records_no_earlier_moment(ledger: Path) -> None:
    (record,) = append(
        ledger, lambda _: [Draft("entry", "role", entry())], NOON - dt.timedelta(days=3)
    )
    assert record.recorded == NOON


def test_nothing_to_add_writes_nothing(tmp_path: Path) -> None:
    assert append(tmp_path / "a.jsonl", lambda _: []) == []
    assert (tmp_path / "a.jsonl").read_bytes() == b""


WRITER = """
import sys
from pathlib import Path
from earlywarning.register.ledger import Draft, append
from tests.support.register import entry
for n in range(20):
    append(Path(sys.argv[1]), lambda _: [Draft("entry", "role", entry(text=f"{sys.argv[2]} {n}"))])
"""


def test_two_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "both.jsonl"
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), name]) for name in ("a", "b")
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    chain = walk(path)
    assert (chain.broken, len(chain.records)) == (None, 40)
    said = [r.body.text for r in chain.records]  # type: ignore[attr-defined]
    assert sorted(said) == sorted(f"{w} {n}" for w in "ab" for n in range(20))
    assert len(state.texts(state.sound_records(path)[0])) == 40

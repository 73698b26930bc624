"""What was written about an offer can be taken away: its steps stay, and the chain holds."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from earlywarning.errors import UsageError
from earlywarning.register import apart, erasing, ledger
from earlywarning.register.apart import texts_path
from earlywarning.register.chain import Chain, told, walk
from earlywarning.register.decisions.actions import propose
from earlywarning.register.decisions.record import (
    DECISIONS,
    Decision,
    Proposed,
    Reply,
    Shared,
    Verdicts,
)
from earlywarning.register.decisions.rows import (
    finding_rows,
    offer_rows,
    outcome_rows,
    reply_rows,
)
from earlywarning.register.decisions.state import lives, sound_decisions
from earlywarning.register.record import LedgerRecord
from earlywarning.run import registers
from earlywarning.settings import today
from earlywarning.sources import ledger_file
from earlywarning.sources.offered import Offered
from tests.conftest import REGISTER, earlywarning
from tests.support.register import ALLOWED, act, write_old
from tests.unit.register.test_decisions import (
    DIRECTOR,
    LEAD,
    RULES,
    SUBJECTS,
    at,
    offer,
    step,
    tried,
    walked,
)

REPLY, PLAN = "The tall one on the fourth floor.", "The tall one goes in March."
REASON, FOUND, SEEN = "The tall one asks for it.", "The tall one was right.", "She is tall."
WRITTEN = (REPLY, PLAN, REASON, FOUND, SEEN)
OTHER = "Ours is another matter."
WHY = "Article 17, request 12"
OFFICER = "data-protection officer"
DAY = dt.date(2026, 9, 1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger with one offer that went its whole way, and one that was answered."""
    given = tmp_path / "register" / "decisions.jsonl"
    propose(given, [offer(), offer(old_la_code="803")], LEAD, RULES, at("2026-05-05"))
    found = {"text": REPLY, "found_itself": SUBJECTS[:1], "plan": PLAN}
    close = {"text": FOUND, "tried": [tried("one_front_door", "helped", text=SEEN)]}
    walked(given, "close", reply=found, decide={"reason": REASON}, close=close)
    step(given, "share", "2026-07-07", "D-0002")
    step(given, "reply", "2026-07-08", "D-0002", text=OTHER)
    return given


def chain_of(path: Path) -> Chain:
    return walk(path, DECISIONS)


def erase(path: Path, item: str = "D-0001", **given: Any) -> LedgerRecord:
    return erasing.erase(path, item, OFFICER, WHY, ALLOWED, family=DECISIONS, **given)


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def tables(path: Path) -> str:
    """Return every table of a run that tells of offers, as one text."""
    known = lives(sound_decisions(path)[0], DAY)
    frames = (offer_rows(known, DAY), reply_rows(known), finding_rows(known), outcome_rows(known))
    return "".join(frame.to_csv() for frame in frames)


def test_no_text_stands_in_the_chain_and_all_are_read(path: Path) -> None:
    assert [text for text in (*WRITTEN, OTHER) if text.encode() in path.read_bytes()] == []
    assert [text for text in (*WRITTEN, OTHER) if text not in tables(path)] == []
    assert texts_path(path).stat().st_mode & 0o077 == 0
    assert told(chain_of(path))[1]


def test_what_was_erased_is_nowhere_and_its_steps_stay(path: Path) -> None:
    before = chain_of(path)
    life = lives(before.records)["D-0001"]
    done = erase(path)
    assert [text for text in WRITTEN if text.encode() in bytes_of(path.parent)] == []
    assert [text for text in WRITTEN if text in tables(path)] == []
    words = f"[erased on {today()} by {OFFICER}]"
    assert tables(path).count(words) == len(WRITTEN)
    assert OTHER in tables(path)
    lines, well = told(chain_of(path), before.last)
    assert well, lines
    assert f"were erased on {done.recorded.date()} by {OFFICER}" in lines[-1]
    now = lives(chain_of(path).records)["D-0001"]
    assert (now.state, now.closed_on, now.found_itself) == ("closed", life.closed_on, SUBJECTS[:1])
    assert now.verdicts is not None
    assert now.verdicts.findings == dict.fromkeys(SUBJECTS, "confirmed")
    with pytest.raises(UsageError, match="no text of it is left"):
        erase(path)


def test_one_record_alone_can_be_erased_with_reply_and_plan(path: Path) -> None:
    number = next(r.number for r in chain_of(path).records if r.kind == "reply")
    assert erase(path, only=number).body.records == (number,)  # type: ignore[attr-defined]
    left = bytes_of(path.parent)
    assert [text.encode() in left for text in WRITTEN] == [False, False, True, True, True]


def test_an_open_offer_goes_on_after_it(path: Path) -> None:
    erase(path, "D-0002")
    step(path, "decide", "2026-08-03", "D-0002", outcome="declined")
    life = lives(chain_of(path).records)["D-0002"]
    assert life.state == "decided"
    assert life.replies[0][2].text.startswith("[erased on")


def test_only_roles_of_the_policy_erase(path: Path) -> None:
    with pytest.raises(UsageError, match="role is 'director'"):
        erasing.erase(path, "D-0001", DIRECTOR, WHY, ALLOWED, family=DECISIONS)
    assert REPLY in tables(path)


def test_killed_between_record_and_file_it_is_erased_all_the_same(path: Path, monkeypatch) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ledger, "keep_only", killed)
    with pytest.raises(KeyboardInterrupt):
        erase(path)
    monkeypatch.undo()
    assert [text for text in WRITTEN if text in tables(path)] == []
    step(path, "decide", "2026-08-03", "D-0002")
    assert [text for text in WRITTEN if text.encode() in bytes_of(path.parent)] == []
    assert told(chain_of(path))[1]


def test_a_writer_that_is_killed_after_the_texts_leaves_the_ledger_as_it_was(
    path: Path, monkeypatch
) -> None:
    before = path.read_bytes()

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ledger, "_write", killed)
    with pytest.raises(KeyboardInterrupt):
        step(path, "decide", "2026-08-03", "D-0002")
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert told(chain_of(path))[1]
    step(path, "decide", "2026-08-03", "D-0002")
    assert told(chain_of(path))[1]


def test_half_of_a_record_that_is_lost_is_missing_and_told_by_a_run(path: Path) -> None:
    lines = texts_path(path).read_bytes().splitlines(keepends=True)
    texts_path(path).write_bytes(b"".join(line for line in lines if PLAN.encode() not in line))
    number = next(r.number for r in chain_of(path).records if r.kind == "reply")
    assert chain_of(path).missing == [number]
    assert not told(chain_of(path))[1]
    assert (REPLY in tables(path), apart.MISSING in tables(path)) == (True, True)
    one = Offered(path, path.name, "", kind=ledger_file.DECISIONS)
    (finding,) = registers.load_decisions(one, DAY)
    assert finding.rule == "texts_missing"
    assert f"the texts of records {number} are not in decisions.jsonl.texts" in finding.message
    erase(path)
    assert registers.load_decisions(one, DAY) == []


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "old" / "decisions.jsonl"
    path.parent.mkdir()
    given = [
        act("proposed", "D-0001", offer(), at("2026-05-05"), LEAD),
        act("shared", "D-0001", Shared(reply_by=dt.date(2026, 5, 20)), at("2026-05-06"), LEAD),
        act("reply", "D-0001", Reply(text=REPLY, found_itself=SUBJECTS[:1], plan=PLAN),
            at("2026-05-12"), DIRECTOR),
        act("decision", "D-0001", Decision(outcome="accepted", side="consortium", text=REASON),
            at("2026-05-18"), LEAD),
    ]  # fmt: skip
    write_old(path, given, DECISIONS.name)
    return path


def test_a_ledger_of_an_older_version_is_read_and_goes_on(old: Path) -> None:
    step(old, "start", "2026-05-20")
    step(old, "report", "2026-07-01")
    step(old, "close", "2026-07-06", text=FOUND)
    assert [text for text in (REPLY, PLAN, REASON, FOUND) if text not in tables(old)] == []
    lines, well = told(chain_of(old))
    assert well
    assert "3 texts stand inside the chain" in lines[1]
    assert "earlywarning review move" in lines[1]
    with pytest.raises(UsageError, match="review move"):
        erase(old)
    assert isinstance(chain_of(old).records[-1].body, Verdicts)
    erase(old, only=chain_of(old).records[-1].number)
    assert FOUND.encode() not in bytes_of(old.parent)


def test_it_is_moved_with_every_record_and_then_erases(old: Path) -> None:
    before = chain_of(old)
    was = tables(old)
    erasing.move(old, OFFICER, ALLOWED, DECISIONS)
    chain = chain_of(old)
    assert told(chain)[1]
    assert [text for text in (REPLY, PLAN, REASON) if text.encode() in old.read_bytes()] == []
    same = [(r.number, r.recorded, r.kind, r.item, r.by, r.body) for r in before.records]
    assert [
        (r.number, r.recorded, r.kind, r.item, r.by, r.body) for r in chain.records[:-1]
    ] == same
    assert chain.records[-1].body.last == before.last  # type: ignore[attr-defined]
    assert tables(old) == was
    with pytest.raises(UsageError, match="nothing to move"):
        erasing.move(old, OFFICER, ALLOWED, DECISIONS)
    erase(old)
    assert [text for text in (REPLY, PLAN, REASON) if text.encode() in bytes_of(old.parent)] == []
    assert told(chain_of(old))[1]
    assert isinstance(chain_of(old).records[0].body, Proposed)


def test_a_plan_is_not_looked_for_apart_in_a_ledger_without_one(path: Path) -> None:
    reply = next(r for r in chain_of(path).records if r.item == "D-0002" and r.kind == "reply")
    assert set(reply.commitments) == {"text"}


def test_the_commands_move_erase_and_verify(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A register of its own: what other tests handed on stands in the access log of theirs.
    monkeypatch.setenv(REGISTER, str(tmp_path / "register"))
    words = ("--ledger", old, "--role", OFFICER, "--warehouse", tmp_path / "none.duckdb")
    moved = earlywarning("review", "move", *words)
    assert (moved.returncode, "5 records" in moved.stdout) == (0, True), moved.stderr
    done = earlywarning("review", "erase", "D-0001", "--reason", WHY, *words)
    assert (done.returncode, done.stdout) == (
        0,
        "D-0001: texts of records 3, 4 erased, as record 6 says\n",
    )
    seen = earlywarning("review", "verify", "--ledger", old)
    assert seen.returncode == 0, seen.stderr
    assert "the texts of records 3, 4 were erased on" in seen.stdout


def test_a_file_of_texts_is_known_by_its_beginning(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "something.txt"
    copy.write_bytes(texts_path(path).read_bytes())
    one = Offered(copy, copy.name, "")
    assert ledger_file.recognise(one)
    assert (one.kind, one.outcome) == (ledger_file.BESIDE, "context")
    assert "ledger of decisions" in one.message

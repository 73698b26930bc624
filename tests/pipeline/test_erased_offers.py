"""After an erasure a run publishes the offer without a word of what was written about it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from earlywarning.register.decisions.actions import propose
from tests.conftest import earlywarning
from tests.support.few_files import C1, CONTEXT, NEIGHBOURS, OUTCOMES, POPULATION, few
from tests.unit.register.test_decisions import LEAD, RULES, SUBJECTS, at, offer, tried, walked

pytestmark = pytest.mark.whole

SAID = ("We know of the queue.", "Ten posts are filled.", "Both agree.", "It was so.", "It fell.")
WORDS = ("run", "--input", "in", "--no-reports", "--look-back", "0", "--as-of", "2026-07-31")


def published(place: Path) -> str:
    """Return all that the published tables about offers hold, as one text."""
    file = (place / "data" / "earlywarning.duckdb").resolve()
    names = ("offer", "offer_reply", "offer_finding", "offer_outcome", "peer_review", "standing")
    with duckdb.connect(str(file), read_only=True) as connection:
        return "".join(str(connection.execute(f"from {name}").fetchall()) for name in names)


def test_the_published_tables_tell_who_erased_it_and_no_text(tmp_path: Path) -> None:
    few(tmp_path / "in", (C1, POPULATION, NEIGHBOURS, OUTCOMES, *CONTEXT))
    ledger = tmp_path / "data" / "register" / "decisions.jsonl"
    propose(ledger, [offer(old_la_code="101", supporter="102")], LEAD, RULES, at("2026-05-05"))
    reply = {"text": SAID[0], "found_itself": SUBJECTS[:1], "plan": SAID[1]}
    came = [tried("one_front_door", "helped", text=SAID[4])]
    walked(ledger, "close", reply=reply, decide={"reason": SAID[2]}, start={"leader": "102"},
           close={"text": SAID[3], "tried": came})  # fmt: skip
    done = earlywarning(*WORDS, cwd=tmp_path)
    assert done.returncode in (0, 3), done.stderr
    before = published(tmp_path)
    assert [text for text in SAID if text not in before] == []
    role = ("--role", "data-protection officer")
    gone = earlywarning("review", "erase", "D-0001", "--reason", "Request 12", *role, cwd=tmp_path)
    assert gone.returncode == 0, gone.stderr
    again = earlywarning(*WORDS, cwd=tmp_path)
    assert again.returncode == done.returncode, again.stderr
    after = published(tmp_path)
    assert [text for text in SAID if text in after] == []
    assert after.count("by data-protection officer]") == len(SAID)
    assert "texts_missing" not in again.stdout
    register = b"".join(one.read_bytes() for one in ledger.parent.iterdir())
    assert [text for text in SAID if text.encode() in register] == []
    assert earlywarning("review", "verify", cwd=tmp_path).returncode == 0

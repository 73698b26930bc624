"""Know the two ledgers, and the files with their last hashes, by what is in them.

Only knows them: the register itself reads its ledgers, and the stages introduce the two.
"""

from __future__ import annotations

from earlywarning import settings
from earlywarning.errors import SourceError
from earlywarning.sources.offered import Offered

LEDGER = "soft_ledger"
DECISIONS = "decision_ledger"
HEAD = "soft_ledger_head"
BESIDE = "soft_ledger_texts"
TORN = ".jsonl.torn"
LEDGERS = (LEDGER, DECISIONS)
# What a head file calls the ledger that it stands beside.
HEAD_OF = {"soft_intelligence": LEDGER, "decisions_on_offers": DECISIONS}
# The longest text, escaped, fits in this many bytes, and the mark stands after it.
_FIRST_BYTES = 128_000
_MARKS = {
    LEDGER: b'"ledger":"soft_intelligence"',
    DECISIONS: b'"ledger":"decisions_on_offers"',
}
# Under these names the program writes them.
_NAMES = {settings.SOFT_LEDGER, settings.DECISIONS}
# What stands beside a ledger begins with one of these: its kind, and what it is.
_BESIDE_MARKS = {
    b'{"head_of": "soft_intelligence"': (
        HEAD, "the last hash of the soft-intelligence ledger beside it",
    ),
    b'{"head_of": "decisions_on_offers"': (
        HEAD, "the last hash of the ledger of decisions beside it",
    ),
    b'{"texts_of": "soft_intelligence"': (
        BESIDE, "the texts of the soft-intelligence ledger beside it; a run reads none",
    ),
    b'{"texts_of": "decisions_on_offers"': (
        BESIDE, "the texts of the ledger of decisions beside it",
    ),
}  # fmt: skip


def recognise(offered: Offered) -> bool:
    """Say whether a file is a ledger or stands beside one; a damaged ledger is still one.

    Raises:
        SourceError: if it has the name of a ledger and nothing of one in it.
    """
    if offered.path.name.endswith(TORN):
        offered.kind, offered.outcome = BESIDE, "context"
        offered.message = "what a writer that was interrupted left of a ledger; never read as one"
        return True
    with offered.path.open("rb") as file:
        start = file.read(_FIRST_BYTES)
    for mark, (kind, message) in _BESIDE_MARKS.items():
        if start.startswith(mark):
            offered.kind, offered.outcome, offered.message = kind, "context", message
            return True
    lines = start.startswith(b"{") or offered.path.suffix.lower() == ".jsonl"
    for kind, mark in _MARKS.items():
        if lines and mark in start:
            offered.kind = kind
            return True
    if offered.path.name in _NAMES:
        strange = "line 1: has the name of a ledger and does not begin as one"
        raise SourceError(strange if start else "it is empty", rule="ledger", row=1)
    return False


def leave_earlier_states(offered: list[Offered]) -> None:
    """Leave aside what is an earlier state of another ledger among the files.

    A ledger only grows, so an older copy of it is the beginning of a newer one; taken beside it,
    the copy would bring back what was withdrawn since.
    """
    for kind in LEDGERS:
        own = [(one, one.path.read_bytes()) for one in offered if one.kind == kind]
        for one, content in own:
            newer = [
                other.name
                for other, longer in own
                if len(longer) > len(content) and longer.startswith(content)
            ]
            if newer:
                one.outcome, one.message = "context", f"an earlier state of {newer[0]}"

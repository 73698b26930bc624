"""Know the soft-intelligence ledger, and the file with its last hash, by what is in them.

Only knows them: the register itself reads its ledger, and the stages introduce the two.
"""

from __future__ import annotations

from earlywarning.sources.offered import Offered

LEDGER = "soft_ledger"
HEAD = "soft_ledger_head"
# The longest text, escaped, fits in this many bytes, and the mark stands after it.
_FIRST_BYTES = 128_000
_MARK = b'"ledger":"soft_intelligence"'
_HEAD_MARK = b'{"head_of": "soft_intelligence"'


def recognise(offered: Offered) -> bool:
    """Say whether a file is a ledger or its head; a damaged ledger is still one."""
    with offered.path.open("rb") as file:
        start = file.read(_FIRST_BYTES)
    if start.startswith(_HEAD_MARK):
        offered.kind, offered.outcome = HEAD, "context"
        offered.message = "the last hash of the soft-intelligence ledger beside it"
        return True
    if _MARK in start and (start.startswith(b"{") or offered.path.suffix.lower() == ".jsonl"):
        offered.kind = LEDGER
        return True
    return False

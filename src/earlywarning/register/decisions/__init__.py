"""The ledger of decisions and replies: the life of every offer, never changed unseen."""

from earlywarning.register.decisions.actions import (
    close,
    credit,
    decide,
    propose,
    reply,
    report,
    share,
    start,
    withdraw,
)
from earlywarning.register.decisions.guarding import Rules
from earlywarning.register.decisions.record import DECISIONS, Outcome, Proposed, Verdict
from earlywarning.register.decisions.rows import (
    WORKS_AGAINST_ITSELF,
    credit_rows,
    finding_rows,
    offer_rows,
    reply_rows,
    review_rows,
    warning_record,
)
from earlywarning.register.decisions.state import Life, lives, sound_decisions

__all__ = [
    "DECISIONS",
    "WORKS_AGAINST_ITSELF",
    "Life",
    "Outcome",
    "Proposed",
    "Rules",
    "Verdict",
    "close",
    "credit",
    "credit_rows",
    "decide",
    "finding_rows",
    "lives",
    "offer_rows",
    "propose",
    "reply",
    "reply_rows",
    "report",
    "review_rows",
    "share",
    "sound_decisions",
    "start",
    "warning_record",
    "withdraw",
]

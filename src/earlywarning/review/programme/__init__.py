"""This quarter's offers under capacity: who is offered what, with whose help, and why."""

from earlywarning.review.programme.planning import (
    GROUP_COLUMNS,
    NOTE_COLUMNS,
    PROGRAMME_COLUMNS,
    Programme,
    plan,
    quarter_of,
)

__all__ = [
    "GROUP_COLUMNS",
    "NOTE_COLUMNS",
    "PROGRAMME_COLUMNS",
    "Programme",
    "plan",
    "quarter_of",
]

"""This quarter's offers under capacity: who is offered what, with whose help, and why."""

from earlywarning.review.programme.planning import (
    Programme,
    plan,
    quarter_of,
)

__all__ = [
    "Programme",
    "plan",
    "quarter_of",
]

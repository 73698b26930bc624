"""How many examples a property is tried on: few each time, many where somebody asks for many."""

from __future__ import annotations

import os

from hypothesis import settings

# `make fuzz` asks for twenty times as many.
TIMES = int(os.environ.get("EARLYWARNING_EXAMPLES", "1"))


def examples(count: int) -> settings:
    """Return what tries a property on that many examples, or on as many times more as asked for.

    How long one takes says nothing of what it shows, least of all on a busy machine.
    """
    return settings(max_examples=count * TIMES, deadline=None)

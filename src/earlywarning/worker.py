"""A process that works for another: it ends when that one is gone, however it was ended."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable

LOOK_SECONDS = 0.5


def end_with(parent: int, put_away: Callable[[], object] = lambda: None) -> None:
    """Watch, beside the work, whether the process that started this one is there; else end.

    Args:
        parent: its number.
        put_away: what to do before the end.
    """
    threading.Thread(target=_watch, args=(parent, put_away), daemon=True).start()


def _watch(parent: int, put_away: Callable[[], object]) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    put_away()
    os._exit(1)

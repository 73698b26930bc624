"""A process that works for another: it ends when that one is gone, however it was ended."""

from __future__ import annotations

import os
import threading
import time

LOOK_SECONDS = 0.5


def end_with(parent: int) -> None:
    """Watch, beside the work, whether the process that started this one is there; else end.

    `parent` is its number.
    """
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os._exit(1)

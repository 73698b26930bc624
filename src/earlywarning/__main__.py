"""`earlywarning` and `python -m earlywarning`, without Prefect."""

from __future__ import annotations

import signal
import sys
from types import FrameType

from earlywarning.cli.main import main


def run() -> None:
    """Run a command; a plain `kill` ends it as an interruption does, with everything put away."""
    signal.signal(signal.SIGTERM, _ended)
    main()


def _ended(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    run()

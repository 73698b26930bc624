"""Once a year: the chains of the ledgers are walked, and past warnings held against what came."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from earlywarning.errors import EarlyWarningError
from earlywarning.run import health
from earlywarning.settings import models_folder


def verify_ledgers(register: Path) -> list[str]:
    """Walk both ledgers and return what was found.

    Raises:
        EarlyWarningError: if a chain is broken, with all that was found.
    """
    place = health.Place(register, register, dt.datetime.now(dt.UTC))
    found = list(health.registers(place))
    if any(one.state == "wrong" for one in found):
        raise EarlyWarningError("\n".join(one.line for one in found))
    return [one.words for one in found]


def try_back(warehouse: Path, target: Path) -> list[str]:
    """Run the back-test on what is published, into a folder of its own.

    Raises:
        EarlyWarningError: if a check that must hold does not; the folder is written all the same.
    """
    from earlywarning.run import backtest  # scikit-learn only when asked for

    written = backtest.write((), warehouse, None, target, models_folder(), lambda *_: None)
    if written.failed:
        raise EarlyWarningError("\n".join(written.lines))
    return written.lines

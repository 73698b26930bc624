"""Open a workbook in a process of its own: what it does to that process, it does to no other."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

from earlywarning.errors import SourceError
from earlywarning.sources.workbook import limits
from earlywarning.sources.workbook.sheet import Sheet

_PACKAGE = Path(__file__).resolve().parents[3]
_SHOWN = 4_000


def open_book(path: Path) -> list[Sheet]:
    """Return the sheets of an XLSX, ODS or XLS workbook.

    Raises:
        SourceError: if it is none, is damaged, too large, or ends the process that opens it.
    """
    limits.require_size(path)
    # -P: nothing that lies in the folder where the command was given is taken for a module.
    command = [
        sys.executable,
        "-P",
        "-m",
        "earlywarning.sources.workbook.child",
        str(path.resolve()),
    ]
    known = os.pathsep.join([str(_PACKAGE), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    try:
        done = subprocess.run(  # noqa: S603 - our own module; the path is one word of its own
            command, capture_output=True, check=False, env={**os.environ, "PYTHONPATH": known},
            timeout=2 * limits.SECONDS,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise _ended() from error
    if done.returncode < 0 or done.returncode == limits.OUT_OF_MEMORY:
        raise _ended()
    if done.returncode != 0:
        raise _bug(done.stderr.decode("utf-8", "replace")[-_SHOWN:])
    return _answer(done.stdout)


def _answer(content: bytes) -> list[Sheet]:
    """Return what the process found; its refusal, or its bug, is raised here again."""
    kind, said = pickle.loads(content)  # noqa: S301 - written by our own process a moment ago
    if kind == "refused":
        message, rule = said
        raise SourceError(message, rule=rule)
    if kind == "bug":
        raise _bug(said)
    sheets: list[Any] = said
    return sheets


def _bug(told: str) -> RuntimeError:
    bug = RuntimeError("the process that reads workbooks met a bug")
    bug.add_note(told)
    return bug


def _ended() -> SourceError:
    return SourceError(
        f"opening it takes more than {limits.MEMORY // limits.MEGABYTE} MB of memory or "
        f"{limits.SECONDS} seconds, or stops the reader; it is not opened",
        rule=limits.RULE,
    )

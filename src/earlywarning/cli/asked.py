"""One statement answered in a process of its own, which may be ended without harm to the caller.

`python -m earlywarning.cli.asked` reads a request as JSON from standard input and writes its answer
to standard output: what DuckDB does with a hostile statement, it does to this process alone.
"""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import BinaryIO

from earlywarning.errors import EarlyWarningError, UsageError

# DuckDB bounds itself; these bound what it does not count, and what does not listen to it.
SPARE_SECONDS, SPARE_BYTES = 10, 6 << 30
UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
COMMAND = (sys.executable, "-m", "earlywarning.cli.asked")


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked, within which bounds, in which form; `screen`: as columns for a terminal.

    `spill` is where the database puts what does not fit into memory.
    """

    warehouse: str
    sql: str
    seconds: float
    rows: int
    memory: str
    form: str
    screen: bool
    spill: str = ""


class AskedError(EarlyWarningError):
    """What the process said as it ended."""

    def __init__(self, words: str, code: int) -> None:
        super().__init__(words)
        self.exit_code = code


def ask(request: Request, out: BinaryIO, command: tuple[str, ...] = COMMAND) -> str:
    """Have a request answered into a stream; return what is to be said beside the answer.

    Raises:
        UsageError: if the process was ended, by its limits or by a fault of the database.
        AskedError: with its words and exit code, if it refused.
    """
    # The folder is ours, so that it goes also when the process is killed.
    with (
        TemporaryFile() as question,
        TemporaryFile() as words,
        TemporaryDirectory(prefix="earlywarning-query-", ignore_cleanup_errors=True) as spill,
    ):
        question.write(json.dumps(asdict(replace(request, spill=spill))).encode())
        question.seek(0)
        with subprocess.Popen(  # noqa: S603 - no shell, and words of ours
            command, stdin=question, stdout=subprocess.PIPE, stderr=words
        ) as process:
            late = request.seconds + SPARE_SECONDS if request.seconds else threading.TIMEOUT_MAX
            clock = threading.Timer(late, process.kill)
            clock.daemon = True
            clock.start()
            try:
                assert process.stdout is not None
                shutil.copyfileobj(process.stdout, out)
            except BaseException:
                process.kill()
                raise
            finally:
                clock.cancel()
        words.seek(0)
        return _ended(process.returncode, words.read().decode("utf-8", "replace"))


def _ended(code: int, words: str) -> str:
    if code < 0 or code == 128 + signal.SIGABRT:
        name = signal.Signals(-code).name if code < 0 else "SIGABRT"
        raise UsageError(
            f"the statement ended the database's process ({name}), and nothing else; ask for less, "
            "or give --memory or --timeout"
        )
    if code:
        last = words.strip().splitlines()[-1:] if code == 1 else [words.strip()]
        raise AskedError("".join(last), code)
    return words


def _limit(request: Request) -> None:
    """Bound this process; a bound that is lower already stays."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    found = re.fullmatch(r"\s*([\d.]+)\s*([KMGT]?)i?B?\s*", request.memory, re.IGNORECASE)
    if found:
        size = int(float(found[1]) * UNITS[found[2].upper()])
        _lower(resource.RLIMIT_AS, 2 * size + SPARE_BYTES)
    if request.seconds:
        _lower(resource.RLIMIT_CPU, int(request.seconds * (os.cpu_count() or 1)) + SPARE_SECONDS)


def _lower(which: int, most: int) -> None:
    _, hard = resource.getrlimit(which)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(which, (most, most))


def _answer(request: Request) -> None:
    from earlywarning.cli.options import show
    from earlywarning.warehouse.answer import Bounds, answering
    from earlywarning.warehouse.answer_files import write_answer

    bounds = Bounds(request.seconds, request.rows, request.memory, request.spill)
    with answering(Path(request.warehouse), request.sql, bounds) as answer:
        if request.screen:
            show(answer.names, list(answer.rows()), request.form)
        else:
            write_answer(answer, request.form, sys.stdout.buffer)
    if answer.cut:
        sys.stderr.write(f"the first {request.rows:,} rows; there are more\n")


def main() -> None:
    """Answer one request."""
    request = Request(**json.loads(sys.stdin.buffer.read()))
    _limit(request)
    try:
        _answer(request)
    except EarlyWarningError as error:
        sys.stderr.write(str(error))
        sys.exit(error.exit_code)
    except MemoryError:
        sys.stderr.write("no memory is left for this answer: ask for less, or give --memory")
        sys.exit(UsageError.exit_code)


if __name__ == "__main__":
    main()

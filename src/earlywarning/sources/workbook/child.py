"""The process that opens one workbook, within limits of memory and time, and says what is in it."""

from __future__ import annotations

import pickle
import resource
import sys
import traceback
from pathlib import Path

from earlywarning.errors import SourceError
from earlywarning.sources.workbook import limits
from earlywarning.sources.workbook.opened import opened


def main(path: Path) -> None:
    """Write (kind, what) to standard output: the sheets, or why there are none."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY, limits.MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.SECONDS, limits.SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        sys.stdout.buffer.write(pickle.dumps(_said(path), protocol=pickle.HIGHEST_PROTOCOL))
    except MemoryError:
        sys.exit(limits.OUT_OF_MEMORY)


def _said(path: Path) -> tuple[str, object]:
    try:
        return "sheets", opened(path)
    except SourceError as error:
        return "refused", (str(error), error.rule)
    except MemoryError:
        raise
    except BaseException as error:  # noqa: BLE001 - a panic of the reader's own language is no Exception
        # Without the words of the error, which may hold a cell that must not travel.
        frames = "".join(traceback.format_tb(error.__traceback__))
        return "bug", f"{type(error).__name__}\n{frames}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))

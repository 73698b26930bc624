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
    said: tuple[str, object]
    try:
        said = "sheets", opened(path)
    except SourceError as error:
        said = "refused", (str(error), error.rule)
    except MemoryError:
        sys.exit(1)
    except BaseException as error:  # noqa: BLE001 - a panic of the reader's own language is no Exception
        # Without the words of the error, which may hold a cell that must not travel.
        frames = "".join(traceback.format_tb(error.__traceback__))
        said = "bug", f"{type(error).__name__}\n{frames}"
    sys.stdout.buffer.write(pickle.dumps(said, protocol=pickle.HIGHEST_PROTOCOL))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""One file can only hurt itself: whatever goes wrong with a file ends here, as its refusal."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from earlywarning.errors import EarlyWarningError, SourceError, ends_the_run
from earlywarning.sources.offered import Offered

LOG = logging.getLogger("earlywarning.intake")
REPORT = "could not be read: please report it, with what the log says of"


@contextmanager
def of_file(name: str, *, private: bool = True) -> Iterator[None]:
    """Read one file inside; a fault of the program met there is told as a refusal of the file.

    Args:
        name: of the file, for the log.
        private: whether the words of an error may hold a cell that must not travel.

    Raises:
        SourceError: whatever went wrong; a bug keeps its traceback in the log.
        Exception: that a disk is full or the run was told to end is no fault of the file.
    """
    try:
        yield
    except EarlyWarningError:
        raise
    except OSError as error:
        if ends_the_run(error):
            raise
        raise SourceError(f"cannot be read: {error.strerror or error}", rule="file_kind") from error
    except Exception as error:  # the one place that lets no fault of a file through
        if ends_the_run(error):
            raise
        LOG.error("%s could not be read\n%s", name, _told(error, private=private))  # noqa: TRY400
        kind = type(error).__name__
        raise SourceError(f"{REPORT} {name} ({kind})", rule="unexpected") from None


def _told(error: Exception, *, private: bool) -> str:
    """Return the traceback; of a file that may be about children without the error's own words."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    words = "" if private else f": {error}"
    notes = "\n".join(["", *getattr(error, "__notes__", ())])
    return f"Traceback (most recent call last):\n{frames}{type(error).__name__}{words}{notes}"


@contextmanager
def refusing(offered: Offered) -> Iterator[None]:
    """Do something with one offered file; what goes wrong refuses that file and no other."""
    try:
        with of_file(offered.name, private=offered.table is None):
            yield
    except SourceError as error:
        offered.refuse(error)

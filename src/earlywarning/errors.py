"""Errors that a person can act on; anything else is a bug and keeps its traceback."""

import errno
import re
import sys

# What a disk says that is full, failing, taken away, or closed to this account.
OF_A_DISK = {
    errno.EACCES, errno.EBUSY, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.ENOSPC, errno.EPERM,
    errno.EROFS, errno.ESTALE,
}  # fmt: skip
# Of these, what nobody meets who only reads.
FULL = {errno.EDQUOT, errno.EFBIG, errno.ENOSPC, errno.EROFS}
SIGNALLED = 128 + 15
ENDED = re.compile(r"SystemExit: (\d+)|(?:\w+\.)*(?:TerminationSignal|KeyboardInterrupt)\b")


class EarlyWarningError(Exception):
    """Base of all expected errors; `exit_code` is what the command line returns."""

    exit_code = 4


class DefinitionError(EarlyWarningError):
    """A file under data/reference is wrong; the message names file and key."""

    exit_code = 2


class SourceError(EarlyWarningError):
    """An incoming file cannot be used; the message names file, row and rule."""

    exit_code = 3

    def __init__(self, message: str, *, rule: str = "readable", row: int | None = None) -> None:
        super().__init__(message)
        self.rule = rule
        self.row = row


class UsageError(EarlyWarningError):
    """A command was given words it does not know; the message lists those it does."""

    exit_code = 2


class NothingUsableError(EarlyWarningError):
    """Nothing could be taken in, so nothing was published."""

    exit_code = 4


def cause_of(error: BaseException) -> BaseException:
    """Return what ended a run: a signal that meets DuckDB at work becomes an error of its own."""
    told = error.__context__
    if isinstance(error, RuntimeError) and told and not isinstance(told, Exception):
        return told
    # While it reads a frame not even the context is left, and of what was raised only the text.
    text = str(error) if _is_of_duckdb(error) else ""
    named = ENDED.match(text) or ENDED.match(text.partition(": ")[2])
    return SystemExit(int(named[1] or SIGNALLED)) if named else error


def is_of_a_disk(error: BaseException | None) -> bool:
    """Tell whether a file could not be read or written, by whoever tried."""
    if _is_of_duckdb(error):
        # A full disk at a commit is another kind of error to DuckDB.
        return type(error).__name__ == "IOException" or "Could not write file" in str(error)
    return isinstance(error, OSError) and error.errno in OF_A_DISK


def ends_the_run(error: Exception) -> bool:
    """Tell what met a file by chance and is no fault of it: our full disk, or a signal."""
    full = is_of_a_disk(error) if _is_of_duckdb(error) else getattr(error, "errno", None) in FULL
    return full or cause_of(error) is not error


def _is_of_duckdb(error: BaseException | None) -> bool:
    duckdb = sys.modules.get("duckdb")
    return duckdb is not None and isinstance(error, duckdb.Error)

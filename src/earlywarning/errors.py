"""Errors that a person can act on; anything else is a bug and keeps its traceback."""

import errno
import sys

# What a disk says that is full, failing, taken away, or closed to this account.
OF_A_DISK = {
    errno.EACCES, errno.EBUSY, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.ENOSPC, errno.EPERM,
    errno.EROFS, errno.ESTALE,
}  # fmt: skip


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
    """Return what ended a run; a signal during a statement becomes DuckDB's own RuntimeError."""
    told = error.__context__
    ended = isinstance(error, RuntimeError) and told and not isinstance(told, Exception)
    return told if ended and told else error


def is_of_a_disk(error: BaseException | None) -> bool:
    """Tell whether a file could not be read or written, by whoever tried."""
    duckdb = sys.modules.get("duckdb")
    if duckdb and isinstance(error, duckdb.Error):
        # A full disk at a commit, or once the file is given up, is another kind of error to DuckDB.
        return isinstance(error, duckdb.IOException) or "Could not write file" in str(error)
    return isinstance(error, OSError) and error.errno in OF_A_DISK

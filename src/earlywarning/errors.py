"""Errors that a person can act on; anything else is a bug and keeps its traceback."""


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

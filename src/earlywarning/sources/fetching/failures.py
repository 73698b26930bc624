"""What can go wrong between us and a publisher: for good, for now, or for all that is left."""

from __future__ import annotations

from earlywarning.errors import EarlyWarningError


class FetchError(EarlyWarningError):
    """Something could not be fetched, though the publisher answered; the message says why."""

    exit_code = 3


class UnreachableError(FetchError):
    """The publisher could not be reached at all."""

    exit_code = 4


class OutOfTimeError(FetchError):
    """The time for all fetching together is over."""


class NotThereError(FetchError):
    """The publisher says that there is no such thing."""


class CutError(Exception):
    """An answer ended early or does not continue what is held; asking again may help."""


class BusyError(Exception):
    """The publisher asks to come back later, or fails for now."""

    def __init__(self, status: int, wait: float | None) -> None:
        super().__init__(f"answered {status}")
        self.wait = wait

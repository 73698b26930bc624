"""What accounts did: a line for each sign-in, failure and act, without passwords or texts."""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
from dataclasses import dataclass
from pathlib import Path

from earlywarning.errors import EarlyWarningError
from earlywarning.register.private import open_private, read_private


@dataclass(frozen=True, slots=True)
class Event:
    """One line. `item` is the entry or offer it is about; `account` is empty for a stranger."""

    at: dt.datetime
    account: str
    role: str
    what: str
    item: str = ""


@dataclass(frozen=True, slots=True)
class Events:
    """The file of events; it only grows. What is in it was decided here, never by who asks."""

    path: Path

    def note(self, event: Event) -> None:
        """Add a line.

        Raises:
            EarlyWarningError: if it cannot be written.
            SourceError: if other accounts of the machine may use the file.
        """
        line = {
            "at": event.at.strftime("%Y-%m-%dT%H:%M:%SZ"), "account": event.account,
            "role": event.role, "what": event.what, "item": event.item,
        }  # fmt: skip
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            number = open_private(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            with os.fdopen(number, "ab") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                file.write(json.dumps(line).encode("ascii") + b"\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise EarlyWarningError(f"{self.path}: cannot be written: {error}") from error

    def lines(self) -> list[dict[str, str]]:
        """Return what is in the file, oldest first."""
        content = read_private(self.path) or b""
        return [json.loads(line) for line in content.splitlines()]

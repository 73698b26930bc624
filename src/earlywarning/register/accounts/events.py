"""What accounts did: a line for each sign-in, failure and act, without passwords or texts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from earlywarning.register.lines import AT, add_line, lines_of


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
            "at": event.at.strftime(AT), "account": event.account,
            "role": event.role, "what": event.what, "item": event.item,
        }  # fmt: skip
        add_line(self.path, line)

    def lines(self) -> list[dict[str, str]]:
        """Return what is in the file, oldest first."""
        return lines_of(self.path)

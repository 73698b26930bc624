"""What comes of reading a return."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pandas as pd

_SHOWN = 30


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """One cell that was not read, with what is known about whose it is.

    `why` goes into the findings and holds nothing of the cell; `told` shows it to who sent it.
    """

    at: str
    why: str
    old_la_code: str | None = None
    measure: str | None = None
    time_period: int | None = None
    row: int | None = None
    content: object = None

    @property
    def told(self) -> str:
        """Return address, content and reason, for the screen of who works on the return."""
        text = str(self.content)
        shown = repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "...")
        return (
            f"{self.at}: {self.why}" if self.content is None else f"{self.at}: {shown} {self.why}"
        )


@dataclass(slots=True)
class Return:
    """What a return says: values, refusals, and what was left aside."""

    frequency: str
    returned_on: dt.date
    provisional: bool
    prepared_by: str
    events: tuple[str, ...]
    frame: pd.DataFrame
    refusals: list[RefusedCell] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    # Rows, columns and sheets that the workbook does not show; they are read all the same.
    hidden: list[str] = field(default_factory=list)

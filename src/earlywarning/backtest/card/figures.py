"""Finds figures of a result table and words them, each with the number of its row."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

PERCENT = {
    "precision_at_10", "precision_at_20", "recall_at_20", "recall_of_inadequate", "lowest_quarter",
    "highest_quarter", "false_alarms", "misses", "said", "happened", "false_alarms_gap",
    "misses_gap", "beats_deprivation", "best_is_ahead", "base_rate", "of_band", "of_all",
    "of_flagged", "threshold",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figures:
    """A result table that is asked for one figure at a time; rows are numbered from 1."""

    table: pd.DataFrame

    def row(
        self, section: str, target: str, contender: str, measure: str, part: str = ""
    ) -> pd.Series:
        """Return one row.

        Raises:
            KeyError: if there is none, or more than one: a card must not guess.
        """
        t = self.table
        found = t[
            (t["section"] == section) & (t["target"] == target) & (t["contender"] == contender)
            & (t["measure"] == measure) & (t["part"] == part)
        ]  # fmt: skip
        if len(found) != 1:
            raise KeyError(f"{len(found)} rows for {section}, {target}, {contender}, {measure}")
        return found.iloc[0]

    def value(self, *where: str) -> float:
        """Return one value."""
        return float(self.row(*where)["value"])

    def told(self, *where: str) -> str:
        """Return a value with its interval and the row it stands in."""
        row = self.row(*where)
        percent = row["measure"] in PERCENT
        own = _number(row["value"], percent=percent)
        if pd.isna(row["value"]):
            return "none"
        interval = ""
        if pd.notna(row["lower"]):
            low, high = (_number(row[end], percent=percent) for end in ("lower", "upper"))
            interval = f" ({low} to {high})"
        return f"{own}{interval} [{row['row']}]"

    def of(self, *where: str) -> str:
        """Return a share with its interval, its row, and of how many it is the share."""
        return f"{self.told(*where)} of {self.row(*where)['n']:.0f}"

    def has(self, section: str, target: str) -> bool:
        """Tell whether there is any figure of a section on a target."""
        return bool(((self.table["section"] == section) & (self.table["target"] == target)).any())

    def best(
        self, section: str, target: str, measure: str, names: list[str], part: str = ""
    ) -> str:
        """Return the contender with the highest value of a measure; the earlier named of equals."""
        values = {one: self.value(section, target, one, measure, part) for one in names}
        return max(names, key=lambda one: values[one])


def numbered(results: pd.DataFrame) -> pd.DataFrame:
    """Return a result table with its rows numbered from 1."""
    return results.assign(row=range(1, len(results) + 1))


def one_in_ten(share: float) -> str:
    """Return a share as people say it."""
    if pd.isna(share):
        return "an unknown part"
    tenths = round(share * 10)
    words = ["hardly any", "about one in ten", "about two in ten", "about three in ten",
             "about four in ten", "about half", "about six in ten", "about seven in ten",
             "about eight in ten", "about nine in ten", "nearly all"]  # fmt: skip
    return words[tenths]


def percent(value: float) -> str:
    """Return a share in per cent; a share that is not known is said to be none."""
    return "no figure" if pd.isna(value) else f"{value:.0%}"


def many_of(many: int, share: float) -> str:
    """Return how many of so many a share is."""
    return "an unknown number" if pd.isna(share) else f"{many * share:.0f}"


def _number(value: float, *, percent: bool) -> str:
    return f"{100 * value:.0f}%" if percent else f"{value:.2f}"

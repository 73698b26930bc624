"""The authority list: codes with their dates, regions, and who became whom.

Taken from the files offered when they hold one, else from the list the project carries.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from earlywarning.sources.reading import named, read_day
from earlywarning.tables.declare import columns_of
from earlywarning.tables.places import AuthorityChange

CODE_COLUMNS = ["old_la_code", "new_la_code", "la_name", "region", "opened", "closed"]


@dataclass(frozen=True, slots=True)
class Authorities:
    """Codes (one row per nine-character code) and changes."""

    codes: pd.DataFrame
    changes: pd.DataFrame

    def services(self) -> pd.DataFrame:
        """Return one row per three-digit code: newest code and name, first and last day."""
        order = self.codes.sort_values(["old_la_code", "opened", "new_la_code"])
        first = order.groupby("old_la_code")["opened"].min()
        # An authority is closed only when its newest code has ended.
        newest = order.drop_duplicates("old_la_code", keep="last")
        return newest.assign(opened=newest["old_la_code"].map(first))[CODE_COLUMNS]

    def opened_year(self) -> dict[str, int]:
        """Return the year in which each service opened."""
        services = self.services()
        return {c: d.year for c, d in zip(services["old_la_code"], services["opened"], strict=True)}


def from_code_list(
    header: tuple[str, ...],
    rows: list[list[str]],
    regions: dict[str, str],
    by_number: dict[str, str],
) -> pd.DataFrame:
    """Read the geography list with start and end dates.

    Args:
        header: column names of the list.
        rows: its rows; joint rows and rows without a three-digit number are left out.
        regions: region code to name.
        by_number: three-digit number to region, which knows Inner from Outer London.
    """
    out = []
    for number, cells in enumerate(rows, start=2):
        row = named(header, cells)
        if not re.fullmatch(r"\d{3} [A-Z]\d{8}", f"{row['old_la_code']} {row['new_la_code']}"):
            continue
        code = row["old_la_code"]
        region = by_number.get(code) or regions.get(row["parent_geography_code"])
        opened = read_day(row["date_of_operation"], "date_of_operation", number)
        closed = read_day(row["date_of_termination"], "date_of_termination", number)
        out.append((code, row["new_la_code"], row["la_name"], region, opened, closed))
    return pd.DataFrame(out, columns=CODE_COLUMNS)


def from_lifecycle(header: tuple[str, ...], rows: list[list[str]]) -> pd.DataFrame:
    """Read the predecessor list, one row per successor."""
    out = []
    for number, cells in enumerate(rows, start=2):
        row = named(header, cells)
        out += [
            (
                read_day(row["effective_date"], "effective_date", number),
                row["change_type"],
                row["old_dfe_code"],
                new,
                row["series_rule"],
            )
            for new in row["new_dfe_codes"].split(";")
        ]
    return pd.DataFrame(out, columns=columns_of(AuthorityChange))


def builtin(reference: Path) -> Authorities:
    """Return the list that the project carries for England."""
    text = {"dtype": str, "keep_default_na": False}
    codes = pd.read_csv(reference / "authorities.csv", **text)  # type: ignore[call-overload]
    changes = pd.read_csv(reference / "authority_changes.csv", **text)  # type: ignore[call-overload]
    for column in ("opened", "closed"):
        codes[column] = codes[column].map(lambda cell: read_day(cell, "authorities.csv"))
    changes["effective"] = changes["effective"].map(lambda cell: read_day(cell, "effective"))
    return Authorities(codes[CODE_COLUMNS], changes[columns_of(AuthorityChange)])

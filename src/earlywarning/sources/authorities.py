"""The authority list: codes with their dates, regions, and who became whom.

Taken from the files offered when they hold one, else from the list the project carries.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from earlywarning.errors import SourceError
from earlywarning.sources.code_list import require_life, without_clashes
from earlywarning.sources.reading import RawTable, named, read_day
from earlywarning.sources.refused import RefusedRows
from earlywarning.tables.declare import columns_of
from earlywarning.tables.places import AuthorityChange

CODES = re.compile(r"\d{3} [A-Z]\d{8}")
MISSING = "authority_missing"
CHANGES = ("split", "merge", "boundary", "code_only")
# Lower tiers, joint services and other bodies, which are no children's service of their own.
NO_SERVICE = re.compile(r"[xz]?|\d{3}( / \d{3})+")
# Rules on the days of a row whose codes are sound.
DAY_RULES = ("date", "life_of_authority")
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
    raw: RawTable,
    refused: RefusedRows,
    regions: Mapping[str, str],
    by_number: Mapping[str, str],
    numbers: Mapping[str, str],
) -> pd.DataFrame:
    """Read the geography list with start and end dates.

    Args:
        raw: the list; joint rows and rows without a three-digit number are left out.
        refused: takes the rows that cannot be what they say.
        regions: region code to name.
        by_number: three-digit number to region, which knows Inner from Outer London.
        numbers: three-digit number by nine-character code, as other lists have it.
    """
    out = []
    for cells, number in zip(raw.rows, raw.row_numbers, strict=True):
        row = named(raw.header, cells)
        if any(NO_SERVICE.fullmatch(row[name].strip()) for name in ("old_la_code", "new_la_code")):
            continue
        with refused.alone(number, row["old_la_code"]):
            out.append((*_code(row, number, regions, by_number), number))
    refused.require_few(len(raw.rows))
    listed = pd.DataFrame(out, columns=[*CODE_COLUMNS, "row"]).astype({"closed": object})
    return without_clashes(listed, refused, numbers)[CODE_COLUMNS]


def _code(
    row: dict[str, str], number: int, regions: Mapping[str, str], by_number: Mapping[str, str]
) -> tuple[object, ...]:
    code, nine = row["old_la_code"], row["new_la_code"]
    if not CODES.fullmatch(f"{code} {nine}"):
        raise SourceError(
            f"row {number}: {code!r} and {nine!r} are no codes of an authority", rule="la_code",
            row=number,
        )  # fmt: skip
    opened = read_day(row["date_of_operation"], "date_of_operation", number)
    closed = read_day(row["date_of_termination"], "date_of_termination", number)
    require_life(opened, closed, row.get("status", ""), number)
    region = by_number.get(code) or regions.get(row["parent_geography_code"])
    return code, nine, row["la_name"], region, opened, closed


def with_carried(codes: pd.DataFrame, refused: RefusedRows, carried: pd.DataFrame) -> pd.DataFrame:
    """Add what the project's own list has of authorities whose rows were all refused."""
    lost = {one.old_la_code for one in refused.rows} - set(codes["old_la_code"])
    own = carried[carried["old_la_code"].isin(lost)]
    own = own[~own["new_la_code"].isin(codes["new_la_code"])]
    return pd.concat([codes, own], ignore_index=True) if len(own) else codes


def with_listed(
    codes: pd.DataFrame, rows: Iterable[tuple[int, str, str, str, str]], refused: RefusedRows
) -> pd.DataFrame:
    """Add authorities that a list of regions has and the code list has not; each is told.

    Args:
        codes: the code list.
        rows: row number, region, three-digit number, name and nine-character code.
        refused: of the list of regions, takes what is told.
    """
    known, nines = set(codes["old_la_code"]), set(codes["new_la_code"])
    out: list[tuple[object, ...]] = []
    for number, region, code, name, nine in rows:
        if (
            code in known
            or nine in nines
            or not re.fullmatch(r"\d{3} [A-Z]\d{8}", f"{code} {nine}")
        ):
            continue
        known.add(code)
        first = codes["opened"].min()
        out.append((code, nine, name, region, first, None))
        why = f"row {number}: {name} ({code}) is not in the code list; kept as running from {first}"
        refused.add(number, MISSING, why, code, what="")
    return _longer(codes, out)


def _longer(codes: pd.DataFrame, rows: list[tuple[object, ...]]) -> pd.DataFrame:
    more = pd.DataFrame(rows, columns=CODE_COLUMNS).astype({"closed": object})
    return pd.concat([codes, more], ignore_index=True) if rows else codes


def with_running(
    codes: pd.DataFrame,
    raw: RawTable,
    refused: RefusedRows,
    regions: Mapping[str, str],
    by_number: Mapping[str, str],
) -> pd.DataFrame:
    """Keep running authorities of whose row only a day was refused, from the list's first day on.

    A slip in a day must make no authority vanish that no other list has.
    """
    bad = {one.row: at for at, one in enumerate(refused.rows) if one.rule in DAY_RULES}
    known, out = {*codes["old_la_code"], *codes["new_la_code"]}, list[tuple[object, ...]]()
    for cells, number in zip(raw.rows, raw.row_numbers, strict=True):
        row = named(raw.header, cells)
        runs = number in bad and row.get("status", "").strip().casefold() == "live"
        code, nine = row["old_la_code"], row["new_la_code"]
        if not runs or {code, nine} & known:
            continue
        first = codes["opened"].min()
        region = by_number.get(code) or regions.get(row["parent_geography_code"])
        out.append((code, nine, row["la_name"], region, first, None))
        told = refused.rows[bad[number]]
        why = f"{told.why}; {row['la_name']} is kept, as running from {first} on"
        refused.rows[bad[number]] = replace(told, why=why)
    return _longer(codes, out)


def from_lifecycle(raw: RawTable, refused: RefusedRows, known: Container[str]) -> pd.DataFrame:
    """Read the predecessor list, one row per successor.

    Args:
        raw: the list.
        refused: takes the rows that no reorganisation can be.
        known: three-digit numbers of authorities.
    """
    out: dict[tuple[str, str], tuple[object, ...]] = {}
    for cells, number in zip(raw.rows, raw.row_numbers, strict=True):
        row = named(raw.header, cells)
        with refused.alone(number, row["old_dfe_code"]):
            for one in _changes(row, number, known):
                if out.setdefault((one[2], one[3]), one)[:2] != one[:2]:
                    raise SourceError(
                        f"row {number}: {one[2]} became {one[3]} otherwise, or on another day, in "
                        "a row before",
                        rule="change_of_authority",
                        row=number,
                    )
    refused.require_few(len(raw.rows))
    return pd.DataFrame(list(out.values()), columns=columns_of(AuthorityChange))


def _changes(
    row: dict[str, str], number: int, known: Container[str]
) -> list[tuple[dt.date, str, str, str, str]]:
    day = read_day(row["effective_date"], "effective_date", number)
    kind, old, after = row["change_type"], row["old_dfe_code"], row["new_dfe_codes"].split(";")
    strangers = [code for code in (old, *after) if code not in known]
    why = ""
    if day is None:
        why = "has no day"
    elif kind not in CHANGES:
        why = f"{kind!r} is no kind of change; allowed: {', '.join(CHANGES)}"
    elif strangers:
        why = f"{', '.join(strangers)}: not in the list of authorities"
    elif (after == [old]) != (kind == "code_only"):
        why = f"{old} becomes {' and '.join(after)}, which is no {kind}"
    if why or day is None:
        raise SourceError(f"row {number}: {why}", rule="change_of_authority", row=number)
    return [(day, kind, old, new, row["series_rule"]) for new in after]


def builtin(reference: Path) -> Authorities:
    """Return the list that the project carries for England."""
    text = {"dtype": str, "keep_default_na": False}
    codes = pd.read_csv(reference / "authorities.csv", **text)  # type: ignore[call-overload]
    changes = pd.read_csv(reference / "authority_changes.csv", **text)  # type: ignore[call-overload]
    for column in ("opened", "closed"):
        codes[column] = codes[column].map(lambda cell: read_day(cell, "authorities.csv"))
    changes["effective"] = changes["effective"].map(lambda cell: read_day(cell, "effective"))
    return Authorities(codes[CODE_COLUMNS], changes[columns_of(AuthorityChange)])

"""Expectation suites made from the definitions: shape, keys, ranges, symbols, geography."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

import pandas as pd

from earlywarning.definitions.table import Check, PublishedTable

if TYPE_CHECKING:
    from great_expectations.expectations.expectation import Expectation

LEVELS = ["National", "Regional", "Local authority"]
# Outturn sheets list every public body and sums over classes of them; other lists, other places.
WIDER_LEVELS = [*LEVELS, "Other body", "Class total"]
IDENTIFIERS = ["Reporting year", "Calendar year", "Financial year", "Academic year"]
# A number no larger than a count of people or pounds can be, or one of the symbols that stand for
# one; `u` and `k` are published though DfE's own screener does not list them.
VALUE = r"^(?:-?[0-9]{1,15}(?:\.[0-9]+)?(?:[eE](?:-[0-9]{1,3}|\+?0?[0-9]))?|[cxzuk:~-]|low|\.\.|)$"
BRACKETED = VALUE[:-2] + r"|\[(?:[xnzY]|note \d+)\])$"
CODE = r"^\d{3}(?: / \d{3})*$"
# Warns of single rows; more than one row in ten means that the header does not fit the cells, and
# refuses the file. One expectation for both: each costs a fiftieth of a second, whatever it asks.
MOSTLY = 0.9
MOST_ROWS = {"mostly": MOSTLY}
# By so much arithmetic alone lets an identity be off.
FITS = 1e-9
# Rules on one cell: what breaks them costs the cell, and the file only where there are many.
NUMBER, SIGN, SHARE = CELL_RULES = ("number_or_symbol", "not_negative", "percentage_range")
LOCAL_ROWS: dict[str, Any] = {
    "row_condition": 'geographic_level == "Local authority"',
    "condition_parser": "pandas",
}


def prepared(frame: pd.DataFrame, table: PublishedTable) -> pd.DataFrame:
    """Return the text columns with what the suite needs beside them.

    `number__X` is column X as a number, `gap__i` how far check i is from holding.
    """
    checks = applicable(table, frame.columns)
    used = {part for check in checks.values() for part in _parts(check)}
    # Five hundred columns that no identity needs would be copied for every expectation.
    out = frame.drop(columns=sorted(set(table.value_columns(frame.columns)) - used))
    for key in sorted(used & set(frame.columns)):
        out[f"number__{key}"] = pd.to_numeric(frame[key], errors="coerce")
    for index, check in checks.items():
        out[f"gap__{index}"] = _gap(out, check, table.filters)
    return out


def applicable(table: PublishedTable, columns: Iterable[str]) -> dict[int, Check]:
    """Return the checks, by number, whose columns a file has all: some are optional."""
    there = set(columns)
    return {n: check for n, check in enumerate(table.checks) if _parts(check) <= there}


def _parts(check: Check) -> set[str]:
    return {*check.parts, *check.whole.split(" + "), *([check.result] if check.result else [])}


def cells(frame: pd.DataFrame, table: PublishedTable) -> pd.DataFrame:
    """Return one row per cell: text, number, and which limits its column has."""
    columns = table.value_columns(frame.columns)
    beside = [name for name in ("row", "time_period", "code") if name in frame]
    long = frame.melt(id_vars=beside, value_vars=columns, var_name="column", value_name="text")
    units = {
        n: table.columns[n].unit if n in table.columns else table.other_columns for n in columns
    }
    signed = {n for n in columns if _may_be_negative(n, table)}
    long["number"] = pd.to_numeric(long["text"], errors="coerce")
    long["unsigned"] = long["number"].where(~long["column"].isin(signed))
    percent = [n for n, unit in units.items() if unit == "percentage"]
    long["share"] = long["number"].where(long["column"].isin(percent))
    return long


def _may_be_negative(name: str, table: PublishedTable) -> bool:
    if name in table.columns:
        return table.columns[name].may_be_negative
    return table.other_columns == "thousand_pounds"


def _total(frame: pd.DataFrame, names: str | tuple[str, ...]) -> pd.Series:
    parts = names.split(" + ") if isinstance(names, str) else list(names)
    total = frame[f"number__{parts[0]}"].copy()
    for part in parts[1:]:
        total = total + frame[f"number__{part}"]
    return total


def _gap(frame: pd.DataFrame, check: Check, filters: Iterable[str]) -> pd.Series:
    part, whole = _total(frame, check.parts), _whole(frame, check, filters)
    # Regional and national counts are rounded to ten, so a share of a small whole can be off.
    local = frame["geographic_level"] == "Local authority"
    slack = pd.Series(check.tolerance, index=frame.index)
    if check.rule == "at_most":
        return (part - whole - slack).where(part.notna() & whole.notna())
    if check.rule == "sum":
        return (part - whole).abs() - slack
    given = frame[f"number__{check.result}"]
    positive = whole.where(whole > 0)
    slack = slack + (check.scale() * 10 / positive).where(~local, 0.0)
    return (part / positive * check.scale() - given).abs() - slack


def _whole(frame: pd.DataFrame, check: Check, filters: Iterable[str]) -> pd.Series:
    """Return the whole of each row's share: in its own columns, or in the row of the total."""
    whole = _total(frame, check.whole)
    if check.row_filter is None:
        return whole
    key = ["time_period", "geographic_level", "region_code", "old_la_code"]
    key += [name for name in filters if name != check.row_filter]
    totals = frame[frame[check.row_filter].isin(check.whole_labels)].assign(whole=whole)
    totals = totals[[*key, "whole"]].drop_duplicates(key, keep=False)
    found = frame[key].merge(totals, on=key, how="left")["whole"].set_axis(frame.index)
    if check.part_labels:
        found = found.where(frame[check.row_filter].isin(check.part_labels))
    return found


def frame_expectations(table: PublishedTable, columns: list[str]) -> list[Expectation]:
    """Return the expectations on the rows of a canonical table, criticals first."""
    import great_expectations.expectations as gxe
    from great_expectations.expectations.metadata_types import FailureSeverity

    key = ["time_period", "geographic_level", "region_code", "old_la_code", *table.filters]
    key += [name for name in ("area_name",) if name in columns]
    levels = LEVELS if table.layout == "open_data" else WIDER_LEVELS
    shape: list[Expectation] = [
        gxe.ExpectColumnValuesToBeInSet(
            column="geographic_level", value_set=levels, severity=FailureSeverity.CRITICAL,
            meta=_meta("level"),
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="time_identifier", value_set=IDENTIFIERS, severity=FailureSeverity.CRITICAL,
            meta=_meta("time_identifier"),
        ),
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=key, severity=FailureSeverity.CRITICAL, meta=_meta("repeated_row")
        ),
        gxe.ExpectColumnValuesToMatchRegex(
            column="old_la_code", regex=CODE, severity=FailureSeverity.CRITICAL,
            meta=_meta("la_code"),
            **LOCAL_ROWS,
        ),
    ]  # fmt: skip
    return shape + _identities(applicable(table, columns)) + [_known_codes()]


def cell_expectations(table: PublishedTable) -> list[Expectation]:
    """Return the expectations on the cells of a table, whatever their column."""
    import great_expectations.expectations as gxe
    from great_expectations.expectations.metadata_types import FailureSeverity

    return [
        gxe.ExpectColumnValuesToMatchRegex(
            column="text",
            regex=BRACKETED if table.layout == "outturn" else VALUE,
            severity=FailureSeverity.CRITICAL,
            meta=_meta(NUMBER),
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="unsigned", min_value=0, severity=FailureSeverity.CRITICAL,
            meta=_meta(SIGN),
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="share", max_value=100, severity=FailureSeverity.WARNING,
            meta=_meta("over_100_percent"),
        ),
    ]  # fmt: skip


def _identities(checks: dict[int, Check]) -> list[Expectation]:
    import great_expectations.expectations as gxe
    from great_expectations.expectations.metadata_types import FailureSeverity

    suite: list[Expectation] = []
    for index, check in checks.items():
        words = f"{' + '.join(check.parts)} {check.rule} {check.whole} {check.result or ''}".strip()
        suite.append(
            gxe.ExpectColumnValuesToBeBetween(
                column=f"gap__{index}", max_value=FITS, severity=FailureSeverity.WARNING,
                meta=_meta("identity", words) | MOST_ROWS
                | {"columns": list(check.tells_of()), "whole": _doubted(checks, index)},
            )
        )  # fmt: skip
    return suite


def _doubted(checks: dict[int, Check], index: int) -> dict[str, list[str]]:
    """Return the columns of a check's whole, each with the gaps of what else is measured by it.

    A whole that fits with something else in the row is the right one.
    """
    check = checks[index]
    others = {
        n: one for n, one in checks.items() if n != index and one.tells_of() and not one.row_filter
    }
    return {
        name: [f"gap__{n}" for n, one in others.items() if name in one.whole_here()]
        for name in (check.whole_here() if check.tells_of() else ())
        if name not in check.tells_of()
    }


def strangers(code: pd.Series, known: Collection[str]) -> pd.Series:
    """Return 1 for each code that no authority has, else 0, and nothing where there is none.

    A number, because a set of all codes is copied a hundred times for every expectation on it.
    """
    return (~code.isin(list(known))).astype(float).where(code.notna())


def _known_codes() -> Expectation:
    import great_expectations.expectations as gxe
    from great_expectations.expectations.metadata_types import FailureSeverity

    return gxe.ExpectColumnValuesToBeBetween(
        column="number__code", max_value=0, severity=FailureSeverity.WARNING,
        meta=_meta("known_authority") | MOST_ROWS,
    )  # fmt: skip


def lait_expectations() -> list[Expectation]:
    """Return the expectations on the long data of the interactive tool."""
    import great_expectations.expectations as gxe
    from great_expectations.expectations.metadata_types import FailureSeverity

    return [
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=["Short Desc", "Years", "LA Number"], severity=FailureSeverity.CRITICAL,
            meta=_meta("repeated_row"),
        ),
        gxe.ExpectColumnValuesToMatchRegex(
            column="Values", regex=VALUE, severity=FailureSeverity.CRITICAL,
            meta=_meta(NUMBER),
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="number__mapped", min_value=0, max_value=100, severity=FailureSeverity.CRITICAL,
            meta=_meta(SHARE),
        ),
        _known_codes(),
    ]  # fmt: skip


def coverage_expectations(*, national_only: bool) -> list[Expectation]:
    """Return the expectations on the summary by year: who should be there, is there."""
    import great_expectations.expectations as gxe
    from great_expectations.expectations.metadata_types import FailureSeverity

    nation = gxe.ExpectColumnValuesToBeBetween(
        column="nations",
        min_value=1,
        severity=FailureSeverity.CRITICAL,
        meta=_meta("national_row"),
    )
    places = gxe.ExpectColumnValuesToBeBetween(
        column="share",
        min_value=0.95,
        severity=FailureSeverity.CRITICAL,
        meta=_meta("coverage"),
    )
    return [nation] if national_only else [places, nation]


def _meta(rule: str, words: str = "") -> dict[str, Any]:
    return {"rule": rule, "words": words}

"""Expectation suites made from the definitions: shape, keys, ranges, symbols, geography."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from earlywarning.definitions import Check, Table

if TYPE_CHECKING:
    from great_expectations.expectations.expectation import Expectation
    from great_expectations.expectations.metadata_types import FailureSeverity

LEVELS = ["National", "Regional", "Local authority"]
IDENTIFIERS = ["Reporting year", "Calendar year", "Financial year", "Academic year"]
# A number, or one of the symbols that stand for one; `u` and `k` are published though DfE's
# own screener does not list them.
VALUE = r"^(?:-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|[cxzuk:~-]|low|\.\.|)$"
CODE = r"^\d{3}(?: / \d{3})*$"
# More than one row in ten failing an identity means that the header does not fit the cells.
MOSTLY = 0.9
LOCAL_ROWS: dict[str, Any] = {
    "row_condition": 'geographic_level == "Local authority"',
    "condition_parser": "pandas",
}


def prepared(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Return the text columns with what the suite needs beside them.

    `number__X` is column X as a number, `gap__i` how far check i is from holding.
    """
    out = frame.copy()
    for key in table.columns:
        if key in frame:
            out[f"number__{key}"] = pd.to_numeric(frame[key], errors="coerce")
    for index, check in enumerate(table.checks):
        out[f"gap__{index}"] = _gap(out, check)
    return out


def _total(frame: pd.DataFrame, names: str | tuple[str, ...]) -> pd.Series:
    parts = names.split(" + ") if isinstance(names, str) else list(names)
    total = frame[f"number__{parts[0]}"].copy()
    for part in parts[1:]:
        total = total + frame[f"number__{part}"]
    return total


def _gap(frame: pd.DataFrame, check: Check) -> pd.Series:
    part, whole = _total(frame, check.parts), _total(frame, check.whole)
    # Regional and national counts are rounded to ten, so a share of a small whole can be off.
    local = frame["geographic_level"] == "Local authority"
    slack = pd.Series(check.tolerance, index=frame.index)
    if check.rule == "at_most":
        return (part - whole - slack).where(part.notna() & whole.notna())
    if check.rule == "sum":
        return (part - whole).abs() - slack
    scale = 100 if check.rule == "share" else 10_000
    given = frame[f"number__{check.result}"]
    positive = whole.where(whole > 0)
    slack = slack + (scale * 10 / positive).where(~local, 0.0)
    return (part / positive * scale - given).abs() - slack


def frame_expectations(table: Table, codes: list[str]) -> list[Expectation]:
    """Return the expectations on a table in open-data layout, criticals first."""
    import great_expectations.expectations as gxe
    from great_expectations.expectations.metadata_types import FailureSeverity

    key = ["time_period", "geographic_level", "region_code", "old_la_code", *table.filters]
    shape: list[Expectation] = [
        gxe.ExpectColumnValuesToBeInSet(
            column="geographic_level", value_set=LEVELS, severity=FailureSeverity.CRITICAL,
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
    return shape + _columns(table) + _identities(table) + _known_codes("code", codes)


def _columns(table: Table) -> list[Expectation]:
    import great_expectations.expectations as gxe
    from great_expectations.expectations.metadata_types import FailureSeverity

    suite: list[Expectation] = []
    for name, column in table.columns.items():
        suite.append(
            gxe.ExpectColumnValuesToMatchRegex(
                column=name,
                regex=VALUE,
                severity=FailureSeverity.CRITICAL,
                meta=_meta("number_or_symbol"),
            )
        )
        suite.append(
            gxe.ExpectColumnValuesToBeBetween(
                column=f"number__{name}",
                min_value=0,
                severity=FailureSeverity.CRITICAL,
                meta=_meta("not_negative"),
            )
        )
        if column.unit == "percentage":
            suite.append(
                gxe.ExpectColumnValuesToBeBetween(
                    column=f"number__{name}", max_value=100, severity=FailureSeverity.WARNING,
                    meta=_meta("over_100_percent"),
                )
            )  # fmt: skip
    return suite


def _identities(table: Table) -> list[Expectation]:
    import great_expectations.expectations as gxe

    suite: list[Expectation] = []
    for index, check in enumerate(table.checks):
        words = f"{' + '.join(check.parts)} {check.rule} {check.whole} {check.result or ''}".strip()
        for mostly, severity in _strictness():
            suite.append(
                gxe.ExpectColumnValuesToBeBetween(
                    column=f"gap__{index}", max_value=1e-9, mostly=mostly, severity=severity,
                    meta=_meta("identity", words),
                )
            )  # fmt: skip
    return suite


def _known_codes(column: str, codes: list[str]) -> list[Expectation]:
    import great_expectations.expectations as gxe

    return [
        gxe.ExpectColumnValuesToBeInSet(
            column=column, value_set=codes, mostly=mostly, severity=severity,
            meta=_meta("known_authority"),
        )
        for mostly, severity in _strictness()
    ]  # fmt: skip


def lait_expectations(codes: list[str]) -> list[Expectation]:
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
            meta=_meta("number_or_symbol"),
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="number__Values", min_value=0, max_value=100, severity=FailureSeverity.CRITICAL,
            meta=_meta("percentage_range"),
        ),
        *_known_codes("code", codes),
    ]  # fmt: skip


def coverage_expectations() -> list[Expectation]:
    """Return the expectations on the summary by year: who should be there, is there."""
    import great_expectations.expectations as gxe
    from great_expectations.expectations.metadata_types import FailureSeverity

    return [
        gxe.ExpectColumnValuesToBeBetween(
            column="share",
            min_value=0.95,
            severity=FailureSeverity.CRITICAL,
            meta=_meta("coverage"),
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="nations",
            min_value=1,
            severity=FailureSeverity.CRITICAL,
            meta=_meta("national_row"),
        ),
    ]


def _strictness() -> list[tuple[float, FailureSeverity]]:
    """Refuse the file where most rows fail; warn about single rows."""
    from great_expectations.expectations.metadata_types import FailureSeverity

    return [(MOSTLY, FailureSeverity.CRITICAL), (1.0, FailureSeverity.WARNING)]


def _meta(rule: str, words: str = "") -> dict[str, str]:
    return {"rule": rule, "words": words}

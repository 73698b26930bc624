"""What a check found: one row, whoever found it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Literal

import pandas as pd

Severity = Literal["critical", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; empty fields are None."""

    source: str
    rule: str
    severity: Severity
    message: str
    release: str | None = None
    file_name: str | None = None
    old_la_code: str | None = None
    series: str | None = None
    time_period: int | None = None
    row_number: int | None = None


FINDING_COLUMNS = [field.name for field in fields(Finding)]


def findings_frame(findings: Iterable[Finding]) -> pd.DataFrame:
    """Return findings as a table, whole numbers kept whole."""
    frame = pd.DataFrame([asdict(finding) for finding in findings], columns=FINDING_COLUMNS)
    return frame.astype({"time_period": "Int64", "row_number": "Int64"})

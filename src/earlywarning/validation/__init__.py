"""The contract of each incoming file, checked by Great Expectations; findings are rows."""

from earlywarning.validation.finding import FINDING_COLUMNS, Finding, findings_frame
from earlywarning.validation.screening import findings as screened
from earlywarning.validation.screening import screen
from earlywarning.validation.verdict import validate

__all__ = ["FINDING_COLUMNS", "Finding", "findings_frame", "screen", "screened", "validate"]

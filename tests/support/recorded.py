"""One entry that somebody records by command, and the small nation about which it is."""

from __future__ import annotations

import datetime as dt

import pytest

from earlywarning.settings import today
from tests.conftest import PROJECT

CASES = PROJECT.parent / "shared" / "cases"
needs_cases = pytest.mark.skipif(
    not CASES.exists(), reason="the cases are not beside this checkout"
)
TODAY = today()
HEARD = (
    "soft", "add", "--authority", "Eskowen", "--flag", "whistleblowing",
    "--heard-on", str(TODAY - dt.timedelta(days=9)),
    "--source-kind", "practitioner", "--reliability", "B", "--credibility", "2",
    "--text", "Two teams say that nobody reads the referrals.", "--recorded-by", "regional lead",
    "--review-by", str(TODAY + dt.timedelta(days=90)),
)  # fmt: skip

"""Time since anybody looked: the newest of report, visit and peer review, and never the score."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any, cast

import pandas as pd
import pytest

from earlywarning.reports.phrases import since
from earlywarning.review.looked import Looked, newest_look, reported
from earlywarning.review.programme.candidates import _waited

AS_OF = dt.date(2026, 4, 30)
ROWS = pd.DataFrame(
    [("801", "overall", dt.date(2022, 3, 1)), ("801", "theme", dt.date(2024, 6, 3)),
     ("801", "overall", dt.date(2026, 5, 20)), ("802", "leaders", dt.date(2023, 1, 9)),
     ("803", "overall", None)],
    columns=["old_la_code", "judgement", "published"],
)  # fmt: skip


def test_the_newest_report_is_an_inspection_or_a_visit_that_was_out_by_then() -> None:
    assert reported(ROWS, AS_OF) == {
        "801": Looked(dt.date(2024, 6, 3), "focused visit"),
        "802": Looked(dt.date(2023, 1, 9), "inspection"),
    }
    assert reported(ROWS, dt.date(2024, 1, 1))["801"].kind == "inspection"
    assert reported(ROWS.iloc[:0], AS_OF) == {}


def test_a_peer_review_counts_when_it_is_the_newer() -> None:
    report = Looked(dt.date(2024, 6, 3), "focused visit")
    assert newest_look(report, dt.date(2019, 5, 1)) == report
    assert newest_look(report, dt.date(2025, 5, 1)) == Looked(dt.date(2025, 5, 1), "peer review")
    assert newest_look(None, None) is None


def test_who_was_looked_at_longest_ago_waited_longest() -> None:
    def waited(looked: Looked | None) -> int:
        return _waited(cast(Any, SimpleNamespace(case=SimpleNamespace(as_of=AS_OF, looked=looked))))

    # An old peer review hides no newer inspection.
    assert waited(Looked(dt.date(2026, 4, 1), "inspection")) == 29
    assert waited(None) > waited(Looked(dt.date(2016, 4, 30), "peer review")) > 3600


@pytest.mark.parametrize(
    ("day", "said"),
    [("2026-04-15", "less than a month ago"), ("2026-03-31", "less than a month ago"),
     ("2026-03-30", "1 month ago"), ("2024-05-30", "23 months ago"),
     ("2024-04-30", "2 years ago"), ("2020-05-01", "5 years ago")],
)  # fmt: skip
def test_how_long_ago_in_words(day: str, said: str) -> None:
    assert since(dt.date.fromisoformat(day), AS_OF) == said

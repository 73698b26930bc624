"""A doubt that older releases repeat is told once, and none is lost."""

from __future__ import annotations

from typing import Any

from earlywarning.reports.doubts import told_once
from earlywarning.tables.quality import Finding


def finding(**given: Any) -> Finding:
    return Finding(
        **{
            "old_la_code": "805", "source": "children_in_need", "file_name": "c1.csv",
            "series": "referrals", "time_period": 2024, "rule": "low_reliability",
            "severity": "warning", "message": "row 5: referrals withheld",
        }
        | given
    )  # fmt: skip


def test_the_same_doubt_in_two_releases_is_one() -> None:
    [one] = told_once(
        [finding(), finding(file_name="old.csv", message="row 9: referrals withheld")]
    )
    assert one.message == "Referrals: withheld by the publisher because the quality was too low"


def test_a_single_doubt_keeps_its_own_words() -> None:
    assert [one.message for one in told_once([finding()])] == ["row 5: referrals withheld"]


def test_each_period_source_and_rule_stands_for_itself_newest_first() -> None:
    rows = [
        finding(),
        finding(time_period=2025),
        finding(rule="not_returned"),
        finding(source="cla"),
    ]
    told = told_once(rows)
    assert len(told) == 4
    assert told[0].time_period == 2025


def test_many_series_are_counted() -> None:
    rows = [finding(series=name) for name in ("a", "b", "c", "d", "e")]
    assert told_once(rows)[0].message.startswith("A, B, C and 2 more: ")

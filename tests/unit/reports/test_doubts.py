"""A doubt that older releases repeat is told once, and none is lost."""

from __future__ import annotations

from typing import Any

from earlywarning.reports.doubts import told, told_once
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
    assert one.message == (
        "withheld by the publisher because the quality was too low (referrals in the year)"
    )


def test_a_single_doubt_keeps_its_own_words() -> None:
    assert [one.message for one in told_once([finding()])] == ["row 5: referrals withheld"]


def test_each_period_source_and_rule_stands_for_itself_newest_first() -> None:
    rows = [
        finding(),
        finding(time_period=2025),
        finding(rule="not_returned"),
        finding(source="cla"),
    ]
    found = told_once(rows)
    assert len(found) == 4
    assert found[0].time_period == 2025


def test_many_series_are_counted() -> None:
    rows = [finding(series=name) for name in ("a", "b", "c", "d", "e")]
    assert "(a, b, c, d and one other)" in str(told_once(rows)[0].message)


def test_a_doubt_is_told_without_rows_of_files_and_names_of_columns() -> None:
    rows = [
        finding(),
        finding(rule="late", message="row 7: cp_plans_over_2_years came 8 days after 2026-04-20"),
        finding(source="csww", series="lait.Unacc_Asylmn_Seek_Childn%", time_period=2020),
    ]
    said = told(rows, since=2023)
    assert said == [
        "Children in need, 2024: children on a plan for two years or more came 8 days after "
        "20 April 2026.",
        "Children in need, 2024: withheld by the publisher because the quality was too low "
        "(referrals in the year).",
    ]
    assert "unaccompanied children seeking asylum" in told(rows)[-1]

"""Ends of formal support that are watched for two years, and what helpers lent."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from earlywarning.review.recovering import lent, support_watch
from tests.support.evidence import DEFINITIONS

AS_OF = dt.date(2026, 4, 30)
STEPPED_IN = ["old_la_code", "intervention", "started_on", "ended_on", "supporter_old_la_code",
              "days_lent", "backfill"]  # fmt: skip
REVIEWS = ["old_la_code", "review_type", "held_on", "status", "led_by_old_la_code"]
HEARD = ["old_la_code", "flag", "heard_on"]


def day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def stepped_in(*rows: tuple[Any, ...]) -> pd.DataFrame:
    """Return interventions: authority, kind, start, end, and if given helper, days and cover."""
    told = [(*row, "", None, "")[:7] if len(row) == 4 else row for row in rows]
    return pd.DataFrame(
        [(c, k, day(a), day(z), *rest) for c, k, a, z, *rest in told], columns=STEPPED_IN
    )


def watched(rows: pd.DataFrame, *heard: tuple[str, str, str]) -> list[tuple[Any, ...]]:
    said = pd.DataFrame([(c, f, day(on)) for c, f, on in heard], columns=HEARD)
    found = support_watch(rows, said, DEFINITIONS.interventions, AS_OF)
    return list(found.itertuples(index=False, name=None))


def test_an_end_is_watched_for_two_years_to_the_day() -> None:
    ended = stepped_in(("801", "improvement_notice", "2021-01-01", "2024-04-30"))
    assert watched(ended) == [("801", "improvement_notice", dt.date(2024, 4, 30), AS_OF, 0)]
    assert watched(stepped_in(("801", "improvement_notice", "2021-01-01", "2024-04-29"))) == []


def test_what_goes_on_or_began_anew_is_not_watched_and_support_never_is() -> None:
    assert watched(stepped_in(("801", "improvement_board", "2025-01-01", ""))) == []
    anew = stepped_in(("801", "improvement_board", "2022-01-01", "2025-01-01"),
                      ("801", "improvement_board", "2025-06-01", ""))  # fmt: skip
    assert watched(anew) == []
    assert watched(stepped_in(("801", "peer_support", "2024-01-01", "2025-01-01"))) == []


def test_what_people_said_counts_where_the_register_knows_no_end() -> None:
    said = ("801", "formal_support_ended", "2026-01-30")
    found = watched(stepped_in(), said)
    assert found == [
        ("801", "formal_support_ended", dt.date(2026, 1, 30), dt.date(2028, 1, 30), 21)
    ]
    known = stepped_in(("801", "improvement_notice", "2021-01-01", "2025-12-01"))
    assert [row[1] for row in watched(known, said)] == ["improvement_notice"]


def gave(reviews: list[tuple[Any, ...]], rows: pd.DataFrame) -> dict[str, dict[str, Any]]:
    history = pd.DataFrame([(c, k, day(on), s, by) for c, k, on, s, by in reviews], columns=REVIEWS)
    found = lent(history, rows, DEFINITIONS.review_types, AS_OF)
    return {row["old_la_code"]: row for row in found.to_dict("records")}


def test_reviews_led_within_the_year_count_with_the_days_of_their_kind() -> None:
    reviews = [("801", "front_door", "2025-09-01", "held", "850"),
               ("802", "regional_triad", "2026-01-10", "held", "850"),
               ("803", "front_door", "2024-09-01", "held", "850"),
               ("804", "front_door", "", "planned", "850")]  # fmt: skip
    row = gave(reviews, stepped_in())["850"]
    assert (row["reviews_led"], row["review_days"]) == (2, 4)
    assert pd.isna(row["days_lent"])


def test_days_without_cover_are_told_apart_from_days_of_which_nobody_said() -> None:
    rows = stepped_in(
        ("801", "peer_support", "2025-06-01", "", "850", 30, "whole"),
        ("802", "peer_support", "2025-06-01", "2025-12-01", "850", 20, "part"),
        ("803", "peer_support", "2025-06-01", "", "850", 5, ""),
        ("804", "peer_support", "2023-06-01", "2024-12-01", "850", 90, "none"),
    )
    row = gave([], rows)["850"]
    assert (row["interventions"], row["days_lent"], row["days_not_covered"]) == (3, 55, 20)
    assert row["days_not_told"] == 1


@pytest.mark.parametrize("kind", sorted(DEFINITIONS.interventions.kinds))
def test_every_kind_can_be_watched_or_not_without_a_fault(kind: str) -> None:
    ended = stepped_in(("801", kind, "2024-01-01", "2025-06-01"))
    assert bool(watched(ended)) == DEFINITIONS.interventions.kinds[kind].watched

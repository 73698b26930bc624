"""The planted stories end in the offer that an experienced adviser would make."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.whole

# Written from the stories and their texts: the step, the kind, and why an adviser would do so.
ADVISED = {
    "Quenlamoor": ("targeted_review", "front_door_assurance",
                   "A front door that slipped within months: a day with a case audit, and soon."),
    "Brescavale": ("targeted_review", "front_door_assurance",
                   "Figures nobody can trust and a disclosure: trace the cases, believe no table."),
    "Tolvanstead": ("routine_review", "regional_triad",
                    "Thresholds were repaired: hold your nerve, and come in turn."),
    "Ossimbury": ("supportive_conversation", "whole_service",
                  "It refuses reviews: somebody it trusts rings first, and people consider more."),
    "Vandrishire": ("supportive_conversation", "workforce",
                    "Strong and overstretched: ask what it can put down, and nothing of it."),
    "Kelvrimouth": ("commissioned_support", "workforce",
                    "The spiral was reviewed two years ago and turns on: it needs hands."),
    "Merrowick": ("routine_review", "regional_triad", "Quiet and fine: in turn."),
    "Haldrivar": ("commissioned_support", "child_protection or whole_service",
                  "Inspectors have said what is wrong: support where the letter points, or, since "
                  "figures are weak all over, for the whole; and questions of formal support."),
    "Rethimoor": ("supportive_conversation", "resources",
                  "People worry about cuts that figures do not show yet: talk about money."),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(ADVISED))
def test_a_story_ends_in_the_offer_of_an_experienced_adviser(demo, name: str) -> None:
    found = demo.execute(
        """select step, review_type from recommendation join local_authority using (old_la_code)
           where la_name = ?""",
        [name],
    ).fetchone()
    step, kinds, why = ADVISED[name]
    assert found is not None
    assert found[0] == step, why
    assert found[1] in kinds.split(" or "), why


def row(demo, name: str) -> dict[str, str]:
    frame = demo.execute(
        """select r.* from recommendation as r join local_authority using (old_la_code)
           where la_name = ?""",
        [name],
    ).df()
    return frame.iloc[0].to_dict()


def test_the_repaired_service_is_asked_about_its_repair(demo) -> None:
    assert "Which figure did the service say would worsen" in " ".join(
        row(demo, "Tolvanstead")["lines_of_enquiry"]
    )


def test_the_refuser_and_the_noticed_are_put_before_people_and_nobody_else(demo) -> None:
    named = demo.execute(
        """select la_name from recommendation join local_authority using (old_la_code)
           where len(to_consider) > 0"""
    ).fetchall()
    assert {"Ossimbury", "Haldrivar"} <= {name for (name,) in named}
    assert len(named) < 15
    assert "have to be tested" in " ".join(row(demo, "Haldrivar")["to_consider"])


def test_the_overstretched_service_is_asked_for_nothing(demo) -> None:
    (times,) = demo.execute(
        """select count(*) from recommendation as r
           join local_authority as la on list_contains(r.supporters, la.old_la_code)
           where la.la_name = 'Vandrishire'"""
    ).fetchone()
    assert times == 0


def test_the_priority_of_people_comes_before_all_else_in_the_quarter(demo) -> None:
    outcomes = demo.execute(
        """select p.outcome from programme as p join score using (old_la_code)
           where band = 'priority'"""
    ).fetchall()
    assert set(outcomes) == {("offered",)}

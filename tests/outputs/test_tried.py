"""What was tried, and what it came to: here in every edition, elsewhere in the consortium's own."""

from __future__ import annotations

import datetime as dt
from typing import Any

from earlywarning.reports.briefing.briefing import briefing_of
from earlywarning.reports.document.plain import text_of
from earlywarning.reports.facts import Facts, load
from earlywarning.reports.pages.improved import improved
from earlywarning.reports.tried import tried_in
from tests.outputs.test_site import fill
from tests.support.laid_out import laid_out, put

HEADING = "What was tried, and what it came to"


def facts(*outcomes: dict[str, Any]) -> Facts:
    connection = laid_out()
    fill(connection)
    connection.execute("delete from offer_outcome")
    connection.execute(
        "update recommendation set approaches = ['talent_pool'], supporters = ['901']"
    )
    for one in outcomes:
        put(connection, "offer_outcome", recorded_on=dt.date(2026, 2, 27), **one)
    return load(connection)


def came(code: str, what: str, name: str, outcome: str, **more: Any) -> dict[str, Any]:
    return {"offer": f"D-{code}", "old_la_code": code, "what": what, "name": name,
            "outcome": outcome, **more}  # fmt: skip


def briefing(known: Facts) -> str:
    return text_of(briefing_of(known, "902").blocks)


def test_what_was_tried_here_is_in_the_next_briefing() -> None:
    words = briefing(
        facts(
            came("902", "approach", "talent_pool", "helped", seen="Two posts were filled"),
            came("902", "role", "practice lead", "did_not_help"),
        )
    )
    assert HEADING in words
    assert (
        "Here: Know who is ready: helped, 27 February 2026. Seen: Two posts were filled." in words
    )
    assert "Here: Practice lead: did not help, 27 February 2026." in words
    assert HEADING not in briefing(facts())


def test_what_it_came_to_elsewhere_stands_beside_the_offer() -> None:
    words = briefing(
        facts(
            came("903", "approach", "talent_pool", "helped"),
            came("901", "approach", "talent_pool", "too_early"),
            came("903", "supporter", "901", "helped"),
        )
    )
    assert "Elsewhere: Know who is ready: helped in" in words
    assert "too early to tell in Zellmouth." in words
    assert "Elsewhere: Zellmouth as supporter: helped in" in words
    assert "Here:" not in words


def test_what_another_approach_came_to_is_not_said_of_this_offer() -> None:
    assert HEADING not in briefing(facts(came("903", "approach", "one_front_door", "helped")))


def test_the_lists_of_whom_to_ring_say_who_helped_and_what_was_tried() -> None:
    known = facts(
        came("902", "approach", "talent_pool", "did_not_help"),
        came("902", "supporter", "901", "helped"),
    )
    assert tried_in(known, "901") == "as supporter: helped in Aldermoor"
    assert tried_in(known, "902") == "know who is ready (did not help)"
    assert improved(known)["tried"] == [
        ("Know who is ready", "did not help in Aldermoor"),
        ("Zellmouth as supporter", "helped in Aldermoor"),
    ]

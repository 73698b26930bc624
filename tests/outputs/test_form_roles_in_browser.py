"""Each role at the form with a keyboard alone: what it is there for, and what is not its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from earlywarning.register import state
from earlywarning.register.actions import add
from earlywarning.register.checking import check
from earlywarning.register.decisions.actions import propose, share
from earlywarning.register.decisions.state import lives, sound_decisions
from earlywarning.register.form.form import Form
from tests.support.browser import browser
from tests.support.keyboard import scrolls_sideways, serious, sign_in, tab_to, typed
from tests.support.register import ALLOWED, row
from tests.support.serving import PEOPLE, form_in, running
from tests.unit.register.test_decisions import LEAD, RULES, at, offer

pytestmark = pytest.mark.whole

PATHS = ("/", "/offers", "/briefing")
# Written down here a second time: nothing of this is read from the form.
SEES = {
    "adviser": ("/", "/offers"), "lead": ("/", "/offers"), "north": ("/", "/offers"),
    "reviewer": ("/",), "norreby": ("/", "/briefing"), "merrow": ("/", "/briefing"),
}  # fmt: skip
# What must not be on any page of a role.
NEVER = {
    "adviser": (), "lead": (), "reviewer": (), "north": ("Merrow", "D-0002"),
    "norreby": ("Merrow", "Ostwick", "D-0002", "D-0003", "Told in private"),
    "merrow": ("Norreby", "Ostwick", "D-0001", "D-0003", "L-0001", "Told in private"),
}  # fmt: skip
ENTRY = ("authority", "flag", "heard_on", "source_kind", "reliability", "credibility", "text",
         "review_by")  # fmt: skip


@dataclass
class Seat:
    """A page in a browser of its own, and the form that serves it."""

    page: Any
    form: Form

    def decided(self) -> list[tuple[str, str, str]]:
        return [(r.item, r.kind, r.by) for r in sound_decisions(self.form.decisions)[0]]

    def heard(self) -> list[tuple[str, str]]:
        return [(r.kind, r.by) for r in state.sound_records(self.form.ledger)[0]]

    def press(self, button: str) -> None:
        tab_to(self.page, button)
        self.page.keyboard.press("Enter")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as opened:
        yield opened


@pytest.fixture
def seat(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    """A form with one entry and three offers: given to two authorities, proposed to a third."""
    form = form_in(tmp_path_factory.mktemp("form"))
    add(form.ledger, [check(row(), ALLOWED)])
    given = [offer(), offer(old_la_code="803", supporter="801"), offer(old_la_code="802")]
    propose(form.decisions, given, LEAD, RULES, at("2026-05-05"))
    for item in ("D-0001", "D-0003"):
        share(form.decisions, item, LEAD, RULES, at("2026-05-06"))
    with running(form) as server:
        context = chromium.new_context(base_url=server.address)
        yield Seat(context.new_page(), form)
        context.close()


def decide(seat: Seat, item: str, outcome: str) -> None:
    """Go to the page of offers and decide one, with the keys of a list and no mouse."""
    tab_to(seat.page, "Offers")
    seat.page.keyboard.press("Enter")
    seat.page.wait_for_url("**/offers")
    typed(seat.page, offer=item, act="A decision", text="Both sides want to know.",
          outcome=outcome)  # fmt: skip
    seat.press("Record")
    seat.page.get_by_role("status").wait_for()


@pytest.mark.parametrize("account", PEOPLE)
def test_every_page_of_a_role_is_sound_narrow_and_holds_nothing_of_others(
    seat: Seat, account: str
) -> None:
    sign_in(seat.page, account)
    for path in SEES[account]:
        answer = seat.page.goto(path)
        assert answer.status == 200
        assert [word for word in NEVER[account] if word in seat.page.content()] == []
        if path == "/briefing":
            continue  # its own page, looked at in test_form_in_browser.py
        assert serious(seat.page) == [], path
        assert not scrolls_sideways(seat.page), path


@pytest.mark.parametrize("account", PEOPLE)
def test_what_is_not_a_roles_own_is_refused_and_says_so_soundly(seat: Seat, account: str) -> None:
    sign_in(seat.page, account)
    refused = [path for path in PATHS if path not in SEES[account]]
    assert refused
    for path in refused:
        answer = seat.page.goto(path)
        assert answer.status == 403
        assert "Norreby" not in seat.page.locator("main").inner_text()
        assert serious(seat.page) == []
        assert not scrolls_sideways(seat.page)
        tab_to(seat.page, "Back to the first page")
        seat.page.keyboard.press("Enter")
        seat.page.wait_for_url("**/")


@pytest.mark.parametrize("account", ["north", "reviewer", "lead"])
def test_who_records_does_so_under_their_own_role(seat: Seat, account: str) -> None:
    sign_in(seat.page, account)
    given = row(text="Heard in a lift.", flag="whistle", source_kind="pract", reliability="B",
                credibility="2", authority="Great Ostwick")  # fmt: skip
    typed(seat.page, **{name: given[name] for name in ENTRY})
    seat.press("Record")
    seat.page.wait_for_url("**/?done=L-*")
    assert seat.heard()[-1] == ("entry", PEOPLE[account][0])
    assert serious(seat.page) == []


def test_a_region_records_nothing_about_another(seat: Seat) -> None:
    sign_in(seat.page, "north")
    given = row(text="Heard in a lift.", flag="whistle", source_kind="pract", reliability="B",
                credibility="2", authority="Vale of Merrow")  # fmt: skip
    typed(seat.page, **{name: given[name] for name in ENTRY})
    seat.press("Record")
    seat.page.get_by_role("alert").wait_for()
    assert len(seat.heard()) == 1
    assert serious(seat.page) == []
    assert not scrolls_sideways(seat.page)


@pytest.mark.parametrize(("account", "item"), [("north", "D-0001"), ("adviser", "D-0003")])
def test_region_and_consortium_decide_by_keyboard(seat: Seat, account: str, item: str) -> None:
    sign_in(seat.page, account)
    decide(seat, item, "accepted")
    assert seat.decided()[-1] == (item, "decision", PEOPLE[account][0])
    assert lives(sound_decisions(seat.form.decisions)[0])[item].state == "decided"
    assert serious(seat.page) == []


def test_the_consortium_hands_an_offer_over_by_keyboard(seat: Seat) -> None:
    sign_in(seat.page, "lead")
    seat.page.goto("/offers")
    typed(seat.page, offer="D-0002", act="The authority")
    seat.press("Record")
    seat.page.get_by_role("status").wait_for()
    assert seat.decided()[-1] == ("D-0002", "shared", "regional lead")


def test_an_authority_answers_and_objects_by_keyboard(seat: Seat) -> None:
    sign_in(seat.page, "norreby")
    typed(seat.page, answer="We saw the queue.")
    seat.press("Send the answer")
    seat.page.wait_for_url("**/?done=answer")
    assert seat.decided()[-1] == ("D-0001", "reply", "director")
    assert serious(seat.page) == []
    typed(seat.page, objection="We looked: it was one team.")
    seat.press("Send the objection")
    seat.page.wait_for_url("**/?done=dispute")
    assert seat.heard()[-1] == ("dispute", "director")
    assert serious(seat.page) == []
    assert not scrolls_sideways(seat.page)


def test_an_empty_answer_is_said_to_be_and_where(seat: Seat) -> None:
    sign_in(seat.page, "norreby")
    seat.press("Send the answer")
    seat.page.get_by_role("alert").wait_for()
    assert serious(seat.page) == []
    assert not scrolls_sideways(seat.page)
    assert [kind for _, kind, _ in seat.decided()].count("reply") == 0

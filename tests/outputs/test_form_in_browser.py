"""The form in a real browser, by keyboard alone and with axe: sign in, record, sign out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from earlywarning.register import state
from earlywarning.register.actions import add
from earlywarning.register.checking import check
from earlywarning.register.decisions.actions import propose, share
from earlywarning.register.decisions.state import sound_decisions
from earlywarning.register.form.form import Form
from earlywarning.register.form.serving import FormServer
from earlywarning.run.own import own_shelf
from tests.conftest import REFERENCE
from tests.support.browser import browser
from tests.support.keyboard import NARROW, serious, sign_in, tab_to, typed
from tests.support.register import ALLOWED, row
from tests.support.serving import form_in, running
from tests.unit.register.test_decisions import LEAD, RULES, at, offer

pytestmark = pytest.mark.whole


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Form, FormServer]]:
    form = form_in(tmp_path_factory.mktemp("form"))
    add(form.ledger, [check(row(), ALLOWED)])
    propose(form.decisions, [offer()], LEAD, RULES, at("2026-04-20"))
    share(form.decisions, "D-0001", LEAD, RULES, at("2026-04-20"))
    with running(form) as server:
        yield form, server


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as opened:
        yield opened


@pytest.fixture
def page(chromium: Any, served: tuple[Form, FormServer]) -> Iterator[Any]:
    context = chromium.new_context(base_url=served[1].address)
    page = context.new_page()
    page.said = []
    page.on("console", lambda one: page.said.append(one.text))
    yield page
    context.close()


def test_somebody_signs_in_records_and_signs_out_by_keyboard(
    page: Any, served: tuple[Form, FormServer]
) -> None:
    sign_in(page, "adviser")
    assert page.locator("h1").inner_text() == "Soft intelligence"
    given = row(text="Heard in a lift.", flag="whistle", source_kind="pract", reliability="B",
                credibility="2", authority="Great Ostwick")  # fmt: skip
    order = ("authority", "flag", "heard_on", "source_kind", "reliability", "credibility", "text",
             "review_by")  # fmt: skip
    typed(page, **{name: given[name] for name in order})
    tab_to(page, "Record")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?done=L-*")
    assert "is recorded" in page.get_by_role("status").inner_text()
    record = state.sound_records(served[0].ledger)[0][-1]
    assert (record.by, record.body.text) == ("improvement adviser", "Heard in a lift.")
    assert record.body.old_la_code == "802"
    tab_to(page, "Sign out")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in")
    page.go_back()
    assert page.locator("h1").inner_text() == "Sign in", "nothing is kept to go back to"
    assert page.said == []


def test_a_director_answers_an_offer_by_keyboard(
    page: Any, served: tuple[Form, FormServer]
) -> None:
    sign_in(page, "norreby")
    typed(page, answer="We saw the queue.")
    tab_to(page, "Send the answer")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?done=answer")
    record = sound_decisions(served[0].decisions)[0][-1]
    assert (record.kind, record.by) == ("reply", "director")


@pytest.mark.parametrize(
    ("account", "paths"),
    [("", ("/sign-in",)), ("lead", ("/", "/offers")), ("norreby", ("/",))],
)
def test_axe_finds_nothing_serious_and_nothing_scrolls_sideways(
    page: Any, account: str, paths: tuple[str, ...]
) -> None:
    if account:
        sign_in(page, account)
    for path in paths:
        page.goto(path)
        assert serious(page) == []
        page.set_viewport_size({"width": NARROW, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW, path


def test_an_authority_reads_its_standing_and_briefing_as_they_are_served(
    chromium: Any, small_warehouse: Path, tmp_path: Path
) -> None:
    shelf = own_shelf(small_warehouse, REFERENCE)
    form = form_in(tmp_path, "norreby", own=lambda _: shelf("125"))
    with running(form) as server:
        context = chromium.new_context(base_url=server.address)
        page = context.new_page()
        sign_in(page, "norreby")
        assert serious(page) == []
        tab_to(page, "Your briefing")
        page.keyboard.press("Enter")
        page.wait_for_url("**/briefing")
        assert page.locator("h1").count() == 1
        assert page.locator("main img, main svg").count() > 0
        assert serious(page) == []
        page.set_viewport_size({"width": NARROW, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW
        context.close()


def test_axe_finds_nothing_serious_in_what_is_wrong(page: Any) -> None:
    page.goto("/sign-in")
    typed(page, account="nobody", password="wrong")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    assert serious(page) == []
    sign_in(page, "adviser")
    tab_to(page, "Record")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    assert serious(page) == []


def test_no_script_runs_and_nothing_comes_from_elsewhere(page: Any) -> None:
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    sign_in(page, "adviser")
    home = page.url.split("/")[2]
    assert {one.split("/")[2] for one in asked} == {home}
    page.goto("/")
    assert page.evaluate("document.scripts.length") == 0

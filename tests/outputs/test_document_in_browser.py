"""A document's page in a real browser: axe, small screens, the keyboard, print, no scripts."""

from __future__ import annotations

from pathlib import Path

import pytest

from earlywarning.reports.briefing.briefing import briefing_of
from earlywarning.reports.document.page import as_page
from tests.outputs.test_briefing import facts
from tests.outputs.test_document import full
from tests.support.browser import browser

pytestmark = pytest.mark.whole

NARROW = 320
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPEN_ALL = "document.querySelectorAll('details').forEach(one => { one.open = true; })"
TINY = "[...document.images].filter(one => one.complete && one.naturalWidth < 100).length"


@pytest.fixture(scope="module")
def chromium():
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module", params=["document", "briefing"])
def path(request, tmp_path_factory) -> Path:
    made = full() if request.param == "document" else briefing_of(facts(), "902")
    file = tmp_path_factory.mktemp("page") / "page.html"
    file.write_text(as_page(made, up=""), encoding="utf-8")
    return file


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_at_all(path, chromium, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = chromium.new_page(color_scheme=scheme)
    page.goto(path.as_uri())
    page.evaluate(OPEN_ALL)
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    told = [(one["id"], one["nodes"][0]["html"][:120]) for one in found.response["violations"]]
    assert told == []
    assert found.response["passes"], "axe looked at nothing"
    page.close()


def test_it_fits_a_small_screen_with_every_picture_drawn(path, chromium):
    page = chromium.new_page(viewport={"width": NARROW, "height": 800}, java_script_enabled=True)
    page.goto(path.as_uri())
    page.evaluate(OPEN_ALL)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW
    assert page.evaluate(TINY) == 0
    assert page.evaluate("document.images.length") > 0
    page.close()


def test_the_keyboard_leads_past_the_furniture_and_focus_is_seen(path, chromium):
    page = chromium.new_page()
    page.goto(path.as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert int(outline.removesuffix("px")) >= 2
    page.close()


def test_print_leaves_out_what_only_a_screen_needs(path, chromium):
    page = chromium.new_page()
    page.emulate_media(media="print")
    page.goto(path.as_uri())
    assert page.locator("header.top").is_hidden()
    assert page.locator("h1").is_visible()
    assert page.locator("details").first.is_hidden()
    page.close()


def test_nothing_is_asked_of_anybody(path, chromium):
    page = chromium.new_page(java_script_enabled=False)
    asked = []
    page.on("request", lambda one: asked.append(one.url))
    page.goto(path.as_uri())
    assert [url for url in asked if not url.startswith(("data:", path.as_uri()))] == []
    page.close()

"""Every kind of page in a real browser: axe, keyboard alone, small screens, print, no scripts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from earlywarning.definitions.loader import load_definitions
from earlywarning.reports.site import write_site
from tests.conftest import REFERENCE
from tests.support.browser import browser
from tests.support.small_site import PLACES, small_nation

pytestmark = pytest.mark.whole

# A kind of page and where its pages stand; a page that is of no kind fails a test below.
KINDS = {
    "home": "index.html", "indicators": "indicators.html", "dictionary": "data_dictionary.html",
    "indicator": "indicator/*.html", "patterns": "patterns.html", "pattern": "pattern/*.html",
    "way": "pathway.html", "quality": "quality.html", "sources": "sources.html",
    "methods": "methods.html", "glossary": "glossary.html", "authority": "authority/*.html",
    "figures": "authority/*/figures.html", "offer": "authority/*/offer.html",
    "history": "authority/*/history.html", "score": "authority/*/score.html",
    "region": "region/*.html", "compare": "compare.html", "improved": "improved.html",
    "briefing": "briefing/*.html", "pack": "pack/*.html",
}  # fmt: skip
# The page that is looked at, of a kind that has many: one with everything on it.
RICH = {"indicator": "referral_rate", "pattern": "front_door_strain", "authority": "902-aldermoor",
        "briefing": "902-aldermoor"}  # fmt: skip
NARROW, A4 = 320, 680
MOST_BYTES = 200_000
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The reader's own spacing of text, as WCAG 1.4.12 names it.
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
  word-spacing: .16em !important; } p { margin-bottom: 2em !important; }"""
REACHABLE = "a[href], button, input, select, textarea, summary, [tabindex='0']"
OPEN_ALL = "document.querySelectorAll('details').forEach(one => { one.open = true; })"
CUT = """() => [...document.querySelectorAll('body *')].filter(one => {
  const style = getComputedStyle(one);
  return !one.closest('.hidden, .skip, svg') && style.overflow !== 'visible'
    && !one.closest('.scroll') && one.scrollHeight > one.clientHeight + 1;
}).map(one => one.outerHTML.slice(0, 80))"""
FOCUSED = """() => { const one = document.activeElement, style = getComputedStyle(one);
  return { number: one.dataset.number || '', name: one.outerHTML.slice(0, 80),
    seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 }; }"""
NUMBER = """selector => { let count = 0; document.querySelectorAll(selector).forEach(one => {
  if (one.getClientRects().length) { one.dataset.number = String(++count); } }); return count; }"""


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    write_site(small_nation(load_definitions(REFERENCE)), folder)
    return folder


@pytest.fixture(scope="module")
def chromium():
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module", params=KINDS)
def path(request, site) -> Path:
    pages = sorted(site.glob(KINDS[request.param]))
    assert pages, f"no page of the kind {request.param}"
    rich = RICH.get(request.param, RICH["authority"])
    return next((one for one in pages if rich in (one.stem, one.parent.name)), pages[0])


@pytest.fixture
def opened(chromium):
    """Give a function that opens a page from its folder, as somebody would who has no server."""
    contexts = []

    def at(path: Path, width: int = 1280, **wishes: Any) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": 800}, **wishes)
        contexts.append(context)
        page = context.new_page()
        page.goto(path.as_uri())
        return page

    yield at
    for context in contexts:
        context.close()


def test_every_page_is_of_a_kind_that_is_looked_at(site):
    known = {page for pattern in KINDS.values() for page in site.glob(pattern)}
    assert set(site.rglob("*.html")) == known


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.whole)])
def test_axe_finds_nothing_serious(path, scheme, opened):
    from axe_playwright_python.sync_playwright import Axe

    page = opened(path, color_scheme=scheme)
    page.evaluate(OPEN_ALL)
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    told = [
        (one["id"], one["impact"], one["nodes"][0]["html"][:120])
        for one in found.response["violations"]
    ]
    assert [one for one in told if one[1] in ("serious", "critical")] == []
    assert found.response["passes"], "axe looked at nothing"


def test_the_keyboard_alone_reaches_everything_and_shows_where_it_is(path, opened):
    page = opened(path)
    page.evaluate(OPEN_ALL)
    many = page.evaluate(NUMBER, REACHABLE)
    reached, unseen = set(), []
    for _ in range(many + 2):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        reached.add(at["number"])
        if at["number"] and not at["seen"]:
            unseen.append(at["name"])
    assert unseen == []
    assert {str(number) for number in range(1, many + 1)} <= reached
    assert many > 3


def test_the_first_key_leads_past_the_furniture(path, opened):
    page = opened(path)
    if path.name == "index.html":
        # Who opens the first page searches: the box has the focus, and the skip link comes before.
        page.evaluate("document.activeElement.blur()")
        page.evaluate("document.querySelector('.skip').focus()")
    else:
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("zoom", [1, 4])
def test_nothing_scrolls_sideways_at_320_pixels_or_four_times_the_size(path, zoom, opened):
    page = opened(path, width=NARROW, device_scale_factor=zoom)
    page.evaluate(OPEN_ALL)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW


def test_the_readers_own_spacing_of_text_cuts_nothing(path, opened):
    page = opened(path, width=NARROW)
    page.evaluate(OPEN_ALL)
    page.add_style_tag(content=SPACED)
    assert page.evaluate(CUT) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW


def test_nothing_is_fetched_from_elsewhere_and_nothing_is_missing(path, chromium):
    context = chromium.new_context()
    page = context.new_page()
    asked, failed, said = [], [], []
    page.on("request", lambda one: asked.append(one.url))
    page.on("requestfailed", lambda one: failed.append(one.url))
    page.on("console", lambda one: said.append(one.text))
    page.on("pageerror", lambda one: said.append(str(one)))
    page.goto(path.as_uri())
    page.evaluate("document.fonts.ready")
    context.close()
    assert asked[0] == path.as_uri()
    assert [one for one in asked if not one.startswith("file://")] == []
    assert failed == said == []


def test_a_page_is_small_without_its_pictures(path):
    text = path.read_text(encoding="utf-8")
    assert len(re.sub(r"<svg.*?</svg>", "", text, flags=re.S).encode()) < MOST_BYTES


def test_print_leaves_the_furniture_out_and_cuts_no_table(path, opened):
    page = opened(path, width=A4)
    page.emulate_media(media="print")
    hidden = page.evaluate("[...document.querySelectorAll('nav')].every(one => !one.offsetHeight)")
    assert hidden
    assert page.evaluate("document.documentElement.scrollWidth") <= A4
    for style in page.evaluate(
        "[...document.querySelectorAll('.scroll')].map(one => getComputedStyle(one).overflowX)"
    ):
        assert style == "visible"


def test_movement_stops_where_the_reader_asks_for_it(path, opened):
    said = "getComputedStyle(document.documentElement).scrollBehavior"
    assert opened(path, reduced_motion="reduce").evaluate(said) == "auto"


def test_a_reader_compares_whom_she_chooses_by_keyboard_and_can_send_the_address(site, opened):
    page = opened(site / "compare.html")
    told = page.locator("#chosen-told")
    assert told.inner_text() == "No authority is shown."
    for name in ("Garrowby", "aldermoor"):
        page.locator("#add").fill(name)
        page.keyboard.press("Enter")
    heads = "thead th"
    assert page.locator(heads).all_inner_texts()[1:3] == ["Aldermoor", "Garrowby"]
    assert "902" in page.url.split("#")[1].split(",")
    again = opened(site / "compare.html")
    again.goto(page.url)
    again.reload()
    assert again.locator(heads).all_inner_texts() == page.locator(heads).all_inner_texts()
    page.locator("#add").fill("Nowhere")
    page.keyboard.press("Enter")
    assert "No authority has the name" in told.inner_text()
    page.get_by_role("button", name="Take out Aldermoor").press("Enter")
    assert page.locator(heads).all_inner_texts()[1:2] == ["Garrowby"]
    assert page.evaluate("document.activeElement.id") == "add"


def test_without_scripts_nothing_is_offered_that_needs_them(site, opened):
    page = opened(site / "compare.html", java_script_enabled=False)
    assert page.locator("#without").is_visible()
    assert not page.locator("#choose").is_visible()


def test_without_scripts_the_list_is_whole_and_every_link_leads_to_a_file(site, opened):
    page = opened(site / "index.html", java_script_enabled=False)
    links = page.locator("#regions li a")
    assert links.count() == len(PLACES)
    assert all(links.nth(at).is_visible() for at in range(links.count()))
    assert not page.locator("#find").is_visible()


# -- search ------------------------------------------------------------


def shown(page: Any) -> list[str]:
    return list(page.locator("#results a:visible").all_inner_texts())


@pytest.mark.parametrize(
    ("typed", "found", "told"),
    [
        ("Aldermor", ["Aldermoor"], "Nothing is written so. Near to it: 1 authority."),
        ("aldermoor", ["Aldermoor"], "1 authority found."),
        ("Fallowdeen", ["Fallowdene"], "Nothing is written so. Near to it: 1 authority."),
        ("harkstead and", ["Harkstead & Orme"], "1 authority found."),
        ("903", ["Corvenby"], "1 authority found."),
        ("e99000004", ["Eskerton"], "1 authority found."),
        ("westfell", ["Aldermoor", "Corvenby", "Eskerton", "Garrowby"], "4 authorities found."),
        ("Nowhere", [], "Nothing found. Clear the box to see all."),
    ],
)
def test_search_finds_by_name_code_and_region_and_says_how_many(typed, found, told, site, opened):
    page = opened(site / "index.html")
    page.get_by_label("Find an authority").fill(typed)
    assert shown(page) == found
    assert page.get_by_role("status").inner_text() == told
    page.get_by_label("Find an authority").fill("")
    assert shown(page) == []
    assert page.locator("#regions li a:visible").count() == len(PLACES)
    assert page.get_by_role("status").inner_text() == ""


def test_the_search_is_there_at_once_and_an_authority_is_two_stops_away(site, opened):
    page = opened(site / "index.html")
    assert page.evaluate("document.activeElement.id") == "find"
    page.keyboard.type("fallow")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/authority/906-fallowdene.html")
    assert page.locator("h1").inner_text() == "Fallowdene"


def test_the_region_that_was_opened_is_offered_again(site, opened):
    page = opened(site / "index.html")
    page.get_by_role("link", name="Westfell", exact=True).click()
    page.wait_for_url("**/region/westfell.html")
    page.goto((site / "index.html").as_uri())
    page.get_by_role("link", name="Your region: Westfell").click()
    page.wait_for_url("**/region/westfell.html")
    assert page.locator("h1").inner_text() == "Westfell"


def test_enter_opens_the_one_that_is_left(site, opened):
    page = opened(site / "index.html")
    page.get_by_label("Find an authority").fill("zell")
    page.keyboard.press("Enter")
    page.wait_for_url("**/authority/901-zellmouth.html")
    assert page.locator("h1").inner_text() == "Zellmouth"


# -- colours ------------------------------------------------------------


def _bright(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((_bright(one), _bright(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_every_pair_of_colours_can_be_read(site):
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
    style = (site / "style.css").read_text()
    blocks = re.findall(r":root \{(.*?)\}", style, re.S)
    assert len(blocks) == 3  # light, dark, print
    for block in blocks[:2]:
        named = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block))
        for back in ("paper", "pale"):
            for ink in ("ink", "soft", "link", "seen", "navy", "plum"):
                assert contrast(named[ink], named[back]) >= 4.5, (ink, back)
        assert contrast(named["ink"], named["warn-pale"]) >= 4.5
        assert contrast(named["bar-ink"], named["bar"]) >= 4.5
        assert contrast(named["focus"], named["paper"]) >= 3

"""The invented nation's pages as they are read: short, with whole words, and tables that fit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from earlywarning.reports.site import write_site
from tests.conftest import built_once
from tests.support.browser import browser

pytestmark = pytest.mark.whole

HIGHEST, MOST_WORDS, WIDE = 4_000, 500, 1440
PARTS = {"figures", "offer", "history", "score"}
MEASURED = """async () => { await document.fonts.ready;
  const words = document.querySelector('main').innerText.split(/\\s+/);
  return [document.documentElement.scrollHeight,
          words.filter(word => /[\\p{L}\\d]/u.test(word)).length]; }"""
OPENED = """() => { const row = document.querySelector('table.all details');
  row.open = true; row.querySelector('details').open = true;
  const inside = row.querySelector('table'), heads = [...inside.querySelectorAll('thead th')];
  return { place: inside.parentNode.clientWidth, table: inside.scrollWidth,
    opened: row.querySelector('.opened').clientWidth, page: document.documentElement.scrollWidth,
    hidden: heads.filter(one => one.getClientRects().length === 0 || one.clientWidth < 20
      || getComputedStyle(one.closest('thead')).clipPath !== 'none').length }; }"""
OUTSIDE = """pictures => pictures.flatMap(([name, svg]) => { document.body.innerHTML = svg;
  const box = document.querySelector('svg').viewBox.baseVal;
  return [...document.querySelectorAll('svg text')].filter(one => { const at = one.getBBox();
    return at.x < -1 || at.x + at.width > box.width + 1 || at.y + at.height > box.height + 2; })
    .map(one => [name, one.textContent]); })"""
BLOCK = re.compile(
    r"</?(?:p|li|h\d|t[dhr]|d[td]|caption|figcaption|summary|[uo]l|div|section|title|label|br)\b[^>]*>"
)
SPOKEN = re.compile(r'(?:alt|aria-label|data-told|data-title)="([^"]*)"')
# What a count of one is told of; verbs after "one" are left alone.
ONE_OF_MANY = re.compile(
    r"(?<![\d.,])\b(?:1|one) (?:\w+ )?(?:parts|places|neighbours|years|months|days|files|entries|"
    r"others|authorities|figures|signs|doubts|sources|keys|judgements|events|reviews|children)\b"
)
LOWER = re.compile(r"[a-z)%][.?!] [a-z]")


@pytest.fixture(scope="module")
def site(demo: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_once(tmp_path_factory, "read", lambda folder: _written(demo, folder))


def _written(demo: Any, folder: Path) -> None:
    write_site(demo, folder)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def measured(site: Path, chromium: Any) -> dict[Path, tuple[int, int]]:
    """Height in pixels and words of every page about an authority."""
    page = chromium.new_page(viewport={"width": WIDE, "height": 900})
    found = {}
    for path in sorted((site / "authority").rglob("*.html")):
        page.goto(path.as_uri())
        found[path.relative_to(site)] = tuple(page.evaluate(MEASURED))
    page.close()
    return found


def _said(path: Path) -> list[str]:
    """Return what a page says, block by block, and what is only spoken."""
    text = re.sub(
        r"<(script|style|svg)\b.*?</\1>", "", path.read_text(encoding="utf-8"), flags=re.S
    )
    parts = [re.sub(r"<[^>]+>", "", part) for part in BLOCK.split(text)] + SPOKEN.findall(text)
    return [" ".join(unescape(part).split()) for part in parts]


def test_no_page_behind_an_authority_is_higher_than_its_limit(
    measured: dict[Path, tuple[int, int]],
) -> None:
    behind = {path: high for path, (high, _) in measured.items() if path.stem in PARTS}
    assert {path.stem for path in behind} == PARTS
    assert len(behind) >= 4 * 150
    assert {path: high for path, high in behind.items() if high >= HIGHEST} == {}


def test_no_own_page_of_an_authority_has_more_words_than_its_limit(
    measured: dict[Path, tuple[int, int]],
) -> None:
    own = {path: words for path, (_, words) in measured.items() if path.stem not in PARTS}
    assert len(own) >= 150
    assert {path: words for path, words in own.items() if words > MOST_WORDS} == {}


@pytest.mark.parametrize("width", [1200, 390])
def test_a_table_that_a_row_opens_has_room_and_keeps_its_heads(
    site: Path, chromium: Any, width: int
) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 900})
    page.goto(next((site / "authority").glob("*/figures.html")).as_uri())
    seen = page.evaluate(OPENED)
    page.close()
    assert seen["page"] <= width
    assert seen["hidden"] == 0
    assert seen["opened"] > 0.85 * width, "what is opened has the width of the page"
    if width > 1000:
        assert seen["table"] <= seen["place"]


def test_no_words_of_a_chart_are_cut_or_lie_outside_it(site: Path, chromium: Any) -> None:
    files = sorted((site / "charts").glob("*.svg"))
    pictures = [(path.name, path.read_text(encoding="utf-8")) for path in files]
    page = chromium.new_page()
    page.goto((site / "index.html").as_uri())
    outside = [found for at in range(0, len(pictures), 200)
               for found in page.evaluate(OUTSIDE, pictures[at : at + 200])]  # fmt: skip
    page.close()
    assert len(pictures) > 1_000
    assert outside == []
    cut = [name for name, svg in pictures if "\N{HORIZONTAL ELLIPSIS}</text>" in svg]
    assert cut == []


def test_a_count_of_one_is_singular_and_sentences_begin_with_a_capital(site: Path) -> None:
    many, lower, cut = set(), set(), set()
    for path in site.rglob("*.html"):
        for said in _said(path):
            many |= {(path.stem, found[0]) for found in ONE_OF_MANY.finditer(said)}
            lower |= {(path.stem, said[:120]) for _ in LOWER.finditer(said)}
            cut |= {(path.stem, said[-60:])} if said.endswith("\N{HORIZONTAL ELLIPSIS}") else set()
    assert (many, lower, cut) == (set(), set(), set())

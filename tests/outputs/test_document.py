"""Documents opened as a person would: the page parsed, the PDF read back with its tags."""

from __future__ import annotations

import base64
import datetime as dt
import io
import re
from dataclasses import replace
from html.parser import HTMLParser

import pypdf
import pytest
from pypdf.generic import ArrayObject, DictionaryObject, PdfObject

from earlywarning.errors import EarlyWarningError
from earlywarning.reports.charts.chart import Chart
from earlywarning.reports.document.blocks import (
    Break,
    Document,
    Heading,
    Listed,
    Pairs,
    Picture,
    Point,
    Said,
    Table,
    Words,
)
from earlywarning.reports.document.glyphs import UNKNOWN, characters, drawable
from earlywarning.reports.document.page import as_page
from earlywarning.reports.document.pdf import as_pdf, picture_png
from earlywarning.reports.document.plain import text_of

DAY = dt.date(2026, 4, 30)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="460" height="250" viewBox="0 0 460 250">'
    '<rect width="460" height="250" fill="#eef3f8"/>'
    '<text x="20" y="40" font-family="Source Sans Pro" font-size="13">drawn</text></svg>'
)
HOSTILE = [
    "<script>alert(1)</script>",
    "#[strong] #emph[x] #import \"x\"",
    "$x^2$ *bold* _it_ `raw` @ref <label> = head",
    "{{ 7 * 191 }}{% include 'x' %}",
    "\N{RIGHT-TO-LEFT OVERRIDE}daeh\N{POP DIRECTIONAL FORMATTING}",
    "Łódź, Αθήνα, Привет",
    "// no comment /* none */ \\ \\n",
]  # fmt: skip


def chart(name: str, alt: str = "The line rises from 400 in 2024 to 500 in 2025.") -> Chart:
    rows = (("2024", "400"), ("2025", "500"))
    return Chart(name, f"Referrals {name}", alt, ("Year", "Own"), rows, SVG, "Known in May")


def document(*blocks, title: str = "A briefing", day: dt.date | None = DAY) -> Document:
    marks = ("Invented. No place here is real.", "Public edition: published figures only.")
    return Document(title, "Westfell", marks, blocks, ("Referrals, published 1 May 2026",), day)


def full() -> Document:
    rows = tuple((f"Place {number}", f"{number} March 2026", f"{number}") for number in range(60))
    return document(
        Words("One sentence says it all.", "lead"),
        Heading("What matters"),
        Point("Re-referrals", "Front door", ("It was 20%.", "It rose."), chart("one")),
        Point("Said by people", "", ("It was heard once.",)),
        Heading("Charts"),
        Picture(chart("two")),
        Picture(chart("three")),
        Picture(chart("four")),
        Heading("More", 3),
        Words("A note.", "note"),
        Words("A small remark.", "small"),
        Listed(("First line", "Another line")),
        Pairs((("Band", "Watch"), ("Score", "31 out of 100"))),
        Table("All places", ("Place", "Day", "Many"), rows, frozenset({2})),
        Said("The director", "2 March 2026", "We know.\nWe act."),
        Break(),
        Heading("The end"),
    )


def pdf(made: Document) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(as_pdf(made)))


def words_of(reader: pypdf.PdfReader) -> str:
    text = " ".join(page.extract_text() for page in reader.pages)
    return " ".join(text.replace("\N{ZERO WIDTH SPACE}", "").split())


def tags(node: PdfObject | None) -> list[tuple[str, DictionaryObject]]:
    held = node.get_object() if node is not None else None
    if isinstance(held, ArrayObject):
        return [found for part in held for found in tags(part)]
    if not isinstance(held, DictionaryObject):
        return []
    own = [(str(held["/S"]), held)] if "/S" in held else []
    return own + (tags(held["/K"]) if "/K" in held else [])


def structure(reader: pypdf.PdfReader) -> list[tuple[str, DictionaryObject]]:
    return tags(reader.trailer["/Root"]["/StructTreeRoot"])


class Seen(HTMLParser):
    """What a page shows: its words, its tags; what is folded away is left out."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.folded = 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.folded += tag in ("details", "style", "head", "header", "a")

    def handle_endtag(self, tag):
        self.folded -= tag in ("details", "style", "head", "header", "a")

    def handle_data(self, data):
        if not self.folded:
            self.words.append(data)

    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def test_what_the_marks_of_a_chart_mean_stands_below_it_on_page_and_in_print():
    drawn = replace(chart("one"), how="dashed: 998 in 1,000")
    made = document(
        Heading("Points"),
        Point("A point", "", ("It rose.",), drawn),
        Heading("Charts"),
        Picture(drawn),
    )
    for said in (words_of(pdf(made)), Seen(as_page(made)).text()):
        assert said.count("Dashed: 998 in 1,000. Known in May.") == 2


def test_the_pdf_is_tagged_titled_dated_and_in_british_english():
    reader = pdf(full())
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "A briefing"
    assert reader.metadata.author is None
    assert reader.metadata.creation_date.date() == DAY
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_data()
    width, height = (round(float(side)) for side in reader.pages[0].mediabox[2:])
    assert (width, height) == (595, 842)


def test_bookmarks_follow_the_headings():
    def titles(level):
        return [titles(one) if isinstance(one, list) else one.title for one in level]

    assert titles(pdf(full()).outline) == [
        "A briefing",
        [
            "What matters",
            ["Re-referrals", "Said by people"],
            "Charts",
            ["More"],
            "The end",
            "Where the figures come from",
        ],
    ]


def test_every_picture_has_its_words_and_tables_head_their_columns():
    found = structure(pdf(full()))
    figures = [held for name, held in found if name == "/Figure"]
    assert len(figures) == 4
    assert all(held["/Alt"].startswith("The line rises") for held in figures)
    assert [name for name, _ in found if name in ("/H1", "/H2", "/H3")][:3] == ["/H1", "/H2", "/H3"]
    heads = [held for name, held in found if name == "/TH"]
    assert len(heads) == 3
    assert sum(name == "/TR" for name, _ in found) == 61
    assert any(name == "/Caption" for name, _ in found)


def test_a_table_over_two_pages_repeats_its_header_and_pages_are_numbered():
    reader = pdf(full())
    pages = [page.extract_text() for page in reader.pages]
    held = [text for text in pages if re.search(r"Place \d+", text)]
    assert len(held) == 2
    assert all("Place Day Many" in " ".join(text.split()) for text in held)
    for number, text in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in text
        assert "Invented · Public edition · Known on 30 April 2026" in " ".join(text.split())


def test_a_heading_is_never_left_alone_at_the_foot_of_a_page():
    line = "A line of words that fills the page from side to side and a little more than that. "
    for lines in range(38, 52):
        made = document(Listed((line,) * lines), Heading("Kept together"), Words(line * 3))
        page = next(p for p in pdf(made).pages if "Kept together" in p.extract_text())
        assert line.strip()[:40] in page.extract_text().split("Kept together")[1]


def test_the_same_document_gives_the_same_bytes():
    assert as_pdf(full()) == as_pdf(full())
    assert as_page(full()) == as_page(full())
    undated = document(Words("x"), day=None)
    assert as_pdf(undated) == as_pdf(undated)


def test_page_and_pdf_say_the_same():
    shown, printed = Seen(as_page(full())).text(), words_of(pdf(full()))
    for piece in text_of(full().blocks).split("\n"):
        assert piece in shown, piece
        assert piece in printed, piece
    # Head and foot of a page and the picture's own letters are in print alone.
    spare = {"Page", "of", "Known", "on", "April", "Invented", "edition", "·", "•", "drawn"}
    letters = re.findall(r"[A-Za-z]+", printed)
    assert set(letters) - set(re.findall(r"[A-Za-z]+", shown)) - spare == set()


def test_a_page_is_one_portable_file_with_its_figures_behind_each_chart():
    html = as_page(full())
    seen = Seen(html)
    loaded = [attrs.get("src") for tag, attrs in seen.tags if "src" in attrs]
    assert len(loaded) == 4
    assert all(address.startswith("data:image/svg+xml;base64,") for address in loaded)
    assert base64.b64decode(loaded[0].partition(",")[2]).decode() == SVG
    large = SVG.replace("drawn", "drawn" * 2000)
    long = Seen(as_page(document(Picture(Chart("x", "x", "x", (), (), large)))))
    address = next(attrs["src"] for tag, attrs in long.tags if tag == "img")
    assert base64.b64decode(address.partition(",")[2]).decode() == large
    assert all(attrs["alt"] for tag, attrs in seen.tags if tag == "img")
    names = [tag for tag, _ in seen.tags]
    assert "script" not in names
    assert "link" not in names
    assert names.count("details") == 4
    taken = [attrs["href"] for _, attrs in seen.tags if "download" in attrs]
    assert len(taken) == 4
    assert all(one.startswith("data:text/csv;charset=utf-8,Year,Own%0A2024,400") for one in taken)
    links = [attrs["href"] for _, attrs in seen.tags if "href" in attrs]
    assert [one for one in links if one not in taken] == [
        "#main",
        *(f"../{name}.html" for name in ("index", "indicators", "methods", "glossary")),
    ]
    assert '"../authority/x.html"' in as_page(full(), own="authority/x.html")
    # Beside its site it has the site's typeface; sent on alone, all else is inside.
    assert {one.split("/")[1] for one in re.findall(r'url\("([^"]*)"\)', html)} == {"fonts"}
    alone = as_page(full(), up="")
    for page in (alone, re.sub(r'url\("../fonts/[^"]*"\)', "", html)):
        assert not re.search(r"url\(|@import|https?://(?!www\.w3\.org)", page)
    assert "index.html" not in alone


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_out_as_text(text):
    blocks = (
        Heading(text), Words(text, "lead"), Listed((text,)), Pairs(((text, text),)),
        Table(text, (text,), ((text,),)), Said(text, text, text), Point(text, text, (text,)),
        Picture(Chart("x", text, text, (text,), ((text,),), SVG, text)),
    )  # fmt: skip
    made = Document(text, text, (text,), blocks, (text,), DAY)
    reader = pdf(made)
    kept = " ".join(text.translate({0x202E: None, 0x202C: None}).split())
    assert words_of(reader).count(kept) >= 12
    assert reader.metadata.title == text.translate({0x202E: None, 0x202C: None})
    seen = Seen(as_page(made))
    assert seen.text().count(kept) >= 12
    assert not {"script", "label"} & {tag for tag, _ in seen.tags}
    assert not re.search("[\u200e\u200f\u202a-\u202e]", as_page(made))


def test_very_long_names_and_undrawable_characters_stay_on_the_page():
    made = document(
        Heading("A" * 300), Words("\N{SNOWMAN}\N{CJK UNIFIED IDEOGRAPH-4E2D} é x\u0301"),
        Table("B" * 200, ("C" * 90, "D"), (("E" * 200, "1"),)), title="F" * 5000,
    )  # fmt: skip
    printed = words_of(pdf(made))
    assert f"{UNKNOWN}{UNKNOWN} é x" in printed
    assert "E" * 200 in printed.replace(" ", "")
    assert "cut: longer than a page can hold" in printed
    assert len(pdf(made).pages) < 6


def test_the_typeface_has_what_briefings_write():
    needed = "–—‘’“”…·•£%×−≥½éŵŷâÂÔ"
    assert {character for character in needed if ord(character) not in characters()} == set()
    assert drawable("plain words") == "plain words"
    assert drawable("\N{FULLWIDTH LATIN SMALL LETTER F}ine") == "fine"


def test_a_chart_becomes_a_picture_for_workbooks():
    small, large = picture_png(chart("x"), ppi=72), picture_png(chart("x"), ppi=144)
    assert small.startswith(b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(large[16:20]) == 2 * int.from_bytes(small[16:20])
    assert picture_png(chart("x"), ppi=72) == small


def test_a_broken_picture_is_told_and_not_printed():
    broken = Chart("x", "Title", "Words.", (), (), "<svg", "")
    with pytest.raises(EarlyWarningError, match="cannot be set in print"):
        as_pdf(document(Picture(broken)))
    with pytest.raises(EarlyWarningError, match="cannot be set in print"):
        as_pdf(document(Picture(chart("x", alt=""))))
    with pytest.raises(EarlyWarningError, match="x: cannot be set in print"):
        picture_png(broken)

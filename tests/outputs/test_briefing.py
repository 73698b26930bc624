"""Briefings of a small invented nation: what is said, what is left out, by edition."""

from __future__ import annotations

import datetime as dt
import io
import re

import duckdb
import pypdf
import pytest

from earlywarning.errors import UsageError
from earlywarning.reports import wording
from earlywarning.reports.briefing.briefing import briefing_of
from earlywarning.reports.document.blocks import Document
from earlywarning.reports.document.page import as_page
from earlywarning.reports.document.pdf import as_pdf
from earlywarning.reports.document.plain import text_of
from earlywarning.reports.facts import Facts, load
from earlywarning.tables.catalogue import CONTENT, TEXTS
from earlywarning.tables.declare import creation
from tests.outputs.test_site import HOSTILE, fill
from tests.support.laid_out import laid_out, put
from tests.support.said import PAGE, page

SOFT, TIER = creation([TEXTS]), creation([CONTENT])
IS_FOR = "insert into tier_content (tier, owner, name) values"


def facts(*more: str) -> Facts:
    connection = laid_out()
    fill(connection)
    extend(connection)
    for statement in more:
        connection.execute(statement)
    return load(connection)


def extend(connection: duckdb.DuckDBPyConnection) -> None:
    """Add what the briefing needs beyond the pages."""
    connection.execute(
        "update indicator set other_explanations = 'A new case system.', "
        "published_series = ['referral_rate_published'], why_it_matters = 'It tells load'"
    )
    connection.execute("update indicator_value set published = date '2025-10-01'")
    connection.execute("update release set source = 'children_in_need'")
    put(connection, "known_value", series="referral_rate_published",
        geographic_level="Local authority", area="902", old_la_code="902", time_period=2024,
        value=504.0, release="r")  # fmt: skip
    connection.execute(
        "update pattern set other_explanations = 'A campaign brought more in', "
        "may_mean = 'Work waits.'"
    )
    connection.execute(
        "update pattern_match set matched_signs = ['referrals rising', 'fewer in time']"
    )
    put(connection, "soft_item", item="SI-9", old_la_code="902", flag="interim_leadership",
        reliability="B", credibility=2, heard_on=dt.date(2026, 2, 1), weight_now=0.6,
            weighs="some", told=True,
        source_kind="regional_lead")  # fmt: skip
    put(connection, "contribution", old_la_code="902", pillar="soft_intelligence",
        item="interim_leadership", points=4.0, score_without=27.4, kind="flag",
        subject="interim_leadership", title="Interim leadership", entries=1, sources=1,
        newest=dt.date(2026, 2, 1))  # fmt: skip


def told(made: Document) -> str:
    return text_of(made.blocks)


def headings(made: Document) -> list[str]:
    return re.findall(r"<h2>(.*?)</h2>", as_page(made))


@pytest.fixture(scope="module")
def nation() -> Facts:
    return facts()


@pytest.fixture(scope="module")
def aldermoor(nation) -> Document:
    return briefing_of(nation, "902")


def test_the_page_of_example_sentences_is_as_it_was_read():
    assert page() == PAGE.read_text(encoding="utf-8")


def test_it_begins_with_one_sentence_and_ends_with_its_sources(aldermoor):
    lead = aldermoor.blocks[0].text
    assert lead.startswith("Figures stand out, most on referral rate; next: ring the director")
    assert lead.count(". ") == 0
    assert aldermoor.sources == (
        "Referrals, published 1 October 2025: referral rate (the year to 31 March 2024).",
    )
    assert headings(aldermoor) == [
        "The three things that matter most", "What people have said", "What to doubt in the data",
        "What else could explain it", "Questions to ask", "The proposed offer",
        "Earlier offers, answers and decisions", "What was tried, and what it came to",
        "What happened when",
        "What would show that this worried us for nothing", "Words used here",
        "Where the figures come from",
    ]  # fmt: skip


def test_the_three_things_are_those_that_weigh_most(aldermoor):
    words = told(aldermoor)
    first = words.index("It was 504.0 per 10,000 children in the year to 31 March 2024.")
    assert first < words.index("What people have told us")
    assert "It rose in a year, from 503.0." in words
    assert "That is higher than in similar authorities (middle of one: 450.0)" in words
    assert "but lower than in England (520.0)" in words
    assert "Of three comparisons, it is above two and below one." in words
    assert "It was heard once, on 1 February 2026. Only one source has told of it" in words
    assert "Without it the score would be 27, not 31." in words


def test_the_band_comes_with_its_interval_in_words(aldermoor):
    words = told(aldermoor)
    assert "In a year it will ordinarily lie from 20 to 48: a fairly wide range." in words
    assert "Good overall, published 1 February 2024." in words


def test_the_offer_says_who_has_to_do_what_by_when(aldermoor):
    words = told(aldermoor)
    assert "Front door, two days." in words
    assert "Always in scope: what people complain of is looked at." in words
    assert "Ring the director and talk, by 30 May 2026 (regional lead)." in words
    assert "Low confidence: the figures lie near to where they turn a key." in words
    assert "1 June 2026 to 30 June 2026." in words
    assert "Zellmouth." in words
    assert "Ask one\nAsk two" in words


def test_reply_decision_and_findings_stand_beside_the_offer(aldermoor):
    words = told(aldermoor)
    assert "The authority answered (director)\n15 January 2026\nWe know of the queue." in words
    assert "Two managers decide daily. The plan is held to be credible." in words
    assert "Accepted (regional lead)\n22 January 2026\nIt is time." in words
    assert "What reviewers found\n20 February 2026\nWork waits." in words


def test_free_text_is_there_only_where_the_edition_has_it(aldermoor):
    assert "in confidence" not in told(aldermoor)
    made = briefing_of(facts(SOFT, "insert into soft_text values ('SI-9', 'in confidence')"), "902")
    words = told(made)
    assert "Regional lead, on interim leadership\nFebruary 2026\nin confidence" in words


def test_an_authority_that_nobody_spoke_of_is_not_fine(nation):
    words = told(briefing_of(facts("delete from soft_item"), "902"))
    assert wording.NOT_HEARD in words


def test_without_score_or_offer_it_says_so(nation):
    words = told(briefing_of(nation, "901"))
    assert "Too little is known about Zellmouth for a proposal" in words
    assert "no score could be worked out. That is no reassurance." in words
    assert "No offer was worked out." in words


def test_a_routine_review_is_not_dressed_up_as_a_worry():
    made = briefing_of(
        facts("update recommendation set action = 'routine two-yearly review'"), "902"
    )
    assert "What to know first" in headings(made)


def test_the_public_edition_holds_no_score_no_offer_and_nothing_heard():
    made = briefing_of(facts(TIER, f"{IS_FOR} ('public', '', '')"), "902")
    words = f"{told(made)} {as_page(made)}"
    for secret in ("31.4", "31 out of", "Watch", "score would", "supportive", "interim",
                   "We know of the queue", "proposal", "D-0001"):  # fmt: skip
        assert secret not in words, secret
    assert "The published figures of Aldermoor beside those of similar authorities." in words
    assert made.marks == (
        "Public edition: published figures only. Scores, offers, in-year returns and what people "
        "said are for the authority and for those who offer it help.",
    )
    assert len(pypdf.PdfReader(io.BytesIO(as_pdf(made))).pages) <= 2


def test_an_authoritys_edition_holds_no_briefing_about_others():
    own = facts(
        TIER,
        f"{IS_FOR} ('authority', '902', 'Aldermoor')",
    )
    assert "Aldermoor" in briefing_of(own, "902").title
    with pytest.raises(UsageError, match="901: this file holds no briefing about it"):
        briefing_of(own, "901")
    with pytest.raises(UsageError):
        briefing_of(own, "nowhere")


def test_what_reviewers_may_not_see_of_a_source_is_left_out():
    blank = "update soft_item set reliability = null, credibility = null, source_kind = null"
    words = told(briefing_of(facts(blank), "902"))
    assert "who said it is not in this edition" in words
    assert "Grade" not in words
    assert "reliable" not in words


def test_an_invented_nation_is_marked_on_every_page():
    made = briefing_of(facts("update run set is_invented = true, nation = 'Morrowland'"), "902")
    assert made.marks[0].startswith("Invented. Morrowland does not exist")
    for sheet in pypdf.PdfReader(io.BytesIO(as_pdf(made))).pages:
        assert "Invented · Consortium edition" in sheet.extract_text()


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "#[x] $y$ *z*", "\u202edaeh", "=1+1"]
)
def test_hostile_text_is_printed_as_text(text):
    changes = [
        f"update {table} set {column} = $${text}$$"
        for table, column in (
            ("local_authority", "la_name"), ("finding", "message"), ("contribution", "explanation"),
            ("recommendation", "scope"), ("line_of_enquiry", "question"),
            ("contribution", "title"), ("offer_reply", "text"), ("offer", "reason"),
            ("release", "title"), ("indicator", "name"), ("indicator", "why_it_matters"),
            ("pattern_match", "explanation"), ("soft_item", "flag"), ("inspection", "grade"),
        )
    ]  # fmt: skip
    made = briefing_of(facts(*[c.replace("$$", "$q$") for c in changes]), "902")
    html, printed = as_page(made), pypdf.PdfReader(io.BytesIO(as_pdf(made)))
    assert "<script" not in html
    assert "\u202e" not in html
    kept = text.replace("\u202e", "")
    words = " ".join(" ".join(sheet.extract_text() for sheet in printed.pages).split())
    assert words.count(kept) > 8
    assert printed.metadata.title == f"Briefing: {kept}"


def test_a_hostile_name_of_another_authority_is_harmless(nation):
    made = briefing_of(nation, "903")
    assert HOSTILE in made.title
    assert HOSTILE not in as_page(made)


def test_no_word_of_order_or_of_a_grade_to_come(nation):
    for code in ("901", "902", "903"):
        words = f"{told(briefing_of(nation, code))}"
        assert not re.search(r"\b(rank\w*|leagues?|positions?|KPIs?|metrics?)\b", words, re.I)
        assert not re.search(r"\b\d+(st|nd|rd|th)\b", words)
        assert not re.search(r"(probability|likelihood|chance) of .{0,20}(grade|inadequate)", words)

"""The briefings of the whole invented nation: length, reading age, words, what the PDF holds."""

from __future__ import annotations

import io
import re

import pypdf
import pytest

from earlywarning.reports.briefing import briefing, points
from earlywarning.reports.briefing.briefing import briefing_of
from earlywarning.reports.briefing.jargon import TERMS
from earlywarning.reports.document.blocks import Document
from earlywarning.reports.document.pdf import as_pdf
from earlywarning.reports.document.plain import text_of
from earlywarning.reports.facts import Facts, load
from earlywarning.warehouse.connect import open_published
from tests.outputs.test_document import structure
from tests.support.reading import grade, prose

# A grade of 9 is a reading age of about 14.
HARDEST = 9.0
FOREIGN = (
    r"XmR|funnel|over-?dispers\w*|z-scores?|MAD|ICPCs?|s47|CLA|LAC|NFA|robust|Mann|Sen's|"
    r"Wilson|percentiles?|quartiles?|standard deviations?|corroborat\w*|pillars?|coverage|"
    r"spread|polarity|outliers?|stale|utils|helpers|metrics?|KPIs?|rank\w*|leagues?"
)


@pytest.fixture(scope="module", params=["small", pytest.param("whole", marks=pytest.mark.whole)])
def nation(request) -> Facts:
    warehouse = request.getfixturevalue(
        "small_warehouse" if request.param == "small" else "demo_warehouse"
    )
    with open_published(warehouse) as connection:
        return load(connection)


@pytest.fixture(scope="module")
def unpictured(nation) -> dict[str, Document]:
    """Return every briefing without its charts, which take most of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(points, "chart_of", lambda *_: None)
        patch.setattr(briefing, "events_of", lambda *_: None)
        codes = [one.old_la_code for one in nation.open_authorities()]
        return {code: briefing_of(nation, code) for code in codes}


def of_each_band(nation: Facts) -> list[str]:
    bands = {rows[0].band: code for code, rows in sorted(nation.scores.items())}
    return [*bands.values(), *nation.replies]


def test_two_to_four_pages_for_each_band_and_for_each_reply(nation):
    for code in of_each_band(nation):
        reader = pypdf.PdfReader(io.BytesIO(as_pdf(briefing_of(nation, code))))
        assert 2 <= len(reader.pages) <= 4, code
        figures = [held for name, held in structure(reader) if name == "/Figure"]
        assert figures, code
        assert all(held["/Alt"] for held in figures), code


def test_the_reading_age_is_about_fourteen_at_most(unpictured):
    hardest = max((grade(prose(made)), code) for code, made in unpictured.items())
    assert hardest[0] <= HARDEST, hardest


def test_no_jargon_no_identifier_no_bare_date(unpictured):
    for code, made in unpictured.items():
        words = text_of(made.blocks)
        assert not re.search(rf"\b({FOREIGN})\b", words), (code, re.findall(FOREIGN, words))
        assert not re.search(r"\b[a-z]+_[a-z_]+\b", words), code
        assert not re.search(r"\b\d{4}-\d{2}-\d{2}\b", words), code
        assert not re.search(r"\b1 (days|months|years|entries|signs|indicators)\b", words), code
        assert not re.search(r"\bNone\b(?! on record| is on record)|\bnan\b|\.\.|  ", words), code


def test_words_of_the_field_are_explained_where_they_are_used(unpictured):
    for made in unpictured.values():
        words, told = text_of(made.blocks[:-2]).lower(), made.blocks[-1]
        used = {term for term, (pattern, _) in TERMS.items() if re.search(pattern, words)}
        assert used <= {term for term, _ in told.pairs}


def test_every_source_names_a_release_and_its_day(unpictured):
    for code, made in unpictured.items():
        assert made.sources, code
        for line in made.sources:
            assert re.search(r", published \d+ [A-Z][a-z]+ \d{4}: ", line), line


def test_a_figure_is_never_told_without_its_period(unpictured):
    for made in unpictured.values():
        for line in prose(made):
            if line.startswith("It was ") and "heard" not in line:
                assert re.match(r"It was .*? (on|in) .*?\d{4}", line), line

"""The baseline pack for a new director: what is told beside what, and what is not trusted."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest

from earlywarning.errors import UsageError
from earlywarning.reports.baseline.agreement import agreement, worth_a_look
from earlywarning.reports.baseline.background import background_of
from earlywarning.reports.baseline.baseline import baseline_of
from earlywarning.reports.document.blocks import Heading, Listed, Picture, Table
from earlywarning.reports.document.plain import text_of
from earlywarning.reports.dossier import dossier_of
from earlywarning.reports.facts import load
from earlywarning.reports.papers import write_baseline
from earlywarning.tables.catalogue import CONTENT
from earlywarning.tables.declare import creation
from earlywarning.tables.indicators import REGION
from tests.support.laid_out import laid_out, put
from tests.support.small_nation import AS_OF, place, run, scored

YEARS = range(2018, 2026)
# Indicator: name, polarity, stage, own figures from 2018 on, neighbours, region, nation, own past.
FIGURES = {
    "agency_rate": ("Agency social workers", "high_is_worse", "workforce",
                    (10, 10.5, 11, 11.4, 12, 12.4, 13, 25), 12.0, 13.0, 14.0, 12.4),
    "vacancy_rate": ("Vacant social-work posts", "high_is_worse", "workforce",
                     (20, 20, 20, 20, 20, 20, 20, 20), 15.0, 16.0, 17.0, 20.0),
    "assessments_45_days_pct": ("Assessments in time", "low_is_worse", "assessment",
                                (80, 80, 80, 80, 80, 80, 80, 95), 85.0, 84.0, 83.0, 80.0),
    "referral_rate": ("Referrals", "either_way", "front_door",
                      (400, 410, 405, 395, 402, 400, 401, 700), 500.0, 510.0, 690.0, 401.0),
    "section_47_rate": ("Section 47 enquiries", "either_way", "child_protection",
                        (100, 101, 99, 100, 102, 100, 101, 100), 100.0, 100.0, 100.0, 100.0),
}  # fmt: skip
SPREAD = {"agency_rate": 3.0, "vacancy_rate": 10.0, "referral_rate": 60.0}
NEAR = (("911", "Aldermoor"), ("912", "Birchwell"), ("913", "Cawdale"))


def small():
    connection = laid_out()
    run(connection)
    place(connection, "901", "Zellmouth", "Eastmarch")
    for code, name in NEAR:
        place(connection, code, name, "Westfell")
        put(connection, "neighbour", old_la_code="901", neighbour_old_la_code=code, model_year=2025,
            position=1)  # fmt: skip
    for indicator, row in FIGURES.items():
        _indicator(connection, indicator, *row)
    put(connection, "indicator", indicator="absence_rate", name="Absence", polarity="high_is_worse",
        stage="workforce", unit="percentage", decimals=1, period="at_30_september")  # fmt: skip
    _value(connection, "absence_rate", "911", 2025, 3.0)
    put(connection, "indicator_value", indicator="absence_rate", geographic_level="Local authority",
        old_la_code="901", time_period=2025, period_end=dt.date(2025, 9, 30), status="suppressed",
        marker="c")  # fmt: skip
    _neighbours(connection)
    return connection


def _indicator(connection, code, name, polarity, stage, own, near, region, nation, past) -> None:
    put(connection, "indicator", indicator=code, name=name, polarity=polarity, stage=stage,
        decimals=1, unit="rate per 10,000 children" if code.endswith("47_rate") else "percentage",
        period="at_30_september", questions=[f"Who knows of {code}?", "Since when?"],
        minimum_denominator=20, enabler="manageable caseloads and a stable workforce")  # fmt: skip
    for year, value in zip(YEARS, own, strict=True):
        _value(connection, code, "901", year, float(value))
    for comparator, statistic, value in (
        ("statistical_neighbours", "median", near), ("region", "published", region),
        ("england", "published", nation), ("own_past", "median", past),
    ):  # fmt: skip
        put(connection, "benchmark", indicator=code, old_la_code="901", time_period=2025, n=3,
            value=value, comparator=comparator, statistic=statistic, spread=SPREAD.get(code,
            2.0))  # fmt: skip


def _value(connection, indicator, code, year, value) -> None:
    put(connection, "indicator_value", indicator=indicator, geographic_level="Local authority",
        old_la_code=code, time_period=year, period_end=dt.date(year, 9, 30), value=value,
        status="ok", published=dt.date(2026, 3, 20))  # fmt: skip


def _neighbours(connection) -> None:
    # Aldermoor was as far and came back; Birchwell never was; Cawdale still is.
    for code, figures in (("911", (26.0, 11.0)), ("912", (12.0, 11.0)), ("913", (20.0, 27.0))):
        for year, value in zip((2019, 2025), figures, strict=True):
            _value(connection, "agency_rate", code, year, value)
    for code, grades in (("911", ("Inadequate", "Good")), ("912", ("Good", "Inadequate")),
                         ("913", ("Good", "Good"))):  # fmt: skip
        for year, grade in zip((2018, 2023), grades, strict=True):
            put(connection, "inspection", old_la_code=code, framework="ILACS", judgement="overall",
                grade=grade, published=dt.date(year, 5, 1))  # fmt: skip


def full():
    connection = small()
    scored(connection, "901", 2, 61.7, then="watch", now="priority")
    for judgement, grade in (("overall", "Good"), ("leaders", "Outstanding")):
        put(connection, "inspection", old_la_code="901", framework="ILACS", judgement=judgement,
            grade=grade, published=dt.date(2022, 6, 1), inspection_type="Short")  # fmt: skip
    put(connection, "inspection", old_la_code="901", judgement="theme", grade="Front door",
        published=dt.date(2024, 6, 1), inspection_type="Focused visit")  # fmt: skip
    put(connection, "journey", old_la_code="901", as_of=AS_OF, stage="good", since=dt.date(2022, 6,
        1), before="fair", basis="overall", framework="ILACS",
        risks=["cuts that harm"])  # fmt: skip
    put(connection, "peer_review", old_la_code="901", review_type="front_door", status="refused",
        asked_on=dt.date(2025, 2, 1), led_by_old_la_code="911")  # fmt: skip
    put(connection, "offer", offer="D-1", old_la_code="901", proposed_on=dt.date(2025, 5, 5),
        action="targeted peer review", state="closed", decision="accepted",
        found="Work waits since 2025-01-02.")  # fmt: skip
    put(connection, "offer_finding", offer="D-1", old_la_code="901", about="indicator",
        subject="agency_rate", finding="partly")  # fmt: skip
    put(connection, "offer_outcome", offer="D-1", old_la_code="901", what="approach",
        name="workforce_board", outcome="helped", seen="Posts are filled since 2025-09-01",
        recorded_on=dt.date(2026, 1, 9), recorded_by="regional lead")  # fmt: skip
    put(connection, "finding", old_la_code="901", source="children_in_need", time_period=2025,
        rule="odd", severity="warning", message="C7: cp_plans exceed plans")  # fmt: skip
    put(connection, "finding", old_la_code="901", source="children_in_need", time_period=2016,
        rule="old", severity="warning", message="long ago")  # fmt: skip
    put(connection, "contaminated_period", old_la_code="901", indicator="agency_rate",
        time_period=2025, kind="event", reason="case-system move of 2025-06-01")  # fmt: skip
    put(connection, "contaminated_period", old_la_code="901", indicator="agency_rate",
        time_period=2019, kind="event", reason="of another time")  # fmt: skip
    put(connection, "hold", area="901", series="lait.Work_ForceAgency", time_period=2025, rule="x")
    put(connection, "release", release="r", title="A table", published=dt.date(2026, 3, 20))
    put(connection, "revision", old_la_code="901", kind="value", new_release="r", series="a")
    connection.execute(
        "update indicator_value set denominator = 12 where indicator = 'section_47_rate'"
        " and old_la_code = '901' and time_period = 2025"
    )
    put(
        connection,
        "pattern",
        pattern="workforce_spiral",
        name="Workforce spiral",
        questions=["Who left?"],
    )
    put(
        connection,
        "pattern_match",
        pattern="workforce_spiral",
        old_la_code="901",
        reading="concern",
    )
    put(connection, "toolkit", approach="workforce_board", name="A workforce board",
        tried_in="A county", what="Ask those who leave.", caveat="No outcome yet",
        caution="No quick fix", patterns=["workforce_spiral"], enablers=["workforce"])  # fmt: skip
    put(
        connection,
        "toolkit",
        approach="other",
        name="Something else",
        patterns=["drift"],
        enablers=["money"],
    )
    put(connection, "pathway", old_la_code="901", step="a", name="Referrals that lead on",
        order_shown=1, time_period=2025, from_count=1200.0, to_count=300.0, conversion=0.25,
        expected=0.4, position_z=-2.0, possible=True, status="ok")  # fmt: skip
    put(connection, "soft_item", item="S1", old_la_code="901", flag="whistleblowing",
        heard_on=dt.date(2026, 4, 1))  # fmt: skip
    return connection


def of(connection, tier="consortium", **edition):
    facts = load(connection)
    changed = replace(facts, edition=replace(facts.edition, tier=tier, **edition))
    return baseline_of(changed, "901", background_of(connection, "901"))


def words_of(document) -> str:
    return " ".join([document.title, document.subtitle, text_of(document.blocks)])


def table(document, beginning: str) -> Table:
    return next(
        b for b in document.blocks if isinstance(b, Table) and b.caption.startswith(beginning)
    )


@pytest.fixture(scope="module")
def connection():
    return full()


@pytest.fixture(scope="module")
def document(connection):
    return of(connection)


@pytest.fixture(scope="module")
def found(connection):
    return dossier_of(load(connection), "901").newest


def test_the_first_sentence_counts_what_neighbours_region_and_nation_say_alike(document):
    assert document.blocks[0].text == (
        "Of 6 indicators, two are less good in Zellmouth than among its neighbours, in its region "
        "and in Smallland alike, and one better; one has no current figure. Farthest from their "
        "neighbours: referrals and agency social workers."
    )


def test_each_stage_has_its_figure_beside_all_four(document):
    row = table(document, "Workforce: newest").rows[0]
    assert row == (
        "Agency social workers, %, 30 September 2025", "25.0", "13.0", "12.0", "13.0", "14.0",
        "12.4", "Less good than all 4, and far.",
    )  # fmt: skip
    row = table(document, "Front door").rows[0]
    assert row[-1] == "Higher than all 4, and far."
    assert table(document, "Child protection").rows[0][-1] == "Level with all 4; small numbers."
    captions = [b.caption for b in document.blocks if isinstance(b, Table)]
    stages = [c.partition(":")[0] for c in captions if "newest figures" in c]
    assert stages == ["Front door", "Assessment", "Child protection", "Workforce"]


def test_years_of_weakness_are_no_excuse(found):
    vacancy = found["vacancy_rate"]
    assert agreement(vacancy) == "mixed: less good than 3, level with 1"
    assert vacancy.is_worse
    assert not vacancy.is_far
    assert not vacancy.stands_out


def test_a_rate_without_a_good_direction_is_never_called_less_good_or_better(found):
    for name in ("referral_rate", "section_47_rate"):
        assert not found[name].is_worse
        assert not found[name].is_better
        assert "good" not in agreement(found[name])
        assert "better" not in agreement(found[name])


def test_a_good_figure_gets_no_picture_however_far(connection, found):
    good = found["assessments_45_days_pct"]
    assert good.is_far
    assert good.is_better
    assert not good.stands_out
    few = worth_a_look(dossier_of(load(connection), "901"), 1)
    assert [one.one.indicator for one in few] == ["agency_rate"]


def test_small_numbers_and_figures_left_behind_are_shown_and_never_judged(found):
    few = replace(found["agency_rate"], few=True)
    assert agreement(few) == "less good than all 4; small numbers"
    assert not few.is_worse
    assert not few.stands_out
    late = replace(found["agency_rate"], behind=2)
    assert agreement(late) == "less good than all 4; 2 years behind others"
    assert not late.is_worse


def test_with_one_comparison_it_says_so_and_with_none_as_well(found):
    one = found["agency_rate"]
    region = one.against(REGION)
    alone = replace(one, benchmarks=(replace(region, value=30.0),))
    assert agreement(alone) == "better (one comparison)"
    assert not alone.is_better
    none = replace(one, benchmarks=())
    assert agreement(none) == "nothing to compare with"
    assert not none.is_worse


def test_the_few_that_stand_out_are_drawn_in_the_order_of_the_journey(document):
    drawn = [b.chart.name for b in document.blocks if isinstance(b, Picture)]
    assert drawn == ["referral_rate-line", "agency_rate-line"]
    assert "Two figures far from the neighbours" in words_of(document)


def test_what_moved_more_than_ever_is_told_with_both_figures(document):
    words = words_of(document)
    assert (
        "Agency social workers rose from 13.0% to 25.0% (30 September 2025), the largest change "
        "of a year since 2018." in words
    )
    assert "Vacant social-work posts rose" not in words


def test_what_not_to_trust_is_told_with_its_reason_and_old_doubts_are_not(document):
    at = document.blocks.index(Heading("Which figures not to trust"))
    said = " ".join(document.blocks[at + 2].items)
    assert "No figure for 30 September 2025: withheld by the publisher" in said
    assert "(published as ‘c’): absence." in said
    assert "Children in need, 2025: protection plans exceed plans." in said
    assert "Coloured, so left out of change and trend: agency social workers." in said
    assert "Case-system move of 1 June 2025." in said
    assert "1 published value: work force agency." in said
    assert "Section 47 enquiries (rests on 12)" in said
    assert "A table of 20 March 2026 changed 1 value of this authority." in said
    assert "long ago" not in said
    assert "of another time" not in said


def test_what_happened_within_the_year_is_told_or_that_nobody_returned_anything(connection):
    words = words_of(of(connection))
    assert "No in-year return is held" in words
    assert "Within the year" not in words_of(of(connection, tier="public"))
    told = small()
    put(told, "in_year_return", old_la_code="901", returned_on=dt.date(2026, 4, 14))
    assert "The newest in-year return came on 14 April 2026." in words_of(of(told))
    put(told, "watch_alert", old_la_code="901", measures=["assessments_45_days_pct"], began=202601,
        known_on=dt.date(2026, 2, 13), explanation="Slower since 2026-01-31")  # fmt: skip
    assert "Slower since 31 January 2026." in words_of(of(told))


def test_the_workforce_is_told_over_five_years_vacancies_first(document):
    rows = table(document, "The workforce over five years").rows
    assert rows[0] == (
        "Vacant social-work posts, %", "20.0", "20.0", "20.0", "20.0", "20.0", "15.0", "17.0",
    )  # fmt: skip
    assert rows[1][1:6] == ("11.4", "12.0", "12.4", "13.0", "25.0")


def test_inspections_and_reviews_stand_newest_first(document):
    assert table(document, "Inspections as published").rows == (
        ("1 June 2024", "Focused visit", "Looked at front door; no grade is given."),
        ("1 June 2022", "Short", "Overall: Good; leaders: Outstanding."),
    )
    assert table(document, "Peer reviews").rows == (
        ("1 February 2025", "Front door", "Refused", "Aldermoor"),
    )
    words = words_of(document)
    assert "stands at ‘good’ since 1 June 2022, before that at ‘fair’" in words
    assert "Found: Work waits since 2 January 2025." in words
    assert "Of what it rested on: Agency social workers confirmed in part." in words


def test_questions_come_from_what_stands_out_the_patterns_and_the_gaps(document):
    rows = table(document, "Questions").rows
    because = [row[0] for row in rows]
    assert because == [
        "Referrals: 700.0%, 30 September 2025; neighbours 500.0%",
        "Agency social workers: 25.0%, 30 September 2025; neighbours 12.0%",
        "Vacant social-work posts: 20.0%, 30 September 2025; neighbours 15.0%",
        "Pattern: workforce spiral (worth a conversation)",
        "No current figure: absence",
    ]
    assert rows[1][1] == "Who knows of agency_rate? Since when?"
    always = next(b for b in document.blocks[::-1] if isinstance(b, Listed))
    assert any("complaints" in line for line in always.items)


def test_who_met_the_like_is_told_from_published_facts_alone_and_by_name(document):
    assert table(document, "Neighbours whose figure").rows == (
        ("Agency social workers (here 25.0%)", "Aldermoor, 26.0 in 2019 and 11.0 in 2025."),
    )
    assert table(document, "Neighbours judged good").rows == (
        ("Aldermoor", "Inadequate, 1 May 2018", "Good, 1 May 2023"),
    )


def test_approaches_are_those_for_what_is_seen_with_their_caution(document):
    rows = table(document, "From the study").rows
    assert rows == (("A workforce board", "Ask those who leave (A county).", "No outcome yet."),)
    assert "No quick fix." in words_of(document)


def test_no_score_no_band_and_nothing_that_was_said_is_in_it(document):
    words = words_of(document).lower()
    for gone in ("61.7", "66.7", "priority", "whistleblowing", "risk of decline"):
        assert gone not in words
    assert not re.search(r"\b(rank\w*|leagues?|positions?|\d+(st|nd|rd|th))\b", words)


def test_the_public_edition_tells_published_figures_alone():
    connection = full()
    restricted = (
        "journey", "peer_review", "offer", "offer_finding", "offer_outcome",
        "contaminated_period", "pattern_match",
        "score", "score_history", "recommendation", "soft_item",
    )  # fmt: skip
    for name in restricted:
        connection.execute(f"delete from {name}")
    connection.execute("update pathway set expected = null, position_z = null")
    document = of(connection, tier="public")
    words = words_of(document)
    assert table(document, "Each step").header == ("Step", "Go in", "Come out", "Of a hundred")
    assert "peer review is on record" not in words
    assert "Less good than all 4, and far." in words
    assert "Public edition" in " ".join(document.marks)


def test_another_authority_s_edition_holds_no_baseline_of_it(connection):
    with pytest.raises(UsageError, match="901"):
        of(connection, tier="authority", owner="911", name="Aldermoor")
    facts = load(connection)
    with pytest.raises(UsageError, match="999"):
        baseline_of(facts, "999", background_of(connection, "999"))


def test_an_authority_without_figures_or_reports_is_told_so(connection):
    bare = laid_out()
    run(bare)
    place(bare, "901", "Zellmouth", "Eastmarch", )  # fmt: skip
    words = words_of(of(bare))
    assert "That is itself the first thing to ask about." in words
    assert "No workforce figure was published" in words
    assert "No inspection is in the published lists." in words
    assert "No peer review is on record here. A refusal that nobody wrote down" in words
    assert "None of its statistical neighbours shows the like" in words
    assert "Whatever the figures say:" in words
    assert "No doubt was found. That is no proof" in words


def test_few_children_are_a_caution(connection):
    bare = laid_out()
    run(bare)
    place(bare, "901", "Zellmouth", "Eastmarch")
    bare.execute("update local_authority set is_small = true")
    assert "Few children live here" in words_of(of(bare))


def test_page_and_pdf_are_written_and_tiers_share_no_name(connection, tmp_path):
    page, pdf = write_baseline(connection, tmp_path, "901")
    assert page.name == "901-zellmouth.html"
    assert pdf.read_bytes().startswith(b"%PDF")
    assert "Baseline for a new director: Zellmouth" in page.read_text(encoding="utf-8")
    connection.execute(creation([CONTENT]))
    put(connection, "tier_content", tier="public", owner="", name="")
    page, _ = write_baseline(connection, tmp_path, "901")
    connection.execute("drop table tier_content")
    assert page.name == "901-zellmouth-public.html"
    assert "index.html" not in page.read_text(encoding="utf-8")

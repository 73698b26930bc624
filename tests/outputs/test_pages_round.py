"""The pages round the authorities: what they say, whom they name, and what they leave out."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape

import pytest

from earlywarning.definitions.loader import load_definitions
from earlywarning.reports import amounts
from earlywarning.reports.charts.of_line import nation_of
from earlywarning.reports.charts.spread import heaped, newest_values, spread_of
from earlywarning.reports.edition import Edition
from earlywarning.reports.facts import Facts, load
from earlywarning.reports.newest import newest_of
from earlywarning.reports.pages.home import coming
from earlywarning.reports.pages.indicators import absent
from earlywarning.reports.pages.known import load_known
from earlywarning.reports.pages.written import pages
from earlywarning.reports.site import environment
from tests.conftest import REFERENCE
from tests.support.small_site import PLACES, small_nation

DEFINITIONS = load_definitions(REFERENCE)
NAMES = [name.partition(" &")[0] for name, _ in PLACES.values()]
EDITIONS = {
    "consortium": Edition("consortium", "", ""),
    "region": Edition("region", "Westfell", "Westfell"),
    "authority": Edition("authority", "902", "Aldermoor"),
    "public": Edition("public", "", ""),
}


@pytest.fixture(scope="module")
def connection():
    return small_nation(DEFINITIONS)


@pytest.fixture(scope="module")
def facts(connection) -> Facts:
    return load(connection)


def written(connection, facts: Facts, tier: str) -> dict[str, str]:
    seen = replace(facts, edition=EDITIONS[tier])
    if tier == "public":
        seen = replace(seen, patterns={}, scores={}, signals={}, soft_items={}, intake=[])
    return {page.path: page.render() for page in pages(connection, seen, environment(seen))}


@pytest.fixture(scope="module")
def editions(connection, facts) -> dict[str, dict[str, str]]:
    return {tier: written(connection, facts, tier) for tier in EDITIONS}


def said(page: str) -> str:
    bare = re.sub(r"<(style|script)\b.*?</\1>", "", page, flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", bare).split())


def test_every_indicator_says_what_is_counted_out_of_what(editions):
    for name, one in DEFINITIONS.indicators.items():
        text = said(editions["public"][f"indicator/{name}.html"])
        told = text.partition("What it is ")[2].partition(" Unit ")[0]
        assert one.definition in unescape(told), name
        assert not told.startswith("It is taken as it is published"), name


def test_there_is_a_page_for_every_indicator_and_pattern(editions):
    paths = set(editions["consortium"])
    assert {f"indicator/{name}.html" for name in DEFINITIONS.indicators} <= paths
    assert {f"pattern/{name}.html" for name in DEFINITIONS.patterns} <= paths
    assert paths - set(editions["public"]) == {"improved.html"}
    regions = {path for path in paths if path.startswith("region/")}
    assert len(regions) == 2
    of_many = {"improved.html", "compare.html", "compare-data.js", "compare.js"}
    assert paths - set(editions["authority"]) == regions - {"region/westfell.html"} | of_many


def test_a_region_is_by_alphabet_without_scores_and_its_dots_have_no_names(editions, facts):
    page = editions["consortium"]["region/westfell.html"]
    own = [name for name, region in PLACES.values() if region == "Westfell"]
    text = said(page).partition("Vital signs of the region")
    at = [text[0].index(name) for name in sorted(own)]
    assert at == sorted(at)
    assert not [name for name in NAMES if name in text[2]]
    for rows in facts.scores.values():
        assert f"{rows[0].risk_of_decline:.1f}" not in said(page)
    assert "Next step" not in said(editions["public"]["region/westfell.html"])


def test_the_first_page_begins_with_the_search_and_names_what_is_new(editions):
    page = editions["consortium"]["index.html"]
    order = ['class="find"', "Since last month", "Authorities by region", "How to read"]
    at = [page.index(words) for words in order]
    assert at == sorted(at)


def test_no_page_but_the_first_names_an_authority_in_an_edition_for_many(editions):
    for tier in ("consortium", "region", "public"):
        for path, page in editions[tier].items():
            if path in ("index.html", "search-index.js") or path.startswith("region/"):
                continue
            if path.startswith("compare") or path == "improved.html":
                continue  # names in order of the alphabet: to choose from, or to ring
            if tier == "consortium" and path.startswith("pattern/"):
                continue  # its triage: by region and name
            # What a publisher got wrong is told with its place: the page of data quality.
            known = {"Aldermoor"} if path == "quality.html" else set()
            assert {name for name in NAMES if name in page} <= known, (tier, path)


def test_an_authority_sees_its_own_value_by_name_and_its_neighbours_by_name_only(editions, facts):
    page = editions["authority"]["indicator/referral_rate.html"]
    values = newest_values(facts, next(i for i in facts.indicators if i.name == "Referrals"))
    assert f"Aldermoor: {values['902']:.1f} per 10,000 children" in said(page)
    assert "Its neighbours, by alphabet: Corvenby, Dunhallow" in said(page)
    own = f"{values['902']:.1f}"
    for code, (name, _) in PLACES.items():
        shown = f"{values.get(code, -1):.1f}"
        if code != "902" and shown != own:
            assert f"{name} {shown}" not in said(page)
            assert f"{name}: {shown}" not in said(page)


def test_the_table_behind_the_spread_counts_each_authority_once_and_names_none(facts):
    chart = spread_of(facts, "referral_rate")
    assert chart is not None
    one = next(i for i in facts.indicators if i.indicator == "referral_rate")
    assert sum(int(row[-1]) for row in chart.rows) == len(newest_values(facts, one)) == 7
    assert not [name for name in NAMES for text in (chart.svg, chart.alt, *sum(chart.rows, ()))
                if name in text]  # fmt: skip
    assert "Morrowland as a whole: 523.0 per 10,000 children." in chart.alt


def test_the_same_picture_is_drawn_in_the_same_bytes(facts):
    assert spread_of(facts, "referral_rate", "902") == spread_of(facts, "referral_rate", "902")
    assert nation_of(facts, "referral_rate") == nation_of(facts, "referral_rate")


def test_a_hostile_name_is_escaped_in_the_picture(facts):
    hostile = replace(facts.authorities["902"], la_name="<script>x</script>")
    seen = replace(facts, authorities={**facts.authorities, "902": hostile})
    chart = spread_of(seen, "referral_rate", "902")
    assert chart is not None
    assert "<script" not in chart.svg
    assert "&lt;script&gt;" in chart.svg


@pytest.mark.parametrize(
    ("values", "decimals", "width"),
    [
        ({"a": 0.0, "b": 0.0, "c": 0.0}, 1, 0.1),
        ({"a": 1.0, "b": 2.0, "c": 100.0}, 0, 5.0),
        ({str(n): float(n % 40) for n in range(150)} | {"far": 100.0}, 1, 2.0),
        ({"a": -3.0, "b": 4.0}, 0, 1.0),
    ],
)
def test_heaps_are_round_and_hold_every_value_near_to_where_it_is(values, decimals, width):
    found, heaps = heaped(values, decimals)
    assert found == width
    assert sorted(code for heap in heaps for code in heap.codes) == sorted(values)
    for heap in heaps:
        assert all(abs(values[code] - heap.at) <= width / 2 + 1e-9 for code in heap.codes)
        assert list(heap.codes) == sorted(heap.codes)


def test_fewer_than_five_figures_are_not_drawn(facts):
    few = {key: years for key, years in facts.own.items() if key[0] in ("901", "902")}
    assert spread_of(replace(facts, own=few), "referral_rate") is None
    assert spread_of(facts, "agency_rate") is None
    assert nation_of(facts, "agency_rate") is None


def test_who_has_no_figure_is_counted_by_reason(facts, editions):
    one = next(i for i in facts.indicators if i.indicator == "referral_rate")
    missing, everybody = absent(facts, one)
    assert [(row.many, everybody) for row in missing] == [(1, 8)]
    page = said(editions["consortium"]["indicator/referral_rate.html"])
    assert "1 of 8 authorities has no figure for the year to 31 March 2025:" in page
    assert "withheld by the publisher because the count is small (published as ‘c’)" in page


def test_late_publications_are_told_with_the_day_they_were_due(connection, facts, editions):
    found = {one.source: one for one in coming(facts, load_known(connection))}
    assert found["social_work_workforce"].is_late  # of September 2024; due in March 2026
    assert not found["children_in_need"].is_late
    home = said(editions["consortium"]["index.html"])
    assert "work workforce : late ; figures for 30 September 2025 are usually out by" in home


def test_only_the_consortium_is_told_of_refused_files(editions):
    for tier, of_tier in editions.items():
        told = [path for path, page in of_tier.items() if "bad.csv" in page]
        assert told == (["index.html", "quality.html"] if tier == "consortium" else []), tier


def test_the_public_is_told_no_count_of_patterns_and_no_weight(editions):
    public = editions["public"]
    assert "seen today" not in public["pattern/front_door_strain.html"]
    assert "How it counts" not in public["indicator/rereferral_pct.html"]
    assert "Scores are not in this edition." in public["methods.html"]
    many = said(editions["consortium"]["pattern/front_door_strain.html"])
    assert "It is seen today in 1 of 8 authorities." in many
    own = said(editions["authority"]["pattern/front_door_strain.html"])
    assert "It is seen today in Aldermoor." in own
    other = said(editions["consortium"]["pattern/workforce_spiral.html"])
    assert "not seen today in any of 8 authorities. That is not reassurance." in other


def test_the_methods_page_prints_the_numbers_in_use(editions):
    page = said(editions["consortium"]["methods.html"])
    policy, signs = DEFINITIONS.policy, DEFINITIONS.vital_signs
    assert f"{policy.caps['performance']:g} points : the most that published figures" in page
    assert f"{signs.points:g} points : for each standard unit" in page
    assert f"{len(signs.sign)} vital signs carry this part" in page
    assert f"{policy.uncertainty.level:.0%} : of such intervals" in page
    assert "40% (30% to 50%) 20% (10% to 30%) 60 (50 to 70)" in page  # the record's rows


def test_the_way_divides_what_comes_out_by_what_goes_in(editions):
    page = said(editions["consortium"]["pathway.html"])
    assert "Referrals that follow another within a year 50 50" in page  # 500 of 1,000, both years
    assert "Section 47 enquiries that lead to a conference 75 75" in page
    assert "In the year to 31 March 2025: 1,000 in, 500 out." in page


def test_the_quality_page_tells_findings_changes_and_corrections_in_words(editions):
    page = said(editions["consortium"]["quality.html"])
    for words in (
        "figures that contradict those beside them counts as a doubt 1",
        "a value 1",
        "Held back until it is explained: 1 cell (a share that no other authority comes near",
        "Referrals 3 November 2025 40 of 150 held back until a later release settles it",
        "Referrals, Aldermoor, 2024: where a file says 4, 40 is used: a nought was lost.",
    ):
        assert words in page, words


def test_the_search_index_is_one_variable_that_holds_in_any_page(connection, facts):
    hostile = replace(facts.authorities["902"], la_name="</script>\u202eé\u2028")
    seen = replace(facts, authorities={**facts.authorities, "902": hostile})
    text = {page.path: page for page in pages(connection, seen, environment(seen))}[
        "search-index.js"
    ].render()
    assert text.isascii()
    assert "</" not in text
    rows = json.loads(text.removeprefix("var AUTHORITIES = ").removesuffix(";\n"))
    assert len(rows) == len(PLACES)
    assert ["902", "E99000001"] in [row["codes"] for row in rows]


def test_the_comparison_has_figures_by_name_and_nothing_of_any_score(editions, facts):
    for tier in ("consortium", "region", "public"):
        text = editions[tier]["compare-data.js"]
        told = json.loads(text.removeprefix("var COMPARED = ").removesuffix(";\n"))
        names = [one["name"] for one in told["authorities"]]
        assert names == sorted(names)
        assert len(names) > 1
        shown = [one["name"] for one in told["indicators"]]
        assert set(shown) == {one.name for one in facts.indicators}
        for one in [*told["authorities"], told["nation"]]:
            assert len(one["figures"]) == len(shown)
        own = next(one for one in told["authorities"] if one["name"] == "Aldermoor")
        newest = newest_of(facts, "902", facts.indicator("referral_rate"))
        assert own["figures"][shown.index("Referrals")][0] == amounts.bare(newest.value, newest.one)
        assert not re.search(r"\b(?:score|band|risk)\b", text)
    assert not [path for path in editions["authority"] if path.startswith("compare")]


def test_who_became_better_is_named_with_figures_and_years_and_with_no_praise_of_order(editions):
    page = said(editions["consortium"]["improved.html"])
    assert "Corvenby (Westfell): 21.0" in page
    assert "Better since" in page
    gone = page.partition("Patterns that are gone")[2]
    assert "Corvenby (Westfell): last seen on 1 March 2025, on none of 4 days looked at" in gone
    assert "improved.html" not in editions["public"]
    assert "improved.html" not in editions["authority"]
    assert "improved.html" not in editions["public"]["index.html"]


def test_the_record_is_a_picture_of_ten_beside_what_happens_anywhere(editions):
    page = editions["consortium"]["methods.html"]
    told = dict(
        re.findall(r"<th scope=\"row\">(Of ten [^<]+)</th>.*?<td class=\"num\">(\d+)", page)
    )
    assert told == {
        "Of ten in the quarter with the highest scores": "4",
        "Of ten anywhere": "3",
        "Of ten in the quarter with the lowest scores": "2",
    }
    row = page.partition("Of ten anywhere")[2].partition("</tr>")[0]
    assert (row.count('class="dot"'), row.count('class="hollow"')) == (3, 7)


def test_no_page_speaks_of_order_or_of_a_chance_of_a_grade(editions):
    for tier, of_tier in editions.items():
        for path, page in of_tier.items():
            if path.endswith(".js"):
                continue
            found = re.findall(
                r"\b(rank\w*|leagues?|positions?|metrics?|kpis?)\b", said(page), re.I
            )
            assert not found, (tier, path, found)
            assert not re.search(r"probability of .{0,20}(grade|inadequate)", page, re.I)


def test_an_older_file_without_the_newer_tables_still_reads(connection):
    older = small_nation(DEFINITIONS)
    for table in ("glossary", "publication", "vital_sign", "method_constant", "pathway_step"):
        older.execute(f"drop table {table}")
    facts = load(older)
    rendered = {page.path: page.render() for page in pages(older, facts, environment(facts))}
    assert "This file holds no words." in rendered["glossary.html"]
    assert "no national figures of these steps" in rendered["pathway.html"]

"""The way through the service: what leads on narrows, what does not stands below it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from earlywarning.reports.charts.flow import LEFT, Stage, flow_svg
from earlywarning.reports.charts.of_flow import nation_way_of, way_of
from earlywarning.reports.facts import load
from earlywarning.tables.declared import PathwayStep
from earlywarning.tables.indicators import Pathway
from tests.outputs.test_site import fill
from tests.support.laid_out import laid_out

TEXT = "{http://www.w3.org/2000/svg}text"
WAYS = (
    ("again", "Come again", "referrals", "rereferrals"),
    ("enquiry", "Enquiries for each referral", "referrals", "section_47"),
    ("conference", "Enquiries that lead to a conference", "section_47", "icpc"),
)
COUNTS = {"again": (1000, 250), "enquiry": (1000, 400), "conference": (400, 100)}


def row(code: str, step: str, to: float | None) -> Pathway:
    begin, name = COUNTS[step][0], next(way[1] for way in WAYS if way[0] == step)
    return Pathway(
        code, 2025, None, step, 1, name, begin, to, None if to is None else to / begin,
        0.3, 0.0, None, None, True, None, "ok" if to is not None else "not_published",
    )  # fmt: skip


@pytest.fixture(scope="module")
def facts():
    connection = laid_out()
    fill(connection)
    steps = {one[0]: PathwayStep(one[0], 1, *one[1:], True, 50, "", "") for one in WAYS}
    flows = {
        "902": [row("902", name, COUNTS[name][1]) for name in COUNTS],
        "901": [row("901", name, COUNTS[name][0] / 2) for name in COUNTS],
    }
    return replace(load(connection), steps=steps, flows=flows, neighbours={"902": ["901"]})


def words(svg: str) -> list[str]:
    return ["".join(one.itertext()) for one in ET.fromstring(svg).iter(TEXT)]


def bars(svg: str) -> list[float]:
    return [float(wide) for wide in re.findall(rf'<rect x="{LEFT}"[^>]* width="([\d.]+)"', svg)]


def test_what_leads_on_stands_first_and_narrows_and_the_rest_below(facts):
    chart = way_of(facts, "902")
    said = [w for w in words(chart.svg) if not w.isdigit() and w[0].isupper()]
    assert said == ["Referrals in the year", "Section 47 enquiries", "Initial child protection",
                    "Come again"]  # fmt: skip
    assert bars(chart.svg) == [120.0, 48.0, 12.0, 30.0]
    assert chart.svg.count('fill="#ffffff" stroke="#17406d"') == 1


def test_the_figures_behind_it_tell_the_places_beside(facts):
    chart = way_of(facts, "902")
    assert chart.rows[1] == ("Enquiries for each referral", "1,000", "400", "40", "50 to 50", "30",
                             "nothing unusual")  # fmt: skip
    assert "Enquiries for each referral: 40 for each 100 (middle authority 30)." in chart.alt
    assert "Zellmouth" not in chart.svg


def test_an_edition_that_knows_no_middle_does_not_say_how_a_place_stands(facts):
    flows = {"902": [replace(one, expected=None, position_z=None) for one in facts.flows["902"]]}
    chart = way_of(replace(facts, flows=flows), "902")
    assert chart.header[-1] == "Other places"
    assert {one[-1] for one in chart.rows} == {"no figure"}


def test_the_nation_has_its_own_counts_and_each_authority_as_a_tick(facts):
    counts = {"referrals": {2025: 2000.0}, "section_47": {2025: 900.0}}
    chart = nation_way_of(facts, counts, 2025)
    assert chart.rows[1][:5] == ("Enquiries for each referral", "2,000", "900", "45", "40 to 50")
    assert chart.rows[2][3] == "not known"
    assert nation_way_of(facts, counts, 2024) is None


def test_a_share_over_a_hundred_keeps_its_place_on_the_scale():
    svg = flow_svg([Stage("In", 10.0), Stage("Out", 20.0, share=200.0, others=(100.0,))])
    assert 'cx="490"' in svg.replace(".0", "")
    assert "200" in words(svg)


def test_a_hostile_name_is_text_in_the_flow():
    svg = flow_svg([Stage("<script>x</script>", 1.0)])
    assert "<script" not in svg
    assert "<script>x</script>" in words(svg)

"""Charts: drawn the same way each time, told in words, and true to the figures behind them."""

from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earlywarning.reports.charts.axes import FOOT, Panel, figure_said, round_steps, steps
from earlywarning.reports.charts.bars import Bar, bars_svg
from earlywarning.reports.charts.drawing import OTHERWISE, wide
from earlywarning.reports.charts.labels import Label, apart, at_ends, room
from earlywarning.reports.charts.line import Lines, lines_svg, stretches
from earlywarning.reports.charts.look import DARK, NAVY, PLUM, WIDTH
from earlywarning.reports.charts.of_bars import MOST, points_of
from earlywarning.reports.charts.of_events import events_of
from earlywarning.reports.charts.of_flow import way_of
from earlywarning.reports.charts.of_line import line_of
from earlywarning.reports.charts.of_xmr import xmr_of
from earlywarning.reports.charts.shelf import drawn, kept_in
from earlywarning.reports.charts.timeline import Event, Events, timeline_svg
from earlywarning.reports.charts.xmr import Control, control_svg
from earlywarning.reports.facts import load
from tests.outputs.test_site import HOSTILE, fill
from tests.support.laid_out import laid_out, put

PICTURE = "{http://www.w3.org/2000/svg}"
RUNS = [60, 62, 58, 61, 63, 59, 60, 62, 58, 61, 60, 62, 61, 90]


def months(many: int) -> list[int]:
    return [(2025 + at // 12) * 100 + at % 12 + 1 for at in range(many)]


@pytest.fixture(scope="module")
def facts():
    connection = laid_out()
    fill(connection)
    put(connection, "in_year_measure", measure="contacts", label="Contacts", unit="count")
    for at, value in zip(months(len(RUNS)), RUNS, strict=True):
        put(connection, "watch", old_la_code="902", frequency="monthly", measure="contacts",
            unit="count", time_period=at, value=float(value))  # fmt: skip
    for at in months(11):
        put(connection, "watch", old_la_code="901", frequency="monthly", measure="contacts",
            unit="count", time_period=at, value=60.0)  # fmt: skip
    put(
        connection,
        "contaminated_period",
        old_la_code="902",
        indicator="referral_rate",
        time_period=2024,
    )
    return load(connection)


@pytest.fixture(scope="module")
def line(facts):
    return line_of(facts, "902", "referral_rate")


def words(svg: str) -> list[str]:
    return ["".join(text.itertext()) for text in ET.fromstring(svg).iter(f"{PICTURE}text")]


def dots(svg: str, fill: str) -> list[ET.Element]:
    """Return the dots of a colour, which stand together in one group."""
    groups = [one for one in ET.fromstring(svg).iter(f"{PICTURE}g") if one.get("fill") == fill]
    return [dot for group in groups for dot in group]


def lines(**own) -> Lines:
    names = ("own", "lower", "upper", "near_low", "near_high", "near_middle")
    empty_ones = {name: {} for name in names}
    said = {"own_name": "Here", "nation_name": "All", "own_text": "1"}
    return Lines(**{**empty_ones, "nation": {}, **said, **own})


def test_the_same_figures_give_the_same_bytes_and_others_do_not():
    first, again = (lines_svg(lines(own={2020: 5.0, 2021: 6.0})) for _ in range(2))
    assert first == again
    assert lines_svg(lines(own={2020: 5.0, 2021: 7.0})) != first


def test_every_kind_is_a_well_formed_picture_that_loads_nothing(facts, line):
    charts = [line, way_of(facts, "902"), points_of(facts, "902"), events_of(facts, "902"),
              xmr_of(facts, "902", "contacts")]  # fmt: skip
    for chart in charts:
        root = ET.fromstring(chart.svg)
        assert root.tag == f"{PICTURE}svg"
        outside = chart.svg.replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?:|//|<script|@import|href", outside)
        assert len(chart.svg) < 25_000
        assert chart.alt
        assert all(len(row) == len(chart.header) for row in chart.rows)


def test_colours_turn_on_a_dark_page_and_only_known_ones_are_used(line):
    used = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{6})"', line.svg))
    assert used <= {*DARK}
    assert all(f'[fill="{old}"]{{fill:{new}}}' in line.svg for old, new in DARK.items())


def test_a_line_says_where_it_breaks_and_labels_its_end(line):
    assert "No figure for 2022; the line breaks there." in line.alt
    assert "Aldermoor 504.0" in words(line.svg)
    assert line.alt.startswith(
        "Aldermoor went from 500.0 per 10,000 children in 2020 to 504.0 per 10,000 children in 2024"
    )
    behind = dict(zip(line.header, line.rows[-1], strict=True))
    assert behind["Year"] == "2025"
    assert "published as ‘c’" in behind["Aldermoor"]
    assert behind["England"] == "520.0"


def test_a_coloured_year_is_hollow(facts, line):
    assert len(dots(line.svg, "#ffffff")) == 1
    assert len(dots(line.svg, "#17406d")) == 3
    assert facts.coloured["902", "referral_rate"] == {2024}


def test_years_fall_into_stretches_and_a_lone_year_is_a_short_dash():
    assert stretches({2020: 1.0, 2021: 1.0, 2023: 1.0}) == [1, 1, 2]
    path = re.search(r'd="(M[^"]*)" fill="none"[^>]*#7a2e6d', lines_svg(lines(nation={2020: 3.0})))
    assert path is not None
    assert path.group(1).count("L") == 1


def test_nobody_with_a_figure_is_no_chart(facts):
    assert line_of(facts, "902", "agency_rate") is None
    assert line_of(facts, "902", "never_declared") is None
    assert way_of(facts, "901") is None
    assert points_of(facts, "901") is None


def test_a_hostile_name_is_text_in_a_picture():
    svg = lines_svg(lines(own={2020: 1.0, 2021: 2.0}, own_name=HOSTILE))
    assert any(HOSTILE in text for text in words(svg))
    assert HOSTILE not in svg


def test_the_points_shown_add_up_to_the_score(facts):
    chart = points_of(facts, "902")
    shown = [float(text.replace("\N{MINUS SIGN}", "-")) for _, text in chart.rows]
    assert sum(shown[:-1]) == pytest.approx(shown[-1], abs=0.11)
    assert chart.rows[-1][1] == "31.4"


def test_the_control_chart_marks_the_rule_and_needs_twelve_points(facts):
    chart = xmr_of(facts, "902", "contacts")
    assert chart.rows[-1] == ("Feb 2026", "90.0", "above the upper limit")
    assert "It is marked: above the upper limit." in chart.alt
    marked = re.findall(r'<rect [^>]*fill="#17406d" stroke="#17406d"', chart.svg)
    assert len(marked) == sum(1 for row in chart.rows if row[2]) > 0
    assert xmr_of(facts, "901", "contacts") is None


def test_events_stand_in_lanes_by_kind(facts):
    chart = events_of(facts, "902")
    assert [row[2] for row in chart.rows] == ["Inspections", "Peer reviews", "Offers"]
    assert chart.rows[0] == ("1 February 2024", "Good", "Inspections")
    assert {"Inspections", "Peer reviews", "Offers"} <= set(words(chart.svg))


def test_a_step_that_is_not_published_says_so(facts):
    said = words(way_of(facts, "902").svg)
    assert "not published for this" in said
    assert "27" in said


def test_what_was_drawn_is_found_again(tmp_path):
    bars, drawings = [Bar("One", 1.0, "1")], []

    def draw(given):
        drawings.append(given)
        return bars_svg(given)

    with kept_in(tmp_path):
        first = drawn(bars, draw)
        assert drawn(bars, draw) == first
        assert drawn([Bar("One", 2.0, "2")], draw)[0] != first[0]
    assert len(drawings) == 2
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".svg", ".svg"]
    assert drawn(bars, draw) == first
    assert len(drawings) == 3


@given(st.lists(st.floats(0, 100), min_size=1, max_size=6), st.floats(0.1, 15))
def test_labels_keep_apart_in_the_order_of_their_lines(wanted, gap):
    placed = apart(wanted, gap, 0.0, 100.0)
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    room_for = min(gap, 100 / max(1, len(wanted) - 1))
    for before, after in pairwise(order):
        assert placed[after] - placed[before] >= room_for - 1e-6
    assert all(-1e-6 <= at <= 100 + 1e-6 for at in placed)


def test_longer_labels_get_more_room():
    assert room([Label(1, "Longer name 100.0", "")]) > room([Label(1, "Short", "")]) > 0


@given(st.floats(0.01, 1e6))
def test_steps_are_few_and_reach_the_top(top):
    marks = round_steps(top)
    assert marks[0] == 0
    assert marks[-1] >= top
    assert 2 <= len(marks) <= 6


def reach(text: ET.Element) -> tuple[float, float]:
    """Return the left and the right end of words in a picture."""
    x, size = float(text.get("x")), int(text.get("font-size"))
    long = wide("".join(text.itertext()), size, bold=text.get("font-weight") == "bold") / OTHERWISE
    begin = x - long * {"end": 1, "middle": 0.5}.get(text.get("text-anchor"), 0)
    return begin, begin + long


@given(
    st.lists(st.one_of(st.none(), st.floats(0, 1e7)), min_size=1, max_size=15),
    st.floats(0.2, 3),
    st.sampled_from(["%", "per 10,000 children", "pounds a week", ""]),
)
def test_all_words_of_a_line_lie_in_the_picture_and_apart(values, nearer, unit):
    own = {2010 + at: value for at, value in enumerate(values) if value is not None}
    own[2030] = 3.0
    others = {year: nearer * value for year, value in own.items()}
    svg = lines_svg(
        lines(own=own, nation=others, near_middle=own, near_low=own, near_high=own, unit=unit,
              own_name="Westmorland and\u2026", own_text=f"{own[max(own)]:,.1f}")
    )  # fmt: skip
    texts = list(ET.fromstring(svg).iter(f"{PICTURE}text"))
    for text in texts:
        begin, end = reach(text)
        assert begin >= 0
        assert end <= WIDTH
    for one, other in combinations(texts, 2):
        (begin, end), (first, last) = reach(one), reach(other)
        is_beside = end <= first or last <= begin
        assert is_beside or abs(float(one.get("y")) - float(other.get("y"))) >= 12


def test_a_line_of_noughts_stands_on_the_foot_of_its_scale():
    svg = lines_svg(lines(own={2020: 0.0, 2021: 0.0}))
    assert {dot.get("cy") for dot in dots(svg, "#17406d")} == {str(FOOT)}


def test_a_lone_year_stands_where_the_newest_always_does():
    alone, last = (
        lines_svg(lines(own=own)) for own in ({2024: 5.0}, {2020: 2.0, 2024: 5.0, 2023: 1.0})
    )
    assert dots(alone, "#17406d")[-1].get("cx") == dots(last, "#17406d")[-1].get("cx")


def test_a_scale_is_told_in_full_however_large_or_small():
    assert [figure_said(one) for one in (1250000.0, 2.5, 0.002, 0.0)] == [
        "1,250,000", "2.5", "0.002", "0"]  # fmt: skip
    assert round_steps(5.0, 5.0) == [0.0, 2.0, 4.0, 6.0]
    assert steps(-3.0, 8.0) == [-5.0, 0.0, 5.0, 10.0]


def test_a_limit_below_nought_is_not_drawn_where_what_is_counted_is_not():
    values = [4.0, 9.0, 2.0]
    control = Control(range(3), values, [False] * 3, -5.0, 5.0, 15.0, {0: "Jan 2025"}, "2", "")
    assert "lower limit" not in words(control_svg(control))
    assert "lower limit" in words(control_svg(replace(control, lower=0.0)))


def test_bars_begin_at_nought_and_keep_their_proportions():
    bars = [Bar("More", 6.0, "+6.0"), Bar("Less", -3.0, "\u22123.0", False)]
    more, less = ET.fromstring(bars_svg(bars)).findall(f"{PICTURE}rect")[1:]
    assert float(more.get("width")) == pytest.approx(2 * float(less.get("width")), abs=0.2)
    ends = float(less.get("x")) + float(less.get("width"))
    assert ends == pytest.approx(float(more.get("x")), abs=0.2)


def test_words_of_an_event_are_whole_on_two_lines_and_in_its_table():
    grade = "Requires improvement to be good"
    events = [Event("Inspections", dt.date(2018, 5, 1), grade),
              Event("Peer reviews", dt.date(2020, 5, 1), "Held")]  # fmt: skip
    said = words(timeline_svg(Events(events, ["Inspections", "Peer reviews"], 2025)))
    assert grade in " ".join(said)
    assert not any("\N{HORIZONTAL ELLIPSIS}" in one for one in said)


def test_a_label_away_from_its_line_is_joined_to_it_and_one_beside_it_is_not():
    panel = Panel(20, 200, 0, 1, 0, 100)
    close = [Label(50, "here", NAVY), Label(51, "all", PLUM)]
    joined = [one for one in at_ends(close, panel) if one.startswith("<path")]
    assert joined, "labels of two lines that end together cannot both stand at their line"
    assert not any(one.startswith("<path") for one in at_ends(close[:1], panel))


def test_one_smaller_part_is_told_as_one():
    connection = laid_out()
    fill(connection)
    for at in range(MOST + 1):
        put(connection, "contribution", old_la_code="901", pillar="performance", points=at + 1.0,
            item=f"part {at}", kind="sum")  # fmt: skip
    assert "1 smaller part together" in [
        name for name, _ in points_of(load(connection), "901").rows
    ]


def test_what_the_marks_mean_and_the_source_stand_below_a_chart_as_sentences(line):
    assert line.told == (
        "Band: lowest to highest of its neighbours, dotted their middle; dashed: England; "
        "hollow: a year that an inspection or an event coloured."
    )
    assert replace(line, how="dashed: limits", source="in-year returns").told == (
        "Dashed: limits. In-year returns."
    )


def test_a_timeline_ends_with_the_as_of_year(facts):
    assert max(int(text) for text in words(events_of(facts, "902").svg) if text.isdigit()) <= 2027
    assert facts.as_of == dt.date(2026, 4, 30)

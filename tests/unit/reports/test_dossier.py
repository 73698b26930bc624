"""What is to be told of one authority: told once, and read by every output."""

from __future__ import annotations

import ast
import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from earlywarning import reports
from earlywarning.reports.dossier import dossier_of
from earlywarning.reports.facts import load
from earlywarning.tables.indicators import NATION, NEIGHBOURS
from tests.support.laid_out import laid_out, put
from tests.support.small_nation import place, run

OUTPUTS = ("briefing", "baseline", "authority.py", "panels.py")
# What a dossier holds of one authority; an output that reads it in the facts works it out again.
HELD = {"own", "england", "benchmarks", "compared", "scores", "journeys", "peer_reviews",
        "local_findings", "inspections", "flows"}  # fmt: skip
# Figures of others: the neighbours that have met the like.
OTHERS = {("asking.py", "own"), ("asking.py", "inspections")}
# Wait for the columns that take the place of explanations.
WAITING = {"first.py", "offer.py", "people.py", "points.py", "things.py"}


@pytest.fixture(scope="module")
def facts():
    connection = laid_out()
    run(connection)
    place(connection, "901", "Zellmouth", "Eastmarch")
    put(connection, "indicator", indicator="referral_rate", name="Referrals", polarity="either_way",
        stage="front_door", unit="rate per 10,000 children", decimals=1, per=10000,
        period="year_to_31_march", minimum_denominator=50)  # fmt: skip
    put(connection, "indicator", indicator="caseload", name="Caseload", polarity="high_is_worse",
        stage="workforce", unit="cases per worker", decimals=1,
        period="at_30_september")  # fmt: skip
    for year, number, below in ((2023, 500.0, 20), (2024, 510.0, 900)):
        put(connection, "indicator_value", indicator="referral_rate", old_la_code="901",
            value=number, geographic_level="Local authority", time_period=year, status="ok",
            denominator=below, period_end=dt.date(year, 3, 31), published=dt.date(year, 10,
            1))  # fmt: skip
    put(connection, "indicator_value", indicator="referral_rate", old_la_code="901", marker="c",
        geographic_level="Local authority", time_period=2025, status="suppressed",
        period_end=dt.date(2025, 3, 31))  # fmt: skip
    put(connection, "indicator_value", indicator="referral_rate", value=480.0, status="ok",
        geographic_level="National", time_period=2025, period_end=dt.date(2025, 3, 31))  # fmt: skip
    for comparator, statistic, number in (
        ("own_past", "median", 490.0), ("statistical_neighbours", "mean", 455.0),
        ("england", "published", 470.0), ("statistical_neighbours", "median", 450.0),
        ("region", "published", None),
    ):  # fmt: skip
        put(connection, "benchmark", indicator="referral_rate", old_la_code="901", time_period=2024,
            comparator=comparator, statistic=statistic, value=number, n=9, spread=20.0)  # fmt: skip
        put(connection, "benchmark", indicator="referral_rate", old_la_code="901", time_period=2023,
            comparator=comparator, statistic=statistic, value=number)  # fmt: skip
    for on, judgement, grade in (
        (dt.date(2025, 5, 1), "theme", "Care leavers"), (dt.date(2024, 2, 1), "overall", "Good"),
        (dt.date(2024, 2, 1), "leaders", "Good"), (dt.date(2020, 2, 1), "overall", "Inadequate"),
    ):  # fmt: skip
        put(connection, "inspection", old_la_code="901", framework="ILACS", judgement=judgement,
            grade=grade, published=on)  # fmt: skip
    return load(connection)


@pytest.fixture(scope="module")
def dossier(facts):
    return dossier_of(facts, "901")


def test_of_years_before_the_newest_only_what_workbooks_list_is_read(facts):
    held = {
        year: {(row.comparator, row.statistic) for row in rows}
        for (_, _, year), rows in facts.benchmarks.items()
    }
    assert len(held[2024]) == 5
    assert held[2023] == {("own_past", "median"), ("statistical_neighbours", "median")}


def test_the_newest_figure_stands_beside_all_that_it_is_held_against(dossier):
    newest = dossier.newest["referral_rate"]
    assert (newest.value, newest.before, newest.row.time_period) == (510.0, 500.0, 2024)
    assert newest.near == (450.0, 9)
    assert newest.beside == {NEIGHBOURS: 450.0, NATION: 470.0, "own_past": 490.0}
    assert [row.statistic for row in newest.benchmarks] == ["median", "mean", "published", "median"]
    assert newest.distance == 3.0
    assert newest.is_far
    assert newest.behind == 1


def test_only_the_newest_figure_says_whether_it_rests_on_few(dossier):
    newest = dossier.newest["referral_rate"]
    assert not newest.few
    assert newest.years[2023].denominator == 20


def test_no_side_is_taken_where_neighbours_region_and_nation_do_not_agree(dossier):
    newest = dossier.newest["referral_rate"]
    assert newest.agreed == 1
    assert not newest.is_worse
    level = [replace(b, value=510.0) if b.comparator == NATION else b for b in newest.benchmarks]
    assert replace(newest, benchmarks=tuple(level)).agreed == 0
    assert replace(newest, behind=2).agreed == 0


def test_a_gap_keeps_its_reason_and_the_last_figure_before_it(dossier):
    gap = dossier.gaps["referral_rate"]
    assert (gap.period, gap.last) == (2025, 2024)
    assert gap.row is not None
    assert gap.row.marker == "c"
    nobody = dossier.gaps["caseload"]
    assert (nobody.period, nobody.row, nobody.last) == (None, None, None)


def test_the_last_judgement_is_no_theme_and_of_one_report(dossier):
    assert [row.judgement for row in dossier.judged] == ["leaders", "overall"]


def test_what_is_not_there_is_nothing(dossier):
    assert dossier.score is None
    assert dossier.offer is None
    assert dossier.supporters == []
    assert dossier.steps == []


def test_a_dossier_is_made_once_and_anew_from_other_facts(facts, dossier):
    assert dossier_of(facts, "901") is dossier
    assert dossier_of(replace(facts, inspections={}), "901").judged == []


def test_no_output_works_out_again_what_the_dossier_holds():
    folder = Path(reports.__file__).parent
    files = [path for name in OUTPUTS
             for path in ((folder / name).glob("*.py") if (folder / name).is_dir()
                          else [folder / name])]  # fmt: skip
    found = {
        (path.name, node.attr)
        for path in files
        if path.name not in WAITING
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in HELD
        and isinstance(node.value, ast.Name) and node.value.id == "facts"
    }  # fmt: skip
    assert found == OTHERS

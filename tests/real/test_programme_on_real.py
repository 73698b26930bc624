"""The programme on the published files, with no soft intelligence and no register of reviews."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from earlywarning.definitions.loader import load_definitions
from earlywarning.review import shown as review_shown
from tests.conftest import REFERENCE, needs_published

pytestmark = [needs_published, pytest.mark.xdist_group("real")]


@pytest.fixture(scope="module")
def shown(real_warehouse: Path) -> review_shown.Shown:
    return review_shown.programme(real_warehouse, REFERENCE, 20, "")


def test_it_is_found_for_all_authorities_and_the_same_again(
    real_warehouse: Path, shown: review_shown.Shown
) -> None:
    again = review_shown.programme(real_warehouse, REFERENCE, 20, "").found
    assert len(again.rows) == 153
    pd.testing.assert_frame_equal(again.rows, shown.found.rows)


def test_twenty_offers_to_whom_figures_point_over_several_regions(shown, real) -> None:
    rows = shown.found.rows
    offered = rows[rows["outcome"] == "offered"]
    assert len(offered) == 20
    bands = dict(real.execute("select old_la_code, band from score").fetchall())
    pointed = {code for code, band in bands.items() if band in ("offer", "priority")}
    visited = set(offered["old_la_code"])
    assert pointed <= visited or visited <= pointed, "an offer band waits while others are visited"
    regions = dict(real.execute("select old_la_code, region from local_authority").fetchall())
    assert len({regions[code] for code in offered["old_la_code"]}) >= 6


def test_no_supporter_is_asked_more_than_the_cap_and_all_are_strong(shown, real) -> None:
    policy = load_definitions(REFERENCE).policy.programme
    offered = shown.found.rows[shown.found.rows["outcome"] == "offered"]
    asked = offered["supporter_old_la_code"].value_counts()
    assert asked.max() <= policy.supporter_cap
    strong = {
        code
        for code, grade in real.execute(
            """select old_la_code, arg_max(grade, published) from inspection
               where judgement = 'leaders' group by 1"""
        ).fetchall()
        if grade in policy.strong_grades
    }
    assert set(asked.index) <= strong


def test_without_a_register_nobody_is_called_overdue(real) -> None:
    states = real.execute("select distinct state from review_clock").fetchall()
    assert states == [("not known",)]
    assert real.execute("select count(*) from review_event").fetchone() == (0,)


def test_every_authority_is_told_what_happens(shown) -> None:
    rows = shown.found.rows
    waiting = rows[rows["outcome"] != "offered"]
    assert (waiting["why_not"].str.len() > 20).all()
    assert (waiting["rule"] != "").all()

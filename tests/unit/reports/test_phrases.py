"""Amounts, lists and periods are worded once; sentences.md shows the most of it."""

from __future__ import annotations

import datetime as dt

import pytest

from earlywarning.reports import amounts, phrases
from earlywarning.reports.doubts import year_of
from earlywarning.reports.pathway import of_a_hundred, whole
from tests.support.said import CARE, LATE, LOAD, SPEND


@pytest.mark.parametrize(
    ("one", "amount", "bare"),
    [
        (LATE, "1,204.0%", "1,204.0%"),
        (CARE, "1,204 per 10,000 children", "1,204"),
        (LOAD, "1,204.0 cases per worker", "1,204.0"),
        (SPEND, "£1,204 per child", "£1,204"),
    ],
)
def test_an_amount_has_its_unit_and_a_bare_one_the_sign_alone(one, amount, bare):
    assert amounts.amount(1204, one) == amount
    assert amounts.bare(1204, one) == bare


@pytest.mark.parametrize("one", [LATE, CARE, LOAD, SPEND])
def test_what_is_missing_has_no_unit(one):
    assert amounts.amount(None, one) == "no figure"
    assert amounts.bare(None, one) == "no figure"


def test_a_long_list_is_cut_with_a_count_in_figures_or_in_words():
    names = ["a", "b", "c", "d"]
    assert phrases.listed(names, 4) == "a, b, c and d"
    assert phrases.listed(names, 2) == "a, b and 2 more"
    assert phrases.listed_few(names, 2) == "a, b and two others"
    assert phrases.listed_few(names, 3) == "a, b, c and one other"
    assert phrases.listed_few(names, 4) == "a, b, c and d"


def test_a_share_is_told_of_a_hundred_and_none_is_not_nought():
    assert of_a_hundred(0.256) == "26"
    assert of_a_hundred(None) == "not known"
    assert whole(0.0) == "0"


def test_a_day_that_is_none_stays_as_it_was_written():
    assert phrases.dated("2025-02-31 and 2025-02-28") == "2025-02-31 and 28 February 2025"
    assert phrases.day(None) == "day not known"
    assert phrases.month_name(dt.date(2026, 4, 30)) == "April 2026"


def test_the_year_of_a_month_and_of_a_year():
    assert (year_of(202504), year_of(2025)) == (2025, 2025)


@pytest.mark.parametrize(
    ("years", "said"),
    [
        ([], ""),
        ([2021], "2021"),
        ([2021, 2020], "2020 and 2021"),
        ([2024, 2022, 2021, 2020], "2020 to 2022 and 2024"),
    ],
)
def test_years_that_follow_one_another_are_told_as_a_span(years, said):
    assert phrases.years(years) == said

"""What the years add up to, in one sentence that the line beside it does not contradict."""

from __future__ import annotations

from typing import Any

import pytest

from earlywarning.reports.panels import trend_said
from earlywarning.tables.declare import columns_of
from earlywarning.tables.indicators import Comparison
from tests.support.said import CARE, LOAD


def compared(**given: Any) -> Comparison:
    """Return a row of ten years; what is not given is empty."""
    return Comparison(**(dict.fromkeys(columns_of(Comparison)) | {"trend_periods": 10} | given))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Steadily rising over 10 years, by 1.5 a year."),
        ({"lately": 0.04}, "Steadily rising over 10 years, by 1.5 a year."),
        ({"lately": -0.04}, "Steadily rising over 10 years, by 1.5 a year."),
        ({"lately": -2.0}, "On the whole rising over 10 years, by 1.5 a year; but in the last two "
         "years it fell by 2.0."),
        ({"trend_left_out": [2021, 2022]}, "Steadily rising over 10 years, by 1.5 a year, not "
         "counting 2021 and 2022, coloured by an inspection or an event."),
    ],
)  # fmt: skip
def test_a_trend_is_told_with_what_it_leaves_out_and_where_it_turned(given, said):
    assert trend_said(compared(**given), "increasing", 1.5, LOAD) == said


def test_what_falls_is_said_to_have_risen_lately():
    said = trend_said(compared(lately=40.0), "decreasing", -12.0, CARE)
    assert said == (
        "On the whole falling over 10 years, by 12 a year; but in the last two years it rose by 40."
    )


def test_a_pace_that_the_decimals_cannot_show_is_not_nought():
    assert "by less than 1 a year" in trend_said(compared(), "decreasing", -0.3, CARE)

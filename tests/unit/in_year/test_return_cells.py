"""What one cell of a return can say, and what is refused because it can say two things."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earlywarning.definitions.in_year import Measure
from earlywarning.sources.in_year.cells import SYMBOLS, read_value
from earlywarning.sources.in_year.names import fit_measure, measure_names
from earlywarning.sources.in_year.periods import Period, Unclear, read_period
from tests.support.returns import IN_YEAR

COUNT = Measure(label="count")
PERCENTAGE = Measure(label="percentage", unit="percentage")
FTE = Measure(label="fte", unit="fte")
APRIL, FIRST_QUARTER = dt.date(2025, 4, 30), dt.date(2025, 6, 30)


@pytest.mark.parametrize(
    ("cell", "measure", "number"),
    [
        (310, COUNT, 310), (310.0, COUNT, 310), ("310", COUNT, 310), (" 1,204 ", COUNT, 1204),
        ("12,041,204", COUNT, 12041204), ("12.0", COUNT, 12), (0, COUNT, 0), ("0", COUNT, 0),
        ("84.5%", PERCENTAGE, 84.5), ("84.5 %", PERCENTAGE, 84.5), (84.5, PERCENTAGE, 84.5),
        ("0.5%", PERCENTAGE, 0.5), ("100", PERCENTAGE, 100), (0.0, PERCENTAGE, 0),
        ("1,204.5", FTE, 1204.5), (12.5, FTE, 12.5), ("\xa031", COUNT, 31),
    ],
)  # fmt: skip
def test_numbers(cell, measure, number):
    value = read_value(cell, measure)
    assert (value.status, value.number) == ("ok", number)


@pytest.mark.parametrize(
    ("cell", "measure", "words"),
    [
        ("84,5 %", PERCENTAGE, "decimal comma"), ("84,5", COUNT, "decimal comma"),
        ("1,204", PERCENTAGE, "decimal comma"), ("12,04", COUNT, "decimal comma"),
        ("1.204", COUNT, "part thousands"), (0.845, PERCENTAGE, "share of one"),
        ("1", PERCENTAGE, "share of one"), ("84.5%", COUNT, "percentage where a count"),
        ("84.5%", FTE, "percentage where a fte"), (12.5, COUNT, "no whole number"),
        (-3, COUNT, "out of range"), ("-3", COUNT, "no number"), (101, PERCENTAGE, "above 100"),
        ("101%", PERCENTAGE, "above 100"), ("12*", COUNT, "no number"), ("1 204", COUNT, "number"),
        ("about 12", COUNT, "no number"), ("1e3", COUNT, "no number"), (True, COUNT, "number"),
        (dt.date(2025, 4, 1), COUNT, "where a number is due"), (float("nan"), COUNT, "range"),
        (float("inf"), COUNT, "range"), ("<5", COUNT, "no number"), ("½", COUNT, "no number"),
    ],
)  # fmt: skip
def test_what_can_mean_two_things_is_refused(cell, measure, words):
    value = read_value(cell, measure)
    assert value.status == "refused"
    assert value.number is None
    assert words in value.why


@pytest.mark.parametrize(("symbol", "status"), SYMBOLS.items())
def test_a_symbol_keeps_itself_and_its_reason(symbol, status):
    for written in (symbol, symbol.upper(), f" {symbol} "):
        value = read_value(written, COUNT)
        assert (value.number, value.marker, value.status) == (None, written.strip(), status)


@pytest.mark.parametrize("cell", [None, "", "   ", "\xa0"])
def test_blank_is_not_returned_and_never_zero(cell):
    assert read_value(cell, COUNT).status == "blank"
    assert read_value(cell, COUNT).number is None


@given(st.integers(0, 10**8))
def test_every_way_to_write_a_count_gives_the_count(number):
    for cell in (number, float(number), str(number), f"{number:,}", f" {number} "):
        assert read_value(cell, COUNT).number == number


@given(st.text(max_size=12))
def test_no_text_becomes_a_number_that_it_does_not_spell(text):
    number = read_value(text, COUNT).number
    if number is not None:
        assert number == float(text.replace(",", "").replace("\xa0", " ").strip())


@pytest.mark.parametrize(
    "cell",
    ["Apr-25", "Apr 25", "April 2025", "Apr 2025", "apr-2025", "APRIL 2025", "2025-04-30",
     "2025-04", 45777, 45777.0, "45777", 45748, 202504, "202504", "30/04/2025",
     dt.date(2025, 4, 30), dt.datetime(2025, 4, 1), "2025-04-01"],
)  # fmt: skip
def test_spellings_of_a_month(cell):
    assert read_period(cell, 1) == Period(APRIL, 1)


@pytest.mark.parametrize(
    "cell",
    ["Q1 2025/26", "q1 2025-26", "Quarter 1 2025/26", "2025/26 Q1", "Q1 2025/2026",
     "Apr-Jun 2025", "April to June 2025", "2025-06-30", "30/06/2025", 202506],
)  # fmt: skip
def test_spellings_of_a_quarter(cell):
    assert read_period(cell, 3) == Period(FIRST_QUARTER, 3)


def test_the_last_quarter_ends_in_the_second_year():
    assert read_period("Q4 2025/26", 3) == Period(dt.date(2026, 3, 31), 3)


@pytest.mark.parametrize(
    ("cell", "months"),
    [("03/04/2025", 1), ("01/04/2025", 1), ("04/04/2025", 1), ("31/04/2025", 1), ("25 Apr", 1),
     ("4-Apr", 1), ("Q1 2025", 3), ("Q1", 3), ("2009-10", 1), ("Q1 2025/26", 1), ("Apr-25", 3),
     ("2025/26", 1), ("Q1 2025/27", 3), ("2025-04-15", 1), ("2025-04-01", 3), ("2025-13", 1),
     ("Apr 2025 or so 3", 1), (dt.date(2025, 4, 15), 1)],
)  # fmt: skip
def test_periods_that_can_be_two_are_unclear(cell, months):
    assert isinstance(read_period(cell, months), Unclear)


@pytest.mark.parametrize("cell", ["Total", "Contacts", 310, "", None, 12.5, True, "Year to date"])
def test_what_is_no_period(cell):
    assert read_period(cell, 1) is None


@given(st.dates(dt.date(2010, 1, 1), dt.date(2060, 12, 31)))
def test_month_and_day_are_never_guessed(day):
    read = read_period(f"{day:%d/%m/%Y}", 1)
    if isinstance(read, Period):
        assert day.day > 12
        assert (read.end.year, read.end.month) == (day.year, day.month)


KNOWN = measure_names(IN_YEAR)


def test_no_spelling_stands_for_two_measures():
    assert [name for name, keys in KNOWN.items() if len(keys) > 1] == []


@pytest.mark.parametrize("key", IN_YEAR.measures)
def test_every_declared_spelling_is_understood_however_it_is_typed(key):
    measure = IN_YEAR.measures[key]
    for words in (measure.label, *measure.spellings):
        for typed in (words, words.upper(), f"  {words}: ", words.replace(" ", "  ")):
            assert fit_measure(typed, KNOWN).key == key, typed


@pytest.mark.parametrize("words", ["Plans", "Assessments", "Vacancies", "Referals", "% plans"])
def test_a_name_that_fits_two_is_refused_with_both(words):
    fit = fit_measure(words, KNOWN)
    assert fit.key is None
    assert fit.why.count(",") >= 1 or "comes near" in fit.why

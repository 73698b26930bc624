"""Which report colours a period when two do."""

from __future__ import annotations

import datetime as dt

import pytest

from earlywarning.definitions.loader import load_definitions
from earlywarning.scoring.contamination import contaminated
from earlywarning.warehouse import build
from tests.conftest import REFERENCE

TODAY = dt.date(2026, 4, 30)
FIRST, SECOND = dt.date(2023, 5, 1), dt.date(2023, 9, 1)


@pytest.fixture
def found(tmp_path):
    """Return what is coloured on a day, with reports loaded in the order given."""

    def of(days: list[dt.date], as_of: dt.date = TODAY):
        building = build.begin(tmp_path, "nation")
        # So many authorities that a query which leaves the order to chance shows it.
        building.connection.execute(
            """insert into inspection (old_la_code, grade, published)
               select a.code::varchar, 'Inadequate', d.published
               from range(100, 999) as a (code), unnest($days) as d (published)""",
            {"days": days},
        )
        coloured = contaminated(building.connection, load_definitions(REFERENCE), as_of)
        building.abandon()
        return coloured

    return of


@pytest.mark.parametrize("days", [[FIRST, SECOND], [SECOND, FIRST]])
def test_a_period_that_two_reports_colour_is_known_from_the_earlier(days, found):
    coloured = found(days)
    shared = coloured[coloured["time_period"] == 2024]
    assert not shared.empty
    assert set(shared["known_on"]) == {FIRST}
    assert shared["reason"].str.endswith(f"the one reported on {FIRST}").all()


def test_a_report_that_is_not_out_yet_colours_nothing(found):
    assert found([SECOND], FIRST).empty

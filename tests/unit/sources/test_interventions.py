"""The register of interventions: every word checked, each bad row refused alone."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from earlywarning.sources.interventions import HEADER, interventions
from earlywarning.sources.refused import RefusedRows
from earlywarning.sources.register_rows import Known
from tests.reference.test_places import PLACES
from tests.support.evidence import DEFINITIONS

KNOWN = Known(PLACES, as_of=dt.date(2026, 4, 30), latest=dt.date(2026, 5, 1))
KINDS = set(DEFINITIONS.interventions.kinds)
ROW = dict(
    zip(
        HEADER,
        ["805", "peer_support", "2025-01-10", "2025-12-10", "806", "40", "part", "letter"],
        strict=True,
    )
)


def read(refused: RefusedRows | None = None, **given: str) -> pd.DataFrame:
    rows = [list(ROW.values()), list((ROW | given).values())]
    return interventions(HEADER, rows, [2, 3], refused or RefusedRows(), KNOWN, KINDS)


def test_a_row_comes_back_with_its_days_and_numbers() -> None:
    row = read(intervention="improvement_board", supporter_old_la_code="", days_lent="",
               backfill="").iloc[1]  # fmt: skip
    assert (row["started_on"], row["ended_on"]) == (dt.date(2025, 1, 10), dt.date(2025, 12, 10))
    assert pd.isna(row["days_lent"])
    assert read().iloc[0]["days_lent"] == 40


@pytest.mark.parametrize(
    ("given", "rule", "words"),
    [
        ({"intervention": "magic"}, "register_intervention", "intervention is 'magic'"),
        ({"started_on": ""}, "register_started_on", "started_on is ''"),
        ({"ended_on": "2024-12-10"}, "register_order", "before started_on"),
        ({"backfill": "some"}, "register_backfill", "backfill is 'some'"),
        ({"days_lent": "many"}, "register_days_lent", "days_lent is 'many'"),
        ({"supporter_old_la_code": "805"}, "register_itself", "the authority itself"),
        ({"supporter_old_la_code": ""}, "register_supporter", "supporter_old_la_code is empty"),
        ({"old_la_code": "999"}, "register_authority", "is no authority"),
        ({"started_on": "2027-01-10", "ended_on": ""}, "register_future", "lies in the future"),
        ({"old_la_code": "909", "started_on": "2024-01-10"}, "register_closed", "closed on"),
        (
            {"old_la_code": "909", "started_on": "2020-01-10", "ended_on": ""},
            "register_closed",
            "closed on",
        ),
        ({"supporter_old_la_code": "909"}, "register_closed", "closed on"),
    ],
)
def test_a_bad_row_is_refused_alone(given: dict[str, str], rule: str, words: str) -> None:
    refused = RefusedRows()
    assert len(read(refused, **given)) == 1
    (one,) = refused.rows
    assert (one.row, one.rule) == (3, rule)
    assert words in one.why


def test_what_is_not_known_on_the_day_is_left_out() -> None:
    assert len(read(started_on="2026-06-01", ended_on="")) == 1
    ahead = read(started_on="2025-02-01", ended_on="2026-09-01").iloc[1]
    assert ahead["ended_on"] is None


def test_the_same_row_twice_is_one() -> None:
    assert len(read()) == 1


def test_of_rows_that_say_different_things_of_one_none_stands() -> None:
    refused = RefusedRows()
    assert read(refused, days_lent="41").empty
    assert [(one.row, one.rule) for one in refused.rows] == [
        (2, "repeated_row"), (3, "repeated_row"),
    ]  # fmt: skip
    assert len(read()) == 1, "the same twice says nothing else"

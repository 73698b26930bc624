"""From figures to levels: which side is worse, what is withheld, and who has no part in it."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pandas as pd
import pytest

from earlywarning.scoring.levels import NOT_WITHHELD, levels_of
from earlywarning.tables.declare import columns_of
from earlywarning.tables.level import Level, LevelSpread
from tests.support.evidence import DEFINITIONS

PERIODS = range(2019, 2026)
CODES = [f"{n:03d}" for n in range(100, 160)]
MINE, NEW, SMALL = CODES[0], "900", "901"
AUTHORITIES = pd.DataFrame(
    {
        "old_la_code": [*CODES, NEW, SMALL],
        "is_small": [*[False] * len(CODES), False, True],
        "opened": pd.Timestamp("2009-04-01"),
    }
)
NEIGHBOURS = pd.DataFrame(
    [
        (code, CODES[(at + step) % len(CODES)], step, 1.0, "Other")
        for at, code in enumerate(CODES)
        for step in range(1, 11)
    ],
    columns=["old_la_code", "neighbour_old_la_code", "position", "weight", "neighbour_name"],
)
MARKED = pd.DataFrame(columns=["old_la_code", "indicator", "time_period", "reason"])
SHARE, HIGH, LOW = "three_placements_pct", "three_placements_pct", "same_carer_two_years_pct"


def values(indicator: str = HIGH, since: int = PERIODS[-1], **changed: Any) -> pd.DataFrame:
    """Return shares of every authority and year; `changed` are columns of MINE since a period."""
    draw = np.random.default_rng(4)
    base = dict(zip([*CODES, SMALL], draw.uniform(0.2, 0.4, len(CODES) + 1), strict=True))
    rows = [
        {
            "indicator": indicator, "old_la_code": code, "time_period": year,
            "period_end": pd.Timestamp(year, 3, 31), "opened": pd.Timestamp(1990, 1, 1),
            "value": 100 * (middle + draw.normal(0, 0.02)), "numerator": 200 * middle,
            "denominator": 200.0, "size": 200.0, "status": "value", "is_small": code == SMALL,
        }
        for code, middle in base.items()
        for year in PERIODS
    ]  # fmt: skip
    frame = pd.DataFrame(rows)
    mine = (frame["old_la_code"] == MINE) & (frame["time_period"] >= since)
    for name, value in changed.items():
        frame.loc[mine, name] = value
    return frame


def found(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    level, spread = levels_of(frame, NEIGHBOURS, MARKED, AUTHORITIES, DEFINITIONS)
    return level.set_index("old_la_code"), spread


@pytest.mark.parametrize(("indicator", "side"), [(HIGH, 1), (LOW, -1)])
def test_a_level_is_up_on_the_worse_side(indicator: str, side: int) -> None:
    frame = values(indicator)
    level, _ = found(frame)
    late = frame[frame["time_period"] > PERIODS[-1] - 3].groupby("old_la_code")["value"].mean()
    both = pd.concat([level["level"], late], axis=1).dropna().loc[CODES]
    assert side * both.corr(method="spearman").iloc[0, 1] > 0.6


@pytest.mark.parametrize("indicator", [HIGH, LOW])
def test_a_newest_figure_further_on_its_worse_side_never_gives_a_lower_level(
    indicator: str,
) -> None:
    low_is_worse = indicator == LOW
    worse = sorted([5.0, 20.0, 35.0, 50.0, 70.0], reverse=low_is_worse)
    told = [found(values(indicator, value=value))[0].loc[MINE, "level"] for value in worse]
    assert told == sorted(told)
    assert told[0] < told[-1]


@pytest.mark.parametrize("status", ["low_reliability", "not_returned", "not_available"])
def test_a_newest_figure_that_is_not_there_is_marked_and_told_by_the_years_before(
    status: str,
) -> None:
    whole = found(values())[0].loc[MINE]
    gone = found(values(value=np.nan, numerator=np.nan, status=status))[0].loc[MINE]
    assert gone["withheld"] == status
    assert gone["known_period"] == PERIODS[-1] - 1
    assert gone["level"] * whole["level"] > 0
    assert whole["level_sd"] < gone["level_sd"] < 1
    assert np.isnan(gone["z"])
    assert found(values())[0]["withheld"].drop(NEW).isna().all()


@pytest.mark.parametrize("status", NOT_WITHHELD)
def test_a_symbol_hides_nothing_only_where_the_year_before_had_no_figure_either(
    status: str,
) -> None:
    gone = {"value": np.nan, "numerator": np.nan, "denominator": np.nan, "status": status}
    always = found(values(since=PERIODS[-2], **gone))[0].loc[MINE]
    assert pd.isna(always["withheld"])
    assert found(values(**gone))[0].loc[MINE, "withheld"] == status


def test_a_small_count_is_read_as_small_unless_it_was_far_from_it_the_year_before() -> None:
    hidden = {"value": np.nan, "numerator": np.nan, "status": "suppressed"}
    was_large = found(values(**hidden))[0].loc[MINE]  # from 40 to 80 of 200
    assert was_large["withheld"] == "suppressed"
    few = values(since=PERIODS[0], numerator=8.0, value=4.0)
    mine = (few["old_la_code"] == MINE) & (few["time_period"] == PERIODS[-1])
    for name, value in hidden.items():
        few.loc[mine, name] = value
    small = found(few)[0].loc[MINE]
    assert pd.isna(small["withheld"])
    assert small["level"] < 0


def test_the_first_year_of_all_is_told_too() -> None:
    frame = values(status="suppressed", value=np.nan, numerator=np.nan, denominator=np.nan)
    level, _ = found(frame[frame["time_period"] == PERIODS[-1]])
    assert pd.isna(level.loc[MINE, "withheld"])
    assert level["level"].drop(index=[MINE, NEW]).std() > 0


def test_nought_out_of_nought_is_no_figure() -> None:
    told = found(values(value=0.0, numerator=0.0, denominator=0.0, size=0.0, status="ok"))[0]
    assert told.loc[MINE, "withheld"] == "no_count"


def test_a_row_that_is_not_there_at_all_is_withheld_too() -> None:
    frame = values()
    mine = (frame["old_la_code"] == MINE) & (frame["time_period"] == PERIODS[-1])
    assert found(frame[~mine])[0].loc[MINE, "withheld"] == "not_there"


def test_an_authority_that_has_just_begun_keeps_nothing_back() -> None:
    frame = values()
    frame = frame[(frame["old_la_code"] != MINE)]
    young = AUTHORITIES.assign(
        opened=AUTHORITIES["opened"].where(
            AUTHORITIES["old_la_code"] != MINE, pd.Timestamp(PERIODS[-1] - 1, 4, 1)
        )
    )
    level, _ = levels_of(frame, NEIGHBOURS, MARKED, young, DEFINITIONS)
    told = level.set_index("old_la_code")["withheld"]
    assert pd.isna(told[MINE])
    assert found(frame)[0].loc[MINE, "withheld"] == "not_there"


def test_a_publication_that_is_half_out_accuses_nobody() -> None:
    frame = values()
    out = set(CODES[:32])
    half = frame[(frame["time_period"] < PERIODS[-1]) | frame["old_la_code"].isin(out)]
    level, spread = found(half)
    assert list(level["time_period"].unique()) == list(spread["time_period"])
    assert set(level["time_period"]) == {PERIODS[-1]}  # 32 of 60 are most
    fewer = frame[(frame["time_period"] < PERIODS[-1]) | frame["old_la_code"].isin(CODES[:30])]
    thirty = fewer[~fewer["old_la_code"].eq(CODES[29]) | (fewer["time_period"] < PERIODS[-1])]
    level, _ = found(thirty)
    assert set(level["time_period"]) == {PERIODS[-1] - 1}
    assert level["withheld"].drop(NEW).isna().all()


def test_who_never_had_a_figure_has_level_nought_and_is_as_unsure_as_can_be() -> None:
    level = found(values())[0].loc[NEW]
    assert (level["level"], level["level_sd"], level["year_sd"]) == (0.0, 1.0, 0.0)
    assert level["withheld"] == "not_there"
    assert pd.isna(level["known_period"])
    assert pd.isna(level["z"])


def test_a_small_authority_has_no_rows_and_no_part_in_anybodys() -> None:
    frame = values()
    level, _ = found(frame)
    assert set(level.index) == {*CODES, NEW}
    other = frame.assign(value=frame["value"].mask(frame["old_la_code"] == SMALL, 99.0))
    pd.testing.assert_frame_equal(found(other)[0], level)


def test_a_smaller_authority_is_drawn_nearer_to_the_middle() -> None:
    few = {"size": 20.0, "denominator": 20.0}
    large = found(values(since=PERIODS[0], value=50.0))[0].loc[MINE]
    small = found(values(since=PERIODS[0], value=50.0, **few))[0].loc[MINE]
    assert 0 < small["level"] < large["level"]
    assert small["level_sd"] > large["level_sd"]
    assert small["z_counts"] < large["z_counts"]


def test_a_sign_that_few_have_is_not_told() -> None:
    few = DEFINITIONS.policy.performance.minimum_authorities - 1
    frame = values()
    level, spread = found(frame[frame["old_la_code"].isin(CODES[:few])])
    assert level.empty
    assert spread.empty


def test_both_tables_have_their_columns_and_one_row_a_sign() -> None:
    level, spread = found(values())
    assert [*level.reset_index().columns] == columns_of(Level)
    assert [*spread.columns] == columns_of(LevelSpread)
    shared = spread.iloc[0]
    assert (shared["indicator"], shared["authorities"]) == (SHARE, len(CODES))
    assert 0.5 <= shared["persistence"] <= 0.97
    assert shared["inflation"] >= 1


def test_what_is_withheld_of_a_change_is_only_what_was_not_returned() -> None:
    moves = DEFINITIONS.vital_signs.sign[0].model_copy(
        update={"indicator": HIGH, "worse": "high", "kind": "movement"}
    )
    signs = DEFINITIONS.vital_signs.model_copy(update={"sign": (moves,)})
    definitions = dataclasses.replace(DEFINITIONS, vital_signs=signs)
    marked = pd.DataFrame(
        [(MINE, HIGH, PERIODS[-1], "inspection")],
        columns=["old_la_code", "indicator", "time_period", "reason"],
    )
    level, _ = levels_of(values(), NEIGHBOURS, marked, AUTHORITIES, definitions)
    assert level["withheld"].isna()[level["old_la_code"] == MINE].all()
    gone = values(value=np.nan, numerator=np.nan, status="not_returned")
    level, _ = levels_of(gone, NEIGHBOURS, marked, AUTHORITIES, definitions)
    assert level.set_index("old_la_code").loc[MINE, "withheld"] == "not_returned"

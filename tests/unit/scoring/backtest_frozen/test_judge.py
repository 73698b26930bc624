"""The frozen score is judged on what came later, and on nothing else; a list is judged once."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from earlywarning.backtest.frozen.judge import List, Verdict, _said, judge, list_of
from earlywarning.backtest.frozen.judged import add, refuse_twice
from earlywarning.backtest.frozen.protocol import Protocol, frozen_protocol
from earlywarning.backtest.frozen.targets import counted
from earlywarning.backtest.run import Ground, spent_events
from earlywarning.errors import SourceError, UsageError
from tests.conftest import PROJECT
from tests.support.backtest import past
from tests.support.evidence import DEFINITIONS
from tests.unit.scoring.backtest.test_events import NO_CHANGES, report

FROZEN = frozen_protocol(PROJECT / "models")
SINCE = dt.date(2021, 4, 1)
TODAY = dt.date(2027, 1, 4)


def protocol(score: str = "twelve", since: dt.date = SINCE) -> Protocol:
    """The committed protocol, as if frozen in the middle of the invented past."""
    one = FROZEN.protocol
    return one.model_copy(
        update={
            "known": one.known.model_copy(update={"counts_from": since}),
            "score": one.score.model_copy(update={"name": score}),
        }
    )


def test_only_inspections_that_began_late_enough_are_judged() -> None:
    cases, _ = past(many=200)
    verdicts, figures = judge(cases, DEFINITIONS, protocol())
    assert [one.target for one in verdicts] == ["newly_inadequate_part", "newly_below_good_part"]
    for one in verdicts:
        late = cases.tested(one.target) & (cases.table["day"] >= SINCE).to_numpy(dtype=bool)
        assert one.n == late.sum() < cases.tested(one.target).sum()
        assert one.happened == cases.table.loc[late, one.target].sum() > 10
    assert set(figures["contender"]) == {
        "", "twelve", *FROZEN.protocol.others, *FROZEN.protocol.baselines
    }  # fmt: skip


def test_who_sees_decline_reaches_the_floor_and_who_knows_the_diary_does_not() -> None:
    cases, _ = past(many=260, noise=0.5)
    seeing, _ = judge(cases, DEFINITIONS, protocol())
    assert all(one.said in ("floor reached", "aim reached") for one in seeing)
    assert all(one.auc > 0.65 for one in seeing)
    blind, _ = judge(cases, DEFINITIONS, protocol("before_and_wait"))
    assert all(one.said == "missed" for one in blind)


AHEAD = {"deprivation": 0.95, "before_and_wait": 0.97}


@pytest.mark.parametrize(
    ("auc", "happened", "ahead", "said"),
    [
        (0.80, 19, {}, "too few to tell"),
        (np.nan, 30, {}, "too few to tell"),
        (0.64, 20, {}, "missed"),
        (0.66, 20, {}, "floor reached"),
        (0.71, 20, {}, "aim reached"),
        (0.71, 20, {"deprivation": 0.80}, "floor reached, not surely ahead of deprivation"),
        (0.71, 20, {"deprivation": np.nan}, "floor reached, not surely ahead of deprivation"),
    ],
)
def test_a_verdict_follows_from_the_floors(
    auc: float, happened: int, ahead: dict[str, float], said: str
) -> None:
    floor = FROZEN.protocol.measures.floors[0]
    assert _said(auc, happened, AHEAD | ahead, floor, FROZEN.protocol) == said


def given(sha256: str) -> List:
    return List(pd.DataFrame(), sha256, dt.date(2026, 5, 4))


VERDICT = Verdict("newly_inadequate_part", 40, 6, 0.7, 0.5, 0.9, {"deprivation": 0.8}, "too few")


def test_a_list_is_judged_once_and_lines_are_only_added(tmp_path: Path) -> None:
    refuse_twice(tmp_path, given("a1"))
    path = add(tmp_path, given("a1"), FROZEN, [VERDICT], TODAY)
    first = path.read_bytes()
    with pytest.raises(UsageError, match="judged on 2027-01-04"):
        refuse_twice(tmp_path, given("a1"))
    refuse_twice(tmp_path, given("b2"))
    add(tmp_path, given("b2"), FROZEN, [VERDICT], TODAY)
    assert path.read_bytes().startswith(first)
    rows = pd.read_csv(path)
    assert list(rows["list_sha256"]) == ["a1", "b2"]
    assert set(rows["protocol_sha256"]) == {FROZEN.sha256}


@pytest.mark.parametrize("text", ["", "day,hash\n2027-01-04,a1\n"])
def test_another_file_in_its_place_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "judged.csv").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=r"judged\.csv"):
        refuse_twice(tmp_path, given("a1"))


def ground(*, invented: bool) -> Ground:
    rows = [
        row
        for began, grade in (("2019-05-13", "Good"), ("2023-05-15", "Good"), ("2025-06-02", "Good"))
        for row in report("801", began, began[:5] + "07-20", overall=grade, leaders=grade)
    ]
    inspections = pd.DataFrame(rows)
    places = pd.DataFrame({"old_la_code": ["801"], "is_small": [False]})
    given: dict[str, Any] = dict.fromkeys(("past", "gate"))
    return Ground(**given, inspections=inspections, changes=NO_CHANGES, authorities=places,
                  nation="", is_invented=invented, inputs_sha256="", as_of=TODAY)  # fmt: skip


def test_the_yearly_back_test_does_not_look_at_what_is_judged_once() -> None:
    spent = spent_events(ground(invented=False), FROZEN.protocol, None)
    assert [str(day) for day in spent["started"]] == ["2023-05-15"]
    assert len(spent_events(ground(invented=True), FROZEN.protocol, None)) == 2
    mine = list_of(ground(invented=False), FROZEN.protocol)
    assert mine.newest == dt.date(2025, 6, 2)


def test_a_list_is_another_when_any_judgement_in_it_is() -> None:
    one = ground(invented=False)
    assert list_of(one, FROZEN.protocol).sha256 == list_of(one, FROZEN.protocol).sha256
    late = one.inspections["started"] == dt.date(2025, 6, 2)
    old = one.inspections.assign(grade=one.inspections["grade"].where(late, "Outstanding"))
    new = one.inspections.assign(grade=one.inspections["grade"].where(~late, "Inadequate"))
    told = list_of(one, FROZEN.protocol).sha256
    assert list_of(replace(one, inspections=old), FROZEN.protocol).sha256 == told
    assert list_of(replace(one, inspections=new), FROZEN.protocol).sha256 != told


def test_an_inspection_counts_from_the_day_on_that_the_protocol_names() -> None:
    day = FROZEN.protocol.known.counts_from
    events = pd.DataFrame({"started": [day - dt.timedelta(days=1), day]})
    assert list(counted(events, FROZEN.protocol)) == [False, True]

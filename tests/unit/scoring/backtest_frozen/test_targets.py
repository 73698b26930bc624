"""What counts as newly weaker, by the rule of the frozen protocol."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from earlywarning.backtest.events import FUTURE
from earlywarning.backtest.frozen.protocol import frozen_protocol
from earlywarning.backtest.frozen.targets import with_targets
from tests.conftest import PROJECT
from tests.unit.scoring.backtest.test_events import BAD, GOOD, WEAK, events, report

PROTOCOL = frozen_protocol(PROJECT / "models").protocol
BELOW_GOOD, INADEQUATE = FUTURE


def told(*reports: list[dict[str, object]]) -> pd.Series:
    return with_targets(events(*reports), PROTOCOL).iloc[-1]


def before(**grades: str) -> list[dict[str, object]]:
    return report("801", "2022-05-09", "2022-06-24", **grades)


def after(**grades: str) -> list[dict[str, object]]:
    return report("801", "2025-05-12", "2025-06-27", **grades)


def test_the_targets_are_those_of_the_protocol() -> None:
    assert set(PROTOCOL.targets) == set(FUTURE)


@pytest.mark.parametrize(
    ("was", "now", "below_good", "inadequate"),
    [(GOOD, WEAK, 1, 0), (GOOD, BAD, 1, 1), (WEAK, BAD, np.nan, 1), (WEAK, WEAK, np.nan, 0),
     ("Outstanding", GOOD, 0, 0), (BAD, BAD, np.nan, np.nan)],
)  # fmt: skip
def test_newly_means_that_it_was_above_it_before(
    was: str, now: str, below_good: float, inadequate: float
) -> None:
    one = told(before(leaders=was), after(leaders=now))
    assert np.array_equal([one[BELOW_GOOD], one[INADEQUATE]], [below_good, inadequate],
                          equal_nan=True)  # fmt: skip


def test_the_overall_grade_has_no_part_in_it() -> None:
    one = told(before(overall=GOOD, leaders=GOOD), after(overall=BAD, leaders=GOOD))
    assert (one[BELOW_GOOD], one[INADEQUATE]) == (0, 0)


def test_one_part_is_enough_and_another_name_is_none() -> None:
    one = told(before(leaders=GOOD, help_and_protection=GOOD),
               after(leaders=GOOD, help_and_protection=WEAK, care_leavers=BAD))  # fmt: skip
    assert (one[BELOW_GOOD], one[INADEQUATE]) == (1, 0)


def test_a_part_whose_scope_changed_is_not_compared_across_the_change() -> None:
    across = told(before(in_care=GOOD), after(in_care=BAD))
    assert np.isnan(across[BELOW_GOOD])
    same = told(report("801", "2023-01-16", "2023-03-10", in_care=GOOD), after(in_care=BAD))
    assert same[BELOW_GOOD] == 1


@pytest.mark.parametrize("framework", ["SIF", "SLAC"])
def test_a_judgement_before_of_another_framework_is_dropped(framework: str) -> None:
    old = report("801", "2017-05-09", "2017-06-24", leaders=GOOD, framework=framework)
    assert np.isnan(told(old, after(leaders=BAD))[INADEQUATE])


def test_the_level_before_is_the_overall_grade_or_the_weakest_part() -> None:
    assert told(before(overall=GOOD, leaders=WEAK), after(leaders=WEAK))["prior_level"] == 2
    assert told(before(leaders=WEAK, in_care=GOOD), after(leaders=WEAK))["prior_level"] == 3

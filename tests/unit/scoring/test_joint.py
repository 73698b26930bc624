"""A joint return is one figure: never beside its own authorities, and once beside all others."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from earlywarning.reports.charts.of_authority import told_once
from earlywarning.scoring.comparing.compare import compare
from earlywarning.scoring.comparing.panel import panel_of
from earlywarning.scoring.comparing.position import counted, near_of
from earlywarning.tables.indicators import IndicatorValue
from tests.support.evidence import DEFINITIONS
from tests.support.quiet import OWN, POLICY, Nation, neighbours
from tests.support.twin import LOCAL
from tests.unit.scoring.test_compare import NO_MARKS

CASELOAD = {"caseload": DEFINITIONS.indicators["caseload"]}


def joint(rows: pd.DataFrame, one: str, other: str, value: float) -> pd.DataFrame:
    """Give two authorities one joint figure in every year."""
    out = rows.assign(joint_with=None)
    for code, partner in ((one, other), (other, one)):
        out.loc[out["old_la_code"] == code, ["value", "joint_with"]] = [value, partner]
    return out


def expected(rows: pd.DataFrame, code: str, *, joint_known: bool = True) -> float:
    given = rows if joint_known else rows.drop(columns="joint_with")
    found = compare(given, neighbours(rows), NO_MARKS, CASELOAD, POLICY.performance)
    mine = (found["old_la_code"] == code) & (found["time_period"] == 2025)
    return float(found.loc[mine, "expected"].iloc[0])


def test_a_joint_partner_never_stands_among_the_neighbours() -> None:
    """801 is held against 802 to 811; 802 carries 801's own joint figure."""
    rows = joint(Nation().rows(), OWN, "802", 60.0)
    near = near_of(sorted(rows["old_la_code"].unique()), neighbours(rows), set())
    panel = panel_of(rows, 2025)
    own = counted(near, panel.about[:, panel.at(2025)])[0]
    assert own.tolist() == [False] + [True] * 9
    alone = rows[rows["old_la_code"] != "802"]
    without = neighbours(rows)
    without = without[without["neighbour_old_la_code"] != "802"]
    same = compare(alone, without, NO_MARKS, CASELOAD, POLICY.performance)
    mine = (same["old_la_code"] == OWN) & (same["time_period"] == 2025)
    assert expected(rows, OWN) == pytest.approx(float(same.loc[mine, "expected"].iloc[0]))


def test_a_joint_figure_counts_once_beside_others() -> None:
    rows = joint(Nation().rows(), "805", "809", 60.0)
    near = near_of(sorted(rows["old_la_code"].unique()), neighbours(rows), set())
    panel = panel_of(rows, 2025)
    counts = counted(near, panel.about)[0]
    # 805 is the fourth neighbour and the closer of the two, 809 the eighth.
    assert counts[:, -1].tolist() == [True] * 7 + [False] + [True] * 2
    assert expected(rows, OWN) != expected(rows, OWN, joint_known=False)


def test_counts_over_all_take_a_joint_figure_once() -> None:
    rows = joint(Nation().rows(), "805", "809", 60.0)
    once = panel_of(rows, 2025).counted_once()
    assert once.sum(axis=0).tolist() == [40] * 9
    assert not once[8].any()
    assert panel_of(rows.drop(columns="joint_with"), 2025).counted_once().all()


def test_a_partner_that_is_not_there_leaves_the_figure_whole() -> None:
    rows = joint(Nation().rows(), "805", "999", 60.0)
    assert panel_of(rows, 2025).counted_once().all()


def test_three_authorities_in_one_return_are_one_figure_whatever_their_order() -> None:
    rows = Nation().rows().assign(joint_with=None)
    for code, others in (("807", "803,805"), ("803", "807,805"), ("805", "807,803")):
        rows.loc[rows["old_la_code"] == code, "joint_with"] = others
    once = panel_of(rows, 2025).counted_once()[:, -1]
    assert np.flatnonzero(~once).tolist() == [4, 6]


def row(code: str, value: float | None, partner: str | None = None) -> IndicatorValue:
    return IndicatorValue(
        indicator="caseload", geographic_level=LOCAL, old_la_code=code, time_period=2025,
        period_end=pd.Timestamp("2025-09-30").date(), value=value, joint_with=partner,
    )  # fmt: skip


def test_pictures_and_pages_count_it_once_too() -> None:
    rows = [row("802", 9.0), row("805", 60.0, "809"), row("803", None), row("809", 60.0, "805")]
    assert told_once(rows) == [9.0, 60.0]
    assert told_once(rows, beside="809") == [9.0]

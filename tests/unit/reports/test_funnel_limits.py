"""A limit beyond the scale of a funnel is not drawn at its edge."""

from __future__ import annotations

from earlywarning.reports.charts.axes import Panel
from earlywarning.reports.charts.funnel import _within


def test_a_limit_is_drawn_where_it_lies_on_the_scale_and_nowhere_else() -> None:
    panel = Panel(left=0, right=100, first=0, last=4, low=50, high=100)
    side = [20.0, 49.9, 60.0, 70.0, 101.0, 90.0]
    runs = list(_within([0.0, 1.0, 2.0, 3.0, 4.0, 5.0], side, panel))
    assert [[x for x, _ in run] for run in runs] == [[2.0, 3.0], [5.0]]
    assert runs[0] == [(2.0, panel.y(60.0)), (3.0, panel.y(70.0))]
    assert list(_within([0.0], [10.0], panel)) == []

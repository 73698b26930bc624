"""What a score is made of, as bars."""

from __future__ import annotations

from earlywarning.reports import amounts, phrases, wording
from earlywarning.reports.charts.bars import Bar, bars_svg
from earlywarning.reports.charts.chart import Chart
from earlywarning.reports.charts.shelf import drawn
from earlywarning.reports.dossier import dossier_of
from earlywarning.reports.facts import Facts

MOST = 8


def points_of(facts: Facts, code: str) -> Chart | None:
    """Draw what a score is made of; small parts are summed, and all add up to the score."""
    parts = dossier_of(facts, code).contributions
    if not parts:
        return None
    names = facts.indicator_names()
    shown = sorted(parts, key=lambda row: (-abs(row.points), row.item))[:MOST]
    rest = sum(row.points for row in parts) - sum(row.points for row in shown)
    shown.sort(key=lambda row: (row.points < 0, -abs(row.points), row.item))
    bars = [
        Bar(wording.item(row, names), row.points, _points(row.points), strong=row.points >= 0)
        for row in shown
    ]
    if len(parts) > len(shown):
        smaller = phrases.count(len(parts) - len(shown), "smaller part")
        bars.append(Bar(f"{smaller} together", rest, _points(rest)))
    total = sum(row.points for row in parts)
    bars.append(Bar("Risk of decline, out of 100", total, amounts.points(total), strong=True))
    key, svg = drawn(bars, bars_svg)
    return Chart(
        name="points",
        title="What the score is made of, in points",
        alt=f"{amounts.points(total)} points in all. "
        + "; ".join(f"{bar.name} {bar.text}" for bar in bars[:4])
        + ".",
        header=("Part", "Points"),
        rows=tuple((bar.name, bar.text) for bar in bars),
        svg=svg,
        key=key,
    )


def _points(value: float) -> str:
    said = amounts.points(value)
    return said if value < 0 else f"+{said}"

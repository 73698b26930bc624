"""The way through the service, and what a score is made of, as bars."""

from __future__ import annotations

from earlywarning.reports import phrases
from earlywarning.reports.charts.bars import Bar, bars_svg
from earlywarning.reports.charts.chart import Chart
from earlywarning.reports.charts.shelf import drawn
from earlywarning.reports.dossier import dossier_of
from earlywarning.reports.facts import Facts
from earlywarning.reports.pathway import beside_others, of_a_hundred, whole
from earlywarning.tables.indicators import Pathway
from earlywarning.tables.score import Contribution

MOST = 8
STEP = ("Step", "In", "Out", "Out for each 100 in")
COMPARED = ("Middle authority", "Beside others")


def pathway_of(facts: Facts, code: str) -> Chart | None:
    """Draw how many come out of each step for each 100 that go in; None where no step is known."""
    steps = dossier_of(facts, code).steps
    known = [row for row in steps if row.conversion is not None]
    if not known:
        return None
    year = f"year to 31 March {steps[0].time_period}"
    compared = [row for row in known if row.expected is not None]
    key, svg = drawn([_bar(row) for row in steps], bars_svg)
    mark = "; the upright line is the middle authority" if compared else ""
    return Chart(
        name="pathway",
        title=f"The way through the service, {year}",
        alt=" ".join(_step(row) for row in known),
        header=(*STEP, *(COMPARED if compared else ())),
        rows=tuple(_step_row(row)[: 6 if compared else 4] for row in steps),
        svg=svg,
        source=f"out for each 100 in{mark}",
        key=key,
    )


def _bar(row: Pathway) -> Bar:
    if row.conversion is None:
        why = phrases.STATUS.get(row.status or "", phrases.plain(row.status).lower())
        return Bar(row.name, None, why)
    expected = None if row.expected is None else 100 * row.expected
    return Bar(row.name, 100 * row.conversion, of_a_hundred(row.conversion), expected)


def _step(row: Pathway) -> str:
    beside = f" (middle authority {of_a_hundred(row.expected)})" if row.expected is not None else ""
    return f"{row.name}: {of_a_hundred(row.conversion)} for each 100{beside}."


def _step_row(row: Pathway) -> tuple[str, ...]:
    return (
        row.name,
        whole(row.from_count),
        whole(row.to_count),
        of_a_hundred(row.conversion),
        of_a_hundred(row.expected),
        beside_others(row),
    )


def points_of(facts: Facts, code: str) -> Chart | None:
    """Draw what a score is made of; small parts are summed, and all add up to the score."""
    parts = dossier_of(facts, code).contributions
    if not parts:
        return None
    names = facts.indicator_names()
    shown = sorted(parts, key=lambda row: (-abs(row.points), row.item))[:MOST]
    rest = sum(row.points for row in parts) - sum(row.points for row in shown)
    shown.sort(key=lambda row: (row.points < 0, -abs(row.points), row.item))
    bars = [_part(row, names) for row in shown]
    if len(parts) > len(shown):
        bars.append(Bar(f"{len(parts) - len(shown)} smaller parts together", rest, _points(rest)))
    total = sum(row.points for row in parts)
    bars.append(Bar("Risk of decline, out of 100", total, phrases.points(total), strong=True))
    key, svg = drawn(bars, bars_svg)
    return Chart(
        name="points",
        title="What the score is made of, in points",
        alt=f"{phrases.points(total)} points in all. "
        + "; ".join(f"{bar.name} {bar.text}" for bar in bars[:4])
        + ".",
        header=("Part", "Points"),
        rows=tuple((bar.name, bar.text) for bar in bars),
        svg=svg,
        key=key,
    )


def _points(value: float) -> str:
    said = phrases.points(value)
    return said if value < 0 else f"+{said}"


def _part(row: Contribution, names: dict[str, str]) -> Bar:
    return Bar(phrases.item(row, names), row.points, _points(row.points), strong=row.points >= 0)

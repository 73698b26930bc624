"""The way through the service of an authority or the nation, in words and as a flow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from earlywarning.reports import phrases
from earlywarning.reports.charts.chart import Chart
from earlywarning.reports.charts.flow import Stage, flow_svg
from earlywarning.reports.charts.shelf import drawn
from earlywarning.reports.counted import counted
from earlywarning.reports.dossier import dossier_of
from earlywarning.reports.facts import Facts
from earlywarning.reports.pathway import beside_others, of_a_hundred, whole
from earlywarning.tables.declared import PathwayStep
from earlywarning.tables.indicators import Pathway

HEADER = ("Step", "In", "Out", "Out for each 100 in", "Other places", "Middle authority",
          "Beside others")  # fmt: skip
# What an edition has that may not say how a place stands beside others.
TOLD = 5


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, how many go in and come out, and how it stands beside others."""

    name: str
    begin: float | None
    to: float | None
    share: float | None
    others: tuple[float, ...] = ()
    middle: float | None = None
    beside: str = ""
    why: str = ""


def way_of(facts: Facts, code: str) -> Chart | None:
    """Draw the newest year's way of an authority; None where no step is known."""
    rows = dossier_of(facts, code).steps
    if not any(row.conversion is not None for row in rows):
        return None
    near = [row for one in facts.neighbours.get(code, []) for row in facts.flows.get(one, [])]
    steps = {row.step: _own(row, near) for row in rows}
    return _chart(facts, steps, f"year to 31 March {rows[0].time_period}", "similar places")


def nation_way_of(facts: Facts, counts: dict[str, dict[int, float]], year: int) -> Chart | None:
    """Draw the nation's way in a year from its counts by series; None where no step is known."""
    everybody = [row for rows in facts.flows.values() for row in rows if row.time_period == year]
    steps = {}
    for name, one in facts.steps.items():
        begin, to = (counts.get(s, {}).get(year) for s in (one.from_series, one.to_series))
        share = to / begin if begin and to is not None else None
        others = _others(name, everybody)
        why = "" if share is not None else "no figure"
        middle = median(others) if others else None
        steps[name] = Step(one.name, begin, to, share, others, middle, why=why)
    if not any(one.share is not None for one in steps.values()):
        return None
    return _chart(facts, steps, f"{facts.nation}, year to 31 March {year}", "each authority")


def _own(row: Pathway, near: Iterable[Pathway]) -> Step:
    why = "" if row.conversion is not None else beside_others(row)
    others = _others(row.step, (one for one in near if one.time_period == row.time_period))
    return Step(
        row.name, row.from_count, row.to_count, row.conversion, others, row.expected,
        beside_others(row), why,
    )  # fmt: skip


def _others(step: str, rows: Iterable[Pathway]) -> tuple[float, ...]:
    return tuple(sorted(r.conversion for r in rows if r.step == step and r.conversion is not None))


def _chart(facts: Facts, steps: dict[str, Step], when: str, ticks: str) -> Chart:
    known = [one for one in steps.values() if one.share is not None]
    key, svg = drawn(_stages(facts.steps, steps), flow_svg)
    columns = len(HEADER) if any(one.beside and one.middle is not None for one in known) else TOLD
    marks = [f"ticks: {ticks}"] if any(one.others for one in known) else []
    marks += ["long tick: the middle authority"] if any(o.middle is not None for o in known) else []
    return Chart(
        name="pathway",
        title=f"The way through the service, {when}",
        alt=" ".join(_said(one) for one in known),
        header=HEADER[:columns],
        rows=tuple(_row(one)[:columns] for one in steps.values()),
        svg=svg,
        how="; ".join(
            ["dot: how many come out for each 100 that go in", *marks, "hollow: beside the way"]
        ),
        key=key,
    )


def _stages(declared: dict[str, PathwayStep], steps: dict[str, Step]) -> list[Stage]:
    """Return the stages from the first to the last, then those from which no step leads on."""
    on_way: list[Stage] = []
    beside: list[Stage] = []
    way = _way([declared[name] for name in steps if name in declared])
    for name, one in steps.items():
        is_on_way = name in way
        called = phrases.sentence(counted(declared[name].to_series)) if is_on_way else one.name
        stage = Stage(
            called.removesuffix("."), one.to, _hundred(one.share),
            tuple(_hundred(x) or 0.0 for x in one.others), _hundred(one.middle), is_on_way, one.why,
        )  # fmt: skip
        if is_on_way and not on_way:
            first = phrases.sentence(counted(declared[name].from_series)).removesuffix(".")
            on_way.append(Stage(first, one.begin))
        (on_way if is_on_way else beside).append(stage)
    return on_way + beside


def _way(steps: Sequence[PathwayStep]) -> set[str]:
    """Return the steps that lead to where another begins, and the last of all."""
    begins = {one.from_series for one in steps}
    on = {one.step for one in steps if one.to_series in begins}
    return on | ({steps[-1].step} if on else set())


def _hundred(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 1)


def _said(one: Step) -> str:
    beside = f" (middle authority {of_a_hundred(one.middle)})" if one.middle is not None else ""
    return f"{one.name}: {of_a_hundred(one.share)} for each 100{beside}."


def _row(one: Step) -> tuple[str, ...]:
    ends = [of_a_hundred(x) for x in (one.others[:1] + one.others[-1:])]
    return (
        one.name,
        whole(one.begin),
        whole(one.to),
        of_a_hundred(one.share),
        " to ".join(ends) or "no figure",
        of_a_hundred(one.middle),
        one.beside,
    )

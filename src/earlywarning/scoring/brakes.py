"""What may slow the way back of a service below good: depth, duration, acceptance, first response.

The study's three brakes as facts beside the journey. They carry no points.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import NamedTuple

import pandas as pd

from earlywarning.definitions.intervention import Interventions
from earlywarning.definitions.journey import Journey
from earlywarning.period import months_between
from earlywarning.scoring.journey import Report, reports_of
from earlywarning.tables.declare import columns_of
from earlywarning.tables.recovery import Brake

GOOD = "good"


@dataclass(frozen=True, slots=True)
class BrakeInputs:
    """Tables of one build, as they are; those of a register may be empty."""

    inspections: pd.DataFrame
    soft_items: pd.DataFrame
    peer_reviews: pd.DataFrame
    interventions: pd.DataFrame


class Response(NamedTuple):
    """Something that was done: the day, and what."""

    day: dt.date
    what: str


def brakes(
    known: BrakeInputs, journey: Journey, declared: Interventions, as_of: dt.date
) -> pd.DataFrame:
    """Return one row for every service that its newest report places below good."""
    below = list(takewhile(lambda stage: stage != GOOD, journey.stages))
    lowest = below[0]
    answers = _responses(known, declared)
    begins = min((one.day for those in answers.values() for one in those), default=None)
    rows = []
    for code, reports in reports_of(known.inspections, journey, as_of).items():
        run = unbroken(reports, below.__contains__)
        if not run:
            continue
        judged = _parts(known.inspections, code, run[-1].day, journey)
        fell = fell_on(run, lowest)
        rows.append((
            code, len(judged), judged.count(lowest), sum(one in below for one in judged),
            run[0].day, months_between(run[0].day, as_of), _times(reports, lowest),
            len(run) == len(reports), _contested(known.soft_items, code, declared),
            fell, begins, *_first(answers.get(code, []), fell, begins, as_of),
        ))  # fmt: skip
    frame = pd.DataFrame(rows, columns=columns_of(Brake))
    return frame.astype({"first_response_days": "Int64"})


def unbroken(reports: list[Report], holds: Callable[[str], bool]) -> list[Report]:
    """Return the last reports of which each stage holds, the oldest first."""
    return list(takewhile(lambda one: holds(one.stage), reversed(reports)))[::-1]


def fell_on(run: list[Report], lowest: str) -> dt.date | None:
    """Return the report with which the newest spell at the lowest stage began, within a run."""
    at = [place for place, one in enumerate(run) if one.stage == lowest]
    if not at:
        return None
    spell = unbroken(run[: at[-1] + 1], lambda stage: stage == lowest)
    return spell[0].day


def _times(reports: list[Report], lowest: str) -> int:
    first = reports[0].stage == lowest
    return first + sum(a.stage != lowest == b.stage for a, b in pairwise(reports))


def _parts(inspections: pd.DataFrame, code: str, day: dt.date, journey: Journey) -> list[str]:
    """Return the stage of each part that a report judged."""
    stage_of = {stage.grade: name for name, stage in journey.stages.items()}
    of_report = (inspections["old_la_code"] == code) & (inspections["published"] == day)
    rows = inspections[of_report & (inspections["judgement"] != "overall")]
    rows = rows.drop_duplicates("judgement")
    return [stage_of[grade] for grade in rows["grade"] if grade in stage_of]


def _contested(items: pd.DataFrame, code: str, declared: Interventions) -> bool | None:
    """Tell whether findings are said to be contested; nothing where nobody was heard."""
    if items.empty:
        return None
    live = items[(items["old_la_code"] == code) & (items["weight_now"] > 0)]
    return None if live.empty else bool((live["flag"] == declared.contested).any())


def _responses(known: BrakeInputs, declared: Interventions) -> dict[str, list[Response]]:
    out: dict[str, list[Response]] = {}
    for code, one in [*_stepped_in(known.interventions, declared), *_reviewed(known.peer_reviews)]:
        out.setdefault(code, []).append(one)
    return {code: sorted(those) for code, those in out.items()}


def _stepped_in(rows: pd.DataFrame, declared: Interventions) -> Iterator[tuple[str, Response]]:
    if rows.empty:
        return
    columns = ("old_la_code", "intervention", "started_on")
    for code, kind, day in zip(*(rows[name] for name in columns), strict=True):
        if not declared.kinds[kind].demands:
            yield str(code), Response(day, str(kind))


def _reviewed(rows: pd.DataFrame) -> Iterator[tuple[str, Response]]:
    if rows.empty:
        return
    held = rows[(rows["status"] == "held") & rows["held_on"].notna()]
    columns = ("old_la_code", "review_type", "held_on")
    for code, kind, day in zip(*(held[name] for name in columns), strict=True):
        yield str(code), Response(day, str(kind))


def _first(
    answers: list[Response], fell: dt.date | None, begins: dt.date | None, as_of: dt.date
) -> tuple[str | None, dt.date | None, int | None]:
    """Return what came first after a report, its day and days; nothing where no record reaches."""
    if fell is None or begins is None or fell < begins:
        return None, None, None
    after = [one for one in answers if fell <= one.day <= as_of]
    return (after[0].what, after[0].day, (after[0].day - fell).days) if after else (None,) * 3

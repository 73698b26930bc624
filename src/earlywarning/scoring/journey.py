"""Where each authority stands on the improvement journey, from its judgements."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from earlywarning.definitions.journey import Journey, JourneyStage
from earlywarning.period import months_between
from earlywarning.tables import score
from earlywarning.tables.declare import columns_of

MONTHS = ("months_since", "milestone_until", "months_beyond")


class Report(NamedTuple):
    """One inspection report as a stage of the journey."""

    day: dt.date
    stage: str
    basis: str
    framework: str


def journeys(inspections: pd.DataFrame, journey: Journey, as_of: dt.date) -> pd.DataFrame:
    """Return the stage of every authority that has been judged, and since when.

    The stage is that of the overall judgement where the newest inspection has one. Where it has
    none (from April 2026), it is the weakest of the named sub-judgements of that inspection: a
    service is as safe as its weakest part. `since` is the first report of the unbroken run on that
    stage; `before` the stage before it, empty at the start of the record.

    Args:
        inspections: old_la_code, framework, published, judgement, grade.
        journey: the declared stages.
        as_of: later reports are not seen.
    """
    reports = reports_of(inspections, journey, as_of)
    out = [_row(code, rows, journey, as_of) for code, rows in reports.items()]
    frame = pd.DataFrame(out, columns=columns_of(score.Journey))
    return frame.astype(dict.fromkeys(MONTHS, "Int64"))


def reports_of(
    inspections: pd.DataFrame, journey: Journey, as_of: dt.date
) -> dict[str, list[Report]]:
    """Return of every authority its reports known on a day, the oldest first."""
    graded = {stage.grade: name for name, stage in journey.stages.items()}
    known = inspections[
        inspections["judgement"].isin(journey.judgements) & inspections["grade"].isin(graded)
    ]
    out_by = [day is not None and day <= as_of for day in known["published"]]
    reports = _reports(known[np.array(out_by, dtype=bool)], journey, graded)
    return {str(code): [Report(*report) for report in rows] for code, rows in reports.items()}


def _reports(
    known: pd.DataFrame, journey: Journey, graded: dict[str, str]
) -> dict[str, list[tuple[Any, ...]]]:
    """Return of every authority its reports by day: day, stage, basis, framework.

    One row a judgement goes in. A report speaks of the stage of its overall judgement, or without
    one of the weakest of its parts, and of two equally weak ones of that which is declared first.
    """
    keys = ["old_la_code", "published"]
    known = known.sort_values(keys, kind="stable")
    framework = known.drop_duplicates(keys)["framework"].astype(str)
    order = {name: place for place, name in enumerate(journey.stages)}
    weak = known.assign(
        stage=known["grade"].map(graded),
        of_part=known["judgement"] != "overall",
        weakness=known["grade"].map(graded).map(order),
        declared=known["judgement"].map(journey.judgements.index),
    ).sort_values([*keys, "of_part", "weakness", "declared"], kind="stable")
    first = weak.drop_duplicates(keys)
    columns = (first["published"], first["stage"], first["judgement"], framework)
    out: dict[str, list[tuple[Any, ...]]] = {}
    for code, *report in zip(first["old_la_code"], *columns, strict=True):
        out.setdefault(code, []).append(tuple(report))
    return out


def _row(code: str, reports: list[Report], journey: Journey, as_of: dt.date) -> tuple[object, ...]:
    newest = reports[-1]
    since, before = newest.day, None
    for report in reversed(reports):
        if report.stage != newest.stage:
            before = report.stage
            break
        since = report.day
    declared = journey.stages[newest.stage]
    return (
        code, as_of, newest.stage, since, before, newest.day, newest.basis, newest.framework,
        declared.next, declared.risks, declared.phase, *_beside_the_study(declared, since, as_of),
    )  # fmt: skip


def _beside_the_study(stage: JourneyStage, since: dt.date, as_of: dt.date) -> tuple[object, ...]:
    """Return months on the stage, the milestone of about then and its month, and months beyond."""
    months = months_between(since, as_of)
    about_now = stage.milestone_at(months)
    if about_now is not None:
        return months, about_now.name, about_now.until_months, None
    last = stage.milestones[-1].until_months if stage.milestones else None
    return months, None, None, None if last is None else months - last

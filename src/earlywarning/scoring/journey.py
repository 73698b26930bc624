"""Where each authority stands on the improvement journey, from its judgements."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple, cast

import numpy as np
import pandas as pd

from earlywarning.definitions.journey import Journey
from earlywarning.tables import score
from earlywarning.tables.declare import columns_of


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
    graded = {stage.grade: name for name, stage in journey.stages.items()}
    known = inspections[
        inspections["judgement"].isin(journey.judgements) & inspections["grade"].isin(graded)
    ]
    out_by = [day is not None and day <= as_of for day in known["published"]]
    known = known[np.array(out_by, dtype=bool)]
    out = []
    for code, rows in known.groupby("old_la_code"):
        reports = [
            Report(cast(dt.date, day), *_stage(report, journey, graded), _framework(report))
            for day, report in rows.groupby("published")
        ]
        out.append(_row(str(code), reports, journey, as_of))
    return pd.DataFrame(out, columns=columns_of(score.Journey))


def _framework(report: pd.DataFrame) -> str:
    return str(report["framework"].iloc[0])


def _stage(report: pd.DataFrame, journey: Journey, graded: dict[str, str]) -> tuple[str, str]:
    """Return the stage that one report speaks of, and the judgement it rests on."""
    order = list(journey.stages)
    overall = report[report["judgement"] == "overall"]
    parts = overall if len(overall) else report
    weakest, _, judgement = min(
        (order.index(graded[grade]), journey.judgements.index(judgement), judgement)
        for grade, judgement in zip(parts["grade"], parts["judgement"], strict=True)
    )
    return order[weakest], judgement


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
        declared.next, declared.risks,
    )  # fmt: skip

"""Full inspections with the judgement before them: what a warning could have been right about."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

import numpy as np
import pandas as pd

GRADES = {
    "Outstanding": 1, "Good": 2, "Requires improvement to be good": 3, "Inadequate": 4,
}  # fmt: skip
INADEQUATE = GRADES["Inadequate"]
BELOW_GOOD = GRADES["Requires improvement to be good"]
# Frameworks whose judgements are of one kind; an older one's "adequate" is another thing.
FULL = ("SIF", "ILACS")
PARTS = ("leaders", "help_and_protection", "in_care", "care_leavers")
# Where no first day was published: the middle wait from it to the report under SIF.
WAIT_FOR_REPORT = dt.timedelta(days=74)
DAYS_IN_YEAR = 365.25

COLUMNS = [
    "old_la_code", "framework", "started", "published", "year", "prior_framework",
    "prior_published", "prior_grade", "grade", "prior_mean", "mean", "years_since", "of_another",
    "decline", "any_part_down", "newly_inadequate", "below_good", "first_of_framework",
    "prior_level", "grades", "prior_grades", "prior_started",
]  # fmt: skip
TARGETS = ("any_part_down", "decline", "newly_inadequate", "below_good")
# Those of the frozen protocol: they outlive the overall grade. See frozen/targets.py.
FUTURE = ("newly_below_good_part", "newly_inadequate_part")


def financial_year(day: dt.date) -> int:
    """Return the year in which the financial year of a day began: 2018 is April 2018 on."""
    return day.year if (day.month, day.day) >= (4, 1) else day.year - 1


def events_of(inspections: pd.DataFrame, changes: pd.DataFrame, left_out: set[str]) -> pd.DataFrame:
    """Return one row per full inspection that has a judgement before it, oldest first.

    Judgements are compared with those of the newest report that was out before the inspection
    began; parts only with the part of the same name. An authority without a report of its own takes
    its predecessor's (`of_another`). `decline` and `newly_inadequate` are empty for an authority
    that was Inadequate and cannot fall; parts are empty where none of the same name came before.
    `first_of_framework`: the judgement before is of a framework before 2013, which graded
    otherwise. `prior_level`: the overall grade before, or that of the weakest part where there was
    none. `grades` and `prior_grades`: by judgement.

    Args:
        inspections: old_la_code, framework, started, published, judgement, grade.
        changes: old_la_code and successor.
        left_out: authorities too small to be judged by figures.
    """
    reports = _reports(inspections)
    before: dict[str, list[str]] = {}
    for old, new in zip(changes["old_la_code"], changes["successor"], strict=True):
        if old != new:
            before.setdefault(new, []).append(old)
    by_code = {code: sorted(own, key=lambda r: r["published"]) for code, own in reports.items()}
    rows = []
    for code, own in sorted(by_code.items()):
        for report in own:
            if report["framework"] not in FULL or code in left_out:
                continue
            prior, another = _prior(code, report["started"], by_code, before)
            if prior is not None:
                rows.append(_event(code, report, prior, another=another))
    return pd.DataFrame(rows, columns=COLUMNS).sort_values(
        ["started", "old_la_code"], ignore_index=True
    )


def _reports(inspections: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """Return each authority's graded reports: days, framework, grade by judgement."""
    graded = inspections[inspections["grade"].isin(GRADES)]
    out: dict[str, list[dict[str, Any]]] = {}
    keys = ["old_la_code", "framework", "published"]
    for (code, framework, day), rows in graded.groupby(keys):
        published = cast(dt.date, day)
        grades: dict[str, int] = {}
        for judgement, grade in zip(rows["judgement"], rows["grade"], strict=True):
            # Two judgements on one day under one name: the weaker stands.
            grades[judgement] = max(GRADES[grade], grades.get(judgement, 0))
        first = [day for day in rows["started"] if day is not None and day == day]
        started = min(first) if first else published - WAIT_FOR_REPORT
        report = {"framework": framework, "published": published, "started": started}
        out.setdefault(str(code), []).append(report | {"grades": grades})
    return out


def _prior(
    code: str,
    started: dt.date,
    by_code: dict[str, list[dict[str, Any]]],
    before: dict[str, list[str]],
) -> tuple[dict[str, Any] | None, bool]:
    for another, codes in ((False, [code]), (True, before.get(code, []))):
        out_by_then = [r for one in codes for r in by_code.get(one, []) if r["published"] < started]
        if out_by_then:
            return max(out_by_then, key=lambda r: r["published"]), another
    return None, False


def _event(
    code: str, report: dict[str, Any], prior: dict[str, Any], *, another: bool
) -> tuple[object, ...]:
    now, then = report["grades"], prior["grades"]
    grade, was = now.get("overall"), then.get("overall")
    both = [part for part in PARTS if part in now and part in then]
    can_fall = grade is not None and was is not None and was < INADEQUATE
    return (
        code, report["framework"], report["started"], report["published"],
        financial_year(report["started"]), prior["framework"], prior["published"], was, grade,
        _mean(then), _mean(now), (report["started"] - prior["published"]).days / DAYS_IN_YEAR,
        another,
        float(cast(int, grade) > cast(int, was)) if can_fall else np.nan,
        float(any(now[part] > then[part] for part in both)) if both else np.nan,
        float(grade == INADEQUATE) if can_fall else np.nan,
        float(grade >= BELOW_GOOD) if grade is not None else np.nan,
        prior["framework"] not in FULL, was if was is not None else _weakest(then), now, then,
        prior["started"],
    )  # fmt: skip


def _weakest(grades: dict[str, int]) -> int | None:
    return max((grades[part] for part in PARTS if part in grades), default=None)


def _mean(grades: dict[str, int]) -> float:
    """Return the middle of a report's parts and its overall grade; overall alone where no parts."""
    known = [grades[name] for name in ("overall", *PARTS) if name in grades]
    return float(np.mean(known)) if known else np.nan

"""Every case that a score is asked about: inspections, and each spring's authorities."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import pandas as pd

from earlywarning.backtest.events import DAYS_IN_YEAR, FUTURE, INADEQUATE, financial_year
from earlywarning.backtest.seen import Timeline
from earlywarning.statistics.numeric import BoolArray

# No inspection of the usual kind was begun between April 2020 and March 2021.
PANDEMIC = (2020,)
FIRST_YEAR = 2018
WINDOW_MONTHS = 24
SPRING = (3, 31)


@dataclass(frozen=True, slots=True)
class Cases:
    """Rows of cases and, row by row, what was known of each.

    table: old_la_code, day, fold (the financial year whose model may be used), kind (inspection or
    panel), published, the targets, prior_grade, prior_mean, years_since, old_framework; of a panel
    hit and inspected (within the window) and whole (the window lies in what is known). known:
    features, one column each; NaN where not known.
    """

    table: pd.DataFrame
    known: pd.DataFrame

    def training(self, fold: int, target: str, *, old: bool = False) -> BoolArray:
        """Tell which inspections were reported on before a fold began and have the target.

        `old` keeps those whose judgement before is of a framework that graded otherwise.
        """
        before = np.array(
            [day is not None and day < dt.date(fold, 4, 1) for day in self.table["published"]],
            dtype=bool,
        )
        use = before & self.inspections() & self.table[target].notna().to_numpy()
        return use if old else use & ~self.table["old_framework"].to_numpy(dtype=bool)

    def inspections(self) -> BoolArray:
        """Tell which rows are inspections."""
        return np.asarray(self.table["kind"] == "inspection", dtype=bool)

    def panel(self) -> BoolArray:
        """Tell which rows are an authority in a spring."""
        return np.asarray(self.table["kind"] == "panel", dtype=bool)

    def whole_panel(self) -> BoolArray:
        """Tell which rows are an authority in a spring whose two years are known to the end."""
        return np.asarray(self.panel() & (self.table["whole"] == 1.0), dtype=bool)

    def tested(self, target: str) -> BoolArray:
        """Tell which inspections are tested on a target: clean ones of the years that count."""
        table = self.table
        years = (table["fold"] >= FIRST_YEAR) & ~table["fold"].isin(PANDEMIC)
        clean = ~table["old_framework"].astype(bool)
        return np.asarray(self.inspections() & years & clean & table[target].notna(), dtype=bool)

    def folds(self) -> list[int]:
        """Return the financial years that are tested, the pandemic year with its panel."""
        return sorted(int(one) for one in self.table["fold"].unique() if one >= FIRST_YEAR)


def cases_of(
    events: pd.DataFrame,
    timeline: Timeline,
    authorities: pd.DataFrame,
    until: dt.date,
) -> Cases:
    """Return all cases with what was known of each before its day.

    Args:
        events: see `events_of`.
        timeline: the looks.
        authorities: old_la_code, opened, closed, and context columns that are taken along.
        until: last day that the data tells of; a panel needs its whole window before it.
    """
    table = pd.concat([_inspections(events), _panels(events, authorities, until)])
    table = table.merge(
        authorities.drop(columns=["opened", "closed"]), on="old_la_code", how="left"
    ).reset_index(drop=True)
    return ahead(Cases(table, pd.DataFrame()), timeline, 0)


def ahead(cases: Cases, timeline: Timeline, lead_months: int) -> Cases:
    """Return the same cases with what was known so many months before their day."""
    codes, days = cases.table["old_la_code"].tolist(), cases.table["day"].tolist()
    return Cases(cases.table, timeline.before(codes, days, lead_months))


def years_tested(cases: Cases) -> pd.DataFrame:
    """Return how many inspections are tested in each financial year, and what came of them."""
    rows = []
    for fold in cases.folds():
        here = (cases.table["fold"] == fold).to_numpy()
        part, could = (here & cases.tested(name) for name in ("any_part_down", "decline"))
        if part.any():
            table = cases.table
            rows.append(
                [f"{fold}/{(fold + 1) % 100:02d}", int(part.sum()),
                 int(table.loc[part, "any_part_down"].sum()), int(could.sum()),
                 int(table.loc[could, "decline"].sum()),
                 int(table.loc[could, "newly_inadequate"].sum())]
            )  # fmt: skip
    columns = ["year", "inspections", "part_down", "could_fall", "decline", "newly_inadequate"]
    return pd.DataFrame(rows, columns=columns)


def _inspections(events: pd.DataFrame) -> pd.DataFrame:
    return events.rename(
        columns={"started": "day", "year": "fold", "first_of_framework": "old_framework"}
    ).assign(kind="inspection")


def _panels(events: pd.DataFrame, authorities: pd.DataFrame, until: dt.date) -> pd.DataFrame:
    """Return every authority open in each spring, with what came of it within two years."""
    own: dict[str, list[dict[str, Any]]] = {}
    for event in cast("list[dict[str, Any]]", events.to_dict("records")):
        own.setdefault(event["old_la_code"], []).append(event)
    rows = []
    for year in range(FIRST_YEAR, until.year + 1):
        day = dt.date(year, *SPRING)
        end = (pd.Timestamp(day) + pd.DateOffset(months=WINDOW_MONTHS)).date()
        if day > until:
            break
        for code, opened, closed in authorities[["old_la_code", "opened", "closed"]].itertuples(
            index=False
        ):
            if opened <= day and (closed is None or closed > day):
                row = _panel_row(code, day, end, own.get(code, []))
                rows.append(row | {"whole": float(end <= until)})
    return pd.DataFrame(rows)


def _panel_row(
    code: str, day: dt.date, end: dt.date, own: list[dict[str, Any]]
) -> dict[str, object]:
    later = [event for event in own if day < event["started"] <= end][:1]
    grade, mean, since = _standing(own, day)
    return {
        "old_la_code": code, "day": day, "fold": financial_year(day + dt.timedelta(days=1)),
        "kind": "panel", "published": None, "prior_grade": grade, "prior_mean": mean,
        "years_since": (day - since).days / DAYS_IN_YEAR if since else np.nan,
        "hit": float(any(event["decline"] == 1 for event in later)),
        "inspected": float(len(later) > 0),
        "newly_inadequate": float(any(event["newly_inadequate"] == 1 for event in later)),
        **{f"hit_{name}": _hit(later, name) for name in FUTURE},
        "can_fall": grade is not None and grade < INADEQUATE, "old_framework": False,
    }  # fmt: skip


def _hit(later: list[dict[str, Any]], target: str) -> float:
    """Return 1 or 0, NaN where an inspection came that the target cannot be told of."""
    told = [float(event.get(target, np.nan)) for event in later]
    return told[0] if told else 0.0


def _standing(own: list[dict[str, Any]], day: dt.date) -> tuple[Any, Any, Any]:
    """Return the grade, the middle of the parts and the day of the newest report known on a day."""
    for last in [event for event in own if event["published"] <= day][-1:]:
        return last["grade"], last["mean"], last["published"]
    # The first inspection still lies ahead: what stands is the judgement before it.
    for first in [event for event in own if event["prior_published"] <= day][:1]:
        return first["prior_grade"], first["prior_mean"], first["prior_published"]
    return None, None, None

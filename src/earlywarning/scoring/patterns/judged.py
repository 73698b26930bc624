"""Each authority's newest judgement and the one before, as known on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from earlywarning.definitions.pattern import Sign
from earlywarning.statistics.numeric import BoolArray, FloatArray

# Worst to best; the names are those that the reader of Ofsted's lists gives.
GRADES = {
    "Inadequate": 1.0, "Requires improvement to be good": 2.0, "Good": 3.0, "Outstanding": 4.0,
}  # fmt: skip
GOOD = 3.0
# Since 2025 an inspection may have no overall grade: the lowest of these then stands for it.
IN_ITS_PLACE = ("help_and_protection", "in_care", "leaders", "care_leavers")


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """Per authority: newest grade and the one before (NaN: none), months since the newest."""

    newest: FloatArray
    before: FloatArray
    months: FloatArray

    def tell(self, sign: Sign) -> tuple[BoolArray, BoolArray]:
        """Return whether a sign about judgements is there, and whether it can be told."""
        good = np.nan_to_num(self.newest) >= GOOD
        judged = ~np.isnan(self.newest)
        if sign.kind == "good_or_better":
            return good, judged
        if sign.kind == "below_good":
            return judged & ~good, judged
        assert sign.months is not None
        lately = judged & (self.months < sign.months)
        # Good from the start is no rise; nobody knows what was before the first judgement.
        known = judged & ~(good & lately & np.isnan(self.before))
        return good & lately & (np.nan_to_num(self.before, nan=GOOD) < GOOD), known


def judged_of(inspections: pd.DataFrame | None, codes: list[str], as_of: dt.date) -> Judged:
    """Return what was judged last, and before, of each authority.

    Args:
        inspections: old_la_code, published, judgement, grade; None where no list was loaded.
        codes: authorities, in the order wanted.
        as_of: nothing published later is seen.
    """
    newest, before, months = (np.full(len(codes), np.nan) for _ in range(3))
    if inspections is not None and len(inspections):
        grades = _graded(inspections, as_of)
        for at, code in enumerate(codes):
            own = grades.get(code, [])
            if own:
                newest[at] = own[-1][1]
                months[at] = (pd.Timestamp(as_of) - own[-1][0]).days / 30.4375
            if len(own) > 1:
                before[at] = own[-2][1]
    return Judged(newest, before, months)


def _graded(
    inspections: pd.DataFrame, as_of: dt.date
) -> dict[str, list[tuple[pd.Timestamp, float]]]:
    rows = inspections.assign(
        day=pd.to_datetime(inspections["published"]), number=inspections["grade"].map(GRADES)
    )
    rows = rows[(rows["day"] <= pd.Timestamp(as_of)) & rows["number"].notna()]
    overall = rows[rows["judgement"] == "overall"]
    others = rows[rows["judgement"].isin(IN_ITS_PLACE)]
    keys = ["old_la_code", "day"]
    # Several lists and two judgements of one day: the lowest counts.
    by_overall = overall.groupby(keys)["number"].min()
    by_others = others.groupby(keys)["number"].min()
    both = by_overall.combine_first(by_others).sort_index()
    out: dict[str, list[tuple[pd.Timestamp, float]]] = {}
    flat = both.reset_index()
    for code, day, number in zip(flat["old_la_code"], flat["day"], flat["number"], strict=True):
        out.setdefault(str(code), []).append((day, float(number)))
    return out

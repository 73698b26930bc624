"""One nation in which the truth is known: what was published, said and judged, and what was so."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from earlywarning.definitions.loader import Definitions
from lab.truth import assumed
from lab.truth.assumed import Setting
from lab.truth.figures import publish
from lab.truth.hearsay import registers
from lab.truth.quality import codes_of, hide, month_day


@dataclass(frozen=True, eq=False)
class Truth:
    """A nation as tables.

    authorities: old_la_code, opened, closed. figures: old_la_code, indicator, period_end,
    published, value, position_z, movement_z, neighbour_z. inspections: old_la_code, framework,
    started, published, judgement, grade. registers: by name, entries as `soft_item` has them.
    slips: old_la_code, began, span_months, found (first day of the inspection that found it, or
    None). quality: old_la_code by the first day of each month, good side up. carried: by
    indicator, how much of quality its figure was given. until: last day that is told of.
    """

    authorities: pd.DataFrame
    figures: pd.DataFrame
    inspections: pd.DataFrame
    registers: dict[str, pd.DataFrame]
    slips: pd.DataFrame
    quality: pd.DataFrame
    carried: dict[str, float]
    until: dt.date


def invent(seed: int, definitions: Definitions, setting: Setting | None = None) -> Truth:
    """Draw a nation; the same seed and definitions give the same one."""
    setting = setting or Setting()
    hidden = hide(seed, setting)
    figures = publish(seed, definitions, setting, hidden.quality)
    codes = codes_of(setting)
    months = [month_day(month) for month in range(hidden.quality.shape[1])]
    authorities = pd.DataFrame(
        {"old_la_code": codes, "opened": dt.date(1900, 1, 1), "closed": np.full(len(codes), None)}
    )
    return Truth(
        authorities, figures.table, hidden.inspections,
        registers(seed, definitions.soft_flags, setting, hidden), hidden.slips,
        pd.DataFrame(hidden.quality, index=codes, columns=months), figures.carried, assumed.UNTIL,
    )  # fmt: skip

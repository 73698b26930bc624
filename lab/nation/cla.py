"""Children looked after (2021 to 2025) and the mid-year population of children."""

from pathlib import Path

import numpy as np
import pandas as pd

from lab.nation.counts import Truth
from lab.nation.layout import (
    CLA_IDENTITY,
    Layout,
    cin_layout,
    cla_layout,
    nearest_ten,
    percent,
    table_text,
    write_csv,
)
from lab.nation.places import YEARS
from lab.nation.symbols import SMALL

CLA_YEARS = YEARS[-5:]
POPULATION_TYPES = {
    "Children ceasing to be looked after each year": "ceasing",
    "Children looked after on 31 March each year": "on_31_march",
    "Children starting to be looked after each year": "starting",
}
_LONG_TERM = (
    "Children looked after continuously for at least 2.5 years on 31 March aged under 16 years"
)
# (group, label, count, whole), in the order of the published file
STABILITY = (
    (_LONG_TERM, "Living with the same carer for at least 2 years", "same_carer", "long_term"),
    (_LONG_TERM, "Total children", "long_term", "long_term"),
    ("CLA 2 years on 31 March", "Total children", "two_years", "two_years"),
    ("CLA 2 years on 31 March", "With 3 or more placements during the previous 2 years",
     "three_in_two_years", "two_years"),
    ("CLA on 31 March", "Total children", "on_31_march", "on_31_march"),
    ("CLA on 31 March", "With 3 or more placements during the year", "three_placements",
     "on_31_march"),
)  # fmt: skip


def write_cla(truth: Truth, folder: Path) -> None:
    """Write the two looked-after tables, both with a byte-order mark."""
    layout = cla_layout(truth.nation, CLA_YEARS)
    rates = [_rate_rows(truth, layout, label) for label in POPULATION_TYPES]
    write_csv(_interleave(rates), folder / "cla_number_and_rate_per_10k_children.csv", bom=True)
    stability = [_stability_rows(truth, layout, place) for place in range(len(STABILITY))]
    write_csv(_interleave(stability), folder / "la_cla_placement_stability.csv", bom=True)


def write_population(truth: Truth, folder: Path) -> None:
    """Write ages 0 to 17, mid-2012 to mid-2024; mid-year Y-1 lists the authorities of year Y."""
    layout = cin_layout(truth.nation, YEARS)
    frame = layout.identity().assign(age_group="Children aged 0 to 17 years")
    frame["time_period"] = (frame["time_period"].astype(int) - 1).astype(str)
    frame["population_estimate"] = layout.spread(truth.population).astype(str)
    write_csv(frame, folder / "ons_mid-year_population_estimates_2012_to_2024.csv")


def _interleave(parts: list[pd.DataFrame]) -> pd.DataFrame:
    together = pd.concat([part.assign(_part=i) for i, part in enumerate(parts)])
    order = np.lexsort((together["_part"].to_numpy(), together.index.to_numpy()))
    return together.iloc[order].drop(columns="_part").reset_index(drop=True)


def _rate_rows(truth: Truth, layout: Layout, label: str) -> pd.DataFrame:
    count = layout.spread(truth.cla[POPULATION_TYPES[label]][:, -5:])
    people = layout.spread(truth.population[:, -5:])
    totals, alive = layout.is_total(), layout.is_alive()
    rate = np.floor(10_000 * count / np.maximum(people, 1) + 0.5)
    text = table_text(
        {
            "population_estimate": people,
            "children_count": nearest_ten(count, totals),
            "rate_per_10000": rate,
        },
        digits=0,
    )
    measures = ["children_count", "rate_per_10000"]
    text.loc[(count > 0) & (count <= SMALL) & ~totals, measures] = "c"
    text.loc[count == 0, measures] = "z"
    text.loc[~alive, "population_estimate"] = "x"
    identity = layout.identity()[CLA_IDENTITY].assign(population_type=label)
    return pd.concat([identity, text], axis=1)


def _stability_rows(truth: Truth, layout: Layout, place: int) -> pd.DataFrame:
    group, label, part, whole = STABILITY[place]
    count = layout.spread(truth.cla[part][:, -5:])
    total = layout.spread(truth.cla[whole][:, -5:])
    totals, alive = layout.is_total(), layout.is_alive()
    text = table_text(
        {
            "children_count": nearest_ten(count, totals),
            "children_percent": percent(count, total, 0),
        },
        digits=0,
    )
    text.loc[(count > 0) & (count <= SMALL) & ~totals, ["children_count", "children_percent"]] = "c"
    if part != whole:
        text.loc[total == 0, "children_count"] = "z"
    text.loc[~alive, ["children_count", "children_percent"]] = "z"
    identity = layout.identity()[CLA_IDENTITY].assign(cla_group=group, placement_stability=label)
    return pd.concat([identity, text], axis=1)

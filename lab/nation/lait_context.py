"""Context in the interactive tool: mix of spend, homes, ways out of care, court, experience."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from lab.nation.counts import Truth
from lab.nation.draws import stream
from lab.nation.places import YEARS

FINANCE, CARE = "Children's Service Finance", "Children Looked After"
# Measure: topic, title, axis, decimals, and for a share its usual size.
MEASURES = {
    "C&YPExpenditure": (FINANCE, "Children and young people, gross spend", "Spend", 0, None),
    "TotalLACFinance": (FINANCE, "Children looked after, gross spend", "Spend", 0, 0.52),
    "FamilySupportFinance": (FINANCE, "Family support, gross spend", "Spend", 0, 0.115),
    "RescareFinance": (FINANCE, "Residential care, weekly unit cost", "Unit Cost", 0, None),
    "LAC_SecHome_And_ChildHome": (CARE, "Children in homes (%)", "% Children", 0, 0.11),
    "%_of LAC Adopted": ("Adoption", "Children adopted (%)", "% Children", 0, 0.11),
    "LAC_ceased_SGO%": (CARE, "Left to a special guardian (%)", "% ceased", 0, 0.13),
    "CareApplications": ("Child Protection", "Care applications", "Rate per 10,000", 1, None),
    "Social_Work_SeniorPractitioner_%": (
        "Children's Services Workforce", "Senior practitioners (%)", "% Seniors", 1, 0.15),
}  # fmt: skip
_POUNDS_PER_CHILD, _WEEK = 1150.0, 4600.0
_SPREAD = 0.16


def write_dictionary(folder: Path, topic: str, mapped: dict[str, tuple[str, int]]) -> None:
    """Write the tool's dictionary: of each measure its topic, title, axis and decimals."""
    rows = [(name, topic, title, "% Children", digits) for name, (title, digits) in mapped.items()]
    rows += [(name, *told[:4]) for name, told in MEASURES.items()]
    names = ["Measure_short", "Topic", "Measure", "y_axis_name", "dps"]
    frame = pd.DataFrame(rows, columns=names).assign(Polarity="-", Year_Type="Financial Year")
    frame.to_csv(folder / "lait_data_dictionary.csv", index=False, lineterminator="\n")


def context_rows(truth: Truth, areas: pd.DataFrame, years: np.ndarray) -> pd.DataFrame:
    """Return the rows of all measures; regions and nation are sums or means of authorities."""
    rng = stream(truth.nation.seed, "lait context")
    kept = {name: _levels(truth, name, rng) for name in MEASURES}
    for part in ("TotalLACFinance", "FamilySupportFinance"):
        kept[part] *= kept["C&YPExpenditure"]
    frames = [
        _rows(truth, areas, name, int(year), kept[name]) for name in MEASURES for year in years
    ]
    return pd.concat(frames, ignore_index=True)


def _levels(truth: Truth, name: str, rng: np.random.Generator) -> np.ndarray:
    """Draw a measure of authorities by years: a lasting difference and a little of each year."""
    shape = truth.population.shape
    noise = np.exp(rng.normal(0, _SPREAD, (shape[0], 1)) + rng.normal(0, _SPREAD / 3, shape))
    usual = MEASURES[name][-1]
    if name == "C&YPExpenditure":
        return np.asarray(_POUNDS_PER_CHILD * truth.population * noise)
    if name == "CareApplications":
        return np.asarray(0.2 * truth.level["starting"] * noise)
    return np.asarray((_WEEK if usual is None else usual) * noise)


def _rows(
    truth: Truth, areas: pd.DataFrame, name: str, year: int, level: np.ndarray
) -> pd.DataFrame:
    topic, title, _, digits, usual = MEASURES[name]
    column = int(np.flatnonzero(year == YEARS)[0])
    alive, region = truth.nation.alive(YEARS)[:, column], truth.nation.las["region"].to_numpy()
    is_share = usual is not None and topic != FINANCE
    own = level[:, column] * (100 if is_share else 1)
    las = areas["row"].to_numpy()[areas["row"] >= 0]
    adds = topic == FINANCE and name != "RescareFinance"
    above = [_whole(own, alive, adds=adds)]
    above += [_whole(own, alive & (region == one), adds=adds) for one in range(9)]
    text = [f"{value:.{digits}f}" for value in (*own[las], *above)]
    there = [*alive[las], *[True] * len(above)]
    frame = areas[["LA and Regions", "LA Number", "Region"]].assign(
        Values=[told if is_there else "-" for told, is_there in zip(text, there, strict=True)],
        Years=str(year),
    )
    frame["Data item"] = pd.Series([title if column == 0 else None] * len(frame), dtype=object)
    frame["Short Desc"] = name
    return frame


def _whole(own: np.ndarray, among: np.ndarray, *, adds: bool) -> float:
    return float(own[among].sum() if adds else own[among].mean())

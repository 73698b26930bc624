"""The long parquet file of the interactive tool: five indicators found only here, and context."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from lab.nation.counts import Truth
from lab.nation.draws import stream
from lab.nation.lait_context import context_rows, write_dictionary
from lab.nation.layout import as_text, percent
from lab.nation.places import COUNTRY_NAME, YEARS, Nation
from lab.nation.stories import MARKS

LAIT_YEARS = YEARS[YEARS >= 2016]
COUNTRY_NUMBER = 970
REGION_NUMBERS = (980, 981, 982, 983, 984, 985, 986, 989, 990)
MEASURES = {
    "Continue_Assess_Comp": (
        "% of continuous assessments completed by children's social care services", 1),
    "CP_conf_15days": ("Percentage of child protection conferences held within 15 days", 1),
    "RevCP": ("Review of child protection cases PAF CF/C20", 1),
    "LACDistance": ("Children looked after at 31 March placed more than 20 miles from their home"
                    " and outside LA boundary", 0),
    "Children_missing": ("% LAC missing from care", 0),
}  # fmt: skip
_RESIDUE_SHARE = 0.04


def write_lait(truth: Truth, folder: Path) -> None:
    """Write Short Desc, Data item, Years, LA and Regions, Values, LA Number, Region."""
    rng = stream(truth.nation.seed, "lait")
    areas = _areas(truth.nation)
    parts = _parts(truth, rng)
    rows = [
        _rows(truth, areas, measure, year, *parts[measure], rng)
        for measure in MEASURES
        for year in LAIT_YEARS
    ]
    rows.append(context_rows(truth, areas, LAIT_YEARS)[list(_SCHEMA.names)])
    table = pa.Table.from_pandas(
        pd.concat(rows, ignore_index=True), schema=_SCHEMA, preserve_index=False
    )
    folder.mkdir(parents=True, exist_ok=True)
    write_dictionary(folder, "Child Protection", MEASURES)
    pq.write_table(table.replace_schema_metadata(None), folder / "bds_long_0.parquet")


_SCHEMA = pa.schema(
    [
        ("Short Desc", pa.string()),
        ("Data item", pa.string()),
        ("Years", pa.string()),
        ("LA and Regions", pa.string()),
        ("Values", pa.string()),
        ("LA Number", pa.float64()),
        ("Region", pa.string()),
    ]
)


def _parts(truth: Truth, rng: np.random.Generator) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    cin, cla, level = truth.cin, truth.cla, truth.level
    assessments = cin["assessments"]
    reviewable = rng.binomial(cin["CPP_At31"], 0.75)
    return {
        "Continue_Assess_Comp": (
            rng.binomial(assessments, level["assess_in_time"]), assessments),
        "CP_conf_15days": (cin["in_time"], cin["ICPC"]),
        "RevCP": (rng.binomial(reviewable, level["plan_reviewed"]), reviewable),
        "LACDistance": (cla["distance"], cla["on_31_march"]),
        "Children_missing": (cla["missing"], cla["on_31_march"] + cla["starting"]),
    }  # fmt: skip


def _areas(nation: Nation) -> pd.DataFrame:
    las = nation.las.sort_values("la_name", kind="stable")
    return pd.DataFrame(
        {
            "LA and Regions": [*las["la_name"], COUNTRY_NAME, *nation.regions["region_name"]],
            "LA Number": [*las["old_la_code"].astype(float), COUNTRY_NUMBER, *REGION_NUMBERS],
            "Region": [*las["region_name"], *["NA"] * (1 + len(nation.regions))],
            "row": [*las.index, *[-1] * (1 + len(nation.regions))],
        }
    )


def _rows(
    truth: Truth,
    areas: pd.DataFrame,
    measure: str,
    year: int,
    part: np.ndarray,
    whole: np.ndarray,
    rng: np.random.Generator,
) -> pd.DataFrame:
    item, digits = MEASURES[measure]
    column = int(np.flatnonzero(year == YEARS)[0])
    alive = truth.nation.alive(YEARS)[:, column]
    top, bottom = part[:, column] * alive, whole[:, column] * alive
    region = truth.nation.las["region"].to_numpy()
    las = areas["row"].to_numpy()[areas["row"] >= 0]
    sums = [
        np.concatenate([x[las], [x.sum()], np.bincount(region, weights=x, minlength=9)])
        for x in (top, bottom)
    ]
    values = percent(sums[0], sums[1], digits)
    text = pd.Series(as_text(values, digits)).replace("z", "-")
    small = np.concatenate([bottom[las] <= 5, np.zeros(10, dtype=bool)])
    text[small | _withheld(areas, measure, year)] = "-"
    residue = (rng.random(len(text)) < _RESIDUE_SHARE) & text.str.contains(".", regex=False)
    exact = pd.Series([format(value, ".17g") for value in values])
    text = text.where(~residue, exact)
    frame = areas[["LA and Regions", "LA Number", "Region"]].assign(Values=text, Years=str(year))
    # Only the first year of a measure carries its label.
    label = item if year == LAIT_YEARS[0] else None
    frame["Data item"] = pd.Series([label] * len(frame), dtype=object)
    frame["Short Desc"] = measure
    return frame[list(_SCHEMA.names)]


def _withheld(areas: pd.DataFrame, measure: str, year: int) -> np.ndarray:
    # Whole rows withheld from children in need are missing here too; looked-after ones are not.
    if measure in {"LACDistance", "Children_missing"}:
        return np.zeros(len(areas), dtype=bool)
    names = {m.name for m in MARKS if m.table == "c4" and year in m.years and not m.columns}
    return np.asarray(areas["LA and Regions"].isin(names))

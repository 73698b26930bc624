"""Statistical neighbours: the wide table of 2025 and the list of 2021 with its repeated headers."""

from pathlib import Path

import numpy as np
import pandas as pd

from lab.nation.draws import stream
from lab.nation.layout import write_csv
from lab.nation.places import Nation
from lab.nation.stories import SPLIT_PARENT

_TEN = range(1, 11)
_BANDS_2025 = ("Extremely close", "Very close", "Close ", "Somewhat close", "Not close")
_BANDS_2021 = ("Extremely Close", "Very Close", "Close", "Somewhat close", "Not Close")
_LIMITS = (0.07, 0.36, 0.65, 1.0)
_DEAD_NEIGHBOUR = "-"


def write_neighbours(nation: Nation, folder: Path) -> None:
    """Write both models; they share only some of their neighbours, as the real ones do."""
    rng = stream(nation.seed, "neighbours")
    traits = _traits(nation)
    write_csv(_wide_2025(nation, traits), folder / "sn_model_2025_wide.csv", bom=True)
    older = traits + rng.normal(0.0, 0.25, traits.shape)
    _write_2021(nation, older, folder / "New_Statistical_Neighbour_Groupings_April_2021.csv")


def _traits(nation: Nation) -> np.ndarray:
    las = nation.las
    urban = las["kind"].map({"county": -0.8, "unitary": 0.0, "metropolitan": 0.8})
    size = np.log(las["children"] / 60_000.0)
    return np.column_stack([las["deprivation"], urban, 0.5 * size])


def _nearest(traits: np.ndarray, allowed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Positions and closeness band (0 to 4) of the ten nearest authorities of each."""
    gap = np.linalg.norm(traits[:, None, :] - traits[None, :, :], axis=2)
    gap[:, ~allowed] = np.inf
    np.fill_diagonal(gap, np.inf)
    nearest = np.argsort(gap, axis=1, kind="stable")[:, :10]
    return nearest, np.searchsorted(_LIMITS, np.take_along_axis(gap, nearest, axis=1))


def _region_number(nation: Nation) -> np.ndarray:
    # The published models number the regions alphabetically.
    order = np.argsort(np.argsort(nation.regions["region_name"].to_numpy().astype(str))) + 1
    return np.asarray(order[nation.las["region"]])


def _wide_2025(nation: Nation, traits: np.ndarray) -> pd.DataFrame:
    las = nation.las
    live = (las["la_name"] != SPLIT_PARENT).to_numpy()
    nearest, band = _nearest(traits, live)
    codes = las["old_la_code"].to_numpy()
    columns = {
        "old_la_code": codes,
        "la_name": las["la_name"],
        "region_ind": _region_number(nation).astype(str),
        "region_name": las["region_name"],
    }
    for place in _TEN:
        columns[f"SN_{place}"] = codes[nearest[:, place - 1]]
        columns[f"SN_{place}P"] = np.array(_BANDS_2025)[band[:, place - 1]]
    return pd.DataFrame(columns)[live].sort_values("la_name", kind="stable")


def _write_2021(nation: Nation, traits: np.ndarray, path: Path) -> None:
    las = nation.las
    everyone = np.ones(len(las), dtype=bool)
    nearest, band = _nearest(traits, everyone)
    regions = _region_number(nation)
    lines = []
    for row, (code, name) in enumerate(zip(las["old_la_code"], las["la_name"], strict=True)):
        cells = [code, name, code, str(regions[row]), las["region_name"].iloc[row]]
        for other, close in zip(nearest[row], band[row], strict=True):
            cells += [las["old_la_code"].iloc[other], _BANDS_2021[close]]
        lines.append(",".join([*cells, ""]))
    parent = nation.row(SPLIT_PARENT)
    old = lines.pop(parent)
    # One list has a hole where an authority had no tenth neighbour.
    first = lines[0].split(",")
    lines[0] = ",".join([*first[:-3], _DEAD_NEIGHBOUR, _DEAD_NEIGHBOUR, ""])
    lines.sort(key=lambda line: int(line.split(",", 1)[0]))
    header = ["LA num", "LA Name", "LA number", "GOInd", "GOReg"]
    header += [cell for place in _TEN for cell in (f"SN{place}", "SNP")]
    blank = "," * 25
    heading = ",Old SNs:" + "," * 24
    text = "\n".join([",".join([*header, ""]), *lines, blank, heading, blank, old]) + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8-sig"))

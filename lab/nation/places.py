"""The invented nation: nine regions and about 150 authorities, none of them real."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab.nation.draws import stream
from lab.nation.stories import SPLIT_EAST, SPLIT_LAST_YEAR, SPLIT_PARENT, SPLIT_WEST, STORIES

COUNTRY_CODE = "X92000001"
COUNTRY_NAME = "Morrowland"
REGIONS = (
    "Northmorrow", "Tarrowmoor", "Eastmorrow", "Brenholtia", "Quellmarch",
    "Vendorrin", "Southmorrow", "Ossenfold", "Westmorrow",
)  # fmt: skip
REGION_SIZES = (12, 19, 15, 16, 18, 17, 19, 18, 16)
# Every story, and as few others as still make the thirty values that a comparison needs.
SMALL_SIZES = (5, 5, 4, 4, 5, 4, 5, 4, 6)
FIRST_NUMBERS = (101, 121, 141, 161, 180, 601, 621, 641, 661)
ENTITIES = {"unitary": "X06", "metropolitan": "X08", "county": "X10"}
KIND_SHARES = {"unitary": 0.56, "metropolitan": 0.28, "county": 0.16}
TYPICAL_CHILDREN = {"unitary": 52_000, "metropolitan": 82_000, "county": 172_000}
YEARS = np.arange(2013, 2026)

_STARTS = (
    "Ald", "Bex", "Brom", "Cald", "Corv", "Dresk", "Drum", "Elv", "Esk", "Fald", "Fenr", "Garv",
    "Gresk", "Haz", "Hov", "Ild", "Jorv", "Kesk", "Krem", "Lask", "Lorv", "Mald", "Misk", "Narv",
    "Nesk", "Oldr", "Orv", "Pald", "Presk", "Quil", "Rav", "Rosk", "Selv", "Skarn", "Tav", "Tresk",
    "Uld", "Vald", "Vosk", "Wend", "Wrel", "Yald", "Zarn",
)  # fmt: skip
_ENDS = (
    "imoor", "avale", "ulden", "orrin", "embry", "istead", "owen", "iswick", "othe", "ammer",
)  # fmt: skip
_COUNTY_ENDS = ("ashire", "ondshire", "ivershire")


@dataclass(frozen=True)
class Nation:
    """The places: `las` has one row per authority (dead ones too), in region and name order."""

    seed: int
    las: pd.DataFrame
    regions: pd.DataFrame

    def row(self, name: str) -> int:
        """The position of an authority by its name."""
        return int(np.flatnonzero(self.las["la_name"] == name)[0])

    def alive(self, years: np.ndarray) -> np.ndarray:
        """Which authority (rows) existed in which reporting year (columns)."""
        first = self.las["first_year"].to_numpy()[:, None]
        last = self.las["last_year"].to_numpy()[:, None]
        return np.asarray((years >= first) & (years <= last))


def build_nation(seed: int, *, small: bool = False) -> Nation:
    """Lay out the regions and authorities for a seed."""
    rng = stream(seed, "places")
    planted = pd.DataFrame(
        [(s.name, s.region, s.kind, s.children, s.deprivation, s.quality) for s in STORIES],
        columns=["la_name", "region", "kind", "children", "deprivation", "quality"],
    )
    las = pd.concat(
        [planted, _invented(rng, planted, SMALL_SIZES if small else REGION_SIZES)],
        ignore_index=True,
    )
    las = pd.concat([las, _parent(las)], ignore_index=True)
    las["first_year"] = np.where(
        las["la_name"].isin([SPLIT_EAST, SPLIT_WEST]), SPLIT_LAST_YEAR + 1, YEARS[0]
    )
    las["last_year"] = np.where(las["la_name"] == SPLIT_PARENT, SPLIT_LAST_YEAR, YEARS[-1])
    las = las.sort_values(["region", "la_name"], ignore_index=True)
    las = _with_codes(las)
    regions = pd.DataFrame(
        {"region_code": [f"X120000{i:02}" for i in range(1, 10)], "region_name": REGIONS}
    )
    las["region_code"] = regions["region_code"].to_numpy()[las["region"]]
    las["region_name"] = regions["region_name"].to_numpy()[las["region"]]
    return Nation(seed, las, regions)


def _invented(
    rng: np.random.Generator, planted: pd.DataFrame, sizes: tuple[int, ...]
) -> pd.DataFrame:
    wanted = np.array(sizes) - np.bincount(planted["region"], minlength=9)
    total = int(wanted.sum())
    kinds = rng.choice(list(KIND_SHARES), size=total, p=list(KIND_SHARES.values()))
    typical = np.array([TYPICAL_CHILDREN[kind] for kind in kinds])
    regional = rng.normal(0.0, 0.35, 9)
    region = np.repeat(np.arange(9), wanted)
    urban = np.where(kinds == "metropolitan", 0.5, np.where(kinds == "county", -0.5, 0.0))
    deprivation = 0.85 * rng.normal(size=total) + regional[region] + urban
    return pd.DataFrame(
        {
            "la_name": _names(rng, kinds, set(planted["la_name"])),
            "region": region,
            "kind": kinds,
            "children": np.rint(typical * np.exp(rng.normal(0.0, 0.35, total))).astype(int),
            "deprivation": deprivation,
            "quality": 0.9 * rng.normal(size=total) - 0.3 * deprivation,
        }
    )


def _names(rng: np.random.Generator, kinds: np.ndarray, taken: set[str]) -> list[str]:
    towns = iter(_shuffled(rng, _ENDS, taken))
    counties = iter(_shuffled(rng, _COUNTY_ENDS, taken))
    return [next(counties if kind == "county" else towns) for kind in kinds]


def _shuffled(rng: np.random.Generator, ends: tuple[str, ...], taken: set[str]) -> list[str]:
    names = [start + end for start in _STARTS for end in ends]
    return [name for name in rng.permutation(names).tolist() if name not in taken]


def _parent(las: pd.DataFrame) -> pd.DataFrame:
    halves = las[las["la_name"].isin([SPLIT_EAST, SPLIT_WEST])]
    return pd.DataFrame(
        [(SPLIT_PARENT, int(halves["region"].iloc[0]), "county", int(halves["children"].sum()),
          float(halves["deprivation"].mean()), float(halves["quality"].mean()))],
        columns=["la_name", "region", "kind", "children", "deprivation", "quality"],
    )  # fmt: skip


def _with_codes(las: pd.DataFrame) -> pd.DataFrame:
    within = las.groupby("region").cumcount().to_numpy()
    numbers = np.array(FIRST_NUMBERS)[las["region"]] + within
    serial = las.groupby("kind").cumcount().to_numpy() + 1
    entity = las["kind"].map(ENTITIES)
    return las.assign(
        old_la_code=numbers.astype(str),
        new_la_code=[f"{e}{s:06}" for e, s in zip(entity, serial, strict=True)],
    )

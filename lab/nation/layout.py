"""The rows of a published table: newest year first, nation, regions, then authorities."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from lab.nation.places import COUNTRY_CODE, COUNTRY_NAME, Nation

IDENTITY = [
    "time_period", "time_identifier", "geographic_level", "country_code", "country_name",
    "region_code", "region_name", "old_la_code", "new_la_code", "la_name",
]  # fmt: skip
CLA_IDENTITY = [*IDENTITY[:8], "la_name", "new_la_code"]


@dataclass(frozen=True)
class Layout:
    """Which areas are listed in which year; `alive` decides what the totals contain."""

    nation: Nation
    years: np.ndarray
    alive: np.ndarray
    listed: np.ndarray

    @property
    def keep(self) -> np.ndarray:
        """Areas (nation, nine regions, authorities) by years: is the row in the file."""
        totals = np.ones((1 + len(self.nation.regions), len(self.years)), dtype=bool)
        return np.vstack([totals, self.listed])

    def flat(self, areas_by_years: np.ndarray) -> np.ndarray:
        """The cells of the listed rows, in the order of the file."""
        return np.asarray(areas_by_years[:, ::-1].T[self.keep[:, ::-1].T])

    def spread(self, counts: np.ndarray) -> np.ndarray:
        """Counts of authorities by years become one column, with regional and national sums."""
        living = np.where(self.alive, counts, 0)
        region = self.nation.las["region"].to_numpy()
        regional = np.zeros((len(self.nation.regions), counts.shape[1]), dtype=living.dtype)
        np.add.at(regional, region, living)
        return self.flat(np.vstack([living.sum(axis=0), regional, living]))

    def is_total(self) -> np.ndarray:
        """True for national and regional rows."""
        areas = np.arange(self.keep.shape[0]) <= len(self.nation.regions)
        return self.flat(np.repeat(areas[:, None], len(self.years), axis=1))

    def is_alive(self) -> np.ndarray:
        """False where a listed authority did not exist that year."""
        totals = np.ones((1 + len(self.nation.regions), len(self.years)), dtype=bool)
        return self.flat(np.vstack([totals, self.alive]))

    def identity(self) -> pd.DataFrame:
        """The ten identifying columns, as text."""
        areas = _areas(self.nation)
        position = np.repeat(np.arange(len(areas))[:, None], len(self.years), axis=1)
        years = np.repeat(self.years[None, :], len(areas), axis=0)
        frame = areas.iloc[self.flat(position)].reset_index(drop=True)
        frame["time_period"] = self.flat(years).astype(str)
        frame["time_identifier"] = "Reporting year"
        return frame[IDENTITY]


def cin_layout(nation: Nation, years: np.ndarray) -> Layout:
    """An authority is listed only in the years in which it existed."""
    alive = nation.alive(years)
    return Layout(nation, years, alive, alive)


def cla_layout(nation: Nation, years: np.ndarray) -> Layout:
    """Every authority is listed in every year."""
    alive = nation.alive(years)
    return Layout(nation, years, alive, np.ones_like(alive))


def _areas(nation: Nation) -> pd.DataFrame:
    las = nation.las[["region_code", "region_name", "old_la_code", "new_la_code", "la_name"]]
    areas = pd.concat(
        [
            pd.DataFrame({"geographic_level": ["National"]}),
            nation.regions.assign(geographic_level="Regional"),
            las.assign(geographic_level="Local authority"),
        ],
        ignore_index=True,
    ).fillna("")
    return areas.assign(country_code=COUNTRY_CODE, country_name=COUNTRY_NAME)


def percent(part: np.ndarray, whole: np.ndarray, digits: int = 1) -> np.ndarray:
    """Percentage rounded as published; nothing of nothing is NaN."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.round(np.where(whole > 0, 100.0 * part / whole, np.nan), digits))


def nearest_ten(values: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """National and regional counts are published to the nearest ten."""
    return np.asarray(np.where(rows, np.floor(values / 10 + 0.5) * 10, values))


def as_text(values: Iterable[float], digits: int = 1) -> list[str]:
    """Numbers as published: no trailing zero, and z where there is nothing to divide by."""
    return [
        "z" if math.isnan(value) else f"{value:.{digits}f}".removesuffix(".0")
        for value in np.asarray(values, dtype=float).tolist()
    ]


def table_text(columns: Mapping[str, np.ndarray], digits: int = 1) -> pd.DataFrame:
    """Number columns as published text."""
    return pd.DataFrame({name: as_text(column, digits) for name, column in columns.items()})


def write_csv(frame: pd.DataFrame, path: Path, *, bom: bool = False) -> None:
    """Write text cells with LF line ends, with or without a byte-order mark."""
    path.parent.mkdir(parents=True, exist_ok=True)
    body = frame.to_csv(index=False, lineterminator="\n")
    path.write_bytes(body.encode("utf-8-sig" if bom else "utf-8"))

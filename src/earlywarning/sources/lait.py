"""The long data of DfE's local authority interactive tool, for what exists nowhere else."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from earlywarning.definitions import Table
from earlywarning.errors import SourceError
from earlywarning.period import period_end
from earlywarning.sources.open_data import OBSERVATION_COLUMNS, read_values

COLUMNS = ("Short Desc", "Years", "LA and Regions", "Values", "LA Number")
# The tool numbers its areas: authorities below 960, England 970, regions from 980.
NATION = 970


def columns_of(path: Path) -> tuple[str, ...]:
    """Return the column names of a parquet file.

    Raises:
        SourceError: if it is not parquet.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return tuple(pq.read_schema(path).names)
    except (pa.ArrowException, OSError) as error:
        raise SourceError(f"cannot be opened as parquet: {error}", rule="file_kind") from error


def read(path: Path, table: Table) -> pd.DataFrame:
    """Return the mapped measures as text with `row`, other measures left out.

    Raises:
        SourceError: if the parquet body is damaged or a mapped measure is absent.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        frame: pd.DataFrame = pq.read_table(path, columns=list(COLUMNS)).to_pandas()
    except (pa.ArrowException, OSError) as error:
        raise SourceError(f"cannot be read to its end: {error}", rule="file_kind") from error
    frame["row"] = range(1, len(frame) + 1)
    frame = frame[frame["Short Desc"].isin(list(table.measures))]
    absent = sorted(set(table.measures) - set(frame["Short Desc"]))
    if absent:
        raise SourceError(f"measures not found: {', '.join(absent)}", rule="measures")
    unnumbered = frame["LA Number"].isna()
    if unnumbered.any():
        row = int(frame.loc[unnumbered, "row"].iloc[0])
        raise SourceError(f"row {row}: LA Number is empty", rule="la_number", row=row)
    years = frame["Years"].astype(str).str.strip()
    return frame.assign(Years=years)[years.str.fullmatch(r"\d{4}")].reset_index(drop=True)


def tidy(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Turn the tool's rows into observations; float residue is rounded away at six places."""
    value, marker, status = read_values(frame["Values"].astype(str).str.strip())
    number = frame["LA Number"].astype(int)
    years = frame["Years"].astype(int)
    local = number < NATION - 10
    level = pd.Series("Regional", index=frame.index).mask(local, "Local authority")
    level = level.mask(number == NATION, "National")
    return pd.DataFrame(
        {
            "series": frame["Short Desc"].map(table.measures),
            "geographic_level": level,
            "old_la_code": number.astype(str).str.zfill(3).where(local),
            "region": frame["LA and Regions"].where(level == "Regional"),
            "time_period": years,
            "period_end": years.map({y: period_end(y, table.period) for y in years.unique()}),
            "value": value.round(6),
            "marker": marker,
            "status": status,
            "row_number": frame["row"],
            "joint_with": None,
        }
    )[OBSERVATION_COLUMNS]

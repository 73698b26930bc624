"""The long data of DfE's local authority interactive tool, for what exists nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from earlywarning.definitions.table import PublishedTable
from earlywarning.errors import SourceError
from earlywarning.period import period_end
from earlywarning.sources.cells import (
    CATALOGUE_COLUMNS,
    DECIMALS,
    OBSERVATION_COLUMNS,
    Cells,
    read_values,
)
from earlywarning.sources.reading import YEARS
from earlywarning.sources.refused import RefusedRows, most_of_a_table
from earlywarning.sources.workbook import limits

COLUMNS = ("Short Desc", "Years", "LA and Regions", "Values", "LA Number")
DICTIONARY_HEADER = {"Measure_short", "Topic", "Polarity", "Year_Type"}
# What the tool writes beside an axis, by its beginning, and the unit that it is.
AXES = {"%": "percentage", "rate per": "rate", "number": "count", "spend": "pounds",
        "unit cost": "pounds", "average score": "score"}  # fmt: skip
# The tool numbers its areas: authorities below 960, England 970, regions from 980.
NATION = 970
# 2025, 2016-17, and 2016-17 (OT) for outturn: the year in which the period ends.
YEAR = r"^(\d{2})(\d{2})(?:-(\d{2}))?(?: \(OT\))?$"


def columns_of(path: Path) -> tuple[str, ...]:
    """Return the column names of a parquet file.

    Raises:
        SourceError: if it is not parquet, or says that it has too many rows.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        rows, names = pq.read_metadata(path).num_rows, tuple(pq.read_schema(path).names)
    except (pa.ArrowException, OSError) as error:
        raise SourceError(f"cannot be opened as parquet: {error}", rule="file_kind") from error
    if rows > limits.MOST_CELLS:
        raise SourceError(
            f"{rows:,} rows; more than {limits.MOST_CELLS:,} are not read", rule=limits.RULE
        )
    return names


def topics_of(header: tuple[str, ...], rows: list[list[str]]) -> dict[str, str]:
    """Read the tool's dictionary: the topic of each measure."""
    short, topic = header.index("Measure_short"), header.index("Topic")
    return {cells[short]: cells[topic] for cells in rows}


class Described(NamedTuple):
    """What the tool's dictionary says of a measure; decimals: as the tool shows it, if it says."""

    title: str
    unit: str
    decimals: int | None


def described_in(header: tuple[str, ...], rows: list[list[str]]) -> dict[str, Described]:
    """Read the tool's dictionary: title, unit and decimals of each measure."""
    at = {name: header.index(name) for name in ("Measure_short", "Measure", "y_axis_name", "dps")
          if name in header}  # fmt: skip
    if len(at) < len(("short", "title", "axis", "decimals")):
        return {}  # an older dictionary has no such columns
    return {
        cells[at["Measure_short"]]: Described(
            " ".join(cells[at["Measure"]].split()),
            _unit(cells[at["y_axis_name"]]),
            int(cells[at["dps"]]) if cells[at["dps"]].strip() in {"0", "1", "2"} else None,
        )
        for cells in rows
    }


def _unit(axis: str) -> str:
    """Return the unit of a measure from what the tool writes beside its axis."""
    words = axis.strip().lower()
    for begins, unit in AXES.items():
        if words.startswith(begins):
            return unit
    return "as published"


def read(
    path: Path, table: PublishedTable, topics: Mapping[str, str], refused: RefusedRows
) -> tuple[pd.DataFrame, str]:
    """Return the measures that are mapped or of a wanted topic, as text with `row`, and a note.

    Without the tool's dictionary only the mapped measures are known to be wanted. `refused` takes
    figures of no place or no year; rows of no year that have no figure either are noted.

    Raises:
        SourceError: if the parquet body is damaged or a mapped measure is absent.
    """
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    try:
        whole = pq.read_table(path, columns=list(COLUMNS))
    except (pa.ArrowException, OSError) as error:
        raise SourceError(f"cannot be read to its end: {error}", rule="file_kind") from error
    names = set(whole["Short Desc"].unique().to_pylist())
    absent = sorted(set(table.measures) - names)
    if absent:
        raise SourceError(f"measures not found: {', '.join(absent)}", rule="measures")
    wanted = [n for n in names if n in table.measures or topics.get(n) in table.topics]
    note = f"{len(wanted)} of {len(names)} measures are about children's social care"
    # Two thirds of the rows are of other topics: they are left out before they become objects.
    chosen = pc.is_in(whole["Short Desc"], value_set=pa.array(wanted)).to_numpy(
        zero_copy_only=False
    )
    frame: pd.DataFrame = whole.filter(pa.array(chosen)).to_pandas()
    frame["row"] = np.flatnonzero(chosen) + 1
    unnumbered = frame["LA Number"].isna()
    for row in frame["row"][unnumbered]:
        refused.add(int(row), "la_number", f"row {row}: LA Number is empty")
    found = _with_years(frame[~unnumbered], note, refused)
    refused.require_few(len(frame), most_of_a_table(len(frame)))
    return found


def _with_years(frame: pd.DataFrame, note: str, refused: RefusedRows) -> tuple[pd.DataFrame, str]:
    # There are some hundred labels in a million rows.
    labels_once = pd.Series(frame["Years"].unique())
    parts = labels_once.astype(str).str.strip().str.extract(YEAR)
    year_of = dict(zip(labels_once, parts[0] + parts[2].fillna(parts[1]), strict=True))
    years = frame["Years"].map(year_of)
    dated = years.isin([str(year) for year in YEARS])
    told = pd.to_numeric(frame["Values"], errors="coerce").notna()
    for row, label in frame.loc[~dated & told, ["row", "Years"]].itertuples(index=False):
        refused.add(int(row), "time_period", f"row {row}: Years is {label!r}, which is no year")
    empty = ~dated & ~told
    if empty.any():
        labels = sorted(frame.loc[empty, "Years"].astype(str).unique())
        note += f"; {int(empty.sum())} rows whose year is {', '.join(labels)!r} are left aside"
    return frame.assign(Years=years)[dated].reset_index(drop=True), note


def tidy(
    frame: pd.DataFrame,
    table: PublishedTable,
    topics: Mapping[str, str],
    refused: Cells = frozenset(),
) -> pd.DataFrame:
    """Turn the tool's rows into observations; float residue is rounded away at six places."""
    wrong = frame["row"].isin({row for row, _ in refused}) if refused else None
    value, marker, status = read_values(frame["Values"].astype(str).str.strip(), wrong)
    number = frame["LA Number"].astype(int)
    years = frame["Years"].astype(int)
    local = number < NATION - 10
    level = pd.Series("Regional", index=frame.index).mask(local, "Local authority")
    level = level.mask(number == NATION, "National")
    code = number.astype(str).str.zfill(3)
    region = frame["LA and Regions"].where(level == "Regional")
    # A few hundred names and thirty years in a million rows: each is worked out once.
    names = frame["Short Desc"].unique()
    kinds = {name: table.topic_period(topics.get(name, "")) for name in names}
    number_of = {kind: at for at, kind in enumerate(dict.fromkeys(kinds.values()))}
    kind = frame["Short Desc"].map({name: number_of[kinds[name]] for name in names})
    end_of = {
        year * len(number_of) + at: period_end(int(year), kind)
        for year in years.unique()
        for kind, at in number_of.items()
    }
    return pd.DataFrame(
        {
            "series": frame["Short Desc"].map({name: _series(name, table) for name in names}),
            "geographic_level": level,
            "area": code.where(local, region).fillna("nation"),
            "old_la_code": code.where(local),
            "new_la_code": None,
            "region": region,
            "time_period": years,
            "period_end": (years * len(number_of) + kind).map(end_of),
            "value": value.round(6),
            "marker": marker,
            "status": status,
            "row_number": frame["row"],
            "joint_with": None,
        }
    )[OBSERVATION_COLUMNS]


def _series(name: str, table: PublishedTable) -> str:
    return table.measures.get(name) or f"{table.table}.{name}"


def catalogue(
    frame: pd.DataFrame,
    table: PublishedTable,
    topics: Mapping[str, str],
    described: Mapping[str, Described],
) -> pd.DataFrame:
    """Return one row per measure; what the dictionary does not describe keeps its short name."""
    rows = []
    for name in sorted(frame["Short Desc"].unique()):
        told = described.get(name, Described(name, "as published", None))
        decimals = DECIMALS.get(told.unit) if told.decimals is None else told.decimals
        rows.append((_series(name, table), table.table, name, topics.get(name), told.title,
                     told.unit, decimals, None))  # fmt: skip
    return pd.DataFrame(rows, columns=CATALOGUE_COLUMNS)

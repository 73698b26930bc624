"""Tables in DfE's open-data layout: one row per area and year, geography first.

Which columns mean what is declared in data/reference/tables; nothing here knows one table
from another.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from earlywarning.definitions import Slice, Table
from earlywarning.errors import SourceError
from earlywarning.period import period_end
from earlywarning.sources.reading import RawTable

GEOGRAPHY = (
    "time_period",
    "time_identifier",
    "geographic_level",
    "country_code",
    "country_name",
)
PLACES = ("region_code", "region_name", "old_la_code", "new_la_code", "la_name")
STATUS = {
    "c": "suppressed",
    "x": "not_returned",
    "u": "low_reliability",
    "z": "not_applicable",
    "k": "low",
    "low": "low",
    ":": "not_available",
    "-": "not_available",
    "..": "not_available",
    "": "not_available",
}
OBSERVATION_COLUMNS = [
    "series", "geographic_level", "old_la_code", "region", "time_period", "period_end", "value",
    "marker", "status", "row_number", "joint_with",
]  # fmt: skip


def is_open_data(header: tuple[str, ...]) -> bool:
    """Tell whether a header has DfE's open-data geography columns."""
    return sum(name in header for name in GEOGRAPHY) >= 4


def recognise(raw: RawTable, tables: dict[str, Table]) -> Table | None:
    """Return the declared table that a file is, judged by category, filters and columns.

    A table is still known with up to a third of its columns renamed, so that the refusal can
    name it and show the old header beside the new one.
    """
    best: tuple[float, Table] | None = None
    for table in tables.values():
        if table.layout != "open_data":
            continue
        share = _fit(raw, table)
        if share >= 0.6 and (best is None or share > best[0]):
            best = (share, table)
    return best[1] if best else None


def _fit(raw: RawTable, table: Table) -> float:
    header = set(raw.header)
    if table.category and not _category_fits(raw, table):
        return 0.0
    filters = table.filters.values()
    if not all(any(name in header for name in names) for names in filters):
        return 0.0
    if table.slices and not _labels_fit(raw, table):
        return 0.0
    needed = [column for column in table.columns.values() if not column.optional]
    return sum(any(name in header for name in column.names) for column in needed) / len(needed)


def _category_fits(raw: RawTable, table: Table) -> bool:
    """Look for the category's label in any column: a shifted header must not hide the table."""
    if not any(name.lower() == "category" for name in raw.header):
        return True
    return any(cell in table.category for cells in raw.rows[:50] for cell in cells)


def _labels_fit(raw: RawTable, table: Table) -> bool:
    """Every slice must find one of its labels somewhere in the rows."""
    seen = {cell for cells in raw.rows for cell in cells}
    return all(seen & set(labels) for cut in table.slices for labels in cut.where.values())


def canonical(raw: RawTable, table: Table) -> pd.DataFrame:
    """Return the file as text columns under the table's own names, with `row`.

    Raises:
        SourceError: if a needed column is missing; shows wanted and unplaced names.
    """
    chosen: dict[str, int] = {}
    missing: list[str] = []
    names = {place: (place,) for place in (*GEOGRAPHY, *PLACES)} | table.filters
    names |= {key: column.names for key, column in table.columns.items()}
    for key, aliases in names.items():
        found = [raw.header.index(alias) for alias in aliases if alias in raw.header]
        if found:
            chosen[key] = found[0]
        elif not (key in table.columns and table.columns[key].optional):
            missing.append(" or ".join(aliases))
    if missing:
        raise SourceError(_header_message(raw, table, missing), rule="header", row=1)
    columns = {key: [cells[i].strip() for cells in raw.rows] for key, i in chosen.items()}
    frame = pd.DataFrame(columns, dtype=str).assign(row=raw.row_numbers)
    for cut in table.slices:
        if not _rows_of(frame, cut).any():
            labels = "; ".join(f"{name}: {' or '.join(words)}" for name, words in cut.where.items())
            raise SourceError(
                f"row 1: {table.table} ({table.title}) has no rows for {cut.series} ({labels}); "
                "the header does not fit the cells, or a label changed",
                rule="labels",
                row=1,
            )
    return frame


def _rows_of(frame: pd.DataFrame, cut: Slice) -> np.ndarray:
    masks = [frame[name].isin(labels) for name, labels in cut.where.items()]
    return np.asarray(np.logical_and.reduce(masks))


def _header_message(raw: RawTable, table: Table, missing: list[str]) -> str:
    known = table.all_names() | set(GEOGRAPHY) | set(PLACES)
    unplaced = [name for name in raw.header if name not in known and name.lower() != "category"]
    return (
        f"row 1: the header does not fit {table.table} ({table.title}): expected "
        f"{', '.join(missing)}; found instead {', '.join(unplaced) or 'nothing new'}. "
        f"If a column was renamed, add its new name to tables/{table.table}.toml"
    )


def tidy(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Turn a canonical frame into observations, one row per series, area and period.

    Joint rows (`940 / 941`) become one row for each authority, marked with the other.
    """
    parts = [
        _series(frame, table, column.series, key)
        for key, column in table.columns.items()
        if column.series and key in frame
    ]
    parts += [
        _series(frame[_rows_of(frame, cut)], table, cut.series, cut.column) for cut in table.slices
    ]
    return spread_joint_rows(pd.concat(parts, ignore_index=True))[OBSERVATION_COLUMNS]


def _series(frame: pd.DataFrame, table: Table, series: str, column: str) -> pd.DataFrame:
    text = frame[column]
    value, marker, status = read_values(text)
    years = frame["time_period"].astype(int)
    ends = {year: period_end(year, table.period) for year in years.unique()}
    local = frame["geographic_level"] == "Local authority"
    regional = frame["geographic_level"] == "Regional"
    return pd.DataFrame(
        {
            "series": series,
            "geographic_level": frame["geographic_level"],
            "old_la_code": frame["old_la_code"].where(local),
            "region": frame["region_name"].where(local | regional),
            "time_period": years,
            "period_end": years.map(ends),
            "value": value,
            "marker": marker,
            "status": status,
            "row_number": frame["row"],
        }
    )


def read_values(text: pd.Series) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Split published text into number, symbol and reason; a symbol never becomes a number."""
    value = pd.to_numeric(text, errors="coerce")
    numeric = value.notna()
    marker = text.where(~numeric)
    status = text.str.lower().map(STATUS).where(~numeric, "ok").fillna("not_available")
    return value.astype(float), marker, status


def spread_joint_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Give each authority of a joint row its own row, naming the others in `joint_with`."""
    joint = frame["old_la_code"].str.contains("/", na=False)
    plain = frame[~joint].assign(joint_with=None)
    if not joint.any():
        return plain
    shared = frame[joint].copy()
    shared["codes"] = shared["old_la_code"].str.split("/").map(lambda c: [p.strip() for p in c])
    spread = shared.assign(old_la_code=shared["codes"]).explode("old_la_code")
    spread["joint_with"] = [
        ",".join(code for code in codes if code != own)
        for own, codes in zip(spread["old_la_code"], spread["codes"], strict=True)
    ]
    return pd.concat([plain, spread.drop(columns="codes")], ignore_index=True)

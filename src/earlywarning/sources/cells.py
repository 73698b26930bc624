"""From a table of text to observations: every cell kept, under the name of its series."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from earlywarning.definitions.table import BESIDE, PublishedTable
from earlywarning.period import month_end, period_end
from earlywarning.tables.declare import columns_of
from earlywarning.tables.published import Series

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
    "[x]": "not_returned",
    "[n]": "not_available",
    "[z]": "not_applicable",
    "[y]": "not_applicable",
}
OBSERVATION_COLUMNS = [
    "series", "geographic_level", "area", "old_la_code", "new_la_code", "region", "time_period",
    "period_end", "value", "marker", "status", "row_number", "joint_with",
]  # fmt: skip
CATALOGUE_COLUMNS = columns_of(Series)
# As the department publishes them.
DECIMALS = {"count": 0, "children": 0, "pounds": 0, "thousand_pounds": 0, "percentage": 1,
            "rate": 1, "ratio": 1, "fte": 1, "score": 1}  # fmt: skip


Cells = frozenset[tuple[int, str]]
REFUSED = "refused"


def tidy(frame: pd.DataFrame, table: PublishedTable, refused: Cells = frozenset()) -> pd.DataFrame:
    """Turn a canonical frame into observations, one row per series, area and period.

    Joint rows (`940 / 941`) become one row for each authority, marked with the other. A refused
    cell, given by row and column, has no value; what stood in it stays beside it as its marker.
    """
    frame = spread_joint_rows(frame)
    keep = ["time_period", "geographic_level", "region_name", "old_la_code", "new_la_code"]
    beside = [name for name in BESIDE if name in frame]
    long = frame.melt(
        id_vars=[*keep, *beside, *table.filters],
        value_vars=table.value_columns(frame.columns),
        var_name="column",
        value_name="text",
    )
    value, marker, status = read_values(long["text"], places(long["row"], long["column"], refused))
    local = long["geographic_level"] == "Local authority"
    regional = long["geographic_level"] == "Regional"
    out = pd.DataFrame(
        {
            "series": _series_of(long, table),
            "geographic_level": long["geographic_level"],
            "old_la_code": long["old_la_code"].where(local),
            "new_la_code": long["new_la_code"].where(local),
            "region": long["region_name"].where(local | regional),
            "value": value,
            "marker": marker,
            "status": status,
            "row_number": long["row"],
            "joint_with": long["joint_with"],
        }
    )
    return _dated(out, long, table)[OBSERVATION_COLUMNS]


def _dated(out: pd.DataFrame, long: pd.DataFrame, table: PublishedTable) -> pd.DataFrame:
    """Add period and area; a month column describes one month of its year to March."""
    years = long["time_period"].astype(int)
    months = {key: column.month for key, column in table.columns.items() if column.month}
    month = long["column"].map(months) if months else pd.Series(index=long.index, dtype=float)
    plain = month.isna()
    period = years.where(plain, (years - (month >= 4)) * 100 + month).astype(int)
    ends = {p: month_end(p) if p > 9999 else period_end(p, table.period) for p in period.unique()}
    area = out["old_la_code"].where(out["geographic_level"] == "Local authority", out["region"])
    if "area_name" in long:
        area = area.fillna(long["area_name"])
    return out.assign(time_period=period, period_end=period.map(ends), area=area.fillna("nation"))


def _series_of(long: pd.DataFrame, table: PublishedTable) -> pd.Series:
    keys = ["column", *table.filters]
    if len(keys) == 1:
        names = {column: _name(table, {"column": column}) for column in long["column"].unique()}
        return long["column"].map(names)
    combos = long[keys].drop_duplicates()
    combos = combos.assign(series=[_name(table, row) for row in combos.to_dict("records")])
    return long[keys].merge(combos, on=keys, how="left", validate="many_to_one")["series"]


def _name(table: PublishedTable, row: Mapping[Any, Any]) -> str:
    """Return the name of a series: its own, or the table's, column's and labels'."""
    declared = table.columns.get(row["column"])
    if declared and declared.series:
        return declared.series
    for cut in table.slices:
        if cut.column == row["column"] and all(row[k] == v for k, v in cut.where.items()):
            return cut.series
    labels = "".join(f" | {row[name]}" for name in table.filters)
    return f"{table.table}.{row['column']}{labels}"


def catalogue(frame: pd.DataFrame, table: PublishedTable) -> pd.DataFrame:
    """Return one row per series of a file: where it comes from and what it counts."""
    filters = list(table.filters)
    combos = frame[filters].drop_duplicates().to_dict("records") if filters else [{}]
    rows = []
    for column in table.value_columns(frame.columns):
        declared = table.columns.get(column)
        base = declared.per_children if declared else None
        unit = declared.unit if declared else table.other_columns or "count"
        for combo in combos:
            row = {str(k): str(v) for k, v in combo.items()}
            rows.append(
                {
                    "series": _name(table, {**row, "column": column}),
                    "table_name": table.table,
                    "column_name": column,
                    "labels": " | ".join(row.values()) or None,
                    "title": _title(table, column, row.values()),
                    "unit": unit,
                    "decimals": DECIMALS.get(unit),
                    "rate_of": _name(table, {**row, "column": base}) if base else None,
                }
            )
    return pd.DataFrame(rows, columns=CATALOGUE_COLUMNS)


def _title(table: PublishedTable, column: str, labels: Iterable[str]) -> str:
    """Return what a series is in words: its table, what its row counts, its column."""
    counted = column.replace("_", " ").replace("-", " ")
    return ": ".join([table.title, ", ".join([*labels, counted])])


def read_values(
    text: pd.Series, refused: pd.Series | None = None
) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Split published text into number, symbol and reason; a symbol never becomes a number."""
    value = pd.to_numeric(text, errors="coerce")
    if refused is not None:
        value = value.mask(refused)
    numeric = value.notna()
    marker = text.where(~numeric)
    status = text.str.lower().map(STATUS).where(~numeric, "ok").fillna("not_available")
    return value.astype(float), marker, status if refused is None else status.mask(refused, REFUSED)


def places(rows: pd.Series, columns: pd.Series, refused: Cells) -> pd.Series | None:
    """Tell which cells are refused; None where none is."""
    if not refused:
        return None
    hits = [pair in refused for pair in zip(rows, columns, strict=True)]
    return pd.Series(hits, index=rows.index, dtype=bool)


def spread_joint_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Give each authority of a joint row its own row, naming the others in `joint_with`."""
    joint = frame["old_la_code"].str.contains("/", na=False)
    plain = frame[~joint].assign(joint_with=None)
    if not joint.any():
        return plain
    shared = frame[joint].copy()
    shared["codes"] = list(
        zip(
            shared["old_la_code"].map(_parts),
            shared["new_la_code"].map(_parts),
            strict=True,
        )
    )
    rows = []
    for record, (olds, news) in zip(shared.to_dict("records"), shared["codes"], strict=True):
        for position, own in enumerate(olds):
            others = ",".join(code for code in olds if code != own)
            nine = news[position] if len(news) == len(olds) else ""
            rows.append(record | {"old_la_code": own, "new_la_code": nine, "joint_with": others})
    spread = pd.DataFrame(rows)[list(plain.columns)]
    return pd.concat([plain, spread], ignore_index=True)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split("/")]

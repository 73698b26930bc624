"""What the ids in an answer of the statistics API stand for, and the rows that they make."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from earlywarning.definitions import table
from earlywarning.definitions.table import GEOGRAPHY
from earlywarning.errors import SourceError
from earlywarning.sources.api_shape import Metadata, require
from earlywarning.sources.offered import Offered
from earlywarning.sources.reading import RawTable

TIME_IDENTIFIERS = {
    "RY": "Reporting year",
    "CY": "Calendar year",
    "FY": "Financial year",
    "AY": "Academic year",
}
PLACES = {"NAT": ("country_code", "country_name"), "REG": ("region_code", "region_name")}
WHERE = (*GEOGRAPHY, *table.PLACES)
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Meta:
    """What the ids of a data set stand for."""

    offered: Offered
    levels: dict[str, str]
    places: dict[str, dict[str, Row]]
    filters: dict[str, tuple[str, dict[str, str]]]
    indicators: dict[str, str]

    def knows(self, results: list[dict[str, Any]]) -> bool:
        """Tell whether every id in these results is one of this data set's."""
        return all(
            set(one["values"]) <= set(self.indicators)
            and all(place in self.places.get(at, {}) for at, place in one["locations"].items())
            and all(
                name in self.filters and option in self.filters[name][1]
                for name, option in one["filters"].items()
            )
            for one in results
        )


def read_meta(offered: Offered) -> Meta:
    """Read metadata.

    Raises:
        SourceError: naming what is missing in it.
    """
    content = json.loads(offered.path.read_text(encoding="utf-8-sig"))
    require(Metadata, content, "metadata")
    try:
        return Meta(
            offered,
            {one["code"]: one["label"] for one in content["geographicLevels"]},
            {
                group["level"]["code"]: {one["id"]: _place(group, one) for one in group["options"]}
                for group in content["locations"]
            },
            {
                one["id"]: (one["column"], {o["id"]: o["label"] for o in one["options"]})
                for one in content["filters"]
            },
            {one["id"]: one["column"] for one in content["indicators"]},
        )
    except (KeyError, TypeError) as error:
        raise SourceError(f"metadata without {error}", rule="api_meta") from error


def _place(group: dict[str, Any], option: dict[str, Any]) -> Row:
    """Return the open-data columns of one place."""
    level = group["level"]["code"]
    if level == "LA":
        codes = {"old_la_code": option.get("oldCode", ""), "new_la_code": option.get("code", "")}
        return codes | {"la_name": option["name"]}
    code, name = PLACES.get(level, ("", ""))
    return {code: option.get("code", ""), name: option["name"]} if code else {}


def raw_table(results: list[dict[str, Any]], meta: Meta, regions: dict[str, str]) -> RawTable:
    """Return results as a table in open-data layout; `row_numbers` count the results.

    Raises:
        SourceError: naming the first result that does not fit.
    """
    rows = rows_of(results, meta, regions)
    own = [name for name in rows[0] if name not in WHERE]
    header = (*WHERE, *own)
    for number, row in enumerate(rows, start=1):
        if set(row) - set(WHERE) != set(own):
            raise SourceError(
                f"result {number}: other filters or values than in the first", rule="results",
                row=number,
            )  # fmt: skip
    cells = [[row.get(name, "") for name in header] for row in rows]
    return RawTable(header, cells, list(range(1, len(rows) + 1)))


def rows_of(results: list[dict[str, Any]], meta: Meta, regions: dict[str, str]) -> list[Row]:
    """Return each result as a row, by column."""
    return [_row(one, meta, regions, number) for number, one in enumerate(results, start=1)]


def _row(one: dict[str, Any], meta: Meta, regions: dict[str, str], number: int) -> Row:
    level, time = one["geographicLevel"], one["timePeriod"]
    if level not in meta.levels or level not in one["locations"]:
        raise SourceError(f"result {number}: no place of level {level!r}", rule="level", row=number)
    if time.get("code") not in TIME_IDENTIFIERS:
        raise SourceError(
            f"result {number}: time period {time.get('code')!r}", rule="time_identifier", row=number
        )
    row = {
        "time_period": _period(str(time["period"])),
        "time_identifier": TIME_IDENTIFIERS[time["code"]],
        "geographic_level": meta.levels[level],
    }
    for at, place in one["locations"].items():
        row |= meta.places[at][place]
    if level == "LA" and not row.get("region_name"):
        row["region_name"] = regions.get(row["old_la_code"]) or ""
    for name, option in one["filters"].items():
        column, labels = meta.filters[name]
        row[column] = labels[option]
    for name, value in one["values"].items():
        row[meta.indicators[name]] = "" if value is None else str(value)
    return row


def _period(words: str) -> str:
    """Return 2024/2025 as the files write it, 202425; a single year stays."""
    first, _, second = words.partition("/")
    return first + second[-2:]

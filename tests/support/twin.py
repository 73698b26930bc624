"""The slow plain-Python twin of the SQL: the same rules read row by row, for small nations.

A row is a dictionary with the names of the table's columns; nothing here knows DuckDB.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from statistics import mean, median
from typing import Any

Row = dict[str, Any]
LOCAL, REGIONAL, NATIONAL = "Local authority", "Regional", "National"


def _area(row: Row) -> str:
    return str(row["old_la_code"] or row["region"] or "nation")


def known_values(observations: Iterable[Row]) -> list[Row]:
    """Keep the newest release of each value."""
    newest: dict[tuple[Any, ...], Row] = {}
    for row in sorted(observations, key=lambda r: (r["published"], r["release"], r["row_number"])):
        newest[row["series"], row["geographic_level"], _area(row), row["time_period"]] = row
    return list(newest.values())


def _published(indicator: Row, known: dict[tuple[Any, ...], Row], place: tuple[Any, ...]) -> Row:
    """Return the first listed series with a number, else the first listed one there is."""
    listed = list(indicator["published_series"])
    if indicator["history_series"] and place[2] < _begins(indicator, known):
        listed.append(indicator["history_series"])
    found = [known[s, *place] for s in listed if (s, *place) in known]
    with_number = [row for row in found if row["value"] is not None]
    return (with_number or found or [{}])[0]


def _begins(indicator: Row, known: dict[tuple[Any, ...], Row]) -> int:
    """Return the first period of the first listed series: before it the history is asked."""
    first = next(iter(indicator["published_series"]), "")
    return min((key[3] for key in known if key[0] == first), default=9999)


def _rounded(value: float, decimals: int) -> float:
    return math.floor(value * 10**decimals + 0.5) / 10**decimals


def _counted(indicator: Row, known: dict[tuple[Any, ...], Row], place: tuple[Any, ...]) -> Row:
    level, area, year = place
    top = known.get((indicator["numerator"], level, area, year))
    if top is None:
        return {}
    before = year - indicator["denominator_years_before"]
    bottom = known.get((indicator["denominator"], level, area, before), {})
    lacking = top if top["status"] != "ok" else bottom
    value = None
    if top["value"] is not None and bottom.get("value"):
        exact = indicator["per"] * top["value"] / bottom["value"]
        value = _rounded(exact, indicator["decimals"])
    days = [row["published"] for row in (top, bottom) if row]
    return {
        **top,
        "value": value,
        "numerator": top["value"],
        "denominator": bottom.get("value"),
        "status": lacking.get("status", "not_available"),
        "marker": lacking.get("marker"),
        "published": max(days),
    }


def _before(indicator: Row, counted: Row, published: Row, observations: list[Row]) -> Row:
    """Return what a release before printed, where the count stands and its population is gone."""
    gone = {"not_returned", "not_available"}
    if not {counted.get("status"), published.get("status")} <= gone:
        return {}
    if counted["numerator"] is None or counted["denominator"] is not None:
        return {}
    place = ("geographic_level", "old_la_code", "region", "time_period")
    rows = [
        row
        for row in observations
        if row["series"] in indicator["published_series"]
        and row["value"] is not None
        and all(row[name] == counted[name] for name in place)
    ]
    return max(rows, key=lambda r: (r["published"], r["release"], r["row_number"]), default={})


def _basis(indicator: Row, counted: Row, published: Row, before: Row) -> str:
    has_count, has_figure = counted.get("value") is not None, published.get("value") is not None
    if has_count and (indicator["prefer"] == "counts" or not has_figure):
        return "counts"
    if not has_figure and before:
        return "published_before"
    return "published" if published else "counts"


def _status(value: float | None, basis: str, chosen: Row) -> str:
    if value is not None:
        return "ok"
    # Both counts are there and give no value: nothing stands below the line.
    return "not_applicable" if basis == "counts" and chosen["status"] == "ok" else chosen["status"]


def _existed(authority: Row, day: dt.date) -> bool:
    closed = authority["closed"]
    return authority["opened"] <= day and (closed is None or closed >= day)


def indicator_values(
    indicators: list[Row], observations: list[Row], authorities: list[Row]
) -> list[Row]:
    """Return each indicator for every area and period in which the area existed."""
    known = {
        (r["series"], r["geographic_level"], _area(r), r["time_period"]): r
        for r in known_values(observations)
    }
    services = {row["old_la_code"]: row for row in authorities}
    out = []
    for indicator in indicators:
        own = {indicator["numerator"], *indicator["published_series"]} - {None, ""}
        places = {key[1:] for key in known if key[0] in own}
        begins = _begins(indicator, known)
        places |= {k[1:] for k in known if k[0] == indicator["history_series"] and k[3] < begins}
        for place in sorted(places):
            row = _indicator_value(indicator, known, place, observations)
            service = services.get(row["old_la_code"])
            if row["geographic_level"] != LOCAL:
                out.append(row)
            elif service and _existed(service, row["period_end"]):
                out.append(row | {"region": service["region"]})
    return out


def _indicator_value(
    indicator: Row,
    known: dict[tuple[Any, ...], Row],
    place: tuple[Any, ...],
    observations: list[Row],
) -> Row:
    counted, published = _counted(indicator, known, place), _published(indicator, known, place)
    before = _before(indicator, counted, published, observations)
    basis = _basis(indicator, counted, published, before)
    chosen = {"counts": counted, "published": published, "published_before": before}[basis]
    either = published or counted
    return {
        "indicator": indicator["indicator"],
        "geographic_level": place[0],
        "old_la_code": either["old_la_code"],
        "region": either["region"],
        "time_period": place[2],
        "period_end": either["period_end"],
        "value": chosen["value"],
        "numerator": counted.get("numerator"),
        "denominator": counted.get("denominator"),
        "status": _status(chosen["value"], basis, chosen),
        "marker": chosen["marker"],
        "basis": basis,
        "published": chosen["published"],
        "joint_with": published.get("joint_with") or counted.get("joint_with"),
    }


def _spread(values: list[float]) -> float:
    middle = median(values)
    return 1.4826 * median(abs(value - middle) for value in values)


def _summed_up(key: Row, comparator: str, values: list[float], **more: Any) -> list[Row]:
    if not values:
        return []
    shared = key | more | {
        "comparator": comparator, "n": len(values), "spread": _spread(values),
    }  # fmt: skip
    averages = {"median": median(values), "mean": mean(values)}
    return [shared | {"statistic": name, "value": value} for name, value in averages.items()]


def _about(values: list[Row]) -> dict[tuple[Any, ...], str]:
    """Return whom each figure is about: of a joint return, the first of its authorities."""
    there = {(r["indicator"], r["old_la_code"], r["time_period"]) for r in values}
    out = {}
    for row in values:
        name, own, year = row["indicator"], row["old_la_code"], row["time_period"]
        if row["geographic_level"] == LOCAL:
            others = str(row["joint_with"] or "").split(",")
            out[name, own, year] = min([own, *(o for o in others if (name, o, year) in there)])
    return out


def benchmarks(
    values: list[Row], neighbours: list[Row], authorities: list[Row], contaminated: list[Row]
) -> list[Row]:
    """Return what each authority's row is held against."""
    coloured = {(r["indicator"], r["old_la_code"], r["time_period"]) for r in contaminated}
    local = {
        (r["indicator"], r["old_la_code"], r["time_period"]): r["value"]
        for r in values
        if r["geographic_level"] == LOCAL
    }
    about = _about(values)
    small = {row["old_la_code"]: row["is_small"] for row in authorities}
    newest = max((row["model_year"] for row in neighbours), default=0)
    out: list[Row] = []
    for row in values:
        if row["geographic_level"] != LOCAL:
            continue
        name, code, year = row["indicator"], row["old_la_code"], row["time_period"]
        key = {"indicator": name, "old_la_code": code, "time_period": year}
        own = about.get((name, code, year), code)
        near: dict[str, tuple[float, float]] = {}
        for n in sorted(neighbours, key=lambda n: n["position"]):
            other = n["neighbour_old_la_code"]
            found, whom = local.get((name, other, year)), about.get((name, other, year), other)
            if (
                n["model_year"] == newest and n["old_la_code"] == code and whom != own
                and small.get(other) is False and found is not None
            ):  # fmt: skip
                near.setdefault(whom, (found, n["weight"]))
        past = [
            local.get((name, code, year - back))
            for back in range(1, 6)
            if (name, code, year - back) not in coloured
        ]
        around: dict[str, float] = {}
        for other in sorted(values, key=lambda other: str(other["old_la_code"])):
            there = other["old_la_code"]
            whom = about.get((name, there, year), there)
            if (
                other["geographic_level"] == LOCAL and other["value"] is not None
                and (other["indicator"], other["time_period"]) == (name, year)
                and other["region"] == row["region"] and whom != own and small.get(there) is False
            ):  # fmt: skip
                around.setdefault(whom, other["value"])
        out += _summed_up(
            key, "statistical_neighbours", [value for value, _ in near.values()], model_year=newest,
            closeness=mean(weight for _, weight in near.values()) if near else None,
        )  # fmt: skip
        out += _summed_up(key, "own_past", [value for value in past if value is not None])
        out += _summed_up(key, "geographical_neighbours", [*around.values()])
        out += _above(key, row, values)
    return out


def _above(key: Row, row: Row, values: list[Row]) -> list[Row]:
    out = []
    for other in values:
        level = other["geographic_level"]
        if (other["indicator"], other["time_period"]) != (row["indicator"], row["time_period"]):
            continue
        if other["value"] is None or level == LOCAL:
            continue
        if level == NATIONAL or other["region"] == row["region"]:
            name = "england" if level == NATIONAL else "region"
            out.append(
                key | {"comparator": name, "statistic": "published", "value": other["value"]}
            )
    return out

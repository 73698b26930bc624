"""What was taken in, as rows of the warehouse's tables."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any, cast

import pandas as pd

from earlywarning.definitions import Definitions
from earlywarning.sources.authorities import Authorities
from earlywarning.sources.intake import Offered
from earlywarning.validation import Finding

WARNS = {
    "x": "not submitted",
    "u": "withheld because its quality was too low",
}


def region_names(reference: Path) -> dict[str, str]:
    """Return other spellings of region names with the one used here."""
    with (reference / "region_alias.csv").open(encoding="utf-8", newline="") as file:
        return {row["alias"]: row["region"] for row in csv.DictReader(file)}


def authorities(
    known: Authorities, facts: pd.DataFrame, small: int, as_of: dt.date, alias: dict[str, str]
) -> pd.DataFrame:
    """Return local_authority rows: services opened by the as-of day, with their children."""
    services = known.services()
    services = services[services["opened"].map(lambda day: day <= as_of)].copy()
    services["region"] = services["region"].map(lambda r: alias.get(r, r))
    people = facts[(facts["series"] == "population_0_17") & facts["value"].notna()]
    newest = people.sort_values(["time_period", "published"]).groupby("old_la_code")["value"].last()
    services["children"] = services["old_la_code"].map(newest).astype("Int64")
    services["is_small"] = (services["children"] < small).fillna(value=False).astype(bool)
    return services


def releases(taken: list[Offered]) -> pd.DataFrame:
    """Return release rows; a newer release of the same table supersedes an older one."""
    rows = [
        {
            "release": o.release,
            "source": o.table.source if o.table else o.kind,
            "title": o.table.title if o.table else o.kind.replace("_", " "),
            "published": o.published,
            "published_basis": o.published_basis or None,
            "file_name": o.path.name.split("__")[-1],
            "sha256": o.sha256,
            "rows": _rows_read(o),
            "period": o.period,
            "kind": o.kind,
            "partial": o.partial,
        }
        for o in taken
    ]
    frame = pd.DataFrame(rows).sort_values(["kind", "period", "release"], na_position="first")
    frame["superseded_by"] = None
    for _, group in frame[frame["published"].notna()].groupby("kind"):
        order = group.sort_values(["published", "period", "release"])
        # The few rows of a query answer replace single values, never a whole file.
        whole = order[~order["partial"]]
        if not whole.empty:
            older = order.index[order["published"] < whole["published"].iloc[-1]]
            frame.loc[older, "superseded_by"] = whole["release"].iloc[-1]
    return frame.drop(columns=["kind", "partial"])


def _rows_read(offered: Offered) -> int:
    if offered.frame is not None:
        return len(offered.frame)
    if offered.raw is not None:
        return len(offered.raw.rows)
    return sum(len(rows) for rows in (offered.sheets or {}).values())


def intake_rows(offered: list[Offered]) -> pd.DataFrame:
    """Return what became of every file."""
    rows = [
        {
            "file_name": o.name.split("__")[-1],
            "sha256": o.sha256,
            "outcome": o.outcome,
            "release": o.release if o.outcome == "taken" else None,
            "message": o.message or None,
        }
        for o in offered
        if o.outcome != "not_yet_published"
    ]
    columns = ["file_name", "sha256", "outcome", "release", "message"]
    return pd.DataFrame(rows, columns=columns).sort_values(["file_name", "sha256"])


def refusals(offered: list[Offered]) -> list[Finding]:
    """Return a finding for every refused file that no suite has already reported."""
    return [
        Finding(
            source=o.table.source if o.table else o.kind,
            rule=o.rule,
            severity="critical",
            message=f"refused: {o.message}",
            file_name=o.name,
            row_number=o.row,
        )
        for o in offered
        if o.outcome == "refused"
    ]


def unknown_codes(offered: Offered, codes: list[str]) -> list[Finding]:
    """Return findings for inspected places that the authority list does not know."""
    return [
        Finding(
            source="ofsted",
            rule="known_authority",
            severity="warning",
            message=f"{code}: inspected, but not in the authority list; its rows are held back",
            file_name=offered.name,
        )
        for code in codes
    ]


def weak_values(
    facts: pd.DataFrame, definitions: Definitions, file_of: dict[str, str]
) -> list[Finding]:
    """Return a finding for every value of an indicator's series that is `x` or `u`.

    Suppression (`c`) and not applicable (`z`) are never findings.
    """
    used = {s for i in definitions.indicators.values() for s in (i.numerator, *i.published) if s}
    weak = facts[
        facts["series"].isin(used)
        & facts["old_la_code"].notna()
        & facts["status"].isin(["not_returned", "low_reliability"])
    ]
    rows = cast("list[dict[str, Any]]", weak.to_dict("records"))
    return [_weak_value(row, definitions, file_of) for row in rows]


def _weak_value(row: dict[str, Any], definitions: Definitions, file_of: dict[str, str]) -> Finding:
    marker = row["marker"]
    return Finding(
        source=definitions.tables[_table_of(row["release"], definitions)].source,
        rule=row["status"],
        severity="warning",
        message=f"row {row['row_number']}: {row['series']} {WARNS.get(str(marker), marker)}",
        release=row["release"],
        file_name=file_of[row["release"]],
        old_la_code=row["old_la_code"],
        series=row["series"],
        time_period=int(row["time_period"]),
        row_number=int(row["row_number"]),
    )


def _table_of(release: str, definitions: Definitions) -> str:
    return next(name for name in definitions.tables if release.rsplit("_", 1)[0] == name)


def neighbours(taken: list[Offered]) -> pd.DataFrame:
    """Return each neighbour model once; the same model comes as CSV and as a workbook."""
    frames = [
        o.frame.assign(order=o.name)
        for o in taken
        if o.kind == "neighbours" and o.frame is not None
    ]
    if not frames:
        return pd.DataFrame()
    frame = pd.concat(frames, ignore_index=True).sort_values(
        ["model_year", "old_la_code", "position", "order"]
    )
    return frame.drop_duplicates(["model_year", "old_la_code", "position"])


def indicator_rows(definitions: Definitions) -> pd.DataFrame:
    """Return the declared indicators as rows of the indicator table."""
    rows = []
    for indicator in definitions.indicators.values():
        row = indicator.model_dump(exclude={"published", "example", "questions"})
        row["published_series"] = ",".join(indicator.published)
        row["questions"] = "\n".join(indicator.questions)
        rows.append(row)
    return pd.DataFrame(rows)


def together(frames: list[pd.DataFrame | None], columns: list[str]) -> pd.DataFrame:
    """Return frames one below the other, or an empty frame with the columns."""
    given = [frame for frame in frames if frame is not None]
    return pd.concat(given, ignore_index=True) if given else pd.DataFrame(columns=columns)


def nation_name(tables: list[Offered]) -> str:
    """Return the nation as the published tables name it."""
    for offered in tables:
        if offered.frame is not None and "country_name" in offered.frame:
            return str(offered.frame["country_name"].iloc[0])
    return "England"

"""What was taken in, as rows of the warehouse's tables."""

from __future__ import annotations

import datetime as dt

import duckdb
import pandas as pd

from earlywarning.definitions.loader import Definitions
from earlywarning.definitions.policy import PerformancePolicy
from earlywarning.sources.authorities import Authorities
from earlywarning.sources.cells import CATALOGUE_COLUMNS
from earlywarning.sources.context import Context
from earlywarning.sources.kind import kind_of
from earlywarning.sources.offered import Offered


def services(known: Authorities, as_of: dt.date, context: Context) -> pd.DataFrame:
    """Return the services opened by the as-of day, with region and rural or urban class."""
    frame = known.services()
    frame = frame[frame["opened"].map(lambda day: day <= as_of)].copy()
    frame["region"] = frame["region"].map(lambda r: context.region_alias.get(r, r))
    # The list has the codes of one day; a service keeps its class when its code changes.
    code_of = context.code_of
    by_number = {code_of.get(code, ""): kind for code, kind in context.rural_urban.items()}
    own = frame["new_la_code"].map(context.rural_urban)
    frame["rural_urban"] = own.fillna(frame["old_la_code"].map(by_number))
    return frame


def with_children(
    frame: pd.DataFrame, connection: duckdb.DuckDBPyConnection, policy: PerformancePolicy
) -> pd.DataFrame:
    """Add the children of each service at the newest mid-year known, and whether it is small.

    Places that the policy names are small also on a day on which no population was known.
    """
    rows = connection.execute(
        """
        select old_la_code, arg_max(value, (time_period, published))
        from (
            select *, max(value) over (partition by old_la_code) as most from observation
            where series = 'population_0_17' and value is not null and old_la_code is not null
        )
        where value >= most / 2  -- a slip of the pen makes nobody small
        group by old_la_code
        """
    ).fetchall()
    children = frame["old_la_code"].map(dict(rows)).round().astype("Int64")
    is_small = (children < policy.small_population).fillna(value=False).astype(bool)
    is_small |= frame["new_la_code"].isin(policy.small_places)
    return frame.assign(children=children, is_small=is_small)


def series_rows(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Return every series once; the newest file's columns describe it."""
    frame = together([*frames], CATALOGUE_COLUMNS)
    return frame.drop_duplicates("series", keep="last").sort_values("series")


def limit_rows(definitions: Definitions) -> pd.DataFrame:
    """Return the limits of the quality rules."""
    rows = [(name, one.value, one.reason) for name, one in definitions.limits.items()]
    return pd.DataFrame(rows, columns=["name", "value", "reason"])


def correction_rows(definitions: Definitions) -> pd.DataFrame:
    """Return the known errors of publishers."""
    return pd.DataFrame([one.model_dump() for one in definitions.corrections])


def traced(offered: Offered) -> pd.DataFrame | None:
    """Return a list's rows with the release they come from, for lists of inspections."""
    if offered.frame is None or kind_of(offered).table != "inspection":
        return offered.frame
    return ranked(offered, offered.frame)


def ranked(offered: Offered, frame: pd.DataFrame) -> pd.DataFrame:
    """Return inspections with the release that they stand in, and how far it is believed."""
    return frame.assign(
        release=offered.release,
        release_published=offered.published,
        rank=kind_of(offered).rank,
    )


def releases(taken: list[Offered], as_of: dt.date) -> pd.DataFrame:
    """Return release rows; a newer release of the same table supersedes an older one."""
    rows = [
        {
            "release": o.release,
            "source": o.table.source if o.table else o.kind,
            "title": o.table.title if o.table else o.kind.replace("_", " "),
            "published": o.published,
            "published_basis": o.published_basis or None,
            "file_name": o.file_name,
            "sha256": o.sha256,
            "rows": o.count_rows(),
            "period": o.period,
            "kind": o.kind,
            "partial": o.partial,
        }
        for o in taken
        # A list of inspections that came out later tells of reports that were public by then.
        if o.published is None or o.published <= as_of
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
    return frame.drop(columns="partial")


def intake_rows(offered: list[Offered]) -> pd.DataFrame:
    """Return what became of every file."""
    rows = [
        {
            "file_name": o.name.split("__")[-1],
            "sha256": o.sha256,
            "kind": o.kind,
            "outcome": o.outcome,
            "release": o.release if o.outcome == "taken" else None,
            "message": o.message or None,
        }
        for o in offered
        if o.outcome != "not_yet_published"
    ]
    columns = ["file_name", "sha256", "kind", "outcome", "release", "message"]
    return pd.DataFrame(rows, columns=columns).sort_values(["file_name", "sha256"])


def neighbours(taken: list[Offered]) -> pd.DataFrame:
    """Return each neighbour model once; the same model comes as CSV and as a workbook."""
    frames = [
        o.frame.assign(order=o.name)
        for o in taken
        if kind_of(o).table == "neighbour" and o.frame is not None
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
        row = indicator.model_dump(exclude={"published", "history", "example", "questions"})
        row["history_series"] = indicator.history
        row["published_series"] = indicator.published
        row["questions"] = indicator.questions
        rows.append(row)
    return pd.DataFrame(rows)


def together(frames: list[pd.DataFrame | None], columns: list[str]) -> pd.DataFrame:
    """Return frames one below the other, or an empty frame with the columns."""
    given = [frame for frame in frames if frame is not None]
    return pd.concat(given, ignore_index=True) if given else pd.DataFrame(columns=columns)


def standing_overrides(frame: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """Return the overrides that were decided by a day and have not expired."""
    stands = [
        decided <= as_of <= expires
        for decided, expires in zip(frame["decided_on"], frame["expires"], strict=True)
    ]
    return frame.loc[stands]


# Table of the warehouse, and the kind of file that its rows stand in.
FETCHING = {"fetched_file": "fetched", "data_set_change": "fetched_changes"}


def fetched_rows(table: str, offered: list[Offered], as_of: dt.date) -> pd.DataFrame:
    """Return the rows known on the as-of day; kept copies of one record repeat them."""
    frames = [
        pd.DataFrame(one.raw.rows, columns=list(one.raw.header), dtype=str)
        for one in offered
        if one.kind == FETCHING[table] and one.outcome == "context" and one.raw is not None
    ]
    if not frames:
        return pd.DataFrame()
    rows = pd.concat(frames, ignore_index=True).drop_duplicates()
    known = rows[rows["published"] <= as_of.isoformat()]
    return known.sort_values(list(known.columns), ignore_index=True)

"""Tables as they pass from one worker to the next; no worker knows another."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from pathlib import Path

import duckdb
import pandas as pd

from earlywarning.definitions import Definitions
from earlywarning.settings import Settings
from earlywarning.sources.authorities import Authorities
from earlywarning.sources.intake import Offered
from earlywarning.validation import Finding
from earlywarning.warehouse import Building

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
        }
        for o in taken
    ]
    frame = pd.DataFrame(rows).sort_values(["kind", "period", "release"], na_position="first")
    frame["superseded_by"] = None
    for _, group in frame[frame["published"].notna()].groupby("kind"):
        order = group.sort_values(["published", "period", "release"])
        newest = order["release"].iloc[-1]
        older = order.index[order["published"] < order["published"].iloc[-1]]
        frame.loc[older, "superseded_by"] = newest
    return frame.drop(columns="kind")


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
    return [
        Finding(
            source=definitions.tables[_table_of(row.release, definitions)].source,
            rule=row.status,
            severity="warning",
            message=f"row {row.row_number}: {row.series} {WARNS.get(str(row.marker), row.marker)}",
            release=row.release,
            file_name=file_of[row.release],
            old_la_code=row.old_la_code,
            series=row.series,
            time_period=int(row.time_period),
            row_number=int(row.row_number),
        )
        for row in weak.itertuples(index=False)
    ]


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


def table(connection: duckdb.DuckDBPyConnection, name: str) -> pd.DataFrame:
    """Return a whole table with dates as Python dates."""
    frame = connection.execute(f"from {name}").df()
    for column in frame.columns:
        if str(frame[column].dtype).startswith("datetime64"):
            days = frame[column].dt.date
            frame[column] = days.astype(object).where(frame[column].notna(), None)
    return frame


def signal_input(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return authority values with what they are held against, gaps as NaN."""
    frame = connection.execute(
        """
        select v.*, la.opened, la.is_small, nb.value as neighbour_median, nb.n as neighbour_n,
               en.value as england
        from indicator_value as v
        join local_authority as la on la.old_la_code = v.old_la_code and la.closed is null
        left join benchmark as nb
            on nb.indicator = v.indicator and nb.old_la_code = v.old_la_code
           and nb.time_period = v.time_period
           and nb.comparator = 'statistical_neighbours' and nb.statistic = 'median'
        left join benchmark as en
            on en.indicator = v.indicator and en.old_la_code = v.old_la_code
           and en.time_period = v.time_period and en.comparator = 'england'
        where v.geographic_level = 'Local authority'
        order by v.indicator, v.old_la_code, v.time_period
        """
    ).df()
    numbers = ["value", "numerator", "denominator", "neighbour_median", "neighbour_n", "england"]
    return frame.astype(dict.fromkeys(numbers, float))


def open_authorities(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return the authorities that run a service today."""
    return connection.execute(
        "select old_la_code, is_small from local_authority where closed is null order by 1"
    ).df()


def missing(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return indicators for which an open authority has no value in the newest period."""
    return connection.execute(
        """
        select la.old_la_code, i.indicator
        from local_authority as la
        cross join indicator as i
        left join (
            select indicator, max(time_period) as newest from indicator_value
            where value is not null group by indicator
        ) as n on n.indicator = i.indicator
        left join indicator_value as v
            on v.indicator = i.indicator and v.old_la_code = la.old_la_code
           and v.time_period = n.newest
        where la.closed is null and v.value is null
        order by 1, 2
        """
    ).df()


def doubtful(connection: duckdb.DuckDBPyConnection, as_of: dt.date) -> pd.DataFrame:
    """Return doubtful cells of each table's newest period, by authority and reason.

    A table that has not come out for twenty months says nothing about today.
    """
    return connection.execute(
        """
        select f.old_la_code, regexp_extract(f.release, '^(.*)_[0-9]+[.]', 1) as table_name,
               f.time_period,
               if(f.rule in ('low_reliability', 'not_returned'), f.rule, 'finding') as reason,
               count(distinct coalesce(f.series, f.rule)) as cells
        from finding as f
        join release as r on r.release = f.release and r.superseded_by is null
        where f.old_la_code is not null and f.severity = 'warning' and f.time_period = r.period
          and r.published > $as_of - interval 20 month
        group by all
        order by all
        """,
        {"as_of": as_of},
    ).df()


def newest_day(connection: duckdb.DuckDBPyConnection) -> dt.date:
    """Return the last day that any indicator value describes."""
    row = connection.execute(
        "select max(period_end) from indicator_value where value is not null"
    ).fetchone()
    assert row is not None
    return row[0] if row[0] else dt.date.min


def summary(
    offered: list[Offered], settings: Settings, unchanged: bool, pages: list[Path]
) -> list[str]:
    """Return the run in a few lines for a person."""
    count = Counter(o.outcome for o in offered)
    lines = [
        f"as of {settings.as_of}: {count['taken']} files taken, {count['context']} for context, "
        f"{count['not_yet_published']} not yet published then, {count['not_yet_read']} known but not "
        f"yet read, {count['unknown']} not recognised, {count['refused']} refused"
    ]
    if unchanged:
        lines.append("nothing was new: the published warehouse was left as it is")
    if settings.warehouse.exists():
        lines += _bands(settings.warehouse)
    if pages:
        lines.append(f"{len(pages)} pages; open {settings.reports / 'index.html'}")
    return lines


def _bands(link: Path) -> list[str]:
    with duckdb.connect(str(link.resolve()), read_only=True) as connection:
        bands = connection.execute(
            "select band, count(*) from score group by band order by min(risk_of_decline)"
        ).fetchall()
        actions = connection.execute(
            "select action, count(*) from recommendation group by action order by action"
        ).fetchall()
    total = sum(n for _, n in bands)
    return [
        f"{total} authorities with a band: " + ", ".join(f"{band} {n}" for band, n in bands),
        "offers: " + "; ".join(f"{action} {n}" for action, n in actions),
    ]


def told(
    stage: str, offered: list[Offered], findings: list[Finding], building: Building | None
) -> list[str]:
    """Return what one stage made, for `earlywarning ingest` and its sisters."""
    if stage == "ingest":
        return [
            f"{o.outcome:18} {o.name}" + (f": {o.message}" if o.message else "") for o in offered
        ]
    if stage == "validate":
        return [f"{f.severity:9} {f.file_name}: {f.message} [{f.rule}]" for f in findings]
    if stage == "publish" or building is None:
        return []
    made = {
        "derive": ("indicator_value", "benchmark", "revision"),
        "score": ("signal", "score", "contribution"),
        "recommend": ("recommendation",),
    }[stage]
    counts = [
        (name, building.connection.execute(f"select count(*) from {name}").fetchone())  # noqa: S608
        for name in made
    ]
    return [f"{name}: {row[0] if row else 0} rows" for name, row in counts]

"""Run the suites over one file and turn every failure into findings."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from earlywarning.definitions.table import PublishedTable
from earlywarning.period import period_end
from earlywarning.tables.quality import Finding, Severity
from earlywarning.validation import suites
from earlywarning.validation.plausible import implausible

if TYPE_CHECKING:
    from great_expectations.datasource.fluent.interfaces import Batch

# Enough rows to find the fault; the count of the rest is in the message.
NAMED_ROWS = 5


def validate(
    frame: pd.DataFrame,
    table: PublishedTable,
    codes: pd.DataFrame,
    *,
    release: str,
    file_name: str,
    partial: bool = False,
) -> list[Finding]:
    """Check one file's canonical text frame.

    Args:
        frame: text columns of the file with `row`.
        table: its definition.
        codes: authorities with old_la_code, opened, closed.
        release: identifier written into the findings.
        file_name: name written into the findings.
        partial: whether only some areas were asked for, so that none is missed.

    Returns:
        Findings; any of severity critical means that the file must be refused, and those of
        `refused_cells` that a cell must be.
    """
    known = sorted(set(codes["old_la_code"]))
    findings: list[Finding] = []
    plan = _plan(frame, table, codes, known)
    for checked, expectations in plan[:2] if partial else plan:
        for result in _run(checked, expectations):
            findings += _findings(result, checked, table, release, file_name)
    # Last, because what names a cell says more.
    findings += [] if partial else implausible(frame, table, release, file_name)
    return _without_repeats(findings)


def refused_cells(findings: list[Finding]) -> list[Finding]:
    """Return the findings that refuse one cell each: `row_number` and `series`, its column."""
    return [f for f in findings if f.rule in suites.CELL_RULES and f.severity != "critical"]


def _plan(
    frame: pd.DataFrame, table: PublishedTable, codes: pd.DataFrame, known: list[str]
) -> list[tuple[pd.DataFrame, list[Any]]]:
    if table.layout == "lait":
        number = frame["LA Number"].astype(int)
        figures = pd.to_numeric(frame["Values"], errors="coerce")
        code = number.astype(str).str.zfill(3).where(number < 960)
        checked = frame.assign(
            number__mapped=figures.where(frame["Short Desc"].isin(list(table.measures))),
            code=code,
            number__code=suites.strangers(code, known),
        )
        return [(checked, suites.lait_expectations())]
    checked = suites.prepared(frame, table)
    local = frame["geographic_level"] == "Local authority"
    checked["code"] = frame["old_la_code"].str[:3].where(local)
    checked["number__code"] = suites.strangers(checked["code"], known)
    plan = [
        (checked, suites.frame_expectations(table, list(frame.columns))),
        (
            suites.cells(frame.assign(code=checked["code"]), table),
            suites.cell_expectations(table),
        ),
    ]
    # A list of places carries no years to be complete in.
    if table.layout != "place_list":
        years = _coverage(frame, table, codes)
        plan.append((years, suites.coverage_expectations(national_only=table.national_only)))
    return plan


def _coverage(frame: pd.DataFrame, table: PublishedTable, codes: pd.DataFrame) -> pd.DataFrame:
    """Count, for each year, the authorities listed and those that existed."""
    listed = frame[frame["geographic_level"] == "Local authority"]
    pairs = listed[["time_period", "old_la_code"]].drop_duplicates()
    pairs = pairs.assign(code=pairs["old_la_code"].str.split(" / ")).explode("code")
    rows = []
    for year in sorted(frame["time_period"].unique()):
        end = period_end(int(year), table.period)
        open_then = {
            code
            for code, opened, closed in codes[["old_la_code", "opened", "closed"]].itertuples(
                index=False
            )
            if opened <= end and (closed is None or pd.isna(closed) or closed >= end)
        }
        seen = set(pairs.loc[pairs["time_period"] == year, "code"])
        nations = ((frame["time_period"] == year) & (frame["geographic_level"] == "National")).sum()
        share = len(seen & open_then) / max(1, len(open_then))
        rows.append(
            {"row": int(year), "time_period": year, "share": share, "nations": int(nations)}
        )
    return pd.DataFrame(rows)


@cache
def _batch_definition() -> Any:
    """Build the in-memory context once; nothing is written and nothing is sent."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    asset = context.data_sources.add_pandas("incoming").add_dataframe_asset("file")
    return asset.add_batch_definition_whole_dataframe("whole")


def _run(frame: pd.DataFrame, expectations: list[Any]) -> list[Any]:
    import great_expectations as gx

    batch: Batch = _batch_definition().get_batch(batch_parameters={"dataframe": frame})
    suite = gx.ExpectationSuite(name="contract", expectations=expectations)
    index = [name for name in ("row", "column") if name in frame]
    wanted = {"result_format": "COMPLETE", "unexpected_index_column_names": index}
    return [r for r in batch.validate(suite, result_format=wanted).results if not r.success]


def _findings(
    result: Any, frame: pd.DataFrame, table: PublishedTable, release: str, file_name: str
) -> list[Finding]:
    config = result.expectation_config
    rule, severity = config.meta["rule"], _severity_of(result)
    found = (result.result or {}).get("unexpected_index_list") or []
    places = [(int(one["row"]), str(one.get("column", ""))) for one in found]
    if not places:
        raise RuntimeError(f"{rule} could not be checked in {file_name}: {result.exception_info}")
    alone = rule in suites.CELL_RULES and _are_few(places, frame, table)
    severity = "warning" if alone else severity
    named = places if severity == "warning" else places[:NAMED_ROWS]
    records = _records(frame, named)
    column = config.kwargs.get("column", "").removeprefix("number__")
    out = []
    for (row, own), record in zip(named, records, strict=True):
        place = str(record.get("code") or "")
        what = own or config.meta["words"] or column
        # Which of the columns that contradict each other is wrong cannot be told: all are named.
        named_columns = config.meta.get("columns") or [own or column or None]
        named_columns = [*named_columns, *_doubted(config.meta.get("whole", {}), record)]
        one = Finding(
            source=table.source,
            rule=rule,
            severity=_severity(severity),
            message=_message(rule, what, row, 1 if alone else len(places), record)
            + ("; this cell is refused" if alone else ""),
            release=release,
            file_name=file_name,
            old_la_code=place if place.isdigit() else None,
            time_period=_year(record),
            row_number=row if rule not in {"coverage", "national_row"} else None,
        )
        named_here = named_columns if place.isdigit() else named_columns[:1]
        out += [replace(one, series=name) for name in named_here]
    return out


def _severity_of(result: Any) -> str:
    """Return the severity that an expectation declares, or critical where most rows had to pass."""
    config, told = result.expectation_config, result.result or {}
    asked = told.get("element_count", 0) - (told.get("missing_count") or 0)
    passed = asked - (told.get("unexpected_count") or 0)
    if asked and passed / asked < config.meta.get("mostly", 0.0):
        return "critical"
    return str(getattr(config.severity, "value", config.severity))


def _doubted(whole: dict[str, list[str]], record: pd.Series) -> list[str]:
    """Return the columns of a whole that nothing else in the row confirms."""
    return [
        name
        for name, gaps in whole.items()
        if not any(pd.notna(record[gap]) and record[gap] <= suites.FITS for gap in gaps)
    ]


def _are_few(places: list[tuple[int, str]], frame: pd.DataFrame, table: PublishedTable) -> bool:
    """Tell whether bad cells are so few that they are refused alone: more, and no header fits."""
    name = "column" if "column" in frame else "Short Desc"
    bad = [column for _, column in places]
    if name == "Short Desc":
        bad = list(frame.set_index("row").loc[[row for row, _ in places], name])
    cells, wrong = frame[name].value_counts(), pd.Series(bad).value_counts()
    most = (cells.reindex(wrong.index) * table.most_bad_in_column).clip(lower=1)
    return bool(len(bad) <= max(1, table.most_bad_cells * len(frame)) and (wrong <= most).all())


def _records(frame: pd.DataFrame, places: list[tuple[int, str]]) -> list[pd.Series]:
    """Return the checked row, or cell, at each place."""
    if "column" not in frame:
        by_row = frame.set_index("row")
        return [cast("pd.Series", by_row.loc[row]) for row, _ in places]
    rows = frame[frame["row"].isin([row for row, _ in places])].set_index(["row", "column"])
    return [cast("pd.Series", rows.loc[place]) for place in places]


def _severity(text: str) -> Severity:
    return "critical" if text == "critical" else "warning"


def _year(record: pd.Series) -> int | None:
    text = str(record.get("time_period", record.get("Years", "")))
    return int(text) if text.isdigit() else None


def _message(rule: str, what: str, row: int, count: int, record: pd.Series) -> str:
    more = f" ({count} rows in all)" if count > 1 else ""
    if rule == "coverage":
        return f"{row}: only {record['share']:.0%} of the authorities that existed are listed"
    if rule == "national_row":
        return f"{row}: no national row"
    cell = record.get("text", record.get(what))
    shown = f": {cell!r}" if isinstance(cell, str) else ""
    return f"row {row}: {rule.replace('_', ' ')}, {what or 'whole row'}{shown}{more}"


def _without_repeats(findings: list[Finding]) -> list[Finding]:
    """Drop the warning twin of a critical finding on the same rule and column."""
    critical = {(f.rule, f.series) for f in findings if f.severity == "critical"}
    return [f for f in findings if f.severity == "critical" or (f.rule, f.series) not in critical]

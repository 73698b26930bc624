"""In-year returns as they pass from the reader to the rules, the tables and the score."""

from __future__ import annotations

import datetime as dt
from typing import Any

import duckdb
import pandas as pd

from earlywarning.definitions.in_year import RETURNS
from earlywarning.definitions.loader import Definitions
from earlywarning.sources.intake import Offered
from earlywarning.tables.quality import Finding
from earlywarning.validation.in_year import check_returns, differences, refused_cells


def return_facts(taken: list[Offered]) -> pd.DataFrame:
    """Return every value of every return with its release; a blank never hides a figure."""
    frames = [o.frame for o in taken if o.returned is not None and o.frame is not None]
    if not frames:
        return pd.DataFrame()
    facts = pd.concat(frames, ignore_index=True)
    said = ~(
        facts["status"].eq("refused") | facts["status"].eq("not_returned") & facts["marker"].isna()
    )
    key = ["old_la_code", "frequency", "measure", "time_period"]
    said_elsewhere = said.groupby([facts[k] for k in key]).transform("any")
    return facts[said | ~said_elsewhere].reset_index(drop=True)


def return_observations(facts: pd.DataFrame) -> pd.DataFrame:
    """Return rows of observation: series of their own, so that provisional is never published."""
    if facts.empty:
        return pd.DataFrame()
    return facts.assign(
        series=facts["frequency"] + "_" + facts["measure"],
        geographic_level="Local authority",
        area=facts["old_la_code"],
        joint_with=None,
    )


def return_findings(
    taken: list[Offered], services: pd.DataFrame, definitions: Definitions, as_of: dt.date
) -> list[Finding]:
    """Return the doubts about the returns known on a day, and every cell that was not read."""
    out: list[Finding] = []
    for o in taken:
        if o.returned is None:
            continue
        codes = set(o.returned.frame["old_la_code"])
        about = {
            "release": o.release, "file_name": o.name, "frequency": o.returned.frequency,
            "time_period": o.period, "old_la_code": codes.pop() if len(codes) == 1 else None,
        }  # fmt: skip
        out += refused_cells(o.returned.refusals, about)
        out += [_aside(line, about) for line in o.returned.aside]
    running = services[services["closed"].isna()]
    regions = dict(zip(running["old_la_code"], running["region"], strict=True))
    facts = return_facts(taken)
    rules = definitions.return_rules
    return out + check_returns(facts, definitions.in_year, rules, regions, as_of)


def _aside(line: str, about: dict[str, Any]) -> Finding:
    """Return a finding of what was left aside, or decided by rule, in a whole return."""
    return Finding(
        source=RETURNS,
        rule="left_aside",
        severity="info",
        message=line,
        release=about["release"],
        file_name=about["file_name"],
        old_la_code=about["old_la_code"],
        time_period=about["time_period"],
    )


def return_rows(taken: list[Offered]) -> pd.DataFrame:
    """Return rows of in_year_return; remarks are for people and stay in the file."""
    rows = [
        {
            "release": o.release,
            "old_la_code": code,
            "frequency": o.returned.frequency,
            "returned_on": o.published,
            "prepared_by": o.returned.prepared_by or None,
            "provisional": o.returned.provisional,
            "events": "; ".join(o.returned.events) or None,
            "from_child_level": o.child_level,
            "cells_refused": len(o.returned.refusals),
        }
        for o in taken
        if o.returned is not None
        for code in sorted(set(o.returned.frame["old_la_code"]))
    ]
    return pd.DataFrame(rows)


def measure_rows(definitions: Definitions) -> pd.DataFrame:
    """Return the declared measures as rows of in_year_measure."""
    rows = [
        {**m.model_dump(exclude={"spellings", "published"}), "measure": key,
         "published_series": m.published}
        for key, m in definitions.in_year.measures.items()
    ]  # fmt: skip
    return pd.DataFrame(rows)


def named_returns(releases: pd.DataFrame, definitions: Definitions) -> pd.DataFrame:
    """Return release rows in which returns carry their source and title."""
    own = releases["kind"].str.startswith("in_year_")
    releases.loc[own, "source"] = RETURNS
    releases.loc[own, "title"] = definitions.in_year.title
    return releases


def cells_refused(offered: list[Offered]) -> list[str]:
    """Return a line for each cell that was not read, of the returns that were taken."""
    return [
        f"{o.name}: {r.told}"
        for o in offered
        if o.outcome == "taken" and o.returned is not None
        for r in o.returned.refusals
    ]


def difference_findings(
    connection: duckdb.DuckDBPyConnection, definitions: Definitions
) -> list[Finding]:
    """Return findings where the published year is not what the returns added up to."""
    frame = connection.execute("from in_year_difference").df()
    return differences(frame, definitions.return_rules)

"""How often each pattern is found in each of the last five years, and for what kind of authority.

`python bench/patterns_tried.py WAREHOUSE`: counts and shares only, never a name. Each year is
looked at as if its figures were the newest: nothing later enters, but figures stand as revised
since. Soft intelligence and peer reviews of the warehouse are left out, so signs that rest on them
are not known.
"""

from __future__ import annotations

import datetime as dt
import sys
import time
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from earlywarning.definitions.loader import Definitions, load_definitions
from earlywarning.scoring.comparing.compare import compare
from earlywarning.scoring.found import found_in
from earlywarning.scoring.inputs import neighbours_in_use, open_authorities, signal_input
from earlywarning.scoring.pathway import flows
from earlywarning.scoring.pathway_inputs import flow_counts
from earlywarning.scoring.patterns.judged import judged_of
from earlywarning.scoring.patterns.known import PatternFacts
from earlywarning.tables.read import table
from earlywarning.warehouse.known import as_known, past_of

REFERENCE = Path(__file__).resolve().parents[1] / "data" / "reference"
YEARS = 5
TYPES = {"E06": "unitary", "E08": "metropolitan", "E09": "London", "E10": "county"}


def _frames(
    source: duckdb.DuckDBPyConnection, definitions: Definitions
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return comparison and pathway with enough years that every year looked at has a past."""
    building = as_known(past_of(source), dt.date(9999, 12, 31))
    performance = definitions.policy.performance.model_copy(update={"periods_compared": 11})
    comparison = compare(
        signal_input(building.connection),
        neighbours_in_use(building.connection),
        table(building.connection, "contaminated_period"),
        definitions.weighted(),
        performance,
    )
    counts = flow_counts(source, definitions.pathway)
    return comparison, flows(counts, definitions.pathway.steps, 11)


def _everyone_says_so(people: pd.DataFrame, definitions: Definitions) -> pd.DataFrame:
    """Return a register in which everything was heard of everybody."""
    flags = pd.DataFrame({"flag": list(definitions.soft_flags), "weight_now": 0.5})
    return people[["old_la_code"]].merge(flags, how="cross")


def _tried(
    source: duckdb.DuckDBPyConnection, definitions: Definitions, *, heard: bool
) -> pd.DataFrame:
    comparison, pathway = _frames(source, definitions)
    inspections = table(source, "inspection")
    people = open_authorities(source)
    newest = int(comparison["time_period"].max())
    found = []
    for year in range(newest - YEARS + 1, newest + 1):
        known = PatternFacts(
            comparison=comparison[comparison["time_period"] <= year],
            pathway=pathway[pathway["time_period"] <= year],
            soft_items=_everyone_says_so(people, definitions) if heard else None,
            inspections=inspections,
            peer_reviews=None,
            authorities=people,
            as_of=dt.date(year + 1, 4, 30),
        )
        began = time.perf_counter()
        rows = found_in(known, definitions)
        print(f"{year}: {len(rows)} found in {time.perf_counter() - began:.2f} s")
        judged = judged_of(inspections, people["old_la_code"].tolist(), known.as_of)
        below = dict(zip(people["old_la_code"], judged.newest < 3, strict=True))
        found.append(rows.assign(year=year, below_good=rows["old_la_code"].map(below)))
    return pd.concat(found, ignore_index=True)


def _everybody(source: duckdb.DuckDBPyConnection) -> dict[str, float]:
    """Return the shares to hold the others against: below Good today, and each type."""
    people = source.execute(
        "select old_la_code, left(new_la_code, 3) as kind from local_authority where closed is null"
    ).df()
    judged = judged_of(
        table(source, "inspection"), people["old_la_code"].tolist(), dt.date(9999, 1, 1)
    )
    size = open_authorities(source)["children"].median() / 1000
    kinds = people["kind"].map(TYPES).value_counts(normalize=True)
    below = round(100 * float(np.mean(judged.newest < 3)))
    return {"below Good": below, "middle size in thousand children": round(size)} | {
        str(kind): round(100 * float(share)) for kind, share in kinds.items()
    }


def main() -> None:
    """Print the counts, and for whom, from the warehouse that the first argument names."""
    definitions = load_definitions(REFERENCE)
    with duckdb.connect(sys.argv[1], read_only=True) as source:
        rows = _tried(source, definitions, heard=False)
        most = _tried(source, definitions, heard=True)
        kinds = source.execute(
            "select old_la_code, left(new_la_code, 3) as kind, children from local_authority"
        ).df()
        everybody = _everybody(source)
    rows = rows.merge(kinds, on="old_la_code")
    rows["kind"] = rows["kind"].map(TYPES).fillna("other")
    counts = pd.crosstab(rows["pattern"], rows["year"]).reindex(definitions.patterns, fill_value=0)
    groups = rows.groupby("pattern")
    counts["authorities"] = groups["old_la_code"].nunique()
    counts["below_good_pct"] = (100 * groups["below_good"].mean()).round()
    counts["middle_strength"] = groups["strength"].median().round(2)
    counts["children_thousand"] = (groups["children"].median() / 1000).round()
    kinds_of = pd.crosstab(rows["pattern"], rows["kind"], normalize="index")
    twice = rows.merge(
        rows.assign(year=rows["year"] + 1)[["pattern", "old_la_code", "year"]].assign(before=1),
        on=["pattern", "old_la_code", "year"],
        how="left",
    )
    counts["also_year_before_pct"] = (
        100 * twice[twice["year"] > rows["year"].min()].groupby("pattern")["before"].count()
        / twice[twice["year"] > rows["year"].min()].groupby("pattern").size()
    ).round()  # fmt: skip
    with pd.option_context("display.width", 250, "display.max_columns", 30):
        print(counts.join((100 * kinds_of).round()).to_string())
        print("of all authorities (kinds in per cent):", everybody)
        print("If people had said so everywhere (what the figures alone leave open):")
        print(pd.crosstab(most["pattern"], most["year"]).to_string())
        each = rows.groupby(["year", "old_la_code"]).size()
        share = each.groupby("year").size()
        print("authorities with any pattern, by year:", share.to_dict())
        print("most patterns of one authority in a year:", int(np.max(each)))


if __name__ == "__main__":
    main()

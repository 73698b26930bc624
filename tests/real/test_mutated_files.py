"""Thousands of damaged copies of real files: refused with a message, or read to the letter.

`make fuzz` tries two thousand; the suite tries fewer. No copy may end in a crash, and no value may
differ from what a second, plain reading of the same bytes gives.
"""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from pathlib import Path
from random import Random

import pandas as pd
import pytest

from earlywarning.definitions.loader import load_definitions
from earlywarning.definitions.table import PublishedTable
from earlywarning.sources import intake
from earlywarning.sources.folders import offered_files
from earlywarning.sources.offered import Offered
from earlywarning.validation.verdict import refused_cells, validate
from tests.conftest import PUBLISHED, REFERENCE, needs_published
from tests.support.mutations import BINARY, TEXT, TWICE, plainly_read

pytestmark = [needs_published, pytest.mark.whole]
COPIES = int(os.environ.get("EARLYWARNING_MUTATIONS", "90"))
DEFINITIONS = load_definitions(REFERENCE)
CONTEXT = intake.context_of([], DEFINITIONS, dt.date(2026, 4, 30))
SERVICES = CONTEXT.authorities.services()
TEXTS = [
    "cin/d3_cpps_subsequent_plan_2013_to_2025.csv",
    "cla/la_cla_swcount.csv",
    "population/ons_mid-year_population_estimates_2012_to_2024.csv",
    "workforce/csww_indicators_2017_to_2025.csv",
    "vintages/cla_2024/cla_time_series_1994_2024.csv",
    "vintages/cin_2022/d6_cpps_reviewed_within_timescales_2013_to_2022.csv",
]
BOOKS = [
    "neighbours/sn_may_2025.xlsx",
    "reference/la_code_list.xlsx",
    "ofsted/LA_Inspection_Outcomes_as_at_31_March_2025.ods",
]


def taken(path: Path) -> Offered:
    """Do to one file what a run does, up to its verdict."""
    [one] = offered_files((path,))
    intake.recognise(one, DEFINITIONS)
    intake.context_of([one], DEFINITIONS, dt.date(2026, 4, 30))
    if one.outcome == "unknown" and one.kind != "unknown":
        intake.date_release(one, CONTEXT)
    if one.outcome == "unknown" and one.table is not None and one.frame is not None:
        found = validate(one.frame, one.table, SERVICES, release=one.release, file_name=one.name)
        critical = [f for f in found if f.severity == "critical"]
        if critical:
            one.outcome, one.message = "refused", critical[0].message
            one.rule, one.row = critical[0].rule, critical[0].row_number
        else:
            one.outcome = "taken"
            cells = refused_cells(found)
            one.refused_cells |= frozenset((f.row_number or 0, f.series or "") for f in cells)
    return one


def told(one: Offered) -> str:
    """Return what became of a file; a refusal without words or rule is a failure."""
    if one.outcome == "refused":
        assert one.message
        assert one.rule
    elif one.outcome == "unknown":
        assert one.message or one.kind != "unknown"
    return one.outcome


def read_to_the_letter(one: Offered, content: bytes) -> None:
    """Hold every observation of a file that was taken against the plain reading."""
    table = one.table
    assert table is not None
    plain = plainly_read(content, table)
    read = intake.read_table(one, CONTEXT)
    facts, names = read.facts.to_pandas(), read.series.set_index("series")
    labels = names["labels"].fillna("").to_dict()
    columns = names["column_name"].to_dict()
    refused = {given.row for given in one.refused_rows.rows}
    seen = 0
    for row in facts.itertuples(index=False):
        if columns[row.series] not in table.columns or pd.notna(row.joint_with):
            continue
        if row.row_number in refused:
            assert row.status == "refused", row  # as of two rows that say different things
            continue
        where = {"Local authority": row.old_la_code, "Regional": row.region}
        place = where.get(row.geographic_level, "")
        key = (
            row.geographic_level, place, str(row.time_period),
            f"{columns[row.series]} | {labels[row.series]}",
        )  # fmt: skip
        text = plain.get(key)
        if text in {None, TWICE} and row.geographic_level == "Regional":
            continue  # another spelling of the region, or a name that two have
        assert text is not None, key
        seen += 1
        if row.status == "ok":
            assert float(text) == row.value, key
        else:
            assert pd.isna(row.value), key
            assert text == row.marker, key
    assert seen


@pytest.mark.parametrize("name", TEXTS)
def test_damaged_tables_are_refused_or_read_to_the_letter(tmp_path: Path, name: str) -> None:
    content = (PUBLISHED / name).read_bytes()
    count: Counter[tuple[str, str]] = Counter()
    for seed in range(COPIES // len(TEXTS)):
        chance = Random(f"{name} {seed}")
        mutate = TEXT[seed % len(TEXT)]
        damaged = mutate(content, chance)
        path = tmp_path / f"{seed}.csv"
        path.write_bytes(damaged)
        one = taken(path)
        count[mutate.__name__, told(one)] += 1
        if one.outcome == "taken":
            read_to_the_letter(one, damaged)
        path.unlink()
    print(name, dict(count))
    assert sum(n for (_, outcome), n in count.items() if outcome == "refused")
    assert sum(n for (_, outcome), n in count.items() if outcome == "taken")


@pytest.mark.parametrize("name", BOOKS)
def test_damaged_workbooks_are_refused_or_unchanged(tmp_path: Path, name: str) -> None:
    original = PUBLISHED / name
    content, whole = original.read_bytes(), taken(original)
    count: Counter[str] = Counter()
    for seed in range(max(6, COPIES // 20)):
        chance = Random(f"{name} {seed}")
        path = tmp_path / f"{seed}{original.suffix}"
        path.write_bytes(BINARY[seed % len(BINARY)](content, chance))
        one = taken(path)
        count[told(one)] += 1
        if one.outcome != "refused" and one.kind == whole.kind:
            assert one.sheets == whole.sheets
    print(name, dict(count))
    assert count["refused"]


def test_damaged_parquet_is_refused_or_unchanged(tmp_path: Path) -> None:
    original = PUBLISHED / "vintages" / "lait_2024-11-25" / "bds_long_0.parquet"
    content, whole = original.read_bytes(), taken(original)
    assert whole.frame is not None
    count: Counter[str] = Counter()
    for seed in range(max(6, COPIES // 20)):
        chance = Random(f"parquet {seed}")
        path = tmp_path / f"{seed}.parquet"
        path.write_bytes(BINARY[seed % len(BINARY)](content, chance))
        one = taken(path)
        count[told(one)] += 1
        if one.outcome == "taken" and one.frame is not None:
            # A flipped byte inside the packed values cannot be told from a published one.
            count["read"] += one.frame.equals(whole.frame)
    print("parquet", dict(count))
    assert count["refused"]


def test_the_plain_reading_can_disagree() -> None:
    table: PublishedTable = DEFINITIONS.tables["cla_social_workers"]
    content = (PUBLISHED / "cla/la_cla_swcount.csv").read_bytes()
    plain = plainly_read(content, table)
    key = ("Local authority", "806", "2024",
           "children_count | CLA on 31 March | 3 or more social workers during the year")  # fmt: skip
    assert plain[key] == "329"

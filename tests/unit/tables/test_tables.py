"""Tables as declared: laid out with their types, commented when published, seen by a tier."""

from __future__ import annotations

import datetime as dt
import re

import duckdb
import pytest

from earlywarning.definitions.tier import load_tiers
from earlywarning.tables import catalogue
from earlywarning.tables.catalogue import TABLES
from earlywarning.tables.declare import (
    always,
    column,
    columns_of,
    comments,
    creation,
    table,
    table_of,
)
from earlywarning.tables.read import rows_of
from earlywarning.warehouse import build
from earlywarning.warehouse.publish import publish
from tests.conftest import REFERENCE
from tests.support.laid_out import laid_out

# Notebooks of analysts name these: add freely, change one only with a line in DECISIONS.md.
PROMISED = {
    "local_authority": "old_la_code new_la_code la_name region opened closed",
    "neighbour": "old_la_code neighbour_old_la_code model_year position closeness",
    "release": "release source title published file_name sha256 rows superseded_by",
    "observation": "series geographic_level old_la_code region time_period period_end value marker "
    "status release published",
    "indicator": "indicator name polarity unit stage enabler numerator denominator per "
    "why_it_matters",
    "indicator_value": "indicator geographic_level old_la_code region time_period period_end value "
    "numerator denominator lower upper status",
    "benchmark": "indicator old_la_code time_period comparator statistic value n spread",
    "signal": "indicator old_la_code time_period kind reading strength z explanation",
    "pattern_match": "pattern old_la_code strength matched possible explanation",
    "revision": "series geographic_level old_la_code region time_period kind old_value new_value "
    "old_marker new_marker old_release new_release",
    "finding": "source release old_la_code series time_period rule severity message",
    "inspection": "old_la_code framework started published judgement grade",
    "soft_item": "item old_la_code flag heard_on source_kind reliability credibility weight_now "
    "expires",
    "score": "old_la_code as_of risk_of_decline lower upper band performance soft_intelligence "
    "transparency coverage",
    "contribution": "old_la_code as_of pillar item points explanation",
    "recommendation": "old_la_code as_of action review_type days scope lines_of_enquiry "
    "complaints_in_scope due_by supporters reasons confidence",
    "run": "run as_of started finished inputs_sha256 definitions_sha256 package_version",
}
KINDS = """select table_name, column_name, lower(data_type) from duckdb_columns()
    where not internal order by table_oid, column_index"""
TABLE_MEANINGS = "select table_name, comment from duckdb_tables()"
MEANINGS = """select table_name, column_name, comment from duckdb_columns()
    where table_name in (select table_name from duckdb_tables())"""


@table("visit", "One day's visit", key="old_la_code, held_on")
class Visit:
    old_la_code: str = always("authority, the host's")
    held_on: dt.date | None = column("day")
    visitors: list[str] | None = column("who came")
    miles: int | None = column("how far", "bigint")


def test_a_database_has_every_declared_column_with_its_type() -> None:
    declared = [(one.name, c.name, c.kind) for one in TABLES for c in one.columns]
    assert laid_out().execute(KINDS).fetchall() == declared


def test_what_is_published_says_what_each_table_and_column_means(tmp_path) -> None:
    building = build.begin(tmp_path / "builds", "one")
    bare = building.connection.execute(MEANINGS).fetchall()
    assert {meaning for *_, meaning in bare} == {None}, "comments wait for what is published"
    final = publish(building, tmp_path / "one.duckdb", "one")
    with duckdb.connect(str(final), read_only=True) as connection:
        told = connection.execute(MEANINGS).fetchall()
        tables = dict(
            connection.execute("select table_name, comment from duckdb_tables()").fetchall()
        )
    assert set(told) == {(one.name, c.name, c.meaning) for one in TABLES for c in one.columns}
    assert tables == {one.name: one.told for one in TABLES}


def test_every_table_is_declared_once_and_has_its_tier() -> None:
    names = [one.name for one in TABLES]
    assert len(set(names)) == len(names)
    assert set(load_tiers(REFERENCE).tables) == set(names), (
        "a new table needs its entry in tiers.toml"
    )
    for one in (*TABLES, catalogue.CONTENT, catalogue.TEXTS):
        assert all(c.meaning for c in one.columns), one.name
        assert one.meaning, one.name
        assert set(one.key) <= {c.name for c in one.columns}, one.name
    # Their rows are told apart by nothing that is always there.
    assert {one.name for one in TABLES if not one.key} == {
        "data_set_change", "fetched_file", "finding", "inspection_revision", "override",
        "peer_review", "review_conflict", "reviewer",
    }  # fmt: skip


@pytest.mark.parametrize("name", PROMISED)
def test_promised_columns_are_there(name: str) -> None:
    declared = {one.name: {c.name for c in one.columns} for one in TABLES}
    assert set(PROMISED[name].split()) <= declared[name]


def test_one_declaration_gives_layout_comments_columns_and_records() -> None:
    connection = duckdb.connect()
    connection.execute(creation([table_of(Visit)]) + comments([table_of(Visit)]))
    assert [kind for *_, kind in connection.execute(KINDS).fetchall()] == [
        "varchar", "date", "varchar[]", "bigint",
    ]  # fmt: skip
    assert connection.execute("select comment from duckdb_tables()").fetchall() == [
        (
            "One day's visit. Key: old_la_code, held_on. "
            "Joins: old_la_code = local_authority.old_la_code",
        )
    ]
    connection.execute("insert into visit values ('801', '2026-04-30', ['a', 'b'], 3)")
    [row] = rows_of(connection, Visit, "all")
    assert row == Visit(
        old_la_code="801", held_on=dt.date(2026, 4, 30), visitors=["a", "b"], miles=3
    )
    assert columns_of(Visit) == ["old_la_code", "held_on", "visitors", "miles"]
    assert Visit(old_la_code="802").miles is None


def test_a_column_that_an_older_file_lacks_is_empty() -> None:
    connection = duckdb.connect()
    connection.execute(
        "create table visit as select '801' as old_la_code, date '2026-04-30' as held_on"
    )
    [row] = rows_of(connection, Visit, "all")
    assert (row.held_on, row.visitors, row.miles) == (dt.date(2026, 4, 30), None, None)


def test_a_table_that_an_older_file_lacks_is_empty() -> None:
    assert rows_of(duckdb.connect(), Visit, "all") == []


def test_a_column_that_may_be_empty_says_so() -> None:
    with pytest.raises(TypeError, match=re.escape("n: `column` goes with `| None`")):

        @table("wrong", "wrong")
        class Wrong:
            n: int = column("n")

"""The packs on published figures: nobody recognised, and nothing unreadable."""

from __future__ import annotations

import re
from dataclasses import replace

import duckdb
import pytest

from earlywarning.definitions.tier import load_tiers
from earlywarning.reports.baseline.background import background_of
from earlywarning.reports.baseline.baseline import baseline_of
from earlywarning.reports.document.plain import text_of
from earlywarning.reports.facts import load
from earlywarning.reports.pack.anonymous import anonymous_pack_of
from earlywarning.reports.pack.month import load_month
from earlywarning.reports.pack.pack import pack_of
from earlywarning.warehouse.tiers import Audience, build_tier
from tests.conftest import REFERENCE
from tests.support.public_knowledge import Public
from tests.support.recognise import recognised


@pytest.fixture(scope="module")
def connection(real_warehouse):
    return duckdb.connect(str(real_warehouse.resolve()), read_only=True)


@pytest.fixture(scope="module")
def facts(connection):
    return load(connection)


@pytest.fixture(scope="module")
def month(connection, facts):
    return load_month(connection, facts.as_of)


@pytest.fixture(scope="module")
def public(real_warehouse, tmp_path_factory):
    path = tmp_path_factory.mktemp("public") / "public.duckdb"
    build_tier(real_warehouse, path, Audience("public"), load_tiers(REFERENCE))
    return Public(duckdb.connect(str(path), read_only=True))


def test_nobody_is_recognised_in_the_edition_without_names(public, facts, month):
    year = [anonymous_pack_of(facts, replace(month, secret=f"month {n}")) for n in range(12)]
    assert recognised(public, anonymous_pack_of(facts, month), *year) == []
    assert recognised(public, pack_of(facts, month))


@pytest.mark.whole
def test_every_authority_has_a_baseline_that_can_be_read(connection, facts):
    unreadable = re.compile(r"\b(rank\w*|leagues?|positions?|nan)\b|_\w|\d{4}-\d\d-\d\d")
    there = facts.open_authorities()
    assert len(there) == 153
    for one in there:
        document = baseline_of(facts, one.old_la_code, background_of(connection, one.old_la_code))
        assert not unreadable.findall(text_of(document.blocks)), one.la_name
        assert document.blocks[0].text.startswith("Of 39 indicators"), one.la_name

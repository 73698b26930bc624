"""The packs on the invented nation: by the commands, by tier, and against somebody who tries."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import duckdb
import pytest
from pypdf import PdfReader

from earlywarning.definitions.tier import load_tiers
from earlywarning.reports.baseline.background import background_of
from earlywarning.reports.baseline.baseline import baseline_of
from earlywarning.reports.document.pdf import as_pdf
from earlywarning.reports.document.plain import text_of
from earlywarning.reports.facts import load
from earlywarning.reports.pack.anonymous import anonymous_pack_of
from earlywarning.reports.pack.month import load_month
from earlywarning.reports.pack.pack import pack_of
from earlywarning.warehouse.tiers import Audience, build_tier
from tests.conftest import REFERENCE, earlywarning
from tests.support.public_knowledge import Public
from tests.support.recognise import recognised

pytestmark = pytest.mark.whole

FORBIDDEN = re.compile(
    r"\b(rank\w*|leagues?|positions?|\d+(?:st|nd|rd|th)|nan)\b|_\w|\d{4}-\d\d-\d\d"
)
OWN = "108"


@pytest.fixture(scope="module")
def facts(demo):
    return load(demo)


@pytest.fixture(scope="module")
def month(demo, facts):
    return load_month(demo, facts.as_of)


@pytest.fixture(scope="module")
def public(demo_warehouse, tmp_path_factory):
    path = tmp_path_factory.mktemp("public") / "public.duckdb"
    build_tier(demo_warehouse, path, Audience("public"), load_tiers(REFERENCE))
    return Public(duckdb.connect(str(path), read_only=True))


def test_nobody_is_recognised_in_the_edition_without_names(public, facts, month):
    year = [anonymous_pack_of(facts, replace(month, secret=f"month {n}")) for n in range(12)]
    assert recognised(public, anonymous_pack_of(facts, month), *year) == []


def test_nobody_is_recognised_when_a_few_move_from_one_month_to_the_next(public, facts, month):
    codes = sorted(facts.recommendations)
    strong, weak = (
        next(facts.recommendations[c][0] for c in codes if facts.recommendations[c][0].action == a)
        for a in sorted(month.steps, key=month.step_of)[::3]
    )
    for many in range(1, 10):
        moved = dict(facts.recommendations)
        for code in codes[:many]:
            at = replace(weak if moved[code][0].action == strong.action else strong)
            moved[code] = [replace(at, old_la_code=code)]
        before = anonymous_pack_of(
            replace(facts, recommendations=moved), replace(month, secret=str(many))
        )
        assert recognised(public, before, anonymous_pack_of(facts, month)) == []


def test_the_same_reader_recognises_authorities_in_the_pack_with_names(public, facts, month):
    named = set().union(*(f.candidates for f in recognised(public, pack_of(facts, month))))
    assert {row.old_la_code for row in month.placed if row.outcome == "offered"} <= named


def test_the_pack_is_in_order_of_action_and_name_and_no_score_is_in_it(facts, month):
    document = pack_of(facts, month)
    words = text_of(document.blocks)
    assert not FORBIDDEN.findall(words)
    for rows in facts.scores.values():
        assert f"{rows[0].risk_of_decline:.1f} " not in words.replace("%", "")
    assert 2 <= len(PdfReader(io.BytesIO(as_pdf(document))).pages) <= 10


def test_each_third_authority_has_a_baseline_that_can_be_read(demo, facts):
    pages = set()
    for number, one in enumerate(facts.open_authorities()[::3]):
        document = baseline_of(facts, one.old_la_code, background_of(demo, one.old_la_code))
        assert not FORBIDDEN.findall(text_of(document.blocks)), one.la_name
        if number % 10 == 0:
            pages.add(len(PdfReader(io.BytesIO(as_pdf(document))).pages))
    assert max(pages) <= 8


def test_the_commands_write_pages_and_pdfs_and_name_them(demo_warehouse, tmp_path):
    for words, names in (
        (("pack",), ("pack-2026-04",)),
        (("pack", "--anonymised"), ("pack-without-names-2026-04",)),
        (("baseline", "Quenlamoor", "--tier", "public"), ("134-quenlamoor-public",)),
    ):
        done = earlywarning(*words, "--to", tmp_path, "--warehouse", demo_warehouse)
        assert done.returncode == 0, done.stderr
        said = done.stdout.splitlines()
        assert [p.rpartition("/")[2] for p in said] == [f"{names[0]}.html", f"{names[0]}.pdf"]
        assert "writing" in done.stderr
    done = earlywarning("baseline", "Quenlamour", "--to", tmp_path, "--warehouse", demo_warehouse)
    assert done.returncode == 2
    assert "Quenlamoor" in done.stderr


@pytest.mark.parametrize("tier", ["public", "authority", "region"])
def test_a_tier_s_baseline_holds_only_what_the_tier_may_see(demo, demo_warehouse, tier, tmp_path):
    done = earlywarning("baseline", OWN, "--tier", tier, "--to", tmp_path,
                        "--warehouse", demo_warehouse)  # fmt: skip
    assert done.returncode == 0, done.stderr
    page = next(tmp_path.rglob("*.html")).read_text(encoding="utf-8")
    (found,) = demo.execute("select found from offer where old_la_code = $c", {"c": OWN}).fetchone()
    (reply,) = demo.execute(
        "select text from offer_reply where old_la_code = $c", {"c": OWN}
    ).fetchone()
    assert (found[:40] in page) is (tier != "public")
    assert reply[:40] not in page
    assert ("Peer reviews" in page) is (tier != "public")

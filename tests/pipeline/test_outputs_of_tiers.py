"""The invented nation's written outputs, of every tier, are looked at by the scan and are clean."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from earlywarning.reports.site import write_site
from earlywarning.reports.tiered import tier_file
from earlywarning.reports.workbook.writing import write_books
from earlywarning.run.check import Asked, check_outputs
from earlywarning.scan import scan
from earlywarning.scan.known import known_from
from earlywarning.scan.model import Knowledge
from earlywarning.scan.scan import outputs_in
from earlywarning.warehouse.ask import find_authority, region_of
from earlywarning.warehouse.connect import open_published
from tests.conftest import REFERENCE

pytestmark = pytest.mark.whole

NAME = "Rethimoor"
TIERS = ("public", "authority", "region", "consortium")
REGISTER = "registers/soft_intelligence.csv"


@pytest.fixture(scope="module")
def code(small_warehouse: Path) -> str:
    return find_authority(small_warehouse, NAME)[0]


@pytest.fixture(scope="module")
def folders(
    small_warehouse: Path, code: str, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    place = tmp_path_factory.mktemp("tiers")
    for tier in TIERS:
        with (
            tier_file(small_warehouse, REFERENCE, tier, code, NAME) as own,
            open_published(own) as connection,
        ):
            write_site(connection, place / tier, only=[code])
            own_book = code if tier == "authority" else None
            write_books(connection, place / tier / "workbooks", code=own_book)
    return {tier: place / tier for tier in TIERS}


@pytest.fixture(scope="module")
def register(small_warehouse: Path) -> Path:
    return small_warehouse.parent / "in" / REGISTER


@pytest.fixture(scope="module")
def heard(register: Path) -> str:
    return max(pd.read_csv(register)["text"].dropna(), key=len)


@pytest.mark.parametrize("tier", TIERS)
def test_nothing_is_found_in_the_outputs_of_a_tier(tier, code, folders, small_warehouse, register):
    owner = code if tier in ("authority", "region") else None
    asked = Asked((folders[tier],), small_warehouse, register, None, tier, owner)
    checked = check_outputs(asked)
    assert [found.line() for found in checked.found] == []
    kinds = {path.suffix for path in outputs_in([folders[tier]])}
    assert {".html", ".svg", ".pdf", ".css", ".js", ".xlsx", ".ods", ".csv"} <= kinds


def as_public(small_warehouse: Path, texts: list[str]) -> Knowledge:
    with open_published(small_warehouse) as connection:
        return known_from(connection, "public", (), texts=texts)


def test_the_consortiums_outputs_are_not_clean_for_the_public(folders, small_warehouse):
    found = {
        one.rule
        for one in scan.scan(outputs_in([folders["consortium"]]), as_public(small_warehouse, []))
    }
    assert "score_in_public" in found


def test_the_regions_outputs_are_not_clean_for_one_authority(code, folders, small_warehouse):
    with open_published(small_warehouse) as connection:
        known = known_from(connection, "authority", (code,))
    assert len(region_of(small_warehouse, code)[1]) > 1
    found = {one.rule for one in scan.scan(outputs_in([folders["region"]]), known)}
    assert "offer_to_another" in found


def test_a_planted_order_and_text_are_found_in_a_page(folders, small_warehouse, heard, tmp_path):
    page = next((folders["public"] / "authority").glob("*.html")).read_text(encoding="utf-8")
    with open_published(small_warehouse) as connection:
        names = connection.execute(
            """select la_name from score join local_authority using (old_la_code)
               order by risk_of_decline desc limit 12"""
        ).fetchall()
    rows = "".join(f"<li>{name}</li>" for (name,) in names)
    planted = page.replace("</main>", f"<ul>{rows}</ul><p>It is said: {heard}.</p></main>")
    assert planted != page
    (tmp_path / "page.html").write_text(planted, encoding="utf-8")
    found = {
        one.rule
        for one in scan.scan(
            outputs_in([tmp_path / "page.html"]), as_public(small_warehouse, [heard])
        )
    }
    assert found >= {"order_of_score", "soft_text_outside_its_tier"}

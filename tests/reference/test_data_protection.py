"""The papers of data protection say what the declarations say."""

from __future__ import annotations

import re

from earlywarning.definitions.loader import load_definitions
from earlywarning.definitions.retention import load_retention
from earlywarning.definitions.tier import load_tiers
from earlywarning.register.accounts.account import FREE_TRIALS
from earlywarning.register.accounts.passwords import SHORTEST
from earlywarning.tables.catalogue import TABLES
from earlywarning.warehouse.publish import KEPT_BUILDS
from tests.conftest import PROJECT, REFERENCE
from tests.support.processing import PAPER, parts, record


def test_every_table_that_is_not_public_is_in_the_record_of_processing() -> None:
    tiers = load_tiers(REFERENCE)
    _, held, _ = parts()
    assert held.strip().splitlines() == record(tiers), "python -m tests.support.processing"
    named = set(re.findall(r"^\| `(\w+)`", held, re.M))
    assert named == {one.name for one in TABLES if tiers.rows(one.name, "public") == "none"}
    assert {"soft_item", "offer_reply", "in_year_return"} <= named


def test_a_table_that_is_new_would_be_missed(monkeypatch) -> None:
    tiers = load_tiers(REFERENCE)
    shut = tiers.tables["indicator"].model_copy(update={"public": "none"})
    changed = tiers.model_copy(update={"tables": tiers.tables | {"indicator": shut}})
    assert "`indicator`" in "".join(record(changed))
    assert "`indicator`" not in "".join(record(tiers))


def test_numbers_in_the_papers_are_those_of_the_program() -> None:
    paper = PAPER.read_text(encoding="utf-8")
    safety = (PROJECT / "SECURITY.md").read_text(encoding="utf-8")
    policy = load_definitions(REFERENCE).policy.ledger
    words = {5: "five", 6: "six"}
    assert f"the last {words[KEPT_BUILDS]} builds" in paper
    assert f"{policy.longest_review_months} months" in paper
    assert f"at least {SHORTEST} characters" in safety
    assert f"after {words[FREE_TRIALS + 1]} wrong ones" in safety


def test_terms_in_the_paper_are_those_that_are_applied() -> None:
    paper = PAPER.read_text(encoding="utf-8")
    terms = load_retention(REFERENCE)
    assert (terms.soft_texts.days, terms.accounts.days) == (365, 365)
    assert terms.decision_texts.days == 3 * 365
    assert "three years after the last word about an offer that is over" in paper
    assert (terms.account_events.days, terms.access.days) == (730, 730)
    assert f"none older than {terms.builds.days} days" in paper
    assert f"{terms.backups.days} days, in the folder" in paper
    assert terms.returns.days == 6 * 365
    assert "`data/raw`: six years" in paper


def test_what_the_security_paper_points_to_is_there() -> None:
    safety = (PROJECT / "SECURITY.md").read_text(encoding="utf-8")
    for name in re.findall(r"`((?:tests/[\w/]+/)?test_\w+\.py)`", safety):
        assert list(PROJECT.glob(name if "/" in name else f"tests/**/{name}")), name


def test_no_paper_claims_compliance() -> None:
    for name in ("docs/data-protection.md", "SECURITY.md"):
        text = (PROJECT / name).read_text(encoding="utf-8").casefold()
        for word in ("gdpr compliant", "gdpr-compliant", "fully compliant", "is compliant"):
            assert word not in text

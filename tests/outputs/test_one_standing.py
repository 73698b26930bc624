"""All that is written about an authority says the same as its standing: one truth, read by all."""

from __future__ import annotations

import html
import re
from pathlib import Path

import duckdb
import pytest

from earlywarning.reports import phrases
from earlywarning.reports.explain import explain
from earlywarning.reports.site import write_site
from earlywarning.tables.read import rows_of
from earlywarning.tables.standing import Standing


@pytest.fixture(scope="module")
def standings(demo: duckdb.DuckDBPyConnection) -> list[Standing]:
    return rows_of(demo, Standing, "old_la_code")


@pytest.fixture(scope="module")
def one_of_each(standings: list[Standing]) -> list[Standing]:
    kinds: dict[tuple[str, str], Standing] = {}
    for row in standings:
        kinds.setdefault((row.standing, row.offer_state), row)
    return list(kinds.values())


@pytest.fixture(scope="module")
def written(
    demo: duckdb.DuckDBPyConnection, one_of_each: list[Standing],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:  # fmt: skip
    folder = tmp_path_factory.mktemp("standing")
    write_site(demo, folder, only=[row.old_la_code for row in one_of_each])
    return folder


def text_of(path: Path) -> str:
    """Return the words of a page, as they are read."""
    words = re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", path.read_text(encoding="utf-8"))
    return " ".join(html.unescape(words).split())


def pages_of(folder: Path, code: str) -> dict[str, str]:
    """Return the page and the briefing of an authority as text."""
    return {
        kind: text_of(next((folder / kind).glob(f"{code}-*.html")))
        for kind in ("authority", "briefing")
    }


def test_every_authority_that_runs_a_service_has_one_standing(
    demo: duckdb.DuckDBPyConnection, standings: list[Standing]
) -> None:
    scored = [
        code for (code,) in demo.execute("select old_la_code from score order by 1").fetchall()
    ]
    assert [row.old_la_code for row in standings] == scored


def test_the_demo_has_many_kinds_of_standing(one_of_each: list[Standing]) -> None:
    kinds = {row.standing for row in one_of_each}
    assert kinds >= {"formal_support", "team", "conversation", "routine", "not_known"}
    assert {row.offer_state for row in one_of_each} >= {"deferred", "this_quarter", "conversation"}


def test_the_one_sentence_is_short_and_plain(standings: list[Standing]) -> None:
    for row in standings:
        assert len(row.sentence.split()) < 30, row.sentence
        assert not set("()[]_") & set(row.sentence), row.sentence


def test_page_briefing_and_explanation_begin_with_the_same_sentence(
    demo_warehouse: Path, written: Path, one_of_each: list[Standing]
) -> None:
    for row in one_of_each:
        told = pages_of(written, row.old_la_code)
        told["explain"] = explain(demo_warehouse, row.old_la_code, "X")
        for name, text in told.items():
            assert row.sentence in text, (name, row.sentence)


def test_days_of_a_review_are_proposed_only_where_the_standing_proposes_them(
    written: Path, one_of_each: list[Standing]
) -> None:
    for row in one_of_each:
        for name, text in pages_of(written, row.old_la_code).items():
            assert ("Days proposed" in text) == (row.review_from is not None), (name, row)
            if row.review_from:
                assert f"{phrases.day(row.review_from)} to {phrases.day(row.review_to)}" in text


def test_offer_judgement_and_next_step_are_told_as_they_stand(
    written: Path, one_of_each: list[Standing]
) -> None:
    for row in one_of_each:
        for name, text in pages_of(written, row.old_la_code).items():
            assert phrases.offer_state(row) in text, (name, row)
            assert phrases.next_step(row) in text, (name, row)
        page = pages_of(written, row.old_la_code)["authority"]
        if row.judgement:
            assert f"{row.judgement}, {phrases.day(row.judged_on)}" in page
        assert row.confidence_reason in page


def test_who_is_in_formal_support_is_never_told_that_little_stands_out(
    written: Path, one_of_each: list[Standing]
) -> None:
    formal = [row for row in one_of_each if row.standing == "formal_support"]
    assert formal
    for row in formal:
        for text in pages_of(written, row.old_la_code).values():
            assert "Little stands out" not in text
            assert "Nothing stands out" not in text


def test_dates_of_a_standing_agree_with_each_other(standings: list[Standing]) -> None:
    for row in standings:
        if row.due and row.offer_state != "decision_due":
            assert row.due > row.as_of, row
        if row.review_from:
            assert row.due is not None
            assert (row.review_from - row.due).days >= 14, row
            assert row.review_to is not None
            assert row.review_to >= row.review_from


def test_the_programme_proposes_the_same_days_and_offers_to_nobody_who_was_decided_about(
    demo: duckdb.DuckDBPyConnection, standings: list[Standing]
) -> None:
    chosen = {
        code: (outcome, begins, ends)
        for code, outcome, begins, ends in demo.execute(
            "select old_la_code, outcome, proposed_from, proposed_to from programme"
        ).fetchall()
    }
    for row in standings:
        outcome, begins, ends = chosen[row.old_la_code]
        if row.review_from:
            assert (outcome, begins, ends) == ("offered", row.review_from, row.review_to)
        else:
            assert outcome != "offered", row

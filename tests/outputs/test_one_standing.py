"""All that is written about an authority says the same as its standing: one truth, read by all."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from python_calamine import load_workbook

from earlywarning.reports import phrases, wording
from earlywarning.reports.briefing.offer import pairs_of
from earlywarning.reports.explain import explain
from earlywarning.reports.facts import Facts, load
from earlywarning.reports.pack.month import load_month
from earlywarning.reports.pack.pack import pack_of
from earlywarning.reports.site import write_site
from earlywarning.reports.workbook.editions import edition_workbook
from earlywarning.reports.workbook.figures import load_figures
from earlywarning.reports.workbook.xlsx import write_xlsx
from earlywarning.tables.standing import Standing
from tests.support.agreement import (
    behind_of,
    days_to_come_not_in,
    further_days,
    judged_otherwise,
    lines_about,
    one_of_each_kind,
    pages_of,
    standings_of,
    stands_as_told,
    text_of,
)


@pytest.fixture(scope="module")
def standings(small: duckdb.DuckDBPyConnection) -> list[Standing]:
    return standings_of(small)


@pytest.fixture(scope="module")
def one_of_each(standings: list[Standing]) -> list[Standing]:
    return one_of_each_kind(standings)


@pytest.fixture(scope="module")
def facts(small: duckdb.DuckDBPyConnection) -> Facts:
    return load(small)


@pytest.fixture(scope="module")
def written(
    small: duckdb.DuckDBPyConnection, one_of_each: list[Standing],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:  # fmt: skip
    folder = tmp_path_factory.mktemp("standing")
    write_site(small, folder, only=[row.old_la_code for row in one_of_each])
    return folder


@pytest.fixture(scope="module")
def said_in_pack(small: duckdb.DuckDBPyConnection, facts: Facts) -> list[tuple[str, str]]:
    """Lines of the pack about one authority each: its name and the line."""
    pack = pack_of(facts, load_month(small, facts.as_of))
    return list(lines_about(pack, {one.la_name for one in facts.open_authorities()}))


def test_every_authority_that_runs_a_service_has_one_standing(
    small: duckdb.DuckDBPyConnection, standings: list[Standing]
) -> None:
    scored = [
        code for (code,) in small.execute("select old_la_code from score order by 1").fetchall()
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
    small_warehouse: Path, written: Path, one_of_each: list[Standing]
) -> None:
    for row in one_of_each:
        told = pages_of(written, row.old_la_code)
        told["explain"] = explain(small_warehouse, row.old_la_code, "X")
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
        stands_as_told(row, pages_of(written, row.old_la_code))
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
    small: duckdb.DuckDBPyConnection, standings: list[Standing]
) -> None:
    chosen = {
        code: (outcome, begins, ends)
        for code, outcome, begins, ends in small.execute(
            "select old_la_code, outcome, proposed_from, proposed_to from programme"
        ).fetchall()
    }
    for row in standings:
        outcome, begins, ends = chosen[row.old_la_code]
        if row.review_from:
            assert (outcome, begins, ends) == ("offered", row.review_from, row.review_to)
        else:
            assert outcome != "offered", row


def test_no_page_names_a_day_to_come_that_the_standing_does_not_know(
    small: duckdb.DuckDBPyConnection, small_warehouse: Path, written: Path,
    one_of_each: list[Standing],
) -> None:  # fmt: skip
    for row in one_of_each:
        further = further_days(small, row.old_la_code)
        told = pages_of(written, row.old_la_code) | behind_of(written, row.old_la_code)
        assert {"figures", "offer", "history", "score"} <= set(told)
        told["explain"] = explain(small_warehouse, row.old_la_code, "X")
        for name, text in told.items():
            assert not days_to_come_not_in(row, text, further), (name, row)
            assert not judged_otherwise(row, text), (name, row)
            assert f"{round(row.score or 0)} out of 100" in text or name != "briefing", row


def test_every_measure_of_a_live_alert_is_named_wherever_the_alert_is_told(
    small_warehouse: Path, facts: Facts, written: Path, one_of_each: list[Standing]
) -> None:
    alerted = [row for row in one_of_each if row.alert_since]
    assert any(len(row.alert_measures or []) > 1 for row in alerted)
    for row in alerted:
        told = pages_of(written, row.old_la_code)
        told["explain"] = explain(small_warehouse, row.old_la_code, "X")
        for name, text in told.items():
            for measure in facts.measured(row.alert_measures or []):
                assert measure.removesuffix(" as a percentage").lower() in text.lower(), name


def test_page_and_briefing_say_how_old_the_evidence_is_in_the_same_words(
    written: Path, one_of_each: list[Standing]
) -> None:
    for row in one_of_each:
        for name, text in pages_of(written, row.old_la_code).items():
            assert wording.newest_line(row) in text, name


def test_the_pack_says_of_each_what_its_standing_says(
    small: duckdb.DuckDBPyConnection, facts: Facts, standings: list[Standing],
    said_in_pack: list[tuple[str, str]],
) -> None:  # fmt: skip
    stands = {facts.name(row.old_la_code): row for row in standings}
    assert len({name for name, _ in said_in_pack}) > len(standings) // 3
    for name, line in said_in_pack:
        row = stands[name]
        further = further_days(small, row.old_la_code)
        assert not days_to_come_not_in(row, line, further), (line, row)
        if row.review_from and phrases.between(row.review_from, row.review_to) in line:
            assert row.offer_state in ("this_quarter", "conversation", "formal_support"), line


def test_the_pack_has_every_talk_every_review_of_the_quarter_and_every_live_alert(
    facts: Facts, standings: list[Standing], said_in_pack: list[tuple[str, str]]
) -> None:
    told: dict[str, str] = {}
    for name, line in said_in_pack:
        told[name] = f"{told.get(name, '')}\n{line}"
    for row in standings:
        lines = told.get(facts.name(row.old_la_code), "")
        if row.offer_state == "conversation":
            assert phrases.day(row.due) in lines, row
        if row.review_from:
            assert phrases.between(row.review_from, row.review_to) in lines, row
        if row.alert_since:
            assert wording.next_step(row) in lines, row


def test_the_workbook_says_where_each_offer_stands(
    small: duckdb.DuckDBPyConnection, facts: Facts, standings: list[Standing], tmp_path: Path
) -> None:
    path = tmp_path / "edition.xlsx"
    write_xlsx(edition_workbook(facts, load_figures(small, facts.indicators)), path)
    rows = load_workbook(str(path)).get_sheet_by_name("Offers proposed").to_python()
    head = next(at for at, row in enumerate(rows) if "Where it stands" in row)
    name, where = rows[head].index("Authority"), rows[head].index("Where it stands")
    told = {str(row[name]): str(row[where]) for row in rows[head + 1 :] if row[name]}
    assert len(told) == len(standings)
    for row in standings:
        said = told[facts.name(row.old_la_code)]
        assert said == f"{wording.offer_state(row)}. {wording.next_step(row)}.", row


def test_what_a_run_says_at_its_end_counts_the_standings(
    small_warehouse: Path, standings: list[Standing]
) -> None:
    said = (small_warehouse.parent / "said.txt").read_text(encoding="utf-8")
    for state in {row.offer_state for row in standings}:
        many = sum(row.offer_state == state for row in standings)
        assert f"{wording.OFFER_STATE[state].lower()} {many}" in said


def test_terminal_pack_and_programme_count_the_same_offers_of_the_quarter(
    small: duckdb.DuckDBPyConnection, small_warehouse: Path, facts: Facts, standings: list[Standing]
) -> None:
    many = sum(row.review_from is not None for row in standings)
    programme = small.execute("select count(*) from programme where outcome = 'offered'").fetchall()
    assert programme == [(many,)]
    said = (small_warehouse.parent / "said.txt").read_text(encoding="utf-8")
    assert f"; {many} in all with days proposed this quarter" in said
    lead = pack_of(facts, load_month(small, facts.as_of)).blocks[0]
    assert f"{many} offers need people from elsewhere this quarter." in str(lead)


def test_the_first_page_says_nothing_of_where_anybody_stands(written: Path) -> None:
    text = text_of(written / "index.html")
    for words in wording.STANDING.values():
        assert words not in text


def test_who_was_never_heard_is_told_so_in_one_sentence(
    written: Path, one_of_each: list[Standing]
) -> None:
    found = 0
    for row in one_of_each:
        code = row.old_la_code
        for name, said in (pages_of(written, code) | behind_of(written, code)).items():
            assert said.count("Not heard") == said.count(wording.NOT_HEARD), (code, name)
            found += said.count(wording.NOT_HEARD)
    assert found


def test_page_and_briefing_tell_the_offer_in_the_same_labelled_facts(
    facts: Facts, written: Path, one_of_each: list[Standing]
) -> None:
    for row in one_of_each:
        offer = facts.offer(row.old_la_code)
        told = pages_of(written, row.old_la_code) | behind_of(written, row.old_la_code)
        for label, words in pairs_of(facts, offer) if offer else []:
            for name in ("briefing", "offer"):
                assert f"{label} {words}" in told[name], (row.old_la_code, label, name)


def test_no_page_says_that_nothing_is_not_known(written: Path, one_of_each: list[Standing]) -> None:
    """Figures may all be there: what came after them, and what nobody told, is not."""
    for row in one_of_each:
        said = pages_of(written, row.old_la_code)["authority"].rpartition("What is not known")[2]
        assert f"Inspections since {row.inspections_until:%B %Y}." in said
        assert bool(row.newest_in_year) != ("no returns within the year" in said)

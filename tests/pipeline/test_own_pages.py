"""What an authority's own account is shown comes from its tier, and names no other authority."""

from __future__ import annotations

import html
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from earlywarning.errors import NothingUsableError, UsageError
from earlywarning.register.decisions.actions import share
from earlywarning.register.form.form import Form, OwnPages
from earlywarning.run import own
from earlywarning.run.offers import propose, rules
from earlywarning.run.own import own_shelf
from earlywarning.run.soft import allowed
from earlywarning.settings import today
from tests.conftest import REFERENCE, earlywarning
from tests.support.serving import PEOPLE, SECRET, Browser, accounts_in, running

pytestmark = pytest.mark.whole

# Quenlamoor and Vandrishire are offered reviews with supporters; Yaldorrin has more about it.
CODES = ("125", "644", "625")


@pytest.fixture(scope="module")
def shelf(small_warehouse: Path):
    return own_shelf(small_warehouse, REFERENCE)


def asked(warehouse: Path, sql: str) -> list[tuple]:
    with duckdb.connect(str(warehouse.resolve()), read_only=True) as found:
        return found.execute(sql).fetchall()


def others_in(text: str, code: str, warehouse: Path) -> list[str]:
    """Return the names of other authorities in a page, its drawings' text alternatives too."""
    plain = html.unescape(re.sub(r'src="data:[^"]*"', "", text))
    names = dict(asked(warehouse, "select old_la_code, la_name from local_authority"))
    return [
        name
        for other, name in names.items()
        if other != code and re.search(rf"\b{re.escape(name)}\b", plain)
    ]


def words_of(pages: OwnPages) -> str:
    return f"{pages.sentence} {pages.facts} {pages.heard} {pages.briefing()}"


@pytest.mark.parametrize("code", CODES)
def test_no_other_authority_is_named(shelf, small_warehouse: Path, code: str) -> None:
    pages = shelf(code)
    assert others_in(words_of(pages), code, small_warehouse) == []
    [(sentence,)] = asked(
        small_warehouse, f"select sentence from standing where old_la_code = '{code}'"
    )
    assert pages.sentence == sentence
    assert dict(pages.facts)["Band"]
    assert "<script" not in pages.briefing()


def test_without_leaving_columns_out_names_would_be_there(small_warehouse, monkeypatch) -> None:
    monkeypatch.setattr(own, "OTHERS", {})
    pages = own_shelf(small_warehouse, REFERENCE)("125")
    assert len(others_in(words_of(pages), "125", small_warehouse)) == 2
    assert "Told by who calls." not in pages.briefing()


def test_that_names_are_not_told_is_said_and_not_that_there_are_none(shelf) -> None:
    assert "Told by who calls." in shelf("125").briefing()
    assert "Nobody is named yet." not in shelf("125").briefing()


def test_what_was_heard_has_neither_source_nor_text_nor_grade(shelf, small_warehouse) -> None:
    [(code,)] = asked(
        small_warehouse,
        "select old_la_code from soft_item group by 1 order by count(*) desc, 1 limit 1",
    )
    heard = shelf(code).heard
    [(many,)] = asked(
        small_warehouse, f"select count(*) from soft_item where old_la_code = '{code}'"
    )
    assert len(heard) == many > 0
    own_items = {one.item for one in heard}
    others = asked(small_warehouse, f"select item from soft_item where old_la_code <> '{code}'")
    assert not own_items & {item for (item,) in others}


def test_pages_are_made_once_for_a_published_file(shelf, monkeypatch) -> None:
    first = shelf("125")
    monkeypatch.setattr(own, "build_tier", None)
    assert shelf("125") is first


def test_a_briefing_asked_for_by_many_at_once_is_made_once(small_warehouse, monkeypatch) -> None:
    real, running_now, most = own._briefing, [0], [0]
    made: list[str] = []

    def briefing(published: Path, reference: Path, code: str) -> str:
        running_now[0] += 1
        most[0] = max(most[0], running_now[0])
        made.append(code)
        text = real(published, reference, code)
        running_now[0] -= 1
        return text

    monkeypatch.setattr(own, "_briefing", briefing)
    fresh = own_shelf(small_warehouse, REFERENCE)
    pages = [fresh(code) for code in CODES[:2]]
    with ThreadPoolExecutor(16) as many:
        texts = list(many.map(lambda n: pages[n % 2].briefing(), range(16)))
    assert len(set(texts)) == 2
    assert sorted(made) == sorted(CODES[:2]), "each once"
    assert most == [1], "and one after the other"


def test_the_day_that_is_told_is_a_day(shelf) -> None:
    assert str(shelf("125").known_on) == shelf("125").known_on.isoformat()


def test_who_is_not_in_the_file_has_no_pages(shelf, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        shelf("999")
    with pytest.raises(NothingUsableError):
        own_shelf(tmp_path / "nothing.duckdb", REFERENCE)("125")


def test_a_director_reads_and_answers_in_the_form(
    shelf, small_warehouse: Path, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setitem(PEOPLE, "norreby", ("director", "authority", "125"))
    known = rules(REFERENCE, small_warehouse)
    decisions = tmp_path / "decisions.jsonl"
    for name in ("125", "644"):
        propose(decisions, small_warehouse, REFERENCE, "regional lead", name)
    share(decisions, "D-0001", "regional lead", known)
    form = Form(
        tmp_path / "l.jsonl", decisions, allowed(REFERENCE, small_warehouse), known,
        accounts_in(tmp_path, "norreby"), shelf, today, 0.0,
    )  # fmt: skip
    with running(form) as server:
        one = Browser(server)
        assert one.sign_in("norreby", SECRET).status == 303
        for path in ("/", "/briefing"):
            page = one.ask("GET", path)
            assert page.status == 200
            assert "Quenlamoor" in page.text
            assert others_in(page.text, "125", small_warehouse) == []
        one.ask("GET", "/")
        assert one.send("/answer", offer="D-0002", text="Not ours.").status == 422
        assert one.send("/answer", offer="D-0001", text="Come and look.").status == 303


def test_without_an_account_the_form_is_not_served(small_warehouse, tmp_path: Path) -> None:
    done = earlywarning(
        "soft", "serve", "--port", "0", "--warehouse", small_warehouse,
        "--accounts", tmp_path / "accounts.json",
    )  # fmt: skip
    assert done.returncode == 2
    assert "earlywarning accounts add" in done.stderr


def test_the_form_does_not_open_to_others_in_the_open(small_warehouse, tmp_path: Path) -> None:
    accounts_in(tmp_path, "adviser")
    done = earlywarning(
        "soft", "serve", "--host", "0.0.0.0", "--port", "0", "--warehouse", small_warehouse,
        "--accounts", tmp_path / "accounts.json",
    )  # fmt: skip
    assert done.returncode == 2
    assert "--certificate" in done.stderr

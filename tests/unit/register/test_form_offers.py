"""The page about offers: share, answer and decide in a browser, with the same rules as anywhere."""

from __future__ import annotations

import html
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from earlywarning.register.decisions.actions import propose
from earlywarning.register.decisions.state import Life, lives, sound_decisions
from earlywarning.register.form.offers import Offers
from earlywarning.register.form.reach import PASSWORD
from earlywarning.register.form.server import FormServer, make_server
from tests.support.register import ALLOWED, TODAY
from tests.support.serving import running
from tests.unit.register.test_decisions import LEAD, RULES, at, offer
from tests.unit.register.test_form import SECRET, Browser
from tests.unit.register.test_texts import HARMLESS_ONLY_IF_HANDLED


@contextmanager
def serving(folder: Path) -> Iterator[FormServer]:
    decided = Offers(folder / "decisions.jsonl", RULES)
    server = make_server("127.0.0.1", 0, folder / "l.jsonl", ALLOWED, lambda: TODAY, decided)
    with running(server):
        yield server


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "decisions.jsonl"
    propose(path, [offer()], LEAD, RULES, at("2026-05-05"))
    return path


@pytest.fixture
def browser(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    monkeypatch.delenv(PASSWORD, raising=False)
    with serving(ledger.parent) as server:
        yield Browser(server)


def life(path: Path) -> Life:
    records, _ = sound_decisions(path)
    return lives(records)["D-0001"]


def test_an_offer_is_shared_answered_and_decided(browser: Browser, ledger: Path) -> None:
    page = browser.ask("GET", "/offers")
    assert page.status == 200
    assert "D-0001, Norreby" in page.text
    assert browser.send("/offers", offer="D-0001", act="share", role=LEAD).status == 200
    answered = browser.send(
        "/offers", offer="D-0001", act="reply", role="director", text="We know of it.",
        found_itself="indicator:caseload", plan="Ten posts by autumn.",
    )  # fmt: skip
    assert "it is recorded" in answered.text
    assert "We know of it." not in answered.text, "the list shows no answer"
    browser.send("/offers", offer="D-0001", act="decide", role=LEAD, text="It is time.",
                 outcome="accepted")  # fmt: skip
    found = life(ledger)
    assert (found.state, found.found_itself) == ("decided", ("indicator:caseload",))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"act": ""}, "say what is done"),
        ({"act": "share", "offer": "D-0099"}, "no offer 'D-0099'"),
        ({"act": "share", "role": "neighbour"}, "role is 'neighbour'"),
        ({"act": "reply", "text": "Too early."}, "D-0001 is proposed"),
        ({"act": "decide", "outcome": "maybe"}, "outcome: one of accepted"),
        ({"act": "decide", "outcome": "deferred", "until": "soon"}, "write a day"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_recorded(
    browser: Browser, ledger: Path, given: dict[str, str], message: str
) -> None:
    before = ledger.read_bytes()
    browser.ask("GET", "/offers")
    role = "director" if given["act"] == "reply" else LEAD
    answer = browser.send("/offers", **({"offer": "D-0001", "role": role, "text": "x"} | given))
    assert answer.status == 422
    assert message in html.unescape(answer.text)
    assert ledger.read_bytes() == before


@pytest.mark.parametrize("text", HARMLESS_ONLY_IF_HANDLED)
def test_nothing_that_is_sent_becomes_part_of_the_page(browser: Browser, text: str) -> None:
    browser.ask("GET", "/offers")
    answer = browser.send("/offers", offer="D-0001", act="reply", role="director", text=text,
                          plan=text, until=text)  # fmt: skip
    assert "<script" not in answer.text
    assert "<img" not in answer.text


def test_a_form_from_elsewhere_is_not_taken(browser: Browser, ledger: Path) -> None:
    before = ledger.read_bytes()
    browser.ask("GET", "/offers")
    browser.csrf = "another"
    assert browser.send("/offers", offer="D-0001", act="share", role=LEAD).status == 403
    assert ledger.read_bytes() == before


def test_with_a_password_nobody_sees_or_decides_before_signing_in(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSWORD, SECRET)
    with serving(ledger.parent) as server:
        browser = Browser(server)
        assert "Norreby" not in browser.ask("GET", "/offers").text
        assert browser.send("/offers", offer="D-0001", act="share", role=LEAD).status == 403
        browser.send("/sign-in", password=SECRET)
        assert "D-0001, Norreby" in browser.ask("GET", "/offers").text


def test_without_a_ledger_of_decisions_there_is_no_such_page(tmp_path: Path) -> None:
    server = make_server("127.0.0.1", 0, tmp_path / "l.jsonl", ALLOWED, lambda: TODAY)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        assert Browser(server).ask("GET", "/offers").status == 404
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

"""The page about offers: share and decide in a browser, under the account's own role."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from earlywarning.register.decisions.actions import propose, share
from earlywarning.register.decisions.state import Life, lives, sound_decisions
from tests.support.serving import Browser, form_in, running
from tests.unit.register.test_decisions import DIRECTOR, LEAD, RULES, at, offer
from tests.unit.register.test_texts import HARMLESS_ONLY_IF_HANDLED


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "decisions.jsonl"
    given = [offer(), offer(old_la_code="803", supporter="801")]
    propose(path, given, LEAD, RULES, at("2026-05-05"))
    return path


@pytest.fixture
def browser(ledger: Path) -> Iterator[Browser]:
    with running(form_in(ledger.parent, "lead")) as server:
        one = Browser(server)
        one.sign_in("lead")
        one.ask("GET", "/offers")
        yield one


def life(path: Path, item: str = "D-0001") -> Life:
    records, _ = sound_decisions(path)
    return lives(records)[item]


def test_an_offer_is_shared_and_decided_under_the_accounts_role(
    browser: Browser, ledger: Path
) -> None:
    assert "D-0001, Norreby" in browser.ask("GET", "/offers").text
    done = browser.send("/offers", offer="D-0001", act="share", role=DIRECTOR)
    assert "it is recorded" in done.text
    waiting = browser.send(
        "/offers", offer="D-0001", act="decide", role=DIRECTOR, text="It is time.",
        outcome="accepted",
    )  # fmt: skip
    assert waiting.status == 422
    assert "the authority may answer until" in html.unescape(waiting.text), "no role is taken"
    assert life(ledger).state == "shared"
    assert [r.by for r in sound_decisions(ledger)[0]] == [LEAD, LEAD, LEAD]


def test_once_its_time_is_over_it_is_decided(browser: Browser, ledger: Path) -> None:
    share(ledger, "D-0001", LEAD, RULES, at("2026-05-06"))
    done = browser.send("/offers", offer="D-0001", act="decide", outcome="accepted",
                        text="It is time.")  # fmt: skip
    assert done.status == 200
    found = life(ledger)
    assert (found.state, found.decided_by) == ("decided", LEAD)
    assert "It is time." not in browser.ask("GET", "/offers").text, "the list shows no reason"
    events = [json.loads(line) for line in (ledger.parent / "accounts_events.jsonl").open()]
    assert [(e["account"], e["role"], e["what"], e["item"]) for e in events[-1:]] == [
        ("lead", LEAD, "decided", "D-0001")
    ]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"act": ""}, "say what is done"),
        ({"act": "reply", "text": "We know."}, "say what is done"),
        ({"act": "share", "offer": "D-0099"}, "choose one of those that are listed"),
        ({"act": "decide", "outcome": "declined", "text": "Too early."}, "D-0001 is proposed"),
        ({"act": "decide", "outcome": "maybe"}, "outcome: one of accepted"),
        ({"act": "decide", "outcome": "deferred", "until": "soon"}, "write a day"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_recorded(
    browser: Browser, ledger: Path, given: dict[str, str], message: str
) -> None:
    before = ledger.read_bytes()
    answer = browser.send("/offers", **({"offer": "D-0001", "text": "x"} | given))
    assert answer.status == 422
    assert message in html.unescape(answer.text)
    assert ledger.read_bytes() == before


@pytest.mark.parametrize("text", HARMLESS_ONLY_IF_HANDLED)
def test_nothing_that_is_sent_becomes_part_of_the_page(browser: Browser, text: str) -> None:
    answer = browser.send("/offers", offer=text, act="decide", text=text, until=text)
    assert "<script" not in answer.text
    assert "<img" not in answer.text


def test_a_form_from_elsewhere_is_not_taken(browser: Browser, ledger: Path) -> None:
    before = ledger.read_bytes()
    browser.csrf = "another"
    assert browser.send("/offers", offer="D-0001", act="share").status == 403
    assert ledger.read_bytes() == before


def test_a_region_sees_and_decides_its_own_offers_only(ledger: Path) -> None:
    before = ledger.read_bytes()
    with running(form_in(ledger.parent, "north")) as server:
        one = Browser(server)
        one.sign_in("north")
        page = one.ask("GET", "/offers").text
        assert "D-0001, Norreby" in page
        assert "Merrow" not in page
        assert "D-0002" not in page
        refused = one.send("/offers", offer="D-0002", act="share")
        assert refused.status == 422
        assert ledger.read_bytes() == before
        assert one.send("/offers", offer="D-0001", act="share").status == 200


def test_who_decides_nothing_has_no_such_page(ledger: Path) -> None:
    with running(form_in(ledger.parent, "reviewer")) as server:
        one = Browser(server)
        one.sign_in("reviewer")
        for answer in (one.ask("GET", "/offers"), one.send("/offers", offer="D-0001", act="share")):
            assert answer.status == 403
            assert "Norreby" not in answer.text
        assert life(ledger).state == "proposed"


def test_an_offer_in_doubt_is_shared_once_it_was_thought_of(ledger: Path) -> None:
    form = form_in(ledger.parent, "lead")
    form.doubt = lambda item: "rests on what is in doubt" if item == "D-0001" else ""
    with running(form) as server:
        one = Browser(server)
        one.sign_in("lead")
        one.ask("GET", "/offers")
        asked = one.send("/offers", offer="D-0001", act="share")
        assert (asked.status, life(ledger).state) == (422, "proposed")
        assert "D-0001 rests on what is in doubt: if it is to have it, tick" in asked.text
        assert one.send("/offers", offer="D-0002", act="share").status == 200
        done = one.send("/offers", offer="D-0001", act="share", even_so="yes")
        assert (done.status, life(ledger).state) == (200, "shared")

"""The door of the form, and what each kind of account may see and do behind it."""

from __future__ import annotations

import datetime as dt
import html
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from earlywarning.register import chain, state
from earlywarning.register.accounts import acts
from earlywarning.register.accounts.account import FREE_TRIALS
from earlywarning.register.accounts.store import Accounts
from earlywarning.register.actions import add
from earlywarning.register.checking import check
from earlywarning.register.decisions.actions import propose, share
from earlywarning.register.decisions.state import lives, sound_decisions
from earlywarning.register.form.form import Form
from earlywarning.register.form.serving import FormServer
from earlywarning.register.form.sessions import AT_MOST, IDLE_SECONDS, LASTS_SECONDS, Sessions
from tests.support.register import ALLOWED, row
from tests.support.serving import SECRET, Browser, form_in, running
from tests.unit.register.test_decisions import LEAD, RULES, at, offer

HEARD = "Told in private that visits are signed off without being made."


class Place:
    """A form with ledgers about two authorities, and the server before it."""

    def __init__(self, folder: Path, form: Form, server: FormServer) -> None:
        self.folder, self.form, self.server = folder, form, server

    def at(self, account: str, password: str = SECRET) -> Browser:
        one = Browser(self.server)
        assert one.sign_in(account, password).status == 303
        return one

    def events(self) -> list[tuple[str, str, str]]:
        lines = [json.loads(one) for one in (self.folder / "accounts_events.jsonl").open()]
        return [(one["account"], one["what"], one["item"]) for one in lines]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    form = form_in(tmp_path)
    given = [check(row(authority=code), ALLOWED) for code in ("801", "803")]
    add(form.ledger, given)
    own = [offer(), offer(old_la_code="803", supporter="801"), offer(old_la_code="802")]
    propose(form.decisions, own, LEAD, RULES, at("2026-04-20"))
    for item in ("D-0001", "D-0002"):
        share(form.decisions, item, LEAD, RULES, at("2026-04-20"))
    with running(form) as server:
        yield Place(tmp_path, form, server)


# -- the door ----------------------------------------------------------------


def test_nothing_is_shown_or_taken_before_signing_in(place: Place) -> None:
    one = Browser(place.server)
    before = (place.form.ledger.read_bytes(), place.form.decisions.read_bytes())
    for path in ("/", "/offers", "/briefing"):
        answer = one.ask("GET", path)
        assert (answer.status, answer.headers["Location"]) == (303, "/sign-in")
        assert answer.text == ""
    page = one.ask("GET", "/sign-in")
    assert 'type="password"' in page.text
    assert "Norreby" not in page.text
    for path in ("/", "/offers", "/answer", "/dispute"):
        answer = one.send(path, **row(), offer="D-0001", item="L-0001", act="share")
        assert (answer.status, "Sign in first." in answer.text) == (403, True)
    assert (place.form.ledger.read_bytes(), place.form.decisions.read_bytes()) == before


def test_signing_in_begins_another_session_and_signing_out_ends_it(place: Place) -> None:
    one = Browser(place.server)
    one.ask("GET", "/sign-in")
    before = one.cookie
    assert one.sign_in("adviser").status == 303
    signed_in = one.cookie
    assert signed_in != before
    assert "Signed in as <strong>adviser</strong>" in one.ask("GET", "/").text
    assert one.send("/sign-out").status == 303
    one.cookie = signed_in
    assert one.ask("GET", "/").headers["Location"] == "/sign-in"
    assert [e[:2] for e in place.events()[-2:]] == [
        ("adviser", "signed in"), ("adviser", "signed out")
    ]  # fmt: skip


def test_every_refusal_reads_the_same(place: Place) -> None:
    acts.lock(place.form.accounts, "lead")
    acts.expire(place.form.accounts, "reviewer", dt.date(2020, 1, 1))
    pages = set()
    for name, word in (
        ("adviser", "wrong"), ("nobody", SECRET), ("lead", SECRET), ("reviewer", SECRET), ("", ""),
    ):  # fmt: skip
        one = Browser(place.server)
        answer = one.sign_in(name, word)
        assert answer.status == 403
        pages.add(answer.text.replace(one.csrf, "").replace(f'value="{name}"', 'value=""'))
    assert len(pages) == 1


def test_every_refusal_takes_the_same_while(tmp_path: Path) -> None:
    with running(form_in(tmp_path, "adviser", pause=1.0)) as server:
        for name in ("adviser", "nobody"):
            one = Browser(server)
            one.ask("GET", "/sign-in")
            began = time.monotonic()
            assert one.send("/sign-in", account=name, password="wrong").status == 403
            assert 1.0 <= time.monotonic() - began < 6.0


def test_after_wrong_passwords_the_right_one_opens_nothing_for_a_while(place: Place) -> None:
    one = Browser(place.server)
    for _ in range(FREE_TRIALS + 1):
        assert one.sign_in("adviser", "wrong").status == 403
    assert one.sign_in("adviser", SECRET).status == 403
    assert place.at("lead"), "others come in"
    acts.unlock(place.form.accounts, "adviser")
    assert one.sign_in("adviser", SECRET).status == 303
    told = [what for account, what, _ in place.events() if account == "adviser"]
    assert sum(what.startswith("sign-in failed") for what in told) == FREE_TRIALS + 1
    assert any("waits until" in what for what in told)


def change_password(accounts: Accounts) -> None:
    acts.set_password(accounts, "adviser", "another long password")


def put(**changed: object) -> Callable[[Accounts], None]:
    """Return what changes the file of accounts as whoever edits it would."""

    def change(accounts: Accounts) -> None:
        one = accounts.account("adviser").model_copy(update=changed)
        accounts.change(lambda held: held.with_account(one))

    return change


@pytest.mark.parametrize(
    "change",
    [
        put(role="peer reviewer"),
        put(scope="region", where="Northmarch"),
        put(scope="authority", where="803"),
        lambda accounts: accounts.change(lambda held: held.model_copy(update={"accounts": {}})),
        lambda accounts: acts.lock(accounts, "adviser"),
        lambda accounts: acts.expire(accounts, "adviser", dt.date(2020, 1, 1)),
        change_password,
    ],
)
def test_whose_account_was_shut_is_out_at_once(place: Place, change) -> None:
    one = place.at("adviser")
    before = place.form.ledger.read_bytes()
    change(place.form.accounts)
    assert one.send(**row(text="Once more.")).status == 403
    assert one.ask("GET", "/").headers["Location"] == "/sign-in"
    assert place.form.ledger.read_bytes() == before


def test_sessions_end_by_idleness_and_by_age_and_strangers_push_nobody_out() -> None:
    now = [0.0]
    held = Sessions(clock=lambda: now[0])
    accounts = Place  # any object stands for an account here
    mine = held.new(accounts)  # type: ignore[arg-type]
    for _ in range(AT_MOST + 50):
        held.new()
    assert held.find(mine.name) is mine
    while now[0] < LASTS_SECONDS - IDLE_SECONDS:
        now[0] += IDLE_SECONDS - 1
        assert held.find(mine.name) is mine, "used again in time"
    now[0] = LASTS_SECONDS + 1.0
    assert held.find(mine.name) is None, "too old, however much it is used"
    idle = held.new(accounts)  # type: ignore[arg-type]
    now[0] += IDLE_SECONDS + 1
    assert held.find(idle.name) is None
    assert held.find("no such name") is None


# -- consortium and region ---------------------------------------------------


def test_the_role_is_the_accounts_and_never_chosen(place: Place) -> None:
    one = place.at("reviewer")
    page = one.ask("GET", "/").text
    assert 'name="recorded_by"' not in page
    assert one.send(**row(text="Heard on a visit.", recorded_by="consortium lead")).status == 303
    record = state.sound_records(place.form.ledger)[0][-1]
    assert record.by == "peer reviewer"
    assert place.events()[-1] == ("reviewer", "recorded", record.item)
    assert b"reviewer" not in place.form.ledger.read_bytes().replace(b"peer reviewer", b"").replace(
        b"peer_reviewer", b""
    ), "the ledger has the role, not the account"


def test_a_region_records_and_sees_its_own_authorities_only(place: Place) -> None:
    one = place.at("north")
    page = one.ask("GET", "/").text
    assert "L-0001" in page
    assert "L-0002" not in page
    assert "Merrow" not in page
    before = place.form.ledger.read_bytes()
    refused = one.send(**row(authority="Vale of Merrow", text="From next door."))
    assert refused.status == 422
    assert "your account is for Northmarch only" in html.unescape(refused.text)
    assert place.form.ledger.read_bytes() == before
    assert one.send(**row(authority="Great Ostwick", text="From here.")).status == 303


# -- an authority's own account ----------------------------------------------


def test_an_authority_sees_itself_and_no_other_name_text_or_source(place: Place) -> None:
    one = place.at("norreby")
    pages = [one.ask("GET", "/"), one.ask("GET", "/briefing")]
    assert [page.status for page in pages] == [200, 200]
    assert "Where 801 stands." in pages[0].text
    assert "D-0001" in pages[0].text
    assert "Whistleblowing" in pages[0].text
    assert "Briefing of 801" in pages[1].text
    assert "script" not in pages[1].headers["Content-Security-Policy"]
    for page in pages:
        for word in ("Merrow", "Ostwick", "802", "803", "D-0002", "D-0003", "L-0002", HEARD,
                     "practitioner", "B2"):  # fmt: skip
            # The token is drawn by chance, and holds any two letters now and then.
            assert word not in page.text.replace(one.csrf, ""), word
    assert place.events()[-1] == ("norreby", "opened its briefing", "")


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/offers"), ("POST", "/offers"), ("POST", "/"), ("GET", "/l.jsonl"), ("GET", "/803"),
     ("GET", "/briefing/803"), ("GET", "/../l.jsonl"), ("POST", "/briefing")],
)  # fmt: skip
def test_an_authority_has_no_other_page(place: Place, method: str, path: str) -> None:
    one = place.at("norreby")
    before = place.form.ledger.read_bytes()
    if method == "GET":
        answer = one.ask("GET", path)
    else:
        answer = one.send(path, **row(), offer="D-0001", act="share")
    assert answer.status in (403, 404, 405)
    for word in ("Merrow", "L-0002", "D-0002"):
        assert word not in answer.text
    assert place.form.ledger.read_bytes() == before


def test_an_authority_answers_its_own_offer_under_its_role(place: Place) -> None:
    one = place.at("norreby")
    done = one.send(
        "/answer", offer="D-0001", text="We saw the queue.", role="regional lead",
        found_itself="indicator:caseload", plan="Ten posts by autumn.",
    )  # fmt: skip
    assert (done.status, done.headers["Location"]) == (303, "/?done=answer")
    assert "Your answer is recorded" in one.ask("GET", "/?done=answer").text
    record = sound_decisions(place.form.decisions)[0][-1]
    assert (record.kind, record.item, record.by) == ("reply", "D-0001", "director")
    found = lives(sound_decisions(place.form.decisions)[0])["D-0001"]
    assert found.found_itself == ("indicator:caseload",)
    assert place.events()[-1] == ("norreby", "answered", "D-0001")


@pytest.mark.parametrize("item", ["D-0002", "D-0003", "D-0099", "", "L-0001"])
def test_an_authority_answers_no_other_offer_and_learns_nothing_of_it(
    place: Place, item: str
) -> None:
    one = place.at("norreby")
    before = place.form.decisions.read_bytes()
    answer = one.send("/answer", offer=item, text="Not ours.")
    assert answer.status == 422
    assert "choose one of those that are listed on this page" in answer.text
    assert place.form.decisions.read_bytes() == before


def test_what_is_wrong_with_an_answer_is_said(place: Place) -> None:
    one = place.at("norreby")
    for given, why in (
        ({"text": "Mary Smith left."}, "may name a person"),
        ({"text": ""}, "text is empty"),
        ({"text": "We know.", "found_itself": "indicator:caseload"}, "without a plan"),
    ):
        answer = one.send("/answer", offer="D-0001", **given)
        assert answer.status == 422
        assert why in html.unescape(answer.text)


def test_an_authority_disputes_what_its_edition_tells_and_nothing_else(place: Place) -> None:
    one = place.at("norreby")
    before = place.form.ledger.read_bytes()
    for item in ("L-0002", "L-0099", "D-0001", ""):
        assert one.send("/dispute", item=item, text="Not so.").status == 422
    assert place.form.ledger.read_bytes() == before
    assert one.send("/dispute", item="L-0001", text="Each visit has a note.").status == 303
    record = state.sound_records(place.form.ledger)[0][-1]
    assert (record.kind, record.item, record.by) == ("dispute", "L-0001", "director")
    assert chain.walk(place.form.ledger).broken is None
    page = one.ask("GET", "/").text
    assert "<td>March 2026</td><td>yes</td>" in page, "at once, not with the next publication"
    assert "Object to an entry" not in page


def test_an_objection_that_may_name_a_person_is_asked_about(place: Place) -> None:
    """Who objects may name whom they take for the source."""
    one = place.at("norreby")
    before = place.form.ledger.read_bytes()
    asked = one.send("/dispute", item="L-0001", text="It was Mary Smith who said so.")
    assert asked.status == 422
    assert "may name a person" in html.unescape(asked.text)
    assert place.form.ledger.read_bytes() == before
    sure = {"item": "L-0001", "text": "Great Ostwick Lane is ours.", "no_person_named": "yes"}
    assert one.send("/dispute", **sure).status == 303


def test_what_an_offer_rests_on_is_called_by_its_name(place: Place) -> None:
    assert "caseload (indicator)" in place.at("norreby").ask("GET", "/").text
    place.form.called = {"indicator:caseload": "Children for each social worker"}
    assert "Children for each social worker" in place.at("norreby").ask("GET", "/").text


def test_what_goes_wrong_is_not_explained_to_an_authority(place: Place) -> None:
    one, adviser = place.at("norreby"), place.at("lead")
    content = place.form.decisions.read_bytes()
    place.form.decisions.write_bytes(content.replace(b"803", b"804", 1))
    answer = one.ask("GET", "/")
    assert answer.status == 409
    assert "Please tell the consortium" in answer.text
    assert "chain" not in answer.text
    assert "breaks at record" in adviser.ask("GET", "/offers").text


def test_accounts_that_others_may_read_let_nobody_in(place: Place) -> None:
    one = place.at("adviser")
    place.form.accounts.path.chmod(0o644)
    assert one.ask("GET", "/").status == 409
    other = Browser(place.server)
    other.ask("GET", "/sign-in")
    assert other.send("/sign-in", account="adviser", password=SECRET).status == 409


def test_what_is_done_and_cannot_be_noted_is_told_as_done(place: Place) -> None:
    one = place.at("adviser")
    (place.folder / "accounts_events.jsonl").chmod(0o644)
    answer = one.send(**row(text="Heard once."))
    assert answer.status == 409
    assert "it is done (recorded L-0003), and cannot be written down" in html.unescape(answer.text)
    assert len(state.sound_records(place.form.ledger)[0]) == 3

"""The web form, as a browser and as an attacker would use it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

import pytest

from earlywarning.register import chain, state
from tests.support.register import row
from tests.support.serving import Browser, form_in, running
from tests.unit.register.test_texts import HARMLESS_ONLY_IF_HANDLED


@pytest.fixture
def ledger(place: Path) -> Iterator[Path]:
    """Give a ledger that is not there yet."""
    yield place / "l.jsonl"
    for path in place.glob("l.jsonl*"):
        path.unlink()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("form")


@pytest.fixture(scope="module")
def signed_in(place: Path) -> Iterator[Browser]:
    """Sign in once: each sign-in takes its while."""
    with running(form_in(place, "adviser")) as server:
        one = Browser(server)
        assert one.sign_in("adviser").status == 303
        yield one


@pytest.fixture
def browser(signed_in: Browser, ledger: Path) -> Browser:
    again = object.__new__(Browser)
    again.__dict__ = dict(signed_in.__dict__)
    return again


def test_an_entry_goes_in_and_is_listed_without_its_text(browser: Browser, ledger: Path) -> None:
    done = browser.send(**row(text="First line\r\nsecond"))
    assert (done.status, done.headers["Location"]) == (303, "/?done=L-0001")
    page = browser.ask("GET", done.headers["Location"])
    assert "L-0001 is recorded." in page.text
    assert "<td>Norreby</td>" in page.text
    assert "First line" not in page.text
    assert state.texts(state.sound_records(ledger)[0])["text"].to_list() == ["First line\nsecond"]


def test_faults_stand_beside_their_fields_and_nothing_is_recorded(
    browser: Browser, ledger: Path
) -> None:
    page = browser.send(**row(flag="", heard_on="soon", authority="Noreby"))
    assert page.status == 422
    for column, words in {
        "flag": "flag is empty", "heard_on": "write a day as", "authority": "did you mean Norreby?"
    }.items():  # fmt: skip
        assert words in html.unescape(page.text)
        assert f'id="{column}-error"' in page.text
        assert f'<a href="#{column}">' in page.text
    assert 'value="Noreby"' in page.text
    assert not ledger.exists()


def test_the_warning_about_names_asks_and_then_lets_through(browser: Browser, ledger: Path) -> None:
    page = browser.send(**row(text="Mary Smith left."))
    assert page.status == 422
    assert 'id="no_person_named"' in page.text
    assert browser.send(**row(text="Mary Smith left."), no_person_named="yes").status == 303
    assert state.sound_records(ledger)[0][0].body.no_person_named  # type: ignore[attr-defined]


def test_the_same_entry_twice_is_told(browser: Browser) -> None:
    browser.send(**row())
    page = browser.send(**row())
    assert page.status == 422
    assert "stands in the ledger already, as L-0001" in page.text


@pytest.mark.parametrize("text", HARMLESS_ONLY_IF_HANDLED)
def test_hostile_text_is_escaped_in_every_field(browser: Browser, text: str) -> None:
    for column in row():
        page = browser.send(**row(**{column: text}) | {"review_by": "never"})
        assert page.status == 422
        for raw in ("<script", "<img", "</textarea></td>"):
            assert raw not in page.text
        assert tags(page.text) <= ALLOWED_TAGS


ALLOWED_TAGS = {
    "html", "head", "meta", "title", "link", "body", "main", "h1", "h2", "p", "strong", "div", "ul",
    "li", "a", "form", "input", "span", "label", "select", "option", "textarea", "button",
    "datalist", "header", "nav",
}  # fmt: skip


def tags(text: str) -> set[str]:
    found: set[str] = set()

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.add(tag)
            assert not any(name.startswith("on") or name == "style" for name, _ in attrs)

    Reader().feed(text)
    return found


@pytest.mark.parametrize(
    ("text", "status"),
    [("x" * 1_000_000, 413), ("x" * 5000, 422), ("\u202eabc", 422), ("a\x00b", 422)],
)
def test_what_is_too_long_or_hidden_is_refused(
    browser: Browser, ledger: Path, text: str, status: int
) -> None:
    page = browser.send(**row(text=text))
    assert page.status == status
    assert len(page.text) < 100_000
    assert not ledger.exists()


def test_the_longest_text_of_the_widest_characters_goes_in(browser: Browser, ledger: Path) -> None:
    assert browser.send(**row(text="\U0001f642" * 4000)).status == 303
    assert chain.walk(ledger).broken is None


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        ("%ff=%ff", {}),
        ("&".join(f"a{n}=b" for n in range(100)), {}),
        ("{}", {"Content_Type": "application/json"}),
        ("", {"Content_Length": "-5"}),
    ],
)
def test_what_is_no_form_is_refused(browser: Browser, body: str, headers: dict[str, str]) -> None:
    assert browser.ask("POST", "/", body.encode().decode("latin-1"), **headers).status == 400


def test_a_form_without_its_token_or_from_elsewhere_is_refused(
    browser: Browser, ledger: Path
) -> None:
    good, browser.csrf = browser.csrf, "guess"
    assert browser.send(**row()).status == 403
    browser.csrf = good
    body = urlencode({"csrf": good} | row())
    for headers in (
        {"Origin": "http://evil.invalid"}, {"Origin": "null"}, {"Host": "evil.invalid"},
    ):  # fmt: skip
        assert browser.ask("POST", "/", body, **headers).status == 403
    own = browser.cookie
    browser.cookie = ""
    assert browser.ask("POST", "/", body).status == 403
    assert not ledger.exists()
    browser.cookie = own
    origin = f"http://127.0.0.1:{browser.port}"
    assert browser.ask("POST", "/", body, Origin=origin).status == 303


def test_answers_forbid_scripts_frames_and_keeping(browser: Browser) -> None:
    page = browser.ask("GET", "/")
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Frame-Options"] == "DENY"
    browser.cookie = ""
    fresh = browser.ask("GET", "/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in fresh
    assert "samesite=strict" in fresh.lower()
    assert "Secure" not in fresh, "in the open, on this machine: a browser would not give it back"
    assert browser.ask("GET", "/style.css").status == 200
    assert browser.ask("GET", "/../../etc/passwd").status == 404
    assert "%3C" not in browser.ask("GET", "/?done=%3Cscript%3E").text


def test_every_field_has_its_label_and_the_page_no_script(browser: Browser) -> None:
    page = browser.ask("GET", "/").text
    assert "<script" not in page
    assert 'lang="en-GB"' in page
    ids = re.findall(r'<(?:select|textarea|input type="text")[^>]* ?id="([^"]+)"', page)
    assert len(ids) == len(set(ids)) == 10
    for name in ids:
        assert f'<label for="{name}">' in page
    for about in re.findall(r'aria-describedby="([^"]+)"', page):
        assert all(f'id="{one}"' in page for one in about.split())


def test_a_broken_ledger_is_told_and_not_written(browser: Browser, ledger: Path) -> None:
    browser.send(**row())
    ledger.write_bytes(ledger.read_bytes().replace(b"801", b"803"))
    page = browser.ask("GET", "/")
    assert page.status == 409
    assert "breaks at record 1" in page.text
    assert browser.send(**row(authority="802")).status == 409

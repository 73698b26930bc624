"""The form's server in a thread of its own, and somebody at it: a browser that keeps its cookie."""

from __future__ import annotations

import datetime as dt
import http.client
import re
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from earlywarning.register.accounts import acts
from earlywarning.register.accounts.account import Scope
from earlywarning.register.accounts.acts import NewAccount
from earlywarning.register.accounts.store import Accounts
from earlywarning.register.form.form import Form, Heard, OwnPages
from earlywarning.register.form.serving import FormServer, Where
from tests.support.register import ALLOWED, TODAY
from tests.unit.register.test_decisions import RULES

SECRET = "a long enough password"
# name -> role, scope, where
PEOPLE: dict[str, tuple[str, Scope, str]] = {
    "adviser": ("improvement adviser", "consortium", ""),
    "lead": ("regional lead", "consortium", ""),
    "north": ("regional lead", "region", "Northmarch"),
    "reviewer": ("peer reviewer", "consortium", ""),
    "norreby": ("director", "authority", "801"),
    "merrow": ("chief executive", "authority", "803"),
}
LAST = dt.date(2099, 12, 31)


def accounts_in(folder: Path, *names: str) -> Accounts:
    """Return the accounts of a folder, with those that are named."""
    accounts = Accounts(folder / "accounts.json")
    for name in names or PEOPLE:
        role, scope, where = PEOPLE[name]
        acts.add(accounts, NewAccount(name, role, scope, where, LAST), SECRET)
    return accounts


def own_pages(code: str) -> OwnPages:
    """Return short pages of an authority, as the published file would give them."""
    heard = {"801": (Heard("L-0001", "Whistleblowing", dt.date(2026, 3, 1), False),)}
    return OwnPages(
        TODAY, f"Where {code} stands.", (("Band", "watch"),), heard.get(code, ()),
        lambda: f"<!doctype html><title>Briefing</title><p>Briefing of {code}</p>",
    )  # fmt: skip


def form_in(
    folder: Path, *names: str, own: Callable[[str], OwnPages] = own_pages, pause: float = 0.0
) -> Form:
    """Return a form over ledgers in a folder."""
    return Form(
        folder / "l.jsonl", folder / "decisions.jsonl", ALLOWED, RULES,
        accounts_in(folder, *names), own, lambda: TODAY, pause,
    )  # fmt: skip


@contextmanager
def running(form: Form, where: Where | None = None) -> Iterator[FormServer]:
    """Serve a form, and stop whatever happens."""
    server = FormServer(form, where or Where())
    thread = threading.Thread(target=server.serve)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join(20)
        assert not thread.is_alive()


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    text: str


class Browser:
    """Keeps its cookie and the token of the last page."""

    def __init__(self, server: FormServer, tls: ssl.SSLContext | None = None) -> None:
        self.port, self.tls = server.port, tls
        self.cookie = ""
        self.csrf = ""

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> Answer:
        sent = {"Host": f"127.0.0.1:{self.port}"} | {
            k.replace("_", "-"): v for k, v in headers.items()
        }
        if self.cookie:
            sent["Cookie"] = self.cookie
        if body is not None:
            sent = {"Content-Type": "application/x-www-form-urlencoded"} | sent
        line = (
            http.client.HTTPSConnection("127.0.0.1", self.port, timeout=30, context=self.tls)
            if self.tls
            else http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        )
        line.request(method, path, body, sent)
        got = line.getresponse()
        named = {name.title(): value for name, value in got.getheaders()}
        answer = Answer(got.status, named, got.read().decode())
        line.close()
        if "Set-Cookie" in answer.headers:
            self.cookie = answer.headers["Set-Cookie"].split(";")[0]
        token = re.search(r'name="csrf" value="([^"]+)"', answer.text)
        self.csrf = token[1] if token else self.csrf
        return answer

    def send(self, path: str = "/", **fields: str) -> Answer:
        return self.ask("POST", path, urlencode({"csrf": self.csrf} | fields))

    def sign_in(self, account: str, password: str = SECRET) -> Answer:
        """Sign in, and look at the first page."""
        self.ask("GET", "/sign-in")
        answer = self.send("/sign-in", account=account, password=password)
        if answer.status == 303:
            self.ask("GET", "/")
        return answer

"""Serve the form: on this machine without a sign-in, elsewhere only with one."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from urllib.parse import urlsplit

from earlywarning.errors import EarlyWarningError, UsageError
from earlywarning.register.actions import add
from earlywarning.register.checking import COLUMNS, Fault, check
from earlywarning.register.form import offers, page
from earlywarning.register.form.reach import is_local, password_for
from earlywarning.register.form.request import Request
from earlywarning.register.form.sessions import Session, Sessions, same
from earlywarning.register.words import Allowed


class FormServer(ThreadingHTTPServer):
    """The server and what its requests share."""

    daemon_threads = True

    def __init__(
        self, address: tuple[str, int], ledger: Path, allowed: Allowed, password: str,
        today: Callable[[], dt.date], decided: offers.Offers | None = None,
    ) -> None:  # fmt: skip
        self.ledger, self.password, self.decided = ledger, password, decided
        self.local = is_local(address[0])
        self.sessions = Sessions()
        self.guessing = Lock()
        self._allowed, self._today = allowed, today
        super().__init__(address, Handler)

    @property
    def allowed(self) -> Allowed:
        """The words that entries may use, today."""
        return replace(self._allowed, today=self._today())


def make_server(
    host: str, port: int, ledger: Path, allowed: Allowed, today: Callable[[], dt.date],
    decided: offers.Offers | None = None,
) -> FormServer:  # fmt: skip
    """Return a server that is bound and not yet serving; with `decided`, a page about offers too.

    Raises:
        UsageError: if others could reach it and no password is set, or it cannot be bound.
    """
    password = password_for(host)
    try:
        return FormServer((host, port), ledger, allowed, password, today, decided)
    except OSError as error:
        raise UsageError(f"{host}:{port}: cannot be served: {error}") from error


class Handler(Request, BaseHTTPRequestHandler):
    """One request."""

    server: FormServer

    def do_GET(self) -> None:
        """Answer with the form, its style, or nothing."""
        if not self._host_is_ours():
            return
        path = urlsplit(self.path)
        if path.path == "/style.css":
            self._send(200, page.style(), "text/css; charset=utf-8")
        elif path.path == "/offers" and self.server.decided:
            self._show_offers(self._session(), self.server.decided, {})
        elif path.path != "/":
            self._tell(404, "There is no such page.")
        else:
            self._show(self._session(), {}, [], _done(path.query))

    def do_POST(self) -> None:
        """Take an entry or a sign-in, from a form of this session only."""
        if not self._host_is_ours():
            return
        given = self._body()
        if given is None:
            return
        one = self.server.sessions.find(self.headers.get("Cookie", ""))
        if one is None or not same(given.get("csrf", ""), one.csrf):
            self._tell(403, "This form is no longer valid. Open the page again and send it anew.")
            return
        match urlsplit(self.path).path:
            case "/sign-in":
                self._sign_in(one, given)
            case "/sign-out":
                self.server.sessions.end(one)
                self._go("/", None)
            case "/" | "/offers" as path:
                self._enter(path, one, given)
            case _:
                self._tell(404, "There is no such page.")

    def _enter(self, path: str, one: Session, given: dict[str, str]) -> None:
        decided = self.server.decided
        if not self._may_enter(one):
            self._tell(403, "Sign in first.")
        elif path == "/":
            self._take(one, given)
        elif decided is not None:
            self._take_offer(one, given, decided)
        else:
            self._tell(404, "There is no such page.")

    def _host_is_ours(self) -> bool:
        """Refuse names that point here from elsewhere, and forms sent by other pages."""
        host, origin = self.headers.get("Host", ""), self.headers.get("Origin")
        name = urlsplit(f"//{host}").hostname or ""
        foreign = origin is not None and urlsplit(origin).netloc != host
        if (self.server.local and not is_local(name)) or foreign:
            self._tell(403, "This form answers to its own address only.")
            return False
        return True

    def _session(self) -> Session:
        found = self.server.sessions.find(self.headers.get("Cookie", ""))
        return found or self.server.sessions.new(signed_in=False)

    def _may_enter(self, one: Session) -> bool:
        return one.signed_in or not self.server.password

    def _sign_in(self, one: Session, given: dict[str, str]) -> None:
        with self.server.guessing:  # one guess at a time, and each wrong one takes a while
            well = same(given.get("password", ""), self.server.password)
            if not well:
                time.sleep(0.5)
        if not (well and self.server.password):
            text = page.sign_in(one.csrf, "That is not the password.")
            self._send(403, text.encode(), session=one)
            return
        self.server.sessions.end(one)
        self._go("/", self.server.sessions.new(signed_in=True))

    def _take(self, one: Session, given: dict[str, str]) -> None:
        row = {column: given.get(column, "") for column in COLUMNS}
        confirmed = given.get("no_person_named") == "yes"
        checked = check(row, self.server.allowed, no_person_named=confirmed)
        faults = checked.faults
        if not faults:
            try:
                outcome = add(self.server.ledger, [checked])[0]
            except EarlyWarningError as error:
                self._tell(409, f"Nothing was recorded: {error}")
                return
            if not isinstance(outcome, Fault):
                self._go(f"/?done={outcome.item}", None)
                return
            faults = [Fault("", f"This {outcome.message}.")]
        self._show(one, row, faults, status=422)

    def _show(
        self, one: Session, given: dict[str, str], faults: list[Fault], done: str = "",
        status: int = 200,
    ) -> None:  # fmt: skip
        with_offers = self.server.decided is not None
        self._show_page(one, status, lambda: page.entry_form(
            one.csrf, self.server.ledger, self.server.allowed, given, faults, done,
            leave=one.signed_in, offers=with_offers,
        ))  # fmt: skip

    def _take_offer(self, one: Session, given: dict[str, str], decided: offers.Offers) -> None:
        try:
            done = offers.take(decided, given)
        except EarlyWarningError as error:
            self._show_offers(one, decided, given, fault=str(error), status=422)
            return
        self._show_offers(one, decided, {}, done=done)

    def _show_offers(
        self, one: Session, decided: offers.Offers, given: dict[str, str], *, fault: str = "",
        done: str = "", status: int = 200,
    ) -> None:  # fmt: skip
        self._show_page(one, status, lambda: offers.shown(
            one.csrf, decided, self.server.allowed, given, fault, done
        ))  # fmt: skip

    def _show_page(self, one: Session, status: int, make: Callable[[], str]) -> None:
        if not self._may_enter(one):
            self._send(200, page.sign_in(one.csrf).encode(), session=one)
            return
        try:
            text = make()
        except EarlyWarningError as error:
            self._tell(409, f"The ledger cannot be used: {error}")
            return
        self._send(status, text.encode(), session=one)


def _done(query: str) -> str:
    found = re.fullmatch(r"done=(L-\d{4,9})", query)
    return found[1] if found else ""

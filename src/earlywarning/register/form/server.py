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
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

from earlywarning.errors import EarlyWarningError, UsageError
from earlywarning.register.actions import add
from earlywarning.register.checking import COLUMNS, Fault, check
from earlywarning.register.form import page
from earlywarning.register.form.reach import is_local, password_for
from earlywarning.register.form.sessions import Session, Sessions, cookie, same
from earlywarning.register.words import Allowed

# The longest text, percent-encoded, and the other fields.
LONGEST_BODY = 100_000
READ_AWAY = 4_000_000
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class FormServer(ThreadingHTTPServer):
    """The server and what its requests share."""

    daemon_threads = True

    def __init__(
        self, address: tuple[str, int], ledger: Path, allowed: Allowed, password: str,
        today: Callable[[], dt.date],
    ) -> None:  # fmt: skip
        self.ledger, self.password = ledger, password
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
    host: str, port: int, ledger: Path, allowed: Allowed, today: Callable[[], dt.date]
) -> FormServer:
    """Return a server that is bound and not yet serving.

    Raises:
        UsageError: if others could reach it and no password is set, or it cannot be bound.
    """
    password = password_for(host)
    try:
        return FormServer((host, port), ledger, allowed, password, today)
    except OSError as error:
        raise UsageError(f"{host}:{port}: cannot be served: {error}") from error


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: FormServer
    timeout: ClassVar[int] = 30
    server_version = "form"
    sys_version = ""

    def log_message(self, *_: object) -> None:
        """Say nothing: a log of requests would be one more place to guard."""

    def do_GET(self) -> None:
        """Answer with the form, its style, or nothing."""
        if not self._host_is_ours():
            return
        path = urlsplit(self.path)
        if path.path == "/style.css":
            self._send(200, page.style(), "text/css; charset=utf-8")
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
            case "/" if self._may_enter(one):
                self._take(one, given)
            case "/":
                self._tell(403, "Sign in first.")
            case _:
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

    def _body(self) -> dict[str, str] | None:
        length = self.headers.get("Content-Length", "")
        size = int(length) if re.fullmatch(r"[0-9]{1,12}", length) else -1
        if size > LONGEST_BODY:
            self._read_away(size)
            self._tell(413, "That is too long; nothing was recorded. Shorten the text.")
            return None
        found = self._fields(size) if size >= 0 else None
        if found is None:
            self._tell(400, "That could not be read as this form.")
        return found

    def _fields(self, size: int) -> dict[str, str] | None:
        if "urlencoded" not in self.headers.get("Content-Type", ""):
            return None
        try:
            text = self.rfile.read(size).decode("ascii")
            found = parse_qs(text, keep_blank_values=True, errors="strict", max_num_fields=40)
        except ValueError:
            return None
        return {name: values[0] for name, values in found.items()}

    def _read_away(self, size: int) -> None:
        """Take in what is not wanted, up to a limit, so that the answer is heard."""
        left = min(size, READ_AWAY)
        while left > 0 and (part := self.rfile.read(min(left, 65_536))):
            left -= len(part)

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
        if not self._may_enter(one):
            self._send(200, page.sign_in(one.csrf).encode(), session=one)
            return
        try:
            text = page.entry_form(
                one.csrf, self.server.ledger, self.server.allowed, given, faults, done,
                leave=one.signed_in,
            )  # fmt: skip
        except EarlyWarningError as error:
            self._tell(409, f"The ledger cannot be used: {error}")
            return
        self._send(status, text.encode(), session=one)

    def _tell(self, status: int, words: str) -> None:
        self._send(status, page.told(words).encode())

    def _go(self, where: str, session: Session | None) -> None:
        self.send_response(303)
        self.send_header("Location", where)
        if session:
            self.send_header("Set-Cookie", cookie(session))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(
        self, status: int, content: bytes, kind: str = "text/html; charset=utf-8",
        session: Session | None = None,
    ) -> None:  # fmt: skip
        self.send_response(status)
        for name, value in HEADERS.items():
            self.send_header(name, value)
        if session:
            self.send_header("Set-Cookie", cookie(session))
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def _done(query: str) -> str:
    found = re.fullmatch(r"done=(L-\d{4,9})", query)
    return found[1] if found else ""

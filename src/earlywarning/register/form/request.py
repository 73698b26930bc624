"""One request and its answer: reading a form's fields, sending a page, with the headers of both."""

from __future__ import annotations

import re
from http.server import BaseHTTPRequestHandler
from typing import ClassVar
from urllib.parse import parse_qs

from earlywarning.register.form import page
from earlywarning.register.form.sessions import Session, cookie

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


class Request(BaseHTTPRequestHandler):
    """What every request can do, whatever is asked."""

    timeout: ClassVar[int] = 30
    server_version = "form"
    sys_version = ""

    def log_message(self, *_: object) -> None:
        """Say nothing: a log of requests would be one more place to guard."""

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

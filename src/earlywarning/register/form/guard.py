"""Stands before every page: only its own address is answered, and every answer has its headers."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from earlywarning.register.form.answers import told

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
LONGEST_HEADERS = 16_384
HTTPS_ONLY = {"Strict-Transport-Security": "max-age=31536000"}


@dataclass(frozen=True, slots=True)
class Home:
    """Under which address people reach the form; none: under this machine's own names."""

    address: str = ""
    tls: bool = False

    @property
    def secure(self) -> bool:
        """Tell whether browsers speak HTTPS to it."""
        return self.tls or self.address.startswith("https://")

    def is_meant(self, host: str, origin: str | None) -> bool:
        """Tell whether a request is for this form and no foreign page sent it.

        A foreign name that leads here is refused: its page could read what this one shows.
        """
        if self.address:
            wanted = urlsplit(self.address)
            return host == wanted.netloc and origin in (None, f"https://{host}")
        scheme, parts = "https" if self.tls else "http", urlsplit(f"//{host}")
        is_plain = parts.netloc == host and parts.username is None
        return is_plain and is_local(parts.hostname) and origin in (None, f"{scheme}://{host}")


def is_local(host: str | None) -> bool:
    """Say whether an address can be reached from this machine only."""
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Guard:
    """The outermost layer of the form."""

    app: ASGIApp
    home: Home

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        headers = HEADERS | (HTTPS_ONLY if self.home.secure else {})

        async def send_with_headers(message: Message) -> None:
            """Pass on what is answered, with the headers that every answer has."""
            if message["type"] == "http.response.start":
                held = MutableHeaders(scope=message)
                for name, value in headers.items():
                    held.setdefault(name, value)
            await send(message)

        await self._app_for(scope)(scope, receive, send_with_headers)

    def _app_for(self, scope: Scope) -> ASGIApp:
        # The server bounds headers that are still to come, not those that came at once.
        if sum(len(name) + len(value) for name, value in scope["headers"]) > LONGEST_HEADERS:
            return told(431, "The headers of this request are too long.")
        if not self._is_meant(Headers(scope=scope)):
            return told(403, "This form answers to its own address only.")
        return self.app

    def _is_meant(self, headers: Headers) -> bool:
        try:
            [host] = headers.getlist("host")
            return self.home.is_meant(host, headers.get("origin"))
        except ValueError:
            return False

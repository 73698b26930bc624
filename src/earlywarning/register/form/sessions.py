"""Who is at the form: a cookie that says nothing, and what the server knows of it."""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from threading import Lock

COOKIE = "earlywarning_form"
LASTS_SECONDS = 8 * 3600
AT_MOST = 500


@dataclass(slots=True)
class Session:
    """One browser. `csrf` stands in its forms: no other page can know it."""

    name: str
    csrf: str
    until: float
    signed_in: bool = False


@dataclass
class Sessions:
    """All browsers, in memory: a restart signs everybody out."""

    clock: Callable[[], float] = time.monotonic
    _held: dict[str, Session] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def new(self, *, signed_in: bool) -> Session:
        """Begin a session; when there are too many the oldest go, first those not signed in."""
        name, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        one = Session(name, csrf, self.clock() + LASTS_SECONDS, signed_in)
        with self._lock:
            order = sorted(self._held.values(), key=lambda s: (s.signed_in, s.until))
            for old in order[: max(0, len(order) + 1 - AT_MOST)]:
                del self._held[old.name]
            self._held[one.name] = one
        return one

    def find(self, cookies: str) -> Session | None:
        """Return the session that a Cookie header names, while it lasts."""
        try:
            morsel = SimpleCookie(cookies).get(COOKIE)
        except CookieError:
            return None
        with self._lock:
            one = self._held.get(morsel.value) if morsel else None
        return one if one and one.until > self.clock() else None

    def end(self, one: Session) -> None:
        """Forget a session."""
        with self._lock:
            self._held.pop(one.name, None)


def same(given: str, wanted: str) -> bool:
    """Compare two words in a time that says nothing about where they differ."""
    return hmac.compare_digest(given.encode(), wanted.encode())


def cookie(one: Session) -> str:
    """Return the header that hands a session to the browser."""
    return f"{COOKIE}={one.name}; HttpOnly; SameSite=Strict; Path=/; Max-Age={LASTS_SECONDS}"

"""Who is at the form: a cookie that says nothing, and what the server knows of it."""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from earlywarning.register.accounts.account import Account

LASTS_SECONDS = 8 * 3600
# Long enough to write down a long talk, short enough for a desk that was left.
IDLE_SECONDS = 3600
AT_MOST = 500


@dataclass(slots=True)
class Session:
    """One browser. `csrf` stands in its forms: no other page can know it."""

    name: str
    csrf: str
    until: float
    idle_until: float
    account: Account | None = None


@dataclass
class Sessions:
    """All browsers, in memory: a restart signs everybody out."""

    clock: Callable[[], float] = time.monotonic
    _held: dict[str, Session] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def new(self, account: Account | None = None) -> Session:
        """Begin a session; when there are too many the oldest go, first those not signed in."""
        name, csrf, now = secrets.token_urlsafe(32), secrets.token_urlsafe(32), self.clock()
        one = Session(name, csrf, now + LASTS_SECONDS, now + IDLE_SECONDS, account)
        with self._lock:
            order = sorted(self._held.values(), key=lambda s: (s.account is not None, s.until))
            for old in order[: max(0, len(order) + 1 - AT_MOST)]:
                del self._held[old.name]
            self._held[one.name] = one
        return one

    def find(self, name: str) -> Session | None:
        """Return the session that a cookie names, while it lasts; it has then been used."""
        now = self.clock()
        with self._lock:
            one = self._held.get(name)
            if one and now >= min(one.until, one.idle_until):
                one = self._held.pop(name) and None
            if one:
                one.idle_until = now + IDLE_SECONDS
        return one

    def end(self, one: Session) -> None:
        """Forget a session."""
        with self._lock:
            self._held.pop(one.name, None)


def same(given: str, wanted: str) -> bool:
    """Compare two words in a time that says nothing about where they differ."""
    return hmac.compare_digest(given.encode(), wanted.encode())

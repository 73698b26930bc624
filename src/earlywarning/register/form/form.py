"""What all requests share: ledgers, words, accounts and sessions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from earlywarning.errors import EarlyWarningError, UsageError
from earlywarning.register.accounts.account import Account
from earlywarning.register.accounts.events import Event
from earlywarning.register.accounts.store import Accounts, now_utc
from earlywarning.register.decisions.guarding import Rules
from earlywarning.register.form.sessions import Session, Sessions
from earlywarning.register.form.visit import Visit, visit_of
from earlywarning.register.words import Allowed

# Every answer to a sign-in takes so long, whatever it is: its time says nothing.
SIGN_IN_SECONDS = 0.6


@dataclass(frozen=True, slots=True)
class Heard:
    """An entry about an authority as its own edition holds it: never who said it, or the text."""

    item: str
    about: str
    heard_on: dt.date
    disputed: bool


@dataclass(frozen=True, slots=True)
class OwnPages:
    """What the published file tells an authority of itself; `facts` are labels and words.

    The briefing is made when it is asked for: it takes seconds, and most visits do not open it.
    """

    known_on: dt.date
    sentence: str
    facts: tuple[tuple[str, str], ...]
    heard: tuple[Heard, ...]
    briefing: Callable[[], str]


@dataclass
class Form:
    """The form. `own` gives an authority's pages by its code, from the published file.

    `doubt` says of an offer why it should not be shared without a thought, and mostly nothing;
    `called` how what an offer rests on is called.
    """

    ledger: Path
    decisions: Path
    words: Allowed
    rules: Rules
    accounts: Accounts
    own: Callable[[str], OwnPages]
    today: Callable[[], dt.date]
    pause: float = SIGN_IN_SECONDS
    doubt: Callable[[str], str] = lambda _: ""
    called: Mapping[str, str] = field(default_factory=dict)
    sessions: Sessions = field(default_factory=Sessions)

    @property
    def allowed(self) -> Allowed:
        """The words that entries may use, today."""
        return replace(self.words, today=self.today())

    def visit(self, session: Session | None) -> Visit | None:
        """Return who is signed in; nobody once the account was shut, ran out or was changed."""
        if session is None or session.account is None:
            return None
        account = self.accounts.read().accounts.get(session.account.name)
        if not (account and account.is_open(self.today()) and account.same_as(session.account)):
            self.sessions.end(session)
            return None
        return visit_of(session, account, self.allowed, self.rules)

    def note(self, account: Account, what: str, item: str = "") -> None:
        """Write down what an account did; the ledgers have its role alone.

        Raises:
            EarlyWarningError: if it cannot be written down; what was done is done.
        """
        try:
            self.accounts.events.note(Event(now_utc(), account.name, account.role, what, item))
        except EarlyWarningError as error:
            done = f"it is done ({what} {item}".rstrip() + "), and cannot be written down"
            raise EarlyWarningError(f"{done}: {error}") from error


def own_of(offered: str, known: dict[str, str]) -> str:
    """Return an entry or offer that stands in the list of whom the account may speak of.

    Raises:
        UsageError: for any other, in the same words whether it exists or not.
    """
    if offered not in known:
        raise UsageError("choose one of those that are listed on this page")
    return offered

"""accounts.json: read whole, changed under a lock, swapped in whole, for its owner only."""

from __future__ import annotations

import datetime as dt
import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field, ValidationError

from earlywarning.errors import EarlyWarningError, SourceError, UsageError
from earlywarning.private import open_private, read_private, swap_in
from earlywarning.register.accounts.account import Account, Stored, Trials
from earlywarning.register.accounts.events import Events
from earlywarning.settings import ACCOUNT_EVENTS


class Held(Stored):
    """The file, whole. `strangers` counts wrong sign-ins under names that no account has."""

    accounts: dict[str, Account] = Field(default_factory=dict)
    strangers: Trials = Trials()

    def with_account(self, account: Account) -> Held:
        """Return it with an account put in or changed."""
        changed = self.accounts | {account.name: account}
        return Held(accounts=dict(sorted(changed.items())), strangers=self.strangers)


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts of a register, and the file of what was done by whom beside it."""

    path: Path

    @property
    def events(self) -> Events:
        """Return the file of events."""
        return Events(self.path.with_name(ACCOUNT_EVENTS))

    def read(self) -> Held:
        """Return what is kept; no file: no accounts.

        Raises:
            SourceError: if other accounts of the machine may use the file, or it is damaged.
        """
        content = read_private(self.path)
        if content is None:
            return Held()
        try:
            return Held.model_validate_json(content)
        except ValidationError as error:
            # Without the values: they are what must not be shown.
            where = ", ".join(".".join(map(str, one["loc"])) for one in error.errors()[:3])
            raise SourceError(
                f"{self.path}: no accounts file ({where or 'not JSON'}); put back a copy of it",
                rule="accounts",
            ) from error

    def change(self, make: Callable[[Held], Held]) -> None:
        """Change what is kept, one writer at a time; `make` may raise to change nothing.

        Raises:
            SourceError: as `read`.
            EarlyWarningError: if the file cannot be written; it is then as it was.
        """
        with self._alone():
            held = self.read()
            changed = make(held)
            if changed != held:
                try:
                    swap_in(self.path, changed.model_dump_json(indent=1).encode() + b"\n")
                except OSError as error:
                    raise EarlyWarningError(f"{self.path}: cannot be written: {error}") from error

    def account(self, name: str) -> Account:
        """Return an account.

        Raises:
            UsageError: if there is none of that name.
        """
        return known(self.read(), name)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        lock = self.path.with_name(f".{self.path.name}.lock")
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            number = open_private(lock, os.O_RDWR | os.O_CREAT)
        except OSError as error:
            raise EarlyWarningError(f"{self.path}: cannot be written: {error}") from error
        with os.fdopen(number, "r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def known(held: Held, name: str) -> Account:
    """Return an account of a file; UsageError if there is none of that name."""
    if name not in held.accounts:
        raise UsageError(f"no account {name[:60]!r}; `earlywarning accounts list` shows them")
    return held.accounts[name]


def now_utc() -> dt.datetime:
    """Return this moment, to the second: nothing here needs more."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)

"""One account: a role, whom it may speak of, and until when."""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from earlywarning.definitions.ladder import DecisionPolicy
from earlywarning.definitions.policy import LedgerPolicy
from earlywarning.errors import UsageError
from earlywarning.register.words import role_of

NAME = r"^[a-z0-9][a-z0-9._-]{1,39}$"
Scope = Literal["consortium", "region", "authority"]
# So many wrong passwords are let go; each further one makes the account wait twice as long.
FREE_TRIALS = 4
FIRST_WAIT = dt.timedelta(seconds=30)
LONGEST_WAIT = dt.timedelta(hours=1)
_MOST_DOUBLINGS = 10


class Stored(BaseModel):
    """A part of accounts.json; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Trials(Stored):
    """Wrong passwords since the last right one, and until when none is listened to."""

    failures: int = Field(default=0, ge=0)
    wait_until: dt.datetime | None = None

    def waits(self, now: dt.datetime) -> bool:
        """Tell whether no password is listened to at this moment."""
        return self.wait_until is not None and now < self.wait_until

    def and_one(self, now: dt.datetime) -> Trials:
        """Return the trials after one more wrong password."""
        failures = self.failures + 1
        beyond = failures - FREE_TRIALS
        if beyond < 1:
            return Trials(failures=failures)
        wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(beyond - 1, _MOST_DOUBLINGS))
        return Trials(failures=failures, wait_until=now + wait)


class Account(Stored):
    """An account. `where` is a region's name or an authority's three-digit code."""

    name: str = Field(pattern=NAME)
    role: str
    scope: Scope
    where: str = ""
    expires: dt.date
    locked: bool = False
    password: str = Field(repr=False)
    changed: dt.datetime
    trials: Trials = Trials()

    @model_validator(mode="after")
    def _somewhere(self) -> Account:
        if (self.scope == "consortium") != (not self.where):
            raise ValueError(
                "where: names a region or an authority, and nothing for the consortium"
            )
        return self

    def is_open(self, day: dt.date) -> bool:
        """Tell whether somebody may use it on a day; the day it expires is its last."""
        return not self.locked and day <= self.expires

    def same_as(self, other: Account) -> bool:
        """Tell whether nothing changed by which somebody who signed in before would be out."""
        return (self.password, self.role, self.scope, self.where) == (
            other.password, other.role, other.scope, other.where,
        )  # fmt: skip

    def state(self, now: dt.datetime, day: dt.date) -> str:
        """Return how it stands, in a word or two."""
        if self.locked:
            return "locked"
        if day > self.expires:
            return "expired"
        return "waits" if self.trials.waits(now) else "open"


def role_for(word: str, scope: Scope, policy: LedgerPolicy, decisions: DecisionPolicy) -> str:
    """Return a declared role that an account of a scope may have.

    Raises:
        UsageError: naming the roles there are, for that scope.
    """
    if scope == "authority":
        allowed = policy.repliers
    else:
        allowed = tuple(dict.fromkeys((*policy.recorders, *policy.readers, *decisions.deciders)))
    return role_of(word, allowed, f"role of an account for {_whom(scope)}")


def _whom(scope: Scope) -> str:
    return {"consortium": "the consortium", "region": "a region", "authority": "one authority"}[
        scope
    ]


def good_name(word: str) -> str:
    """Return the name of an account as it is kept.

    Raises:
        UsageError: if it could not be one.
    """
    name = word.strip().casefold()
    if not re.fullmatch(NAME, name):
        raise UsageError(
            f"{word[:60]!r}: an account is called by 2 to 40 small letters, digits, dots, hyphens; "
            "it need not be a person's name"
        )
    return name

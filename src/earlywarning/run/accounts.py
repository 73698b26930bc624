"""What the commands for accounts do: role, scope and place are found, the register keeps them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from earlywarning.definitions.loader import load_definitions
from earlywarning.errors import UsageError
from earlywarning.register.accounts import acts
from earlywarning.register.accounts.account import Account, Scope, good_name, role_for
from earlywarning.register.accounts.acts import NewAccount
from earlywarning.register.accounts.store import Accounts, now_utc
from earlywarning.register.words import Allowed
from earlywarning.run.soft import allowed
from earlywarning.settings import today

LIST_COLUMNS = ("account", "role", "for", "last day", "state")


def new_account(
    reference: Path, warehouse: Path, name: str, role: str, scope: Scope, words: str,
    expires: dt.date,
) -> NewAccount:  # fmt: skip
    """Return an account as it may be added.

    Raises:
        UsageError: for a name, role, place or day that cannot be, with those that can.
    """
    policy = load_definitions(reference).policy
    good = role_for(role, scope, policy.ledger, policy.decisions)
    if expires < today():
        raise UsageError(f"expires: {expires} is over")
    where = _where(scope, words, allowed(reference, warehouse))
    return NewAccount(good_name(name), good, scope, where, expires)


def _where(scope: Scope, words: str, known: Allowed) -> str:
    if scope == "consortium":
        return ""
    if scope == "region":
        wanted = " ".join(words.split()).casefold()
        found = next((r for r in known.places.regions if r.casefold() == wanted), None)
        if found is None:
            raise UsageError(f"no region {words[:60]!r}: {', '.join(known.places.regions)}")
        return found
    match = known.places.match(words, known.today)
    if match.code is None:
        raise UsageError(f"no authority {words[:60]!r} today: {match.why}")
    return match.code


def add(accounts: Accounts, new: NewAccount, password: str) -> str:
    """Add an account and say what it is for."""
    acts.add(accounts, new, password)
    return f"{new.name}: {new.role}, {whom(new.scope, new.where)}, until {new.expires}"


def rows(accounts: Accounts) -> list[tuple[str, ...]]:
    """Return every account as it stands, by name; nothing secret."""
    now = now_utc()
    return [_row(one, now) for one in accounts.read().accounts.values()]


def _row(account: Account, now: dt.datetime) -> tuple[str, ...]:
    return (
        account.name, account.role, whom(account.scope, account.where), str(account.expires),
        account.state(now, today()),
    )  # fmt: skip


def whom(scope: Scope, where: str) -> str:
    """Return whom an account may speak of."""
    return {"consortium": "every authority", "region": f"region {where}"}.get(
        scope, f"authority {where} alone"
    )

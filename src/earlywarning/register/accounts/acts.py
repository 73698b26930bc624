"""What can be done with accounts: added, opened, shut, and tried with a password."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from earlywarning.errors import UsageError
from earlywarning.register.accounts import passwords
from earlywarning.register.accounts.account import Account, Scope, Trials
from earlywarning.register.accounts.events import Event
from earlywarning.register.accounts.store import Accounts, Held, known, now_utc
from earlywarning.register.state import LONDON


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account before it has a password; name, role and place were found good already."""

    name: str
    role: str
    scope: Scope
    where: str
    expires: dt.date


def add(accounts: Accounts, new: NewAccount, password: str, now: dt.datetime | None = None) -> None:
    """Add an account.

    Raises:
        UsageError: if there is one of that name, or the password is too easy.
    """
    moment = now or now_utc()
    kept = passwords.kept(passwords.good_password(password, new.name))

    def make(held: Held) -> Held:
        """Put it in, if the name is free."""
        if new.name in held.accounts:
            raise UsageError(f"{new.name}: there is an account of this name already")
        account = Account(
            name=new.name, role=new.role, scope=new.scope, where=new.where, expires=new.expires,
            password=kept, changed=moment,
        )  # fmt: skip
        return held.with_account(account)

    accounts.change(make)
    accounts.events.note(Event(moment, new.name, new.role, "account added"))


def _set(accounts: Accounts, name: str, what: str, **changed: object) -> Account:
    def make(held: Held) -> Held:
        """Change it, if it is there."""
        return held.with_account(known(held, name).model_copy(update=changed))

    accounts.change(make)
    account = accounts.account(name)
    accounts.events.note(Event(now_utc(), name, account.role, what))
    return account


def lock(accounts: Accounts, name: str) -> Account:
    """Shut an account until it is unlocked; whoever uses it is signed out."""
    return _set(accounts, name, "account locked", locked=True)


def unlock(accounts: Accounts, name: str) -> Account:
    """Open a locked account, and end the waiting after wrong passwords."""
    return _set(accounts, name, "account unlocked", locked=False, trials=Trials())


def expire(accounts: Accounts, name: str, day: dt.date) -> Account:
    """Set the last day on which an account can be used."""
    return _set(accounts, name, "expiry set", expires=day)


def set_password(accounts: Accounts, name: str, password: str) -> Account:
    """Give an account another password; whoever uses it is signed out."""
    accounts.account(name)
    kept = passwords.kept(passwords.good_password(password, name))
    return _set(accounts, name, "password set", password=kept, changed=now_utc(), trials=Trials())


def sign_in(
    accounts: Accounts, name: str, password: str, now: dt.datetime | None = None
) -> Account | None:
    """Return the account that a name and password open, or None, whatever the reason.

    One comparison is made for every attempt, also of a name that no account has and while an
    account waits, so that neither answer nor time tells which it was.
    """
    moment = now or now_utc()
    held = accounts.read()
    account = held.accounts.get(name)
    right = passwords.is_right(account.password if account else passwords.of_nobody(), password)
    day = moment.astimezone(LONDON).date()
    if account and right and account.is_open(day) and not account.trials.waits(moment):
        return _welcomed(accounts, account, moment)
    _failed(accounts, account, moment)
    return None


def _welcomed(accounts: Accounts, account: Account, now: dt.datetime) -> Account:
    if account.trials.failures:
        accounts.change(
            lambda held: held.with_account(
                known(held, account.name).model_copy(update={"trials": Trials()})
            )
        )
    accounts.events.note(Event(now, account.name, account.role, "signed in"))
    return account


def _failed(accounts: Accounts, account: Account | None, now: dt.datetime) -> None:
    """Count a wrong attempt; while there is a wait it is not counted, or the file would grow."""
    counted: list[Trials] = []

    def make(held: Held) -> Held:
        """Count it for its account, or for strangers together."""
        own = held.accounts.get(account.name) if account else None
        before = own.trials if own else held.strangers
        if before.waits(now):
            return held
        counted.append(before.and_one(now))
        if own:
            return held.with_account(own.model_copy(update={"trials": counted[0]}))
        return held.model_copy(update={"strangers": counted[0]})

    accounts.change(make)
    if counted:
        until = counted[0].wait_until
        what = "sign-in failed" + (f", waits until {until:%H:%M:%S} UTC" if until else "")
        name, role = (account.name, account.role) if account else ("", "")
        accounts.events.note(Event(now, name, role, what))

"""Somebody at the form: the account, what it may do, and whom it may speak of."""

from __future__ import annotations

from dataclasses import dataclass

from earlywarning.register.accounts.account import Account
from earlywarning.register.decisions.guarding import Rules
from earlywarning.register.form.sessions import Session
from earlywarning.register.words import EXAMPLE, Allowed


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of somebody who is signed in. `place` is the name of whom it may speak of."""

    session: Session
    account: Account
    codes: frozenset[str]
    place: str
    records: bool
    decides: bool

    @property
    def is_own(self) -> bool:
        """Tell whether this is an authority's own account."""
        return self.account.scope == "authority"

    @property
    def csrf(self) -> str:
        """Return what stands in its forms."""
        return self.session.csrf


def visit_of(session: Session, account: Account, allowed: Allowed, rules: Rules) -> Visit:
    """Return what an account may do, by its role and its scope."""
    outside = account.scope != "authority"
    return Visit(
        session, account, _codes(account, allowed), _place(account, allowed),
        records=outside and account.role in allowed.policy.recorders,
        decides=outside and account.role in rules.policy.deciders,
    )  # fmt: skip


def _codes(account: Account, allowed: Allowed) -> frozenset[str]:
    """Return the authorities it may speak of; the example is for trying, but for authorities."""
    if account.scope == "authority":
        return frozenset([account.where])
    codes = allowed.places.codes
    if account.scope == "region":
        codes = codes[codes["region"] == account.where]
    return frozenset([*codes["old_la_code"].astype(str), EXAMPLE])


def _place(account: Account, allowed: Allowed) -> str:
    if account.scope == "authority":
        return allowed.places.names.get(account.where, account.where)
    return account.where or "every authority"

"""From where the form can be reached, and the password that this asks for."""

from __future__ import annotations

import ipaddress
import os

from earlywarning.errors import UsageError

PASSWORD = "EARLYWARNING_FORM_PASSWORD"  # noqa: S105 the variable's name
SHORTEST = 12


def is_local(host: str) -> bool:
    """Say whether an address can be reached from this machine only."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def password_for(host: str) -> str:
    """Return the password that the environment sets; empty: none is asked for.

    Raises:
        UsageError: if the form can be reached from elsewhere and there is none of some length.
    """
    password = os.environ.get(PASSWORD, "")
    if not is_local(host) and len(password) < SHORTEST:
        raise UsageError(
            f"{host or 'this address'} can be reached from elsewhere: set {PASSWORD} to a password "
            f"of {SHORTEST} characters or more"
        )
    return password

"""Passwords: how long, how kept (Argon2id, the profile for little memory), how compared."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from earlywarning.errors import UsageError

SHORTEST, LONGEST = 12, 200
FEWEST_DIFFERENT = 5
# 64 MiB and three passes: sign-ins are taken one at a time, so a flood of them fills no memory.
_HASHER = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)


def good_password(password: str, name: str) -> str:
    """Return a password that an account may have; what is wrong is said without repeating it.

    Raises:
        UsageError: if it is too short, too long, or too easy.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise UsageError(f"the password needs {SHORTEST} to {LONGEST} characters")
    if len(set(password)) < FEWEST_DIFFERENT or name in password.casefold():
        raise UsageError(
            f"the password needs {FEWEST_DIFFERENT} different characters and not the account's name"
        )
    return password


def kept(password: str) -> str:
    """Return what is kept of a password."""
    return _HASHER.hash(password)


def is_right(kept_hash: str, password: str) -> bool:
    """Compare a password with what is kept of one; an account without one costs the same time."""
    try:
        return _HASHER.verify(kept_hash, password[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False


@cache
def of_nobody() -> str:
    """Return the hash that stands for an account that is not there."""
    return kept("the password of nobody, compared so that nobody takes as long as somebody")

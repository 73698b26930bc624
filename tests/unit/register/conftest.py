"""Passwords that cost little: what accounts are for is looked at a hundred times here."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from earlywarning.register.accounts import passwords


@pytest.fixture(autouse=True)
def light_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    passwords.of_nobody.cache_clear()
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(1, 8, 1))

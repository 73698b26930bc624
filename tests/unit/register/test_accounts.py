"""Accounts: who may sign in, what wrong passwords lead to, and that nothing secret is shown."""

from __future__ import annotations

import datetime as dt
import os
import re
from pathlib import Path

import pytest

from earlywarning.errors import SourceError, UsageError
from earlywarning.register.accounts import acts, passwords
from earlywarning.register.accounts.account import FREE_TRIALS, LONGEST_WAIT
from earlywarning.register.accounts.acts import NewAccount, sign_in
from earlywarning.register.accounts.store import Accounts
from tests.conftest import earlywarning, own_process
from tests.support.register import NOON

SECRET = "pears in the orchard"
LAST = dt.date(2026, 12, 31)


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    kept = Accounts(tmp_path / "register" / "accounts.json")
    acts.add(kept, NewAccount("adviser-1", "improvement adviser", "consortium", "", LAST), SECRET)
    return kept


def test_a_password_costs_whoever_guesses_what_the_standard_asks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.undo()
    assert re.match(r"\$argon2id\$v=19\$m=65536,t=3,p=4\$", passwords.kept(SECRET))


def told(accounts: Accounts) -> list[tuple[str, str]]:
    return [(line["account"], line["what"]) for line in accounts.events.lines()]


def test_the_right_password_opens_it_and_no_other(accounts: Accounts) -> None:
    found = sign_in(accounts, "adviser-1", SECRET, NOON)
    assert found is not None
    assert (found.role, found.scope) == ("improvement adviser", "consortium")
    for name, word in (("adviser-1", "wrong"), ("adviser-2", SECRET), ("adviser-1", "")):
        assert sign_in(accounts, name, word, NOON) is None
    assert told(accounts) == [
        ("adviser-1", "account added"), ("adviser-1", "signed in"),
        ("adviser-1", "sign-in failed"), ("", "sign-in failed"), ("adviser-1", "sign-in failed"),
    ]  # fmt: skip


def test_nothing_secret_is_kept_or_shown(accounts: Accounts) -> None:
    sign_in(accounts, "adviser-1", "a wrong password that was typed", NOON)
    sign_in(accounts, "a password typed as a name", "x", NOON)
    for path in (accounts.path, accounts.events.path):
        content = path.read_text()
        assert path.stat().st_mode & 0o777 == 0o600
        for secret in (SECRET, "typed"):
            assert secret not in content
    assert "$argon2id$" in accounts.path.read_text()
    assert "$argon2id$" not in repr(accounts.read())
    shown = earlywarning("accounts", "list", "--accounts", accounts.path).stdout
    assert "adviser-1" in shown
    assert "argon2" not in shown


def test_wrong_passwords_make_it_wait_longer_and_longer(accounts: Accounts) -> None:
    now, waits = NOON, []
    for _ in range(FREE_TRIALS + 12):
        assert sign_in(accounts, "adviser-1", "wrong", now) is None
        trials = accounts.account("adviser-1").trials
        if trials.wait_until:
            waits.append(trials.wait_until - now)
            assert sign_in(accounts, "adviser-1", SECRET, now) is None, "right, and too early"
            now = trials.wait_until
    assert waits[:4] == [dt.timedelta(seconds=s) for s in (30, 60, 120, 240)]
    assert waits[-1] == LONGEST_WAIT
    lines = len(accounts.events.lines())
    for _ in range(5):
        sign_in(accounts, "adviser-1", "wrong", now - dt.timedelta(seconds=1))
    assert len(accounts.events.lines()) == lines, "while it waits the file does not grow"
    assert sign_in(accounts, "adviser-1", SECRET, now) is not None
    assert accounts.account("adviser-1").trials.failures == 0


def test_strangers_wait_together_and_keep_nobody_out(accounts: Accounts) -> None:
    for number in range(50):
        assert sign_in(accounts, f"stranger-{number}", "guess", NOON) is None
    assert len(accounts.events.lines()) == 1 + FREE_TRIALS + 1
    assert sign_in(accounts, "adviser-1", SECRET, NOON) is not None


def test_every_attempt_costs_one_comparison(accounts: Accounts, monkeypatch) -> None:
    compared: list[str] = []
    real = passwords.is_right
    monkeypatch.setattr(
        passwords, "is_right", lambda kept, word: compared.append(word) or real(kept, word)
    )
    acts.lock(accounts, "adviser-1")
    for name in ("adviser-1", "nobody"):
        for _ in range(FREE_TRIALS + 2):
            sign_in(accounts, name, "wrong", NOON)
    assert len(compared) == 2 * (FREE_TRIALS + 2)


def test_a_locked_or_expired_account_opens_to_nobody(accounts: Accounts) -> None:
    acts.lock(accounts, "adviser-1")
    assert sign_in(accounts, "adviser-1", SECRET, NOON) is None
    acts.unlock(accounts, "adviser-1")
    acts.expire(accounts, "adviser-1", NOON.date())
    assert sign_in(accounts, "adviser-1", SECRET, NOON) is not None
    assert sign_in(accounts, "adviser-1", SECRET, NOON + dt.timedelta(days=1)) is None
    acts.set_password(accounts, "adviser-1", "plums in the orchard")
    assert sign_in(accounts, "adviser-1", SECRET, NOON) is None
    assert sign_in(accounts, "adviser-1", "plums in the orchard", NOON) is not None


@pytest.mark.parametrize("word", ["short", "x" * 201, "aaaaaaaaaaaaaaaa", "my adviser-1 word"])
def test_an_easy_password_is_refused_without_being_repeated(accounts: Accounts, word: str) -> None:
    with pytest.raises(UsageError) as caught:
        acts.set_password(accounts, "adviser-1", word)
    assert word not in str(caught.value)
    assert sign_in(accounts, "adviser-1", SECRET, NOON) is not None


def test_a_file_that_others_may_read_or_that_is_damaged_is_refused(accounts: Accounts) -> None:
    accounts.path.chmod(0o640)
    with pytest.raises(SourceError, match="chmod 600"):
        sign_in(accounts, "adviser-1", SECRET, NOON)
    accounts.path.chmod(0o600)
    accounts.path.write_text(accounts.path.read_text().replace('"scope"', '"scopes"'))
    with pytest.raises(SourceError) as caught:
        accounts.read()
    assert "accounts.adviser-1.scope" in str(caught.value)
    assert "argon2" not in str(caught.value)


# -- the commands ------------------------------------------------------------


def added(file: Path, name: str, *words: str, password: str = SECRET):
    give = ("accounts", "add", name, "--expires", "2099-12-31", "--accounts", file, *words)
    reader, writer = os.pipe()
    os.write(writer, password.encode() + b"\n")
    os.close(writer)
    return earlywarning(*give, "--password-fd", str(reader))


def test_accounts_are_bound_to_role_and_place(tmp_path: Path) -> None:
    file = tmp_path / "accounts.json"
    for name, words in {
        "one": ("--role", "Consortium Lead", "--consortium"),
        "two": ("--role", "regional lead", "--region", "north east"),
        "three": ("--role", "director", "--authority", "Middlesbrough"),
    }.items():
        done = added(file, name, *words)
        assert done.returncode == 0, done.stderr
    found = Accounts(file).read().accounts
    assert {n: (a.role, a.scope, a.where) for n, a in found.items()} == {
        "one": ("consortium lead", "consortium", ""),
        "two": ("regional lead", "region", "North East"),
        "three": ("director", "authority", "806"),
    }
    shown = earlywarning("accounts", "list", "--accounts", file).stdout
    assert "authority 806 alone" in shown
    assert "region North East" in shown


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--role", "director", "--consortium"), "Allowed: improvement adviser"),
        (("--role", "regional lead", "--authority", "Middlesbrough"), "Allowed: director"),
        (("--role", "regional lead", "--region", "Mordor"), "no region 'Mordor'"),
        (("--role", "director", "--authority", "Nowhere"), "no authority 'Nowhere'"),
        (("--role", "director"), "say for whom"),
        (("--role", "director", "--authority", "Leeds", "--consortium"), "say for whom"),
        (("--role", "director", "--authority", "Leeds", "--expires", "2020-01-01"), "is over"),
    ],
)
def test_what_an_account_cannot_be_is_said(tmp_path: Path, words, why: str) -> None:
    done = added(tmp_path / "accounts.json", "one", *words)
    assert done.returncode == 2
    assert why in done.stderr
    assert not (tmp_path / "accounts.json").exists()


def test_a_name_is_given_once_and_needs_no_person(tmp_path: Path) -> None:
    file, words = tmp_path / "accounts.json", ("--role", "consortium lead", "--consortium")
    assert added(file, "one", *words).returncode == 0
    assert "already" in added(file, "one", *words).stderr
    assert "small letters" in added(file, "../x", *words).stderr


def test_it_is_locked_opened_and_given_a_last_day_by_command(accounts: Accounts) -> None:
    where = ("--accounts", accounts.path)
    assert earlywarning("accounts", "lock", "adviser-1", *where).returncode == 0
    assert "locked" in earlywarning("accounts", "list", *where).stdout
    earlywarning("accounts", "unlock", "adviser-1", *where)
    earlywarning("accounts", "expire", "adviser-1", "--on", "2020-01-01", *where)
    assert "expired" in earlywarning("accounts", "list", *where).stdout
    assert "no account 'nobody'" in earlywarning("accounts", "lock", "nobody", *where).stderr


def test_a_process_reads_the_password_from_standard_input_and_makes_private_files(tmp_path) -> None:
    file = tmp_path / "new" / "accounts.json"
    words = ["--role", "consortium lead", "--consortium", "--expires", "2099-01-01"]
    done = own_process("accounts", "add", "one", *words, "--accounts", file, stdin=SECRET + "\n")
    assert done.returncode == 0, done.stderr
    assert sign_in(Accounts(file), "one", SECRET) is not None
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_a_run_reads_neither_accounts_nor_their_events(accounts: Accounts) -> None:
    from earlywarning.sources.folders import offered_files

    (accounts.path.parent / "seen.csv").write_text("a,b\n")
    assert [one.name for one in offered_files((accounts.path.parent,))] == ["seen.csv"]

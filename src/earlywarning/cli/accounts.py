"""The commands for accounts: who may sign in to the web form, as which role, until when."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path
from typing import Any

import click

from earlywarning.cli.options import DAY, accounts_option, names_option, show_columns
from earlywarning.settings import reference_folder

name_argument = click.argument("name")
password_option = click.option(
    "--password-fd", "descriptor", type=click.IntRange(0),
    help="Read the password from this file descriptor (0: standard input) instead of asking.",
)  # fmt: skip


def _accounts(file: Path) -> Any:
    from earlywarning.register.accounts.store import Accounts

    return Accounts(file)


def _password(descriptor: int | None) -> str:
    """Return a password that was typed unseen, or the first line of a descriptor."""
    if descriptor is None and sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    if descriptor:
        try:
            with os.fdopen(descriptor, encoding="utf-8") as file:
                return file.readline().rstrip("\r\n")
        except OSError as error:
            raise click.UsageError(f"--password-fd {descriptor}: {error}") from error
    return sys.stdin.readline().rstrip("\r\n")


@click.group()
def accounts() -> None:
    """Accounts of the web form: each is bound to a role and to whom it may speak of.

    No password is ever taken from the command line or shown: it is asked for, or read from standard
    input or a file descriptor. An account needs no person's name.
    """


@accounts.command()
@name_argument
@click.option("--role", required=True, help="A role of data/reference/policy.toml.")
@click.option("--consortium", is_flag=True, help="It may speak of every authority.")
@click.option("--region", default="", help="It may speak of this region's authorities.")
@click.option("--authority", default="", help="It is this authority's own and sees nothing else.")
@click.option("--expires", type=DAY, required=True, help="The last day it can be used.")
@password_option
@accounts_option
@names_option
def add(
    name: str, role: str, consortium: bool, region: str, authority: str, expires: dt.datetime,
    descriptor: int | None, accounts: Path, warehouse: Path,
) -> None:  # fmt: skip
    """Add account NAME for a role of the consortium, of a region, or of ONE authority."""
    from earlywarning.run import accounts as acting

    given = [s for s, is_it in _scopes(consortium, region, authority).items() if is_it]
    if len(given) != 1:
        raise click.UsageError("say for whom: --consortium, --region NAME or --authority NAME")
    scope: Any = given[0]
    new = acting.new_account(
        reference_folder(), warehouse, name, role, scope, region or authority, expires.date()
    )
    click.echo(acting.add(_accounts(accounts), new, _password(descriptor)))


def _scopes(consortium: bool, region: str, authority: str) -> dict[str, bool]:
    return {"consortium": consortium, "region": bool(region), "authority": bool(authority)}


@accounts.command("list")
@accounts_option
def list_(accounts: Path) -> None:
    """List the accounts and how they stand; nothing secret."""
    from earlywarning.run import accounts as acting

    show_columns([acting.LIST_COLUMNS, *acting.rows(_accounts(accounts))])


@accounts.command()
@name_argument
@accounts_option
def lock(name: str, accounts: Path) -> None:
    """Shut account NAME; whoever uses it is signed out."""
    from earlywarning.register.accounts import acts

    acts.lock(_accounts(accounts), name)
    click.echo(f"{name} locked")


@accounts.command()
@name_argument
@accounts_option
def unlock(name: str, accounts: Path) -> None:
    """Open account NAME again, and end its waiting after wrong passwords."""
    from earlywarning.register.accounts import acts

    acts.unlock(_accounts(accounts), name)
    click.echo(f"{name} unlocked")


@accounts.command()
@name_argument
@click.option("--on", "day", type=DAY, required=True, help="The last day it can be used.")
@accounts_option
def expire(name: str, day: dt.datetime, accounts: Path) -> None:
    """Set the last day on which account NAME can be used."""
    from earlywarning.register.accounts import acts

    acts.expire(_accounts(accounts), name, day.date())
    click.echo(f"{name} can be used until {day.date()}")


@accounts.command()
@name_argument
@password_option
@accounts_option
def password(name: str, descriptor: int | None, accounts: Path) -> None:
    """Give account NAME another password; whoever uses it is signed out."""
    from earlywarning.register.accounts import acts

    acts.set_password(_accounts(accounts), name, _password(descriptor))
    click.echo(f"{name} has another password")

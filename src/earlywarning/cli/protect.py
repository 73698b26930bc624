"""The commands of data protection: what is past its term, and where a person is spoken of."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from earlywarning.cli.options import (
    format_option,
    role_option,
    show,
    text_of,
    warehouse_option,
)
from earlywarning.settings import Settings, today

COLUMNS = ("kind", "name", "since", "why")


@click.command()
@click.option("--apply", "applied", is_flag=True, help="Let it go; without, it is only listed.")
@click.option("--role", default="", help="Your role; an eraser's, where texts are due.")
@format_option
@warehouse_option
def retention(applied: bool, role: str, form: str, warehouse: Path) -> None:
    """List what is past its term (data/reference/retention.toml), or let it go with --apply.

    What went, when and why is written to retention.jsonl in the register's folder. Exit code 3 if
    something could not go.
    """
    from earlywarning.run import retention as terms

    place = terms.Place(Settings((), today(), warehouse=warehouse), today(), role)
    found = terms.due(place)
    show(COLUMNS, [(one.kind, one.name, one.since, one.why) for one in found], form)
    left = terms.apply(place, found) if applied else []
    for line in left:
        click.echo(line, err=True)
    if applied:
        click.echo(f"{len(found) - len(left)} of {len(found)} gone", err=True)
    sys.exit(3 if left else 0)


@click.command("find-person")
@click.argument("words")
@role_option
@format_option
@warehouse_option
def find_person(words: str, role: str, form: str, warehouse: Path) -> None:
    """Find where WORDS, a name or an office, stand in what people wrote; '-' reads the words.

    It looks through both ledgers, the tables, accounts and logs of the register's folder, and
    records that it did. It shows where and no text: `soft read` shows one and records it. Shares,
    backups, warehouses and kept returns it does not see.
    """
    from earlywarning.run import persons

    settings = Settings((), today(), warehouse=warehouse)
    found = persons.find_person(settings, text_of(words), role)
    show(persons.COLUMNS, [one.row for one in found], form)
    for name in persons.not_searched(settings):
        click.echo(f"{name}: not looked into; search it yourself", err=True)

"""The commands for soft intelligence: what people know, put where it counts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from earlywarning.cli.options import (
    FILE,
    GIVEN_FILE,
    accounts_option,
    copies_option,
    decisions_file_option,
    expect_option,
    names_option,
    no_person_option,
    show,
    show_columns,
    soft_ledger_option,
    tell_chain,
    tell_erased,
    tell_refused,
    text_of,
)
from earlywarning.settings import reference_folder

item_argument = click.argument("item")
FIELDS = {
    "authority": "Name, three-digit or nine-character code.",
    "flag": "A kind declared in data/reference/soft_flags.",
    "heard-on": "Day it was heard, as 2026-01-31.",
    "source-kind": "Who said it, by kind.",
    "source-area": "Region or authority of the source; two of one kind and area count once.",
    "reliability": "Of the source, A (sure) to F (cannot be judged).",
    "credibility": "Of what was said, 1 (confirmed) to 6 (cannot be judged).",
    "cases": "How many cases it rests on, for practice evidence.",
    "text": "What was heard: roles, never names. '-' reads it from standard input.",
    "recorded-by": "Your role.",
    "review-by": "Day after which it no longer counts.",
}


def _fields(command: Callable[..., None]) -> Callable[..., None]:
    for name, words in reversed(FIELDS.items()):
        command = click.option(f"--{name}", default="", help=words)(command)
    return command


def _words(warehouse: Path) -> Any:
    from earlywarning.run import soft as run_soft

    return run_soft.allowed(reference_folder(), warehouse)


@click.group()
def soft() -> None:
    """Soft intelligence: what people know, in a ledger that shows any change.

    Entries are never changed: corrections and withdrawals are records of their own. Texts are
    restricted; who reads one is recorded.
    """


@soft.command()
@_fields
@soft_ledger_option
@names_option
@no_person_option
def add(ledger: Path, warehouse: Path, no_person_named: bool, **given: str) -> None:
    """Record one entry."""
    from earlywarning.run import soft as run_soft

    given["text"] = text_of(given["text"])
    record = run_soft.add(ledger, _words(warehouse), given, no_person_named=no_person_named)
    click.echo(f"{record.item} recorded as record {record.number} of {ledger}")


@soft.command()
@item_argument
@_fields
@soft_ledger_option
@names_option
@no_person_option
def correct(item: str, ledger: Path, warehouse: Path, no_person_named: bool, **given: str) -> None:
    """Replace the given fields of ITEM; the earlier version stays in the ledger."""
    from earlywarning.run import soft as run_soft

    given["text"] = text_of(given["text"])
    changed = {name: word for name, word in given.items() if word}
    if "recorded_by" not in changed:
        raise click.UsageError("say who corrects: --recorded-by ROLE")
    record = run_soft.correct(
        ledger, _words(warehouse), item, changed, no_person_named=no_person_named
    )
    click.echo(f"{item} corrected by record {record.number} of {ledger}")


@soft.command("import")
@click.argument("file", type=GIVEN_FILE)
@soft_ledger_option
@names_option
@no_person_option
def import_(file: Path, ledger: Path, warehouse: Path, no_person_named: bool) -> None:
    """Record every good row of a CSV file or workbook; say of each bad one where and why."""
    from earlywarning.run import soft as run_soft

    added, refused = run_soft.import_file(
        ledger, _words(warehouse), file, no_person_named=no_person_named
    )
    tell_refused([f"{len(added)} entries recorded in {ledger}"], refused)


@soft.command()
@click.argument("file", type=FILE)
@names_option
def template(file: Path, warehouse: Path) -> None:
    """Write the CSV that `import` takes, with one invented example row."""
    from earlywarning.register import sheet

    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(sheet.template(_words(warehouse)).encode("utf-8-sig"))
    click.echo(str(file))


@soft.command("list")
@click.option("--authority", default="", help="Only this one.")
@click.option("--format", "form", type=click.Choice(["table", "csv"]), default="table")
@soft_ledger_option
@names_option
def list_(authority: str, form: str, ledger: Path, warehouse: Path) -> None:
    """List what stands in the ledger, never a text."""
    from earlywarning.register import sheet
    from earlywarning.run import soft as run_soft

    rows = run_soft.list_entries(ledger, _words(warehouse), authority)
    if form == "csv":
        show(sheet.LIST_COLUMNS, rows, form)
    else:
        show_columns([sheet.LIST_COLUMNS, *rows])


@soft.command()
@item_argument
@click.option("--role", required=True, help="Your role; it is recorded that you withdrew it.")
@click.option("--reason", required=True, help="'-' reads it from standard input.")
@soft_ledger_option
@names_option
@no_person_option
def retire(
    item: str, role: str, reason: str, ledger: Path, warehouse: Path, no_person_named: bool
) -> None:
    """Withdraw ITEM: the score is then as if it had never been recorded."""
    from earlywarning.register import actions

    words, why = _words(warehouse), text_of(reason)
    actions.retire(ledger, item, role, why, words, no_person_named=no_person_named)
    click.echo(f"{item} withdrawn")


@soft.command()
@item_argument
@click.option("--role", required=True, help="Role in the authority that replies.")
@click.option("--reply", required=True, help="'-' reads it from standard input.")
@soft_ledger_option
@names_option
@no_person_option
def dispute(
    item: str, role: str, reply: str, ledger: Path, warehouse: Path, no_person_named: bool
) -> None:
    """Put the authority's reply beside ITEM; it weighs less until that is resolved."""
    from earlywarning.register import actions

    words, said = _words(warehouse), text_of(reply)
    actions.dispute(ledger, item, role, said, words, no_person_named=no_person_named)
    click.echo(f"{item} is in dispute")


@soft.command()
@item_argument
@click.option("--role", required=True)
@click.option("--outcome", type=click.Choice(["stands", "falls"]), required=True)
@click.option("--reason", required=True, help="'-' reads it from standard input.")
@soft_ledger_option
@names_option
@no_person_option
def resolve(
    item: str, role: str, outcome: str, reason: str, ledger: Path, warehouse: Path,
    no_person_named: bool,
) -> None:  # fmt: skip
    """End the dispute over ITEM: it stands again at full weight, or falls away."""
    from earlywarning.register import actions

    words, why = _words(warehouse), text_of(reason)
    actions.resolve(ledger, item, role, outcome, why, words, no_person_named=no_person_named)
    click.echo(f"{item} {outcome}")


@soft.command()
@item_argument
@click.option("--role", required=True, help="Your role; it is recorded that you released it.")
@soft_ledger_option
@names_option
def release(item: str, role: str, ledger: Path, warehouse: Path) -> None:
    """Let the authority be told of ITEM, which was heard in confidence; ask who spoke first."""
    from earlywarning.register import actions

    actions.release(ledger, item, role, _words(warehouse))
    click.echo(f"{item} released: the next run tells the authority")


@soft.command()
@item_argument
@click.option("--role", required=True, help="Your role; the reading is recorded first.")
@soft_ledger_option
@names_option
def read(item: str, role: str, ledger: Path, warehouse: Path) -> None:
    """Show the restricted texts of ITEM, and record that you read them."""
    from earlywarning.register import actions, texts

    one = actions.read(ledger, item, role, _words(warehouse))
    click.echo(texts.shown(one.entry.text))
    for kind, by, text in one.replies:
        click.echo(f"\n{kind}, {by}:\n{texts.shown(text)}")


@soft.command()
@item_argument
@click.option("--role", required=True, help="Your role; it is recorded that you erased it.")
@click.option("--reason", required=True, help="Why, without what is erased; '-' reads it.")
@click.option("--record", "only", type=int, help="The text of this record alone.")
@copies_option
@soft_ledger_option
@names_option
@no_person_option
def erase(
    item: str, role: str, reason: str, only: int | None, copies: bool, ledger: Path,
    warehouse: Path, no_person_named: bool,
) -> None:  # fmt: skip
    """Remove the texts of ITEM for good; that it was there, and the chain, stay.

    Says where copies may still lie. A backup from before that is restored is held against the list
    of what was erased, which lies beside the ledger and beside the backups.
    """
    from earlywarning.register.record import SOFT
    from earlywarning.run.erasing import Wanted
    from earlywarning.run.erasing import erase as take_away

    wanted = Wanted(ledger, SOFT, item, role, text_of(reason), only, copies, no_person_named)
    tell_erased(take_away(wanted, warehouse, _words(warehouse)))


@soft.command()
@click.option("--role", required=True, help="Your role; it is recorded that you moved them.")
@soft_ledger_option
@names_option
def move(role: str, ledger: Path, warehouse: Path) -> None:
    """Take all texts out of the chain of a ledger that an older version wrote.

    Every hash is new, so note the new last one; the next run asks once for --without LEDGER.
    """
    from earlywarning.register import erasing

    done = erasing.move(ledger, role, _words(warehouse))
    click.echo(f"{ledger}: {done.number} records, the last hash is {done.hash}")


@soft.command()
@expect_option
@click.option("--mend-head", is_flag=True, help="Write a missing head anew; needs --expect.")
@soft_ledger_option
def verify(expect: str, mend_head: bool, ledger: Path) -> None:
    """Walk the chain and say where it breaks; exit code 3 if it does."""
    from earlywarning.register import chain

    if not ledger.exists() and not chain.head_path(ledger).exists():
        raise click.UsageError(f"{ledger} is not there")
    if mend_head:
        from earlywarning.register.ledger import mend_head as mend

        mend(ledger, expect)
    tell_chain(*chain.told(chain.walk(ledger), expect))


@soft.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8350, show_default=True)
@click.option("--address", default="", help="How people reach it, as https://form.example.org.")
@click.option("--certificate", type=GIVEN_FILE, help="Speak HTTPS with this certificate.")
@click.option("--key", type=GIVEN_FILE, help="The certificate's key.")
@decisions_file_option
@accounts_option
@soft_ledger_option
@names_option
def serve(
    host: str, port: int, address: str, certificate: Path | None, key: Path | None, decided: Path,
    accounts: Path, ledger: Path, warehouse: Path,
) -> None:  # fmt: skip
    """Serve the web form, on this machine only unless --host says otherwise.

    Everybody signs in, with an account of `earlywarning accounts`. On any other address than this
    machine's it needs HTTPS: by --certificate and --key, or by a proxy before it; --address says
    under which name people reach it.
    """
    from earlywarning.register.form.serving import Where
    from earlywarning.run.form import form_server

    where = Where(host, port, address, certificate, key)
    server = form_server(where, (ledger, decided), accounts, reference_folder(), warehouse)
    click.echo(f"{server.address}/ (stop with Ctrl-C)", err=True)
    with suppress(KeyboardInterrupt):
        server.serve()

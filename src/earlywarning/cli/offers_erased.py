"""The commands by which texts about offers go: out of an older chain, or for good."""

from __future__ import annotations

from pathlib import Path

import click

from earlywarning.cli.offers import on_offer
from earlywarning.cli.options import (
    copies_option,
    decisions_option,
    no_person_option,
    role_option,
    tell_erased,
    text_of,
    warehouse_option,
)
from earlywarning.settings import reference_folder


@click.command()
@on_offer
@click.option("--reason", required=True, help="Why, without what is erased; '-' reads it.")
@click.option("--record", "only", type=int, help="The texts of this record alone.")
@copies_option
@no_person_option
def erase(
    offer: str, role: str, ledger: Path, warehouse: Path, reason: str, only: int | None,
    copies: bool, no_person_named: bool,
) -> None:  # fmt: skip
    """Remove what was written about an offer for good; its steps, and the chain, stay.

    Reply, plan, reasons, what was found and seen. Says where copies may still lie; the published
    build holds them until the next run. A backup from before that is restored is held against the
    list of what was erased, which lies beside the ledger and beside the backups.
    """
    from earlywarning.register.decisions.record import DECISIONS
    from earlywarning.run import offers, soft
    from earlywarning.run.erasing import Wanted
    from earlywarning.run.erasing import erase as take_away

    item = offers.item_of(ledger, warehouse, offer)
    words = soft.allowed(reference_folder(), warehouse)
    wanted = Wanted(
        ledger, DECISIONS, item, role, text_of(reason), only, copies, no_person_named
    )  # fmt: skip
    tell_erased(take_away(wanted, warehouse, words))


@click.command()
@role_option
@decisions_option
@warehouse_option
def move(role: str, ledger: Path, warehouse: Path) -> None:
    """Take all texts out of the chain of a ledger that an older version wrote.

    Every hash is new, so note the new last one; the next run asks once for --without LEDGER.
    """
    from earlywarning.register import erasing
    from earlywarning.register.decisions.record import DECISIONS
    from earlywarning.run import soft

    done = erasing.move(ledger, role, soft.allowed(reference_folder(), warehouse), DECISIONS)
    click.echo(f"{ledger}: {done.number} records, the last hash is {done.hash}")

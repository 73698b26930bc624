"""The commands by which texts about offers go: out of an older chain, or for good."""

from __future__ import annotations

from pathlib import Path

import click

from earlywarning.cli.offers import on_offer
from earlywarning.cli.options import (
    decisions_option,
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
def erase(
    offer: str, role: str, ledger: Path, warehouse: Path, reason: str, only: int | None
) -> None:
    """Remove what was written about an offer for good; its steps, and the chain, stay.

    Reply, plan, reasons, what was found and seen. Then run once more; older builds, backups and
    shares hold the texts until they are removed: note what is printed, and erase it again after
    restoring one of them.
    """
    from earlywarning.register import erasing
    from earlywarning.register.decisions.record import DECISIONS
    from earlywarning.run import offers, soft

    item = offers.item_of(ledger, warehouse, offer)
    words = soft.allowed(reference_folder(), warehouse)
    done = erasing.erase(ledger, item, role, text_of(reason), words, only=only, family=DECISIONS)
    tell_erased(done)


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

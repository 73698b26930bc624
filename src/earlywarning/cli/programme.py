"""The programme of a quarter, the history of reviews, and the record of warnings."""

from __future__ import annotations

from pathlib import Path

import click

from earlywarning.cli import offers, offers_erased
from earlywarning.cli.options import (
    FILE,
    GIVEN_FILE,
    format_option,
    history_option,
    show,
    tell_refused,
    warehouse_option,
)
from earlywarning.hostile import seen
from earlywarning.settings import reference_folder


@click.command()
@click.option("--capacity", type=click.IntRange(0, 1000), help="Offers that need people elsewhere.")
@click.option("--quarter", default="", help="As 2026-Q2: the newest kept build of that quarter.")
@format_option
@warehouse_option
def programme(capacity: int | None, quarter: str, form: str, warehouse: Path) -> None:
    """Choose this quarter's offers and supporters, and say why, from the published file."""
    from earlywarning.review import shown

    found = shown.programme(warehouse, reference_folder(), capacity, quarter)
    if form == "table":
        click.echo("\n".join(map(seen, found.told())))
        return
    show(found.names, found.rows, form)


@click.command("record-of-warnings")
@format_option
@warehouse_option
def record_of_warnings(form: str, warehouse: Path) -> None:
    """Show how often reviewers confirmed what past offers rested on, with intervals."""
    from earlywarning.register.decisions.rows import WORKS_AGAINST_ITSELF
    from earlywarning.review import shown

    names, rows = shown.record_of_warnings(warehouse)
    if form != "table":
        show(names, rows, form)
        return
    for line in shown.told_record(rows):
        click.echo(seen(line))
    click.echo(WORKS_AGAINST_ITSELF)


@click.command()
@click.argument("authority")
@click.option("--review-type", required=True)
@click.option("--status", type=click.Choice(["held", "planned", "postponed", "refused"]),
              required=True)  # fmt: skip
@click.option("--asked-on", required=True, help="As 2026-01-31.")
@click.option("--held-on", default="")
@click.option("--led-by", default="", help="The authority that led it.")
@click.option("--source", required=True, help="Where this is written down.")
@history_option
@warehouse_option
def record(authority: str, file: Path, warehouse: Path, **given: str) -> None:
    """Record a peer review that was held, planned, put off or refused, with its source."""
    from earlywarning.definitions.loader import load_definitions
    from earlywarning.run import history, soft

    words = soft.allowed(reference_folder(), warehouse)
    kinds = set(load_definitions(reference_folder()).review_types)
    done = history.add(file, {"authority": authority, **given}, words, kinds)
    click.echo(f"{done}; written to {file}")


@click.command("import")
@click.argument("given", type=GIVEN_FILE)
@history_option
@warehouse_option
def import_(given: Path, file: Path, warehouse: Path) -> None:
    """Take a region's history of reviews from a CSV file or workbook; say what is refused."""
    from earlywarning.run import history, soft

    words = soft.allowed(reference_folder(), warehouse)
    done = history.import_file(given, file, words, reference_folder())
    tell_refused([f"{done.added} reviews written to {file}"], done.refused)


TEMPLATES = ["history", "reviewers", "conflicts", "interventions"]


@click.command()
@click.argument("file", type=FILE)
@click.option("--of", type=click.Choice(TEMPLATES), default="history")
def template(file: Path, of: str) -> None:
    """Write a register to fill in, with one invented row.

    Reviews, who can be lent, who must not meet, or interventions with who helped.
    """
    from earlywarning.run import history

    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(history.template(of).encode("utf-8-sig"))
    click.echo(str(file))


@click.group()
def review() -> None:
    """Offers of help: this quarter's programme, what was answered and decided, what was found.

    OFFER is a number such as D-0001, or an authority with an open offer.
    """


for _command in (
    programme, offers.propose, offers.share, offers.reply, offers.credit, offers.decide,
    offers.start, offers.report, offers.close, offers.outcome, offers.withdraw, offers.list_,
    offers.verify, offers_erased.erase, offers_erased.move, record, import_, template,
    record_of_warnings,
):  # fmt: skip
    review.add_command(_command)

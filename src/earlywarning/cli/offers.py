"""The life of an offer, one command a step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from earlywarning.cli.options import (
    DAY,
    decisions_option,
    expect_option,
    no_person_option,
    role_option,
    show_columns,
    tell_chain,
    text_of,
    warehouse_option,
)
from earlywarning.errors import UsageError
from earlywarning.settings import reference_folder

offer_argument = click.argument("offer")


def on_offer(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command an offer (its number, or its authority), a role, the ledger and names."""
    for option in (warehouse_option, decisions_option, role_option, offer_argument):
        command = option(command)
    return command


def tried_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command what was tried, who helped, and what was seen of it."""
    for option in (
        click.option("--seen", default="", help="What was seen that shows it; '-' reads input."),
        click.option("--supporter", "supporters", multiple=True,
                     help="AUTHORITY=helped|did_not_help|too_early, or role:ROLE=...; repeat."),
        click.option("--tried", "approaches", multiple=True,
                     help="Entry of the toolkit=helped|did_not_help|too_early; repeat."),
    ):  # fmt: skip
        command = option(command)
    return command


def _found(ledger: Path, warehouse: Path, offer: str) -> tuple[str, Any]:
    from earlywarning.run import offers

    return offers.item_of(ledger, warehouse, offer), offers.rules(reference_folder(), warehouse)


@click.command()
@click.argument("authority", required=False)
@click.option("--programme", "whole", is_flag=True, help="All that the quarter offers.")
@role_option
@decisions_option
@warehouse_option
def propose(authority: str | None, whole: bool, role: str, ledger: Path, warehouse: Path) -> None:
    """Write an offer down as proposed: that of AUTHORITY, or the whole programme."""
    from earlywarning.run import offers

    if bool(authority) == whole:
        raise click.UsageError("name an authority, or give --programme")
    for line in offers.propose(ledger, warehouse, reference_folder(), role, authority):
        click.echo(line)


@click.command()
@on_offer
@click.option(
    "--even-so", is_flag=True, help="Share it though it rests on something told in confidence."
)
def share(offer: str, role: str, ledger: Path, warehouse: Path, even_so: bool) -> None:
    """Record that the authority has the offer; ten working days to answer run from today.

    An offer that rests on something told in confidence is shared only with --even-so.
    """
    from earlywarning.register.decisions import actions
    from earlywarning.run.confided import CONCLUDED, rests_on_confidence

    item, rules = _found(ledger, warehouse, offer)
    if not even_so and rests_on_confidence(ledger, warehouse, item):
        todo = "nothing was shared; if it is to have it, say --even-so"
        raise UsageError(f"{item} {CONCLUDED}: {todo}")
    record = actions.share(ledger, item, role, rules)
    body: Any = record.body
    click.echo(f"{item} shared; the authority answers by {body.reply_by}")


@click.command()
@on_offer
@click.option("--text", required=True, help="The authority's answer; '-' reads standard input.")
@click.option("--found-itself", "found", multiple=True, help="A subject it had found; repeat.")
@click.option("--plan", default="", help="What is done about it; '-' reads standard input.")
@no_person_option
def reply(
    offer: str, role: str, ledger: Path, warehouse: Path, text: str, found: tuple[str, ...],
    plan: str, no_person_named: bool,
) -> None:  # fmt: skip
    """Record the authority's answer; it is printed with its page and for the consortium."""
    from earlywarning.register.decisions import actions
    from earlywarning.run import offers

    item, rules = _found(ledger, warehouse, offer)
    named = offers.subjects_of(found, offers.lives_of(ledger)[item])
    actions.reply(
        ledger, item, role, text_of(text), rules, found_itself=named, plan=text_of(plan),
        no_person_named=no_person_named,
    )  # fmt: skip
    click.echo(f"{item} answered")


@click.command()
@on_offer
@click.option("--credible/--not-credible", required=True, help="Is the plan credible?")
@click.option("--reason", required=True)
def credit(
    offer: str, role: str, ledger: Path, warehouse: Path, credible: bool, reason: str
) -> None:
    """Say whether the plan for what the authority found itself is credible: that earns credit."""
    from earlywarning.register.decisions import actions

    item, rules = _found(ledger, warehouse, offer)
    actions.credit(ledger, item, role, text_of(reason), rules, credible=credible)
    click.echo(f"{item}: the plan is held to be {'' if credible else 'not '}credible")


@click.command()
@on_offer
@click.option(
    "--outcome", type=click.Choice(["accepted", "changed", "declined", "deferred"]), required=True
)
@click.option("--reason", required=True, help="'-' reads it from standard input.")
@click.option("--review-type", default="", help="With changed: what it is changed to.")
@click.option("--until", type=DAY, help="With deferred: the day it comes up again.")
@no_person_option
def decide(
    offer: str, role: str, ledger: Path, warehouse: Path, outcome: Any, reason: str,
    review_type: str, until: dt.datetime | None, no_person_named: bool,
) -> None:  # fmt: skip
    """Record a decision, by the authority or the consortium, with role and reason."""
    from earlywarning.register.decisions import actions

    item, rules = _found(ledger, warehouse, offer)
    actions.decide(
        ledger, item, role, outcome, text_of(reason), rules, review_type=review_type,
        until=until.date() if until else None, no_person_named=no_person_named,
    )  # fmt: skip
    click.echo(f"{item} {outcome}")


@click.command()
@on_offer
@click.option("--starts-on", type=DAY, required=True)
@click.option("--led-by", default="", help="The authority that leads; nobody for a talk.")
def start(
    offer: str, role: str, ledger: Path, warehouse: Path, starts_on: dt.datetime, led_by: str
) -> None:
    """Record that days are agreed and who leads."""
    from earlywarning.register.decisions import actions
    from earlywarning.warehouse.ask import find_authority

    item, rules = _found(ledger, warehouse, offer)
    leader = find_authority(warehouse, led_by, starts_on.date())[0] if led_by else ""
    actions.start(ledger, item, role, starts_on.date(), leader, rules)
    click.echo(f"{item} under way from {starts_on.date()}")


@click.command()
@on_offer
@click.option("--held-on", type=DAY, required=True)
def report(offer: str, role: str, ledger: Path, warehouse: Path, held_on: dt.datetime) -> None:
    """Record that it was held and has reported."""
    from earlywarning.register.decisions import actions

    item, rules = _found(ledger, warehouse, offer)
    actions.report(ledger, item, role, held_on.date(), rules)
    click.echo(f"{item} reported; write down what was found with `review close`")


@click.command()
@on_offer
@click.option(
    "--finding",
    "findings",
    multiple=True,
    help="SUBJECT=confirmed|partly|not_confirmed; SUBJECT may be rest.",
)
@click.option("--text", required=True, help="What was found, in words that both sides may read.")
@tried_options
@no_person_option
def close(
    offer: str, role: str, ledger: Path, warehouse: Path, findings: tuple[str, ...], text: str,
    approaches: tuple[str, ...], supporters: tuple[str, ...], seen: str, no_person_named: bool,
) -> None:  # fmt: skip
    """Write down what was found of all that the offer rested on and what helped; end its life."""
    from earlywarning.register.decisions import actions
    from earlywarning.run import offers

    item, rules = _found(ledger, warehouse, offer)
    found = offers.verdicts_of(findings, offers.lives_of(ledger)[item])
    given = (approaches, supporters)
    tried = _tried(given, seen, warehouse, offers.lives_of(ledger)[item].offer.old_la_code)
    actions.close(
        ledger, item, role, found, text_of(text), rules, tried=tried,
        no_person_named=no_person_named,
    )  # fmt: skip
    click.echo(f"{item} closed")
    if not tried:
        click.echo(f"say later what helped: `review outcome {item} --tried ... --seen ...`")


@click.command()
@on_offer
@tried_options
@no_person_option
def outcome(
    offer: str, role: str, ledger: Path, warehouse: Path, approaches: tuple[str, ...],
    supporters: tuple[str, ...], seen: str, no_person_named: bool,
) -> None:  # fmt: skip
    """Write down what an approach or a supporter came to, after the offer was closed."""
    from earlywarning.register.decisions import actions
    from earlywarning.run import offers

    item, rules = _found(ledger, warehouse, offer)
    given = (approaches, supporters)
    tried = _tried(given, seen, warehouse, offers.lives_of(ledger)[item].offer.old_la_code)
    actions.outcome(ledger, item, role, tried, rules, no_person_named=no_person_named)
    click.echo(f"{item}: written down of {len(tried)} what came of it")


def _tried(
    given: tuple[tuple[str, ...], tuple[str, ...]], seen: str, warehouse: Path, own: str
) -> list[Any]:
    from earlywarning.definitions.loader import load_definitions
    from earlywarning.run import offers

    definitions = load_definitions(reference_folder())
    return offers.tried_of(*given, text_of(seen), warehouse, definitions, own)


@click.command()
@on_offer
@click.option("--reason", required=True)
def withdraw(offer: str, role: str, ledger: Path, warehouse: Path, reason: str) -> None:
    """Take an offer back that should not have been made."""
    from earlywarning.register.decisions import actions

    item, rules = _found(ledger, warehouse, offer)
    actions.withdraw(ledger, item, role, text_of(reason), rules)
    click.echo(f"{item} withdrawn")


@click.command("list")
@decisions_option
@warehouse_option
def list_(ledger: Path, warehouse: Path) -> None:
    """List every offer as it stands, and what comes next; never a text."""
    from earlywarning.definitions.loader import load_definitions
    from earlywarning.run import offers

    definitions = load_definitions(reference_folder())
    show_columns([offers.LIST_COLUMNS, *offers.list_offers(ledger, warehouse, definitions)])


@click.command()
@expect_option
@decisions_option
def verify(expect: str, ledger: Path) -> None:
    """Walk the chain and say where it breaks; exit code 3 if it does."""
    from earlywarning.register import chain
    from earlywarning.register.decisions.record import DECISIONS

    if not ledger.exists() and not chain.head_path(ledger).exists():
        raise click.UsageError(f"{ledger} is not there")
    tell_chain(*chain.told(chain.walk(ledger, DECISIONS), expect))

"""The public edition of a briefing: a portrait of published figures beside similar authorities."""

from __future__ import annotations

from earlywarning.reports import amounts
from earlywarning.reports.briefing.points import points_of
from earlywarning.reports.briefing.things import Thing, things_of
from earlywarning.reports.document.blocks import Block, Heading, Pairs, Table, Words
from earlywarning.reports.dossier import Dossier
from earlywarning.reports.newest import Newest
from earlywarning.reports.phrases import inside, listed, sentence, several
from earlywarning.tables.indicators import NATION, NEIGHBOURS

# Two leave room for all the others on two pages.
CLOSER = 2


def portrait(dossier: Dossier, inspected: str) -> tuple[list[Block], list[Newest]]:
    """Return the blocks of a portrait and the figures it names; no score, no offer, no verdict."""
    facts, code, name = dossier.facts, dossier.code, dossier.authority.la_name
    things = things_of(facts, code)[:CLOSER]
    blocks: list[Block] = [
        Words(f"The published figures of {name} beside those of similar authorities.", "lead"),
        Words(
            "No figure here is good or bad on its own: a rate can be high because needs are, or "
            "because help comes early. A figure that is missing is never good news.",
        ),
        Pairs((("Last inspection", inspected),)),
        Heading(_heading(things)),
        *points_of(facts, code, things),
        Heading("All published figures"),
        *_table(dossier),
    ]
    return blocks, list(dossier.newest.values())


def _heading(things: list[Thing]) -> str:
    return f"A closer look at {several(len(things), 'figure')}" if things else "A closer look"


def _table(dossier: Dossier) -> list[Block]:
    held = dossier.newest
    gaps = [inside(one.name) for one in dossier.facts.indicators if one.indicator not in held]
    table = Table(
        "The newest figure of each indicator, in the order of a child's journey",
        ("Indicator", "Period", dossier.authority.la_name, "Similar", dossier.facts.nation),
        tuple(map(_row, held.values())),
        frozenset({2, 3, 4}),
    )
    note = "Similar: the middle of similar authorities."
    missing = sentence(f"No figure for {listed(gaps)}") if gaps else ""
    return [table, Words(" ".join(filter(None, [note, missing])), "small")]


def _row(newest: Newest) -> tuple[str, ...]:
    one = newest.one
    near, nation = (amounts.number(newest.beside.get(name), one) for name in (NEIGHBOURS, NATION))
    period = amounts.period(newest.row.time_period, one).removeprefix("the ")
    name = f"{one.name} ({amounts.unit_in_brief(one)})"
    return name, period[:1].upper() + period[1:], amounts.number(newest.value, one), near, nation

"""The public edition of a briefing: a portrait of published figures beside similar authorities."""

from __future__ import annotations

from earlywarning.reports import phrases
from earlywarning.reports.briefing.figures import Newest, newest_of
from earlywarning.reports.briefing.points import points_of
from earlywarning.reports.briefing.things import Thing, things_of
from earlywarning.reports.document import Block, Heading, Pairs, Table, Words
from earlywarning.reports.facts import Facts
from earlywarning.reports.phrases import inside, listed, sentence, several
from earlywarning.tables.places import Authority

# Two leave room for all the others on two pages.
CLOSER = 2
NONE = "no figure"


def portrait(
    facts: Facts, authority: Authority, inspected: str
) -> tuple[list[Block], list[Newest]]:
    """Return the blocks of a portrait and the figures it names; no score, no offer, no verdict."""
    code = authority.old_la_code
    things = things_of(facts, code)[:CLOSER]
    named = [row for one in facts.indicators if (row := newest_of(facts, code, one))]
    name = authority.la_name
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
        *_table(facts, authority, named),
    ]
    return blocks, named


def _heading(things: list[Thing]) -> str:
    return f"A closer look at {several(len(things), 'figure')}" if things else "A closer look"


def _table(facts: Facts, authority: Authority, named: list[Newest]) -> list[Block]:
    held = {row.one.indicator for row in named}
    gaps = [inside(one.name) for one in facts.indicators if one.indicator not in held]
    table = Table(
        "The newest figure of each indicator, in the order of a child's journey",
        ("Indicator", "Period", authority.la_name, "Similar", facts.nation),
        tuple(_row(row) for row in named),
        frozenset({2, 3, 4}),
    )
    note = "Similar: the middle of similar authorities."
    missing = sentence(f"No figure for {listed(gaps)}") if gaps else ""
    return [table, Words(" ".join(filter(None, [note, missing])), "small")]


def _row(row: Newest) -> tuple[str, ...]:
    one = row.one
    near = phrases.number(row.near[0], one) if row.near else NONE
    nation = phrases.number(row.nation[1], one) if row.nation else NONE
    period = phrases.period(row.row.time_period, one).removeprefix("the ")
    name = f"{one.name} ({phrases.unit_in_brief(one)})"
    return name, period[:1].upper() + period[1:], phrases.number(row.value, one), near, nation

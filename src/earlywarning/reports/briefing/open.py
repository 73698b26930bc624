"""The public edition of a briefing: a portrait of published figures beside similar authorities."""

from __future__ import annotations

from earlywarning.reports import words
from earlywarning.reports.briefing.figures import Newest, newest_of
from earlywarning.reports.briefing.points import points_of
from earlywarning.reports.briefing.things import Thing, things_of
from earlywarning.reports.document import Block, Heading, Pairs, Table, Words
from earlywarning.reports.facts import Facts
from earlywarning.reports.records import Authority, Indicator

NONE = "no figure"


def portrait(
    facts: Facts, authority: Authority, inspected: str
) -> tuple[list[Block], list[Newest]]:
    """Return the blocks of a portrait and the figures it names; no score, no offer, no verdict."""
    code = authority.old_la_code
    things = things_of(facts, code)
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
        _table(facts, authority, named),
    ]
    return blocks, named


def _heading(things: list[Thing]) -> str:
    return "A closer look at three figures" if len(things) == 3 else "A closer look"


def _table(facts: Facts, authority: Authority, named: list[Newest]) -> Table:
    held = {row.one.indicator: row for row in named}
    rows = [_row(one, held.get(one.indicator)) for one in facts.indicators]
    return Table(
        "The newest figure of each indicator, in the order of a child's journey",
        ("Indicator", "Period", authority.la_name, "Similar authorities: middle", facts.nation),
        tuple(rows),
        frozenset({2, 3, 4}),
    )


def _row(one: Indicator, row: Newest | None) -> tuple[str, ...]:
    name = f"{one.name}, {words.plain(one.unit).lower()}"
    if row is None:
        return name, "", NONE, "", ""
    near = words.number(row.near[0], one) if row.near else NONE
    nation = words.number(row.nation[1], one) if row.nation else NONE
    period = words.period(row.row.time_period, one).removeprefix("the ")
    return name, period[:1].upper() + period[1:], words.number(row.value, one), near, nation

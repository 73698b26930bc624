"""The pack's part about the quarter: who is offered what, by whom, when, and what did not fit."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from earlywarning.reports import phrases, wording
from earlywarning.reports.document.blocks import Block, Heading, Listed, Table, Words
from earlywarning.reports.facts import Facts
from earlywarning.reports.pack.month import Month
from earlywarning.reports.phrases import between, dated, inside, listed, sentence
from earlywarning.tables.offers import Programme
from earlywarning.tables.standing import Standing

NAMED, PEOPLE = 3, "soft_intelligence"
OFFERED, CONVERSATION = "offered", "conversation"
# What is listed with a reason rather than in a table; 'not due' needs no line.
WAITING = ("not this quarter", "planned already", "offer open")
TEAM = "Who else comes"
OFFER = ("Authority", "What and when", "Asked to lead", TEAM, "Why")
# Where a reason points to a command: a panel has none.
COMMAND = re.compile(r"[:;,]? see `[^`]*`")
OUTCOME = {
    "not this quarter": "Not this quarter",
    "planned already": "Planned already",
    "offer open": "An offer is open",
}


def programme(facts: Facts, month: Month) -> list[Block]:
    """Return the section; nothing when no programme was made."""
    if not month.placed:
        return []
    quarter = next((row.quarter for row in month.placed if row.quarter), None)
    title = f"The programme of {quarter_words(quarter)}" if quarter else "The programme"
    return [
        Heading(title),
        *_notes(month),
        *_offered(facts, month),
        *_conversations(facts),
        *_waiting(facts, month),
        *_groups(facts, month),
    ]


def quarter_words(quarter: str) -> str:
    """Return '2026-Q2' as 'April to June 2026'."""
    spans = {
        "Q1": "January to March",
        "Q2": "April to June",
        "Q3": "July to September",
        "Q4": "October to December",
    }
    year, _, part = quarter.partition("-")
    return f"{spans[part]} {year}" if part in spans else quarter


def in_order(facts: Facts, month: Month, rows: Iterable[Programme]) -> list[Programme]:
    """Return rows by action, the strongest first, then by name."""
    return sorted(
        rows, key=lambda r: (-month.step_of(r.action), r.action, facts.name(r.old_la_code))
    )


def by_action(
    facts: Facts, month: Month, rows: Iterable[Programme]
) -> list[tuple[str, list[Programme]]]:
    """Return the rows of each action, the strongest first, each by name."""
    kept: dict[str, list[Programme]] = defaultdict(list)
    for row in in_order(facts, month, rows):
        kept[row.action or "no action named"].append(row)
    return list(kept.items())


def _notes(month: Month) -> list[Block]:
    said = tuple(
        sentence(row.words) for row in month.notes if row.about not in ("planned", "not offered")
    )
    planned = tuple(sentence(row.words) for row in month.notes if row.about == "planned")
    return [Listed(said + planned)] if said or planned else []


def _offered(facts: Facts, month: Month) -> list[Block]:
    rows = [row for row in month.placed if row.outcome == OFFERED]
    any_team = any(row.reviewers for row in rows)  # without a register the column says nothing
    out: list[Block] = []
    for action, group in by_action(facts, month, rows):
        columns = [at for at, head in enumerate(OFFER) if head != TEAM or any_team]
        out += [
            Heading(f"Offered now: {action}", 3),
            Table(
                f"Offers of {action}, by name",
                tuple(OFFER[at] for at in columns),
                tuple(tuple(_offer_row(facts, row)[at] for at in columns) for row in group),
            ),
        ]
    return out


def _offer_row(facts: Facts, row: Programme) -> tuple[str, ...]:
    days = f", {phrases.count(row.days, 'day')}" if row.days else ""
    leader = facts.name(row.supporter_old_la_code) if row.supporter_old_la_code else "nobody yet"
    match = f" ({row.match})" if row.match else ""
    return (
        facts.name(row.old_la_code),
        f"{phrases.plain(row.review_type)}{days}, {between(row.proposed_from, row.proposed_to)}",
        f"{leader}{match}",
        row.reviewers or "nobody named",
        sentence(why(facts, row)),
    )


def why(facts: Facts, row: Programme) -> str:
    """Return what an offer rests on: what turned each key, the review that is due, how sure."""
    stands = facts.standing(row.old_la_code)
    if stands is None:
        return dated(row.why)
    names = facts.indicator_names()
    signs = [inside(names.get(one, phrases.plain(one))) for one in stands.signs or []]
    measures = [inside(one) for one in facts.measured(stands.alert_measures or [])]
    told = {
        "figures": f"{listed(signs, NAMED)} {'stands' if len(signs) == 1 else 'stand'} out",
        "people": f"people told of {listed(_heard(facts, row.old_la_code)) or 'a concern'}",
        "alert": f"the front door is watched since {phrases.day(stands.alert_since)}: "
        f"{listed(measures)}",
        "published": f"inspectors judged it {stands.judgement} in "
        f"{phrases.month_name(stands.judged_on)}" if stands.judged_on else "a published judgement",
    }  # fmt: skip
    said = [told[key] for key in stands.keys or [] if key in told]
    said = said or ["nothing stands out; a review is due to all"]
    return "; ".join([*said, _review(facts, stands), f"confidence {stands.confidence}"])


def _review(facts: Facts, stands: Standing) -> str:
    if stands.next_review_due is None:
        return "no peer review on record"
    over = "was" if stands.next_review_due < facts.as_of else "is"
    return f"its two-yearly review {over} due on {phrases.day(stands.next_review_due)}"


def _heard(facts: Facts, code: str) -> list[str]:
    """Return the concerns that people told of and that count today, in words."""
    parts = facts.contributions.get(code, [])
    told = [row for row in parts if row.pillar == PEOPLE and row.points > 0 and row.kind != "sum"]
    return sorted({inside(wording.item(row, {})) for row in told})


def _conversations(facts: Facts) -> list[Block]:
    """Return who is to be talked to, by name, and by when."""
    talks = sorted(
        (facts.name(row.old_la_code), phrases.day(row.due))
        for row in facts.every_standing()
        if row.offer_state == CONVERSATION
    )
    if not talks:
        return []
    return [
        Heading("Conversations", 3),
        Words(
            f"A supportive conversation needs nobody from elsewhere, so "
            f"{phrases.count(len(talks), 'is', 'are')} held whatever the capacity."
        ),
        Table("Conversations to be held, by name", ("Authority", "By"), tuple(talks)),
    ]


def _waiting(facts: Facts, month: Month) -> list[Block]:
    kept: dict[tuple[str, str], list[Programme]] = defaultdict(list)
    rows = [row for row in month.placed if row.outcome in WAITING]
    for row in in_order(facts, month, rows):
        kept[row.action or "", _because(row)].append(row)
    if not kept:
        return []
    table = tuple(
        (phrases.plain(action), because, listed([facts.name(row.old_la_code) for row in group]))
        for (action, because), group in kept.items()
    )
    return [
        Heading("What did not fit, and why", 3),
        Table(
            "Authorities whose offer waits, by action and name",
            ("Action", "Why it waits", "Authorities"),
            table,
        ),
    ]


def _because(row: Programme) -> str:
    told = sentence(COMMAND.sub("", dated(row.why_not or row.rule)))
    outcome = OUTCOME.get(row.outcome or "", phrases.plain(row.outcome))
    return f"{outcome}. {told}".strip()


def _groups(facts: Facts, month: Month) -> list[Block]:
    kept: dict[int, list[tuple[bool, str]]] = defaultdict(list)
    issues: dict[int, str] = {}
    for row in month.members:
        declared = facts.declared.get(row.issue)
        issues[row.group_number] = declared.name if declared else phrases.plain(row.issue)
        kept[row.group_number].append((bool(row.shows), facts.name(row.old_la_code)))
    if not kept:
        return []
    order = sorted(kept, key=lambda place: (issues[place], sorted(kept[place])))
    table = tuple((issues[place], *_parts(kept[place])) for place in order)
    return [
        Heading("Small groups that could work on a shared issue", 3),
        Table(
            "Groups by issue; each has somebody whose figures are strong where the issue lies",
            ("Issue", "Show it", "Strong there"),
            table,
        ),
    ]


def _parts(members: list[tuple[bool, str]]) -> tuple[str, str]:
    showing = sorted(name for shows, name in members if shows)
    strong = sorted(name for shows, name in members if not shows)
    return listed(showing), listed(strong) or "nobody yet"

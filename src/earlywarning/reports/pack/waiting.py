"""The pack's part about what waits for somebody: reviews, replies, decisions, overrides."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from earlywarning.reports import phrases, wording
from earlywarning.reports.document.blocks import Block, Heading, Listed, Said, Table, Words
from earlywarning.reports.facts import Facts
from earlywarning.reports.pack.month import Month
from earlywarning.reports.phrases import listed, quoted
from earlywarning.reports.wording import band
from earlywarning.tables.offers import Offer
from earlywarning.tables.people import ReviewClock

OVER = ("closed", "withdrawn")
# An override that ends within so many days is looked at before it does: two packs from now.
ENDS_SOON_DAYS = 62


def reviews(facts: Facts, month: Month) -> list[Block]:
    """Return the section on peer reviews that are due or overdue, by region and name."""
    clocks = [c for c in month.clocks if c.old_la_code in facts.authorities]
    if not clocks:
        return []
    if all(c.state == "not known" for c in clocks):
        return [
            Heading("Peer reviews that are overdue"),
            Words("No register of peer reviews was loaded, so nobody can say which are overdue."),
        ]
    rows = _by_region(
        facts, [c for c in clocks if c.state not in ("within two years", "not known")]
    )
    if not rows:
        return [
            Heading("Peer reviews that are overdue"),
            Words("Nothing this month: every authority had its peer review within two years."),
        ]
    return [
        Heading("Peer reviews that are overdue"),
        Words(_reviews_said(clocks)),
        Table(
            "Peer reviews by region, authorities by name; the month is that in which the two years "
            "ended",
            ("Region", "Overdue", "None on record", "Due this quarter"),
            rows,
        ),
    ]


def _reviews_said(clocks: list[ReviewClock]) -> str:
    count = {state: sum(c.state == state for c in clocks) for state in {c.state for c in clocks}}
    late, none = count.get("overdue", 0), count.get("none on record", 0)
    return (
        f"A review at least every two years is due to every authority. Of {len(clocks)}, "
        f"{late} {'is' if late == 1 else 'are'} past the two years and {none} "
        f"{'has' if none == 1 else 'have'} none on record."
    )


def _by_region(facts: Facts, clocks: list[ReviewClock]) -> tuple[tuple[str, ...], ...]:
    kept: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in sorted(clocks, key=lambda c: facts.name(c.old_la_code)):
        region = facts.authorities[one.old_la_code].region or "No region"
        since = f" ({phrases.month_name(one.overdue_since)})" if one.overdue_since else ""
        kept[region][one.state].append(f"{facts.name(one.old_la_code)}{since}")
    columns = ("overdue", "none on record", "due this quarter")
    return tuple(
        (region, *(", ".join(kept[region][state]) or "none" for state in columns))
        for region in sorted(kept)
    )


def offers(facts: Facts, month: Month) -> list[Block]:
    """Return the section on offers that wait for a reply or a decision, by action and name."""
    rows = [
        (facts.name(code), row)
        for code, lives in facts.offers.items()
        for row in lives
        if row.state not in OVER and _waits(row)
    ]
    rows.sort(key=lambda one: (-month.step_of(one[1].action), one[1].action or "", one[0]))
    if not rows:
        return []
    return [
        Heading("Offers that wait for an answer"),
        Table(
            "Open offers, by action and name",
            ("Authority", "Offer", "Where it stands", "What it waits for"),
            tuple(
                (name, f"{row.action or 'offer'} ({row.offer})", row.state or "not known",
                 _waits_for(facts, row))
                for name, row in rows
            ),
        ),
    ]  # fmt: skip


def _waits_for(facts: Facts, row: Offer) -> str:
    """Return what an offer waits for, and the next step where the authority stands with it."""
    stands = facts.standing(row.old_la_code)
    own = stands is not None and stands.offer == row.offer
    told = f"; next: {wording.next_step(stands)}" if stands is not None and own else ""
    return f"{_waits(row, facts.as_of)}{told}"


def _waits(row: Offer, as_of: dt.date | None = None) -> str:
    if row.decision == "deferred" and row.deferred_until:
        return f"deferred, comes up again on {phrases.day(row.deferred_until)}"
    if row.decision:
        return ""
    if row.reply_state == "none in time":
        return f"a decision; no reply came by {phrases.day(row.reply_by)}, which is no consent"
    if row.reply_state in ("in time", "late"):
        return f"a decision; the authority replied {row.reply_state}"
    if row.reply_by is None:
        return "to be shared with the authority, which answers first"
    over = as_of is not None and row.reply_by < as_of
    return f"the authority's reply, {'was due' if over else 'due'} by {phrases.day(row.reply_by)}"


def decisions(facts: Facts, month: Month) -> list[Block]:
    """Return what was decided and answered in the month, in the words of those who did."""
    said: list[tuple[str, dt.date, Said]] = []
    for code, lives in facts.offers.items():
        for row in lives:
            if row.decided_on and month.is_new(row.decided_on):
                who = f"{facts.name(code)}: {row.decision}, by the {row.decided_by or 'consortium'}"
                text = row.reason or "No reason was written down."
                said.append((facts.name(code), row.decided_on, _say(who, row.decided_on, text)))
    for code, replies in facts.replies.items():
        for one in replies:
            if one.replied_on and month.is_new(one.replied_on):
                who = f"{facts.name(code)}: reply of the {one.replied_by or 'authority'}"
                text = " ".join(t for t in (one.text, one.plan) if t) or "No words were recorded."
                said.append((facts.name(code), one.replied_on, _say(who, one.replied_on, text)))
    ordered = [block for _, _, block in sorted(said, key=lambda s: (s[0], s[1]))]
    return [Heading("Decisions and replies of the month"), *ordered] if ordered else []


def _say(who: str, on: dt.date, text: str) -> Said:
    return Said(who, phrases.day(on), text)


def overrides(facts: Facts) -> list[Block]:
    """Return the bands that people set and that end soon, by name."""
    soon = facts.as_of + dt.timedelta(days=ENDS_SOON_DAYS)
    rows = [
        (facts.name(code), row)
        for code, held in facts.overrides.items()
        for row in held
        if row.expires is not None and facts.as_of <= row.expires <= soon
    ]
    if not rows:
        return []
    rows.sort(key=lambda one: (one[0], one[1].expires or facts.as_of))
    return [
        Heading("Bands set by people that end soon"),
        Listed(
            tuple(
                f"{name}: {band(row.band)}, set by the {row.role or 'consortium'} on "
                f"{phrases.day(row.decided_on)}, ends on {phrases.day(row.expires)}. "
                f"Reason given: {quoted(row.reason or 'none')}"
                for name, row in rows
            )
        ),
    ]


def not_heard(facts: Facts, month: Month) -> list[Block]:
    """Return of whom the register has heard nothing for a year, by region and name."""
    title = Heading("Who has not been heard of")
    if not month.heard:
        return [
            title,
            Words(
                "The register is empty: nothing that people know is in this pack. That says "
                "nothing good or bad about anybody."
            ),
        ]
    year_ago = facts.as_of.replace(day=1, year=facts.as_of.year - 1)
    heard = {row.old_la_code for row in month.heard if row.heard_on and row.heard_on >= year_ago}
    kept: dict[str, list[str]] = defaultdict(list)
    for one in facts.open_authorities():
        if one.old_la_code not in heard:
            kept[one.region or "No region"].append(one.la_name)
    if not kept:
        return [title, Words("Of every authority something was heard within a year.")]
    many = sum(map(len, kept.values()))
    return [
        title,
        Words(
            f"Of {phrases.count(many, 'authority', 'authorities')} out of "
            f"{len(facts.open_authorities())} the register has no entry heard since "
            f"{phrases.month_name(year_ago)}. Not heard is not the same as fine: it is a reason "
            "to ask."
        ),
        Table(
            "Nothing heard within a year, by region and name",
            ("Region", "Authorities"),
            tuple((region, listed(sorted(kept[region]))) for region in sorted(kept)),
        ),
    ]

"""The consortium's monthly pack: what is new, changed or overdue, by action and name."""

from __future__ import annotations

from collections import defaultdict

from earlywarning.errors import UsageError
from earlywarning.reports import phrases, wording
from earlywarning.reports.document.blocks import Block, Document, Heading, Listed, Table, Words
from earlywarning.reports.facts import Facts
from earlywarning.reports.pack.data import data
from earlywarning.reports.pack.month import Month
from earlywarning.reports.pack.programme import programme
from earlywarning.reports.pack.since import moved, news
from earlywarning.reports.pack.waiting import decisions, not_heard, offers, overrides, reviews
from earlywarning.reports.phrases import listed, month_name, sentence
from earlywarning.reports.where import page_of
from earlywarning.reports.wording import band
from earlywarning.tables.signals import WATCH, Alert

MARK = "For the consortium's panel only. It names authorities, and an authority answers first."
# From low to high; a band beyond these is told, and neither up nor down.
BANDS = ("routine", "watch", "offer", "priority")
HELD_BACK = {
    "budget": "its region's messages of the month were spent",
    "cool_down": "the same cause was told not long before",
}


def pack_of(facts: Facts, month: Month) -> Document:
    """Return the pack of a month: never a score, and lists in order of action and name alone.

    Raises:
        UsageError: if the database is of a tier that may not see every authority.
    """
    if facts.edition.tier != "consortium":
        raise UsageError("pack: it is the consortium's own; make it from the consortium's database")
    return Document(
        title=f"Monthly pack, {month_name(facts.as_of)}",
        subtitle=f"{facts.nation}: what is new, changed or overdue on {phrases.day(facts.as_of)}",
        marks=facts.marks(MARK),
        blocks=tuple(_blocks(facts, month)),
        sources=(
            "The newest file of each source is told in the section on data.",
            f"Run {facts.run}, with what was known on {phrases.day(facts.as_of)}",
        ),
        day=facts.as_of,
        links=tuple((one.la_name, page_of(one)) for one in facts.open_authorities()),
    )


def _blocks(facts: Facts, month: Month) -> list[Block]:
    return [
        Words(_lead(facts, month), "lead"),
        Words(_compared(facts, month), "note"),
        *_news(facts, month),
        *_alerts(facts, month),
        *programme(facts, month),
        *offers(facts, month),
        *decisions(facts, month),
        *overrides(facts),
        *reviews(facts, month),
        *not_heard(facts, month),
        *data(facts, month),
        *record(facts, month),
    ]


def _lead(facts: Facts, month: Month) -> str:
    """Return the month in a sentence or two."""
    new = news(facts, month)
    many = phrases.count(len(new), "authority", "authorities") if new else "no authority"
    up, down = _directions(moved(facts, month))
    whole = len(facts.open_authorities())
    said = [f"Since {phrases.day(month.since)} there is news of {many} out of {whole}."]
    if up or down:
        said.append(sentence(listed(_moves(up, down))))
    elif month.looked_on:
        said.append("No authority's band changed.")
    offered = sum(row.outcome == "offered" for row in month.placed)
    if offered:
        said.append(
            f"{phrases.count(offered, 'offer needs', 'offers need')} people from elsewhere this "
            "quarter."
        )
    return " ".join(said)


def _directions(changes: dict[str, tuple[str, str]]) -> tuple[int, int]:
    known = [c for c in changes.values() if set(c) <= set(BANDS)]
    up = sum(BANDS.index(now) > BANDS.index(then) for then, now in known)
    return up, len(known) - up


def _moves(up: int, down: int) -> list[str]:
    out = []
    if up:
        out.append(f"{phrases.count(up, 'authority', 'authorities')} moved to a band of more help")
    if down:
        out.append(f"{phrases.count(down, 'authority', 'authorities')} to one of less")
    return out


def _compared(facts: Facts, month: Month) -> str:
    """Return what this pack compares with."""
    said = (
        f"How to read it. Events are those dated after {phrases.day(month.since)}, up to "
        f"{phrases.day(facts.as_of)}. "
    )
    if month.looked_on is None:
        said += "No earlier look is in the file, so no change of band or figure can be told. "
    else:
        said += (
            f"Bands and figures are compared with what was known on {phrases.day(month.since)}; "
            f"the last look before that was on {phrases.day(month.looked_on)}. "
        )
    return said + (
        "News, alerts and offers are in order of the action recommended, the strongest first, and "
        "then by name; what is due or not heard is by region and name. The order of names says "
        "nothing. A band is a reason to offer help and no verdict."
    )


def _news(facts: Facts, month: Month) -> list[Block]:
    new = news(facts, month)
    out: list[Block] = [Heading("New and changed")]
    if not new:
        return [*out, Words("Nothing this month: no event, no new figure and no change of band.")]
    kept: dict[str, list[str]] = defaultdict(list)
    for code in new:
        offer = facts.offer(code)
        kept[offer.action if offer else "no action"].append(code)
    for action in sorted(kept, key=lambda a: (-month.step_of(a), a)):
        codes = sorted(kept[action], key=facts.name)
        out.append(
            Table(
                f"{phrases.plain(action)}: {phrases.count(len(codes), 'authority', 'authorities')} "
                "with news, by name",
                ("Authority", "Band now", "What is new"),
                tuple(
                    (facts.name(code), _band_now(facts, code), sentence("; ".join(new[code])))
                    for code in codes
                ),
            )
        )
    return out


def _band_now(facts: Facts, code: str) -> str:
    rows = facts.scores.get(code, [])
    return band(rows[0].band if rows else None)


def _alerts(facts: Facts, month: Month) -> list[Block]:
    new = [row for row in month.alerts if month.is_new(row.looked_on)]
    out: list[Block] = [Heading("Alerts"), *_front_doors(facts)]
    if not new:
        nothing = "Nothing this month: no alert was raised, and none is over."
        return [*out, Words(f"{nothing} {_standing(month)}".strip())]
    new.sort(key=lambda row: (*_place(facts, month, row.old_la_code), row.looked_on, row.cause))
    told = [row for row in new if row.change != "over" and row.channel == "message"]
    held = [row for row in new if row.change != "over" and row.channel != "message"]
    over = [row for row in new if row.change == "over"]
    if told:
        lines = tuple(f"{_alert(facts, row)}{_next(facts, row)}" for row in told)
        out += [Heading("Told at once", 3), Listed(lines)]
    if held:
        out += [
            Heading("Waiting for the digest of the quarter", 3),
            Listed(tuple(f"{_alert(facts, row)} It waits because {_why(row)}." for row in held)),
        ]
    if over:
        out += [Heading("Over", 3), Listed(tuple(_alert(facts, row) for row in over))]
    return [*out, Words(_standing(month))]


def _front_doors(facts: Facts) -> list[Block]:
    """Return the live alerts of the front-door watch, by name, each with its next step."""
    live = [row for row in facts.every_standing() if row.alert_since is not None]
    if not live:
        return []
    told = []
    for row in sorted(live, key=lambda one: facts.name(one.old_la_code)):
        measures = [phrases.inside(name) for name in facts.measured(row.alert_measures)]
        since = f"since {phrases.day(row.alert_since)}, {phrases.listed(measures)}"
        told.append(f"{facts.name(row.old_la_code)}: {since}. {wording.next_step(row)}.")
    return [Heading("Front doors with a live alert", 3), Listed(tuple(told))]


def _place(facts: Facts, month: Month, code: str) -> tuple[int, str]:
    """Return where an authority stands in a list: by its action, then by name."""
    offer = facts.offer(code)
    return -month.step_of(offer.action if offer else None), facts.name(code)


def _standing(month: Month) -> str:
    """Return how many alerts of earlier months are not over; live front doors stand by name."""
    last = {(row.old_la_code, row.cause): row for row in month.alerts if row.cause != WATCH}
    stand = [r for r in last.values() if r.change != "over" and not month.is_new(r.looked_on)]
    waiting = sum(row.channel != "message" for row in stand)
    if not stand:
        return "No alert of an earlier month stands from published figures."
    many = phrases.count(
        len(stand), "alert of an earlier month stands", "alerts of earlier months stand"
    )
    many = f"From published figures {many}"
    its = "it" if len(stand) == 1 else f"{waiting} of them"
    told = f"; {its} went to a digest" if waiting else ""
    return f"{many}{told}."


def _alert(facts: Facts, row: Alert) -> str:
    name = facts.name(row.old_la_code)
    text = sentence(row.message or phrases.plain(row.cause))
    return text if text.startswith(name) else f"{name}: {text}"


def _next(facts: Facts, row: Alert) -> str:
    """Return the next step of the authority: an alert asks for nothing else than its standing."""
    stands = facts.standing(row.old_la_code)
    return f" Next: {wording.next_step(stands)}." if stands else ""


def _why(row: Alert) -> str:
    return HELD_BACK.get(
        row.held_back_by or "", phrases.plain(row.held_back_by).lower() or "of its kind"
    )


def record(facts: Facts, month: Month) -> list[Block]:
    """Return the measured record of past warnings, and of past offers where some are closed."""
    said = [facts.record] if facts.record else []
    if month.confirmed and month.confirmed.closed:
        row = month.confirmed
        said.append(
            f"Of {phrases.count(row.closed, 'thing')} that closed offers here rested on, reviewers "
            f"confirmed {row.confirmed}, {row.partly} in part, and {row.not_confirmed} not."
        )
    if not said:
        return []
    return [Heading("How far such warnings can be trusted"), *(Words(text) for text in said)]

"""The monthly pack for a wider circle: the same news as counts, and no authority recognisable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from earlywarning.disclosure.counts import CHANCE, FEWEST, SMALLEST, STEP, ToldCount, Veil
from earlywarning.errors import UsageError
from earlywarning.reports import phrases, wording
from earlywarning.reports.document.blocks import Block, Document, Heading, Listed, Table, Words
from earlywarning.reports.facts import STAGES, Facts
from earlywarning.reports.pack.month import Month
from earlywarning.reports.pack.pack import BANDS
from earlywarning.reports.pack.since import moved, news
from earlywarning.reports.phrases import month_name, quoted
from earlywarning.reports.rules import source_name

MARK = "Edition without names. Counts of authorities in tens."
CLOCK = ("overdue", "due this quarter", "within two years", "none on record", "not known")
FEW = "too few to tell, or none"


def anonymous_pack_of(facts: Facts, month: Month) -> Document:
    """Return the month's news with nothing by which an authority could be recognised.

    The rules stand in `counting.py` and, in words, in the document itself.

    Raises:
        UsageError: if the database may not see every authority, or there are too few of them.
    """
    if facts.edition.tier != "consortium":
        raise UsageError("pack: it is the consortium's own; make it from the consortium's database")
    whole = len(facts.open_authorities())
    if whole < FEWEST:
        raise UsageError(f"pack: of {whole} authorities none could stay unrecognised; no edition")
    veil = Veil(month.secret, whole)
    return Document(
        title=f"Monthly pack without names, {month_name(facts.as_of)}",
        subtitle=f"{facts.nation}: what was new, changed or overdue, as counts",
        marks=facts.marks(MARK),
        blocks=tuple(_blocks(facts, month, veil)),
        sources=tuple(sorted({source_name(row.source) for row in facts.releases if row.source})),
    )


def _blocks(facts: Facts, month: Month, veil: Veil) -> list[Block]:
    return [
        Words(_lead(facts, month, veil), "lead"),
        *_actions(facts, month, veil),
        *_changes(facts, month, veil),
        *_programme(month, veil),
        *_reviews(month, veil),
        *_figures(facts, veil),
        *_heard(facts, month, veil),
        *_data(facts, veil),
        *_record(facts),
        Heading("How this edition keeps authorities from being recognised"),
        Listed(_rules(veil)),
    ]


def _rules(veil: Veil) -> tuple[str, ...]:
    return (
        "No name, code, region, neighbour or day is in it; time is told by the month.",
        f"No group of fewer than {SMALLEST} authorities is counted. The limit is moved up by "
        "chance, so that a group that is told in one month and not in the next tells nothing.",
        f"A count is moved by chance by up to {CHANCE} and then rounded to tens. A difference "
        f"of {STEP} between two months, or between a whole and its parts, may be chance alone.",
        "Groups that are too small are joined with the one beside them, or not told. Too few to "
        "tell and none at all read the same.",
        "A group is not told either when all others together would be too few.",
        "Counts stand alone: no table crosses one thing with another, and nothing is followed from "
        "month to month under a letter or number.",
        "No size, no published figure and no extreme of any authority is in it. Whoever wants "
        "published figures finds them in the public edition.",
        f"It is about all {veil.whole} authorities. The chance is drawn anew for each edition, "
        "from what only the consortium holds; one edition a month is handed on.",
    )


def _lead(facts: Facts, month: Month, veil: Veil) -> str:
    new = veil.told("news", len(news(facts, month)))
    said = (
        f"about {new.number} authorities"
        if new.number
        else "few authorities or none, a quiet month"
    )
    return (
        f"In {month_name(facts.as_of)} there was news of {said}. What follows counts authorities "
        "in tens and names none; how is told at the end."
    )


def _number(told: ToldCount) -> str:
    return f"about {told.number}" if told.number is not None else FEW


def _table(caption: str, head: str, told: Iterable[ToldCount]) -> Table:
    rows = tuple((phrases.plain(one.label), _number(one)) for one in told)
    return Table(caption, (head, "Authorities"), rows, frozenset({1}))


def _apart(
    title: str, caption: str, head: str, veil: Veil, parts: Sequence[tuple[str, int]]
) -> list[Block]:
    """Return a table that counts every authority once; nothing where it would tell nothing."""
    told = [one for one in veil.shares(parts) if one.number is not None]
    if not told:
        return []
    return [Heading(title), _table(f"{caption}; each authority is counted once", head, told)]


def _actions(facts: Facts, month: Month, veil: Veil) -> list[Block]:
    codes = [a.old_la_code for a in facts.open_authorities()]
    rows = [facts.offer(code) for code in codes]
    count = Counter(row.action if row else "no recommendation" for row in rows)
    order = sorted(count, key=lambda action: (-month.step_of(action), action))
    parts = [(action, count[action]) for action in order]
    table = _apart(
        "What is recommended", "Action recommended, the strongest first", "Action", veil, parts
    )
    least = [one for one in veil.shares(parts) if one.label.startswith("routine") and one.number]
    return table + [
        Words(
            f"About {one.number} of {veil.whole} are asked for nothing but the review that is due "
            "to all. What is recommended to the others is an offer of help, and no verdict."
        )
        for one in least
    ]


def _changes(facts: Facts, month: Month, veil: Veil) -> list[Block]:
    if month.looked_on is None:
        return []
    changes = moved(facts, month)
    known = [(then, now) for then, now in changes.values() if {then, now} <= set(BANDS)]
    more = sum(BANDS.index(now) > BANDS.index(then) for then, now in known)
    told = [
        veil.told("moved to a band of more help", more),
        veil.told("moved to a band of less help", len(known) - more),
        veil.told("alert raised", len(_alerted(month))),
    ]
    title = Heading("What changed within the month")
    if all(one.number is None for one in told):
        return [
            title,
            Words(
                "To a band of more help, to one of less, and into an alert: each time few "
                "authorities moved, or none. Months are mostly so. Whoever moved is told alone, "
                "and answers first."
            ),
        ]
    return [title, _table("Changes since the month before", "Change", told)]


def _alerted(month: Month) -> set[str]:
    new = [row for row in month.alerts if month.is_new(row.looked_on) and row.change != "over"]
    return {row.old_la_code for row in new}


def _programme(month: Month, veil: Veil) -> list[Block]:
    if not month.placed:
        return []
    outcomes = Counter(row.outcome or "not known" for row in month.placed)
    kinds = Counter(row.review_type for row in month.placed if row.outcome == "offered")
    told = [veil.told(name, many, "outcome") for name, many in sorted(outcomes.items())]
    of_kind = [
        veil.told(f"offered: {phrases.plain(kind).lower()}", many)
        for kind, many in sorted(kinds.items(), key=str)
    ]
    shown = [one for one in told + of_kind if one.number is not None]
    if not shown:
        return []
    caption = "The quarter's programme: outcomes that ten authorities or more share"
    return [Heading("The programme of the quarter"), _table(caption, "Outcome", shown)]


def _reviews(month: Month, veil: Veil) -> list[Block]:
    count = Counter(one.state for one in month.clocks)
    order = [state for state in CLOCK if state in count]
    order += sorted(set(count) - set(CLOCK))
    told = _apart(
        "Peer reviews", "When the last peer review was", "State", veil,
        [(state, count[state]) for state in order],
    )  # fmt: skip
    meaning = Words(
        "A review at least every two years is due to every authority, the strong ones too. Overdue "
        "or none on record means that no peer has looked lately, and nothing else."
    )
    return [*told, meaning] if told else []


def _figures(facts: Facts, veil: Veil) -> list[Block]:
    stage_of = {one.indicator: one.stage for one in facts.indicators}
    there = {a.old_la_code for a in facts.open_authorities()}
    pairs = {
        (stage_of.get(row.indicator, ""), code)
        for code, rows in facts.signals.items()
        for row in rows
        if code in there and row.reading == "concern"
    }
    count = Counter(stage for stage, _ in pairs)
    told = [veil.told(wording.STAGE[stage], count[stage], "stage") for stage in STAGES]
    found = Counter(p.pattern for code in there for p in facts.patterns.get(code, []))
    told += [
        veil.told(f"pattern {quoted(_pattern(facts, p))}", many)
        for p, many in sorted(found.items())
    ]
    shown = [one for one in told if one.number is not None]
    if not shown:
        return []
    return [
        Heading("Where published figures stand out"),
        Words(
            "A figure stands out where it is far from what is expected of such a place. Of many "
            "figures of many places some do by chance, so a count here is where to ask, and not "
            "how many are in trouble. An authority may be counted at several stages and patterns."
        ),
        _table("Authorities with a figure that stands out as a concern", "Where", shown),
        *_meanings(facts, found, shown),
    ]


def _meanings(facts: Facts, found: Iterable[str], shown: Sequence[ToldCount]) -> list[Block]:
    """Return what the patterns that are told may mean."""
    labels = {one.label for one in shown}
    rows = [facts.declared[p] for p in sorted(found) if p in facts.declared]
    said = [f"{row.name}: {row.may_mean}" for row in rows
            if row.may_mean and f"pattern {quoted(row.name)}" in labels]  # fmt: skip
    return [Listed(tuple(said))] if said else []


def _pattern(facts: Facts, pattern: str) -> str:
    declared = facts.declared.get(pattern)
    return declared.name if declared else phrases.plain(pattern)


def _heard(facts: Facts, month: Month, veil: Veil) -> list[Block]:
    title = Heading("What people have told the consortium")
    if not month.heard:
        return [title, Words("The register is empty. That is no reassurance about anybody.")]
    year_ago = facts.as_of.replace(day=1, year=facts.as_of.year - 1)
    there = {a.old_la_code for a in facts.open_authorities()}
    rows = [
        r for r in month.heard if r.old_la_code in there and r.heard_on and r.heard_on >= year_ago
    ]
    told = [veil.told("something heard within a year", len({r.old_la_code for r in rows}))]
    kinds = {(row.flag, row.old_la_code) for row in rows}
    count = Counter(flag for flag, _ in kinds)
    told += [veil.told(phrases.plain(f).lower(), n, "heard") for f, n in sorted(count.items())]
    shown = [told[0], *(one for one in told[1:] if one.number is not None)]
    return [
        title,
        Words("Not heard is not the same as fine. Nothing that was said is in this edition."),
        _table("Authorities of which something was heard", "What", shown),
    ]


def _data(facts: Facts, veil: Veil) -> list[Block]:
    there = {a.old_la_code for a in facts.open_authorities()}
    doubted = {
        code
        for code, rows in facts.local_findings.items()
        if code in there and any(row.severity in ("critical", "warning") for row in rows)
    }
    told = [veil.told("a doubt about its figures, of any year", len(doubted))]
    if told[0].number is None:
        return []
    return [Heading("Data"), _table("Authorities whose data raise a doubt", "What", told)]


def _record(facts: Facts) -> list[Block]:
    if not facts.record:
        return []
    return [Heading("How far such warnings can be trusted"), Words(facts.record)]

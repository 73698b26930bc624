"""The questions of the first weeks, and who has solved the like."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from earlywarning.reports import amounts, phrases, tried, wording
from earlywarning.reports.amounts import amount
from earlywarning.reports.baseline.agreement import worth_a_look
from earlywarning.reports.document.blocks import Block, Heading, Listed, Table, Words
from earlywarning.reports.dossier import Dossier
from earlywarning.reports.facts import Facts
from earlywarning.reports.newest import Newest
from earlywarning.reports.phrases import inside, listed, sentence
from earlywarning.tables.indicators import NEIGHBOURS

# So many figures and patterns ask; more questions than this are none.
ASKING = 8
APPROACHES = 4
# A figure has to have been like it within so many years before the newest.
LOOK_BACK = 8
WEAK = ("Inadequate", "Requires improvement to be good")
STRONG = ("Good", "Outstanding")
# Which declared enabler of a figure leads to which of the toolkit's.
TOOLKIT_ENABLER = {
    "manageable caseloads and a stable workforce": "workforce",
    "strong front door and partnerships": "partners",
    "shared thresholds": "partners",
    "management grip": "leadership_and_governance",
    "resources used well": "resources",
    "purposeful practice": "supporting_apparatus",
}
ALWAYS = (
    "What do complaints say, and what was changed after the last ten?",
    "When did you last sit beside a team manager, and what did their decisions rest on?",
    "What do staff say about where they want help, and who has asked them?",
    "Of the last file or home that you saw: would this be good enough for your own child?",
)


def questions(dossier: Dossier) -> list[Block]:
    """Return the questions of what stands out and what is missing, in the order of the journey."""
    rows = [*_of_figures(dossier), *_of_patterns(dossier), *_of_gaps(dossier)]
    table = Table("Questions, and what asks them", ("Because", "Ask"), tuple(rows))
    return [
        Heading("What to ask in the first weeks"),
        *([table] if rows else []),
        Words("And whatever the figures say:" if rows else "Whatever the figures say:"),
        Listed(ALWAYS),
    ]


def asking(dossier: Dossier) -> list[Newest]:
    """Return the figures that ask: those that stand out, then those less good than all others."""
    out, found = worth_a_look(dossier, ASKING), dossier.newest.values()
    worse = [one for one in found if one.is_worse and one not in out][: ASKING - len(out)]
    return [one for one in found if one in out or one in worse]


def _of_figures(dossier: Dossier) -> Iterator[tuple[str, str]]:
    for one in asking(dossier):
        asked = phrases.lines(one.one.questions)
        if asked:
            middle = one.beside.get(NEIGHBOURS)
            near = f"; neighbours {amount(middle, one.one)}" if middle is not None else ""
            why = (
                f"{one.one.name}: {amount(one.value, one.one)}, "
                f"{amounts.period(one.row.time_period, one.one)}{near}"
            )
            yield why, " ".join(asked)


def _of_patterns(dossier: Dossier) -> Iterator[tuple[str, str]]:
    for one in dossier.patterns:
        if one.questions:
            reading = wording.reading(one.row.reading).lower()
            yield f"Pattern: {inside(one.name)} ({reading})", " ".join(one.questions)


def _of_gaps(dossier: Dossier) -> Iterator[tuple[str, str]]:
    gaps = (gap for gap in dossier.gaps.values() if gap.period is not None)
    names = [inside(gap.one.name) for gap in gaps]
    if names:
        yield (
            f"No current figure: {listed(names, 4)}",
            "Why is it not there, who knows the number today, and since when has nobody asked?",
        )


def solved(dossier: Dossier) -> list[Block]:
    """Return which statistical neighbours once had the like and have it no more: facts only."""
    facts = dossier.facts
    near = sorted(facts.neighbours.get(dossier.code, []), key=facts.name)
    rows = [row for one in asking(dossier) if (row := _like(facts, near, one))]
    judged = [step for code in near if (step := _regraded(facts, code))]
    out: list[Block] = [Heading("Who has met the like")]
    if rows or judged:
        out.append(
            Words(
                "From published figures and judgements of its statistical neighbours alone, by "
                "name. A figure that moved back proves no method: ring them and ask what they did."
            )
        )
    if rows:
        out.append(
            Table(
                "Neighbours whose figure was once at least as far out and is now back at the "
                "middle of this authority's neighbours, or beyond",
                ("Figure", "Neighbours, by name"),
                tuple(rows),
            )
        )
    if judged:
        head = ("Neighbour", "Was judged", "Was judged later")
        out.append(Table("Neighbours judged good or better after a weaker judgement", head,
                         tuple(judged)))  # fmt: skip
    if len(out) == 1:
        out.append(Words("None of its statistical neighbours shows the like in what is published."))
    return [*out, *_approaches(dossier)]


def _like(facts: Facts, near: list[str], one: Newest) -> tuple[str, str] | None:
    """Return the neighbours that were as far out and are back at the middle, with both figures."""
    told = [line for code in near if (line := _recovered(facts, code, one))]
    if not told:
        return None
    return f"{one.one.name} (here {amount(one.value, one.one)})", f"{'; '.join(told)}."


def _recovered(facts: Facts, code: str, one: Newest) -> str:
    middle = one.beside.get(NEIGHBOURS)
    if middle is None or one.value == middle:
        return ""
    sign = 1 if one.value > middle else -1
    years = facts.own.get((code, one.one.indicator), {})
    values = {y: row.value for y, row in years.items() if row.value is not None}
    last = max(values, default=0)
    past = {y: v for y, v in values.items() if last - LOOK_BACK <= y < last}
    if not past or sign * (values[last] - middle) > 0:
        return ""
    year = max(past, key=lambda y: (sign * past[y], y))
    if sign * (past[year] - one.value) < 0:
        return ""
    was, now = (amounts.number(values[y], one.one) for y in (year, last))
    return f"{facts.name(code)}, {was} in {year} and {now} in {last}"


def _regraded(facts: Facts, code: str) -> tuple[str, ...] | None:
    """Return the last step of a neighbour from a weaker to a good overall judgement."""
    rows = sorted(
        (row.published, row.grade)
        for row in facts.inspections.get(code, [])
        if row.judgement == "overall" and row.published and row.grade
    )
    if not rows or rows[-1][1] not in STRONG:
        return None
    weak = [place for place, (_, grade) in enumerate(rows) if grade in WEAK]
    if not weak:
        return None
    before, after = rows[weak[-1]], rows[weak[-1] + 1]
    return facts.name(code), _judged(*before), _judged(*after)


def _judged(on: dt.date, grade: str) -> str:
    return f"{grade}, {phrases.day(on)}"


def _approaches(dossier: Dossier) -> list[Block]:
    facts, wanted = dossier.facts, {one.row.pattern for one in dossier.patterns}
    enablers = {TOOLKIT_ENABLER.get(one.one.enabler or "", "") for one in asking(dossier)}
    every = facts.toolkit.values()
    fits = [one for one in every if wanted & set(one.patterns or [])]
    fits += [one for one in every if enablers & set(one.enablers or []) and one not in fits]
    rows = fits[:APPROACHES]
    if not rows:
        return []
    caution = next((row.caution for row in rows if row.caution), "")
    since = tried.beside(facts, dossier.code, [row.approach for row in rows], [])
    more: list[Block] = [Words("In offers of help since:"), Listed(tuple(since))] if since else []
    more += [Words(sentence(caution), "small")] if caution else []
    return [
        Heading("Approaches that were tried elsewhere", 3),
        Table(
            "From the study that this project rests on",
            ("Approach", "What was done, and where", "Caution"),
            tuple(
                (row.name or phrases.plain(row.approach),
                 sentence(f"{(row.what or '').rstrip('.')} ({row.tried_in or 'place not named'})"),
                 sentence(row.caveat or ""))
                for row in rows
            ),
        ),
        *more,
    ]  # fmt: skip

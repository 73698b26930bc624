"""The workforce, and what inspections and reviews have said."""

from __future__ import annotations

from itertools import groupby

from earlywarning.reports import amounts, phrases, tried, wording
from earlywarning.reports.document.blocks import Block, Heading, Listed, Table, Words
from earlywarning.reports.dossier import Dossier
from earlywarning.reports.newest import Newest
from earlywarning.reports.phrases import dated, listed, sentence
from earlywarning.reports.recovery import told
from earlywarning.tables.indicators import NATION, NEIGHBOURS
from earlywarning.tables.published import Inspection
from earlywarning.tables.score import Journey

YEARS = 5
REPORTS = 8
FIRST = ("vacancy_rate", "turnover_rate", "agency_rate", "caseload", "absence_rate")
FOUND = {"confirmed": "confirmed", "partly": "confirmed in part", "not_confirmed": "not confirmed"}


def workforce(dossier: Dossier) -> list[Block]:
    """Return vacancies, turnover, agency, caseload and absence over five years."""
    rows = [one for one in dossier.newest.values() if one.one.stage == "workforce"]
    if not rows:
        why = "No workforce figure was published for this authority. Ask for the team lists first."
        return [Heading("The workforce"), Words(why)]
    rows.sort(key=lambda s: (FIRST.index(s.one.indicator) if s.one.indicator in FIRST else 9,
                             s.one.name))  # fmt: skip
    last = max(one.row.time_period for one in rows)
    years = range(last - YEARS + 1, last + 1)
    table = Table(
        "The workforce over five years, on 30 September of each",
        ("Indicator", *map(str, years), "Neighbours now", f"{dossier.facts.nation} now"),
        tuple(_over_years(one, years) for one in rows),
        frozenset(range(1, YEARS + 3)),
    )
    return [
        Heading("The workforce"),
        table,
        Words(
            "These are whole-service figures. Vacancies and leavers gather in teams: ask for both "
            "team by team, with how long posts have stood empty and how many managers are acting. "
            "Staff who are told why they are asked are more likely to say where they want help."
        ),
    ]


def _over_years(one: Newest, years: range) -> tuple[str, ...]:
    values = [one.values.get(year) for year in years]
    values += [one.beside.get(comparator) for comparator in (NEIGHBOURS, NATION)]
    told = ["none" if value is None else amounts.number(value, one.one) for value in values]
    return f"{one.one.name}, {amounts.unit(one.one)}", *told


def said(dossier: Dossier) -> list[Block]:
    """Return what inspections and reviews have said, newest first."""
    return [
        Heading("What inspections and reviews have said"),
        *_journey(dossier.journey),
        *_way_back(dossier),
        *_inspections(dossier.inspections),
        *_reviews(dossier),
        *_offers(dossier),
    ]


def _journey(row: Journey | None) -> list[Block]:
    if row is None:
        return []
    text = wording.journey(row)
    risks = tuple(sentence(line) for line in phrases.lines(row.risks))
    if not risks:
        return [Words(text)]
    return [Words(f"{text} What makes services slip back at this stage:"), Listed(risks)]


def _way_back(dossier: Dossier) -> list[Block]:
    """Return the study's times, brakes and helpers, then what it asks of each enabler here."""
    names = {code: one.la_name for code, one in dossier.facts.authorities.items()}
    lines, out = told(dossier.recovery, names), list[Block]()
    if lines:
        out += [Heading("The way back, and what may slow it", 3), Listed(tuple(lines))]
    if dossier.emphases:
        out.append(
            Table(
                "What services mostly do at this stage, and what to ask",
                ("Enabler", "Mostly", "Ask"),
                tuple((row.name, row.emphasis, row.question) for row in dossier.emphases),
            )
        )
    return out


def _inspections(rows: list[Inspection]) -> list[Block]:
    if not rows:
        return [Words("No inspection is in the published lists.")]
    ordered = sorted(rows, key=lambda r: (r.published is not None, r.published), reverse=True)
    reports = [
        (on, kind, list(group))
        for (on, kind), group in groupby(ordered, key=lambda r: (r.published, r.inspection_type))
    ]
    table = tuple(
        (phrases.day(on), kind or "kind not known", _grades(group))
        for on, kind, group in reports[:REPORTS]
    )
    older = len(reports) - REPORTS
    more = f", the newest {REPORTS} of {len(reports)}" if older > 0 else ""
    return [
        Table(f"Inspections as published{more}", ("Report of", "Kind", "Judgements"), table),
    ]


def _grades(rows: list[Inspection]) -> str:
    place = {"overall": 0, "leaders": 1, "help_and_protection": 2, "in_care": 3, "care_leavers": 4}
    rows = sorted(rows, key=lambda r: (place.get(r.judgement or "", 9), r.judgement or ""))
    rows = [row for row in rows if row.grade is None or any(c.isalpha() for c in row.grade)]
    themes = [row.grade for row in rows if row.judgement == "theme" and row.grade]
    told = [
        f"{phrases.plain(row.judgement).lower()}: {row.grade or 'no grade'}"
        for row in rows
        if row.judgement != "theme"
    ]
    if themes:
        told.append(f"looked at {listed([theme.lower() for theme in themes])}; no grade is given")
    return sentence("; ".join(told))


def _reviews(dossier: Dossier) -> list[Block]:
    facts = dossier.facts
    if facts.edition.is_public:
        return []
    if not dossier.peer_reviews:
        text = "No peer review is on record here. A refusal that nobody wrote down would not show."
        return [Words(text)]
    table = tuple(
        (
            phrases.day(row.held_on or row.asked_on),
            phrases.plain(row.review_type),
            phrases.plain(row.status),
            facts.name(row.led_by_old_la_code) if row.led_by_old_la_code else "not told",
        )
        for row in dossier.peer_reviews
    )
    return [Table("Peer reviews", ("Day", "Kind", "What became of it", "Led by"), table)]


def _offers(dossier: Dossier) -> list[Block]:
    out = []
    names = dossier.facts.indicator_names()
    for row in dossier.offers:
        state = f" ({row.decision})" if row.decision else ""
        told = f"{phrases.day(row.proposed_on)}: {row.action or 'an offer'}{state}, {row.state}."
        if row.found:
            told += f" Found: {sentence(dated(row.found))}"
        checked = [
            f"{names.get(f.subject or '', phrases.plain(f.subject))} "
            f"{FOUND.get(f.finding or '', '')}"
            for f in dossier.offer_findings
            if f.offer == row.offer
        ]
        out.append(
            told + (f" Of what it rested on: {sentence('; '.join(checked))}" if checked else "")
        )
    came = tried.here(dossier.facts, dossier.code)
    lists = {"Offers of help, and what was found": out, "What was tried here, and what came": came}
    blocks: list[Block] = []
    for title, lines in lists.items():
        blocks += [Heading(title, 3), Listed(tuple(lines))] if lines else []
    return blocks

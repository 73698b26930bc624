"""Sheets of what is offered: by action and name, and never with a score."""

from __future__ import annotations

from earlywarning.reports import amounts, phrases, wording
from earlywarning.reports.dossier import dossier_of
from earlywarning.reports.facts import Facts
from earlywarning.reports.workbook import model
from earlywarning.reports.workbook.model import Sheet


def proposed(facts: Facts, code: str | None = None) -> Sheet | None:
    """Return the sheet of proposed offers, of one authority or all, by action and name."""
    rows = [
        (
            model.words(phrases.plain(row.action)),
            model.words(authority.la_name),
            model.words(authority.region),
            model.words(phrases.plain(row.review_type) or "none"),
            model.words(row.scope or "not said"),
            model.words(_stands(facts, authority.old_la_code)),
            model.words(row.caller or "not said"),
            model.words("; ".join(phrases.lines(row.reasons)) or "not said"),
        )
        for authority in facts.open_authorities()
        for row in facts.recommendations.get(authority.old_la_code, [])
        if code in (None, authority.old_la_code)
    ]
    if not rows:
        return None
    columns = (
        "Action", "Authority", "Region", "Kind of review", "Scope", "Where it stands", "Who calls",
        "Why",
    )  # fmt: skip
    notes = (
        "This worksheet contains one table. An offer is a proposal: people accept, change or "
        "decline it, and the authority answers first.",
        "Offers stand in the order of the alphabet, by action and then by name. Complaints are in "
        "the scope of every review.",
    )
    rows.sort(key=lambda row: (row[0].casefold(), row[1].casefold()))
    return Sheet("Offers proposed", "What help is proposed", columns, tuple(rows), notes)


def _stands(facts: Facts, code: str) -> str:
    """Return where the offer stands today, and the next step."""
    row = dossier_of(facts, code).standing
    return "not known" if row is None else f"{wording.offer_state(row)}. {wording.next_step(row)}."


def made(facts: Facts, code: str | None = None) -> Sheet | None:
    """Return the sheet of offers that were made and what became of them, by name and day."""
    rows = [
        (
            model.words(authority.la_name),
            model.words(life.offer),
            model.words(phrases.plain(life.action)),
            phrases.day(life.proposed_on),
            model.words(phrases.plain(life.reply_state) or "not due"),
            model.words(phrases.plain(life.decision) or "not decided"),
            model.words(phrases.plain(life.state) or "not known"),
            model.words(life.found or "nothing yet"),
        )
        for authority in facts.open_authorities()
        for life in sorted(facts.offers.get(authority.old_la_code, []), key=lambda one: one.offer)
        if code in (None, authority.old_la_code)
    ]
    if not rows:
        return None
    columns = (
        "Authority", "Offer", "Action", "Proposed on", "Answer", "Decision", "State",
        "What was found",
    )  # fmt: skip
    notes = ("This worksheet contains one table: offers that were made, by name and number.",)
    return Sheet("Offers made", "Offers made and what became of them", columns, tuple(rows), notes)


def parts(facts: Facts, code: str) -> Sheet | None:
    """Return what one authority's score is made of; never written for several."""
    dossier = dossier_of(facts, code)
    score, rows = dossier.score, dossier.contributions
    if score is None or not rows:
        return None
    names = facts.indicator_names()
    lines = [
        (
            wording.PILLAR.get(row.pillar, phrases.plain(row.pillar)),
            model.words(wording.item(row, names)),
            round(row.points, 1) + 0.0,
            model.words(row.explanation or "not said"),
        )
        for row in sorted(rows, key=lambda row: (row.pillar, row.item))
    ]
    known = score.lower is not None and score.upper is not None
    between = (
        f", between {amounts.points(score.lower)} and {amounts.points(score.upper)}"
        if known
        else ""
    )
    notes = (
        f"This worksheet contains one table. The risk of decline is "
        f"{amounts.points(score.risk_of_decline)} out of 100{between}, on "
        f"{phrases.day(facts.as_of)}; the points below add up to it, to within rounding.",
        "It is no forecast of an inspection. " + model.words(facts.record or "No record yet."),
    )
    columns = ("Pillar", "Item", "Points", "In words")
    decimals = {(number, 2): 1 for number in range(len(lines))}
    title = "What the risk of decline is made of"
    return Sheet("Risk of decline", title, columns, tuple(lines), notes, decimals)

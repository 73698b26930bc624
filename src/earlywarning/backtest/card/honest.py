"""The checks that ran, where the truth is known, and what the record cannot say."""

from __future__ import annotations

from earlywarning.backtest.card.blocks import Block, heading, listed, table, words
from earlywarning.backtest.card.given import Given


def canaries(given: Given) -> list[Block]:
    """Return the checks that ran with the record."""
    rows = [
        [told, f"{found:.3g}", wanted, "holds" if holds else "FAILS"]
        for _, found, wanted, holds, told in given.canaries
    ]
    return [
        heading("Trying to fool it"),
        table("Checks that ran with this record", ["check", "found", "had to be", ""], rows),
    ]


def invented() -> list[Block]:
    """Return where the truth is known."""
    return [
        heading("Where the truth is known"),
        words(
            "What the same machinery does on invented nations whose slips are planted, with and "
            "without what people know, and how many months ahead: models/invented_nations."
        ),
    ]


def honest(given: Given) -> list[Block]:
    """Return what the record cannot say, and what it is for."""
    tried, protocol = given.tried, given.frozen.protocol
    spent = sorted({str(one) for one in tried["spent"] if one})
    return [
        heading("How honest this is"),
        listed(
            [
                f"{len(tried)} scores are listed above and all of them are shown. While this was "
                "built, about 120 settings (lists, penalties, shapes) were looked at on these same "
                "years; the years are spent, and what is shown flatters itself by some hundredths.",
                *(f"Spent: {one}." for one in spent),
                "That a good figure counts a quarter of a bad one was the policy before, as a "
                "principle; that it also told better here was seen in that look.",
                "47 falls make an AUC uncertain by about nine hundredths either way; nothing that "
                "is five hundredths ahead of deprivation can be proved on them.",
                "Areas for priority action, the strongest public sign of what people know, are not "
                "in the files that are held: visits are, their outcomes are not. So the record is "
                "of figures alone, and what people's knowledge adds is measured on invented "
                "nations only.",
                "Ofsted gives no overall grade from April 2026. The parts are the target with a "
                "future; that any part is judged lower is told least by figures, and well by "
                "what has room to fall, so what is frozen compares within the grade before.",
                "A review that works removes its own hit: with use, this record will look worse.",
                "Not inspected is not the same as not declined; inspections go where risk is seen.",
                "Inspections begun from "
                f"{protocol.known.counts_from:%-d %B %Y} on are in no figure here and are the one "
                "honest test that remains: what they are judged by is frozen (models/frozen).",
            ]
        ),
        heading("What it is for, and what not"),
        words(
            "To decide where to offer help first, beside what people know. Not to judge a service, "
            "a director or a place; not to order authorities in public; not to foretell a grade."
        ),
    ]

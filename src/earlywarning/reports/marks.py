"""What every page of a document is marked with: an invented nation, and whose edition it is."""

from __future__ import annotations

from earlywarning.reports.facts import Facts

CONSORTIUM = (
    "Consortium edition. For the people who decide on offers of help; the authority reads and "
    "answers it before anything is final."
)


def marks_of(facts: Facts) -> tuple[str, ...]:
    """Return the marks of a document, each a sentence or two; the first words go on every page."""
    marks = []
    if facts.is_invented:
        marks.append(
            f"Invented. {facts.nation} does not exist: no place, figure, inspection or remark "
            "here is about anybody real."
        )
    marks.append(facts.edition.mark or CONSORTIUM)
    return tuple(marks)

"""Key lines of enquiry: questions from the definitions, in the order of a child's journey."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, get_args

from earlywarning.definitions.indicator import Indicator, Stage
from earlywarning.definitions.loader import Definitions
from earlywarning.definitions.pattern import Pattern
from earlywarning.definitions.review_type import ReviewType
from earlywarning.review.case import Case, declared, stage_of

COMPLAINTS = "What do the last twenty complaints say, and who has read them?"
# The study's leaders of strong services ask it of what they see (its page 29).
OWN_CHILD = "Of each file and home that is looked at: would this be good enough for my child?"
# The journey of a child, then what it rests on, then leadership and openness.
ORDER: tuple[str | None, ...] = (*get_args(Stage), None)
QUESTIONS_OF_A_PATTERN = 2


class Line(NamedTuple):
    """One question: what asks it, the stage it belongs to, and the figures behind it.

    kind: indicator, pattern, flag, review, complaints or own_child. subject: which, of the first
    three.
    """

    asked_by: str
    kind: str
    subject: str
    stage: str | None
    question: str
    behind: str


def lines(case: Case, kind: ReviewType, definitions: Definitions) -> list[Line]:
    """Return the lines of one review, without repeats; complaints come first, the child last.

    A pattern asks for the indicators that it holds together, so those ask nothing by themselves.
    """
    asked = [*_of_patterns(case, definitions), *_of_items(case, definitions)]
    own = [Line("review", "review", "", None, question, "") for question in kind.lines_of_enquiry]
    limit = definitions.policy.ladder.lines_of_enquiry
    kept = _without_repeats([*asked, *own])[: max(limit, len(own))]
    # The kind's own questions open the journey where nothing else asks.
    missing = [one for one in own if one.question not in {line.question for line in kept}]
    kept = [*kept[: limit - len(missing)], *missing] if missing else kept
    ordered = sorted(enumerate(kept), key=lambda one: (ORDER.index(one[1].stage), one[0]))
    complaints = Line("complaints", "complaints", "", None, COMPLAINTS, "")
    own_child = Line("own_child", "own_child", "", None, OWN_CHILD, "")
    return [complaints, *(line for _, line in ordered), own_child]


def _of_patterns(case: Case, definitions: Definitions) -> Iterator[Line]:
    for one in sorted(case.patterns, key=lambda found: (-found.strength, found.pattern)):
        pattern = definitions.patterns[one.pattern]
        asks = (f"pattern:{one.pattern}", "pattern", one.pattern)
        for question in pattern.questions[:QUESTIONS_OF_A_PATTERN]:
            yield Line(*asks, pattern.stage, question, one.seen)


def _held_together(case: Case, definitions: Definitions) -> set[str]:
    return {
        name
        for one in case.patterns
        for sign in definitions.patterns[one.pattern].sign
        for name in (*sign.indicators, *sign.flags)
    }


def _of_items(case: Case, definitions: Definitions) -> Iterator[Line]:
    """Yield a question for each thing that raised the score, then for each other signal."""
    asked = _held_together(case, definitions)
    for one in case.raised:
        found = declared(one.name, definitions)
        if found is None or isinstance(found, Pattern) or one.name in asked:
            continue
        asked.add(one.name)
        first = found.questions[0]
        # A flag's question is about the flag, and says so; an indicator's stands by itself.
        question = first if isinstance(found, Indicator) else f"{found.name}: {_lower(first)}"
        stage = stage_of(one.name, definitions)
        yield Line(one.item, one.kind, one.name, stage, question, one.explanation)
    for signal in case.signals:
        name = signal.indicator
        if name not in asked:
            asked.add(name)
            found = definitions.indicators[name]
            item = f"{name}:{signal.kind}"
            yield Line(item, "indicator", name, found.stage, found.questions[0], signal.explanation)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _without_repeats(given: Iterable[Line]) -> list[Line]:
    kept: dict[str, Line] = {}
    for line in given:
        kept.setdefault(" ".join(line.question.casefold().split()), line)
    return list(kept.values())


def told(given: Iterable[Line]) -> list[str]:
    """Return lines as they are printed: each question with the figures behind it, told once."""
    out, before = [], ""
    for line in given:
        behind = line.behind if line.behind != before else "the same figures"
        out.append(f"{line.question} [{behind}]" if line.behind else line.question)
        before = line.behind
    return out

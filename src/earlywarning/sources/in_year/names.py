"""Names as authorities write them: exactly one fits, or it is refused with what comes near."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from earlywarning.definitions.in_year import InYear

_FILLER = re.compile(r"\b(the|number of|no of|total number of|total|count of|all)\b")
_PERCENT = re.compile(r"%|\bper cent\b|\bpercent(age)?( of)?\b|\bpct\b")
NEAR = 4


@dataclass(frozen=True, slots=True)
class Fit:
    """What a name stands for, or why it stands for nothing."""

    key: str | None
    why: str = ""


def plain(words: object) -> str:
    """Return a measure's name without case, punctuation and filler."""
    spaced = " ".join(str(words).casefold().replace("&", " and ").split())
    text = _PERCENT.sub(" pct ", spaced)
    text = re.sub(r"[^a-z0-9]+", " ", text)
    text = " ".join(sorted(_FILLER.sub(" ", text).split(), key=lambda word: word != "pct"))
    return text.replace("pct pct", "pct")


def measure_names(in_year: InYear) -> dict[str, set[str]]:
    """Return each known spelling with the measures it may mean."""
    known: dict[str, set[str]] = {}
    for key, measure in in_year.measures.items():
        for words in (key.replace("_", " "), measure.label, *measure.spellings):
            known.setdefault(plain(words), set()).add(key)
    return known


def fit_measure(words: object, known: dict[str, set[str]]) -> Fit:
    """Match a name to one measure; a part of several names is refused, never guessed."""
    text = plain(words)
    hits = known.get(text, set())
    if len(hits) == 1:
        return Fit(next(iter(hits)))
    wanted = set(text.split())
    within = {k for name, keys in known.items() if wanted <= set(name.split()) for k in keys}
    near = sorted(hits or (within if wanted else set()))
    if not near:
        near = sorted({
            key for name in difflib.get_close_matches(text, known, n=NEAR) for key in known[name]
        })  # fmt: skip
    if len(near) > 1:
        return Fit(None, f"can mean {', '.join(near[:NEAR])}")
    return Fit(None, f"is no declared measure; {near[0]} comes near" if near else "")

"""Names as authorities write them: exactly one fits, or it is refused with what comes near."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

import pandas as pd

from earlywarning.definitions.in_year import InYear

_FILLER = re.compile(r"\b(the|number of|no of|total number of|total|count of|all)\b")
_PERCENT = re.compile(r"%|\bper cent\b|\bpercent(age)?( of)?\b|\bpct\b")
_COUNCIL = {
    "council", "borough", "city", "county", "of", "the", "royal", "metropolitan", "district",
    "london", "children", "childrens", "s", "services", "lb", "mbc", "cc", "bc", "unitary",
}  # fmt: skip
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


def _key(name: object) -> str:
    text = re.sub(r"[^a-z0-9]+", " ", str(name).casefold().replace("&", " and ").replace("'", ""))
    return " ".join(text.split())


def _core(name: object) -> str:
    return " ".join(sorted(word for word in _key(name).split() if word not in _COUNCIL))


def fit_authority(words: object, codes: pd.DataFrame) -> Fit:
    """Match a name, a three-digit or a nine-character code to one authority.

    Args:
        words: as written; "Hull City Council" and "City of Bristol" fit.
        codes: old_la_code, new_la_code, la_name, closed.
    """
    text = str(words).strip().removesuffix(".0")
    for column in ("old_la_code", "new_la_code"):
        hit = codes[codes[column].str.casefold() == text.casefold()]
        if len(hit):
            return Fit(str(hit["old_la_code"].iloc[0]))
    for key in (_key, _core):
        hit = codes[codes["la_name"].map(key) == key(text)] if key(text) else codes[:0]
        running = hit[hit["closed"].isna()]
        found = sorted(set((running if len(running) else hit)["old_la_code"]))
        if len(found) == 1:
            return Fit(found[0])
        if found:
            return Fit(None, f"fits several authorities: {', '.join(found)}")
    near = difflib.get_close_matches(text, sorted(set(codes["la_name"])), n=3, cutoff=0.5)
    return Fit(None, f"is no authority; near: {', '.join(near)}" if near else "is no authority")

"""What to doubt in the data, and what else could explain what is seen."""

from __future__ import annotations

from earlywarning.reports.briefing.things import Thing
from earlywarning.reports.document.blocks import Block, Listed, Words
from earlywarning.reports.dossier import Dossier
from earlywarning.reports.doubts import YEARS, told
from earlywarning.reports.facts import Facts
from earlywarning.reports.phrases import inside, listed, sentence, several
from earlywarning.tables.declared import Indicator

MOST = 5


def doubts(dossier: Dossier) -> list[Block]:
    """Return the doubts about an authority's own rows of the last years, and what is missing."""
    lines = [*_missing(dossier), *told(dossier.findings, dossier.facts.as_of.year - YEARS)]
    if not lines:
        return [Words("No doubt was found in this authority's own figures of the last years.")]
    kept, more = lines[:MOST], len(lines) - MOST
    blocks: list[Block] = [Listed(tuple(kept))]
    if more > 0:
        said = f"{several(more, 'more doubt')} on the authority's own pages."
        blocks.append(Words(sentence(said), "small"))
    return blocks


def _missing(dossier: Dossier) -> list[str]:
    names = [inside(gap.one.name) for gap in dossier.missing]
    if not names:
        return []
    return [sentence(f"No current figure for {listed(names)}")]


def explanations(facts: Facts, things: list[Thing], named: list[Indicator]) -> list[str]:
    """Return what else could explain the things a briefing names, each once."""
    met = [
        (declared.name, declared.other_explanations or "")
        for one in things
        if one.kind == "pattern" and (declared := facts.declared.get(one.name))
    ]
    met += [(one.name, one.other_explanations or "") for one in named]
    return list(dict.fromkeys(sentence(f"{name}: {inside(text)}") for name, text in met if text))

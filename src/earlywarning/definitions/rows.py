"""Tables of what is declared for readers: words, publications, and the numbers of the method."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pandas as pd

from earlywarning.definitions.loader import Definitions
from earlywarning.definitions.places import aliases
from earlywarning.definitions.toolkit import CAVEAT, SOURCE


def declared_tables(definitions: Definitions) -> dict[str, pd.DataFrame]:
    """Return the tables by name; each has the columns of its declaration."""
    return {
        "glossary": _glossary(definitions),
        "publication": _publications(definitions),
        "vital_sign": _vital_signs(definitions),
        "method_constant": _constants(definitions),
        "pathway_step": _steps(definitions),
        "journey_milestone": _milestones(definitions),
        "journey_emphasis": _emphases(definitions),
        "authority_alias": _aliases(definitions.folder),
    }


def _aliases(folder: Path) -> pd.DataFrame:
    return pd.DataFrame([asdict(one) for one in aliases(folder)])


def _glossary(definitions: Definitions) -> pd.DataFrame:
    return pd.DataFrame([one.model_dump() for one in definitions.glossary.word])


def _publications(definitions: Definitions) -> pd.DataFrame:
    rows = [
        {
            "source": source,
            "title": one.title,
            "page": one.page,
            "licence": one.licence,
            "cadence_period": one.cadence.period if one.cadence else None,
            "cadence_days": one.cadence.days if one.cadence else None,
            "basis": one.cadence.basis if one.cadence else None,
            "by_hand": one.by_hand,
        }
        for source, one in definitions.sources.publications.items()
    ]
    return pd.DataFrame(rows).astype({"cadence_days": "Int64"})


def _vital_signs(definitions: Definitions) -> pd.DataFrame:
    rows = [
        {**one.model_dump(), "order_shown": place}
        for place, one in enumerate(definitions.vital_signs.sign, start=1)
    ]
    return pd.DataFrame(rows)


def _milestones(definitions: Definitions) -> pd.DataFrame:
    rows = [
        {"stage": stage, **mark.model_dump()}
        for stage, one in definitions.journey.stages.items()
        for mark in one.milestones
    ]
    return pd.DataFrame(rows)


def _emphases(definitions: Definitions) -> pd.DataFrame:
    rows = [
        {
            "stage": stage,
            "enabler": key,
            "order_shown": place,
            "phase": one.phase,
            "name": enabler.name,
            **enabler.phases[one.phase].model_dump(),
        }
        for stage, one in definitions.journey.stages.items()
        for place, (key, enabler) in enumerate(definitions.enablers.enablers.items(), start=1)
    ]
    return pd.DataFrame(rows)


def _steps(definitions: Definitions) -> pd.DataFrame:
    rows = [
        {
            "step": step,
            "order_shown": place,
            "name": one.name,
            "from_series": one.begin,
            "to_series": one.to,
            "part": one.part,
            "minimum": one.minimum,
            "note": one.note,
            "ask": one.ask,
        }
        for place, (step, one) in enumerate(definitions.pathway.steps.items(), start=1)
    ]
    return pd.DataFrame(rows)


def _constants(definitions: Definitions) -> pd.DataFrame:
    rows = [
        {
            "part": one.part,
            "name": one.key.removeprefix("policy."),
            "value": one.value(definitions),
            "unit": one.unit,
            "words": one.words,
            "order_shown": place,
        }
        for place, one in enumerate(definitions.method.constant, start=1)
    ]
    return pd.DataFrame(rows)


TOOLKIT_COLUMNS = [
    "approach", "name", "tried_in", "what", "figures", "needs", "caveat", "caution",
    "patterns", "enablers", "source",
]  # fmt: skip


def toolkit_rows(definitions: Definitions) -> pd.DataFrame:
    """Return the toolkit as a table, each entry with the caveat that holds for all."""
    rows = [
        (
            one.approach, one.name, one.where, one.what,
            [figure.told() for figure in one.figure]
            or [f"no figure; told on page {' and '.join(map(str, one.pages))}"],
            one.needs, one.caveat, CAVEAT, one.patterns, one.enablers, SOURCE,
        )
        for one in definitions.toolkit.values()
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=TOOLKIT_COLUMNS)

"""The back-test on invented nations, where the truth is known: drawn here, asked there."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pandas as pd

from earlywarning.definitions import Definitions, load_definitions
from earlywarning.settings import reference_folder

if TYPE_CHECKING:
    from earlywarning.scoring.backtest.invented import Nation

SEED = 2016
NATIONS = 6


def invented(nations: int, say: Callable[[str], None], seed: int = SEED) -> pd.DataFrame:
    """Return the result table of so many invented nations; the same seed gives the same table.

    Columns as those of the real record; every row is of the section `invented`. About seven seconds
    a nation.
    """
    from earlywarning.scoring.backtest.invented import record

    definitions = load_definitions(reference_folder())
    return record(_drawn(nations, seed, definitions), definitions, say)


def fingerprint(definitions: Definitions) -> str:
    """Return a short hash of all declared numbers that the record rests on; words do not matter."""
    policy = definitions.policy
    parts = {
        "signs": definitions.vital_signs.model_dump(
            mode="json", exclude={"sign": {"__all__": {"seed"}}}
        ),
        "flags": {
            name: flag.model_dump(
                mode="json", exclude={"name", "why", "questions", "enabler", "stage"}
            )
            for name, flag in definitions.soft_flags.items()
        },
        "soft": policy.soft_intelligence.model_dump(mode="json"),
        "caps": policy.caps,
        "bands": policy.bands,
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


def invented_lines(table: pd.DataFrame) -> list[str]:
    """Return the table in words, and all that was assumed, as lines of Markdown."""
    from earlywarning.sample.truth import assumptions
    from earlywarning.scoring.backtest.invented import figure_lines

    return [*figure_lines(table), "", "What was assumed:", "", *assumptions()]


def _drawn(nations: int, seed: int, definitions: Definitions) -> Iterator[Nation]:
    from earlywarning.sample.truth import invent
    from earlywarning.scoring.backtest.invented import Nation

    for number in range(nations):
        truth = invent(seed + number, definitions)
        yield Nation(**{f.name: getattr(truth, f.name) for f in dataclasses.fields(Nation)})

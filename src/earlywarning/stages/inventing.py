"""The back-test on invented nations, where the truth is known: drawn here, asked there."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator

import pandas as pd

from earlywarning.definitions import Definitions, load_definitions
from earlywarning.settings import reference_folder

SEED = 2016
NATIONS = 8


def invented(nations: int, say: Callable[[str], None], seed: int = SEED) -> pd.DataFrame:
    """Return the result table of so many invented nations; the same seed gives the same table."""
    from earlywarning.scoring.backtest.invented import record

    definitions = load_definitions(reference_folder())
    return record(_drawn(nations, seed, definitions), definitions, say)


def _drawn(nations: int, seed: int, definitions: Definitions) -> Iterator[object]:
    from earlywarning.sample.truth import invent
    from earlywarning.scoring.backtest.invented import Nation

    for number in range(nations):
        truth = invent(seed + number, definitions)
        yield Nation(**{f.name: getattr(truth, f.name) for f in dataclasses.fields(Nation)})

"""The back-test on invented nations, where the truth is known: drawn here, asked there."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from earlywarning.definitions.loader import Definitions, load_definitions
from earlywarning.scoring.model_file import RECORD
from earlywarning.settings import reference_folder

if TYPE_CHECKING:
    from lab.backtest.nation import TestedNation

SEED = 2016
NATIONS = 6
FOLDER, CARD = "invented_nations", "README.md"
# Takes how many steps are done, of how many, and what is being done.
Tell = Callable[[int, int, str], None]


def invented(nations: int, say: Callable[[str], None], seed: int = SEED) -> pd.DataFrame:
    """Return the result table of so many invented nations; the same seed gives the same table.

    Columns as those of the real record; every row is of the section `invented`. About seven seconds
    a nation.
    """
    from lab.backtest.table import record

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
                mode="json",
                exclude={"name", "why", "questions", "enabler", "stage", "in_confidence"},
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
    from lab.backtest.words import figure_lines
    from lab.truth.words import assumptions

    return [*figure_lines(table), "", "What was assumed:", "", *assumptions()]


def _drawn(nations: int, seed: int, definitions: Definitions) -> Iterator[TestedNation]:
    from lab.backtest.nation import TestedNation
    from lab.truth.nation import invent

    for number in range(nations):
        truth = invent(seed + number, definitions)
        yield TestedNation(
            **{f.name: getattr(truth, f.name) for f in dataclasses.fields(TestedNation)}
        )


def write_invented(nations: int, target: Path | None, models: Path, tell: Tell) -> str:
    """Run the back-test on invented nations and write its folder; return the line to say."""
    from earlywarning.backtest.card.figures import numbered

    folder = target or models / FOLDER
    done: list[str] = []

    def say(words: str) -> None:
        done.append(words)
        tell(len(done), nations, words)

    table = numbered(invented(nations, say))
    folder.mkdir(parents=True, exist_ok=True)
    table.to_csv(folder / RECORD, index=False, float_format="%.6f")
    command = f"    .venv/bin/python -m lab nations --many {nations}"
    mark = fingerprint(load_definitions(reference_folder()))
    lines = ["# The record on invented nations", "", "Made by", "", command, "",
             f"from signs, flags, caps and bands with the fingerprint `{mark}`.", "",
             *invented_lines(table)]  # fmt: skip
    (folder / CARD).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return f"{folder}: {CARD}, {RECORD} ({len(table):,} rows)"

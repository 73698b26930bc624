"""Runs the back-test and writes what came of it: results, card, page, measured model."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from earlywarning import __version__, scoring
from earlywarning.definitions import Definitions, load_definitions
from earlywarning.errors import UsageError
from earlywarning.settings import reference_folder, today
from earlywarning.stages import backtesting, invented_record
from earlywarning.stages.work import code_hash

CARD, PAGE = "README.md", "card.html"
INVENTED = "invented_nations"


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, in lines for a person; `failed` if a check did not hold."""

    lines: list[str]
    failed: bool


def write(
    inputs: tuple[Path, ...],
    link: Path,
    until: dt.date | None,
    target: Path | None,
    models: Path,
    tell: backtesting.Progress,
) -> Written:
    """Run the back-test and write its folder.

    Raises:
        NothingUsableError: if nothing is published, or no inspection can be tested.
        UsageError: if an invented nation's record, or one of an earlier day, would take the place
            of the real one.
    """
    own = models / scoring.MODEL_FOLDER
    with backtesting.ground_of(inputs, link, tell) as (ground, definitions):
        if target is None and (until is not None or ground.is_invented):
            raise UsageError("--to: name a folder; the model's own holds the whole real record")
        record = backtesting.run(ground, definitions, until, tell)
    return _write(record, definitions, target or own)


def write_invented(
    nations: int, target: Path | None, models: Path, tell: backtesting.Progress
) -> str:
    """Run the back-test on invented nations and write its folder; return the line to say."""
    from earlywarning.reports import card

    folder = target or models / INVENTED
    done: list[str] = []

    def say(words: str) -> None:
        done.append(words)
        tell(len(done), nations, words)

    table = card.numbered(invented_record.invented(nations, say))
    folder.mkdir(parents=True, exist_ok=True)
    table.to_csv(folder / scoring.RECORD_FILE, index=False, float_format="%.6f")
    command = f"    .venv/bin/earlywarning backtest --invented --nations {nations}"
    mark = invented_record.fingerprint(load_definitions(reference_folder()))
    lines = ["# The record on invented nations", "", "Made by", "", command, "",
             f"from signs, flags, caps and bands with the fingerprint `{mark}`.", "",
             *invented_record.invented_lines(table)]  # fmt: skip
    (folder / CARD).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return f"{folder}: {CARD}, {scoring.RECORD_FILE} ({len(table):,} rows)"


def _write(record: backtesting.Record, definitions: Definitions, folder: Path) -> Written:
    from earlywarning.reports import card

    made = record.made | {"on": str(today()), "version": f"{__version__}+{code_hash()}"}
    results = card.numbered(pd.concat([record.results, _checks(record)], ignore_index=True))
    given = card.Given(
        results=results,
        canaries=[(c.name, c.found, c.wanted, c.holds, c.told) for c in record.canaries],
        tried=record.tried,
        chosen=record.chosen,
        made=made,
        years=record.years,
    )
    title, blocks = card.card_of(given)
    folder.mkdir(parents=True, exist_ok=True)
    results.to_csv(folder / scoring.RECORD_FILE, index=False, float_format="%.6f")
    (folder / CARD).write_text(card.as_markdown(title, blocks), encoding="utf-8")
    (folder / PAGE).write_text(card.as_page(title, blocks), encoding="utf-8")
    scoring.write_model(folder, definitions, made)
    failed = [one for one in record.canaries if not one.holds]
    lines = [
        card.first_line(card.Figures(results), record.tried),
        *(f"{one.told}: {one.found:.3g}, had to be {one.wanted}" for one in failed),
        f"{folder}: {CARD}, {PAGE}, {scoring.RECORD_FILE} ({len(results):,} rows), "
        f"{scoring.MODEL_FILE}",
    ]
    return Written(lines, bool(failed))


def _checks(record: backtesting.Record) -> pd.DataFrame:
    rows = [
        {"section": "canary", "target": "", "contender": "", "measure": one.name, "part": "",
         "value": one.found, "n": 0, "happened": float(one.holds)}
        for one in record.canaries
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=record.results.columns)

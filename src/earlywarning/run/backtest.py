"""Runs the back-test and writes what came of it: results, card, page, measured model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from earlywarning.backtest.frozen.protocol import Frozen, frozen_protocol
from earlywarning.backtest.inputs import hash_of
from earlywarning.backtest.run import BacktestRecord, Ground, ground, run
from earlywarning.backtest.seeing import Progress
from earlywarning.definitions.loader import Definitions, load_definitions
from earlywarning.errors import UsageError
from earlywarning.run.ingest import ingest
from earlywarning.run.work import building_of, close, open_work, own_version
from earlywarning.scoring import model_file
from earlywarning.scoring.model_file import write_model
from earlywarning.settings import Settings, reference_folder, today
from earlywarning.warehouse.connect import open_published

CARD, PAGE = "README.md", "card.html"


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, in lines for a person; `failed` if a check did not hold."""

    lines: list[str]
    failed: bool


def write(
    inputs: tuple[Path, ...],
    warehouse: Path,
    until: dt.date | None,
    target: Path | None,
    models: Path,
    tell: Progress,
) -> Written:
    """Run the back-test and write its folder.

    Raises:
        NothingUsableError: if nothing is published, or no inspection can be tested.
        UsageError: if an invented nation's record, or one of an earlier day, would take the place
            of the real one.
    """
    own = models / model_file.FOLDER
    frozen = frozen_protocol(models)
    with ground_of(inputs, warehouse, tell) as (found, definitions):
        if target is None and (until is not None or found.is_invented):
            raise UsageError("--to: name a folder; the model's own holds the whole real record")
        record = run(found, definitions, frozen.protocol, until, tell)
    return _write(record, frozen, definitions, target or own)


@contextmanager
def ground_of(
    inputs: tuple[Path, ...], warehouse: Path, tell: Progress
) -> Iterator[tuple[Ground, Definitions]]:
    """Open what the back-test stands on: files taken in anew, or a published database.

    Raises:
        NothingUsableError: if nothing usable is given or published.
    """
    definitions = load_definitions(reference_folder())
    if not inputs:
        with open_published(warehouse) as connection:
            row = connection.execute("select inputs_sha256, nation from run").fetchone()
            inputs_sha256, nation = row or ("", "England")
            yield ground(connection, definitions, str(inputs_sha256), str(nation)), definitions
        return
    with TemporaryDirectory() as place:
        # The record rests on published figures alone: what people said is no part of it.
        settings = Settings(
            inputs=inputs, as_of=today(), warehouse=Path(place) / "build" / "backtest.duckdb",
            register=Path(place),
        )  # fmt: skip
        work = open_work(settings, lambda words: tell(0, 1, words))
        try:
            ingest(work)
            taken = hash_of([o.sha256 for o in work.offered if o.outcome == "taken"])
            connection = building_of(work).connection
            yield ground(connection, definitions, taken, work.nation), definitions
        finally:
            close(work)


def _write(
    record: BacktestRecord, frozen: Frozen, definitions: Definitions, folder: Path
) -> Written:
    from earlywarning.backtest.card.blocks import as_markdown, as_page
    from earlywarning.backtest.card.card import card_of, first_line
    from earlywarning.backtest.card.figures import Figures, numbered
    from earlywarning.backtest.card.given import Given

    made = record.made | {"on": str(today()), "version": own_version()}
    results = numbered(pd.concat([record.results, _checks(record)], ignore_index=True))
    given = Given(
        results=results,
        canaries=[(c.name, c.found, c.wanted, c.holds, c.told) for c in record.canaries],
        tried=record.tried,
        chosen=record.chosen,
        made=made,
        years=record.years,
        frozen=frozen,
    )
    title, blocks = card_of(given)
    folder.mkdir(parents=True, exist_ok=True)
    results.to_csv(folder / model_file.RECORD, index=False, float_format="%.6f")
    (folder / CARD).write_text(as_markdown(title, blocks), encoding="utf-8")
    (folder / PAGE).write_text(as_page(title, blocks), encoding="utf-8")
    write_model(folder, definitions, made)
    failed = [one for one in record.canaries if not one.holds]
    lines = [
        first_line(Figures(results), record.tried),
        *(f"{one.told}: {one.found:.3g}, had to be {one.wanted}" for one in failed),
        f"{folder}: {CARD}, {PAGE}, {model_file.RECORD} ({len(results):,} rows), {model_file.FILE}",
    ]
    return Written(lines, bool(failed))


def _checks(record: BacktestRecord) -> pd.DataFrame:
    rows = [
        {"section": "canary", "target": "", "contender": "", "measure": one.name, "part": "",
         "value": one.found, "n": 0, "happened": float(one.holds)}
        for one in record.canaries
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=record.results.columns)

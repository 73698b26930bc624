"""The command that asks whether past warnings were right."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from earlywarning.cli.options import DAY, PATH, input_option, warehouse_option
from earlywarning.cli.progress import counted
from earlywarning.settings import models_folder


@click.command()
@input_option(
    required=False,
    words="Folder of published files to take in first; else the published database is used.",
)
@click.option("--until", type=DAY, help="Know nothing after this day.")
@click.option(
    "--frozen",
    is_flag=True,
    help="Judge what was frozen (models/frozen) on inspections newer than that, once a list.",
)
@warehouse_option
@click.option(
    "--to", "target", type=PATH,
    help="Folder for the record; the measured model's own if not given.",
)  # fmt: skip
def backtest(
    inputs: tuple[Path, ...], until: dt.datetime | None, frozen: bool, warehouse: Path,
    target: Path | None,
) -> None:  # fmt: skip
    """Test past warnings against what inspections found; write results, card and model."""
    from earlywarning.run import backtest as run_backtest
    from earlywarning.run.frozen import judge_frozen

    if frozen and until:
        raise click.UsageError("--until: what is frozen is judged on all that is newer")
    with counted() as tell:
        if frozen:
            written = judge_frozen(inputs, warehouse, target, models_folder(), tell)
        else:
            written = run_backtest.write(
                inputs, warehouse, until.date() if until else None, target, models_folder(), tell
            )
    for line in written.lines:
        click.echo(line)
    if written.failed:
        raise SystemExit(3)

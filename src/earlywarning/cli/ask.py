"""The commands that ask the published database, but for SQL: see query.py."""

from __future__ import annotations

import datetime as dt
import difflib
import json
import sys
from pathlib import Path

import click

from earlywarning.cli.options import (
    as_of_option,
    as_text,
    format_option,
    incoming_setting,
    note_opened,
    register_option,
    show,
    warehouse_option,
)
from earlywarning.errors import UsageError
from earlywarning.hostile import seen
from earlywarning.settings import DEFAULTS, Given, given, reference_folder, today


@click.command()
@click.argument("name", required=False)
@warehouse_option
def tables(name: str | None, warehouse: Path) -> None:
    """List every table, view and column with its meaning; with NAME, one of them and an example."""
    from earlywarning.warehouse.connect import describe_macros, describe_tables

    columns = describe_tables(warehouse)
    if name is not None:
        click.echo("\n".join(_one_table(name, columns, warehouse)))
        return
    shown = ""
    for table, meaning, column, kind, words in columns:
        if table != shown:
            click.echo(f"\n{table}: {meaning}")
            shown = str(table)
        click.echo(f"  {column} ({str(kind).lower()}): {words}")
    click.echo("\nasked with words in brackets, after `from`:")
    for macro, arguments, meaning in describe_macros(warehouse):
        click.echo(f"  {macro}({arguments}): {meaning}")


def _one_table(name: str, columns: list[tuple[object, ...]], warehouse: Path) -> list[str]:
    """Return the meaning of a table and of each column, with the first row as an example."""
    from earlywarning.warehouse.connect import query

    own = [row for row in columns if row[0] == name]
    if not own:
        names = sorted({str(row[0]) for row in columns})
        near = [one for one in names if name in one] or difflib.get_close_matches(name, names)
        raise UsageError(f"no table {name!r}: did you mean {', '.join(near or names)}?")
    _, rows = query(warehouse, f'from "{name}" limit 1')  # one of those just listed
    [(many,)] = query(warehouse, f'select count(*) from "{name}"')[1]  # noqa: S608
    example = rows[0] if rows else ("",) * len(own)
    return [
        f"{name}: {own[0][1]}",
        f"{many:,} rows; column (type): meaning; and the first row",
        *(
            f"  {column} ({str(kind).lower()}): {words}; {seen(str(as_text(cell)))}"
            for (_, _, column, kind, words), cell in zip(own, example, strict=True)
        ),
    ]


@click.command()
@click.argument("authority")
@as_of_option
@warehouse_option
def explain(authority: str, as_of: dt.datetime | None, warehouse: Path) -> None:
    """Say in plain words why an authority's score is what it is, or where a region's stand."""
    from earlywarning.reports.explain import explain as run_explain
    from earlywarning.reports.explain_region import explain_region
    from earlywarning.warehouse.ask import build_of, find_authority, is_region, region_named

    source = build_of(warehouse, as_of.date() if as_of else None)
    if is_region(source, authority):
        region = region_named(source, authority)[0]
        note_opened("explain", source, region)
        click.echo(explain_region(source, region), nl=False)
        return
    code, name = find_authority(source, authority)
    note_opened("explain", source, name)
    click.echo(run_explain(source, code, name), nl=False)


@click.command()
@click.option("--from", "since", type=click.DateTime(["%Y-%m-%d", "%Y-%m"]), required=True)
@click.option("--to", "until", type=click.DateTime(["%Y-%m-%d", "%Y-%m"]), required=True)
@format_option
@warehouse_option
def replay(since: dt.datetime, until: dt.datetime, form: str, warehouse: Path) -> None:
    """Run history as it was known, and show what would have been said, month by month."""
    from earlywarning.definitions.loader import load_definitions
    from earlywarning.run.summary import replayed
    from earlywarning.scoring import looking_back

    definitions = load_definitions(reference_folder())
    days, alerts = looking_back.replay(warehouse, definitions, since.date(), until.date())
    if form == "table":
        for line in replayed(days, alerts, definitions.policy.alerts):
            click.echo(line)
        return
    show(list(alerts.columns), [tuple(row) for row in alerts.astype(object).values], form)


@click.command()
@warehouse_option
@register_option
@click.option("--incoming", **incoming_setting)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def doctor(context: click.Context, /, form: str, **_: Path) -> None:
    """Check installation, settings, runs, registers, disk, sources' lateness; say what to do.

    Exit codes: 0 all is well; 3 a publisher is late or sent what was refused; 4 it is up to us.
    """
    from earlywarning.definitions.loader import load_definitions
    from earlywarning.run import doctor as run_doctor

    now = dt.datetime.now(dt.UTC)
    found = run_doctor.doctor(
        _settings(context), load_definitions(reference_folder()), now, today()
    )
    if form == "json":
        click.echo(json.dumps(found.record(), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(seen(one.line) for one in found.checks))
    sys.exit(found.exit_code)


def _settings(context: click.Context) -> list[Given]:
    """Return every setting as this command has it, with its origin."""
    flags = {
        name: value
        for name, value in context.params.items()
        if context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE
    }
    return [given(name, flags.get(name)) for name in DEFAULTS]

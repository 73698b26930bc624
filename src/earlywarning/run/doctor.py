"""Is all well: installation, what is published, which source is late, what was refused."""

from __future__ import annotations

import datetime as dt
import platform
from importlib import metadata
from pathlib import Path

from earlywarning.definitions.loader import Definitions
from earlywarning.definitions.table import PublishedTable
from earlywarning.errors import NothingUsableError
from earlywarning.period import period_end
from earlywarning.settings import DEFAULT_INCOMING
from earlywarning.sources.fetching.lateness import Held, source_lines
from earlywarning.sources.fetching.record import last_tried
from earlywarning.warehouse.connect import query
from earlywarning.warehouse.last import damage_of

FRESH = dt.timedelta(hours=26)


def doctor(
    warehouse: Path, definitions: Definitions, today: dt.date, incoming: Path = DEFAULT_INCOMING
) -> tuple[list[str], bool]:
    """Return what is well and what is not, and whether all is well."""
    lines = [
        f"ok    Python {platform.python_version()}, earlywarning {metadata.version('earlywarning')}"
    ]
    lines.append(
        f"ok    {len(definitions.tables)} tables, {len(definitions.indicators)} indicators and "
        f"{len(definitions.soft_flags)} soft flags declared in {definitions.folder}"
    )
    try:
        damage = damage_of(warehouse)
        if damage:
            told = f"{warehouse} is damaged: {damage}; run `earlywarning run`, which builds it anew"
            return [*lines, f"WRONG {told}"], False
        lines.append(_age(warehouse))
    except NothingUsableError as error:
        return [*lines, f"WRONG {error}"], False
    lines += source_lines(definitions, _held(warehouse), last_tried(incoming), today)
    lines += _tables(warehouse, definitions, today)
    lines += _doubts(warehouse)
    _, refused = query(
        warehouse, "select file_name, message from intake where outcome = 'refused' order by 1"
    )
    lines += [f"WRONG {name} was refused: {message}" for name, message in refused]
    return lines, not any(line.startswith(("LATE", "WRONG")) for line in lines)


def _age(warehouse: Path) -> str:
    """Say of which day the published file is, and when it was published."""
    _, runs = query(warehouse, "select as_of, finished from run")
    as_of, finished = runs[0]
    assert isinstance(finished, dt.datetime)
    age = dt.datetime.now(dt.UTC).replace(tzinfo=None) - finished
    late = age > FRESH
    words = f"{warehouse}, as of {as_of}, was published {age.total_seconds() / 3600:.1f} hours ago"
    todo = "; run `earlywarning run`, and look at the nightly schedule" if late else ""
    return f"{'LATE ' if late else 'ok   '} {words}{todo}"


def _doubts(warehouse: Path) -> list[str]:
    """Return what the quality rules want a person to look at."""
    _, alarms = query(
        warehouse,
        """select series, release, moved, compared from revision_alarm
           where state = 'open' order by 1""",
    )
    _, mended = query(
        warehouse, "select message from finding where rule = 'correction_outdated' order by 1"
    )
    lines = [
        f"look  {series}: {moved} of {compared} cells moved at once in {release}; the values "
        "before are used until a later release settles it"
        for series, release, moved, compared in alarms
    ]
    return [*lines, *(f"look  {message}" for (message,) in mended)]


def _held(warehouse: Path) -> list[Held]:
    """Return every release with the table or kind it is of."""
    _, rows = query(
        warehouse,
        "select kind, period, published, file_name from release",
    )
    return [Held(*row) for row in rows]  # type: ignore[arg-type]


def _tables(warehouse: Path, definitions: Definitions, today: dt.date) -> list[str]:
    _, rows = query(
        warehouse,
        """select kind, max(period), max(published)
           from release where period is not null group by 1 order by 1""",
    )
    lines = []
    for name, period, published in rows:
        table = definitions.tables.get(str(name))
        if table is None or table.retired:
            continue
        expected = _due(definitions, table, int(str(period)) + 1)
        days = (today - expected).days
        mark = "LATE " if days > 0 else "ok   "
        after = f"{days} days overdue: look for it at the publisher" if days > 0 else "not yet due"
        lines.append(
            f"{mark} {table.title}: newest {period}, out {published}; "
            f"next expected by {expected}, {after}"
        )
    return lines


def _due(definitions: Definitions, table: PublishedTable, year: int) -> dt.date:
    """Return when a table is usually out: by its publication's cadence, else by its own lag."""
    publication = definitions.sources.publications.get(table.source)
    if publication and publication.cadence:
        return publication.cadence.due(year)
    return period_end(year, table.period) + dt.timedelta(days=table.publication_lag_days)

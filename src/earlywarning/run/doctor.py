"""Is all well: installation, what is published, which source is late, what was refused."""

from __future__ import annotations

import datetime as dt
import platform
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from earlywarning.definitions.loader import Definitions
from earlywarning.definitions.table import PublishedTable
from earlywarning.errors import EarlyWarningError, NothingUsableError, UsageError
from earlywarning.period import period_end
from earlywarning.run import health, retention
from earlywarning.run.health import Check, Place, Whose, ours
from earlywarning.run.status import Status, read_status, sources_in
from earlywarning.settings import Given, Settings
from earlywarning.sources.fetching.lateness import Held, source_states
from earlywarning.sources.fetching.record import last_tried
from earlywarning.warehouse.connect import query
from earlywarning.warehouse.last import damage_of, lacking_in

# 0 is well. Where both are bad, what is ours comes first: it can be mended here and now.
PUBLISHERS, OURS = 3, 4


@dataclass(frozen=True, slots=True)
class Examined:
    """All that was looked at."""

    checks: list[Check]
    settings: list[Given]
    status: Status | None

    @property
    def exit_code(self) -> int:
        """Return 4 if the operator has to act, 3 if only a publisher or a file is at fault."""
        bad = {one.whose for one in self.checks if one.state in ("late", "wrong")}
        return OURS if "ours" in bad else PUBLISHERS if bad else 0

    def record(self) -> dict[str, Any]:
        """Return it for a machine."""
        return {
            "exit_code": self.exit_code,
            "checks": [asdict(one) for one in self.checks],
            "settings": [asdict(one.shown()) for one in self.settings],
            "status": self.status.model_dump(mode="json") if self.status else None,
        }


def doctor(
    settings: list[Given], definitions: Definitions, now: dt.datetime, today: dt.date
) -> Examined:
    """Look at everything; what is wrong with one thing hides no other."""
    paths = {one.name: Path(one.value) for one in settings}
    place = Place(paths["warehouse"], paths["register"], now)
    checks = [*_installation(definitions), *health.setting_checks(settings), health.disk(place)]
    checks += health.registers(place)
    status = None
    try:
        status = read_status(place.warehouse)
    except EarlyWarningError as error:
        checks.append(ours("status", str(error)))
    checks += health.run_checks(place, status)
    checks.append(health.telling(place, paths["notify"]))
    checks.append(health.backup(status, now))
    sources = sources_in([paths["incoming"]])
    checks.append(health.fetching(sources, definitions, now))
    checks += health.unreachable(sources, definitions, now)
    checks += _past_terms(place, definitions.folder, today)
    checks += _published(place.warehouse, definitions, today, paths["incoming"])
    return Examined(checks, settings, status)


def _past_terms(place: Place, reference: Path, today: dt.date) -> Iterator[Check]:
    """Tell what is past its term: nothing goes by itself, so somebody has to be told."""
    settings = Settings(
        (), today, warehouse=place.warehouse, register=place.register, reference=reference
    )
    try:
        found = Counter(one.kind for one in retention.due(retention.Place(settings, today)))
    except EarlyWarningError as error:
        yield Check("retention", "look", f"what is past its term cannot be told: {error}")
        return
    if found:
        kinds = ", ".join(f"{kind} {many}" for kind, many in sorted(found.items()))
        words = f"past its term: {kinds}; `earlywarning retention` lists it, --apply lets it go"
        yield Check("retention", "look", words)
    else:
        yield Check("retention", "ok", "nothing is past its term")


def _installation(definitions: Definitions) -> Iterator[Check]:
    versions = (
        f"Python {platform.python_version()}, earlywarning {metadata.version('earlywarning')}"
    )
    yield Check("installation", "ok", versions)
    words = (
        f"{len(definitions.tables)} tables, {len(definitions.indicators)} indicators and "
        f"{len(definitions.soft_flags)} soft flags declared in {definitions.folder}"
    )
    yield Check("definitions", "ok", words)


def _published(
    warehouse: Path, definitions: Definitions, today: dt.date, incoming: Path
) -> Iterator[Check]:
    """Tell of what is published; where it cannot be read, that and nothing else."""
    try:
        damage = damage_of(warehouse)
        if damage:
            todo = "run `earlywarning run`, which builds it anew"
            yield ours("warehouse", f"{warehouse} is damaged: {damage}; {todo}")
            return
        yield from _of_file(warehouse, definitions, today, incoming)
    except NothingUsableError as error:
        yield ours("warehouse", str(error))
    except UsageError as error:
        yield ours("warehouse", _of_older(warehouse, lacking_in(warehouse)) or str(error))


def _of_older(warehouse: Path, lacking: list[str]) -> str:
    """Say of a file that it is of another version, and what to do; nothing where it lacks none."""
    if not lacking:
        return ""
    named = ", ".join(lacking[:3]) + (f" and {len(lacking) - 3} more" if len(lacking) > 3 else "")
    return (
        f"{warehouse} was published by an older version: it has not {named}; run "
        "`earlywarning run`, which publishes it anew"
    )


def _of_file(
    warehouse: Path, definitions: Definitions, today: dt.date, incoming: Path
) -> Iterator[Check]:
    [(as_of, finished)] = query(warehouse, "select as_of, finished from run")[1]
    words = f"{warehouse}, as of {as_of}, was published {finished:%Y-%m-%d %H:%M} UTC"
    yield Check("warehouse", "ok", words)
    for one in source_states(definitions, held_in(warehouse), last_tried(incoming), today):
        whose: Whose = "publisher" if one.state == "late" else ""
        yield Check(f"source:{one.source}", one.state, one.words, whose)
    yield from _tables(warehouse, definitions, today)
    yield from _doubts(warehouse)
    _, refused = query(
        warehouse, "select file_name, message from intake where outcome = 'refused' order by 1"
    )
    for name, message in refused:
        yield Check(f"refused:{name}", "wrong", f"{name} was refused: {message}", "publisher")


def _doubts(warehouse: Path) -> Iterator[Check]:
    """Return what the quality rules want a person to look at."""
    _, alarms = query(
        warehouse,
        """select series, release, moved, compared from revision_alarm
           where state = 'open' order by 1""",
    )
    _, mended = query(
        warehouse, "select message from finding where rule = 'correction_outdated' order by 1"
    )
    for series, release, moved, compared in alarms:
        words = (
            f"{series}: {moved} of {compared} cells moved at once in {release}; the values "
            "before are used until a later release settles it"
        )
        yield Check(f"alarm:{series}", "look", words)
    for (message,) in mended:
        yield Check("correction_outdated", "look", str(message))


def held_in(warehouse: Path) -> list[Held]:
    """Return every release with the table or kind it is of."""
    _, rows = query(
        warehouse,
        "select kind, period, published, file_name from release",
    )
    return [Held(*row) for row in rows]  # type: ignore[arg-type]


def _tables(warehouse: Path, definitions: Definitions, today: dt.date) -> Iterator[Check]:
    _, rows = query(
        warehouse,
        """select kind, max(period), max(published)
           from release where period is not null group by 1 order by 1""",
    )
    for name, period, published in rows:
        table = definitions.tables.get(str(name))
        if table is None or table.retired:
            continue
        expected = _due(definitions, table, int(str(period)) + 1)
        days = (today - expected).days
        after = f"{days} days overdue: look for it at the publisher" if days > 0 else "not yet due"
        words = (
            f"{table.title}: newest {period}, out {published}; next expected by {expected}, {after}"
        )
        late = days > 0
        yield Check(f"table:{name}", "late" if late else "ok", words, "publisher" if late else "")


def _due(definitions: Definitions, table: PublishedTable, year: int) -> dt.date:
    """Return when a table is usually out: by its publication's cadence, else by its own lag."""
    publication = definitions.sources.publications.get(table.source)
    if publication and publication.cadence:
        return publication.cadence.due(year)
    return period_end(year, table.period) + dt.timedelta(days=table.publication_lag_days)

"""What stands beside a warehouse for whoever watches it: when it last went well, and how far."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
from pydantic import BaseModel, ConfigDict, ValidationError

from earlywarning.errors import EarlyWarningError
from earlywarning.run.metrics import as_metrics
from earlywarning.run.work import Work
from earlywarning.sources.fetching.record import Reach, reach
from earlywarning.sources.kind import kind_of
from earlywarning.sources.ledger_file import LEDGERS

MONTH_DAY, MONTH_HOUR = 3, 5
LONDON = ZoneInfo("Europe/London")


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class Counts(_Record):
    """What one run came to; standings_changed is None where there was nothing to compare with."""

    read: int
    refused: int
    left_aside: int
    findings_by_rule: dict[str, int]
    standings_changed: int | None


class Source(_Record):
    """When a publisher last answered, and since when it has not."""

    source: str
    reached: dt.datetime | None
    unreachable_since: dt.datetime | None


class Register(_Record):
    """A ledger or table of what people recorded, as it was read."""

    file_name: str
    kind: str
    rows: int
    sha256: str


class Backup(_Record):
    """The last backup that was made by command."""

    made_at: dt.datetime
    file: str
    files: int
    bytes: int


class Status(_Record):
    """A run that published, or found what is published unchanged; all moments are in UTC."""

    form: int = 1
    warehouse: str
    last_good_run: dt.datetime
    started_by: str
    run: str
    as_of: dt.date
    built_at: dt.datetime
    first_good_run: dt.datetime
    # Of the last run that wrote the reports; a failed or cancelled month shows by its age.
    month_done: dt.datetime | None
    counts: Counts
    sources: tuple[Source, ...]
    registers: tuple[Register, ...]
    backup: Backup | None = None


def status_path(warehouse: Path) -> Path:
    """Return the file that stands beside a warehouse, as its lock and its builds do."""
    return warehouse.with_suffix(".status.json")


def metrics_path(warehouse: Path) -> Path:
    """Return the same in the text format of Prometheus, for a node exporter to pick up."""
    return warehouse.with_suffix(".prom")


def read_status(warehouse: Path) -> Status | None:
    """Return what was last written, None where no run ended well yet.

    Raises:
        EarlyWarningError: if it cannot be read.
    """
    path = status_path(warehouse)
    if not path.exists():
        return None
    try:
        return Status.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        [first, *_] = str(error).splitlines()
        raise EarlyWarningError(
            f"{path}: cannot be read: {first}; the next good run writes it anew"
        ) from error


def record_good_run(work: Work, started_by: str, *, reported: bool) -> Status:
    """Write status and metrics after a run that went well to its end."""
    warehouse = work.settings.warehouse
    try:
        before = read_status(warehouse)
    except EarlyWarningError as error:
        work.say(f"{error}")
        before = None
    status = _status(work, before, started_by, reported=reported)
    told = json.dumps(status.model_dump(mode="json"), indent=2, ensure_ascii=False) + "\n"
    _write(status_path(warehouse), told)
    _write(metrics_path(warehouse), as_metrics(status.model_dump()))
    return status


def record_backup(warehouse: Path, made: Backup) -> None:
    """Note a backup beside the last good run, whose day and age stay as they are."""
    status, path = read_status(warehouse), status_path(warehouse)
    if status is None:
        return
    stamp = path.stat()
    told = status.model_copy(update={"backup": made}).model_dump(mode="json")
    _write(path, json.dumps(told, indent=2, ensure_ascii=False) + "\n")
    # The age of this file is how long ago a run went well.
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))


def _status(work: Work, before: Status | None, started_by: str, *, reported: bool) -> Status:
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    run, as_of, built_at, findings = _published(work.settings.warehouse)
    return Status(
        warehouse=str(work.settings.warehouse),
        last_good_run=now,
        started_by=started_by,
        run=run,
        as_of=as_of,
        built_at=built_at,
        first_good_run=before.first_good_run if before else now,
        month_done=now if reported else before.month_done if before else None,
        counts=_counts(work, findings),
        sources=sources_in(work.settings.inputs),
        registers=_registers(work),
        backup=before.backup if before else None,
    )


def _published(warehouse: Path) -> tuple[str, dt.date, dt.datetime, dict[str, int]]:
    with duckdb.connect(str(warehouse.resolve()), read_only=True) as connection:
        [(run, as_of, finished)] = connection.execute(
            "select run, as_of, finished from run"
        ).fetchall()
        rules = connection.execute(
            "select rule, count(*) from finding group by 1 order by 1"
        ).fetchall()
    return str(run), as_of, finished.replace(tzinfo=dt.UTC), dict(rules)


def _counts(work: Work, findings: dict[str, int]) -> Counts:
    became = Counter(one.outcome for one in work.offered)
    return Counts(
        read=became["taken"] + became["context"],
        refused=became["refused"],
        left_aside=became["unknown"],
        findings_by_rule=findings,
        standings_changed=0 if work.unchanged else _changed(work),
    )


def _changed(work: Work) -> int | None:
    """Count the authorities that stand elsewhere than in the build that was replaced."""
    before, now = work.replaced, work.settings.warehouse.resolve()
    if before is None or not before.exists():
        return None
    try:
        stood, stands = _standings(before), _standings(now)
    except duckdb.Error as error:
        # An earlier version's build need not have that table, and a damaged one cannot be read.
        work.say(f"{before}: cannot be compared with: {str(error).splitlines()[0]}")
        return None
    return sum(stood.get(code) != where for code, where in stands.items())


def _standings(path: Path) -> dict[str, str]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return dict(connection.execute("select old_la_code, standing from standing").fetchall())


def _registers(work: Work) -> tuple[Register, ...]:
    held = [
        one
        for one in work.offered
        if one.outcome == "taken"
        and (
            one.kind in LEDGERS or (kind_of(one).read is not None and not kind_of(one).keeps_bytes)
        )
    ]
    return tuple(Register(file_name=one.file_name, kind=one.kind, rows=one.count_rows(),
                          sha256=one.sha256) for one in held)  # fmt: skip


def sources_in(folders: Iterable[Path]) -> tuple[Source, ...]:
    """Return what fetching into these folders last came to, by source."""
    found: dict[str, Reach] = {}
    for folder in folders:
        found |= reach(folder)
    return tuple(
        Source(source=name, reached=one.reached, unreachable_since=one.unreachable_since)
        for name, one in sorted(found.items())
    )


def month_due(now: dt.datetime) -> dt.datetime:
    """Return the newest moment, not after now, at which the month's run was due (as scheduled)."""
    local = now.astimezone(LONDON)
    due = local.replace(day=MONTH_DAY, hour=MONTH_HOUR, minute=0, second=0, microsecond=0)
    if due > local:
        earlier = due.replace(day=1) - dt.timedelta(days=1)
        due = due.replace(year=earlier.year, month=earlier.month)
    return due.astimezone(dt.UTC)


def month_is_done(status: Status | None, now: dt.datetime) -> bool:
    """Tell whether the reports of the newest month that is due were written."""
    done = status.month_done if status else None
    return done is not None and done >= month_due(now)


def month_to_do(warehouse: Path, now: dt.datetime) -> bool:
    """Tell whether the month's run is still to be done; a status that cannot be read says yes."""
    try:
        return not month_is_done(read_status(warehouse), now)
    except EarlyWarningError:
        # The run that follows writes it anew, and `doctor` tells of it until then.
        return True


def _write(path: Path, text: str) -> None:
    """Write aside and move into place: whoever reads sees the one before or this one, whole."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    with aside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)

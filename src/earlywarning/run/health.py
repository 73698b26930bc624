"""What an operator answers for: last good run, month, lock, disk, registers, fetching, settings."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from earlywarning.definitions.loader import Definitions
from earlywarning.errors import EarlyWarningError
from earlywarning.notify.config import load_notify
from earlywarning.notify.deliver import ways_of
from earlywarning.notify.told import key_of, read_told
from earlywarning.register import chain
from earlywarning.register.decisions.record import DECISIONS as OFFERS
from earlywarning.register.record import SOFT
from earlywarning.run.status import Source, Status, month_due, month_is_done
from earlywarning.settings import DECISIONS, SECRETS, SOFT_LEDGER, Given
from earlywarning.warehouse.one_at_a_time import Holder, holder

FRESH = dt.timedelta(hours=26)
LONGEST_RUN = dt.timedelta(hours=6)
# The midday run tries a month again that was not done in the morning.
MONTH_IN_HAND = dt.timedelta(hours=12)
# Who makes backups by command makes one a night; after so long they have stopped.
KEPT = dt.timedelta(days=8)
LEAST_FREE, BUILDS_THAT_FIT = 2_000_000_000, 4
Mark = Literal["ok", "look", "none", "late", "wrong"]
Whose = Literal["", "ours", "publisher"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; `whose` says who has to act, where anybody has."""

    name: str
    state: Mark
    words: str
    whose: Whose = ""

    @property
    def line(self) -> str:
        """Return it for a person; what is not well stands in capitals."""
        bad = self.state in ("late", "wrong")
        return f"{self.state.upper() if bad else self.state:5} {self.words}"


def ours(name: str, words: str) -> Check:
    """Return a fault that the operator has to mend."""
    return Check(name, "wrong", words, "ours")


@dataclass(frozen=True, slots=True)
class Place:
    """Where to look, and when."""

    warehouse: Path
    register: Path
    now: dt.datetime

    def running(self) -> Holder | None:
        """Return the run that is going on, but one that takes so long that it must be stuck."""
        found = holder(self.warehouse)
        if found is None or not found.is_held:
            return None
        return None if found.since and self.now - found.since > LONGEST_RUN else found


def run_checks(place: Place, status: Status | None) -> Iterator[Check]:
    """Tell when a run last ended well, whether the month is done, and who holds the lock."""
    running = place.running()
    if status is None:
        words = "no run has ended well yet under this name; run `earlywarning run`"
        yield Check("last_good_run", "look", words) if running else ours("last_good_run", words)
    else:
        yield _age(place, status, running)
        yield _month(place, status, running)
    yield _lock(place)


def _age(place: Place, status: Status, running: Holder | None) -> Check:
    age = place.now - status.last_good_run
    words = (
        f"a run last ended well {_hours(age)} hours ago ({status.started_by}, "
        f"{status.last_good_run:%Y-%m-%d %H:%M} UTC), as of {status.as_of}"
    )
    if age < -FRESH:
        return ours("last_good_run", f"{words}: that lies in the future; is the clock right?")
    if age <= FRESH:
        return Check("last_good_run", "ok", words)
    if running:
        return Check("last_good_run", "look", f"{words}; one is going on now")
    todo = "run `earlywarning run`, and look at the nightly schedule"
    return ours("last_good_run", f"{words}; {todo}")


def _month(place: Place, status: Status, running: Holder | None) -> Check:
    due = month_due(place.now)
    if month_is_done(status, place.now):
        return Check("month", "ok", f"the reports of the month due {due:%Y-%m-%d} are written")
    words = f"the reports of the month, due {due:%Y-%m-%d %H:%M} UTC, are not written"
    if running and running.name == "monthly":
        return Check("month", "look", f"{words}; that run is going on now")
    if status.first_good_run > due:
        return Check("month", "ok", "no month has come due since the first run here")
    if place.now - due <= MONTH_IN_HAND:
        return Check("month", "look", f"{words}; it is tried again at midday")
    return ours("month", f"{words}; start the monthly run by hand, and read why it failed")


def _lock(place: Place) -> Check:
    found = holder(place.warehouse)
    if found is None:
        return Check("lock", "ok", "no run was ever begun under this name")
    if found.is_held and place.running() is None:
        return ours("lock", f"held by {found.words}: longer than a run takes; look at it, end it")
    if found.is_held:
        return Check("lock", "ok", f"held by {found.words}")
    if not found.ended_well:
        return ours(
            "lock", f"the last run did not end well: {found.words}; read its log, run again"
        )
    return Check("lock", "ok", f"free; last held by {found.words}")


def disk(place: Place) -> Check:
    """Tell whether some more builds fit on the disk of the warehouse."""
    folder = next(one for one in place.warehouse.absolute().parents if one.exists())
    free = shutil.disk_usage(folder).free
    file = place.warehouse.resolve()
    size = file.stat().st_size if file.is_file() else 0
    words = f"{free / 1e9:.1f} GB free on the disk of {folder}"
    if free < max(LEAST_FREE, BUILDS_THAT_FIT * size):
        return ours("disk", f"{words}: too little for a run; make room")
    return Check("disk", "ok", words)


def registers(place: Place) -> Iterator[Check]:
    """Walk both ledgers from end to end."""
    for name, family in ((SOFT_LEDGER, SOFT), (DECISIONS, OFFERS)):
        path = place.register / name
        head = chain.head_path(path)
        if not path.exists() and not head.exists():
            yield Check(name, "none", f"{path}: not there; nothing was recorded yet")
            continue
        lines, well = chain.told(chain.walk(path, family))
        words = f"{path}: {'; '.join(lines)}"
        yield Check(name, "ok", words) if well else ours(name, words)


def fetching(sources: tuple[Source, ...], definitions: Definitions, now: dt.datetime) -> Check:
    """Tell since when nobody could be reached: that is our line, and not one publisher."""
    if not sources:
        return Check("fetching", "none", "nothing was ever fetched here")
    limit = dt.timedelta(days=definitions.sources.fetching.quiet_days)
    reached = max((one.reached for one in sources if one.reached), default=None)
    silent = [one.unreachable_since for one in sources if one.unreachable_since]
    if not reached and not silent:
        return ours("fetching", "every answer so far was refused; does something stand in between?")
    since = reached or min(silent)
    words = (
        f"a publisher last answered {_hours(now - reached)} hours ago"
        if reached
        else f"no publisher was ever reached, first tried {_hours(now - since)} hours ago"
    )
    if now - since > limit:
        todo = f"over {limit.days} days: is this machine online, and does the night fetch?"
        return ours("fetching", f"{words}, {todo}")
    return Check("fetching", "ok" if reached else "look", words)


def unreachable(
    sources: tuple[Source, ...], definitions: Definitions, now: dt.datetime
) -> Iterator[Check]:
    """Name each publisher who has not answered for days while others did."""
    limit = dt.timedelta(days=definitions.sources.fetching.quiet_days)
    for one in sources:
        since = one.unreachable_since
        if since is not None and now - since > limit:
            words = f"{one.source}: unreachable since {since:%Y-%m-%d %H:%M} UTC"
            yield Check(f"unreachable:{one.source}", "late", words, "publisher")


def telling(place: Place, file: Path) -> Check:
    """Tell whether anybody is told, and whether the last attempts went through."""
    try:
        notify, told = load_notify(file), read_told(place.warehouse)
    except EarlyWarningError as error:
        return ours("telling", f"nobody is told: {error}")
    if notify is None or not notify.reader:
        return Check("telling", "look", f"{file} names nobody: no news and no failure is told")
    ways = [key_of(reader, way) for reader, way in ways_of(notify)]
    missed = [f"{key}: {why}" for key, why in told.missed.items() if key in ways]
    if missed:
        return ours("telling", f"could not be told: {'; '.join(missed)}; the next run tries again")
    return Check("telling", "ok", f"{len(notify.reader)} readers are told, by {file}")


def backup(status: Status | None, now: dt.datetime) -> Check:
    """Tell how old the last backup by command is; who never made one may have another way."""
    made = status.backup if status else None
    if made is None:
        return Check("backup", "look", "no backup was ever made by `earlywarning backup make`")
    words = f"the last backup was made {_hours(now - made.made_at)} hours ago: {made.file}"
    if now - made.made_at > KEPT:
        return ours("backup", f"{words}; make one")
    return Check("backup", "ok", words)


def setting_checks(settings: list[Given]) -> Iterator[Check]:
    """Tell each setting with its origin; of a secret only whether it is set."""
    shown = [one.shown() for one in settings]
    told = ", ".join(f"{one.name} {one.value or '(none)'} ({one.origin})" for one in shown)
    yield Check("settings", "ok", f"settings: {told}")
    kept = [name for name in SECRETS if os.environ.get(name)]
    yield Check("secrets", "ok", f"secrets set in the environment: {', '.join(kept) or 'none'}")


def _hours(age: dt.timedelta) -> str:
    return f"{age.total_seconds() / 3600:.1f}"

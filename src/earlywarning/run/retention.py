"""What is past its term: found by kind, let go on request, and written down."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from earlywarning.definitions.retention import Retention, Term, load_retention
from earlywarning.errors import EarlyWarningError
from earlywarning.register import erasing, state
from earlywarning.register.accounts.store import Accounts, Held
from earlywarning.register.apart import erased_in
from earlywarning.register.decisions.record import DECISIONS as OFFERS
from earlywarning.register.decisions.state import lives
from earlywarning.register.lines import AT, add_line, count_before, drop_before
from earlywarning.register.record import SOFT, Family, LedgerRecord
from earlywarning.run.backup import SUFFIX
from earlywarning.run.remains import tell_backups
from earlywarning.run.soft import allowed
from earlywarning.run.status import read_status
from earlywarning.settings import (
    ACCESS,
    ACCOUNT_EVENTS,
    ACCOUNTS,
    DECISIONS,
    RETENTION,
    SOFT_LEDGER,
    Settings,
    given,
)
from earlywarning.sources.returns import KINDS

_DAY_IN_NAME = re.compile(r"__(\d{4}-\d{2}-\d{2})__")


@dataclass(frozen=True, slots=True)
class Due:
    """Something past its term; `since` is the day its term ran from, `go` lets it go."""

    kind: str
    name: str
    since: dt.date
    why: str
    go: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Place:
    """Where to look, on which day, and who asks."""

    settings: Settings
    today: dt.date
    role: str = ""

    def at(self, name: str) -> Path:
        """Return a file of the register."""
        return self.settings.register / name


def due(place: Place) -> list[Due]:
    """Return what is past its term on the day, kind by kind.

    Raises:
        SourceError: if a ledger is broken; nothing of it can then be told.
    """
    terms = load_retention(place.settings.reference)
    return [
        *_texts(place, "soft_texts", terms.soft_texts),
        *_texts(place, "decision_texts", terms.decision_texts),
        *_accounts(place, terms.accounts),
        *_lines(place, terms),
        *_files(place, terms),
    ]


def apply(place: Place, found: list[Due]) -> list[str]:
    """Let everything go, each written down when it is gone; return what could not go and why."""
    left = []
    for one in found:
        try:
            one.go()
        except (OSError, EarlyWarningError) as error:
            left.append(f"{one.kind} {one.name}: stays: {error}")
            continue
        line = {
            "at": dt.datetime.now(dt.UTC).strftime(AT), "kind": one.kind, "name": one.name,
            "since": one.since.isoformat(), "why": one.why, "role": place.role,
        }  # fmt: skip
        add_line(place.at(RETENTION), line)
    if any(one.kind in _LEDGERS for one in found):
        left += [told] if (told := tell_backups(place.settings)) else []
    return left


def by_schedule(settings: Settings, day: dt.date) -> list[str]:
    """Tell what is past its term, and let it go where the operator has set `retention` to apply.

    The role of the setting `retention_role` is written down; texts go by an eraser's alone.

    Raises:
        DefinitionError: if the setting is none of those there are.
        SourceError: if a ledger is broken.
    """
    applies = given("retention").value == "apply"
    place = Place(settings, day, given("retention_role").value)
    found = due(place)
    if not found:
        return ["retention: nothing is past its term"]
    kinds = ", ".join(f"{kind} {many}" for kind, many in Counter(x.kind for x in found).items())
    if not applies:
        return [f"retention: past its term: {kinds}; it stays until `retention --apply`"]
    left = apply(place, found)
    gone = f"retention: {len(found) - len(left)} of {len(found)} gone ({kinds})"
    return [gone, *(f"retention: {line}" for line in left)]


def _over(since: dt.date, term: Term, today: dt.date) -> bool:
    return (today - since).days > term.days


def _texts(place: Place, kind: str, term: Term) -> Iterator[Due]:
    name, family, ended = _LEDGERS[kind]
    path = place.at(name)
    records, _ = state.sound_records(path, family)
    gone = erased_in(records)
    left = {r.item for r in records if r.body.said and r.kind != "erasure" and r.number not in gone}
    for item, since in ended(records).items():
        if item in left and _over(since, term, place.today):
            yield Due(kind, item, since, term.why, partial(_erase, place, path, item, family))


def _ended(records: list[LedgerRecord]) -> dict[str, dt.date]:
    """Return for each entry the day on which it stopped, or will stop, to count."""
    withdrawn = {r.item: state.day_of(r) for r in records if r.kind == "withdrawal"}
    return {
        item: min(one.entry.review_by, withdrawn.get(item, dt.date.max))
        for item, one in state.standing(records).items()
    }


def _offers_over(records: list[LedgerRecord]) -> dict[str, dt.date]:
    """Return for each offer that is over the day of the last word about it."""
    over = {item for item, life in lives(records).items() if not life.is_open}
    return {r.item: state.day_of(r) for r in records if r.item in over and r.kind != "erasure"}


# Of each kind of text its ledger, and by item the day from which its term runs.
_LEDGERS = {
    "soft_texts": (SOFT_LEDGER, SOFT, _ended),
    "decision_texts": (DECISIONS, OFFERS, _offers_over),
}


def _erase(place: Place, path: Path, item: str, family: Family) -> None:
    words = allowed(place.settings.reference, place.settings.warehouse)
    reason = "Its term of retention is over."
    erasing.erase(path, item, place.role, reason, words, family=family, no_person_named=True)


def _accounts(place: Place, term: Term) -> Iterator[Due]:
    kept = Accounts(place.at(ACCOUNTS))
    for name, one in kept.read().accounts.items():
        if _over(one.expires, term, place.today):
            yield Due("accounts", name, one.expires, term.why, partial(kept.change, _without(name)))


def _without(name: str) -> Callable[[Held], Held]:
    def make(held: Held) -> Held:
        """Leave one account out."""
        rest = {key: one for key, one in held.accounts.items() if key != name}
        return held.model_copy(update={"accounts": rest})

    return make


def _lines(place: Place, terms: Retention) -> Iterator[Due]:
    for kind, term, name in (
        ("account_events", terms.account_events, ACCOUNT_EVENTS),
        ("access", terms.access, ACCESS),
    ):
        path, before = place.at(name), place.today - dt.timedelta(days=term.days)
        many = count_before(path, before)
        if many:
            told = f"{name}: {many} lines before {before}"
            yield Due(kind, told, before, term.why, partial(drop_before, path, before))


def _files(place: Place, terms: Retention) -> Iterator[Due]:
    raw, now = place.settings.raw, place.settings.warehouse.resolve()
    torn = place.settings.register.glob("*.torn")
    returns = (path for kind in KINDS for path in (raw / kind).rglob("*") if path.is_file())
    builds = (path for path in place.settings.builds.glob("*.duckdb") if path.resolve() != now)
    for kind, term, paths in (
        ("torn_tails", terms.torn_tails, torn), ("returns", terms.returns, returns),
        ("builds", terms.builds, builds), ("backups", terms.backups, _backups(place)),
    ):  # fmt: skip
        for path in sorted(paths):
            since = _day_of(path)
            if _over(since, term, place.today):
                yield Due(kind, str(path), since, term.why, path.unlink)


def _backups(place: Place) -> list[Path]:
    """Return the backups beside the newest one that is known, but not that one."""
    status = read_status(place.settings.warehouse)
    if status is None or status.backup is None:
        return []
    return sorted(Path(status.backup.file).parent.glob(f"earlywarning-*{SUFFIX}"))[:-1]


def _day_of(path: Path) -> dt.date:
    """Return the day in a copy's name, else the day it was last written."""
    named = _DAY_IN_NAME.search(path.name)
    if named:
        return dt.date.fromisoformat(named[1])
    return dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC).date()

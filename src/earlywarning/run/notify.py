"""Tells what a run found, and of runs that found nothing: written down first, and then sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from earlywarning.definitions.loader import Definitions, load_definitions
from earlywarning.errors import (
    DefinitionError,
    EarlyWarningError,
    NothingUsableError,
    UsageError,
    cause_of,
)
from earlywarning.notify.config import Notify, load_notify
from earlywarning.notify.deliver import deliver
from earlywarning.notify.told import News, note_news, note_standings, read_told
from earlywarning.notify.ways import NotToldError, ping
from earlywarning.run import news
from earlywarning.run.doctor import held_in
from earlywarning.run.guard import LostError
from earlywarning.run.health import FRESH
from earlywarning.run.status import Source, read_status, sources_in
from earlywarning.settings import reference_folder, today
from earlywarning.sources.fetching.lateness import source_states
from earlywarning.sources.fetching.record import last_tried
from earlywarning.warehouse.one_at_a_time import AlreadyRunningError, holder

Say = Callable[[str], None]
TOLD = (UsageError, DefinitionError, NothingUsableError, LostError, AlreadyRunningError)


@dataclass(frozen=True, slots=True)
class Teller:
    """Who tells, of which warehouse, fed from which folder, by whose file; `say` takes its log."""

    warehouse: Path
    incoming: Path
    file: Path
    say: Say

    def notify(self) -> Notify | None:
        """Return who is told; a file that is wrong is said and stops no run."""
        try:
            return load_notify(self.file)
        except EarlyWarningError as error:
            self.say(f"nobody is told: {error}")
            return None


def tell_of_build(teller: Teller) -> None:
    """Tell what is new in what is published."""
    now, notify = dt.datetime.now(dt.UTC), teller.notify()
    if notify is None:
        return
    definitions = load_definitions(reference_folder())
    told = read_told(teller.warehouse)
    build = news.build_of(teller.warehouse, notify.pages)
    found = [
        *news.alert_news(build, told, definitions.policy.alerts, notify.news_days),
        *news.standing_news(build, told),
        *_of_sources(teller, build, definitions, now),
    ]
    note_news(teller.warehouse, [one for one in found if one.cause not in told.news], now)
    # After the news: a run that dies between the two tells once more, and never less.
    changed = {
        code: row.standing
        for code, row in build.standings.items()
        if told.standings.get(code) != row.standing
    }
    note_standings(teller.warehouse, changed, now)
    _deliver(teller, notify, now)


def _of_sources(
    teller: Teller, build: news.Build, definitions: Definitions, now: dt.datetime
) -> Iterator[News]:
    states = source_states(
        definitions, held_in(teller.warehouse), last_tried(teller.incoming), today()
    )
    silent = silent_sources(sources_in([teller.incoming]), definitions, now)
    return news.source_news(build, states, silent, news.refused_in(teller.warehouse))


def silent_sources(
    sources: tuple[Source, ...], definitions: Definitions, now: dt.datetime
) -> list[Source]:
    """Return the publishers who have not answered for longer than the sources' file allows."""
    limit = dt.timedelta(days=definitions.sources.fetching.quiet_days)
    return [one for one in sources if one.unreachable_since and now - one.unreachable_since > limit]


def tell_of_run(
    teller: Teller, flow: str, became: str, why: str, due: dt.datetime | None = None
) -> None:
    """Tell of a run that did not end well, as loudly as of news; of one day, today's or `due`."""
    now, notify = dt.datetime.now(dt.UTC), teller.notify()
    if notify is None:
        return
    one = news.run_news(teller.warehouse, flow, became, why, due or now)
    if one.cause not in read_told(teller.warehouse).news:
        note_news(teller.warehouse, [one], now)
    _deliver(teller, notify, now)


def tell_of_quarter(teller: Teller, day: dt.date) -> None:
    """Tell each region once what changed in the quarter before a day and was not told at once."""
    now, notify = dt.datetime.now(dt.UTC), teller.notify()
    if notify is None:
        return
    last = dt.date(day.year, (day.month - 1) // 3 * 3 + 1, 1) - dt.timedelta(days=1)
    first = dt.date(last.year, last.month - 2, 1)
    build = news.build_of(teller.warehouse, notify.pages)
    quarter = f"{last.year}-Q{last.month // 3}"
    told = read_told(teller.warehouse)
    found = news.digest_news(build, quarter, first, last)
    note_news(teller.warehouse, [one for one in found if one.cause not in told.news], now)
    _deliver(teller, notify, now)


def _deliver(teller: Teller, notify: Notify, now: dt.datetime) -> None:
    for line in deliver(teller.warehouse, notify, now):
        teller.say(line)


def after_good_run(teller: Teller, *, fetched: bool) -> None:
    """Tell what is new, and that the night was good; what cannot be told fails no run."""
    _quietly(teller, lambda: tell_of_build(teller))
    _ping_if_good(teller, fetched=fetched)


def after_quarter(teller: Teller, day: dt.date) -> None:
    """Send the digests of the quarter before a day; what cannot be told fails no run."""
    _quietly(teller, lambda: tell_of_quarter(teller, day))


def _ping_if_good(teller: Teller, *, fetched: bool) -> None:
    """Say to whoever counts good nights that this was one: it published, and somebody answered."""
    notify = teller.notify()
    if notify is None or not notify.ping or not fetched:
        return
    try:
        ping(notify.ping)
    except NotToldError as error:
        teller.say(f"not told: the address that counts good nights: {error}")


@contextmanager
def loudly(teller: Teller, flow: str) -> Iterator[None]:
    """Tell of a run that fails, ends early or finds another; and of one that died before it.

    Whatever cannot be told is said in the log, and takes no place of what went wrong. A signal that
    met the database at work goes on as the signal that it was: the run was ended, and has no fault.
    """
    _quietly(teller, lambda: _tell_of_the_last(teller))
    try:
        yield
    except BaseException as error:
        cause = cause_of(error)
        became, why = _became(cause), why_of(cause)
        _quietly(teller, lambda: tell_of_run(teller, flow, became, why))
        if cause is error:
            raise
        raise cause from None


def _became(error: BaseException) -> str:
    if isinstance(error, AlreadyRunningError):
        return "was skipped"
    # What is no Exception is a signal: somebody, or the machine, ended the run.
    return "failed" if isinstance(error, Exception) else "was ended early"


def why_of(error: BaseException) -> str:
    """Return why a run failed, as far as it may leave the house: other errors can repeat a cell."""
    if not isinstance(error, Exception):
        return f"{type(error).__name__}: a person, the machine or the time limit ended it"
    if isinstance(error, TOLD):
        return str(error).splitlines()[0]
    if isinstance(error, OSError) and error.strerror:
        return f"{type(error).__name__}: {error.strerror}"
    return f"{type(error).__name__}; the log says more"


def _tell_of_the_last(teller: Teller) -> None:
    """Tell of a run that died without a word, and of nights on which none ran at all."""
    was, now = holder(teller.warehouse), dt.datetime.now(dt.UTC)
    status = read_status(teller.warehouse)
    if was and not was.is_held and not was.ended_well and was.since:
        told = read_told(teller.warehouse).news.values()
        own = [one for when, one in told if when >= was.since and f"run:{was.name}:" in one.cause]
        # A run that failed has told of itself; of one that was killed this is the only word.
        if not own:
            tell_of_run(teller, was.name, "did not end well", was.words)
    elif status and now - status.last_good_run > FRESH:
        why = f"No run ended well since {status.last_good_run:%Y-%m-%d %H:%M} UTC."
        tell_of_run(teller, "nightly", "was missed", why)


def _quietly(teller: Teller, telling: Callable[[], None]) -> None:
    try:
        telling()
    except EarlyWarningError as error:
        teller.say(f"nobody was told: {error}")


def require_readers(teller: Teller) -> Notify:
    """Return who is told.

    Raises:
        UsageError: if no file says so.
        DefinitionError: if that file is wrong.
    """
    notify = load_notify(teller.file)
    if notify is None:
        raise UsageError(f"{teller.file}: not there; it says who is told, see docs/operations.md")
    return notify


def tell_test(teller: Teller) -> list[str]:
    """Send every reader a message that says only that they can be reached."""
    notify, now = require_readers(teller), dt.datetime.now(dt.UTC)
    kinds = {kind for reader in notify.reader for kind in reader.kinds}
    tests = [
        News(
            f"test:{kind}:{now.isoformat()}", kind, "a test, and no news",
            f"You are reached by this way for news of the kind '{kind}'.", news.NOBODY,
            "nothing", f"earlywarning doctor --warehouse {teller.warehouse}",
        )
        for kind in sorted(kinds)
    ]  # fmt: skip
    note_news(teller.warehouse, tests, now)
    return deliver(teller.warehouse, notify, now)

"""Every reader gets what is news for them and was not told yet, in one message."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from earlywarning.notify.config import Notify, Reader
from earlywarning.notify.told import News, Told, key_of, note_missed, note_told, read_told
from earlywarning.notify.ways import NotToldError, post, send_mail


def deliver(warehouse: Path, notify: Notify, now: dt.datetime) -> list[str]:
    """Tell what is not told yet; return a line per message, sent or not.

    One who cannot be told keeps nobody else from being told, and is tried again by the next run.
    """
    told, lines = read_told(warehouse), []
    for reader, way in ways_of(notify):
        key = key_of(reader, way)
        waiting = waiting_for(told, reader, key, notify, now)
        if not waiting:
            continue
        try:
            _send(notify, reader, way, waiting)
        except NotToldError as error:
            note_missed(warehouse, key, str(error), now)
            lines.append(f"not told: {reader.role}: {error}")
            continue
        note_told(warehouse, waiting, key, now)
        lines.append(f"told {reader.role} by {way}: {len(waiting)}")
    return lines


def waiting_for(
    told: Told, reader: Reader, key: str, notify: Notify, now: dt.datetime
) -> list[News]:
    """Return what a reader has to be told: faults of runs first, then as it came."""
    oldest = now - dt.timedelta(days=notify.news_days)
    waiting = [
        one
        for when, one in told.news.values()
        if when >= oldest and (one.cause, key) not in told.told and _concerns(reader, one)
    ]
    return sorted(waiting, key=lambda one: one.kind != "run")


def _concerns(reader: Reader, one: News) -> bool:
    """Tell whether news is for a reader; what has no region concerns every region."""
    return one.kind in reader.kinds and (
        not one.region or not reader.regions or one.region in reader.regions
    )


def ways_of(notify: Notify) -> Iterator[tuple[Reader, str]]:
    """Return each reader with each way by which they are told."""
    for reader in notify.reader:
        if reader.mail:
            yield reader, "mail"
        if reader.webhook:
            yield reader, "webhook"


def _send(notify: Notify, reader: Reader, way: str, news: list[News]) -> None:
    if way == "webhook":
        post(reader.webhook, news)
        return
    assert notify.mail is not None
    send_mail(notify.mail, reader.mail, news)

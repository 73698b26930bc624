"""What must not be lost by publishing: what people said, a source that was held, and today."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from earlywarning.definitions.loader import Definitions
from earlywarning.errors import EarlyWarningError, UsageError
from earlywarning.settings import Settings
from earlywarning.sources import ledger_file, returns
from earlywarning.sources.kind import BY_NAME
from earlywarning.sources.offered import Offered
from earlywarning.tables.quality import Finding
from earlywarning.warehouse.last import Held, Last, last_good

STILL_THERE = {"taken", "refused", "context", "not_yet_published"}
# No night is missed for so long, but a clock that was set wrong is often wrong by years.
LONGEST_PAUSE = dt.timedelta(days=92)
CLOCKS_DIFFER = dt.timedelta(hours=1)


class LostError(EarlyWarningError):
    """Something that the last published run held is not there; nothing was published."""

    exit_code = 4


@dataclass(frozen=True, slots=True)
class Loss:
    """What is missing: the file, or the kind of file, by name; and what is wrong with it."""

    name: str
    kind: str
    why: str

    @property
    def words(self) -> str:
        """Return the loss in a line."""
        return f"{self.name}: {self.why}"


def require_forward(settings: Settings, now: dt.datetime | None = None) -> None:
    """Refuse to replace what is published by what was known before it, or by a wrong clock.

    Raises:
        UsageError: saying which day stands against which, and what to do.
    """
    last = None if settings.replaces else last_good(settings.warehouse)
    if last is None:
        return
    moment = now or dt.datetime.now(dt.UTC)
    why = _against(settings.as_of, moment.replace(tzinfo=None), last)
    if why:
        raise UsageError(
            f"{settings.warehouse}: {why}; nothing was done. Give this run a warehouse of its own "
            "(--warehouse FILE), or say --replace if it is to replace what is published"
        )


def _against(as_of: dt.date, now: dt.datetime, last: Last) -> str:
    if as_of < last.as_of:
        return f"as of {as_of} lies before {last.as_of}, the day of what is published"
    if now < last.finished - CLOCKS_DIFFER:
        return (
            f"the clock says {now:%Y-%m-%d %H:%M} UTC, before {last.finished:%Y-%m-%d %H:%M}, when "
            "what is published was finished"
        )
    known = max(last.as_of, last.finished.date())
    if as_of - known > LONGEST_PAUSE:
        return (
            f"as of {as_of} lies {(as_of - known).days} days after {known}, when this warehouse "
            "was last published: a wrong clock would look the same"
        )
    return ""


def losses(offered: list[Offered], definitions: Definitions, last: Last | None) -> list[Loss]:
    """Return what was held at the last published run and is not taken in today.

    Args:
        offered: every file of this run, with what became of it.
        definitions: a kind that no definition knows any more is not missed.
        last: the last good build; without one only broken ledgers are told.
    """
    held = last.held if last else ()
    found = [*_broken_ledgers(offered), *_heads_alone(offered)]
    found += _cut_ledgers(offered, held)
    found += _registers(offered, held)
    found += _sources(offered, held, definitions)
    # The first of a name says most.
    return list({one.name: one for one in reversed(found)}.values())[::-1]


def meant(found: list[Loss], without: tuple[str, ...]) -> list[Loss]:
    """Return the losses that were named as meant, by file or by kind."""
    named = {name.casefold() for name in without}
    return [one for one in found if {one.name.casefold(), one.kind.casefold()} & named]


def left_out(found: list[Loss]) -> list[Finding]:
    """Return a finding for each loss that was named as meant."""
    return [
        Finding(
            source=one.kind,
            rule="left_out",
            severity="warning",
            message=f"{one.words}; published without it, because it was named as meant",
            file_name=one.name,
        )
        for one in found
    ]


def blocked(found: list[Loss], last: Last | None) -> LostError:
    """Return the error that names each loss, what stays published, and what to do."""
    stays = f"the last good build is {last.words}" if last else "nothing was published before"
    names = " ".join(f"--without {shlex.quote(one.name)}" for one in found)
    lines = "\n".join(f"lost: {one.words}" for one in found)
    return LostError(
        f"nothing was published, because something is missing that people rely on\n{lines}\n"
        f"{stays}\nbring it back, or say that it is meant: {names}"
    )


def _broken_ledgers(offered: list[Offered]) -> Iterator[Loss]:
    for one in offered:
        if one.kind in ledger_file.LEDGERS and one.outcome == "refused":
            yield Loss(one.file_name, one.kind, f"refused: {one.message}")


def _taken(offered: list[Offered], kind: str) -> list[Offered]:
    return [one for one in offered if one.kind == kind and one.outcome == "taken"]


def _heads_alone(offered: list[Offered]) -> Iterator[Loss]:
    """Tell of a last hash that no ledger holds: the ledger beside it is gone, or not that one."""
    ledgers = [one for kind in ledger_file.LEDGERS for one in _taken(offered, kind)]
    content = [one.path.read_bytes() for one in ledgers]
    for head in (one for one in offered if one.kind == ledger_file.HEAD):
        name = head.file_name.removesuffix(".head")
        try:
            found = json.loads(head.path.read_bytes())
            kind, number, last = found["head_of"], found["number"], f'"{found["hash"]}"'.encode()
        except (OSError, ValueError, KeyError, TypeError) as error:
            yield Loss(name, head.kind, f"{head.file_name} beside it cannot be read: {error}")
            continue
        if not any(last in one for one in content):
            why = f"{_why(name, offered)}; {head.file_name} names record {number} of it"
            yield Loss(name, ledger_file.HEAD_OF.get(kind, head.kind), why)


def _why(name: str, offered: list[Offered]) -> str:
    """Say what became of the file of a name."""
    for one in offered:
        if one.file_name == name and one.outcome == "refused":
            return f"refused: {one.message}"
        if one.file_name == name and one.outcome == "unknown":
            size = one.path.stat().st_size
            return "it is empty" if not size else f"nothing knows what it is: {one.message}"
        if one.file_name == name:
            return "records that the last published run held were cut off or replaced"
    return "it is not there"


def _cut_ledgers(offered: list[Offered], held: tuple[Held, ...]) -> Iterator[Loss]:
    """Tell of a ledger that today's does not continue: it only grows, record by record."""
    for one in held:
        if one.kind in ledger_file.LEDGERS and not any(
            _continues(ledger.path, one.sha256) for ledger in _taken(offered, one.kind)
        ):
            yield Loss(one.file_name, one.kind, _why(one.file_name, offered))


def _continues(path: Path, sha256: str) -> bool:
    """Tell whether some beginning of a ledger is the file of this hash.

    A line that was torn then was set aside by the next writer, and stands in a file of its own.
    """
    aside = path.with_name(path.name + ".torn")
    torn = aside.read_bytes().split(b"\n") if aside.exists() else []
    digest = hashlib.sha256()
    for line in path.read_bytes().split(b"\n"):
        for part in (line, b"\n"):
            digest.update(part)
            if sha256 in {digest.hexdigest(), *(_with(digest, piece) for piece in torn)}:
                return True
    return False


def _with(digest: hashlib._Hash, more: bytes) -> str:
    longer = digest.copy()
    longer.update(more)
    return longer.hexdigest()


def _registers(offered: list[Offered], held: tuple[Held, ...]) -> Iterator[Loss]:
    """Tell of a register kept as a table that is gone, refused, or has fewer rows than before."""
    kinds = {one.name for one in BY_NAME.values() if one.is_register}
    before = [one for one in held if one.kind in kinds]
    for kind, name in dict.fromkeys((one.kind, one.file_name) for one in before):
        own = [one for one in before if (one.kind, one.file_name) == (kind, name)]
        today = _taken(offered, kind)
        same = [one for one in today if one.file_name == name]
        if {one.sha256 for one in own} <= {one.sha256 for one in today}:
            continue
        # A row that was refused today is told of by itself: it has not vanished.
        rows = sum(one.rows for one in own)
        now = sum(one.count_rows() + len(one.refused_rows.rows) for one in same)
        if not same:
            yield Loss(name, kind, _why(name, offered))
        elif now < rows:
            yield Loss(name, kind, f"{now} rows, and {rows} at the last published run")


def _sources(
    offered: list[Offered], held: tuple[Held, ...], definitions: Definitions
) -> Iterator[Loss]:
    """Tell of a kind of published file or return of which nothing is offered any more."""
    lists = {one.name for one in BY_NAME.values() if one.keeps_bytes}
    known = {*definitions.tables, *lists, *returns.KINDS}
    today = {one.kind for one in offered if one.outcome in STILL_THERE}
    for kind in sorted({one.kind for one in held} & known - today):
        names = sorted({one.file_name for one in held if one.kind == kind})
        yield Loss(kind, kind, f"no file of this kind is offered any more; held was {names[-1]}")

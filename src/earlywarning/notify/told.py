"""The ledger of what was news, and of who was told: one line each, only ever appended.

News is written down before it is sent, so that a server that is away, or a run that dies, loses
none of it. Texts name authorities, so the file is readable for its owner only.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from earlywarning.errors import EarlyWarningError
from earlywarning.notify.config import Kind, Reader


@dataclass(frozen=True, slots=True)
class News:
    """One thing to be told: its cause stands for it, so that it is told once."""

    cause: str
    kind: Kind
    subject: str
    what: str
    expected: str
    looked_at: str
    explained: str
    region: str = ""
    day: str = ""

    def sha256(self) -> str:
        """Return the hash of what is told."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


@dataclass(slots=True)
class Told:
    """What a ledger holds."""

    news: dict[str, tuple[dt.datetime, News]] = field(default_factory=dict)
    told: set[tuple[str, str]] = field(default_factory=set)
    # Reader -> why the last attempt to tell something failed; gone once one succeeded.
    missed: dict[str, str] = field(default_factory=dict)
    # Authority -> where it stood when that was last looked at for news.
    standings: dict[str, str] = field(default_factory=dict)


def told_path(warehouse: Path) -> Path:
    """Return the ledger that stands beside a warehouse."""
    return warehouse.with_suffix(".told.jsonl")


def read_told(warehouse: Path) -> Told:
    """Read the ledger; a last line that a killed run tore counts for nothing.

    Raises:
        EarlyWarningError: if another line cannot be read.
    """
    found, path = Told(), told_path(warehouse)
    if not path.exists():
        return found
    *lines, _ = path.read_text(encoding="utf-8").split("\n")
    for number, line in enumerate(lines, start=1):
        try:
            _take(found, json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            todo = "take the line out; what it says is then told again"
            raise EarlyWarningError(f"{path}: line {number} cannot be read; {todo}") from error
    return found


def _take(found: Told, row: dict[str, Any]) -> None:
    match row["row"]:
        case "news":
            one = News(**row["news"])
            found.news[one.cause] = (dt.datetime.fromisoformat(row["at"]), one)
        case "told":
            found.told.add((row["cause"], row["reader"]))
            found.missed.pop(row["reader"], None)
        case "missed":
            found.missed[row["reader"]] = row["why"]
        case "stands":
            found.standings |= row["standings"]
        case other:
            raise ValueError(f"no row of this kind: {other}")


def note_news(warehouse: Path, news: Iterable[News], now: dt.datetime) -> None:
    """Write down what is news."""
    rows = [{"row": "news", "at": now.isoformat(), "news": asdict(one)} for one in news]
    _append(warehouse, rows)


def note_told(warehouse: Path, news: Iterable[News], reader: str, now: dt.datetime) -> None:
    """Write down that a reader was told."""
    rows = [
        {"row": "told", "at": now.isoformat(), "cause": one.cause, "reader": reader,
         "sha256": one.sha256()}
        for one in news
    ]  # fmt: skip
    _append(warehouse, rows)


def note_missed(warehouse: Path, reader: str, why: str, now: dt.datetime) -> None:
    """Write down that a reader could not be told."""
    _append(warehouse, [{"row": "missed", "at": now.isoformat(), "reader": reader, "why": why}])


def note_standings(warehouse: Path, standings: dict[str, str], now: dt.datetime) -> None:
    """Write down where authorities stand, so that the next change is seen."""
    if standings:
        _append(warehouse, [{"row": "stands", "at": now.isoformat(), "standings": standings}])


def key_of(reader: Reader, way: str) -> str:
    """Return what stands for a reader and a way in the ledger: a role, and no address."""
    address = ",".join(reader.mail) if way == "mail" else reader.webhook
    mark = hashlib.sha256(f"{address}|{','.join(reader.regions)}".encode()).hexdigest()[:10]
    return f"{reader.role}, {way} {mark}"


def _append(warehouse: Path, rows: list[dict[str, Any]]) -> None:
    """Add whole lines at once; what a killed run tore before them is ended by a line of its own."""
    if not rows:
        return
    path = told_path(warehouse)
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _set_torn_aside(path)
        with os.fdopen(os.open(path, os.O_APPEND | os.O_CREAT | os.O_WRONLY, 0o600), "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise EarlyWarningError(f"{path}: cannot be written: {error}") from error


def _set_torn_aside(path: Path) -> None:
    content = path.read_bytes() if path.exists() else b""
    if content and not content.endswith(b"\n"):
        os.truncate(path, content.rfind(b"\n") + 1)

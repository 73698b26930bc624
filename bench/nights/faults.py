"""What goes wrong on a night: each function lets one thing happen and tells how it ended."""

from __future__ import annotations

import datetime as dt
import os
import resource
import signal
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from bench.nights.place import FLOWS, Ended, Place
from bench.nights.served import dead_database, one_dies
from tests.support.publisher import Handler

MEGABYTE = 1_000_000
# Kills of one night, one after another: the next comes to what the one before has left. More of
# what is soon done: ninety nights come to two hundred.
STRIKES = {"fetch": 8, "backup": 8, "run": 6, "report": 6}
STRIKES_OF_FLOWS = 4
FETCHING = ("fetch", "nightly")
# What makes a superuser, too, keep to the rights of a folder.
BOUND = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--")


def killed(command: str, how: signal.Signals, place: Place) -> Ended:
    """End a command at random moments; what readers have stays as it was, or is the new one."""
    seconds, said, times = 0.0, "", 0
    for _ in range(STRIKES.get(command, STRIKES_OF_FLOWS)):
        if command in FETCHING:
            news(place)
        if command != "fetch":
            place.record()
        ended = place.struck(command, how)
        seconds, said = max(seconds, ended.seconds), said + ended.said
        times += ended.times
    if command != "run":
        place.done(command)
    if command in FETCHING:
        newest = list(place.publisher.bodies.values())[-1]
        if newest not in (path.read_bytes() for path in (place.folder / "in").rglob("*.csv")):
            place.wrong.append("what was fetched is not what the publisher has")
    return Ended(ended.code, said, seconds, times)


def news(place: Place) -> None:
    """Let the publisher have another version, which comes slowly."""
    number = f"1.{len(place.publisher.versions)}"
    lines = place.publisher.bodies["1.0"].decode().split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith("2025,Reporting year,Local"))
    cells = lines[at].split(",")
    cells[11] = str(int(cells[11]) + len(place.publisher.versions))
    lines[at] = ",".join(cells)
    place.publisher.publish(number, "\n".join(lines).encode(), f"{place.day}T09:30:00Z")
    place.publisher.next(place.publisher.csv(number), _slowly)


def _slowly(handler: Handler, body: bytes, headers: dict[str, str]) -> None:
    handler.send(200, b"", headers, length=len(body))
    # Who was killed meanwhile has hung up.
    with suppress(ConnectionError):
        for at in range(0, len(body), len(body) // 10):
            handler.wfile.write(body[at : at + len(body) // 10])
            time.sleep(0.1)


def full_disk(command: str, place: Place) -> Ended:
    """Let no file grow beyond a size: for who writes it is a full disk."""
    largest = 12 * MEGABYTE if command == "run" else MEGABYTE // 5
    most = place.draw.randrange(MEGABYTE // 10, largest)
    limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (most, most))
    return place.done(command, 4, preexec_fn=limit)


def read_only(place: Place) -> Ended:
    """Take the right to write from the folder of builds, or from that of the warehouse."""
    folder = place.draw.choice([place.folder, place.folder / "w.builds"])
    before = BOUND if os.getuid() == 0 else ()
    folder.chmod(0o500)
    try:
        return place.done("run", 4, before=before)
    finally:
        folder.chmod(0o700)


def damaged(place: Place) -> Ended:
    """Harm the published file; `doctor` tells, and readers would: they get what is built anew."""
    (place.folder / "harmed").touch()
    file = place.warehouse.resolve()
    content = file.read_bytes()
    half, header = len(content) // 2, 3 * 4096
    file.write_bytes(place.draw.choice([content[:half], bytes(header) + content[header:], b""]))
    words = ("-m", "earlywarning", "doctor", "--warehouse", "w.duckdb", "--incoming", "in")
    ended = place.ended(place.start(*words))
    if ended.code != 4 or "is damaged" not in ended.said:
        place.wrong.append("doctor does not see the damage")
    return ended


def clock(place: Place) -> Ended:
    """Let the day jump back or far ahead: nothing is replaced."""
    before, tonight = place.warehouse.readlink(), place.day
    ahead = dt.date.today() + dt.timedelta(days=400)
    place.day = place.draw.choice([ahead, *(tonight - dt.timedelta(days=n) for n in (2, 40))])
    ended = place.done("run", 2)
    place.day = tonight
    if place.warehouse.readlink() != before:
        place.wrong.append("a wrong day replaced what was published")
    return ended


def bomb(place: Place) -> Ended:
    """Let something come in that is no table, and wants to be the end of whoever reads it."""
    path = place.folder / "in" / "sent"
    kind = place.draw.choice(["zip", "line", "pipe", "loop"])
    path = path.with_suffix(".csv" if kind in ("line", "pipe") else ".xlsx")
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "loop":
        path.symlink_to(path.parent)
    elif kind == "line":
        path.write_bytes(b"time_period," + b'"x' * (20 * MEGABYTE))
    else:
        _zip_of_nothing(path)
    ended = place.done("run", 0, 3)
    path.unlink()
    return ended


def _zip_of_nothing(path: Path) -> None:
    nothing = bytes(MEGABYTE)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        with file.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(500):
                sheet.write(nothing)


def two_at_once(place: Place) -> Ended:
    """Start two runs together: one does it, the other says who does."""
    both = [place.start(*place.words("run")) for _ in range(2)]
    ended = [place.ended(one) for one in both]
    if sorted(one.code for one in ended) != [0, 4]:
        place.wrong.append(f"two at once: {[one.code for one in ended]}")
    if not any("is held by run" in one.said for one in ended):
        place.wrong.append("nobody said who runs")
    return Ended(max(one.code for one in ended), "".join(one.said for one in ended))


def register_gone(place: Place) -> Ended:
    """Take what people said away: nothing is published until it is back."""
    register, away = place.folder / "register", place.folder / "away"
    register.rename(away)
    register.mkdir(mode=0o700)
    try:
        return place.done("run", 4)
    finally:
        register.rmdir()
        away.rename(register)


FAULTS: dict[str, Callable[[Place], Ended]] = {
    **{
        f"kill -9 of {name}": partial(killed, name, signal.SIGKILL)
        for name in ("run", "report", "fetch", "backup", *FLOWS)
    },
    **{
        f"kill of {name}": partial(killed, name, signal.SIGTERM)
        for name in ("run", "report", "nightly")
    },
    **{
        f"served, kill -9 of {which}": partial(one_dies, which)
        for which in ("run", "server", "runner", "all")
    },
    "dead database of the server": dead_database,
    **{f"full disk at {name}": partial(full_disk, name) for name in ("run", "report", "backup")},
    "read-only folder": read_only,
    "damaged database": damaged,
    "clock jumps": clock,
    "bomb comes in": bomb,
    "two starts at once": two_at_once,
    "register gone": register_gone,
}

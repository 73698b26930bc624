"""Where nights are tried: an installation, its undisturbed twin, and what is asked of both."""

from __future__ import annotations

import datetime as dt
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bench.nights.readers import MARK
from earlywarning.errors import EarlyWarningError
from earlywarning.register.chain import walk
from earlywarning.register.words import Allowed
from earlywarning.run.run import run
from earlywarning.run.soft import add, allowed
from earlywarning.settings import SOFT_LEDGER, Settings, reference_folder
from earlywarning.warehouse.connect import open_published
from earlywarning.warehouse.one_at_a_time import holder
from tests.support.hashes import table_hashes
from tests.support.publisher import Publisher

FIRST, QUIET = dt.date(2026, 4, 30), ("--no-reports",)
FLOWS = ("nightly", "monthly")
PATIENCE_SECONDS = 300
# Of rows that only one of both has, so many are printed of each.
SHOWN = 8
LEFT = re.compile(r"\.building|\.wal$|\.part$|\.(next|gone)$|\.\d+$|\.tmp$")


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: its code, what it said, how long after a signal; how often struck."""

    code: int
    said: str = ""
    seconds: float = 0.0
    times: int = 0

    @property
    def words(self) -> str:
        """Return it in the few words that a table has room for."""
        if "Traceback" in self.said:
            return f"exit {self.code} with a traceback"
        return f"killed by {-self.code}" if self.code < 0 else f"exit {self.code}"


@dataclass(frozen=True, slots=True)
class Night:
    """What became of one night; `seconds` from a signal to the end."""

    ended: str
    then: str
    seconds: float
    times: int
    wrong: list[str]


@dataclass
class Place:
    """An installation, and the warehouse of one that reads the same and is never disturbed."""

    folder: Path
    publisher: Publisher
    draw: random.Random
    day: dt.date = FIRST
    recorded: int = 0
    public: str = ""
    served_at: str = ""
    # What Prefect keeps between starts, and until when a run that died holds its slot there.
    home: str = "served"
    slot_held_until: float = 0.0
    entries: Allowed | None = None
    took: dict[str, float] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    @property
    def warehouse(self) -> Path:
        return self.folder / "w.duckdb"

    @property
    def twin(self) -> Path:
        return self.folder / "twin" / "w.duckdb"

    def words(self, command: str) -> list[str]:
        """Return what an operator would type, or how a runner starts a flow."""
        if command in FLOWS:
            return ["-m", "bench.nights.flow", command, str(self.day)]
        own = ["--warehouse", "w.duckdb"]
        return ["-m", "earlywarning"] + {
            "run": ["run", "--input", "in", *own, *QUIET, "--as-of", str(self.day)],
            "report": ["report", *own, "--reports", "site"],
            "fetch": ["fetch", "--to", "in", "--address", self.publisher.address],
            "backup": ["backup", "make", "kept", "--for", self.public, *own],
        }[command]

    def start(self, *words: str, before: tuple[str, ...] = (), **more: Any) -> subprocess.Popen:
        """Start a command as a process of its own; what it says goes into a file."""
        name = self.folder / f"{self.draw.getrandbits(40)}.log"
        with name.open("wb") as log:
            process = subprocess.Popen(
                [*before, sys.executable, *words],
                cwd=self.folder, stdout=log, stderr=log, start_new_session=True, **more,
            )  # fmt: skip
        process.log = name
        return process

    def ended(self, process: subprocess.Popen) -> Ended:
        """Wait for its end; what takes too long is ended, and did not hold."""
        began = time.monotonic()
        try:
            process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self.wrong.append(f"{process.args} was still there after {PATIENCE_SECONDS} s")
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        said = process.log.read_text("utf-8")
        process.log.unlink()
        return Ended(process.returncode, said, time.monotonic() - began)

    def done(self, command: str, *good: int, **more: Any) -> Ended:
        """Run a command to its end, which has to be a good one."""
        ended = self.ended(self.start(*self.words(command), **more))
        if ended.code not in (good or (0,)):
            self.wrong.append(f"{command}: exit {ended.code}: {ended.said[-400:]}")
        return replace(ended, seconds=0.0)

    def timed(self, command: str) -> None:
        """Run a command that finds something to do and all that it remembers; note what it takes.

        What a command takes on its very first day would let most signals come when it has ended.
        """
        began = time.monotonic()
        self.done(command)
        self.took[command] = time.monotonic() - began

    def struck(self, command: str, how: signal.Signals = signal.SIGKILL) -> Ended:
        """Send a signal to a command at a random moment of the time that it takes.

        One that has ended before was not struck, and is not counted as such.
        """
        began = time.monotonic()
        process = self.start(*self.words(command))
        with suppress(subprocess.TimeoutExpired):
            process.wait(self.draw.uniform(0.05, 0.95) * self.took[command])
        alive = process.poll() is None
        process.send_signal(how)
        ended = replace(self.ended(process), times=int(alive))
        took = time.monotonic() - began
        # The machine has become faster; what found little to do says nothing of that.
        if not alive and took > self.took[command] / 2:
            self.took[command] = took
        return ended

    def record(self) -> None:
        """Let somebody record what they heard, which must never be lost.

        What the command `soft add` does, without the start of a process for each entry.
        """
        self.entries = self.entries or allowed(reference_folder(), self.warehouse)
        entry = {
            "authority": "101", "flag": "rise_in_complaints", "heard_on": "2026-04-02",
            "source_kind": "complaints_team", "reliability": "B", "credibility": "2",
            "text": f"More calls than a year ago ({self.recorded}).",
            "recorded_by": "improvement adviser", "review_by": "2026-10-02",
        }  # fmt: skip
        ledger = self.folder / "register" / SOFT_LEDGER
        try:
            add(ledger, self.entries, entry, no_person_named=True)
        except EarlyWarningError as error:
            self.wrong.append(f"nothing could be recorded: {error}")
        self.recorded += 1

    def night(self, fault: Callable[[Place], Ended]) -> Night:
        """Let one thing go wrong, and look at what is left of it."""
        self.day += dt.timedelta(days=1)
        self.wrong = []
        self.record()
        ended = fault(self)
        if "Traceback" in ended.said:
            self.wrong.append(ended.said[max(0, ended.said.index("Traceback") - 400) :][:4000])
        then = self.next()
        (self.folder / "harmed").unlink(missing_ok=True)
        self.wrong += [f"left over: {one}" for one in self.left()]
        return Night(ended.words, then, ended.seconds, ended.times, self.wrong)

    def next(self) -> str:
        """Run both, undisturbed, hold them against each other, and return what ours said."""
        said = self._ran(self.warehouse)
        self._ran(self.twin)
        ours, theirs = table_hashes(self.warehouse), table_hashes(self.twin)
        unlike = {name for name in ours | theirs if ours.get(name) != theirs.get(name)}
        # That what was published was damaged is a finding of the run that mends it.
        unlike -= {"finding"} if "damaged" in said else set()
        self.wrong += [f"unlike the undisturbed: {self._unlike(one)}" for one in sorted(unlike)]
        ledger = walk(self.folder / "register" / SOFT_LEDGER)
        if ledger.broken or len(ledger.records) != self.recorded:
            self.wrong.append(f"{len(ledger.records)} of {self.recorded} entries, {ledger.broken}")
        return said

    def _unlike(self, table: str) -> str:
        """Return a table's name and the rows that only one of both has, as many as can be read."""
        rows = []
        for warehouse in (self.warehouse, self.twin):
            with open_published(warehouse) as connection:
                held = connection.execute("select count(*) from duckdb_tables() where "
                    "concat_ws('.', schema_name, table_name) in ($table, 'main.' || $table)",
                    {"table": table}).fetchone()  # fmt: skip
                found = connection.execute(f"from {table}").fetchall() if held != (0,) else []
                rows.append(Counter(map(str, found)))
        ours, theirs = (sorted((one - other).elements()) for one, other in (rows, rows[::-1]))
        lines = [f"\n    ours alone: {row}" for row in ours[:SHOWN]]
        lines += [f"\n    theirs alone: {row}" for row in theirs[:SHOWN]]
        return f"{table}: {len(ours)} rows ours alone, {len(theirs)} theirs alone{''.join(lines)}"

    def _ran(self, warehouse: Path) -> str:
        settings = Settings(
            (self.folder / "in",), self.day, warehouse, register=self.folder / "register"
        )
        try:
            outcome = run(settings, say=lambda _: None, reports=False)
        except EarlyWarningError as error:
            self.wrong.append(f"the next run failed: {error}")
            return "failed"
        text = "\n".join(outcome.summary)
        was = "damaged, built anew" if "was damaged" in text else "built"
        return "nothing new" if "nothing was new" in text else was

    def left(self) -> Iterator[str]:
        """Return what should not be there any more."""
        for path in self.folder.rglob("*"):
            if LEFT.search(path.name) and self.folder / "twin" not in path.parents:
                yield str(path.relative_to(self.folder))
        # Prefect's runner leaves its folder for copied code; nothing is ever copied into it.
        kept = [path for path in (self.folder / "tmp").rglob("*") if not path.is_dir()]
        names = {path.name for path in (self.folder / "tmp").iterdir()} - {"runner_storage"}
        yield from sorted({*names, *map(str, kept)})
        was = holder(self.warehouse)
        if was is None or was.is_held or not was.ended_well:
            yield f"the lock: {was}"
        yield from (f"process {one}" for one in self.processes())

    def processes(self) -> list[int]:
        """Return what was started here and has not ended."""
        found = []
        mark = f"{MARK}={self.folder}".encode()
        for environ in Path("/proc").glob("[0-9]*/environ"):
            with suppress(OSError):
                if mark in environ.read_bytes().split(b"\0"):
                    found.append(int(environ.parent.name))
        return found

    def restored(self) -> list[str]:
        """Bring the last backup back elsewhere; return what did not hold."""
        self.wrong = []
        self.done("backup")
        newest = max((self.folder / "kept").iterdir())
        words = ["-m", "earlywarning", "backup", "restore", str(newest), "--key", "key"]
        words += ["--to", "back"]
        ended = self.ended(self.start(*words))
        back = self.folder / "back" / "data"
        if ended.code:
            return [*self.wrong, ended.said]
        if table_hashes(back / "earlywarning.duckdb") != table_hashes(self.warehouse):
            self.wrong.append("what came back is not what was published")
        return self.wrong

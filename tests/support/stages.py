"""Stands in for the stages of a run under a flow, which then only notes that they were called."""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar

from earlywarning.run.status import Counts, Status

NIGHT = ["ingest", "derive", "tell_apart", "score", "recommend", "publish"]
CRONS = {
    "nightly": ["30 2 * * *"], "monthly": ["0 5 3 * *", "0 12 * * *"],
    "quarterly": ["0 6 5 1,4,7,10 *"], "yearly": ["0 7 10 1 *"], "backfill": [], "events": [],
}  # fmt: skip


@dataclass
class Outcome:
    exit_code: int = 0
    published: Path = Path("nation.duckdb")
    summary: list[str] = field(default_factory=lambda: ["found"])
    new_files: int = 1
    refused: list[str] = field(default_factory=list)
    left_aside: list[str] = field(default_factory=list)


GOOD = Status(
    warehouse="w", last_good_run=dt.datetime(2026, 5, 1, tzinfo=dt.UTC), started_by="x", run="r",
    as_of=dt.date(2026, 4, 30), built_at=dt.datetime(2026, 5, 1, tzinfo=dt.UTC),
    first_good_run=dt.datetime(2026, 5, 1, tzinfo=dt.UTC), month_done=None, sources=(),
    counts=Counts(
        read=3, refused=0, left_aside=0, findings_by_rule={"odd": 7}, standings_changed=2
    ),
    registers=(),
)  # fmt: skip


class Stub:
    """Stands in for the stages of a run: notes that each was called."""

    STANDS_IN: ClassVar[dict[str, tuple[str, ...]]] = {
        "fetch": ("fetch",), "ingest": ("ingest",), "work": ("open_work", "close"),
        "stages": ("derive", "score", "recommend", "publish", "report", "outcome"),
        "status": ("record_good_run",), "told_apart": ("tell_apart",),
    }  # fmt: skip

    def __init__(self) -> None:
        self.called: list[str] = []
        self.ends = Outcome()
        self.fail: dict[str, list[Exception]] = {}
        self.fail_by: dict[str, Callable[[], None]] = {}
        self.unchanged = False
        self.answered = True
        self.recorded: tuple[str, bool] | None = None
        self.closed = 0
        for name in (*NIGHT, "report"):
            setattr(self, name, self._step(name))

    def _step(self, name: str) -> Callable[[object], None]:
        def step(work: object) -> None:
            self.called.append(name)
            if name in self.fail_by:
                self.fail_by[name]()
            if self.fail.get(name):
                raise self.fail[name].pop(0)

        step.__name__ = name
        return step

    def fetch(self, names: tuple[str, ...], folder: Path, **_: object) -> object:
        self._step("fetch")(None)
        self.fetched_into = folder
        return types.SimpleNamespace(lines=["cin: 1 new"], exit_code=0, answered=self.answered)

    def record_good_run(self, work: object, flow: str, *, reported: bool) -> Status:
        self.recorded = (flow, reported)
        return GOOD

    def open_work(self, settings: object, say: Callable[[str], None]) -> object:
        self.settings = settings
        return types.SimpleNamespace(unchanged=self.unchanged)

    def close(self, work: object) -> None:
        self.closed += 1

    def outcome(self, work: object) -> Outcome:
        return self.ends


def run(flow: str, tmp_path: Path, **more: object) -> Any:
    asked = getattr(import_module(f"pipelines.{flow}"), flow)
    return asked(
        inputs=[str(tmp_path)],
        warehouse=str(tmp_path / "nation.duckdb"),
        as_of="2026-04-30",
        return_state=True,
        **more,
    )

"""All stages in their order, alone on their warehouse."""

from __future__ import annotations

from collections.abc import Callable

from earlywarning.run.guard import require_forward
from earlywarning.run.ingest import ingest
from earlywarning.run.stages import derive, outcome, publish, recommend, report, score
from earlywarning.run.status import record_good_run
from earlywarning.run.summary import told
from earlywarning.run.told_apart import tell_apart
from earlywarning.run.work import Outcome, Say, Work, close, open_work
from earlywarning.settings import Settings
from earlywarning.warehouse.one_at_a_time import one_at_a_time

STAGES: dict[str, Callable[[Work], None]] = {
    "ingest": ingest,
    "derive": derive,
    "tell_apart": tell_apart,
    "score": score,
    "recommend": recommend,
    "publish": publish,
}


def run(settings: Settings, *, say: Say, reports: bool = True) -> Outcome:
    """Run every stage in order and return the outcome.

    Raises:
        AlreadyRunningError: if another run holds this warehouse.
        LostError: if something that the last published run held is missing; it stays published.
        NothingUsableError: if no published table could be taken; nothing is then published.
        UsageError: if it would replace what is published by an earlier day.
    """
    with one_at_a_time(settings.warehouse, "run"):
        require_forward(settings)
        work = open_work(settings, say)
        try:
            for stage in STAGES.values():
                stage(work)
        except BaseException:
            close(work)
            raise
        if reports:
            report(work)
        record_good_run(work, "run", reported=reports)
        return outcome(work)


def run_as_far_as(name: str, settings: Settings, *, say: Say) -> tuple[list[str], Outcome]:
    """Run the stages up to one of them and tell what it made; the build is then thrown away.

    `validate` is part of `ingest`, file by file, and shows its findings.

    Raises:
        AlreadyRunningError: if another run holds this warehouse.
    """
    with one_at_a_time(settings.warehouse, name, publishes=name == "publish"):
        if name == "publish":
            require_forward(settings)
        work = open_work(settings, say)
        try:
            for stage, function in STAGES.items():
                function(work)
                if stage == ("ingest" if name == "validate" else name):
                    break
            if name == "publish":
                record_good_run(work, name, reported=False)
            return told(name, work.offered, work.findings, work.building), outcome(work)
        finally:
            close(work)

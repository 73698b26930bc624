"""Wires a run: the only package that knows all the workers. They meet in tables."""

from earlywarning.stages.making import derive, outcome, publish, recommend, report, score
from earlywarning.stages.running import STAGES, run, run_as_far_as
from earlywarning.stages.taking import ingest
from earlywarning.stages.work import Outcome, Say, Work, close, open_work

__all__ = [
    "STAGES",
    "Outcome",
    "Say",
    "Work",
    "close",
    "derive",
    "ingest",
    "open_work",
    "outcome",
    "publish",
    "recommend",
    "report",
    "run",
    "run_as_far_as",
    "score",
]

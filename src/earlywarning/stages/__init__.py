"""Wires a run: the only package that knows all the workers. They meet in tables."""

from earlywarning.stages.fetching import FetchOutcome, fetch, listed
from earlywarning.stages.looking import replay
from earlywarning.stages.making import (
    derive,
    outcome,
    publish,
    recommend,
    report,
    score,
    write_reports,
)
from earlywarning.stages.nation import invent
from earlywarning.stages.running import STAGES, run, run_as_far_as
from earlywarning.stages.taking import ingest
from earlywarning.stages.work import Outcome, Say, Work, close, open_work

__all__ = [
    "STAGES",
    "FetchOutcome",
    "Outcome",
    "Say",
    "Work",
    "close",
    "derive",
    "fetch",
    "ingest",
    "invent",
    "listed",
    "open_work",
    "outcome",
    "publish",
    "recommend",
    "replay",
    "report",
    "run",
    "run_as_far_as",
    "score",
    "write_reports",
]

"""A line of a log: as a person reads it or, by the setting `log`, as JSON for a machine."""

from __future__ import annotations

import datetime as dt
import json
import logging

from earlywarning.settings import logs_json


def log_line(words: str, what: str, level: str = "info") -> str:
    """Return a line of a command: a warning says what it is, in JSON each does."""
    if logs_json():
        return _json(dt.datetime.now(dt.UTC), level, what, words)
    return words if level == "info" else f"{what}: {words}"


class JsonLines(logging.Formatter):
    """Formats what the flows log; named to Prefect by `pipelines/environment.py`."""

    def __init__(self, *_: object) -> None:
        super().__init__()

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as one line, also where it carries a traceback."""
        words = super().format(record)
        what = getattr(record, "flow_run_name", record.name)
        at = dt.datetime.fromtimestamp(record.created, dt.UTC)
        return _json(at, record.levelname.lower(), str(what), words)


def _json(at: dt.datetime, level: str, what: str, message: str) -> str:
    told = {"at": at.isoformat(timespec="seconds"), "level": level, "what": what}
    return json.dumps(told | {"message": message}, ensure_ascii=False)

"""A status in the text format of Prometheus."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

Samples = Iterable[tuple[dict[str, str], float]]
PREFIX = "earlywarning_"


def as_metrics(status: dict[str, Any]) -> str:
    """Return one gauge after the other; a moment that is not there has no sample."""
    own = {"warehouse": str(status["warehouse"])}
    lines: list[str] = []
    for name, meaning, samples in _gauges(status):
        lines += [f"# HELP {PREFIX}{name} {meaning}", f"# TYPE {PREFIX}{name} gauge"]
        lines += [f"{PREFIX}{name}{_labels(own | labels)} {value:.0f}" for labels, value in samples]
    return "\n".join(lines) + "\n"


def _gauges(status: dict[str, Any]) -> Iterator[tuple[str, str, Samples]]:
    for name, key, meaning in (
        ("last_good_run_timestamp_seconds", "last_good_run", "When a run last ended well."),
        ("built_timestamp_seconds", "built_at", "When what is published was built."),
        ("month_done_timestamp_seconds", "month_done", "When reports were last written."),
    ):
        yield name, meaning, _moment({}, status[key])
    day = dt.datetime.combine(status["as_of"], dt.time(), dt.UTC)
    yield "as_of_timestamp_seconds", "Day whose knowledge is published.", _moment({}, day)
    counts = status["counts"]
    files = [({"outcome": one}, counts[one]) for one in ("read", "refused", "left_aside")]
    yield "files", "Files offered to the last good run.", files
    rules = [({"rule": rule}, n) for rule, n in counts["findings_by_rule"].items()]
    yield "findings", "Doubts about the published data.", rules
    changed = counts["standings_changed"]
    samples: Samples = [] if changed is None else [({}, changed)]
    yield "standings_changed", "Authorities that stand elsewhere than before.", samples
    for key, meaning in (
        ("reached", "When a publisher last answered."),
        ("unreachable_since", "Since when a publisher does not answer."),
    ):
        moments = [m for one in status["sources"] for m in _moment(
            {"source": one["source"]}, one[key])]  # fmt: skip
        yield f"source_{key}_timestamp_seconds", meaning, moments
    rows = [({"register": one["file_name"]}, one["rows"]) for one in status["registers"]]
    yield "register_rows", "Rows or records of a register.", rows


def _moment(labels: dict[str, str], when: dt.datetime | None) -> list[tuple[dict[str, str], float]]:
    return [] if when is None else [(labels, when.timestamp())]


def _labels(labels: dict[str, str]) -> str:
    """Return labels as the format wants them: three characters in a value are escaped."""
    escapes = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})
    told = ",".join(f'{name}="{value.translate(escapes)}"' for name, value in labels.items())
    return "{" + told + "}"

"""An account of one run for those who look at the schedule: what came in, what is missing."""

from __future__ import annotations

from earlywarning.run.status import Status
from earlywarning.run.work import Outcome
from earlywarning.settings import Settings

# What markdown, or a page that shows it, could take for more than a letter.
_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_{}[]<>()#+!|~"})


def account(flow: str, outcome: Outcome, status: Status, settings: Settings) -> str:
    """Return the account in markdown; texts from files are kept from being markup."""
    counts = status.counts
    changed = counts.standings_changed
    rows = [
        ("as of", status.as_of),
        ("files read", counts.read),
        ("new files", outcome.new_files),
        ("refused", counts.refused),
        ("left aside", counts.left_aside),
        ("findings", sum(counts.findings_by_rule.values())),
        ("authorities that stand elsewhere", "not known" if changed is None else changed),
        ("published", f"{settings.warehouse}, built {status.built_at:%Y-%m-%d %H:%M} UTC"),
        ("pages", settings.reports / "index.html"),
    ]
    table = [f"| {name} | {_plain(str(value))} |" for name, value in rows]
    return "\n".join([
        f"# {flow}", "", "| | |", "| --- | --- |", *table,
        *_listed("Refused", outcome.refused),
        *_listed("Left aside", outcome.left_aside),
        *_listed("Found", outcome.summary),
    ]) + "\n"  # fmt: skip


def source_rows(status: Status) -> list[dict[str, str]]:
    """Return a row for each source that was ever asked."""
    return [
        {
            "source": one.source,
            "last answered": f"{one.reached:%Y-%m-%d %H:%M}" if one.reached else "never",
            "unreachable since": (
                f"{one.unreachable_since:%Y-%m-%d %H:%M}" if one.unreachable_since else ""
            ),
        }
        for one in status.sources
    ]


def finding_rows(status: Status) -> list[dict[str, str]]:
    """Return a row for each rule that found something."""
    found = sorted(status.counts.findings_by_rule.items(), key=lambda one: (-one[1], one[0]))
    return [{"rule": rule, "findings": f"{number}"} for rule, number in found]


def _listed(title: str, lines: list[str]) -> list[str]:
    return ["", f"## {title}", "", *(f"- {_plain(line)}" for line in lines)] if lines else []


def _plain(text: str) -> str:
    return " ".join(text.translate(_MARKS).split())

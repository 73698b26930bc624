"""Where the figures come from: the releases of only those that a briefing names."""

from __future__ import annotations

from earlywarning.reports import words
from earlywarning.reports.briefing.figures import Newest
from earlywarning.reports.briefing.language import inside, listed
from earlywarning.reports.facts import Facts
from earlywarning.reports.records import Indicator, Release


def sources_of(facts: Facts, named: list[Newest]) -> tuple[str, ...]:
    """Return one line for each release: title, day of publication, and which figures it gave."""
    releases = {row.release: row for row in facts.releases}
    given: dict[str, list[str]] = {}
    for newest in named:
        label = f"{inside(newest.one.name)} ({words.period(newest.row.time_period, newest.one)})"
        for line in sorted({_line(releases[one]) for one in _of(facts, newest, releases)}):
            given.setdefault(line, []).append(label)
    return tuple(f"{line}: {listed(labels)}." for line, labels in given.items())


def _of(facts: Facts, newest: Newest, releases: dict[str, Release]) -> list[str]:
    """Return the releases a figure came in: those of its day, or all that hold its series."""
    period = newest.row.time_period
    found: list[str] = []
    for series, back in _series(newest.one):
        found += facts.further.traced.get((series, period - back), [])
    known = [one for one in dict.fromkeys(found) if one in releases]
    same_day = [one for one in known if releases[one].published == newest.row.published]
    return same_day or known


def _series(one: Indicator) -> list[tuple[str, int]]:
    """Return the series an indicator can be read from, and by how many years each precedes."""
    series = [(name.strip(), 0) for name in (one.published_series or "").split(",") if name.strip()]
    if one.numerator:
        series.append((one.numerator, 0))
    if one.denominator:
        series.append((one.denominator, one.denominator_years_before or 0))
    return series


def _line(row: Release) -> str:
    title = row.title or words.plain(row.source)
    return f"{title}, published {words.day(row.published)}"

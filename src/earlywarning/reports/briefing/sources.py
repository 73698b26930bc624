"""Where the figures come from: the releases of only those that a briefing names."""

from __future__ import annotations

import datetime as dt

from earlywarning.reports import amounts, phrases
from earlywarning.reports.facts import Facts
from earlywarning.reports.newest import Newest
from earlywarning.reports.phrases import inside, listed
from earlywarning.tables.published import Release


def sources_of(facts: Facts, named: list[Newest]) -> tuple[str, ...]:
    """Return one line for each release: title, day of publication, and which figures it gave."""
    releases = {row.release: row for row in facts.releases}
    given: dict[str, dict[str, list[str]]] = {}
    for newest in named:
        period = amounts.period(newest.row.time_period, newest.one)
        for line in dict.fromkeys(_line(row) for row in _of(facts, newest, releases)):
            given.setdefault(line, {}).setdefault(period, []).append(inside(newest.one.name))
    return tuple(f"{line}: {_figures(periods)}." for line, periods in given.items())


def _figures(periods: dict[str, list[str]]) -> str:
    return "; ".join(f"{listed(names)} ({period})" for period, names in periods.items())


def _of(facts: Facts, newest: Newest, releases: dict[str, Release]) -> list[Release]:
    """Return the releases a figure came in: of its counts if these tell its day, or as published.

    A figure made of two counts is known on the day on which the later of both came out.
    """
    one, period = newest.one, newest.row.time_period
    counts = [
        (one.numerator, period),
        (one.denominator, period - (one.denominator_years_before or 0)),
    ]
    made = [_known(facts, newest, releases, series, year) for series, year in counts if series]
    if len(made) == 2 and all(made) and _day(made) == newest.row.published:
        return [row for row in made if row]
    told = [_known(facts, newest, releases, name, period) for name in one.published_series or []]
    found = [row for row in (*told, *made) if row]
    same_day = [row for row in found if row.published == newest.row.published]
    return (same_day or found)[:1]


def _known(
    facts: Facts, newest: Newest, releases: dict[str, Release], series: str | None, period: int
) -> Release | None:
    """Return the newest release of a series that was out on the figure's day."""
    found = [releases[r] for r in facts.traced.get((series or "", period), []) if r in releases]
    day = newest.row.published
    out = [row for row in found if row.published and (day is None or row.published <= day)]
    return max(out, key=lambda row: (str(row.published), row.release), default=None)


def _day(rows: list[Release | None]) -> dt.date | None:
    return max((row.published for row in rows if row and row.published), default=None)


def _line(row: Release) -> str:
    title = row.title or phrases.plain(row.source)
    return f"{title}, published {phrases.day(row.published)}"

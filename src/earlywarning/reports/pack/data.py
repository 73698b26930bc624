"""The pack's part about the data: how old, late, refused, held back, revised."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict

from earlywarning.period import months_between
from earlywarning.reports import phrases
from earlywarning.reports.counted import counted
from earlywarning.reports.document.blocks import Block, Heading, Listed, Table, Words
from earlywarning.reports.doubts import readable
from earlywarning.reports.facts import Facts
from earlywarning.reports.pack.month import Doubt, Month
from earlywarning.reports.phrases import listed, quoted, sentence
from earlywarning.reports.rules import HELD_HERE, in_words, source_name

NAMED = 8
# What a returned file is told of one authority, each in its own words.
OF_RETURNS = "in_year_returns"


def data(facts: Facts, month: Month) -> list[Block]:
    """Return the section on data that is late, refused, held back or revised."""
    said = (*_refused(facts, month), *_late(facts, month), *_new_doubts(facts, month),
            *_moved(month), *_held(month), *_revised(month))  # fmt: skip
    out: list[Block] = [Heading("Data that is late, refused or revised")]
    if said:
        out.append(Listed(said))
    else:
        out.append(Words("Nothing this month: no file was late or refused, and none revised."))
    return [*out, *_ages(facts)]


def _refused(facts: Facts, month: Month) -> list[str]:
    out = [
        f"Refused: {row.file_name}. {sentence(readable(row.message) or 'no reason is recorded')}"
        for row in facts.intake
        if row.outcome == "refused"
    ]
    told = {row.message for row in facts.intake}
    out += [
        f"Refused: {sentence(readable(row.message) or 'a file')}"
        for row in month.doubts
        if row.severity == "critical" and row.published is None and row.message not in told
    ]
    return out


def _late(facts: Facts, month: Month) -> list[str]:
    """Return what was wrong with returns, authority by authority, by name."""
    rows = [
        (facts.name(row.old_la_code), row)
        for row in month.doubts
        if row.source == OF_RETURNS and row.old_la_code and _counts(row, month)
    ]
    return [
        f"Return of {name}: {sentence(readable(row.message))}"
        for name, row in sorted(rows, key=lambda one: (one[0], one[1].message or ""))
    ]


def _counts(row: Doubt, month: Month) -> bool:
    return row.severity in ("critical", "warning") and month.is_new(row.published)


def _new_doubts(facts: Facts, month: Month) -> list[str]:
    """Return doubts about files that came out this month, one line for each rule."""
    kept: dict[tuple[str, str], list[Doubt]] = defaultdict(list)
    for row in month.doubts:
        if row.source != OF_RETURNS and _counts(row, month) and row.rule:
            kept[row.source or "", row.rule].append(row)
    return [_of_rule(facts, key, rows) for key, rows in sorted(kept.items())]


def _of_rule(facts: Facts, key: tuple[str, str], rows: list[Doubt]) -> str:
    source, rule = key
    names = sorted({facts.name(row.old_la_code) for row in rows if row.old_la_code})
    whose = f": {listed(names, NAMED)}" if names else ""
    times = f" ({len(rows)} times)" if len(rows) > 1 else ""
    return f"{source_name(source)}, new: {in_words(rule)}{whose}{times}."


def _moved(month: Month) -> list[str]:
    return [
        f"Redefined or an accident: the release of {phrases.day(row.published)} moved "
        f"{row.moved or 0:,} of {row.compared or 0:,} values of "
        f"{quoted(counted(row.series))} at once. They are held back until a later release "
        "explains them."
        for row in month.alarms
        if row.state == "open"
    ]


def _held(month: Month) -> list[str]:
    rules: Counter[str] = Counter()
    for row in month.held:
        if row.rule != "revision_alarm":  # told above, with its series and day
            rules[row.rule] += row.cells
    return [
        f"Held back: {phrases.count(cells, 'value')}: {in_words(rule).removesuffix(HELD_HERE)}."
        for rule, cells in sorted(rules.items())
    ]


def _revised(month: Month) -> list[str]:
    return [
        f"Revised: {row.title or 'a release'} of {phrases.day(row.published)} changed "
        f"{phrases.count(row.cells, 'value')} of "
        f"{phrases.count(row.authorities, 'authority', 'authorities')}."
        for row in month.revised
    ]


def _ages(facts: Facts) -> list[Block]:
    """Return how old the newest figures of each source are, by source."""
    newest: dict[str, tuple[dt.date, int]] = {}
    for row in facts.releases:
        if row.source and row.published and row.source != OF_RETURNS:
            before = newest.get(row.source)
            if before is None or (row.published, row.period or 0) > before:
                newest[row.source] = (row.published, row.period or 0)
    if not newest:
        return []
    return [
        Table(
            "The newest file of each source",
            ("Source", "Came out on", "Newest period in it", "Months since it came out"),
            tuple(_age(facts, source, *newest[source]) for source in sorted(newest)),
            frozenset({3}),
        )
    ]


def _age(facts: Facts, source: str, published: dt.date, period: int) -> tuple[str, ...]:
    return (
        source_name(source),
        phrases.day(published),
        str(period or "not told"),
        str(months_between(published, facts.as_of)),
    )

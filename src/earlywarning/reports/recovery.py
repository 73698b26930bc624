"""The way back after a poor judgement in words: the study's times, brakes, watch, helpers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from earlywarning.reports import phrases
from earlywarning.reports.phrases import count, inside, listed, months, sentence
from earlywarning.tables.read import by_code, rows_of
from earlywarning.tables.recovery import AfterJudgement, Brake, Intervention, Lent, SupportWatch
from earlywarning.tables.score import Journey
from earlywarning.warehouse.connect import open_published

L = TypeVar("L", Journey, Brake, AfterJudgement, Intervention, SupportWatch, Lent)
INDICATIVE = "The study's times are indicative, and run from when the weakness is owned."
CONTESTED = {
    True: "people say that leaders contest what was found",
    False: "of those who were heard nobody says that leaders contest what was found",
    None: "nobody was heard on whether leaders accept what was found",
}
SHOWN_AS = {"turnover_rate": "turnover", "agency_rate": "agency", "vacancy_rate": "vacancies"}


@dataclass(frozen=True, slots=True)
class Recovery:
    """What is known around one authority's way back; of most services nearly all is empty."""

    journey: Journey | None
    brake: Brake | None
    left: tuple[AfterJudgement, ...]
    interventions: tuple[Intervention, ...]
    watches: tuple[SupportWatch, ...]
    lent: Lent | None


def recovery_of(warehouse: Path, code: str) -> Recovery:
    """Return what a published file knows around one authority's way back."""
    with open_published(warehouse) as connection:

        def own(kind: type[L], order: str) -> list[L]:
            return by_code(rows_of(connection, kind, order)).get(code, [])

        return Recovery(
            journey=next(iter(own(Journey, "old_la_code")), None),
            brake=next(iter(own(Brake, "old_la_code")), None),
            left=tuple(own(AfterJudgement, "indicator")),
            interventions=tuple(own(Intervention, "started_on desc, intervention")),
            watches=tuple(own(SupportWatch, "intervention")),
            lent=next(iter(own(Lent, "old_la_code")), None),
        )


def told(known: Recovery, names: dict[str, str]) -> list[str]:
    """Return all that is known as sentences; `names` gives an authority's name by its code.

    A service that is good again is not reminded of who left after an old judgement.
    """
    return [
        *_beside_the_study(known.journey),
        *_brakes(known.brake),
        *(_left(known.left) if known.brake else ()),
        *_stepped_in(known.interventions, names),
        *_watched(known.watches),
        *_lent(known.lent),
    ]


def _beside_the_study(row: Journey | None) -> Iterator[str]:
    if row is None or row.months_since is None:
        return
    since = f"{months(row.months_since)} since the first report on this stage"
    if row.milestone:
        reached = f"by month {row.milestone_until} of it services of the study had got so far"
        yield f"{sentence(f'{since}; {reached}: {row.milestone}')} {INDICATIVE}"
    elif row.months_beyond is not None:
        beyond = f"{months(row.months_beyond)} more than services of the study took for it"
        yield f"{sentence(f'{since}, {beyond}')} {INDICATIVE}"


def _brakes(row: Brake | None) -> Iterator[str]:
    if row is None:
        return
    if row.parts_judged:
        yield (
            f"Depth: of {count(row.parts_judged, 'part')} judged, {row.parts_below_good or 0} "
            f"below good, {row.parts_lowest or 0} of them at the lowest grade."
        )
    known = ", the first report known, so perhaps longer" if row.is_first_known else ""
    times = f"; {row.times_lowest} times at the lowest grade" if (row.times_lowest or 0) > 1 else ""
    yield sentence(
        f"Duration: below good for {months(row.months_below_good or 0)}, since "
        f"{phrases.day(row.below_good_since)}{known}{times}"
    )
    yield sentence(f"Acceptance: {CONTESTED[row.contested]}")
    if row.judged_lowest_on:
        yield sentence(f"First response: {_first(row)}")


def _first(row: Brake) -> str:
    judged, begins = row.judged_lowest_on, row.responses_from
    if judged is None or begins is None or judged < begins:
        known = f" begins on {phrases.day(begins)}" if begins else " holds nothing of the kind"
        return f"not known, as the record of interventions and reviews{known}"
    if row.first_response_on is None:
        return f"none is on record since the report of {phrases.day(row.judged_lowest_on)}"
    what = inside(phrases.plain(row.first_response))
    days = count(row.first_response_days or 0, "day")
    return f"{what} on {phrases.day(row.first_response_on)}, {days} after the report"


def _left(rows: tuple[AfterJudgement, ...]) -> Iterator[str]:
    """Tell of each figure of the workforce before and after, beside the middle authority."""
    moves = [
        f"{SHOWN_AS.get(row.indicator, row.indicator)} from {row.before:.1f}% to {row.after:.1f}% "
        f"({row.before_period} to {row.after_period}; the middle authority "
        f"{row.change_of_others or 0:+.1f} points)"
        for row in rows
        if row.before is not None and row.after is not None
    ]
    if moves:
        yield sentence(
            f"Workforce before the report of {phrases.day(rows[0].judged_on)} and in the worse of "
            f"the two years after it: {listed(moves)}"
        )


def _stepped_in(rows: tuple[Intervention, ...], names: dict[str, str]) -> Iterator[str]:
    for row in rows:
        ends = f" to {phrases.day(row.ended_on)}" if row.ended_on else ", and goes on"
        code = row.supporter_old_la_code
        by = f", with {names.get(code, code)}" if code else ""
        what = phrases.plain(row.intervention)
        yield sentence(f"{what} from {phrases.day(row.started_on)}{ends}{by}")


def _watched(rows: tuple[SupportWatch, ...]) -> Iterator[str]:
    for row in rows:
        yield sentence(
            f"{phrases.plain(row.intervention)}: over since {phrases.month_of(row.ended_on)}; how "
            f"the pace is kept is asked until {phrases.month_of(row.until)}"
        )


def _lent(row: Lent | None) -> Iterator[str]:
    if row is None:
        return
    led = f"led {count(row.reviews_led, 'review')} ({count(row.review_days, 'day')} on site)"
    helped = f"helped in {count(row.interventions, 'intervention')}"
    days = "" if row.days_lent is None else f" with {count(row.days_lent, 'day')} so far"
    bare = f", {row.days_not_covered} of them without full cover" if row.days_not_covered else ""
    unsaid = f"; days or cover of {row.days_not_told} not told" if row.days_not_told else ""
    parts = [led] if row.reviews_led else []
    parts += [f"{helped}{days}{bare}{unsaid}"] if row.interventions else []
    yield sentence(f"Given to others within the year: {listed(parts)}")

"""Hidden quality month by month, the slips planted in it, and the inspections that look at it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab.nation.draws import stream
from lab.truth import assumed
from lab.truth.assumed import MONTHS_IN_YEAR, Setting

NEVER = 10_000
INADEQUATE = 4
WORDS = {
    1: "Outstanding", 2: "Good", 3: "Requires improvement to be good", 4: "Inadequate",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Hidden:
    """What nobody in the nation knows, and what inspectors made of it.

    quality and fallen: authorities by months; fallen is the share of a slip's depth that has
    happened. steady: quality without slips. slips and inspections: see `Truth`.
    """

    quality: np.ndarray
    steady: np.ndarray
    fallen: np.ndarray
    slips: pd.DataFrame
    inspections: pd.DataFrame


def month_day(month: int) -> dt.date:
    """Return the first day of a month, counted from the first hidden one."""
    years, months = divmod(assumed.FIRST_MONTH.month - 1 + month, MONTHS_IN_YEAR)
    return dt.date(assumed.FIRST_MONTH.year + years, months + 1, 1)


def months_in_all() -> int:
    """Return how many months are drawn."""
    first, last = assumed.FIRST_MONTH, assumed.UNTIL
    return (last.year - first.year) * MONTHS_IN_YEAR + last.month - first.month + 1


def codes_of(setting: Setting) -> list[str]:
    """Return the codes of the invented authorities; no real code has a letter."""
    return [f"T{row:03d}" for row in range(setting.authorities)]


def hide(seed: int, setting: Setting) -> Hidden:
    """Draw quality, slips and inspections; the same seed gives the same."""
    steady = _steady(seed, setting)
    service = _Service(seed, setting, steady)
    for month in range(steady.shape[1]):
        service.live(month)
    return Hidden(
        service.quality, steady, service.fallen,
        pd.DataFrame(service.slips, columns=["old_la_code", "began", "span_months", "found"]),
        pd.DataFrame(service.reports),
    )  # fmt: skip


def _steady(seed: int, setting: Setting) -> np.ndarray:
    rng = stream(seed, "quality")
    shape = (setting.authorities, months_in_all())
    follows = assumed.DRIFT_FOLLOWS
    wave = rng.normal(0, assumed.DRIFT, shape)
    wave[:, 1:] *= np.sqrt(1 - follows**2)
    for month in range(1, shape[1]):
        wave[:, month] += follows * wave[:, month - 1]
    whole = rng.normal(0, assumed.LASTING, (shape[0], 1)) + wave
    # On the border of two grades, so that chance alone makes judgements rise and fall.
    return np.full(shape, assumed.CUTS[1]) if setting.alike else whole


class _Service:
    """All authorities, moved on by one month at a time."""

    def __init__(self, seed: int, setting: Setting, steady: np.ndarray) -> None:
        many = setting.authorities
        self.codes, self.steady = codes_of(setting), steady
        self.quality, self.fallen = steady.copy(), np.zeros_like(steady)
        self.slipping_allowed = setting.slips and not setting.alike
        self.chance, self.visits = stream(seed, "slips"), stream(seed, "inspections")
        self.began, self.report = np.full(many, NEVER), np.full(many, NEVER)
        self.span, self.depth = np.ones(many), np.zeros(many)
        self.number = np.full(many, -1)
        self.due = self.visits.integers(0, assumed.FIRST_ROUND_MONTHS, many)
        self.last: list[dict[str, int]] = [{} for _ in range(many)]
        self.own_part = self.visits.normal(0, assumed.PART_LASTING, (many, len(assumed.PARTS)))
        self.slips: list[tuple[object, ...]] = []
        self.reports: list[dict[str, object]] = []

    def live(self, month: int) -> None:
        """Let slips begin, deepen and mend, and inspectors come."""
        if self.slipping_allowed:
            self._begin(month)
            self._deepen(month)
        for row in np.flatnonzero(self.due == month):
            self._inspect(int(row), month)

    def _begin(self, month: int) -> None:
        many = len(self.codes)
        luck, spans = self.chance.random(many), assumed.SLIP_SPAN_MONTHS
        span = self.chance.integers(spans[0], spans[1] + 1, many)
        depth = self.chance.uniform(*assumed.SLIP_DEPTH, many)
        lowest = np.array([one.get("overall") == INADEQUATE for one in self.last], dtype=bool)
        new = (luck < assumed.SLIP_CHANCE_A_MONTH) & (self.began == NEVER) & ~lowest
        self.began[new], self.span[new], self.depth[new] = month, span[new], depth[new]
        for row in np.flatnonzero(new):
            self.number[row] = len(self.slips)
            self.slips.append((self.codes[row], month_day(month), int(span[row]), None))

    def _deepen(self, month: int) -> None:
        down = np.clip((month - self.began + 1) / self.span, 0, 1)
        mended = np.clip((month - self.report) / assumed.REPAIR_MONTHS, 0, 1)
        self.fallen[:, month] = down * (1 - mended)
        self.quality[:, month] = self.steady[:, month] - self.depth * self.fallen[:, month]
        over = mended >= 1
        self.began[over] = self.report[over] = NEVER

    def _inspect(self, row: int, month: int) -> None:
        first = month_day(month) + dt.timedelta(days=int(self.visits.integers(0, 28)))
        wait = int(self.visits.integers(assumed.REPORT_DAYS[0], assumed.REPORT_DAYS[1] + 1))
        team = self.visits.normal(0, assumed.TEAM_NOISE)
        chance = self.visits.normal(0, assumed.PART_NOISE, len(assumed.PARTS))
        score = self.quality[row, month] + team + self.own_part[row] + chance
        grades = {"overall": _grade(float(score.mean()))}
        grades |= {name: _grade(float(s)) for name, s in zip(assumed.PARTS, score, strict=True)}
        published = first + dt.timedelta(days=wait)
        self._told(row, month, first, published, grades)
        years = assumed.YEARS_BETWEEN[grades["overall"]]
        spread = np.exp(self.visits.normal(0, assumed.SPREAD_BETWEEN))
        self.due[row] = month + max(6, round(MONTHS_IN_YEAR * years * spread))
        self.last[row] = grades

    def _told(
        self, row: int, month: int, first: dt.date, published: dt.date, grades: dict[str, int]
    ) -> None:
        if published <= assumed.UNTIL:
            self.reports += [
                {"old_la_code": self.codes[row], "framework": "ILACS", "started": first,
                 "published": published, "judgement": name, "grade": WORDS[grade]}
                for name, grade in grades.items()
            ]  # fmt: skip
        fell = any(grade > self.last[row].get(name, INADEQUATE) for name, grade in grades.items())
        slipped = self.began[row] <= month and self.fallen[row, month] >= assumed.FOUND_FROM
        if fell and slipped and self.report[row] == NEVER:
            self.report[row] = month + 2
            code, began, span, _ = self.slips[self.number[row]]
            self.slips[self.number[row]] = (code, began, span, first)


def _grade(score: float) -> int:
    return INADEQUATE - int(np.searchsorted(np.array(assumed.CUTS), score))

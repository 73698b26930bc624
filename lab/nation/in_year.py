"""Two years of monthly returns of four invented authorities: one clean, three that are odd."""

import csv
import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd

from lab.nation.draws import stream
from lab.nation.places import Nation
from lab.nation.spreadsheets import Cell, write_xlsx
from lab.nation.stories import DISINVESTED, REPAIRED, UNTRUSTWORTHY_DATA, WORKFORCE_SPIRAL

CLEAN, LATE, CONTRADICTORY, TOO_SMOOTH = (
    REPAIRED, WORKFORCE_SPIRAL, DISINVESTED, UNTRUSTWORTHY_DATA,
)  # fmt: skip
MONTHS = [pd.Timestamp(2024, 4, 1) + pd.DateOffset(months=n) for n in range(24)]
_ON_TIME, _TOO_LATE = dt.date(2026, 4, 14), dt.date(2026, 4, 28)
# Per 10,000 children and month.
_RATES = {
    "Contacts": 160.0,
    "Referrals": 45.0,
    "Section 47 enquiries": 16.0,
    "New into care": 2.4,
}
_PARTS = {
    "Re-referrals": ("Referrals", 0.21),
    "Assessments completed": ("Referrals", 0.92),
    "Assessments within 45 days": ("Assessments completed", 0.84),
    "ICPCs held": ("Section 47 enquiries", 0.32),
    "ICPCs within 15 days": ("ICPCs held", 0.82),
    "CP plans started": ("ICPCs held", 0.86),
    "Repeat plans": ("CP plans started", 0.24),
}
_STOCKS = (
    ("CP plans started", "CP plans ended", "Children on a CP plan", 42.0),
    ("New into care", "Left care", "Children looked after", 68.0),
)
_DAMAGED_FROM = 18
# What one authority counts beside: what is due in a month, and the share that is done.
_PRACTICE = {
    ("Supervision sessions due", "Supervision sessions held on time"): (180, 0.87),
    ("Reviews of children looked after", "Reviews in which the child took part"): (110, 0.91),
    ("Care proceedings ended", "Care proceedings ended within 26 weeks"): (14, 0.62),
}


def write_in_year(nation: Nation, folder: Path) -> None:
    """Write four returns in three layouts."""
    counts = {name: _counts(nation, name) for name in (CLEAN, LATE, CONTRADICTORY, TOO_SMOOTH)}
    counts[CLEAN] |= _practice(nation)
    slips = counts[CONTRADICTORY]
    slips["Repeat plans"][_DAMAGED_FROM] = slips["CP plans started"][_DAMAGED_FROM] + 4
    mean = int(counts[TOO_SMOOTH]["Referrals"].mean())
    counts[TOO_SMOOTH]["Referrals"] = mean + np.tile([0, 1, 0, -1, 0, 1, 1, 0, -1, 0, 0, 1], 2)
    codes = nation.las.set_index("la_name")["old_la_code"]
    write_xlsx(folder / "clean.xlsx", "Numbers", wide(CLEAN, _ON_TIME, counts[CLEAN]))
    folder.mkdir(parents=True, exist_ok=True)
    write_csv(folder / "late.csv", wide(str(codes[LATE]), _TOO_LATE, counts[LATE]))
    write_csv(folder / "contradictory.csv", _long(CONTRADICTORY, _ON_TIME, slips))
    write_csv(folder / "smooth.csv", wide(f"{TOO_SMOOTH} Council", _ON_TIME, counts[TOO_SMOOTH]))


def _counts(nation: Nation, name: str) -> dict[str, np.ndarray]:
    rng = stream(nation.seed, f"in year {name}")
    children = float(nation.las["children"].to_numpy()[nation.row(name)]) / 10_000
    season = 1 + 0.12 * np.sin(np.arange(len(MONTHS)) * np.pi / 3)
    out = {key: rng.poisson(rate * children * season) for key, rate in _RATES.items()}
    for key, (whole, share) in _PARTS.items():
        out[key] = rng.binomial(out[whole], share)
    for started, ended, at_end, rate in _STOCKS:
        out[ended] = rng.poisson(out[started].mean(), len(MONTHS))
        out[at_end] = round(rate * children) + np.cumsum(out[started] - out[ended])
    return out


def _practice(nation: Nation) -> dict[str, np.ndarray]:
    rng = stream(nation.seed, "in year practice")
    out: dict[str, np.ndarray] = {}
    for (due, done), (usual, share) in _PRACTICE.items():
        out[due] = rng.poisson(usual, len(MONTHS))
        out[done] = rng.binomial(out[due], share)
    return out


def _notes(authority: str, day: dt.date) -> list[list[Cell]]:
    return [
        ["Invented: no such authority exists", None],
        ["Authority", authority],
        ["Frequency", "monthly"],
        ["Returned on", f"{day}"],
        ["Prepared by", "performance analyst"],
        ["Provisional", "yes"],
        [None, None],
    ]


def wide(authority: str, day: dt.date, counts: dict[str, np.ndarray]) -> list[list[Cell]]:
    """Return a return with a column per month; counts may stop before the last of them."""
    told = MONTHS[: min(len(values) for values in counts.values())]
    header: list[Cell] = ["Indicator", *(f"{month:%b-%y}" for month in told)]
    rows: list[list[Cell]] = [[key, *values.tolist()] for key, values in counts.items()]
    return [*_notes(authority, day), header, *rows]


def _long(authority: str, day: dt.date, counts: dict[str, np.ndarray]) -> list[list[Cell]]:
    rows: list[list[Cell]] = [
        [key, f"{month:%B %Y}", int(value)]
        for key, values in counts.items()
        for month, value in zip(MONTHS, values, strict=True)
    ]
    return [*_notes(authority, day), ["Measure", "Period", "Value"], *rows]


def write_csv(path: Path, rows: list[list[Cell]]) -> None:
    """Write rows as a file of commas."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)

"""Inspections of the invented nation under three frameworks, one row per judgement."""

import datetime as dt

import numpy as np
import pandas as pd

from lab.nation.draws import stream
from lab.nation.places import Nation
from lab.nation.stories import SPLIT_EAST, SPLIT_PARENT, SPLIT_WEST, STORIES

GRADES = np.array(["Inadequate", "Requires improvement to be good", "Good", "Outstanding"])
JUDGEMENTS = ("overall", "leaders", "help_and_protection", "in_care", "care_leavers")
SUB_JUDGEMENTS = JUDGEMENTS[1:]
CARE_LEAVERS_FROM = dt.date(2023, 1, 1)
ILACS, SHORT = "ILACS Standard Inspection", "ILACS Short Inspection"
_CUTS = np.array([-1.3, -0.3, 0.85])


def ilacs_history(nation: Nation) -> pd.DataFrame:
    """Two rounds of inspections, 2018 to March 2025, by authority name and date."""
    rng = stream(nation.seed, "inspections")
    las = nation.las
    first = _round(nation, rng, dt.date(2018, 4, 16), 165, las["la_name"].to_numpy())
    existing = las.loc[las["la_name"] != SPLIT_PARENT, "la_name"].to_numpy()
    second = _round(nation, rng, dt.date(2021, 10, 4), 182, existing)
    # The halves of the divided county did not exist in the first round.
    first = first[~first["la_name"].isin([SPLIT_EAST, SPLIT_WEST])]
    history = pd.concat([first, _planted(second)], ignore_index=True)
    history["publication_date"] = [
        day + dt.timedelta(days=int(wait))
        for day, wait in zip(
            history["inspection_date"], rng.integers(43, 85, len(history)), strict=True
        )
    ]
    blank = history["inspection_date"] < CARE_LEAVERS_FROM
    history.loc[blank, "care_leavers"] = ""
    good = history["overall"].isin(["Good", "Outstanding"])
    short = good & (rng.random(len(history)) < 0.6) & (history["la_name"] != SPLIT_PARENT)
    history["inspection_type"] = np.where(short, SHORT, ILACS)
    return history.sort_values(["la_name", "inspection_date"], ignore_index=True)


def _round(
    nation: Nation, rng: np.random.Generator, start: dt.date, weeks: int, names: np.ndarray
) -> pd.DataFrame:
    quality = nation.las.set_index("la_name")["quality"].loc[names].to_numpy()
    drawn = quality + rng.normal(0.0, 0.35, len(names))
    frame = pd.DataFrame({"la_name": names})
    for judgement in JUDGEMENTS:
        spread = 0.0 if judgement == "overall" else 0.35
        scores = drawn + rng.normal(0.0, 1.0, len(names)) * spread
        frame[judgement] = GRADES[np.searchsorted(_CUTS, scores)]
    monday = rng.integers(0, weeks, len(names))
    frame["inspection_date"] = [start + dt.timedelta(weeks=int(week)) for week in monday]
    return frame


def _planted(latest: pd.DataFrame) -> pd.DataFrame:
    for story in STORIES:
        day, grade = story.inspection
        rows = latest["la_name"] == story.name
        latest.loc[rows, "inspection_date"] = pd.Series(
            [dt.date.fromisoformat(day)] * int(rows.sum()), index=latest.index[rows], dtype=object
        )
        latest.loc[rows, list(JUDGEMENTS)] = grade
    return latest


def older_judgements(nation: Nation) -> pd.DataFrame:
    """Judgements of 2009 to 2017 under the two older frameworks, with publication dates only."""
    rng = stream(nation.seed, "older inspections")
    las = nation.las[~nation.las["la_name"].isin([SPLIT_EAST, SPLIT_WEST])]
    parts = [
        _older(las, rng, "SLAC", kind, dt.date(2009, 8, 7), 150)
        for kind in ("SLAC looked after children", "SLAC safeguarding")
    ]
    single = _older(las, rng, "SIF", "SIF first inspection", dt.date(2014, 2, 11), 200)
    scores = las["quality"].to_numpy() - 0.2
    for judgement in (*SUB_JUDGEMENTS, "adoption"):
        noise = rng.normal(0.0, 0.5, len(las))
        single[judgement] = GRADES[np.searchsorted(_CUTS, scores + noise)]
    return pd.concat([*parts, single], ignore_index=True)


def _older(
    las: pd.DataFrame, rng: np.random.Generator, framework: str, kind: str, start: dt.date,
    weeks: int,
) -> pd.DataFrame:  # fmt: skip
    scores = las["quality"].to_numpy() - 0.2 + rng.normal(0.0, 0.7, len(las))
    days = [start + dt.timedelta(weeks=int(week)) for week in rng.integers(0, weeks, len(las))]
    return pd.DataFrame(
        {
            "framework": framework,
            "inspection_type": kind,
            "la_name": las["la_name"].to_numpy(),
            "old_la_code": las["old_la_code"].to_numpy(),
            "publication_date": days,
            "overall": GRADES[np.searchsorted(_CUTS, scores)],
        }
    )


def visits_of_the_year(nation: Nation) -> pd.DataFrame:
    """Focused and monitoring visits, April 2024 to March 2025."""
    rng = stream(nation.seed, "visits")
    names = nation.las.loc[nation.las["la_name"] != SPLIT_PARENT, "la_name"].to_numpy()
    many = min(60, len(names) // 2)
    visited = rng.choice(names, size=many, replace=False)
    start = dt.date(2024, 4, 16)
    days = [start + dt.timedelta(weeks=int(week)) for week in rng.integers(0, 49, many)]
    themes = ("Children in need/subject to a plan", "Care leavers", "Children in care",
              "Front door", "Achieving permanence", "Vulnerable adolescents")  # fmt: skip
    return pd.DataFrame(
        {
            "la_name": visited,
            "inspection_date": days,
            "publication_date": [day + dt.timedelta(days=34) for day in days],
            "inspection_type": rng.choice(
                ["ILACS Focused Visit", "LA Monitoring visit"], size=many, p=[0.6, 0.4]
            ),
            "theme": rng.choice(themes, size=many, p=[0.30, 0.28, 0.19, 0.12, 0.08, 0.03]),
        }
    )

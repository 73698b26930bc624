"""One inspection with two grades: never settled in silence, and never by what is worse or first.

Between lists the one that ranks higher stands: a later list before an earlier and one without a
day, then Ofsted's own workbook before lists that others made of it. Within a file, and between
lists of one rank, the worse grade stands until the list is mended: what contradicts itself must
reassure nobody, and both statements are told.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, cast

import pandas as pd

from earlywarning.sources.inspections import rank_of, same_inspection
from earlywarning.sources.refused import RefusedRows

JUDGED = ["group", "judgement"]
SCALE = {
    grade: worse
    for worse, grade in enumerate(
        ("Outstanding", "Good", "Requires improvement to be good", "Inadequate"), start=1
    )
}


@dataclass(frozen=True, slots=True)
class Clash:
    """Two lists that give one judgement two grades; `used` is empty where neither ranks higher."""

    old_la_code: str
    judgement: str
    published: dt.date
    grades: tuple[str, str]
    releases: tuple[str, str]
    used: str


def without_contradictions(frame: pd.DataFrame, refused: RefusedRows) -> pd.DataFrame:
    """Return a list in which no judgement of one inspection has two grades: the worse stands.

    Args:
        frame: with the columns of Ofsted's lists, `sheet` and `row`.
        refused: takes the other rows, each naming all of them.
    """
    graded = _graded(frame)
    many = graded.groupby(JUDGED)["grade"].transform("nunique")
    bad: set[tuple[str, int]] = set()
    for _, own in graded[many > 1].groupby("group", sort=False):
        first = own[own["judgement"] == own["judgement"].iloc[0]]
        places = dict.fromkeys(zip(first["sheet"], first["row"], strict=True))
        said = ", ".join(
            f"{grade!r} in {_place(*place)}"
            for place, grade in zip(
                zip(first["sheet"], first["row"], strict=True), first["grade"], strict=True
            )
        )
        judgement, day = first["judgement"].iloc[0], first["published"].iloc[0]
        why = f"the inspection reported on {day} stands twice, its {judgement} {said}"
        at = _worst(first["grade"].tolist())
        kept = (first["sheet"].iloc[at], first["row"].iloc[at])
        for sheet, row in places:
            if (sheet, row) != kept:
                refused.add(int(row), "two_grades",
                            f"{_place(sheet, row)}: {why}; the worse stands until it is mended",
                            str(first["old_la_code"].iloc[0]))  # fmt: skip
        bad |= set(zip(own["sheet"], own["row"], strict=True)) - {kept}
    here = [place not in bad for place in zip(frame["sheet"], frame["row"], strict=True)]
    return frame.loc[here].reset_index(drop=True)


def _worst(grades: list[str]) -> int:
    """Return which of some grades is the worst; a word outside the scale is the least bad."""
    return max(range(len(grades)), key=lambda at: (SCALE.get(grades[at], 0), -at))


def _place(sheet: str, row: int) -> str:
    return f"sheet {sheet}, row {row}" if sheet else f"row {row}"


def _graded(frame: pd.DataFrame) -> pd.DataFrame:
    graded = frame[(frame["judgement"] != "theme") & frame["published"].notna()].copy()
    return graded.assign(group=same_inspection(graded))


def settled(parts: list[pd.DataFrame], as_of: dt.date) -> tuple[list[pd.DataFrame], list[Clash]]:
    """Return lists without what a higher list says otherwise, and each disagreement.

    A later list that gives another grade than an earlier is a revision and no disagreement.

    Args:
        parts: frames with the columns of Ofsted's lists, `release`, `release_published`, `rank`.
        as_of: the day; what was not public by then is not asked.
    """
    if not parts:
        return parts, []
    every = pd.concat([p.assign(part=i, at=p.index) for i, p in enumerate(parts)])
    every = every.reset_index(drop=True)
    graded = _graded(every[every["published"].map(lambda day: bool(day and day <= as_of))])
    graded["known"] = rank_of(graded, as_of)
    many = graded.groupby(JUDGED)["grade"].transform("nunique")
    clashes: list[Clash] = []
    dropped: set[tuple[int, int]] = set()
    for _, own in graded[many > 1].groupby(JUDGED, sort=True):
        found, out = _settle(own)
        clashes += found
        dropped |= set(zip(out["part"], out["at"], strict=True))
    kept = [p.loc[[(i, at) not in dropped for at in p.index]] for i, p in enumerate(parts)]
    return kept, clashes


def _settle(own: pd.DataFrame) -> tuple[list[Clash], pd.DataFrame]:
    """Return how one judgement's lists disagree, and the rows that do not stand."""
    order = own.sort_values(["known", "release"], kind="stable")
    top = order["known"].iloc[-1]
    best = order[order["known"] == top]
    stands = best["grade"].nunique() == 1
    at = -1 if stands else _worst(best["grade"].tolist())
    winner = cast("dict[str, Any]", best.iloc[at].to_dict())
    other = order["grade"] != winner["grade"]
    # An older list that was out before is a revision, which is told as such.
    earlier = order["known"].map(lambda one: dt.date.min < one[0] < top[0])
    against = order[other & ~earlier]
    used = winner["release"] if stands else ""
    clashes = [
        Clash(
            str(winner["old_la_code"]), str(winner["judgement"]), winner["published"],
            (str(winner["grade"]), str(row["grade"])),
            (str(winner["release"]), str(row["release"])), str(used),
        )
        for row in against.drop_duplicates("release").to_dict("records")
    ]  # fmt: skip
    return clashes, against

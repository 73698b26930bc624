"""Every inspection once, from all the lists in which it stands, as known on a day."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from earlywarning.definitions import Correction
from earlywarning.sources.ofsted import COLUMNS, SAME_INSPECTION

TRACED = [*COLUMNS, "release", "release_published"]
REVISION_COLUMNS = [
    "series", "geographic_level", "old_la_code", "time_period", "kind", "old_marker",
    "new_marker", "old_release", "new_release",
]  # fmt: skip


def combine(
    parts: list[pd.DataFrame], as_of: dt.date
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return inspections and what later releases changed in them.

    A report is public on its own day, so a list that came out after the as-of day still tells of
    inspections published by then; where lists known on that day disagree with it, they win.

    Args:
        parts: frames with the columns of `TRACED`; a list without a release day fills gaps only.
        as_of: the day.
    """
    if not parts:
        return pd.DataFrame(columns=COLUMNS), pd.DataFrame(columns=REVISION_COLUMNS)
    frame = pd.concat(parts, ignore_index=True)
    frame = frame[frame["published"].map(lambda day: day is not None and day <= as_of)].copy()
    frame["known"] = frame["release_published"].map(lambda day: _standing(day, as_of))
    frame["group"] = _same_inspection(frame)
    key = ["group", "judgement"]
    frame = frame.sort_values(["known", "release"], kind="stable", na_position="first")
    revised = _revisions(frame[frame["known"] > dt.date.min], key)
    started = frame.groupby("group")["started"].agg(lambda days: next(iter(days.dropna()), None))
    best = frame.drop_duplicates(key, keep="last").copy()
    best["started"] = best["group"].map(started)
    # All judgements of an inspection were published on one day: that of the list that stands.
    days = best.sort_values("known", kind="stable").groupby("group")["published"].last()
    best["published"] = best["group"].map(days)
    order = ["old_la_code", "published", "inspection_type", "judgement"]
    return best[COLUMNS].sort_values(order, ignore_index=True), revised


def _standing(released: dt.date | None, as_of: dt.date) -> dt.date:
    """A list that was out stands by its day; one that was not only fills gaps."""
    return released if released is not None and released <= as_of else dt.date.min


def _same_inspection(frame: pd.DataFrame) -> pd.Series:
    """Number the inspections: same authority, framework and kind, published within a quarter."""
    kind = frame["inspection_type"].where(frame["framework"] != "ILACS", frame["judgement"].eq("theme").map({True: "visit", False: "inspection"}))
    visits = frame["judgement"] == "theme"
    kind = kind.where(~visits, frame["inspection_type"] + " " + frame["started"].astype(str))
    order = frame.assign(kind=kind).sort_values(["old_la_code", "framework", "kind", "published"])
    same = ["old_la_code", "framework", "kind"]
    days = pd.to_datetime(order["published"])
    new = order[same].ne(order[same].shift()).any(axis=1) | (days.diff() > SAME_INSPECTION)
    return new.cumsum().reindex(frame.index)


def _revisions(frame: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Return grades and publication dates that a later list gave otherwise."""
    rows = []
    for _, group in frame[frame["judgement"] != "theme"].groupby(key, sort=True):
        records = group.to_dict("records")
        for before, after in zip(records, records[1:], strict=False):
            for what in ("grade", "published"):
                if before[what] != after[what] and before["release"] != after["release"]:
                    rows.append(_revision(before, after, what))
    frame = pd.DataFrame(rows, columns=REVISION_COLUMNS)
    return frame.drop_duplicates(ignore_index=True)


def _revision(before: dict[str, object], after: dict[str, object], what: str) -> tuple[object, ...]:
    name = after["judgement"] if what == "grade" else "publication_date"
    published = after["published"]
    assert isinstance(published, dt.date)
    return (
        f"inspection.{name}", "Local authority", after["old_la_code"], published.year,
        "value", str(before[what]), str(after[what]), before["release"], after["release"],
    )  # fmt: skip


def corrected(
    found: pd.DataFrame, parts: list[pd.DataFrame], corrections: tuple[Correction, ...]
) -> tuple[pd.DataFrame, list[Correction]]:
    """Put known errors in grades and publication days right.

    Returns:
        The inspections, and the corrections whose inspection is listed but whose error no list has.
    """
    outdated = []
    for one in corrections:
        what, _, judgement = one.series.partition(".")
        if what != "inspection":
            continue
        column = "published" if judgement == "publication_date" else "grade"
        hits = _of(found, one, judgement)
        if (hits & (found[column].astype(str) == one.expect)).any():
            value = dt.date.fromisoformat(one.value or "") if column == "published" else one.value
            found.loc[hits, column] = value
        elif not any((_of(p, one, judgement) & (p[column].astype(str) == one.expect)).any() for p in parts):
            outdated += [one] if hits.any() else []
    return found, outdated


def _of(frame: pd.DataFrame, one: Correction, judgement: str) -> pd.Series:
    years = frame["published"].map(lambda day: day.year if day else None)
    hits = (frame["old_la_code"] == one.area) & (years == one.time_period)
    hits &= (frame["framework"] == "ILACS") & (frame["judgement"] != "theme")
    return hits if judgement == "publication_date" else hits & (frame["judgement"] == judgement)

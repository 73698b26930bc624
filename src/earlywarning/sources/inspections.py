"""Every inspection once, from all the lists in which it stands, as known on a day."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from earlywarning.definitions.quality import Correction
from earlywarning.sources.ofsted import COLUMNS, SAME_INSPECTION
from earlywarning.sources.refused import Unread
from earlywarning.tables.declare import columns_of
from earlywarning.tables.published import InspectionRevision, UnreadReport


def combine(parts: list[pd.DataFrame], as_of: dt.date) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return inspections and what later releases changed in them.

    A report is public on its own day, so a list that came out after the as-of day still tells of
    inspections published by then; where lists known on that day disagree with it, they win.

    Args:
        parts: frames with the columns of Ofsted's lists, `release` and `release_published`; a list
            without a release day fills gaps only.
        as_of: the day.
    """
    if not parts:
        return pd.DataFrame(columns=COLUMNS), pd.DataFrame(columns=columns_of(InspectionRevision))
    frame = pd.concat(parts, ignore_index=True)
    public = frame["published"].map(lambda day: day is not None and day <= as_of)
    frame = frame[public.astype(bool)].copy()  # of no rows the answer is not of type bool
    frame["known"] = frame["release_published"].map(lambda day: _standing(day, as_of))
    frame["group"] = same_inspection(frame)
    key = ["group", "judgement"]
    frame = frame.sort_values(["known", "release"], kind="stable", na_position="first")
    revised = _revisions(frame[frame["known"] > dt.date.min], key)
    started = (
        frame.dropna(subset=["started"]).drop_duplicates("group").set_index("group")["started"]
    )
    best = frame.drop_duplicates(key, keep="last").copy()
    best["started"] = best["group"].map(started)
    # All judgements of an inspection were published on one day: that of the list that stands.
    days = best.sort_values("known", kind="stable").groupby("group")["published"].last()
    best["published"] = best["group"].map(days)
    order = ["old_la_code", "published", "inspection_type", "judgement"]
    return best[COLUMNS].sort_values(order, ignore_index=True), revised


def with_newer(found: pd.DataFrame, summaries: list[pd.DataFrame], as_of: dt.date) -> pd.DataFrame:
    """Add what the sector's summary of reports has and no list of Ofsted's has yet.

    It ranks below Ofsted's lists: of each authority only an inspection counts that began after the
    last report that they know.

    Args:
        found: inspections from Ofsted's lists.
        summaries: frames with the columns of Ofsted's lists.
        as_of: the day.
    """
    listed = found.assign(listed_by="ofsted")
    if not summaries:
        return listed
    told = pd.concat(summaries, ignore_index=True)
    told = told.loc[[day <= as_of for day in told["published"]]]
    full = found[found["judgement"] != "theme"]
    last = full.groupby("old_la_code")["published"].max().to_dict()
    newer = [
        row["started"] > last.get(row["old_la_code"], dt.date.min)
        for row in told[["old_la_code", "started"]].to_dict("records")
    ]
    more = told.loc[newer].sort_values("published", kind="stable")
    more = more.drop_duplicates(["old_la_code", "started", "judgement"], keep="last")
    parts = [one for one in (listed, more.assign(listed_by="sector_summary")) if len(one)]
    if not parts:
        return listed
    order = ["old_la_code", "published", "inspection_type", "judgement"]
    return pd.concat(parts, ignore_index=True).sort_values(order, ignore_index=True)


def unread(told: list[tuple[str, Unread]], found: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """Return the refused reports after which no report of their authority is known.

    One whose day cannot be read may be later than all others. The newest of an authority stands.

    Args:
        told: file and what was refused in it.
        found: inspections that could be read.
        as_of: the day.
    """
    judged = found[found["judgement"] != "theme"]
    last = judged.groupby("old_la_code")["published"].max().to_dict()
    rows = [
        (one.old_la_code, one.day, one.grade or None, name, one.row)
        for name, one in told
        # The same inspection may carry two dates, and stand in another list.
        if one.day is None
        or last.get(one.old_la_code, dt.date.min) + SAME_INSPECTION < one.day <= as_of
    ]
    frame = pd.DataFrame(rows, columns=columns_of(UnreadReport)).astype(object)
    frame = frame.sort_values(["old_la_code", "day", "file_name", "row_number"])
    return frame.drop_duplicates("old_la_code", keep="last", ignore_index=True)


def rank_of(frame: pd.DataFrame, as_of: dt.date) -> pd.Series:
    """Return how much each row's list is believed: by its day, then by who made it."""
    days = frame["release_published"].map(lambda day: _standing(day, as_of))
    return pd.Series(list(zip(days, frame["rank"], strict=True)), index=frame.index, dtype=object)


def _standing(released: dt.date | None, as_of: dt.date) -> dt.date:
    """A list that was out stands by its day; one that was not only fills gaps."""
    return released if released is not None and released <= as_of else dt.date.min


def same_inspection(frame: pd.DataFrame) -> pd.Series:
    """Number the inspections: same authority, framework and kind, published within a quarter."""
    ilacs_kind = frame["judgement"].eq("theme").map({True: "visit", False: "inspection"})
    kind = frame["inspection_type"].where(frame["framework"] != "ILACS", ilacs_kind)
    visits = frame["judgement"] == "theme"
    kind = kind.where(~visits, frame["inspection_type"] + " " + frame["started"].astype(str))
    order = frame.assign(kind=kind).sort_values(["old_la_code", "framework", "kind", "published"])
    same = ["old_la_code", "framework", "kind"]
    days = pd.to_datetime(order["published"])
    new = order[same].ne(order[same].shift()).any(axis=1) | (days.diff() > SAME_INSPECTION)
    return new.cumsum().reindex(frame.index)


def _revisions(frame: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Return grades and publication dates that a later list gave otherwise."""
    graded = frame[frame["judgement"] != "theme"]
    before = graded.groupby(key)[["grade", "published", "release"]].shift()
    both = graded.join(before, rsuffix="_before")
    both = both[both["release_before"].notna() & (both["release_before"] != both["release"])]
    parts = []
    for what in ("grade", "published"):
        moved = both[both[what] != both[f"{what}_before"]]
        names = moved["judgement"] if what == "grade" else "publication_date"
        parts.append(
            pd.DataFrame(
                {
                    "series": "inspection." + names,
                    "geographic_level": "Local authority",
                    "old_la_code": moved["old_la_code"],
                    "time_period": moved["published"].map(lambda day: day.year),
                    "kind": "value",
                    "old_marker": moved[f"{what}_before"].astype(str),
                    "new_marker": moved[what].astype(str),
                    "old_release": moved["release_before"],
                    "new_release": moved["release"],
                },
                columns=columns_of(InspectionRevision),
            )
        )
    return pd.concat(parts, ignore_index=True).drop_duplicates(ignore_index=True)


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
        elif not any(
            (_of(p, one, judgement) & (p[column].astype(str) == one.expect)).any() for p in parts
        ):
            outdated += [one] if hits.any() else []
    return found, outdated


def _of(frame: pd.DataFrame, one: Correction, judgement: str) -> pd.Series:
    years = frame["published"].map(lambda day: day.year if day else None)
    hits = (frame["old_la_code"] == one.area) & (years == one.time_period)
    hits &= (frame["framework"] == "ILACS") & (frame["judgement"] != "theme")
    return hits if judgement == "publication_date" else hits & (frame["judgement"] == judgement)

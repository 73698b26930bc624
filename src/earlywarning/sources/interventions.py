"""The register of interventions: kind, start and end, who helps, and what it costs the helper."""

from __future__ import annotations

import re
from collections.abc import Container

import pandas as pd

from earlywarning.sources import register_rows
from earlywarning.sources.reading import whole_day
from earlywarning.sources.refused import RefusedRows
from earlywarning.sources.register_rows import Known, Row, Rule, is_code, is_day, is_day_or_empty
from earlywarning.sources.registers import as_days, read_rows

HEADER = (
    "old_la_code", "intervention", "started_on", "ended_on", "supporter_old_la_code", "days_lent",
    "backfill", "source",
)  # fmt: skip
KEY = ["old_la_code", "intervention", "started_on", "supporter_old_la_code"]
BACKFILL = ("", "none", "part", "whole")


def interventions(
    header: tuple[str, ...],
    rows: list[list[str]],
    numbers: list[int],
    refused: RefusedRows,
    known: Known,
    kinds: Container[str],
) -> pd.DataFrame:
    """Read which formal steps and support began and ended where, and who helped.

    Days and cover are the helper's, so a row that gives them names it. What begins or ends after
    the day of the run is not known yet: an end that lies ahead, as planned, is left empty.

    Raises:
        SourceError: as for the register of soft intelligence.
    """
    check = {
        "old_la_code": is_code,
        "intervention": lambda t: t in kinds,
        "started_on": is_day,
        "ended_on": is_day_or_empty,
        "supporter_old_la_code": lambda t: not t or is_code(t),
        "days_lent": lambda t: not t or bool(re.fullmatch(r"\d{1,4}", t)),
        "backfill": lambda t: t in BACKFILL,
    }
    frame = read_rows(header, rows, numbers, refused, check)
    rules = {
        "authority": register_rows.strangers(known, "old_la_code", "supporter_old_la_code"),
        "itself": register_rows.same("old_la_code", "supporter_old_la_code"),
        "order": register_rows.turned("started_on", "ended_on"),
        "future": register_rows.ahead(known, "started_on"),
        "closed": _of_an_ended(known),
        "supporter": _given_by_nobody,
    }
    frame = _told_once(register_rows.possible(frame, refused, rules), refused)
    frame = frame[frame["started_on"].map(whole_day) <= known.as_of].reset_index(drop=True)
    frame = as_days(frame, "started_on", "ended_on")
    frame["ended_on"] = [day if day and day <= known.as_of else None for day in frame["ended_on"]]
    frame["days_lent"] = pd.to_numeric(frame["days_lent"].replace("", None)).astype("Int64")
    return frame[[*HEADER]].reset_index(drop=True)


def _told_once(frame: pd.DataFrame, refused: RefusedRows) -> pd.DataFrame:
    """Return each intervention once; of rows that say different things of one, none stands."""
    frame = frame.drop_duplicates([*HEADER])
    twice = frame.duplicated(KEY, keep=False)
    for _, own in frame[twice].groupby(KEY, sort=False):
        rows = [int(row) for row in own["row"]]
        for row in rows:
            other = next(one for one in rows if one != row)
            why = f"row {row}: row {other} says otherwise of the same; this row is refused"
            refused.add(row, "repeated_row", why, str(own["old_la_code"].iloc[0]))
    return frame[~twice]


def _of_an_ended(known: Known) -> Rule:
    """Refuse what began at, or came from, an authority that was not there; or goes on at one."""

    def rule(row: Row) -> str:
        """Return why a row is refused, empty if it is not."""
        began, places = whole_day(row["started_on"]), known.places
        days = [(code, began) for code in (row["old_la_code"], row["supporter_old_la_code"])]
        if not row["ended_on"]:
            days.append((row["old_la_code"], max(began, known.as_of)))
        told = [places.ended(code, on) for code, on in days if code in places.names]
        return next((why for why in told if why), "")

    return rule


def _given_by_nobody(row: Row) -> str:
    told = row["days_lent"] or row["backfill"]
    if told and not row["supporter_old_la_code"]:
        return "days_lent or backfill is given and supporter_old_la_code is empty"
    return ""

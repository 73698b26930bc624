"""From the cells of a return to observations and refusals; nothing is changed in silence."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from earlywarning.definitions.in_year import MONTHS, InYear
from earlywarning.definitions.places import Match, Matcher
from earlywarning.errors import SourceError
from earlywarning.sources.days import read_words
from earlywarning.sources.in_year import layout, names
from earlywarning.sources.in_year.aside import left_aside
from earlywarning.sources.in_year.cells import Value, read_value, refused
from earlywarning.sources.in_year.grid import Sheet
from earlywarning.sources.in_year.layout import PlacedCell, Row
from earlywarning.sources.in_year.periods import Period, Unclear, read_period
from earlywarning.sources.in_year.result import RefusedCell, Return
from earlywarning.sources.reading import whole_day

COLUMNS = [
    "old_la_code", "region", "frequency", "measure", "time_period", "period_end", "value",
    "marker", "status", "row_number", "cell",
]  # fmt: skip


def looks_like_return(sheets: list[Sheet], in_year: InYear) -> bool:
    """Tell whether sheets hold a return: its notes, or measures under periods."""
    known = names.measure_names(in_year)
    noted = {"returned_on", "frequency"} <= set(layout.notes(sheets))
    for sheet in sheets:
        for months in MONTHS.values():
            found = {
                plain
                for e in layout.entries(sheet, known, months)
                if (plain := names.plain(e.measure.content)) in known
                and _is_dated(e.period.content, months, noted=noted)
            }
            if len(found) >= (1 if noted else 3):
                return True
    # One with nothing but its notes is a return too, and refused as one.
    return noted


def _is_dated(content: object, months: int, *, noted: bool) -> bool:
    """Tell whether a cell is a period; in what calls itself a return one that is unclear is too."""
    found = content if isinstance(content, Unclear) else read_period(content, months)
    return isinstance(found, Period) or (noted and found is not None)


def read_return(
    sheets: list[Sheet], in_year: InYear, codes: pd.DataFrame, places: Matcher | None = None
) -> Return:
    """Read a return.

    Args:
        sheets: as they stand in the file.
        in_year: the declared measures.
        codes: authorities with old_la_code, new_la_code, la_name, region, closed.
        places: finds authorities by all their names; without it by those in `codes`.

    Raises:
        SourceError: naming the cell, if frequency or day of return cannot be told.
    """
    noted = layout.notes(sheets, strict=True)
    frequency, day = _frequency(noted), read_day_of_return(noted)
    found = places or Matcher(codes)
    reader = _Reader(in_year, codes, found, frequency, day, noted.get("authority"))
    for sheet in sheets:
        found_here = list(layout.entries(sheet, reader.known, MONTHS[frequency]))
        reader.aside += left_aside(sheet, found_here, reader.known)
        for entry in layout.without_splits(found_here, reader.known):
            reader.take(entry)
    return Return(
        frequency,
        day,
        _word(noted, "provisional") not in {"no", "n", "false", "final"},
        next((r for r in in_year.roles if r == _word(noted, "prepared_by")), ""),
        tuple(e for e in in_year.events if e.casefold() in _word(noted, "events")),
        reader.frame(),
        reader.refusals,
        reader.aside,
        [f"{sheet.name}: {words}" for sheet in sheets for words in sheet.hidden],
    )


def _word(noted: dict[str, PlacedCell], key: str) -> str:
    return str(noted[key].content).strip().casefold() if key in noted else ""


def _frequency(noted: dict[str, PlacedCell]) -> str:
    word = _word(noted, "frequency")
    if word not in MONTHS:
        where = noted["frequency"].at if word else "no cell"
        raise SourceError(f"{where}: frequency is neither monthly nor quarterly", rule="frequency")
    return word


def read_day_of_return(noted: dict[str, PlacedCell], key: str = "returned_on") -> dt.date:
    """Read the day on which the return became known; without it no as-of view can be honest.

    Raises:
        SourceError: naming the cell, if there is none or it can be more than one day.
    """
    if key not in noted:
        raise SourceError("no cell says on which day it was returned", rule="returned_on")
    place = noted[key]
    content = place.content
    text = str(content).strip().removesuffix(".0")
    if text.isdigit() and len(text) == 5 and not place.from_1904:
        return dt.date(1899, 12, 30) + dt.timedelta(days=int(text))
    try:
        said = read_words(text, slashed=False, timed=False) or text
        return whole_day(content if isinstance(content, dt.date) else said)
    except ValueError as error:
        raise SourceError(
            f"{place.at}: {key.replace('_', ' ')} {text[:20]!r}: write the day as 2025-05-12",
            rule="returned_on",
        ) from error


def require_returned(day: dt.date, latest: dt.date) -> None:
    """Refuse a return that says to have come on a day that has not.

    Raises:
        SourceError: naming the day.
    """
    if day > latest:
        raise SourceError(
            f"says to be returned on {day}, a day that has not come", rule="returned_on"
        )


class _Reader:
    """Resolves the cells of one return, each name once."""

    def __init__(
        self, in_year: InYear, codes: pd.DataFrame, places: Matcher, frequency: str,
        day: dt.date, authority: PlacedCell | None,
    ) -> None:  # fmt: skip
        self.in_year, self.codes, self.frequency, self.day = in_year, codes, frequency, day
        self.authority, self.places = authority, places
        self.known = names.measure_names(in_year)
        self.twin = {m.part: key for key, m in in_year.measures.items() if m.part}
        self.fits: dict[str, names.Fit] = {}
        self.matches: dict[tuple[str, dt.date], Match] = {}
        self.refusals: list[RefusedCell] = []
        self.aside: list[str] = []
        self.rows: dict[tuple[str, str, int], dict[str, Any]] = {}
        self.clashing: set[tuple[str, str, int]] = set()

    def take(self, entry: Row) -> None:
        """Take one cell in, or refuse it, once per cause."""
        empty = entry.value.content is None
        measure = self._measure(entry, empty)
        period = self._period(entry, empty)
        code = self._authority(entry, empty, period.end) if measure and period else None
        if measure is None or period is None or code is None:
            return
        value = read_value(entry.value.content, self.in_year.measures[measure])
        if period.end > self.day:
            if value.status == "blank":
                return
            value = refused(f"{period.end} is after the day it was returned, {self.day}")
        if entry.doubt and value.status != "blank":
            value = refused(entry.doubt)
        self._put((code, measure, period.label), period, value, entry)

    def _refuse(self, refusal: RefusedCell) -> None:
        if refusal.at not in {r.at for r in self.refusals}:
            self.refusals.append(refusal)

    def _measure(self, entry: Row, empty: bool) -> str | None:
        place = entry.measure
        if place.content is None:
            if not empty:
                self._refuse(
                    RefusedCell(entry.value.at, "a value beside no measure", row=entry.row)
                )
            return None
        fit = self._fit(place.content)
        if fit.key is None:
            if not empty:
                why = fit.why or "is no declared measure"
                self._refuse(RefusedCell(place.at, why, row=entry.row, content=place.content))
            return None
        if entry.form == "percentage" and fit.key in self.twin:
            return self.twin[fit.key]
        return fit.key

    def _period(self, entry: Row, empty: bool) -> Period | None:
        content = entry.period.content
        period = (
            content if isinstance(content, Unclear)
            else read_period(content, MONTHS[self.frequency])
        )  # fmt: skip
        if isinstance(period, Period):
            return period
        if not empty:
            why = period.why if period else "is no period"
            self._refuse(RefusedCell(entry.period.at, why, content=None if period else content))
        return None

    def _authority(self, entry: Row, empty: bool, on: dt.date) -> str | None:
        place = entry.authority or self.authority
        if place is None or place.content is None:
            if not empty:
                self._refuse(RefusedCell(entry.value.at, "no authority is named", row=entry.row))
            return None
        key = (str(place.content), on)
        match = self.matches.setdefault(key, self.places.find(place.content, on))
        if match.code is None and not empty:
            self._refuse(RefusedCell(place.at, match.why, content=place.content))
        return match.code

    def _fit(self, content: object) -> names.Fit:
        return self.fits.setdefault(str(content), names.fit_measure(content, self.known))

    def _put(self, key: tuple[str, str, int], period: Period, value: Value, entry: Row) -> None:
        row: dict[str, Any] = {
            "period_end": period.end, "value": value.number, "marker": value.marker,
            "status": value.status, "row_number": entry.row, "cell": entry.value.at,
            "why": value.why, "content": entry.value.content,
        }  # fmt: skip
        before = self.rows.get(key)
        if before is None or before["status"] == "blank":
            self.rows[key] = row
        elif value.status != "blank" and (
            key in self.clashing
            or (before["value"], before["marker"]) != (value.number, value.marker)
        ):
            # which of the two is meant cannot be told, so neither is taken
            self.clashing.add(key)
            why = f"two values for one measure and period, here and in {before['cell']}"
            self.rows[key] = {**before, "value": None, "marker": None, "status": "refused",
                              "why": f"two values, here and in {row['cell']}"}  # fmt: skip
            self._refuse(RefusedCell(row["cell"], why, *key, row=entry.row))

    def frame(self) -> pd.DataFrame:
        """Return the values; a refused cell leaves a row with its reason and no number."""
        out = []
        region = dict(zip(self.codes["old_la_code"], self.codes["region"], strict=True))
        for (code, measure, label), row in sorted(self.rows.items()):
            if row["status"] == "refused":
                self._refuse(RefusedCell(row["cell"], row["why"], code, measure, label,
                                     row["row_number"], row["content"]))  # fmt: skip
            status = "not_returned" if row["status"] == "blank" else row["status"]
            out.append({
                "old_la_code": code, "region": region[code], "frequency": self.frequency,
                "measure": measure, "time_period": label, **row, "status": status,
            })  # fmt: skip
        return pd.DataFrame(out, columns=COLUMNS)

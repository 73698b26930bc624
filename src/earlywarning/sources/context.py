"""What other files need to be read: authorities, dates of publication, the tool's dictionary."""

from __future__ import annotations

import copy
import csv
import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from earlywarning.definitions.loader import Definitions
from earlywarning.definitions.places import Matcher, aliases
from earlywarning.sources import authorities, calendar, lait
from earlywarning.sources.boundary import refusing
from earlywarning.sources.code_list import numbers_in, pairs_once
from earlywarning.sources.offered import Offered
from earlywarning.sources.reading import RawTable

# Known, and not needed: they are told of and left at that.
UNUSED = ("fetched_changes", "la_lookup", "geography", "ofsted_regions")


@dataclass
class Context:
    """The authorities, the calendar, the definitions, and the day whose knowledge is used."""

    definitions: Definitions
    authorities: authorities.Authorities
    calendar: calendar.Calendar
    as_of: dt.date
    lait_topics: dict[str, str] = field(default_factory=dict)
    lait_measures: dict[str, lait.Described] = field(default_factory=dict)
    rural_urban: dict[str, str] = field(default_factory=dict)

    @cached_property
    def code_of(self) -> dict[str, str]:
        """Three-digit number by every nine-character code it has had, and by itself."""
        codes = self.authorities.codes
        own = {code: code for code in codes["old_la_code"]}
        return own | dict(zip(codes["new_la_code"], codes["old_la_code"], strict=True))

    @cached_property
    def places(self) -> Matcher:
        """Return what finds authorities by name or code."""
        known_as = aliases(self.definitions.folder)
        return Matcher(self.authorities.codes, self.authorities.changes, known_as)

    @cached_property
    def trios(self) -> set[tuple[str, str, str]]:
        """Three-digit code, nine-character code and name of every authority there has been."""
        codes = self.authorities.codes[["old_la_code", "new_la_code", "la_name"]]
        return set(codes.itertuples(index=False, name=None))

    @cached_property
    def region_alias(self) -> dict[str, str]:
        """Other spellings of region names with the one used here."""
        return pairs(self.definitions.folder / "region_alias.csv")


def pairs(path: Path) -> dict[str, str]:
    """Read a list of two columns."""
    with path.open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file)
    return {row[0]: row[1] for row in rows}


def context_of(offered: list[Offered], definitions: Definitions, as_of: dt.date) -> Context:
    """Build the context from the files that carry it, or from the project's own lists."""
    context = Context(
        definitions,
        authorities.builtin(definitions.folder),
        calendar.builtin(definitions.folder),
        as_of,
    )
    by_kind: dict[str, list[Offered]] = {}
    for one in offered:
        if one.outcome == "unknown":
            by_kind.setdefault(one.kind, []).append(one)
    for name in UNUSED:
        for one in by_kind.get(name, []):
            one.outcome = "context"
    _dates_into(context, by_kind)
    _authorities_into(context, by_kind)
    _labels_into(context, by_kind)
    return context


def _dates_into(context: Context, by_kind: dict[str, list[Offered]]) -> None:
    adders = {
        "calendar": calendar.Calendar.add_calendar,
        "manifest": calendar.Calendar.add_manifest,
        "fetched": calendar.Calendar.add_fetched,
    }
    for kind, add in adders.items():
        for one in by_kind.get(kind, []):
            with _refusing(one) as raw:
                # A copy, so that of a file that is refused halfway nothing is used.
                grown = copy.deepcopy(context.calendar)
                add(grown, raw.header, raw.rows, raw.row_numbers, one.refused_rows)
                context.calendar = grown


def _labels_into(context: Context, by_kind: dict[str, list[Offered]]) -> None:
    for one in by_kind.get("lait_dictionary", []):
        with _refusing(one) as raw:
            context.lait_topics |= lait.topics_of(raw.header, raw.rows)
            context.lait_measures |= lait.described_in(raw.header, raw.rows)
    for one in by_kind.get("rural_urban", []):
        with _refusing(one) as raw:
            at = next(i for i, name in enumerate(raw.header) if "3 fold" in name)
            context.rural_urban |= {row[0]: row[at] for row in raw.rows}


def _authorities_into(context: Context, by_kind: dict[str, list[Offered]]) -> None:
    carried = context.authorities.codes
    regions: dict[str, str] = {}
    by_number: dict[str, str] = {}
    numbers = dict(zip(carried["new_la_code"], carried["old_la_code"], strict=True))
    for one in by_kind.get("regions", []):
        with _refusing(one) as raw:
            regions |= pairs_once(_cells(raw, 0, 1), one.refused_rows, "two_names")
    for one in by_kind.get("la_numbers", []):
        with _refusing(one) as raw:
            found = ((row, code.zfill(3), region) for row, code, region in _cells(raw, 0, 2))
            by_number |= pairs_once(found, one.refused_rows, "two_regions")
    for one in by_kind.get("la_hierarchy", []):
        with _refusing(one) as raw:
            numbers |= numbers_in(_cells(raw, 1, 2, 4), one.refused_rows)
    for one in by_kind.get("la_codes", []):
        with _refusing(one) as raw:
            rows = one.refused_rows
            codes = authorities.from_code_list(raw, rows, regions, by_number, numbers)
            codes = authorities.with_carried(codes, rows, carried)
            codes = authorities.with_running(codes, raw, rows, regions, by_number)
            for other in by_kind.get("la_hierarchy", []):
                with _refusing(other) as listed:
                    told = other.refused_rows
                    codes = authorities.with_listed(codes, _cells(listed, 1, 2, 3, 4), told)
            context.authorities = authorities.Authorities(codes, context.authorities.changes)
    for one in by_kind.get("la_lifecycle", []):
        with _refusing(one) as raw:
            known = set(context.authorities.codes["old_la_code"])
            changes = authorities.from_lifecycle(raw, one.refused_rows, known)
            context.authorities = authorities.Authorities(context.authorities.codes, changes)


def _cells(raw: RawTable, *places: int) -> Iterator[Any]:
    """Give the number of each row and some of its cells; a row that ends before them has none."""
    for cells, number in zip(raw.rows, raw.row_numbers, strict=True):
        if len(cells) > max(places):
            yield (number, *(cells[place].strip() for place in places))


@contextmanager
def _refusing(one: Offered) -> Iterator[RawTable]:
    """Give the rows of a context file; a fault in it refuses that file and no other."""
    assert one.raw is not None
    one.outcome = "context"
    with refusing(one):
        yield one.raw

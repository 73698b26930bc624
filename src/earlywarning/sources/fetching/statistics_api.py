"""The public API of explore education statistics: data sets, their versions, what changed.

Shapes as documented: lists come in pages (`paging`, `results`); versions are major.minor and never
change their number, though only the change list says what a minor one moved.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from earlywarning.definitions.publication import DataSet, Publication
from earlywarning.sources.fetching.failures import FetchError, NotThereError
from earlywarning.sources.fetching.polite import Polite

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a data set that can be downloaded."""

    number: str
    published: dt.date | None
    release: str
    rows: int | None
    address: str

    @property
    def order(self) -> tuple[int, ...]:
        """Return the number as numbers: 1.10 comes after 1.9."""
        return tuple(int(part) for part in self.number.split("."))


def pages(polite: Polite, path: str) -> Iterator[dict[str, Any]]:
    """Yield the results of all pages of a list.

    Raises:
        FetchError: if an answer is not a list in pages.
    """
    page, last = 1, 1
    while page <= last:
        address = f"{polite.manners.api}{path}?page={page}&pageSize={PAGE_SIZE}"
        answer = polite.json(address)
        try:
            last = int(answer["paging"]["totalPages"])
            results = list(answer["results"])
        except (KeyError, TypeError, ValueError) as error:
            raise FetchError(f"{address}: not a list in pages") from error
        if not all(isinstance(one, dict) for one in results):
            raise FetchError(f"{address}: not a list of objects")
        yield from results
        page += 1


class Catalogue:
    """Publications by slug, their data sets by publication: each asked for once."""

    def __init__(self, polite: Polite) -> None:
        self._polite = polite
        self._publications: list[dict[str, Any]] | None = None
        self._data_sets: dict[str, list[dict[str, Any]]] = {}

    def find(self, publication: Publication, wanted: DataSet) -> str:
        """Return the id of a data set, found by the publication's slug and the data set's title.

        Raises:
            NotThereError: if it is not offered, or under a title that is not known.
            FetchError: if more than one title fits.
        """
        if wanted.id:
            return wanted.id
        listed = self._of(publication)
        for title in wanted.titles:
            hits = [one for one in listed if plain(title) in plain(str(one.get("title", "")))]
            exact = [one for one in hits if plain(str(one.get("title"))) == plain(title)]
            hits = exact if len(exact) == 1 else hits
            if len(hits) == 1:
                return _id(hits[0])
            if hits:
                raise FetchError(f"{title!r} fits more than one: {_titles(hits)}")
        raise NotThereError(
            f"no data set called {wanted.titles[0]!r}; offered: {_titles(listed) or 'none'}. "
            f"If one of them is it, add its title in sources.toml, else get it from "
            f"{publication.page}"
        )

    def _of(self, publication: Publication) -> list[dict[str, Any]]:
        slug = publication.slug
        if self._publications is None:
            self._publications = list(pages(self._polite, "/publications"))
        found = [one for one in self._publications if one.get("slug") == slug]
        if not found:
            raise NotThereError(f"the API has no publication {slug!r}; see {publication.page}")
        if slug not in self._data_sets:
            listed = list(pages(self._polite, f"/publications/{_id(found[0])}/data-sets"))
            # One that was superseded keeps its title beside its successor's.
            self._data_sets[slug] = [one for one in listed if not one.get("supersedingDataSetId")]
        return self._data_sets[slug]


def _id(one: dict[str, Any]) -> str:
    """Return an id; it goes into an address, so it must look like one."""
    found = str(one.get("id", ""))
    if not re.fullmatch(r"[0-9A-Za-z-]+", found):
        raise FetchError(f"{one.get('title')!r} has no id")
    return found


def plain(words: str) -> str:
    """Return words without capitals, punctuation and double blanks."""
    return re.sub(r"[^a-z0-9]+", " ", words.casefold()).strip()


def _titles(found: list[dict[str, Any]]) -> str:
    return "; ".join(sorted(str(one.get("title")) for one in found))


def versions(polite: Polite, data_set_id: str) -> list[Version]:
    """Return the versions of a data set that were not withdrawn, oldest first.

    Raises:
        FetchError: if one has no number, or none is there.
    """
    listed = pages(polite, f"/data-sets/{data_set_id}/versions")
    usable = [_version(polite, data_set_id, o) for o in listed if o.get("status") != "Withdrawn"]
    if not usable:
        raise NotThereError(f"data set {data_set_id} has no version that can be used")
    return sorted(usable, key=lambda version: version.order)


def _version(polite: Polite, data_set_id: str, answer: dict[str, Any]) -> Version:
    number = str(answer.get("version", ""))
    if not re.fullmatch(r"\d+(\.\d+)+", number):
        raise FetchError(f"data set {data_set_id}: {number!r} is no version number")
    rows = answer.get("totalResults")
    release = answer.get("release")
    return Version(
        number=number,
        published=london_day(answer.get("published")),
        release=str(release.get("title", "")) if isinstance(release, dict) else "",
        rows=rows if isinstance(rows, int) else None,
        address=f"{polite.manners.api}/data-sets/{data_set_id}/csv?dataSetVersion={number}",
    )


def london_day(stamp: object) -> dt.date | None:
    """Return the day in London of a time such as 2024-03-01T09:30:00+00:00."""
    try:
        time = dt.datetime.fromisoformat(str(stamp))
    except ValueError:
        return None
    aware = time if time.tzinfo else time.replace(tzinfo=dt.UTC)
    return aware.astimezone(ZoneInfo("Europe/London")).date()


def changes(polite: Polite, data_set_id: str, number: str) -> list[dict[str, str]]:
    """Return the service's own list of what a version changed, one row per change.

    A list that is not there is no fault: the first version of a data set has none.
    """
    path = f"/data-sets/{data_set_id}/versions/{number}/changes"
    try:
        answer = polite.json(polite.manners.api + path)
    except NotThereError:
        return []
    rows = []
    for weight in ("major", "minor"):
        listed = answer.get(f"{weight}Changes")
        for kind, items in (listed if isinstance(listed, dict) else {}).items():
            for one in items if isinstance(items, list) else []:
                rows += [{"weight": weight, "kind": kind} | row for row in _change(one)]
    return rows


def _change(one: dict[str, Any]) -> list[dict[str, str]]:
    """Return what was before and after; option lists name the filter or level they are of."""
    within = _label(one.get("filter") or one.get("level"))
    return [
        {
            "within": within,
            "before": _label(item.get("previousState")),
            "after": _label(item.get("currentState")),
        }
        for item in one.get("options", [one])
    ]


def _label(state: object) -> str:
    if not isinstance(state, dict):
        return str(state or "")
    level = state.get("level")
    name = state.get("label") or state.get("name") or (level and _label(level)) or ""
    known_as = state.get("code") or state.get("column") or state.get("id") or ""
    return f"{name} ({known_as})" if name and known_as else str(name or known_as)

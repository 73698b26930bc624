"""A publication: where it comes out, how it can be fetched, and when the next one is due."""

from __future__ import annotations

import datetime as dt

from pydantic import Field, model_validator

from earlywarning.definitions.model import Declared
from earlywarning.period import PeriodKind, period_end


class Manners(Declared):
    """How politely and how long to ask; one set for all publishers."""

    api: str
    user_agent: str
    pause_seconds: float = Field(gt=0)
    timeout_seconds: float = Field(gt=0)
    tries: int = Field(ge=1)
    first_wait_seconds: float = Field(gt=0)
    longest_wait_seconds: float = Field(gt=0)
    answer_minutes: float = Field(gt=0)
    total_minutes: float = Field(gt=0)
    largest_megabytes: float = Field(gt=0)
    quiet_days: int = Field(ge=1)


class DataSet(Declared):
    """One data set of the statistics service, and the tables that its file is read as.

    It is found by `id` where one is known, else by the first title of the publication's data sets
    that holds one of the `titles`, capitals and punctuation aside.
    """

    name: str = Field(pattern=r"^[a-z0-9_]+$")
    titles: tuple[str, ...] = Field(min_length=1)
    id: str = ""
    tables: tuple[str, ...] = ()


class PlainFile(Declared):
    """A file at an address, or behind links: each of `links` is looked for on the page before."""

    name: str = Field(pattern=r"^[a-z0-9_]+$")
    address: str
    links: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()


class Cadence(Declared):
    """When a release is usually out: days after the last day it describes, and the month."""

    period: PeriodKind
    days: int = Field(gt=0)
    month: int = Field(ge=1, le=12)
    basis: str

    def due(self, year: int) -> dt.date:
        """Return the day by which the release about a year is usually out."""
        return period_end(year, self.period) + dt.timedelta(days=self.days)

    def newest_due(self, today: dt.date) -> int:
        """Return the newest year whose release should be out today."""
        return next(year for year in range(today.year, 0, -1) if self.due(year) <= today)

    @model_validator(mode="after")
    def _month_fits(self) -> Cadence:
        # 2025 stands for any year: no leap day lies between a reference day and its release.
        if self.due(2025).month != self.month:
            raise ValueError(f"month: {self.days} days after leads into another month")
        return self


class Publication(Declared):
    """One publication; its key is the `source` of the tables it feeds.

    `slug` and `data_sets` are for the statistics service, `files` for plain downloads; where
    neither is there, `by_hand` says what a person must do.
    """

    title: str
    page: str
    licence: str
    cadence: Cadence | None = None
    kinds: tuple[str, ...] = ()
    slug: str = ""
    data_sets: tuple[DataSet, ...] = ()
    files: tuple[PlainFile, ...] = ()
    by_hand: str = ""

    def parts(self) -> tuple[DataSet | PlainFile, ...]:
        """Return what is fetched, data sets first."""
        return self.data_sets + self.files

    @model_validator(mode="after")
    def _one_way_to_get_it(self) -> Publication:
        if bool(self.data_sets or self.files) == bool(self.by_hand):
            raise ValueError("give data_sets or files, or by_hand where neither can be")
        if bool(self.data_sets) != bool(self.slug):
            raise ValueError("slug and data_sets go together")
        names = [one.name for one in self.parts()]
        if len(names) != len(set(names)):
            raise ValueError("two data sets or files have one name")
        return self

    def tables(self) -> set[str]:
        """Return the tables that are named as fed by this publication."""
        return {table for one in self.parts() for table in one.tables}


class Sources(Declared):
    """sources.toml, whole."""

    fetching: Manners
    publications: dict[str, Publication]

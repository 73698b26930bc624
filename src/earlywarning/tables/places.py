"""Places: the children's services of the country, their codes, changes and neighbours."""

from __future__ import annotations

import datetime as dt

from earlywarning.tables.declare import always, column, table


@table(
    "local_authority",
    "Every children's service, open or closed, keyed by the DfE three-digit number",
    key="old_la_code",
)
class Authority:
    old_la_code: str = always("DfE three-digit number: the steady key")
    new_la_code: str | None = column("newest nine-character code")
    la_name: str = always("name")
    region: str | None = column("region; London is Inner or Outer")
    opened: dt.date | None = column("first day of the service")
    closed: dt.date | None = column("last day, empty while it runs")
    children: int | None = column("children aged 0 to 17 at the newest mid-year known", "bigint")
    is_small: bool | None = column(
        "too few children for a statistical signal or a neighbour median"
    )
    rural_urban: str | None = column(
        "rural and urban classification of 2011 in three classes, context only"
    )


@table(
    "authority_code",
    "Nine-character codes are dated attributes: one row per code that a service has carried",
    key="old_la_code, new_la_code",
)
class AuthorityCode:
    old_la_code: str | None = column("DfE three-digit number")
    new_la_code: str | None = column("nine-character code")
    la_name: str | None = column("name under that code")
    opened: dt.date | None = column("first day of the code")
    closed: dt.date | None = column("last day, empty while in use")


@table(
    "authority_alias",
    "Everyday and other spellings of the names of authorities; view authority_name has all names",
    key="alias",
    loose=True,  # a nation that is invented has few of these numbers
)
class AuthorityAlias:
    alias: str = always("spelling")
    old_la_code: str = always("authority")
    la_name: str | None = column("name of that authority, where the list says whom it means")


@table(
    "authority_change",
    "Reorganisations as rows: who became whom, when, and what that does to a series",
    key="effective, old_la_code, successor",
)
class AuthorityChange:
    effective: dt.date = always("day of the change")
    kind: str | None = column("split, merge, boundary or code_only")
    old_la_code: str = always("before")
    successor: str = always("after (one row each)")
    series_rule: str | None = column("what a reader of the series must know")


@table(
    "comparator_group",
    "The consortium's own groups of authorities, each held against the others of its group",
    key="comparator_group, old_la_code",
)
class ComparatorGroup:
    comparator_group: str = always("name of the group")
    old_la_code: str = always("an authority of it")


@table(
    "neighbour",
    "Statistical neighbours by model year, ten each",
    key="model_year, old_la_code, position",
)
class Neighbour:
    old_la_code: str = always("authority")
    neighbour_old_la_code: str = always("its neighbour")
    model_year: int = always("year of the model")
    position: int | None = column("1 is the closest")
    closeness: str | None = column("extremely close, very close, close, somewhat close, not close")
    weight: float | None = column("weight in closeness-weighted comparison")

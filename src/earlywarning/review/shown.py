"""The quarter's programme and the record of warnings as they are shown, from the published file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pandas as pd

from earlywarning.definitions.loader import load_definitions
from earlywarning.errors import UsageError
from earlywarning.review import inputs
from earlywarning.review.programme import planning
from earlywarning.review.programme.planning import quarter_of
from earlywarning.tables.declare import columns_of
from earlywarning.tables.offers import Programme
from earlywarning.warehouse.ask import build_of
from earlywarning.warehouse.connect import open_published, query

SHOWN = ("offered", "not this quarter", "planned already", "offer open", "conversation", "not due")


@dataclass(frozen=True, slots=True)
class Shown:
    """A programme with names in place of codes."""

    names: list[str]
    rows: list[tuple[object, ...]]
    found: planning.QuarterProgramme
    name_of: dict[str, str]

    def told(self) -> list[str]:
        """Return the programme for a screen: offers, notes, then what is not offered and why."""
        rows = self.found.rows
        if rows.empty:
            return ["nothing is scored, so there is no programme"]
        out = [f"Programme of {rows['quarter'].iloc[0]}, as of {rows['as_of'].iloc[0]}", ""]
        out += self._offers(rows[rows["outcome"] == "offered"])
        out += ["", *self.found.notes["words"]]
        out += self._groups()
        for outcome in SHOWN[1:]:
            out += self._others(outcome, rows[rows["outcome"] == outcome])
        return out

    def _offers(self, rows: pd.DataFrame) -> list[str]:
        out = []
        for row in _records(rows):
            name, supporter = (self._name(row[c]) for c in ("old_la_code", "supporter_old_la_code"))
            out.append(f"{row['action']}: {name}")
            out.append(
                f"    {row['review_type'].replace('_', ' ')}, {row['days']} day"
                f"{'' if row['days'] == 1 else 's'}, {row['proposed_from']} to {row['proposed_to']}"
            )
            out.append(f"    ask {supporter}: {row['match']}")
            out += [f"    with {row['reviewers']}"] if row["reviewers"] else []
            out.append(f"    why: {row['why']}")
        return out

    def _name(self, code: object) -> str:
        return self.name_of.get(str(code), str(code))

    def _groups(self) -> list[str]:
        out = []
        for (_, issue), rows in self.found.groups.groupby(["group_number", "issue"], sort=True):
            strong = rows["part"].str.contains("strong")
            members = rows.assign(last=strong, name=rows["old_la_code"].map(self.name_of))
            names = members.sort_values(["last", "name"])["name"]
            out.append(f"    {str(issue).replace('_', ' ')}: {', '.join(names)}")
        return ["", "Small groups that could work on a shared issue:", *out] if out else []

    def _others(self, outcome: str, rows: pd.DataFrame) -> list[str]:
        if rows.empty:
            return []
        out = ["", f"{outcome.capitalize()} ({len(rows)}):"]
        if outcome in ("not due", "conversation"):
            names = sorted(self.name_of.get(code, code) for code in rows["old_la_code"])
            return [*out, "    " + ", ".join(names)]
        for words, alike in rows.groupby("why_not", sort=True):
            names = sorted(self._name(code) for code in alike["old_la_code"])
            out.append(f"    {', '.join(names)}: {words}")
        return out


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return cast("list[dict[str, Any]]", rows.to_dict("records"))


def programme(warehouse: Path, reference: Path, capacity: int | None, quarter: str) -> Shown:
    """Return the programme of a published file, or of the newest kept build of a quarter.

    Raises:
        UsageError: if no build of the quarter is kept.
    """
    definitions = load_definitions(reference)
    build = _build_of(warehouse, quarter)
    with open_published(build) as connection:
        places, found = inputs.programme(connection, definitions, capacity)
    name_of = dict(zip(places["old_la_code"], places["la_name"], strict=True))
    shown = found.rows.assign(
        authority=found.rows["old_la_code"].map(name_of),
        supporter=found.rows["supporter_old_la_code"].map(name_of),
    ).astype(object)
    shown = shown.where(shown.notna(), None)
    names = ["quarter", "authority", *columns_of(Programme)[1:]]
    names.insert(names.index("supporter_old_la_code"), "supporter")
    rows = list(shown[names].itertuples(index=False, name=None))
    return Shown(names, rows, found, name_of)


def _build_of(warehouse: Path, quarter: str) -> Path:
    if not quarter:
        return warehouse
    kept = {
        path.name[:10]: path for path in sorted(warehouse.with_suffix(".builds").glob("*.duckdb"))
    }
    days = [day for day in kept if quarter_of(pd.Timestamp(day).date()) == quarter]
    if not days:
        there = sorted({quarter_of(pd.Timestamp(day).date()) for day in kept})
        raise UsageError(f"no build of {quarter} is kept; there are {', '.join(there) or 'none'}")
    return build_of(warehouse, pd.Timestamp(max(days)).date())


def record_of_warnings(warehouse: Path) -> tuple[list[str], list[tuple[object, ...]]]:
    """Return the hit record of past offers: columns and rows, all first."""
    names = ["about", "subject", "confirmed", "partly", "not_confirmed", "closed", "held_pct",
             "lower_pct", "upper_pct"]  # fmt: skip
    _, rows = query(
        warehouse,
        f"""select {", ".join(names)} from warning_record
            order by about <> 'all', about, subject <> 'all', subject""",  # noqa: S608
    )
    return names, rows


def told_record(rows: list[tuple[object, ...]]) -> list[str]:
    """Return the record for a screen, one line a subject."""
    if not rows:
        return ["No offer has been closed with findings yet."]
    out = []
    for about, subject, confirmed, partly, not_confirmed, closed, held, lower, upper in rows:
        what = "All together" if about == "all" else f"{about}: {subject}".replace("_", " ")
        out.append(
            f"{what}: {confirmed} confirmed, {partly} partly, {not_confirmed} not, of {closed}; "
            f"held {held:.0f}% (between {lower:.0f}% and {upper:.0f}%)"
        )
    return out

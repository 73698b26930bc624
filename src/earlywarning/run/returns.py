"""What the commands for in-year returns do."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

from earlywarning.definitions.loader import load_definitions
from earlywarning.definitions.places import Matcher, aliases
from earlywarning.errors import UsageError
from earlywarning.hostile import harmless
from earlywarning.run.soft import known_places
from earlywarning.settings import today
from earlywarning.sources.boundary import of_file
from earlywarning.sources.in_year.reading import require_returned
from earlywarning.sources.in_year.result import Return
from earlywarning.sources.in_year.template import long_rows, notes, write_return, write_template
from earlywarning.sources.returns import read_file
from earlywarning.warehouse.connect import query


def template(
    path: Path, reference: Path, form: str | None, frequency: str, until: dt.date, authority: str
) -> Path:
    """Write an empty return and say where."""
    form = form or path.suffix.lower().removeprefix(".") or "xlsx"
    if form not in {"xlsx", "csv"}:
        raise UsageError(f"{path}: a template is an xlsx or a csv file")
    target = path if path.suffix.lower() == f".{form}" else path.with_suffix(f".{form}")
    definitions = load_definitions(reference)
    write_template(target, definitions.in_year, frequency, until, authority=authority)
    return target


def check(path: Path, reference: Path, warehouse: Path) -> tuple[list[str], list[str]]:
    """Return what would be read, and a line for each cell that would be refused."""
    definitions = load_definitions(reference)
    codes, changes = known_places(reference, warehouse)
    places = Matcher(codes, changes, aliases(reference))
    with of_file(path.name):
        returned = read_file(path, definitions, codes, places=places)
        require_returned(returned.returned_on, today())
    return _told(returned), [r.told for r in returned.refusals]


def count(
    path: Path, reference: Path, warehouse: Path, given: dict[str, str], target: Path
) -> tuple[list[str], list[str]]:
    """Count child-level lists and write the counts as a return."""
    definitions = load_definitions(reference)
    codes, changes = known_places(reference, warehouse)
    places = Matcher(codes, changes, aliases(reference))
    with of_file(path.name):
        returned = read_file(path, definitions, codes, given, places)
        require_returned(returned.returned_on, today())
    if target.suffix.lower() not in {".xlsx", ".csv"}:
        raise UsageError(f"{target}: a return is an xlsx or a csv file")
    about = notes(
        definitions.in_year, returned.frequency, given["authority"], f"{returned.returned_on}"
    )
    write_return(target, long_rows(returned.frame, definitions.in_year), about)
    return [*_told(returned), str(target)], [r.told for r in returned.refusals]


def export(target: Path, warehouse: Path) -> int:
    """Write in_year_shared, and nothing else, as CSV; return the number of rows."""
    names, rows = query(
        warehouse,
        """
        select la.la_name, s.* from in_year_shared as s join local_authority as la
        using (old_la_code)
        order by la.la_name, s.frequency, s.measure, s.time_period
        """,
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([map(harmless, line) for line in ([*names], *rows)])
    return len(rows)


def _told(returned: Return) -> list[str]:
    lines = [
        f"{returned.frequency}, returned on {returned.returned_on}, "
        f"{'provisional' if returned.provisional else 'final'}"
        + (f"; declared: {', '.join(returned.events)}" if returned.events else "")
    ]
    for (code, measure), own in returned.frame.groupby(["old_la_code", "measure"]):
        periods = own["time_period"]
        counts = own["status"].value_counts().sort_index()
        told = ", ".join(f"{n} {str(status).replace('_', ' ')}" for status, n in counts.items())
        lines.append(f"{code} {measure}: {periods.min()} to {periods.max()}: {told}")
    lines += [f"hidden, and read all the same: {line}" for line in returned.hidden]
    return [*lines, *(f"left aside: {line}" for line in returned.aside)]

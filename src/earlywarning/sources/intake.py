"""Every file that is offered is recognised by content and becomes one `Taken` or one note.

Order matters once: the authority list, calendars and manifests are read before the tables that
need them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pandas as pd

from earlywarning.definitions import Definitions, Table
from earlywarning.errors import SourceError
from earlywarning.sources import (
    authorities,
    calendar,
    lait,
    neighbours,
    ofsted,
    open_data,
    registers,
)
from earlywarning.sources.reading import (
    BOOK_SUFFIXES,
    DATA_SUFFIXES,
    RawTable,
    cell_text,
    read_csv,
    read_sheets,
    require_rectangular,
)

Outcome = Literal["taken", "refused", "not_yet_read", "unknown", "not_yet_published", "context"]
MODEL_YEARS = (2021, 2025)


@dataclass(slots=True)
class Offered:
    """One file as it was offered and what it turned out to be."""

    path: Path
    name: str
    sha256: str
    kind: str = "unknown"
    outcome: Outcome = "unknown"
    message: str = ""
    table: Table | None = None
    raw: RawTable | None = None
    sheets: dict[str, list[list[object]]] | None = None
    frame: pd.DataFrame | None = None
    period: int | None = None
    published: dt.date | None = None
    published_basis: str = ""
    rule: str = ""
    row: int | None = None

    @property
    def release(self) -> str:
        """Return the identifier of the release: what, when, and which bytes."""
        return f"{self.kind}_{self.period}.{self.sha256[:8]}"

    def refuse(self, error: SourceError) -> None:
        """Mark the file as refused; the message keeps row and rule."""
        self.outcome, self.message = "refused", str(error)
        self.rule, self.row = error.rule, error.row


@dataclass(slots=True)
class Context:
    """What other files need: the authorities, the calendar, the definitions."""

    definitions: Definitions
    authorities: authorities.Authorities
    calendar: calendar.Calendar
    as_of: dt.date
    notes: list[str] = field(default_factory=list)


def offered_files(folders: tuple[Path, ...]) -> list[Offered]:
    """Return every file below the folders once per content, in order of name."""
    found: dict[str, Offered] = {}
    for folder in folders:
        paths = (
            [folder] if folder.is_file() else sorted(p for p in folder.rglob("*") if p.is_file())
        )
        base = folder.parent if folder.is_file() else folder
        for path in paths:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            found.setdefault(digest, Offered(path, path.relative_to(base).as_posix(), digest))
    return sorted(found.values(), key=lambda offered: offered.name)


def recognise(offered: Offered, definitions: Definitions) -> None:
    """Read a file and say what it is; a file that is not what it claims is refused."""
    suffix = offered.path.suffix.lower()
    if suffix not in DATA_SUFFIXES:
        offered.message = "not a data file"
        return
    try:
        if suffix == ".parquet":
            _recognise_parquet(offered, definitions)
        elif suffix in BOOK_SUFFIXES:
            _recognise_book(offered)
        else:
            _recognise_csv(offered, definitions)
    except SourceError as error:
        offered.refuse(error)


def _recognise_parquet(offered: Offered, definitions: Definitions) -> None:
    columns = lait.columns_of(offered.path)
    table = next((t for t in definitions.tables.values() if t.layout == "lait"), None)
    if table and set(lait.COLUMNS) <= set(columns):
        offered.kind, offered.table = table.table, table
    else:
        offered.message = f"no definition knows these columns: {', '.join(columns[:8])}"


def _recognise_book(offered: Offered) -> None:
    offered.sheets = read_sheets(offered.path)
    for rows in offered.sheets.values():
        for index, cells in enumerate(rows[:6]):
            header = tuple(cell_text(cell) for cell in cells)
            if neighbours.is_neighbours(header):
                text = [[cell_text(c) for c in r] for r in rows[index + 1 :]]
                offered.kind = "neighbours"
                offered.raw = RawTable(header, text, list(range(index + 2, len(rows) + 1)))
                return
            if header[:4] == ("LA Number", "LA Name", "Region", "Type"):
                text = [[cell_text(c) for c in r] for r in rows[index + 1 :]]
                offered.kind = "la_numbers"
                offered.raw = RawTable(header, text, list(range(index + 2, len(rows) + 1)))
                return
    if ofsted.outcome_sheets(offered.sheets):
        offered.kind = "ofsted_outcomes"
    else:
        offered.outcome = "not_yet_read"
        offered.message = f"workbook with sheets {', '.join(list(offered.sheets)[:4])}"


def _csv_kind(header: tuple[str, ...]) -> str:
    names = set(header)
    kinds = {
        "la_codes": {"new_la_code", "date_of_operation", "old_la_code"},
        "la_lifecycle": {"effective_date", "change_type", "old_dfe_code"},
        "calendar": calendar.CALENDAR_HEADER,
        "manifest": calendar.MANIFEST_HEADER,
        "ofsted_history": ofsted.HISTORY_HEADER,
        "ofsted_visits": ofsted.VISITS_HEADER,
        "soft_register": set(registers.SOFT_HEADER),
        "peer_reviews": set(registers.REVIEW_HEADER),
    }
    if header == ("region_code", "region_name"):
        return "regions"
    if neighbours.is_neighbours(header):
        return "neighbours"
    return next((kind for kind, needed in kinds.items() if needed <= names), "")


def _recognise_csv(offered: Offered, definitions: Definitions) -> None:
    content = offered.path.read_bytes()
    try:
        raw = read_csv(content)
    except SourceError as error:
        if error.rule != "encoding" or _is_known_table(content, definitions):
            raise
        offered.outcome, offered.message = "not_yet_read", f"no known table; {error}"
        return
    offered.raw = raw
    kind = _csv_kind(raw.header)
    if kind:
        if kind != "neighbours":
            require_rectangular(raw)
        offered.kind = kind
        return
    table = open_data.recognise(raw, definitions.tables)
    if table is None:
        known = open_data.is_open_data(raw.header)
        offered.outcome = "not_yet_read" if known else "unknown"
        own = [c for c in raw.header if c not in (*open_data.GEOGRAPHY, *open_data.PLACES)]
        offered.message = f"{len(raw.rows)} rows; columns {', '.join(own[:6])}"
        return
    offered.kind, offered.table = table.table, table
    require_rectangular(raw)
    offered.frame = open_data.canonical(raw, table)


def _is_known_table(content: bytes, definitions: Definitions) -> bool:
    """Tell whether bytes in another encoding are one of our tables, so that they are refused."""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1252"
    head = content.replace(b"\0", b"") if encoding == "cp1252" else content
    raw = read_csv(head.decode(encoding, errors="replace").encode())
    return bool(_csv_kind(raw.header)) or open_data.recognise(raw, definitions.tables) is not None


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
        by_kind.setdefault(one.kind, []).append(one)
    for one in by_kind.get("calendar", []) + by_kind.get("manifest", []):
        assert one.raw is not None
        add = (
            context.calendar.add_calendar
            if one.kind == "calendar"
            else context.calendar.add_manifest
        )
        add(one.raw.header, one.raw.rows)
        one.outcome, one.message = "context", "dates of publication"
    _authorities_into(context, by_kind)
    return context


def _authorities_into(context: Context, by_kind: dict[str, list[Offered]]) -> None:
    regions: dict[str, str] = {}
    by_number: dict[str, str] = {}
    for one in by_kind.get("regions", []):
        assert one.raw is not None
        regions |= {cells[0]: cells[1] for cells in one.raw.rows}
        one.outcome, one.message = "context", "region names"
    for one in by_kind.get("la_numbers", []):
        assert one.raw is not None
        by_number |= {cells[0].zfill(3): cells[2] for cells in one.raw.rows}
        one.outcome, one.message = "context", "authority numbers and regions"
    for one in by_kind.get("la_codes", []):
        assert one.raw is not None
        context.authorities = authorities.Authorities(
            authorities.from_code_list(one.raw.header, one.raw.rows, regions, by_number),
            context.authorities.changes,
        )
        one.outcome, one.message = "context", "authority codes with their dates"
    for one in by_kind.get("la_lifecycle", []):
        assert one.raw is not None
        changes = authorities.from_lifecycle(one.raw.header, one.raw.rows)
        context.authorities = authorities.Authorities(context.authorities.codes, changes)
        one.outcome, one.message = "context", "who became whom"


def date_release(offered: Offered, context: Context) -> None:
    """Read what is left to read, find the period, and hold back what was not out by as-of."""
    try:
        _load(offered, context)
    except SourceError as error:
        offered.refuse(error)
        return
    if offered.table and offered.period is not None:
        offered.published, offered.published_basis = context.calendar.published(
            offered.table, offered.period, offered.sha256
        )
    if offered.published and offered.published > context.as_of:
        offered.outcome = "not_yet_published"
        offered.message = f"out by {offered.published}, after the as-of day"


def _load(offered: Offered, context: Context) -> None:
    if offered.table is not None and offered.table.layout == "lait":
        offered.frame = lait.read(offered.path, offered.table)
        offered.period = int(offered.frame["Years"].max())
    elif offered.table is not None and offered.frame is not None:
        years = offered.frame["time_period"]
        bad = ~years.str.fullmatch(r"\d{4}")
        if bad.any():
            row = int(offered.frame.loc[bad, "row"].iloc[0])
            raise SourceError(
                f"row {row}: time_period is {years[bad].iloc[0]!r}, not a year",
                rule="time_period",
                row=row,
            )
        offered.period = int(years.max())
    elif offered.kind == "neighbours":
        assert offered.raw is not None
        frame = neighbours.tidy(offered.raw.header, offered.raw.rows)
        if len(frame) < 10:
            raise SourceError("no authority with ten neighbours in it", rule="neighbours")
        opened = context.authorities.opened_year()
        year = neighbours.model_year(set(frame["old_la_code"]), opened, MODEL_YEARS)
        offered.frame, offered.period = frame.assign(model_year=year), year
        listed = context.calendar.by_period.get(("statistical_neighbours", str(year)))
        offered.published, offered.published_basis = listed or dt.date(year, 5, 31), "calendar"
    elif offered.kind in {"soft_register", "peer_reviews"}:
        assert offered.raw is not None
        raw = offered.raw
        if offered.kind == "soft_register":
            flags = set(context.definitions.soft_flags)
            offered.frame = registers.soft_items(raw.header, raw.rows, raw.row_numbers, flags)
        else:
            offered.frame = registers.peer_reviews(raw.header, raw.rows, raw.row_numbers)


def observations(offered: Offered) -> pd.DataFrame:
    """Return the observations of a validated table with their release and day."""
    assert offered.frame is not None
    assert offered.table is not None
    reader = lait if offered.table.layout == "lait" else open_data
    frame = reader.tidy(offered.frame, offered.table)
    return frame.assign(release=offered.release, published=offered.published)

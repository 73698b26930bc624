"""What a file is, told by its content: never by its name or its place."""

from __future__ import annotations

from earlywarning.definitions import Definitions
from earlywarning.errors import SourceError
from earlywarning.sources import api_json, calendar, lait, neighbours, ofsted, open_data, registers
from earlywarning.sources.fetching.record import Change, Fetched, header_of
from earlywarning.sources.offered import Offered
from earlywarning.sources.reading import (
    BOOK_SUFFIXES,
    DATA_SUFFIXES,
    RawTable,
    cell_text,
    read_csv,
    read_sheets,
    require_rectangular,
)


def recognise(offered: Offered, definitions: Definitions) -> None:
    """Read a file and say what it is; a file that is not what it claims is refused."""
    suffix = offered.path.suffix.lower()
    if suffix == ".json":
        api_json.recognise(offered)
        return
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
        "fetched": set(header_of(Fetched)),
        "fetched_changes": set(header_of(Change)),
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

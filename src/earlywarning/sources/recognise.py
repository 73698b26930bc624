"""What a file is, told by its content: never by its name or its place."""

from __future__ import annotations

from typing import Protocol

from earlywarning.definitions.loader import Definitions
from earlywarning.errors import SourceError
from earlywarning.sources import (
    api_json,
    lait,
    ledger_file,
    neighbours,
    ofsted,
    ofsted_wide,
    open_data,
    outturn,
    place_list,
    returns,
)
from earlywarning.sources.annex_a.lists import plain
from earlywarning.sources.boundary import refusing
from earlywarning.sources.kind import BY_NAME, by_header, near_miss
from earlywarning.sources.offered import NOT_DATA, READ_SUFFIXES, Offered
from earlywarning.sources.reading import (
    BOOK_SUFFIXES,
    DATA_SUFFIXES,
    GARBLED,
    RawTable,
    Sheets,
    cell_text,
    read_csv,
    rectangular,
    rows_of,
)
from earlywarning.sources.refused import MOST_BAD_ROWS, most_of_a_table
from earlywarning.sources.renamed import (
    HEADER_WITHIN,
    require_commas,
    require_no_csv,
    require_no_table,
)
from earlywarning.sources.resembling import require_unlike
from earlywarning.sources.workbook.apart import open_book
from earlywarning.sources.workbook.limits import require_size, text_of
from earlywarning.sources.workbook.sheet import Sheet, require_sound

ABOUT_A_CHILD = "childuniqueid"
ROW_BY_ROW = {"neighbours", *(one.name for one in BY_NAME.values() if one.is_register)}
NUMBERS_HEADER = ("LA Number", "LA Name", "Region", "Type")


class Books(Protocol):
    """Where workbooks stay open from one run to the next."""

    def book_of(self, offered: Offered) -> list[Sheet] | None:
        """Return the sheets of a file as they were read before, None if they were not."""

    def keep_book(self, offered: Offered, book: list[Sheet]) -> None:
        """Keep the sheets of a file that is a publisher's list."""


def recognise(offered: Offered, definitions: Definitions, books: Books | None = None) -> None:
    """Read a file and say what it is; a file that is not what it claims is refused."""
    if offered.outcome == "refused":
        return
    with refusing(offered):
        _recognise(offered, definitions, books)


def _recognise(offered: Offered, definitions: Definitions, books: Books | None) -> None:
    suffix = offered.path.suffix.lower()
    if suffix not in DATA_SUFFIXES and ledger_file.recognise(offered):
        return
    if suffix in READ_SUFFIXES:
        require_size(offered.path)
    if suffix == ".json":
        api_json.recognise(offered)
        return
    if suffix not in DATA_SUFFIXES:
        offered.message = NOT_DATA
        require_no_table(offered.path, definitions)
        return
    if suffix == ".parquet":
        _recognise_parquet(offered, definitions)
    elif suffix in BOOK_SUFFIXES:
        _recognise_book(offered, definitions, books)
    else:
        _recognise_csv(offered, definitions)
    if offered.kind in BY_NAME and BY_NAME[offered.kind].is_context:
        offered.message = BY_NAME[offered.kind].title


def _recognise_parquet(offered: Offered, definitions: Definitions) -> None:
    columns = lait.columns_of(offered.path)
    table = next((t for t in definitions.tables.values() if t.layout == "lait"), None)
    if table and set(lait.COLUMNS) <= set(columns):
        offered.kind, offered.table = table.table, table
    elif table and len(missing := set(lait.COLUMNS) - set(columns)) < len(lait.COLUMNS) / 2:
        offered.kind, offered.table = table.table, table
        why = f"row 1: {table.title}: the header lacks {', '.join(sorted(missing))}"
        raise SourceError(why, rule="header", row=1)
    else:
        offered.message = f"no definition knows these columns: {', '.join(columns[:8])}"


def _recognise_book(offered: Offered, definitions: Definitions, books: Books | None) -> None:
    kept = books.book_of(offered) if books else None
    book = offered.book = kept or open_book(offered.path)
    offered.hidden = tuple(f"{one.name}: {words}" for one in book for words in one.hidden)
    _of_book(offered, rows_of(book), definitions)
    if offered.kind != returns.RETURN:
        offered.book = None
    if books and kept is None and offered.kind in BY_NAME and BY_NAME[offered.kind].keeps_bytes:
        books.keep_book(offered, book)


def _of_book(offered: Offered, sheets: Sheets, definitions: Definitions) -> None:
    offered.sheets = sheets
    table = outturn.recognise(sheets, definitions.tables)
    listed = None if table else place_list.from_book(sheets, definitions.tables)
    if table:
        offered.kind, offered.table = table.table, table
    elif listed:
        offered.table, offered.raw = listed
        offered.kind = offered.table.table
    elif not _list_in_book(offered, sheets):
        offered.kind = _ofsted_kind(sheets)
        if offered.kind == "unknown" and not returns.recognise(offered, definitions):
            require_no_csv(sheets, definitions)
            names = ", ".join(list(sheets)[:6])
            offered.message = f"a workbook with the sheets {names}; no reader knows it"


def _list_in_book(offered: Offered, sheets: Sheets) -> bool:
    for rows in sheets.values():
        for index, cells in enumerate(rows[:HEADER_WITHIN]):
            header = tuple(cell_text(cell) for cell in cells)
            numbers = header[:4] == NUMBERS_HEADER
            if numbers or neighbours.is_neighbours(header):
                require_sound(rows[index:])
                text = [[cell_text(c) for c in r] for r in rows[index + 1 :]]
                offered.kind = "la_numbers" if numbers else "neighbours"
                above = tuple(cell_text(c) for r in rows[:index] for c in r)
                numbers_of = list(range(index + 2, len(rows) + 1))
                offered.raw = RawTable(header, text, numbers_of, above)
                return True
    return False


def _ofsted_kind(sheets: Sheets) -> str:
    if ofsted.outcome_sheets(sheets):
        return "ofsted_outcomes"
    return "ofsted_wide" if ofsted_wide.has_wide_sheets(sheets) else "unknown"


def _raw(offered: Offered, content: bytes, definitions: Definitions) -> RawTable:
    try:
        return read_csv(content)
    except SourceError as error:
        if error.rule != "encoding":
            raise
        return _other_encoding(offered, content, definitions, error)


def _recognise_csv(offered: Offered, definitions: Definitions) -> None:
    content = text_of(offered.path)
    raw = _raw(offered, content, definitions)
    for start in range(min(HEADER_WITHIN, len(raw.rows) + 1)):
        if _settle(offered, _from_row(raw, start), definitions):
            return
    if returns.recognise(offered, definitions):
        return
    if any(plain(name) == ABOUT_A_CHILD for name in raw.header):
        offered.hold_children()
        offered.message = "a list about children, which is read in a workbook with the others only"
        return
    if misspelt := near_miss(raw.header):
        raise misspelt
    for start in range(min(HEADER_WITHIN, len(raw.rows) + 1)):
        require_unlike(offered, _from_row(raw, start), definitions)
    require_commas(offered, content, raw, definitions)
    offered.raw = raw
    offered.message = open_data.suggestion(raw, definitions.tables)


def _from_row(raw: RawTable, start: int) -> RawTable:
    """Return the table as it would be if its header stood some rows lower."""
    if start == 0:
        return raw
    header = tuple(cell.strip() for cell in raw.rows[start - 1])
    above = (*raw.header, *(cell for cells in raw.rows[: start - 1] for cell in cells))
    return RawTable(header, raw.rows[start:], raw.row_numbers[start:], above, raw.garbled)


def _settle(offered: Offered, raw: RawTable, definitions: Definitions) -> bool:
    kind = by_header(raw.header)
    table = None if kind else open_data.recognise(raw, definitions.tables)
    listed = None if kind or table else place_list.recognise(raw.header, definitions.tables)
    if not (kind or table or listed):
        return False
    offered.raw = raw
    offered.table = table or listed
    offered.kind = kind or (offered.table.table if offered.table else "unknown")
    for number in raw.garbled:
        why = f"row {number}: holds bytes that are not UTF-8"
        offered.refused_rows.add(number, "encoding", why)
    # A register may be empty, and of what was fetched nothing need have changed.
    if not raw.rows and kind not in ROW_BY_ROW and not kind.startswith("fetched"):
        raise SourceError(
            f"row 1: the header of {offered.kind} and no row below it", rule="no_rows"
        )
    # A register is refused row by row, and a neighbour model says itself what it lacks.
    if kind not in ROW_BY_ROW:
        offered.raw = rectangular(raw, offered.refused_rows)
    many = len(raw.rows) + len(raw.garbled)
    offered.refused_rows.require_few(
        many, most_of_a_table(many) if offered.table else MOST_BAD_ROWS
    )
    if table is not None:
        offered.frame = open_data.canonical(offered.raw, table)
    return True


def _other_encoding(
    offered: Offered, content: bytes, definitions: Definitions, error: SourceError
) -> RawTable:
    """Read bytes that are not UTF-8: a table declared so, or one in which a few rows are not.

    Raises:
        SourceError: the one given, if the header is not text.
    """
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        # It is told which table is lost, and no more is read of it.
        tables = definitions.tables
        offered.table = open_data.recognise(read_csv(content.decode("utf-16").encode()), tables)
        offered.kind = offered.table.table if offered.table else "unknown"
        raise error
    raw = read_csv(content.replace(b"\0", b" "), "cp1252", errors="replace")
    listed = place_list.recognise(raw.header, definitions.tables)
    if listed is not None and listed.encoding == "cp1252":
        return raw
    raw = read_csv(content.replace(b"\0", b"\xff"), errors=GARBLED)
    if not "".join(raw.header).isprintable():
        raise error
    return raw

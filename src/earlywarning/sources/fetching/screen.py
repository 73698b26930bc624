"""Whether what came is data at all: a web page or an error saved as data would be read later."""

from __future__ import annotations

import zipfile
from pathlib import Path

from earlywarning.errors import SourceError
from earlywarning.sources.fetching.download import Received
from earlywarning.sources.fetching.failures import FetchError
from earlywarning.sources.open_data import is_open_data
from earlywarning.sources.reading import BOOK_SUFFIXES, read_csv, rectangular
from earlywarning.sources.refused import RefusedRows


def screen(received: Received, suffix: str, *, rows: int | None = None) -> int | None:
    """Refuse what is not the data it should be; return the number of rows where they count.

    Args:
        received: the whole file, aside.
        suffix: what the file should be: .csv, .ods, .xlsx, .xls or .parquet.
        rows: how many rows the service says the data set has; None where it does not say. The
            columns of a data set of the service must then be in the open-data layout.

    Raises:
        FetchError: saying what came instead.
    """
    path = received.path
    with path.open("rb") as file:
        head = file.read(400)
    if not head.strip():
        raise FetchError("refused: an empty file came")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if start == b"<" or received.content_type in {"text/html", "application/xhtml+xml"}:
        raise FetchError("refused: a web page came instead of data")
    if start in (b"{", b"[") or received.content_type.endswith("json"):
        raise FetchError(
            f"refused: JSON came instead of data: {head[:80].decode(errors='replace')}"
        )
    if suffix == ".csv":
        return _screen_csv(path, rows)
    if suffix == ".parquet":
        _screen_parquet(path, head)
    elif suffix in BOOK_SUFFIXES - {".xls"} and not zipfile.is_zipfile(path):
        raise FetchError("refused: no whole workbook came")
    return None


def _screen_csv(path: Path, rows: int | None) -> int:
    try:
        raw = read_csv(path.read_bytes())
        rectangular(raw, RefusedRows())
    except SourceError as error:
        raise FetchError(f"refused: {error}") from error
    if rows is not None and not is_open_data(raw.header):
        raise FetchError(f"refused: not in the open-data layout: {', '.join(raw.header[:5])}")
    if rows is not None and len(raw.rows) < rows:
        raise FetchError(f"refused: {len(raw.rows)} rows came of {rows}; the file is cut off")
    return len(raw.rows)


def _screen_parquet(path: Path, head: bytes) -> None:
    with path.open("rb") as file:
        file.seek(-4, 2)
        if head[:4] != b"PAR1" or file.read(4) != b"PAR1":
            raise FetchError("refused: no whole parquet file came")

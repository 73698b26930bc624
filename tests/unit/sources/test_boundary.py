"""What goes wrong with a file refuses it; what only happens while it is read does not."""

from __future__ import annotations

import errno
import os

import duckdb
import pytest

from earlywarning.errors import SourceError
from earlywarning.sources.boundary import of_file


def ended_in_a_statement() -> RuntimeError:
    error = RuntimeError("Query interrupted")
    error.__context__ = SystemExit(143)
    return error


@pytest.mark.parametrize(
    "error",
    [
        duckdb.TransactionException("Failed to commit: Could not write file 'w.building.wal'"),
        duckdb.IOException("No space left on device"),
        OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)),
        duckdb.Error("Failed to create view 'incoming': SystemExit: 143"),
        ended_in_a_statement(),
    ],
)
def test_a_full_disk_and_a_signal_are_no_fault_of_the_file_at_hand(error: Exception) -> None:
    with pytest.raises(type(error)) as told, of_file("a.csv"):
        raise error
    assert told.value is error


@pytest.mark.parametrize(
    "error",
    [
        ValueError("a bug"),
        duckdb.ConversionException("Could not convert"),
        PermissionError(errno.EACCES, os.strerror(errno.EACCES)),
        OSError(errno.EIO, os.strerror(errno.EIO)),
    ],
)
def test_all_else_refuses_the_file(error: Exception) -> None:
    with pytest.raises(SourceError), of_file("a.csv"):
        raise error

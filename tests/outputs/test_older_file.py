"""Pages of a file that an older version published: one sentence, and no traceback."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from earlywarning.errors import EarlyWarningError
from earlywarning.run.pages import write_reports
from tests.conftest import earlywarning


def lacking(small_warehouse: Path, tmp_path: Path, version: str) -> Path:
    """Return a copy of the demo's database that lacks a table, as another version left it."""
    copy = tmp_path / "older.duckdb"
    copy.write_bytes(small_warehouse.resolve().read_bytes())
    with duckdb.connect(str(copy)) as connection:
        connection.execute("drop table support_watch")
        if version:
            connection.execute("update run set package_version = $version", {"version": version})
    return copy


def test_an_older_file_says_who_published_it_and_what_to_do(
    small_warehouse: Path, tmp_path: Path
) -> None:
    older = lacking(small_warehouse, tmp_path, "0.0.9+abc")
    with pytest.raises(EarlyWarningError, match=r"published by 0\.0\.9.*earlywarning run"):
        write_reports(older, tmp_path / "site", lambda _: None, ["901"])
    assert not (tmp_path / "site").exists()


def test_what_lacks_in_a_file_of_ones_own_is_a_fault_of_the_program(
    small_warehouse: Path, tmp_path: Path
) -> None:
    own = lacking(small_warehouse, tmp_path, "")
    with pytest.raises(duckdb.CatalogException):
        write_reports(own, tmp_path / "site", lambda _: None, ["901"])


def test_doctor_says_of_a_much_older_file_that_it_is_up_to_us(
    small_warehouse: Path, tmp_path: Path
) -> None:
    older = lacking(small_warehouse, tmp_path, "0.0.1+abc")
    with duckdb.connect(str(older)) as connection:
        connection.execute("alter table release drop column file_name")
    words = ("--warehouse", older, "--register", tmp_path, "--incoming", tmp_path)
    done = earlywarning("doctor", *words)
    assert done.returncode == 4, done.stderr
    [line] = [one for one in done.stdout.splitlines() if "older version" in one]
    assert line.startswith("WRONG")
    assert "support_watch, release.file_name; run" in line


def test_a_database_of_somebody_else_is_known_by_its_tables(tmp_path: Path) -> None:
    other = tmp_path / "other.duckdb"
    with duckdb.connect(str(other)) as connection:
        connection.execute("create table visits (day date)")
    words = "other.duckdb: this is no file that `earlywarning run` published"
    for command in (("query", "from visits"), ("tables",), ("explain", "Redshire")):
        done = earlywarning(*command, "--warehouse", other)
        assert (done.returncode, words in done.stderr) == (2, True), done.stderr

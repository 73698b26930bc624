"""Remembered tables: equal to fresh ones, never believed once what they rest on changed."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from earlywarning.definitions.loader import load_definitions
from earlywarning.run.memory import Memory, world_of
from earlywarning.sources.context import context_of
from earlywarning.sources.offered import Offered, Remembered
from earlywarning.sources.refused import RefusedRow, RefusedRows
from earlywarning.sources.workbook.sheet import Fault, Sheet
from earlywarning.tables.quality import Finding
from earlywarning.warehouse import cache
from earlywarning.warehouse.cache import KEPT_SECONDS, Cache
from tests.conftest import REFERENCE

DEFINITIONS = load_definitions(REFERENCE)
FOUND = [
    Finding(source="children_in_need", rule="coverage", severity="warning", message="2024: few",
            release="r.1", file_name="a.csv", time_period=2024),
    Finding(source="children_in_need", rule="share", severity="warning", old_la_code="901",
            message="row 7: \N{POUND SIGN}", release="r.1", file_name="a.csv"),
]  # fmt: skip
READ = Remembered(
    {
        "facts": pa.table(
            {"series": ["a", "b"], "value": [1.5, None], "period_end": [dt.date(2024, 3, 31)] * 2}
        ),
        "series": pa.Table.from_pandas(
            pd.DataFrame({"series": ["a", "b"], "labels": ["", None], "decimals": [1, 0]})
        ),
    },
    "Invented",
)


@pytest.fixture
def kept(tmp_path: Path) -> Memory:
    return Memory(Cache(tmp_path / "remembered", "code"), DEFINITIONS)


def offered(sha256: str = "a", name: str = "a.csv") -> Offered:
    return Offered(Path(name), name, sha256)


def taken(sha256: str = "a") -> Offered:
    """Return a file as it stands when its figures are loaded."""
    one = replace(offered(sha256), kind="cin_c1", table=DEFINITIONS.tables["cin_c1"])
    one.period, one.rows_read, one.message, one.hidden = 2024, 2, "as read", ("Sheet: column B",)
    one.refused_cells = frozenset({(7, "referrals")})
    one.refused_rows = RefusedRows([RefusedRow(9, "twice", "row 9 stands twice", "901")])
    return one


def recalled(kept: Memory, one: Offered, world: str = "w") -> list[Finding] | None:
    """Ask as a run does: what is it, then what did it come to."""
    return kept.recall(one, world) if kept.knows(one) else None


def test_a_table_comes_back_as_it_was_under_the_names_of_today(kept: Memory) -> None:
    assert recalled(kept, offered()) is None
    kept.keep(taken(), "w", FOUND, READ)
    one, before = replace(offered(), name="folder/a.csv"), taken()
    found = recalled(kept, one)
    release = "cin_c1_2024.a"
    assert found == [replace(each, release=release, file_name="folder/a.csv") for each in FOUND]
    for name in ("kind", "table", "period", "message", "hidden", "refused_cells", "refused_rows"):
        assert getattr(one, name) == getattr(before, name), name
    assert one.count_rows() == 2
    assert one.remembered is not None
    assert one.remembered.facts.equals(READ.facts)
    assert one.remembered.country == "Invented"
    pd.testing.assert_frame_equal(one.remembered.series, READ.series)


def test_only_a_day_that_the_file_names_itself_is_remembered(kept: Memory) -> None:
    for sha256, basis in (("a", "file"), ("b", "calendar")):
        one = taken(sha256)
        one.published, one.published_basis = dt.date(2024, 11, 1), basis
        kept.keep(one, "w", [], READ)
    own, other = offered("a"), offered("b")
    assert recalled(kept, own) == recalled(kept, other) == []
    assert (own.published, own.published_basis) == (dt.date(2024, 11, 1), "file")
    assert (other.published, other.published_basis) == (None, "")


def test_nothing_is_recalled_for_other_bytes_names_places_rules_or_code(
    kept: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.keep(taken(), "w", FOUND, READ)
    assert recalled(kept, offered("b")) is None
    assert recalled(kept, offered("a", "population_2021.csv")) is None
    assert recalled(kept, offered(), "other") is None
    assert recalled(replace(kept, cache=replace(kept.cache, code="other")), offered()) is None
    fewer = replace(DEFINITIONS, tables={"cin_c1": DEFINITIONS.tables["cin_c1"]})
    assert recalled(replace(kept, definitions=fewer), offered()) is None
    monkeypatch.setattr(cache, "_versions", lambda: ["another"])
    assert recalled(replace(kept), offered()) is None


def test_reading_rests_on_who_existed_names_and_the_tools_dictionary_and_not_on_the_day() -> None:
    context = context_of([], DEFINITIONS, dt.date(2024, 1, 1))
    assert world_of(context) == world_of(context_of([], DEFINITIONS, dt.date(2025, 1, 1)))
    known = context.authorities
    others = [
        replace(context, lait_topics={"a": "b"}),
        replace(context, authorities=replace(known, codes=known.codes[1:])),
        replace(context, authorities=replace(known, changes=known.changes[1:])),
    ]
    assert len({world_of(context), *map(world_of, others)}) == 4


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def with_another_bit(content: bytes) -> bytes:
    half = len(content) // 2
    return content[:half] + bytes([content[half] ^ 1]) + content[half + 1 :]


@pytest.mark.parametrize("part", ["json", "facts.parquet", "series.parquet"])
@pytest.mark.parametrize(
    "damage",
    [
        cut,
        with_another_bit,
        lambda _: b'{"note": {"table": "cin_c1"}, "hash": ""}',
        lambda _: b"",
        lambda _: b"[]",
        lambda _: b"[" * 100_000,
    ],
)
def test_what_is_damaged_is_read_anew(kept: Memory, part: str, damage) -> None:
    kept.keep(taken(), "w", FOUND, READ)
    for path in kept.cache.folder.glob(f"*.{part}"):
        path.write_bytes(damage(path.read_bytes()))
    one = offered()
    assert recalled(kept, one) is None
    assert one.remembered is None
    kept.keep(taken(), "w", FOUND, READ)
    assert recalled(kept, offered()) is not None


def test_fresh_asks_nothing_and_keeps_all_the_same(kept: Memory) -> None:
    fresh = replace(kept, cache=replace(kept.cache, fresh=True))
    fresh.keep(taken(), "w", FOUND, READ)
    assert recalled(fresh, offered()) is None
    assert recalled(kept, offered()) is not None


def test_what_nobody_asks_for_is_forgotten_and_what_is_asked_for_stays(kept: Memory) -> None:
    kept.keep(taken("a"), "w", FOUND, READ)
    kept.keep(taken("b"), "w", FOUND, READ)
    for path in kept.cache.folder.iterdir():
        os.utime(path, (0, path.stat().st_mtime - KEPT_SECONDS - 60))
    assert recalled(kept, offered("a")) is not None
    kept.cache.forget_old()
    assert recalled(kept, offered("a")) is not None
    assert recalled(kept, offered("b")) is None
    assert len(list(kept.cache.folder.iterdir())) == 4


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    kept = Memory(Cache(tmp_path / "file" / "below", "code"), DEFINITIONS)
    kept.keep(taken(), "w", FOUND, READ)
    kept.cache.forget_old()
    assert recalled(kept, offered()) is None


def test_a_table_under_the_name_of_another_is_no_table(kept: Memory) -> None:
    kept.keep(taken("a"), "w", [], READ)
    first = {path.name: path.read_bytes() for path in kept.cache.folder.iterdir()}
    kept.keep(taken("b"), "w", FOUND, READ)
    second = [path for path in kept.cache.folder.iterdir() if path.name not in first]
    for path in second:
        suffix = "." + path.name.split(".", 1)[1]
        path.write_bytes(next(text for name, text in first.items() if name.endswith(suffix)))
    assert recalled(kept, offered("b")) is None


BOOK = [
    Sheet("One", [["a", 1.5, None], [dt.datetime(2024, 3, 31, 12, 30), True, ""], [], [2e308]],
          {(0, 1): (0, 0)}, ("row 3",), from_1904=True),
    Sheet("", []),
]  # fmt: skip


def test_a_workbook_comes_back_cell_by_cell(kept: Memory) -> None:
    one = offered(name="a.xlsx")
    assert kept.book_of(one) is None
    kept.keep_book(one, BOOK)
    again = kept.book_of(one)
    assert again == BOOK
    assert again is not None
    kinds = [[type(cell) for cell in cells] for cells in again[0].rows]
    assert kinds == [[type(cell) for cell in cells] for cells in BOOK[0].rows]
    # The same bytes under another ending are opened by another reader.
    assert kept.book_of(offered(name="a.ods")) is None
    assert kept.book_of(offered("b", "a.xlsx")) is None


@pytest.mark.parametrize("cell", [Fault("#REF!", "A1", "is no value"), dt.date(2024, 3, 31), 1j])
def test_a_workbook_that_would_come_back_otherwise_is_not_kept(kept: Memory, cell: object) -> None:
    one = offered(name="a.xlsx")
    kept.keep_book(one, [Sheet("One", [[cell]])])
    assert kept.book_of(one) is None

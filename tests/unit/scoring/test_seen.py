"""What an earlier day showed is worked out once, and anew as soon as it rests on something else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from earlywarning.definitions.loader import load_definitions
from earlywarning.scoring import looking_back
from earlywarning.scoring.figures import Worked, knowledge
from earlywarning.scoring.seen import KEPT, KeptLooks, Seen, said_of
from earlywarning.warehouse.cache import Cache
from earlywarning.warehouse.known import copied, past_of, release_days
from tests.conftest import REFERENCE

DAY = dt.date(2026, 1, 31)
DEFINITIONS = load_definitions(REFERENCE)


@pytest.fixture
def held(small_warehouse: Path, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the demo's database that can be changed."""
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(small_warehouse.resolve().read_bytes())
    with duckdb.connect(str(copy)) as connection:
        yield connection


def seen(
    held: duckdb.DuckDBPyConnection, cache: Cache | None, rests_on: str = "", **more: Any
) -> Seen:
    (one,) = looking_back.look_back(
        held, [DAY], DEFINITIONS, "a nation", cache=cache, rests_on=rests_on, **more
    )
    return one


def same(one: Seen, other: Seen) -> None:
    assert (one.day, one.placed) == (other.day, other.placed)
    for name in KEPT:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), check_exact=True)


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> list[dt.date]:
    """Every working out of a day, as one entry."""
    out: list[dt.date] = []
    real = looking_back.work_out_values
    monkeypatch.setattr(
        looking_back, "work_out_values", lambda *given: (out.append(DAY), real(*given))
    )
    return out


@pytest.mark.whole
def test_what_is_kept_equals_what_is_worked_out(
    held: duckdb.DuckDBPyConnection, tmp_path: Path, worked: list[dt.date]
) -> None:
    cache = Cache(tmp_path / "kept", "code")
    alone, first, again = seen(held, None), seen(held, cache), seen(held, cache)
    assert len(worked) == 2
    assert len(alone.signals) > 20
    assert alone.placed
    same(first, alone)
    same(again, alone)
    seen(held, replace(cache, fresh=True))
    assert len(worked) == 3
    for path in cache.folder.iterdir():
        path.write_bytes(path.read_bytes()[:100])
    same(seen(held, cache), alone)
    assert len(worked) == 4


@pytest.mark.whole
def test_a_day_is_found_without_its_warehouse_where_the_files_are_the_same(
    held: duckdb.DuckDBPyConnection,
    tmp_path: Path,
    worked: list[dt.date],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cache = Cache(tmp_path / "kept", "code")
    first = seen(held, cache, "the files")
    assert len(worked) == 1
    # Other files of which the day knew nothing: its own warehouse tells that it is the same.
    same(seen(held, cache, "other files"), first)
    monkeypatch.setattr(looking_back, "past_of", None)
    same(seen(held, cache, "the files"), first)
    same(seen(held, cache, "other files"), first)
    # Somebody was heard: what was said of the day is another, and so is its name.
    held.execute("update soft_item set reliability = 'F'")
    with pytest.raises(TypeError):
        seen(held, cache, "the files")
    assert len(worked) == 1


def key(held: duckdb.DuckDBPyConnection, cache: Cache, **other: Any) -> str:
    """Return the name under which the day is kept."""
    told = ("a nation", frozenset[str]())
    building = copied(past_of(held, DEFINITIONS.pathway.series()), DAY)
    with building.connection:
        given = {"definitions": DEFINITIONS, "told": told} | other
        said = said_of(held, given["definitions"], {DAY: given["told"]})
        return KeptLooks(cache, given["definitions"], said).key_of(building, DAY)


def test_what_came_later_makes_no_day_anew_and_what_was_known_does(
    held: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    cache = Cache(tmp_path, "code")
    first = key(held, cache)
    held.execute("update observation set value = value + 1 where published > $day", {"day": DAY})
    held.execute(
        "insert into soft_item by name select * replace ('later' as item, $day as heard_on, "
        "$day as recorded_on) from soft_item limit 1",
        {"day": DAY + dt.timedelta(days=1)},
    )
    assert key(held, cache) == first
    changed = {
        first,
        key(held, cache, told=("another nation", frozenset())),
        key(held, cache, told=("a nation", frozenset({"901"}))),
        key(held, cache, definitions=replace(DEFINITIONS, sha256="other")),
        key(held, replace(cache, code="other")),
    }
    changes = (
        "update soft_item set reliability = 'F' where item = (select min(item) from soft_item)",
        "delete from inspection where published = (select min(published) from inspection)",
        "delete from peer_review where asked_on = (select min(asked_on) from peer_review)",
        "update observation set value = value + 1 where series = 'referrals'",
        "delete from neighbour where position = 10",
    )
    for change in changes:
        held.execute(change)
        changed.add(key(held, cache))
    assert len(changed) == 5 + len(changes)


@pytest.mark.whole
def test_days_in_a_row_show_what_each_shows_alone(held: duckdb.DuckDBPyConnection) -> None:
    days = release_days(held, dt.date(2025, 6, 1), dt.date(2026, 4, 1))[-3:]
    together = looking_back.look_back(held, days, DEFINITIONS, "a nation")
    assert len(together) == 3
    for day, one in zip(days, together, strict=True):
        (alone,) = looking_back.look_back(held, [day], DEFINITIONS, "a nation")
        same(one, alone)


def test_an_indicator_is_worked_out_anew_where_what_it_rests_on_changed(
    held: duckdb.DuckDBPyConnection,
) -> None:
    before = knowledge(held)
    mine = min(name for name, _ in of_counts(held))
    held.execute(
        """insert into contaminated_period by name select '901' as old_la_code,
           $mine as indicator, 2024 as time_period, 'other' as reason""",
        {"mine": mine},
    )
    assert {name for name, told in knowledge(held).items() if told != before[name]} == {mine}
    name, out_of = next(one for one in of_counts(held) if one[0] != mine)
    held.execute("update known_value set value = value + 1 where series = $out", {"out": out_of})
    changed = {one for one, told in knowledge(held).items() if told != before[one]}
    assert name in changed
    assert changed < before.keys()
    held.execute("delete from neighbour where position = 10")
    assert all(told != before[one] for one, told in knowledge(held).items())
    worked = Worked()
    assert worked.claim(before) == [*before]
    assert worked.claim(before | {mine: "else"}) == [mine]


def of_counts(held: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Return indicators with the series that they are out of, where that has values."""
    return held.execute(
        """select distinct v.indicator, i.out_of from indicator_value as v
           join indicator as i on i.indicator = v.indicator
           where i.out_of in (select series from known_value) order by all"""
    ).fetchall()


@pytest.mark.whole
def test_a_day_on_which_nothing_new_is_known_shows_the_same(
    held: duckdb.DuckDBPyConnection,
) -> None:
    first, second = looking_back.look_back(held, [DAY, DAY], DEFINITIONS, "a nation")
    assert len(second.signals) > 20
    assert second.placed == first.placed
    same(first, second)

"""Damaged files of every kind that is read: refused with a reason, or read; none met with a bug.

The suite tries a few of each kind, `make fuzz` thousands (EARLYWARNING_DAMAGED). No damage may end
in a traceback, and none may change what is read of another file.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from earlywarning.sources.kind import kind_of
from earlywarning.sources.offered import Offered
from tests.support.book_mutations import BOOK
from tests.support.damaged import Bench, books
from tests.support.few_files import (
    C1,
    CALENDAR,
    CODES,
    HISTORY,
    NEIGHBOURS,
    POPULATION,
    RETURN,
    REVIEWS,
    SOFT,
    WORKFORCE,
    nation,
)
from tests.support.mutations import TEXT, Mutation

COPIES = int(os.environ.get("EARLYWARNING_DAMAGED", "70"))
# Figures are compared where a file helps to read others: no other file is read through it.
TABLES = (
    C1, WORKFORCE, POPULATION, "cla/la_cla_placement_stability.csv", HISTORY, NEIGHBOURS, RETURN,
    SOFT, REVIEWS, "registers/reviewers.csv", "registers/review_conflicts.csv", CODES, CALENDAR,
    "reference/regions.csv", "reference/region_la_hierarchy.csv",
    "reference/derived/la_lifecycle_derived.csv", "registers/decisions.jsonl",
)  # fmt: skip
BOOKS = ("Ofsted", "codes", "a return", "neighbours", "outturn", "lists about children")


def damaged(content: bytes, name: str, mutations: list[Mutation], many: int) -> Iterator[bytes]:
    for seed in range(many):
        chance = Random(f"{name} {seed}")
        try:
            yield mutations[seed % len(mutations)](content, chance)
        except UnicodeDecodeError:
            continue


def wrong(bench: Bench, one: Offered) -> str:
    """Return what must never come of a file, or nothing."""
    if one.rule == "unexpected":
        return f"a bug: {one.message}"
    if one.outcome == "refused" and not (one.message and one.rule):
        return "refused without a reason"
    if one.outcome == "unknown" and not one.message and one.kind == "unknown":
        return "left aside without a reason"
    if kind_of(one).is_context and one.outcome in {"context", "refused"}:
        return changed(bench)
    return ""


def changed(bench: Bench) -> str:
    """Tell whether a sound table has other figures beside the damaged file."""
    now, before = bench.figures(), Bench(bench.place)
    before.tried(nation() / CALENDAR)
    return "" if now["value"].equals(before.figures()["value"]) else "other figures of another file"


def outcomes(bench: Bench, name: str, path: Path, mutations: list[Mutation], many: int) -> Counter:
    count: Counter[str] = Counter()
    found = []
    target = bench.place / f"damaged_model_2025{path.suffix}"
    for number, content in enumerate(damaged(path.read_bytes(), name, mutations, many)):
        target.write_bytes(content)
        one = bench.tried(target)
        count[one.outcome] += 1
        found += [f"{name} {number}: {told}" for told in [wrong(bench, one)] if told]
    print(f"{name}: {dict(sorted(count.items()))}")
    assert found == []
    return count


@pytest.mark.parametrize("name", TABLES)
def test_damaged_tables_lists_and_registers(
    tmp_path: Path, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    count = outcomes(Bench(tmp_path), name, nation() / name, TEXT, max(2, COPIES // len(TABLES)))
    assert sum(count.values())
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("name", BOOKS)
def test_damaged_workbooks(tmp_path: Path, name: str, caplog: pytest.LogCaptureFixture) -> None:
    sound = tmp_path / "sound"
    sound.mkdir()
    path = books(sound)[name]
    bench = Bench(tmp_path)
    whole = bench.tried(path)
    assert whole.outcome in {"taken", "context"}, whole.message
    count = outcomes(bench, name, path, BOOK, max(3, COPIES // 3 // len(BOOKS)))
    assert sum(count.values())
    assert "Traceback" not in caplog.text

"""An entry that two files tell otherwise stands once, and the other row is refused by number."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from earlywarning.run.registers import refuse_second_tellings
from earlywarning.sources.ledger_file import LEDGER
from earlywarning.sources.offered import Offered
from earlywarning.sources.reading import RawTable
from tests.support.evidence import DEFINITIONS
from tests.unit.sources.test_registers import soft

REASSURES = next(n for n, one in DEFINITIONS.soft_flags.items() if one.reading == "reassurance")


def told(name: str, kind: str = "soft_register", **given: str) -> Offered:
    frame: pd.DataFrame = soft().iloc[1:].assign(**given)
    raw = RawTable(("item",), [["S1"], ["S2"]], [2, 3])
    return Offered(Path(name), name, name, kind=kind, frame=frame, raw=raw)


def stands(*files: Offered) -> list[tuple[str, str]]:
    refuse_second_tellings([*files], DEFINITIONS)
    return [
        (one.name, str(flag))
        for one in files
        if one.frame is not None
        for flag in one.frame["flag"]
    ]


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_files_that_tell_an_entry_otherwise_the_concern_stands(order: int) -> None:
    files = [told("a.csv", flag=REASSURES), told("b.csv")]
    assert stands(*files[::order]) == [("b.csv", "whistleblowing")]
    [refused] = files[0].refused_rows.rows
    assert (refused.row, refused.rule, refused.old_la_code) == (3, "two_tellings", "805")
    assert refused.why == "row 3: item 'S2' is told otherwise in b.csv, which stands"


def test_of_two_concerns_the_first_file_stands_and_copies_are_no_fault() -> None:
    files = [told("a.csv"), told("b.csv", reliability="A"), told("c.csv", recorded_by="another")]
    assert [name for name, _ in stands(*files)] == ["a.csv", "c.csv"]
    assert [len(one.refused_rows.rows) for one in files] == [0, 1, 0]


def test_the_ledger_stands_before_any_table() -> None:
    files = [told("a.csv"), told("z.jsonl", kind=LEDGER, flag=REASSURES)]
    assert stands(*files) == [("z.jsonl", REASSURES)]

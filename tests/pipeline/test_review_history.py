"""The region's history of peer reviews: one row, a whole file, and what is refused of it."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import earlywarning

pytestmark = pytest.mark.whole

HEADER = ["authority", "review_type", "asked_on", "held_on", "status", "led_by", "source"]
GOOD = ["Quenlamoor", "front_door", "2025-09-01", "2025-11-12", "held", "Merrowick", "minutes"]


def rows_in(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def record(warehouse: Path, file: Path, **given: str):
    words = {"review-type": "front_door", "status": "refused", "asked-on": "2026-02-02",
             "source": "letter of the director"} | given  # fmt: skip
    options = [part for key, value in words.items() for part in (f"--{key}", value)]
    return earlywarning("review", "record", "Ossimbury", *options, "--file", file,
                        "--warehouse", warehouse)  # fmt: skip


def test_a_refusal_is_recorded_with_its_source_once(demo_warehouse: Path, tmp_path: Path) -> None:
    file = tmp_path / "register" / "peer_reviews.csv"
    assert record(demo_warehouse, file).returncode == 0
    assert rows_in(file)[1] == ["152", "front_door", "2026-02-02", "", "refused", "",
                                "letter of the director"]  # fmt: skip
    again = record(demo_warehouse, file)
    assert again.returncode == 2
    assert "stands in the register already" in again.stderr
    assert len(rows_in(file)) == 2


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"source": " "}, "say where this is written down"),
        ({"review-type": "frontdoor"}, "did you mean front_door"),
        ({"asked-on": "last week"}, "asked_on: write a day"),
        ({"status": "held"}, "held_on: goes with a status of held"),
        ({"held-on": "2026-03-01"}, "held_on: goes with a status of held"),
        ({"status": "held", "held-on": "2026-01-01"}, "before it was asked for"),
        ({"led-by": "Nowhere"}, "led_by: give the authority"),
    ],
)
def test_words_that_are_not_allowed_are_refused_and_nothing_is_written(
    demo_warehouse: Path, tmp_path: Path, given: dict[str, str], message: str
) -> None:
    done = record(demo_warehouse, tmp_path / "peer_reviews.csv", **given)
    assert done.returncode == 2
    assert message in done.stderr
    assert not (tmp_path / "peer_reviews.csv").exists()


def as_csv(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def as_book(path: Path, rows: list[list[str]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize(("write", "name"), [(as_csv, "history.csv"), (as_book, "history.xlsx")])
def test_good_rows_go_in_and_bad_ones_are_named(
    demo_warehouse: Path, tmp_path: Path, write, name: str
) -> None:
    bad = ["Nowhere", "front_door", "2025-09-01", "", "promised", "", "minutes"]
    given = write(tmp_path / name, [HEADER, GOOD, bad, ["", "", "", "", "", "", ""], GOOD])
    file = tmp_path / "peer_reviews.csv"
    done = earlywarning("review", "import", given, "--file", file, "--warehouse", demo_warehouse)
    assert done.returncode == 3
    assert "1 reviews written" in done.stdout
    assert f"{name}: row 3: authority: give a name" in done.stderr
    assert "status is 'promised'" in done.stderr
    assert f"{name}: row 5: this review stands in the register already" in done.stderr
    assert rows_in(file)[1][:2] == ["134", "front_door"]


def test_a_header_that_does_not_fit_refuses_the_file(demo_warehouse: Path, tmp_path: Path) -> None:
    given = as_csv(tmp_path / "x.csv", [["authority", "kind"], ["Quenlamoor", "front_door"]])
    done = earlywarning("review", "import", given, "--file", tmp_path / "r.csv",
                        "--warehouse", demo_warehouse)  # fmt: skip
    assert done.returncode == 3
    assert "the header lacks review_type" in done.stderr


@pytest.mark.parametrize("of", ["history", "reviewers", "conflicts"])
def test_a_template_is_what_the_program_reads(
    tmp_path: Path, demo_warehouse: Path, of: str
) -> None:
    path = tmp_path / f"{of}.csv"
    assert earlywarning("review", "template", path, "--of", of).returncode == 0
    (header, *rows) = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 1
    if of == "history":
        assert header == HEADER
    else:
        from earlywarning.sources import registers

        wanted = {"reviewers": registers.REVIEWER_HEADER, "conflicts": registers.CONFLICT_HEADER}
        assert tuple(header) == wanted[of]


def test_registers_of_reviewers_and_conflicts_are_read_and_bad_rows_refused(
    demo, tmp_path: Path
) -> None:
    (people,) = demo.execute("select sum(reviewers) from reviewer").fetchone()
    assert people > 100
    assert demo.execute("select count(*) from review_conflict").fetchone() == (1,)
    from earlywarning.errors import SourceError
    from earlywarning.sources import registers
    from earlywarning.sources.refused import RefusedRows
    from tests.unit.sources.test_registers import KNOWN

    bad = [["801", "boss", "partners", "2", ""]]
    with pytest.raises(SourceError, match="row 2: role is 'boss'"):
        registers.reviewers(registers.REVIEWER_HEADER, bad, [2], RefusedRows(), KNOWN, {"partners"})
    bad = [["801", "802", "", ""]]
    with pytest.raises(SourceError, match="row 2: reason is ''"):
        registers.conflicts(registers.CONFLICT_HEADER, bad, [2], RefusedRows(), KNOWN)

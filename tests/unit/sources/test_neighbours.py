"""Both neighbour models, as they are really spelt."""

from __future__ import annotations

from pathlib import Path

import pytest

from earlywarning.sources import authorities, calendar, intake, neighbours
from tests.conftest import REFERENCE
from tests.support.evidence import AS_OF, DEFINITIONS

WIDE = ("old_la_code", "la_name", *(x for n in range(1, 11) for x in (f"SN_{n}", f"SN_{n}P")))
LISTED = ("LA num", "LA Name", *(x for n in range(1, 11) for x in (f"SN{n}", "SNP")))
TEN = [str(810 + n) for n in range(10)]


def row(code: str = "801", codes: list[str] | None = None, words: str = "Close") -> list[str]:
    return [code, "Somewhere", *(cell for near in codes or TEN for cell in (near, words))]


@pytest.mark.parametrize("header", [WIDE, LISTED])
def test_both_headers_are_known(header: tuple[str, ...]) -> None:
    assert neighbours.is_neighbours(header)
    assert not neighbours.is_neighbours(header[:-2])


@pytest.mark.parametrize(
    ("words", "closeness", "weight"),
    [
        ("Extremely close", "extremely close", 1.0),
        ("Very Close", "very close", 0.9),
        ("Close ", "close", 0.75),
        ("Somewhat  close", "somewhat close", 0.5),
        ("Not Close", "not close", 0.25),
    ],
)
def test_closeness_however_it_is_spelt(words: str, closeness: str, weight: float) -> None:
    frame = neighbours.tidy(WIDE, [row(words=words)])
    assert set(frame["closeness"]) == {closeness}
    assert set(frame["weight"]) == {weight}


@pytest.mark.parametrize("header", [WIDE, LISTED])
def test_ten_neighbours_in_order_of_closeness(header: tuple[str, ...]) -> None:
    frame = neighbours.tidy(header, [row()])
    assert list(frame["neighbour_old_la_code"]) == TEN
    assert list(frame["position"]) == list(range(1, 11))
    assert set(frame["old_la_code"]) == {"801"}


def test_a_hole_in_the_list_is_skipped_and_places_are_kept() -> None:
    frame = neighbours.tidy(WIDE, [row(codes=[*TEN[:8], "-", "819"])])
    assert list(frame["position"]) == [1, 2, 3, 4, 5, 6, 7, 8, 10]


@pytest.mark.parametrize("dead", ["-", "", "n/a", "8a1"])
def test_what_is_no_number_is_no_neighbour(dead: str) -> None:
    assert len(neighbours.tidy(WIDE, [row(codes=[dead, *TEN[1:]])])) == 9


def test_reading_stops_before_the_old_list() -> None:
    heading = ["", "Old SNs:", *[""] * 20]
    frame = neighbours.tidy(LISTED, [row("801"), row("802"), heading, row("928")])
    assert set(frame["old_la_code"]) == {"801", "802"}


def test_titles_above_the_list_are_passed_over() -> None:
    frame = neighbours.tidy(WIDE, [["", "Model", *[""] * 20], row("801")])
    assert set(frame["old_la_code"]) == {"801"}


@pytest.mark.parametrize(
    ("opened", "year"), [(2009, 2021), (2021, 2021), (2023, 2025), (2030, 2025)]
)
def test_the_model_is_the_oldest_that_can_know_its_subjects(opened: int, year: int) -> None:
    found = neighbours.model_year(
        LISTED, {"801", "941"}, {"801": 2009, "941": opened}, (2025, 2021)
    )
    assert found == year


def test_the_wide_layout_came_with_the_newest_model() -> None:
    assert neighbours.model_year(WIDE, {"801"}, {"801": 2009}, (2021, 2025)) == 2025


def test_a_cut_off_row_is_refused_by_row(tmp_path: Path) -> None:
    whole = [",".join(row(str(801 + n))) for n in range(12)]
    lines = [",".join(WIDE), *whole[:-1], "812,Somewhere,810"]
    path = tmp_path / "sn.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    context = intake.Context(
        DEFINITIONS, authorities.builtin(REFERENCE), calendar.builtin(REFERENCE), AS_OF
    )
    [offered] = intake.offered_files((path,))
    intake.recognise(offered, DEFINITIONS)
    intake.date_release(offered, context)
    assert (offered.outcome, offered.row) == ("refused", 13)

"""Both neighbour models, as they are really spelt."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from earlywarning.run import doubts
from earlywarning.sources import authorities, calendar, intake, models, neighbours
from earlywarning.sources.folders import offered_files
from earlywarning.sources.refused import RefusedRows
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


@pytest.mark.parametrize("words", ["", "Rather close", "0.9"])
def test_a_closeness_that_is_not_known_is_refused_and_no_weight_is_guessed(words: str) -> None:
    refused = RefusedRows()
    cells = row()
    cells[3] = words
    frame = neighbours.tidy(WIDE, [row("800"), cells, row("802")], [2, 3, 4], refused)
    assert len(frame) == 29
    [told] = refused.rows
    assert (told.row, told.rule, told.old_la_code) == (3, "neighbour_closeness", "801")
    assert told.why.startswith(f"row 3: SN_1P is {' '.join(words.lower().split())!r}; known are")


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


def context() -> intake.Context:
    return intake.Context(
        DEFINITIONS, authorities.builtin(REFERENCE), calendar.builtin(REFERENCE), AS_OF
    )


# Authorities that ran through all the years of the models here.
STEADY = sorted(
    code
    for code, own in authorities.builtin(REFERENCE).services().set_index("old_la_code").iterrows()
    if own["opened"] < dt.date(2014, 1, 1) and own["closed"] is None
)
OTHERS = STEADY[40:50]


def whole() -> dict[str, list[str]]:
    """Return a model in which the next ten in order of code are the neighbours of each."""
    return {
        code: [STEADY[(n + k) % len(STEADY)] for k in range(1, 11)] for n, code in enumerate(STEADY)
    }


def offered(
    tmp_path: Path, known: intake.Context, **files: dict[str, list[str]]
) -> list[intake.Offered]:
    """Write whole models under these names, but for what is given; read them."""
    for name, other in files.items():
        rows = [row(code, near) for code, near in (whole() | other).items() if near]
        lines = [",".join(cells) for cells in (list(LISTED), *rows)]
        (tmp_path / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
    found = offered_files((tmp_path,))
    for one in found:
        intake.recognise(one, DEFINITIONS)
        intake.date_release(one, known)
        one.outcome = "taken" if one.outcome == "unknown" else one.outcome
    return found


@pytest.mark.parametrize(
    ("name", "year", "day"),
    [
        ("groupings_April_2021", 2021, dt.date(2024, 3, 25)),
        ("sn_model_2019_wide", 2019, dt.date(2019, 12, 31)),
        ("sn_may2016", 2016, dt.date(2016, 5, 31)),
    ],
)
def test_a_model_has_the_year_in_its_name_and_no_earlier_day(
    tmp_path: Path, name: str, year: int, day: dt.date
) -> None:
    [one] = offered(tmp_path, context(), **{name: {}})
    assert (one.outcome, one.period, one.published) == ("taken", year, day)
    assert one.frame is not None
    assert set(one.frame["model_year"]) == {year}


@pytest.mark.parametrize("name", ["next_model_wide", "sn_2021_as_sent_2025"])
def test_a_model_without_one_year_is_refused(tmp_path: Path, name: str) -> None:
    [one] = offered(tmp_path, context(), **{name: {}})
    assert (one.outcome, one.rule) == ("refused", "list_year")


def test_a_year_in_the_title_above_is_enough(tmp_path: Path) -> None:
    lines = ["Statistical neighbours 2021", ",".join(WIDE), *(",".join(row(str(801 + n), [
        str(820 + k) for k in range(10)])) for n in range(12))]  # fmt: skip
    (tmp_path / "sn.csv").write_text("\n".join(lines), encoding="utf-8")
    [one] = offered(tmp_path, context())
    assert one.period == 2021


def test_two_files_of_one_model_that_disagree_are_both_left_out(tmp_path: Path) -> None:
    known = context()
    files = offered(tmp_path, known, a_2021={}, b_2021={"805": OTHERS}, c_2025={"830": OTHERS})
    [clash] = models.settle(files, known)
    assert (clash.year, clash.names, clash.cells) == (2021, ("a_2021.csv", "b_2021.csv"), 10)
    assert (clash.old_la_code, clash.used) == ("805", ())
    assert [one.outcome for one in files] == ["refused", "refused", "taken"]
    assert "b_2021.csv" in files[0].message


def test_of_two_the_one_on_record_is_used(tmp_path: Path) -> None:
    known = context()
    files = offered(tmp_path, known, a_2021={}, b_2021={"805": OTHERS})
    known.calendar.by_hash[files[1].sha256] = dt.date(2024, 3, 25)
    [clash] = models.settle(files, known)
    assert clash.used == ("b_2021.csv",)
    assert [one.outcome for one in files] == ["refused", "taken"]


def test_files_that_agree_are_one_model(tmp_path: Path) -> None:
    known = context()
    files = offered(tmp_path, known, a_2021={}, b_2021={"830": []})
    assert models.settle(files, known) == []
    assert {one.outcome for one in files} == {"taken"}


@pytest.mark.parametrize(
    ("near", "word"), [(["805", *OTHERS[1:]], "own neighbour"), ([*OTHERS[:9], OTHERS[0]], "twice")]
)
def test_nobody_is_their_own_neighbour_or_has_one_twice(
    tmp_path: Path, near: list[str], word: str
) -> None:
    known = context()
    files = offered(tmp_path, known, a_2021={}, b_2021={"805": near})
    [clash] = models.settle(files, known)
    assert clash.used == ("a_2021.csv",)
    assert word in files[1].message
    assert (files[0].outcome, files[1].outcome) == ("taken", "refused")


def test_a_cut_off_row_is_refused_by_row(tmp_path: Path) -> None:
    whole = [",".join(row(str(801 + n))) for n in range(12)]
    lines = [",".join(WIDE), *whole[:-1], "812,Somewhere,810"]
    path = tmp_path / "sn.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    [one] = offered_files((path,))
    intake.recognise(one, DEFINITIONS)
    intake.date_release(one, context())
    assert (one.outcome, one.row) == ("refused", 13)


def test_a_place_that_was_none_then_loses_its_row_or_its_cell_and_is_told(tmp_path: Path) -> None:
    known = context()
    near = ["999", "820", "940", *OTHERS[:7]]
    gone = {"820": OTHERS, "999": OTHERS}
    [one] = offered(tmp_path, known, a_2019={"805": near} | gone)
    assert models.settle([one], known) == []
    assert one.outcome == "taken"
    assert one.frame is not None
    assert set(one.frame["old_la_code"]) == set(STEADY)
    own = one.frame[one.frame["old_la_code"] == "805"]
    assert list(own["neighbour_old_la_code"]) == OTHERS[:7]
    told = sorted((r.what, r.old_la_code, r.why.split(": ", 1)[1]) for r in one.refused_rows.rows)
    assert [(what, code) for what, code, _ in told] == [
        ("cell", "805"), ("cell", "805"), ("cell", "805"), ("row", "820"), ("row", "999"),
    ]  # fmt: skip
    words = "; ".join(why for _, _, why in told)
    assert "820, named as a neighbour, was none in 2019: Bedfordshire (820) closed on" in words
    assert (
        "940, named as a neighbour, was none in 2019: North Northamptonshire (940) opened" in words
    )
    assert "999 is no authority" in words


def test_who_has_no_full_set_is_told_and_the_rest_is_used(tmp_path: Path) -> None:
    known = context()
    files = offered(tmp_path, known, a_2025={"805": [*OTHERS[:8], "-", ""], "806": []})
    models.settle(files, known)
    assert files[0].outcome == "taken"
    found = models.missing(files, known)
    assert {c: n for c, n in found[2025].items() if c in STEADY} == {"805": 8, "806": 0}
    told = {one.old_la_code: one for one in doubts.without_neighbours(found)}
    assert "2025 has 8 neighbours of it" in told["805"].message
    assert "has no neighbours of it" in told["806"].message
    assert (told["806"].rule, told["806"].severity) == ("neighbours_missing", "info")


def test_what_one_file_lacks_and_its_twin_has_is_not_missing(tmp_path: Path) -> None:
    known = context()
    files = offered(tmp_path, known, a_2025={"806": []}, b_2025={})
    models.settle(files, known)
    assert "806" not in models.missing(files, known)[2025]


@pytest.mark.parametrize(("left_out", "outcome"), [(0, "taken"), (4, "taken"), (30, "refused")])
def test_a_model_that_is_cut_off_is_refused(tmp_path: Path, left_out: int, outcome: str) -> None:
    known = context()
    [one] = offered(tmp_path, known, a_2025={code: [] for code in STEADY[len(STEADY) - left_out :]})
    models.settle([one], known)
    assert one.outcome == outcome
    if outcome == "refused":
        assert "of the 153 authorities of its year; it is cut off" in one.message

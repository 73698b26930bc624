"""Where an identity fails both sides are doubted, the whole too unless something confirms it."""

from __future__ import annotations

from pathlib import Path

import pytest

from earlywarning.validation.verdict import validate
from tests.support.few_files import C1, CONTEXT, few, table_in

WHOLE = "referral_count"
PAIRS = {
    "rereferral_percent": "rereferral_count",
    "no_further_action_percent": "no_further_action_count",
    "not_in_need_percent": "not_in_need_count",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return few(tmp_path_factory.mktemp("in"), (C1, *CONTEXT))


def doubted(folder: Path, column: str, factor: float) -> set[str | None]:
    """Return the columns that are doubted of one row in which one count is wrong."""
    file, context = table_in(folder)
    assert file.frame is not None
    assert file.table is not None
    frame = file.frame
    row = frame.index[frame["geographic_level"] == "Local authority"][3]
    frame.loc[row, column] = str(round(float(frame.loc[row, column]) * factor))
    found = validate(
        frame, file.table, context.authorities.services(), release="r", file_name="f"
    )  # fmt: skip
    here = [one for one in found if one.rule == "identity" and one.row_number == frame["row"][row]]
    return {one.series for one in here if not str(one.series).startswith("gap")}


def test_a_whole_that_fits_with_nothing_is_doubted_with_all_that_is_measured_by_it(
    folder: Path,
) -> None:
    assert doubted(folder, WHOLE, 4) == {WHOLE, *PAIRS, *PAIRS.values()}


@pytest.mark.parametrize("percentage", PAIRS)
def test_a_whole_that_something_else_confirms_is_the_right_side(
    folder: Path, percentage: str
) -> None:
    count = PAIRS[percentage]
    assert doubted(folder, count, 0.5) == {percentage, count}


def test_where_nothing_else_is_measured_by_it_both_sides_are_doubted(folder: Path) -> None:
    found = doubted(folder, "rereferral_child_count", 0.5)
    assert found == {
        "rereferral_child_percent", "rereferral_child_count", "referral_child_count",
    }  # fmt: skip

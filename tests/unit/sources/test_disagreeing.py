"""A row whose codes and names are those of different authorities gives nobody its figures."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from earlywarning.errors import SourceError
from earlywarning.sources.disagreeing import ONE_BY_ONE, disagree, refuse_disagreeing
from earlywarning.sources.offered import Offered
from tests.reference.test_places import PLACES
from tests.support.evidence import DEFINITIONS

KENT, MEDWAY = ("886", "E10000016", "Kent"), ("887", "E06000035", "Medway")


def table(*trios: tuple[str, str, str], years: tuple[str, ...] = ("2024",)) -> Offered:
    rows = [(year, *trio) for year in years for trio in trios]
    frame = pd.DataFrame(rows, columns=["time_period", "old_la_code", "new_la_code", "la_name"])
    frame = frame.assign(geographic_level="Local authority", referral_count="7")
    frame["row"] = range(2, len(frame) + 2)
    return Offered(Path("c1.csv"), "c1.csv", "0", frame=frame, table=DEFINITIONS.tables["cin_c1"])


@pytest.mark.parametrize(
    "trio",
    [
        ("886", "E06000035", "Medway"), ("887", "E06000035", "Kent"), ("887", "E10000016", "Kent"),
        ("886", "E06000035", "Kent"), ("886", "", "Medway"), ("999", "E06000035", "Kent"),
        ("838", "E10000009", "Dorset"), ("909", "", "Cumberland"),
        ("940 / 941", "E06000061 / E06000062", "North Northamptonshire / Kent"),
        ("940 / 886", "", "North Northamptonshire / West Northamptonshire"),
    ],
)  # fmt: skip
def test_keys_of_different_authorities_disagree(trio: tuple[str, str, str]) -> None:
    assert disagree(trio, PLACES)


@pytest.mark.parametrize(
    "trio",
    [
        KENT, ("886", "", ""), ("886", "E99999999", "A name of nobody"),
        ("835", "E10000009", "Dorset"), ("838", "E06000059", "Dorset"),
        ("810", "E06000010", "Kingston Upon Hull"), ("342", "E08000013", "St Helens"),
        ("815", "E06000065", "North Yorkshire"), ("815", "E10000023", "North Yorkshire"),
        ("940 / 941", "E06000061 / E06000062", "North Northamptonshire / West Northamptonshire"),
        ("941 / 940", "E06000061 / E06000062", "North Northamptonshire / West Northamptonshire"),
        ("840", "E06000047", "County Durham / Durham"),
    ],
)  # fmt: skip
def test_spellings_and_passed_on_names_agree(trio: tuple[str, str, str]) -> None:
    assert not disagree(trio, PLACES)


def test_each_row_is_told_with_all_whom_its_keys_name_and_its_cells_are_refused() -> None:
    one = table(KENT, ("887", *KENT[1:]), MEDWAY, ("202", "E09000007", "Camden"))
    assert one.frame is not None
    one.frame.loc[2, "time_period"] = "2023"
    refuse_disagreeing(one, PLACES)
    [told] = one.refused_rows.rows
    assert (told.row, told.rule, told.old_la_code) == (3, "places_disagree", "887")
    assert told.told == (
        "row 3: old_la_code '887' is Medway (887); new_la_code 'E10000016' is Kent (886); "
        "la_name 'Kent' is Kent (886); these are different authorities; this row is refused"
    )
    assert one.refused_cells == {(3, "referral_count")}
    assert list(one.frame["row"]) == [2, 3, 4, 5]


def test_a_refused_row_leaves_room_for_the_sound_one_of_its_key() -> None:
    one = table(("202", "E09000007", "Camden"), ("887", *KENT[1:]), MEDWAY)
    refuse_disagreeing(one, PLACES)
    assert one.frame is not None
    assert list(one.frame["row"]) == [2, 4]


def test_where_most_rows_disagree_it_is_the_file() -> None:
    with pytest.raises(SourceError, match=r"^row 2: .*; 2 of 3 rows cannot be used") as told:
        refuse_disagreeing(table(("886", *MEDWAY[1:]), ("887", *KENT[1:]), MEDWAY), PLACES)
    assert (told.value.rule, told.value.row) == ("places_disagree", 2)


def long_data(numbers: list[float], names: list[str]) -> Offered:
    frame = pd.DataFrame({"LA Number": numbers, "LA and Regions": names, "Values": "7"})
    frame = frame.assign(Years=[str(year) for year in range(2000, 2000 + len(frame))])
    frame = frame.assign(row=range(1, len(frame) + 1), **{"Short Desc": "RevCP"})
    return Offered(Path("l"), "l", "0", frame=frame, table=DEFINITIONS.tables["lait"])


def test_the_long_data_are_held_to_the_same() -> None:
    names = ["Kent", "Medway", "Dorset (Pre LG)", "Dorset", "England", "Kent"]
    one = long_data([886.0, 887.0, 835.0, 838.0, 970.0, 887.0], names)
    refuse_disagreeing(one, PLACES)
    assert [(row.row, row.old_la_code) for row in one.refused_rows.rows] == [(6, "887")]
    assert one.refused_cells == {(6, "Values")}


def test_very_many_rows_of_the_same_keys_are_told_once_and_all_refused() -> None:
    many = ONE_BY_ONE + 1
    one = long_data([886.0] * many + [887.0] * many, ["Medway"] * many + ["Medway"] * many)
    refuse_disagreeing(one, PLACES)
    [told] = one.refused_rows.rows
    assert told.told.endswith(f"this row, with {many - 1} more of the same keys, is refused")
    assert len(one.refused_cells) == many

"""Lists of codes, the life of authorities and the calendar of releases."""

from pathlib import Path

import pandas as pd

from lab.nation.lait import COUNTRY_NUMBER, REGION_NUMBERS
from lab.nation.layout import write_csv
from lab.nation.places import COUNTRY_NAME, ENTITIES, Nation
from lab.nation.spreadsheets import write_xlsx
from lab.nation.stories import SPLIT_EAST, SPLIT_PARENT, SPLIT_WEST

_DESCRIPTIONS = {
    "unitary": "Unitary Authorities", "metropolitan": "Metropolitan Districts",
    "county": "Counties",
}  # fmt: skip
_TYPES = {"unitary": "UA", "metropolitan": "MD", "county": "SC"}
_CALENDAR_COLUMNS = [
    "table_family", "release", "reference_date", "official_publication_date",
    "basis_of_official_date", "first_seen_in_public_repo",
]  # fmt: skip
_CALENDAR = (
    ("cin", "2023", "2023-03-31", "2023-10-26", "date given on the page", "2024-02-16"),
    ("cin", "2024", "2024-03-31", "", "", "2024-11-01"),
    ("cin", "2025", "2025-03-31", "", "", "2025-11-03"),
    ("cla", "2023", "2023-03-31", "", "", "2024-02-13"),
    ("cla", "2024", "2024-03-31", "", "", "2024-11-14"),
    ("cla", "2025", "2025-03-31", "", "", "2025-11-24"),
    ("csww", "2023", "2023-09-30", "", "", "2024-02-29"),
    ("csww", "2024", "2024-09-30", "", "", "2025-02-27"),
    ("csww", "2025", "2025-09-30", "", "", "2026-03-20"),
    ("ofsted_la_outcomes", "2024", "2024-03-31", "2024-08-30", "cover sheet", "2024-10-23"),
    ("ofsted_la_outcomes", "2025", "2025-03-31", "2025-09-25", "cover sheet", "2025-10-02"),
    ("statistical_neighbours", "2021", "", "", "", "2024-03-25"),
    ("statistical_neighbours", "2025", "", "", "", "2025-05-28"),
)


def write_reference(nation: Nation, folder: Path) -> None:
    """Write the lists of authorities and regions, the lifecycle and the release calendar."""
    write_csv(_authorities(nation), folder / "las.csv")
    write_csv(nation.regions, folder / "regions.csv")
    columns = ["region_code", "region_name", "old_la_code", "la_name", "new_la_code"]
    write_csv(nation.las[columns], folder / "region_la_hierarchy.csv")
    _write_code_list(nation, folder / "la_code_list.xlsx")
    write_csv(_lifecycle(nation), folder / "derived" / "la_lifecycle_derived.csv")
    calendar = pd.DataFrame(_CALENDAR, columns=_CALENDAR_COLUMNS)
    write_csv(calendar, folder / "derived" / "release_calendar_derived.csv")


def _authorities(nation: Nation) -> pd.DataFrame:
    las = nation.las.sort_values("new_la_code")
    dead = las["la_name"] == SPLIT_PARENT
    young = las["la_name"].isin([SPLIT_EAST, SPLIT_WEST])
    return pd.DataFrame(
        {
            "new_la_code": las["new_la_code"],
            "la_name": las["la_name"],
            "date_of_operation": young.map({True: "01/04/2021", False: "01/01/2009"}),
            "date_of_termination": dead.map({True: "31/03/2021", False: ""}),
            "parent_geography_code": las["region_code"],
            "entity_code": las["kind"].map(ENTITIES),
            "entity_description": las["kind"].map(_DESCRIPTIONS),
            "status": dead.map({True: "terminated", False: "live"}),
            "old_la_code": las["old_la_code"],
        }
    )


def _write_code_list(nation: Nation, path: Path) -> None:
    las = nation.las.sort_values("la_name", kind="stable")
    rows: list[list[str | int]] = [["LA Number", "LA Name", "Region", "Type"]]
    for code, name, region, kind in zip(
        las["old_la_code"], las["la_name"], las["region_name"], las["kind"], strict=True
    ):
        rows.append([int(code), name, region, _TYPES[kind]])
    rows.append([COUNTRY_NUMBER, COUNTRY_NAME, "NA", "NA"])
    for number, name in zip(REGION_NUMBERS, nation.regions["region_name"], strict=True):
        rows.append([number, name, "NA", "NA"])
    write_xlsx(path, "Sheet1", rows)


def _lifecycle(nation: Nation) -> pd.DataFrame:
    places = nation.las.set_index("la_name")
    parent, east, west = (places.loc[n] for n in (SPLIT_PARENT, SPLIT_EAST, SPLIT_WEST))
    rule = "parent comparable only with the sum of its halves; workforce still published jointly"
    return pd.DataFrame(
        {
            "effective_date": ["2021-04-01"],
            "change_type": ["split"],
            "old_dfe_code": [parent["old_la_code"]],
            "old_ons_code": [parent["new_la_code"]],
            "old_name": [SPLIT_PARENT],
            "new_dfe_codes": [f"{east['old_la_code']};{west['old_la_code']}"],
            "new_ons_codes": [f"{east['new_la_code']};{west['new_la_code']}"],
            "new_names": [f"{SPLIT_EAST};{SPLIT_WEST}"],
            "series_rule": [rule],
        }
    )

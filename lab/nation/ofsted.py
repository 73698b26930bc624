"""The outcomes workbook as at 31 March 2025 and the compiled table of judgements."""

import datetime as dt
from pathlib import Path

import pandas as pd

from lab.nation.inspections import JUDGEMENTS, ilacs_history, older_judgements, visits_of_the_year
from lab.nation.layout import write_csv
from lab.nation.places import COUNTRY_NAME, Nation
from lab.nation.spreadsheets import Cell, Rows, write_ods
from lab.nation.stories import SPLIT_PARENT

WORKBOOK = "LA_Inspection_Outcomes_as_at_31_March_2025.ods"
PUBLISHED_ON = dt.date(2025, 9, 25)
_LINK = "Ofsted Local Authority Webpage"
_GRADE_HEADERS = (
    "Overall effectiveness",
    "The impact of leaders on social work practice with children and families",
    "The experiences and progress of children who need help and protection",
    "The experiences and progress of children in care",
    "The experiences and progress of care leavers",
)
_AREA = ("Web link", "Local authority area code", "Local authority name")
_NOTE = "This worksheet contains one table. This table begins in cell A3. Everything is invented."
_DERIVED = (
    "framework", "inspection_type", "la_name_published", "ons_code_published", "old_la_code",
    "la_status", "inspection_date", "publication_date", "overall", "leaders",
    "help_and_protection", "in_care", "care_leavers", "adoption", "source_file", "source_sheet",
    "source_row",
)  # fmt: skip


def write_ofsted(nation: Nation, folder: Path) -> None:
    """Write the ODS workbook and the derived CSV, which agree with each other."""
    places = nation.las[["la_name", "new_la_code", "old_la_code", "region_name"]]
    history = ilacs_history(nation).merge(places, on="la_name", how="left")
    history["la_status"] = "Current"
    history.loc[history["la_name"] == SPLIT_PARENT, "la_status"] = "No longer exists"
    visits = visits_of_the_year(nation).merge(places, on="la_name", how="left")
    write_ods(
        folder / WORKBOOK,
        {
            "Cover": _cover(),
            "Inspections_as_at_31_March": _latest_sheet(history),
            "In-year_inspections": _in_year_sheet(history, visits),
            "ILACS_inspection_history": _history_sheet(history),
        },
    )
    derived = folder / "derived" / "la_judgements_2009_to_2025-03-31_derived.csv"
    write_csv(_derived(history, older_judgements(nation)), derived)


def _cover() -> Rows:
    return [
        ["Local authority inspection outcomes as at 31 March 2025", None],
        ["Section", "Detail"],
        ["Policy area:", "Local Authority Inspection Outcomes"],
        ["Theme:", "Children's Social Care"],
        ["Published on:", PUBLISHED_ON],
        ["Coverage:", COUNTRY_NAME],
        ["Period covered:", "Inspections as at 31 March 2025, with a report published by 30 June "
         "2025"],
        ["Status:", "Invented for a demonstration"],
    ]  # fmt: skip


def _sheet(title: str, header: tuple[str, ...], rows: pd.DataFrame) -> Rows:
    width = len(header)
    body: list[list[Cell]] = [[_LINK, *row] for row in rows.astype(object).to_numpy().tolist()]
    first = [title, *[None] * (width - 1)]
    return [first, [_NOTE, *[None] * (width - 1)], list(header), *body]


def _latest_sheet(history: pd.DataFrame) -> Rows:
    current = history[history["la_status"] == "Current"]
    latest = current.groupby("la_name", as_index=False).tail(1)
    header = (*_AREA, "Ofsted region", "Inspection date", "Publication date", *_GRADE_HEADERS)
    columns = ["new_la_code", "la_name", "region_name", "inspection_date", "publication_date"]
    title = "Local authority inspection judgements as at 31 March 2025"
    return _sheet(title, header, latest[[*columns, *JUDGEMENTS]])


def _in_year_sheet(history: pd.DataFrame, visits: pd.DataFrame) -> Rows:
    recent = history[history["inspection_date"] >= dt.date(2024, 4, 1)]
    both = pd.concat([recent, visits], ignore_index=True).fillna("")
    both = both.sort_values(["la_name", "inspection_date"])
    header = (*_AREA, "Region", "Inspection/Visit date", "Publication date",
              "Inspection/Visit type", *_GRADE_HEADERS, "Visit Theme")  # fmt: skip
    columns = ["new_la_code", "la_name", "region_name", "inspection_date", "publication_date",
               "inspection_type", *JUDGEMENTS, "theme"]  # fmt: skip
    return _sheet("Local authority in-year inspection activity 2024-25", header, both[columns])


def _history_sheet(history: pd.DataFrame) -> Rows:
    header = (*_AREA, "Local authority status", "Ofsted region", "Inspection date",
              "Publication date", "Inspection type", *_GRADE_HEADERS)  # fmt: skip
    columns = ["new_la_code", "la_name", "la_status", "region_name", "inspection_date",
               "publication_date", "inspection_type", *JUDGEMENTS]  # fmt: skip
    return _sheet("ILACS inspection history from 2018-2025", header, history[columns])


def _derived(history: pd.DataFrame, older: pd.DataFrame) -> pd.DataFrame:
    recent = history.assign(
        framework="ILACS",
        ons_code_published=history["new_la_code"],
        source_file=WORKBOOK,
        source_sheet="ILACS_inspection_history",
        source_row=history.index + 4,
    )
    older = older.assign(
        source_file="Childrens_social_care_in_England_2023_underlying_data.ods",
        source_sheet="LA_inspections_2009-2023",
        source_row=older.index + 6,
    )
    rows = pd.concat([older, recent], ignore_index=True)
    rows = rows.rename(columns={"la_name": "la_name_published"})
    order = ["publication_date", "la_name_published", "inspection_type"]
    return rows.sort_values(order, kind="stable").reindex(columns=list(_DERIVED)).fillna("")

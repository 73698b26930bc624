"""Names of the files of the invented nation and how the tests read them."""

from pathlib import Path

import pandas as pd

PUBLISHED = Path(__file__).resolve().parents[4] / "shared" / "published"
SYMBOLS = {"c", "x", "z", "u"}
C1 = "cin/c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv"
C1_2024 = "vintages/cin_2024/c1_children_in_need_referrals_and_rereferrals_2013_to_2024.csv"
B1 = "cin/b1_children_in_need_2013_to_2025.csv"
C4 = "cin/c4_children_in_need_section_47s_and_icpcs_2013_to_2025.csv"
D3 = "cin/d3_cpps_subsequent_plan_2013_to_2025.csv"
D5 = "cin/d5_cpps_at31march_by_duration_2013_to_2025.csv"
D5_2024 = "vintages/cin_2024/d5_cpps_at31march_by_duration_2013_to_2024.csv"
CLA = "cla/cla_number_and_rate_per_10k_children.csv"
STABILITY = "cla/la_cla_placement_stability.csv"
CSWW = "workforce/csww_indicators_2017_to_2025.csv"
POPULATION = "population/ons_mid-year_population_estimates_2012_to_2024.csv"
ODS = "ofsted/LA_Inspection_Outcomes_as_at_31_March_2025.ods"
JUDGEMENTS = "ofsted/derived/la_judgements_2009_to_2025-03-31_derived.csv"
LAIT = "lait/bds_long_0.parquet"
SN_2025 = "neighbours/sn_model_2025_wide.csv"
SN_2021 = "neighbours/New_Statistical_Neighbour_Groupings_April_2021.csv"
CSVS = (
    B1, C1, C4, D3, D5, C1_2024, D5_2024, CLA, STABILITY, CSWW, POPULATION, JUDGEMENTS, SN_2025,
    SN_2021, "reference/las.csv", "reference/regions.csv", "reference/region_la_hierarchy.csv",
    "reference/derived/la_lifecycle_derived.csv", "reference/derived/release_calendar_derived.csv",
)  # fmt: skip


def table(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(folder / name, dtype=str, encoding="utf-8-sig", keep_default_na=False)


def number(column: pd.Series) -> pd.Series:
    return pd.to_numeric(column, errors="coerce")


def only_las(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["geographic_level"] == "Local authority"]


def assert_percent(part: pd.Series, whole: pd.Series, pct: pd.Series) -> None:
    part, whole, pct = number(part), number(whole), number(pct)
    known = part.notna() & pct.notna() & (whole > 0)
    assert known.sum() > 100
    assert (100 * part / whole - pct)[known].abs().max() <= 0.0500001

"""The thirty quirks of the published files, each by its number and its real case."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from earlywarning.definitions.loader import load_definitions
from earlywarning.errors import SourceError
from earlywarning.sources import intake, open_data
from earlywarning.sources.context import pairs
from earlywarning.sources.folders import offered_files
from earlywarning.sources.reading import RawTable, decode, read_csv, read_sheets
from tests.conftest import PUBLISHED, REFERENCE, needs_published

pytestmark = needs_published
Connection = duckdb.DuckDBPyConnection
DEFINITIONS = load_definitions(REFERENCE)
CIN, VINTAGES = PUBLISHED / "cin", PUBLISHED / "vintages"


def raw(path: Path) -> RawTable:
    return read_csv(path.read_bytes())


def ask(real: Connection, sql: str, *values: Any) -> list[tuple]:
    return real.execute(sql, list(values)).fetchall()


def cell(real: Connection, series: str, area: str, year: int, release: str = "%") -> tuple:
    rows = ask(
        real,
        """select value, marker from observation where series = $1 and area = $2
           and time_period = $3 and release like $4 order by published desc limit 1""",
        series, area, year, release,
    )  # fmt: skip
    return rows[0] if rows else ()


def test_quirk_01_byte_order_marks_never_reach_a_column_name() -> None:
    path = PUBLISHED / "cla" / "cla_number_and_rate_per_10k_children.csv"
    assert path.read_bytes()[:3] == b"\xef\xbb\xbf"
    assert raw(path).header[0] == "time_period"
    old = VINTAGES / "cin_2022" / "c2_children_in_need_assessments_duration_2014_to_2022.csv"
    assert b"\r\n" in old.read_bytes()[:1000]
    assert raw(old).header[-1] == "75th_Percentile_days"


def test_quirk_02_names_change_between_releases(real: Connection) -> None:
    for release in ("cin_c1_2022%", "cin_c1_2024%", "cin_c1_2025%"):
        assert cell(real, "referrals", "806", 2022, release)[0] > 0
    leavers = "care_leavers_19_21_suitable_pct"
    assert ask(
        real, "select count(distinct release) from observation where series = $1", leavers
    ) == [(3,)]


def test_quirk_03_a_name_that_changes_its_meaning_is_read_by_its_neighbours(
    real: Connection,
) -> None:
    sql = """select distinct labels from series where table_name = 'cla_new_placements'"""
    topics = {labels.split(" | ")[0] for (labels,) in ask(real, sql)}
    assert topics == {
        "Location of new placements during the year",
        "Reason for placement change during the year",
    }
    table = DEFINITIONS.tables["cla_new_placements"]
    new = raw(PUBLISHED / "cla" / "la_cla_during_year_new_placements.csv")
    at = new.header.index("breakdown")
    header = tuple(name for name in new.header if name != "breakdown")
    lost = RawTable(header, [r[:at] + r[at + 1 :] for r in new.rows[:50]], new.row_numbers[:50])
    with pytest.raises(SourceError, match="stands twice"):
        open_data.canonical(lost, table)


def test_quirk_04_changed_labels_are_one_series(real: Connection) -> None:
    sql = "select list_sort(list(distinct split_part(release, '.', 1))) from observation where series = $1"
    assert ask(real, sql, "looked_after") == [(["cla_rate_2024", "cla_rate_2025"],)]
    assert len(ask(real, sql, "looked_after_same_carer_two_years")[0][0]) == 3
    assert len(ask(real, sql, "care_leavers_19_21_active_pct")[0][0]) == 2


def test_quirk_05_the_order_of_columns_is_nothing(real: Connection) -> None:
    cla = raw(PUBLISHED / "cla" / "cla_number_and_rate_per_10k_children.csv").header
    cin = raw(CIN / "b1_children_in_need_2013_to_2025.csv").header
    assert cla.index("new_la_code") > cla.index("la_name")
    assert cin.index("new_la_code") < cin.index("la_name")
    assert cell(real, "looked_after", "890", 2025) == (531, None)


def test_quirk_06_rates_that_went_are_rebuilt(real: Connection) -> None:
    assert cell(real, "referral_rate_published", "806", 2025) == ()
    sql = """select value, basis from indicator_value where indicator = 'referral_rate'
             and geographic_level = 'National' and time_period = 2025"""
    assert ask(real, sql) == [(519.4, "counts")]


def test_quirk_07_a_rebased_population_is_a_revision_of_its_own_kind(real: Connection) -> None:
    sql = """select old_value, new_value, kind from revision
             where series = 'referral_rate_published' and area = '201' and time_period = 2022"""
    assert ask(real, sql) == [(328.8, 917.4, "population_basis")]
    now = """select value from indicator_value where indicator = 'referral_rate'
             and old_la_code = '201' and time_period = 2024"""
    assert cell(real, "referral_rate_published", "201", 2024)[0] == 981.3
    assert ask(real, now) == [(686.3,)]


def test_quirk_08_codes_come_and_go_and_the_number_stays(real: Connection) -> None:
    sql = """select old_marker, new_marker from revision where kind = 'code' and old_la_code = $1
             and series = 'csww.new_la_code' and time_period = 2020"""
    assert ask(real, sql, "815") == [("E06000065", "E10000023")]
    assert ask(real, sql, "933") == [("E06000066", "E10000027")]
    codes = """select distinct new_la_code from observation where series = 'caseload'
               and area = '370' and release like 'csww_2025%'"""
    assert ("E08000038",) in ask(real, codes)
    assert cell(real, "population_0_17", "835", 2018)[1] == "x"


def test_quirk_09_dead_authorities_are_absent_or_z_and_never_a_value(real: Connection) -> None:
    assert cell(real, "referrals", "909", 2024) == ()
    assert cell(real, "looked_after", "909", 2024) == (None, "z")
    assert cell(real, "looked_after", "942", 2023) == (None, "z")
    sql = "select count(*) from indicator_value where old_la_code = '909' and period_end > '2023-03-31'"
    assert ask(real, sql) == [(0,)]


def test_quirk_10_splits_and_merges_are_rows_of_data(real: Connection) -> None:
    sql = "select successor, effective::varchar from authority_change where old_la_code = $1 order by 1"
    assert ask(real, sql, "928") == [("940", "2021-04-01"), ("941", "2021-04-01")]
    assert ask(real, sql, "836") == [("839", "2019-04-01")]
    first = "select min(time_period) from observation where series = 'caseload' and area = $1"
    assert [ask(real, first, code)[0][0] for code in ("839", "940", "942")] == [2019, 2021, 2023]


def test_quirk_11_a_new_authority_has_no_history_and_no_alert(real: Connection) -> None:
    assert [cell(real, "rereferral_pct", "942", y)[0] for y in (2024, 2025)] == [10.7, 22.7]
    sql = "select count(*) from signal where old_la_code = '942' and kind <> 'position'"
    rising = ask(real, sql + " and indicator = 'rereferral_pct'")
    assert rising == [(0,)]


def test_quirk_12_joint_rows_serve_both_and_name_each_other(real: Connection) -> None:
    sql = """select value, joint_with, new_la_code from observation where series = 'agency_rate'
             and area = $1 and time_period = 2025"""
    assert ask(real, sql, "940") == [(19.5, "941", "E06000061")]
    assert ask(real, sql, "318") == [(14.9, "314", "E09000027")]


def test_quirk_13_totals_hold_estimates_and_are_never_taken_apart(real: Connection) -> None:
    total = cell(real, "referrals", "South East", 2024)[0]
    sql = """select sum(value) from known_value where series = 'referrals' and time_period = 2024
             and region = 'South East' and geographic_level = 'Local authority'"""
    assert total - ask(real, sql)[0][0] == pytest.approx(30502, abs=10)
    assert cell(real, "referrals", "850", 2024) == (None, "u")


def test_quirk_14_weak_data_is_told(real: Connection) -> None:
    sql = "select distinct rule from finding where old_la_code = $1 and time_period = $2"
    assert ("low_reliability",) in ask(real, sql, "884", 2024)
    assert ("impossible_share",) in ask(real, sql, "371", 2022)
    assert cell(real, "cp_plans_second_or_later", "371", 2022, "cin_d3_2024%") == (437, None)
    assert cell(real, "cp_plans_second_or_later", "371", 2022) == (None, "u")


def test_quirk_15_jumps_of_recording_are_told_as_such(real: Connection) -> None:
    sql = """select time_period from finding where rule = 'recording_jump' and old_la_code = $1
             and series = 'referrals' order by 1"""
    assert (2024,) in ask(real, sql, "825")
    severity = "select distinct severity from finding where rule = 'recording_jump'"
    assert ask(real, severity) == [("info",)]


def test_quirk_16_rounding_is_allowed_for(real: Connection) -> None:
    sql = "select count(*) from finding where rule = 'identity' and release like 'cin_c1%'"
    assert ask(real, sql) == [(0,)]
    regions = "select max(value % 10) from observation where series = 'referrals' and geographic_level = 'Regional'"
    assert ask(real, regions) == [(0,)]


def test_quirk_17_bands_that_do_not_add_up_refuse_no_file(real: Connection) -> None:
    sheffield = [
        cell(real, name, "373", 2013)[0]
        for name in ("icpc_0_10_days", "icpc_11_15_days", "icpc_16_20_days", "icpc_21_days_or_more")
    ]
    assert cell(real, "icpc", "373", 2013)[0] - sum(sheffield) == 136
    months = """select sum(value) from observation where series = 'published_monthly_referrals'
                and area = '330' and time_period between 202104 and 202203"""
    assert ask(real, months) == [(15682,)]
    assert cell(real, "published_monthly_referrals", "nation", 202112)[0] == 52400


def test_quirk_18_more_than_all_is_a_warning(real: Connection) -> None:
    sql = """select max(o.value) from finding as f join observation as o
             on o.release = f.release and o.series = 'csww.' || f.series
             and o.time_period = f.time_period
             where f.rule = 'over_100_percent' and f.release like 'csww_2023%'"""
    assert ask(real, sql) == [(234.1,)]


def test_quirk_19_london_is_a_row_and_inner_and_outer_are_regions(real: Connection) -> None:
    assert cell(real, "referrals", "London", 2025) == (105790, None)
    sql = "select distinct region from local_authority where old_la_code in ('201', '301')"
    assert sorted(ask(real, sql)) == [("Inner London",), ("Outer London",)]
    areas = "select count(*) from observation where area in ('London (Inner)', 'London (Outer)')"
    assert ask(real, areas) == [(0,)]


def test_quirk_20_every_spelling_finds_its_authority(real: Connection) -> None:
    assert ask(real, "select count(*) from finding where rule = 'known_authority'") == [(0,)]
    alias = pairs(REFERENCE / "authority_alias.csv")
    assert {alias["Bristol"], alias["St Helens"], alias["Telford & Wrekin"]} == {
        "801",
        "342",
        "894",
    }
    places = ask(
        real, "select count(distinct old_la_code) from inspection where framework = 'SLAC'"
    )
    assert places == [(152,)]
    finance = "select count(distinct area) from observation where series = 'childrens_social_care_spend' and geographic_level = 'Local authority'"
    assert ask(real, finance) == [(153,)]


def test_quirk_21_small_places_are_kept_and_set_nothing(real: Connection) -> None:
    assert cell(real, "agency_rate", "420", 2025) == (100, None)
    assert cell(real, "turnover_rate", "420", 2025) == (None, "z")
    assert ask(real, "select count(*) from signal where old_la_code in ('201', '420')") == [(0,)]


def test_quirk_22_westminster_did_not_return(real: Connection) -> None:
    sql = "select count(*) from observation where area = '213' and release like 'csww_2025%' and time_period = 2025 and marker <> 'x'"
    assert ask(real, sql) == [(0,)]
    told = "select count(*) > 0 from finding where old_la_code = '213' and rule = 'not_returned' and time_period = 2025"
    assert ask(real, told) == [(True,)]


def test_quirk_23_neighbour_files(real: Connection) -> None:
    sql = "select model_year, count(distinct old_la_code), count(*) from neighbour group by 1 order by 1"
    found = {year: (subjects, rows) for year, subjects, rows in ask(real, sql)}
    assert found[2025] == (153, 1530)
    assert found[2021][0] >= 151
    words = {w for (w,) in ask(real, "select distinct closeness from neighbour")}
    assert words <= {"extremely close", "very close", "close", "somewhat close", "not close", ""}


def test_quirk_24_residue_and_odd_years_of_the_tool(real: Connection) -> None:
    sql = "select count(*) from observation where series like 'lait%' and value <> round(value, 6)"
    assert ask(real, sql) == [(0,)]
    years = "select min(time_period), max(time_period) from observation where series like 'lait%'"
    low, high = ask(real, years)[0]
    assert low >= 2010
    assert high <= 2026
    note = ask(
        real, "select message from intake where outcome = 'taken' and message like '%left aside%'"
    )
    assert "170 rows whose year is '0' are left aside" in str(note)


def test_quirk_25_the_incident_trips_and_clears(real: Connection) -> None:
    sql = "select state from revision_alarm where series = 'lait_over_20_miles_pct'"
    assert ask(real, sql) == [("cleared",)]


def test_quirk_26_finance_sheets(real: Connection) -> None:
    assert cell(real, "childrens_social_care_spend", "330", 2025) == (None, "[x]")
    assert cell(real, "childrens_social_care_spend", "886", 2025)[0] == pytest.approx(379205.76)
    assert cell(real, "childrens_social_care_spend", "nation", 2025)[0] == pytest.approx(
        16878876, abs=1
    )
    first = ask(
        real,
        """select value from observation where series = 'looked_after_spend'
                         and area = 'nation' and time_period = 2025 order by published""",
    )
    assert [round(v) for (v,) in first] == [8826540, 8917040]
    assert cell(real, "childrens_social_care_spend", "420", 2025)[0] == 1092
    assert cell(real, "childrens_social_care_spend", "204", 2025)[0] == 101932
    assert cell(real, "childrens_social_care_spend", "806", 2024)[0] > 0


def test_quirk_27_ofsteds_sheets(real: Connection) -> None:
    sheets = read_sheets(
        PUBLISHED / "ofsted" / "Childrens_social_care_in_England_2023_underlying_data.ods"
    )
    assert any(
        row[:2] == ["Web link", "Local authority name"]
        for row in sheets["LA_inspections_2009-2023"][158:]
    )
    sql = """select distinct old_la_code, inspection_type, published::varchar from inspection
             where judgement <> 'theme'"""
    path = PUBLISHED / "ofsted" / "derived" / "la_judgements_2009_to_2025-03-31_derived.csv"
    with path.open(encoding="utf-8") as file:
        listed = {
            (row["old_la_code"], row["inspection_type"], row["publication_date"])
            for row in csv.DictReader(file)
        }
    # The 815 inspections that were compiled by hand, read here from Ofsted's own sheets as well;
    # Dorset's of before 2019 are the old county's. One has a dash for its only grade: no judgement.
    assert set(ask(real, sql)) == listed - {("420", "SLAC looked after children", "2012-07-03")}
    grade = """select grade from inspection where old_la_code = '860' and judgement = 'care_leavers'
               and published >= '2024-01-01'"""
    assert ask(real, grade) == [("Requires improvement to be good",)]


def test_quirk_28_no_overall_judgement_is_needed(real: Connection) -> None:
    sql = "select count(*) > 0 from inspection where judgement = 'in_care'"
    assert ask(real, sql) == [(True,)]
    columns = [row[0] for row in ask(real, "describe inspection")]
    assert "overall" not in columns


def test_quirk_29_the_sectors_summary_is_held_against_ofsteds_list(real: Connection) -> None:
    sql = "select old_la_code, count(*) from finding where rule = 'sources_disagree' group by 1"
    assert ask(real, sql) == [("342", 3)]


@pytest.mark.parametrize(
    ("series", "end"),
    [("referrals", "2025-03-31"), ("caseload", "2025-09-30"), ("population_0_17", "2024-06-30")],
)
def test_quirk_30_a_label_is_not_a_date(real: Connection, series: str, end: str) -> None:
    sql = """select distinct period_end::varchar from observation where series = $1
             and time_period = (select max(time_period) from observation where series = $1)"""
    assert ask(real, sql, series) == [(end,)]


def test_encodings_a_file_in_another_one_is_refused_unless_declared() -> None:
    path = PUBLISHED / "finance" / "outturn_1314.csv"
    with pytest.raises(SourceError, match="not UTF-8"):
        decode(path.read_bytes())
    assert DEFINITIONS.tables["outturn_s251"].encoding == "cp1252"


def test_every_file_that_was_published_is_taken_or_told(real: Connection) -> None:
    outcomes = dict(ask(real, "select outcome, count(*) from intake group by 1"))
    assert "refused" not in outcomes
    assert ask(real, "select file_name from intake where outcome = 'unknown'") == [("README.md",)]


@pytest.mark.parametrize(
    "rule",
    [
        "screen_name_digit_first",
        "screen_symbol",
        "screen_obsolete_symbol",
        "screen_filter_no_total",
    ],
)
def test_the_publishers_own_screener_would_warn_and_nothing_is_refused(
    real: Connection, rule: str
) -> None:
    rows = ask(
        real, "select distinct severity, row_number is not null from finding where rule = $1", rule
    )
    assert rows == [("warning", True)]


def test_a_new_table_is_one_file_as_the_guide_says(tmp_path: Path) -> None:
    """The guide's block alone makes an unknown table a known one."""
    guide = (REFERENCE.parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    block = re.search(r"```toml\n# data/reference/tables/cin_d6.toml.*?\n(.*?)```", guide, re.S)
    assert block
    folder = Path(shutil.copytree(REFERENCE, tmp_path / "reference"))
    declared = folder / "tables" / "cin_d6.toml"
    assert declared.read_text(encoding="utf-8").strip() == block.group(1).strip()
    declared.unlink()
    path = VINTAGES / "cin_2022" / "d6_cpps_reviewed_within_timescales_2013_to_2022.csv"
    without = load_definitions(folder)
    [one] = offered_files((path,))
    intake.recognise(one, without)
    assert one.kind == "unknown"
    assert "'Child Protection Plans reviewed within timescales'" in one.message
    assert "CPP_At31_3Months" in one.message
    declared.write_text(block.group(1), encoding="utf-8")
    [again] = offered_files((path,))
    intake.recognise(again, load_definitions(folder))
    assert again.kind == "cin_d6"

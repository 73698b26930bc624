"""Those of the twelve checks that need runs of their own."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from tests.conftest import PUBLISHED, earlywarning, needs_published
from tests.real.test_twelve_checks import compared, tool
from tests.support.hashes import table_hashes

pytestmark = [needs_published, pytest.mark.whole]
VINTAGES = PUBLISHED / "vintages"


def run(warehouse: Path, *inputs: Path, as_of: str = "2026-04-30") -> None:
    words = [word for folder in inputs for word in ("--input", folder)]
    done = earlywarning(
        "run",
        *words,
        "--as-of",
        as_of,
        "--warehouse",
        warehouse,
        "--no-reports",
        "--look-back",
        "0",
    )
    assert done.returncode == 0, done.stderr


def ask(warehouse: Path, sql: str) -> list[tuple]:
    with duckdb.connect(str(warehouse.resolve()), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_3_any_order_of_loading_gives_the_same_store_and_twice_changes_nothing(
    tmp_path: Path,
) -> None:
    files = sorted(
        [*VINTAGES.glob("cin_*/*.csv"), *(PUBLISHED / "cin").glob("*.csv")], key=lambda p: p.name
    )
    chosen = [p for p in files if p.name[:2] in {"b1", "d3"}]
    orders = {"forward": chosen, "backward": chosen[::-1]}
    for name, order in orders.items():
        (tmp_path / name).mkdir()
        for number, path in enumerate(order):
            shutil.copy(path, tmp_path / name / f"{number:02}.csv")
    shutil.copy(chosen[0], tmp_path / "backward" / "again.csv")
    hashes = []
    for name in orders:
        run(tmp_path / f"{name}.duckdb", tmp_path / name)
        hashes.append(table_hashes(tmp_path / f"{name}.duckdb"))
    named = {"release", "intake", "finding"}  # these tell the files' own names
    assert {k: v for k, v in hashes[0].items() if k not in named} == {
        k: v for k, v in hashes[1].items() if k not in named
    }


@pytest.fixture(scope="module")
def march_2025(tmp_path_factory: pytest.TempPathFactory) -> Path:
    warehouse = tmp_path_factory.mktemp("march") / "w.duckdb"
    folders = [VINTAGES / name for name in ("cin_2024", "cla_2024", "csww_2024")]
    run(warehouse, *folders, PUBLISHED / "reference", as_of="2025-03-24")
    return warehouse


@pytest.mark.parametrize(
    ("series", "measure", "count"),
    [
        ("referral_rate_published", "CPP_Total_Rateper10,000", 1498),
        ("rereferral_pct", "ReReferral", 1499),
        ("need_rate_published", "CIN", 1500),
        ("cp_plans_second_or_later_pct", "PrevRegCPR", 1487),
        ("cp_plans_over_2_years_pct", "CPPlans2yrsActive", 963),
        ("looked_after_rate", "LAC", 758),
        ("looked_after_three_or_more_placements_pct", "LACStable_2016on", 744),
        ("agency_rate", "Work_Force_Agecy_Rate", 1181),
        ("turnover_rate", "Work_Force_TO_Rate", 1186),
        ("caseload", "Work_Force_AvgNumCase_SW", 1189),
    ],
)
def test_4_as_known_on_24_march_2025_equals_the_tool_of_that_day(
    march_2025: Path, series: str, measure: str, count: int
) -> None:
    # What was published: the value that this program holds back (Doncaster 2022) is in the tool.
    found = ask(
        march_2025,
        f"""select old_la_code, time_period, value from observation where series = '{series}'
            and old_la_code is not null and value is not null and joint_with is null""",
    )
    theirs = tool(VINTAGES / "lait_2025-03-24" / "bds_long_0.parquet", measure)
    assert compared(found, theirs) == (count, [])


@pytest.mark.parametrize(
    ("release", "status", "marker"),
    [("2024", "held_back", "437.0"), ("2025", "low_reliability", "u")],
)
def test_5_doncaster_is_held_back_untold_and_explained_by_the_next_release(
    tmp_path: Path, release: str, status: str, marker: str
) -> None:
    paths = [VINTAGES / "cin_2024" / "d3_cpps_subsequent_plan_2013_to_2024.csv"]
    if release == "2025":
        paths.append(PUBLISHED / "cin" / "d3_cpps_subsequent_plan_2013_to_2025.csv")
    warehouse = tmp_path / "w.duckdb"
    run(warehouse, *paths)
    cell = ask(
        warehouse,
        """select value, status, marker from known_value where area = '371'
           and time_period = 2022 and series = 'cp_plans_second_or_later'""",
    )
    assert cell == [(None, status, marker)]
    held = ask(warehouse, "select distinct area, time_period, rule from hold")
    assert held == [("371", 2022, "impossible_share")]
    if release == "2025":
        revised = ask(
            warehouse,
            """select old_value, new_marker from revision
               where area = '371' and series = 'cp_plans_second_or_later'""",
        )
        assert revised == [(437, "u")]


def test_6_the_december_snapshot_trips_the_alarm(tmp_path: Path) -> None:
    warehouse = tmp_path / "w.duckdb"
    folders = (PUBLISHED / "lait", *VINTAGES.glob("lait_*"))
    names = [*folders, PUBLISHED / "MANIFEST.csv"]
    run(warehouse, *names, as_of="2025-12-15")
    sql = "select state, settled_by is null from revision_alarm where series = $s"
    where = "lait_over_20_miles_pct"
    assert ask(warehouse, sql.replace("$s", f"'{where}'")) == [("open", True)]
    changed = ask(
        warehouse, f"select count(*) from revision where series = '{where}' and kind = 'value'"
    )
    assert changed == [(256,)]
    # While it is open the value before is used: Redbridge 2021 stays at 19 and is not 9.
    redbridge = f"""select value from known_value where series = '{where}'
                    and area = '317' and time_period = 2021"""
    assert ask(warehouse, redbridge) == [(19,)]

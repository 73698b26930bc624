"""In-year returns through a whole run, on a few invented files and on the command line."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path

import pytest

from earlywarning.settings import today
from lab.nation.annex_a import identifiers, write_annex_a
from tests.conftest import REFERENCE, earlywarning
from tests.support.returns import IN_YEAR, months

NOTES = [["Authority", "Middlesbrough"], ["Frequency", "monthly"]]
# 806 in the year to March 2025: twelve months of 280 are 3,360, published were 3,636.
C1 = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,"
    "region_name,old_la_code,new_la_code,la_name,category,referral_count,rereferral_count,rereferral_percent,"
    "no_further_action_count,no_further_action_percent,"
    "not_in_need_count,not_in_need_percent,"
    "referral_child_count,rereferral_child_count\n"
)


def c1(place: Path) -> None:
    rows = [["2025", "Reporting year", "National", "E92000001", "England", "", "", "", "", ""]]
    with (REFERENCE / "authorities.csv").open(encoding="utf-8") as file:
        for la in csv.DictReader(file):
            if la["opened"] <= "2025-03-31" and not la["closed"]:
                codes = [la["old_la_code"], la["new_la_code"], la["la_name"]]
                level = [*rows[0][:2], "Local authority", *rows[0][3:5]]
                rows.append([*level, "E12000001", "North East", *codes])
    figures = ["3636", "921", "25.3", "100", "2.8", "900", "24.8", "3000", "800"]
    text = C1 + "".join(
        ",".join(f'"{c}"' for c in [*row, "Referrals and Re-referrals", *figures]) + "\n"
        for row in rows
    )
    (place / "c1.csv").write_text(text, encoding="utf-8")


def write(path: Path, day: str, *rows: list, notes=NOTES) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([*notes, ["Returned on", day], [], *rows])


YEAR = months(202404, 12)


def year(**changed: object) -> list[list]:
    own = {period: 280 + (period % 7) * 3 - 9 for period in YEAR}
    return [["Measure", *YEAR], ["Referrals", *(changed.get(f"p{p}", own[p]) for p in YEAR)],
            ["Re-referrals", *(changed.get(f"r{p}", 60) for p in YEAR)]]  # fmt: skip


def run(place: Path, as_of: str, *more: str):
    words = ("run", "--input", place / "in", "--as-of", as_of, "--warehouse", place / "w.duckdb")
    return earlywarning(*words, "--no-reports", "--look-back", "0", *more)


def ask(place: Path, sql: str) -> list[dict]:
    done = earlywarning("query", sql, "--format", "json", "--warehouse", place / "w.duckdb")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("returns")
    (place / "in").mkdir()
    c1(place / "in")
    write(place / "in" / "first.csv", "2025-04-15", *year())
    write(place / "in" / "again.csv", "2025-12-15", *year(p202503=400, r202503=""))
    damaged = year(p202405="84,5", p202406=12.5, r202407="60%")
    write(place / "in" / "damaged.csv", "2025-04-10", *damaged, ["Plans", *[4] * 12],
          notes=[["Authority", "Hartlepool"], NOTES[1]])  # fmt: skip
    write_annex_a(place / "in" / "lists.xlsx", REFERENCE, authority="Darlington",
                  returned_on="2026-04-14")  # fmt: skip
    return place


@pytest.fixture(scope="module")
def done(place: Path):
    return run(place, "2026-04-30")


def test_refused_cells_are_told_and_the_rest_goes_through(place, done):
    assert done.returncode == 3, done.stderr
    refused = sorted(line for line in done.stderr.splitlines() if line.startswith("refused"))
    assert [line.split(": ")[2] for line in refused] == ["A8", "C6", "D6", "E7"]
    assert all("damaged.csv" in line for line in refused)
    rows = ask(place, "select rule, old_la_code, message from finding where rule = 'refused_cell'")
    assert {(r["old_la_code"], r["message"].split(":")[0]) for r in rows} == {
        ("805", at) for at in ("A8", "C6", "D6", "E7")
    }
    # what a cell holds is for who sent it: a small count must not travel in a finding
    assert not [r for r in rows if "12.5" in r["message"] or "84,5" in r["message"]]
    assert "C6: '84,5' the comma" in done.stderr
    sql = ("select status, count(*) as n from observation where old_la_code = '805' "
           "and series like 'monthly%' group by 1 order by 1")  # fmt: skip
    assert ask(place, sql) == [{"status": "ok", "n": 21}, {"status": "refused", "n": 3}]


def test_provisional_and_published_stand_in_their_own_series(place, done):
    sql = "select distinct series from observation where old_la_code = '806'"
    series = {r["series"] for r in ask(place, sql)}
    assert {"referrals", "monthly_referrals", "monthly_rereferrals"} <= series
    sql = "select distinct time_period from observation where series = 'referrals'"
    assert ask(place, sql) == [{"time_period": 2025}]


def test_a_later_return_is_a_release_of_its_own_and_a_revision(place, done):
    sql = ("select file_name, superseded_by is null as newest from release "
           "where title = 'In-year returns' order by 1")  # fmt: skip
    # Of lists about children not even the file's name is kept.
    names = {r["file_name"].rpartition(" ")[0] or r["file_name"]: r["newest"]
             for r in ask(place, sql)}  # fmt: skip
    assert names == {
        "again.csv": True, "damaged.csv": True, "first.csv": False, "child-level lists": True,
    }  # fmt: skip
    sql = "select series, time_period, new_value from revision where series like 'monthly%'"
    assert ask(place, sql) == [
        {"series": "monthly_referrals", "time_period": 202503, "new_value": 400.0}
    ]
    blank = ("select value from known_value where series = 'monthly_rereferrals' "
             "and time_period = 202503 and old_la_code = '806'")  # fmt: skip
    assert ask(place, blank) == [{"value": 60.0}]  # a blank never hides a figure


def test_the_published_year_is_held_against_the_returns_as_they_stood_before(place, done):
    own = {p: 280 + (p % 7) * 3 - 9 for p in YEAR}
    sql = ("select provisional, published, difference from in_year_difference "
           "where old_la_code = '806' and measure = 'referrals'")  # fmt: skip
    total = sum(own.values())  # the return of December 2025 came after the published figure
    assert ask(place, sql) == [
        {"provisional": total, "published": 3636.0, "difference": 3636.0 - total}
    ]
    rules = {r["rule"] for r in ask(place, "select rule from finding where old_la_code = '806'")}
    assert {"differs_from_published", "revised"} <= rules


def test_doubts_reach_transparency_and_never_performance(place, done):
    items = ask(
        place,
        "select old_la_code, pillar, item, points from contribution where item like '%in_year%'",
    )
    assert {(r["old_la_code"], r["pillar"]) for r in items} >= {
        ("805", "transparency"), ("806", "transparency")}  # fmt: skip
    assert {r["pillar"] for r in items} == {"transparency"}
    assert all(0 < r["points"] <= 5 for r in items)


def test_what_was_returned_later_is_not_known_before(place, tmp_path):
    (tmp_path / "in").symlink_to(place / "in")
    done = run(tmp_path, "2025-11-30")
    assert "2 not yet published then" in done.stdout, done.stdout + done.stderr
    assert ask(tmp_path, "select count(*) as n from revision where series like 'monthly%'") == [
        {"n": 0}
    ]
    assert not [p for p in tmp_path.rglob("*lists*") if "in" not in p.relative_to(tmp_path).parts]


def test_nothing_about_a_child_is_anywhere(place, done, tmp_path):
    rows = write_annex_a(tmp_path / "same.xlsx", REFERENCE, authority="Darlington",
                         returned_on="2026-04-14")  # fmt: skip
    checked = earlywarning("returns", "check", place / "in" / "lists.xlsx")
    assert checked.returncode == 0, checked.stderr
    kept = [p for p in place.rglob("*") if p.is_file() and place / "in" not in p.parents]
    assert any(p.suffix == ".duckdb" for p in kept)
    assert any("first.csv" in p.name for p in kept)
    assert not [p for p in kept if "lists" in p.name]
    content = b"".join(p.read_bytes() for p in kept)
    told = done.stdout + done.stderr + checked.stdout + checked.stderr
    words = identifiers(rows)
    assert len(words) > 300
    assert not [w for w in words if w.encode() in content or w in told]
    assert b"FAKECHILD" not in content
    assert b"Middlesbrough" in content  # or the search would be blind
    counted = ask(
        place,
        "select count(*) as n from observation where release like 'in_year_monthly_841%'",
    )
    assert counted[0]["n"] > 80


def test_only_what_may_leave_is_exported(place, done, tmp_path):
    words = ("returns", "export", "--to", tmp_path / "out.csv", "--warehouse", place / "w.duckdb")
    assert earlywarning(*words).returncode == 0
    rows = list(csv.DictReader((tmp_path / "out.csv").open(encoding="utf-8", newline="")))
    counts = [r for r in rows if IN_YEAR.measures[r["measure"]].unit == "count"]
    assert any(r["marker"] == "c" for r in counts)
    assert not [r for r in counts if r["value"] and 0 < float(r["value"]) <= 5]
    assert "cell" not in rows[0]


def test_counting_lists_makes_a_return_that_is_read_back(place, tmp_path):
    words = ("returns", "count", place / "in" / "lists.xlsx", "--authority", "Darlington")
    more = ("--returned-on", "2026-04-14", "--as-at", "2026-03-31", "--to", tmp_path / "r.csv")
    counted = earlywarning(*words, *more)
    assert counted.returncode == 0, counted.stderr
    checked = earlywarning("returns", "check", tmp_path / "r.csv")
    assert checked.returncode == 0, checked.stderr
    pick = [line for line in counted.stdout.splitlines() if line.startswith("841 ")]
    assert pick
    assert pick == [line for line in checked.stdout.splitlines() if line.startswith("841 ")]


def test_template_and_check_as_a_person_types_them(tmp_path):
    path = tmp_path / "t.xlsx"
    words = ("returns", "template", path, "--authority", "806", "--until", "2025-07-31")
    assert earlywarning(*words).stdout.strip() == str(path)
    done = earlywarning("returns", "check", path)
    assert done.returncode == 3
    assert "no cell says on which day" in done.stderr
    assert "Traceback" not in done.stderr
    write(tmp_path / "d.csv", "2025-04-10", *year(p202405="84,5"))
    done = earlywarning("returns", "check", tmp_path / "d.csv")
    assert done.returncode == 3
    assert "806 referrals: 202404 to 202503: 11 ok, 1 refused" in done.stdout
    assert done.stderr.startswith("refused: C6: '84,5'")


def test_a_run_twice_changes_nothing(place, done):
    assert "nothing was new" in run(place, "2026-04-30").stdout


@pytest.mark.parametrize("late", [True, False])
def test_a_return_of_a_day_that_has_not_come_is_refused_by_check_and_by_a_run(tmp_path, late):
    day = today() + dt.timedelta(days=1 if late else -1)
    path = tmp_path / "in" / "r.csv"
    path.parent.mkdir()
    rows = ["Authority,Middlesbrough", f"Returned on,{day}", "Frequency,monthly",
            "Measure,2026-01,2026-02,2026-03", "Contacts,10,11,12"]  # fmt: skip
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    checked = earlywarning("returns", "check", path, cwd=tmp_path)
    done = earlywarning("ingest", "--input", path.parent, "--as-of", "2026-10-31",
                        "--warehouse", tmp_path / "w", cwd=tmp_path)  # fmt: skip
    words = f"says to be returned on {day}, a day that has not come"
    assert (words in checked.stderr, words in done.stderr) == (late, late)
    assert checked.returncode == (3 if late else 0), checked.stderr

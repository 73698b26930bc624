"""The commands as a person types them, on the invented nation."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import duckdb
import pytest

from tests.conftest import earlywarning


@pytest.fixture
def place(small_warehouse: Path) -> Path:
    return small_warehouse.parent


def ask(place: Path, *words: str | Path):
    return earlywarning(*words, "--warehouse", place / "w.duckdb")


def test_query_in_three_formats(place):
    sql = "select old_la_code, la_name from local_authority where old_la_code = '125'"
    assert "Quenlamoor" in ask(place, "query", sql).stdout
    as_csv = ask(place, "query", sql, "--format", "csv").stdout
    assert list(csv.DictReader(io.StringIO(as_csv))) == [
        {"old_la_code": "125", "la_name": "Quenlamoor"}
    ]
    as_json = json.loads(ask(place, "query", sql, "--format", "json").stdout)
    assert as_json == [{"old_la_code": "125", "la_name": "Quenlamoor"}]


@pytest.mark.parametrize(
    "sql", ["drop table score", "copy score to 'x.csv'", "select * from read_csv('/etc/passwd')"]
)
def test_query_cannot_write_or_read_files(place, sql):
    done = ask(place, "query", sql)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_promised_tables_and_columns_are_there_with_a_meaning(place):
    shown = ask(place, "tables").stdout
    promised = {
        "local_authority": "old_la_code new_la_code la_name region opened closed",
        "neighbour": "old_la_code neighbour_old_la_code model_year position closeness",
        "release": "release source title published file_name sha256 rows superseded_by",
        "observation": "series geographic_level old_la_code region time_period period_end value "
        "marker status release published",
        "indicator": "indicator name polarity unit stage enabler numerator denominator per "
        "why_it_matters",
        "indicator_value": "indicator geographic_level old_la_code region time_period period_end "
        "value numerator denominator lower upper status",
        "benchmark": "indicator old_la_code time_period comparator statistic value n spread",
        "signal": "indicator old_la_code time_period kind reading strength z explanation",
        "pattern_match": "pattern old_la_code strength matched possible explanation",
        "revision": "series geographic_level old_la_code region time_period kind old_value "
        "new_value old_marker new_marker old_release new_release",
        "finding": "source release old_la_code series time_period rule severity message",
        "inspection": "old_la_code framework started published judgement grade",
        "soft_item": "item old_la_code flag heard_on source_kind reliability credibility "
        "weight_now expires",
        "score": "old_la_code as_of risk_of_decline lower upper band performance "
        "soft_intelligence transparency coverage",
        "contribution": "old_la_code as_of pillar item points explanation",
        "recommendation": "old_la_code as_of action review_type days scope lines_of_enquiry "
        "complaints_in_scope due_by supporters reasons confidence",
        "run": "run as_of started finished inputs_sha256 definitions_sha256 package_version",
    }
    blocks = {block.split(":")[0]: block for block in shown.strip().split("\n\n")}
    for table, columns in promised.items():
        for column in columns.split():
            assert re.search(rf"^  {column} \([a-z\[\]]+\): \S", blocks[table], re.M), (
                table,
                column,
            )


@pytest.mark.parametrize("words", ["Quenlamoor", "quenlamoor", "125"])
def test_explain_finds_an_authority_and_adds_up(place, words):
    told = ask(place, "explain", words).stdout
    assert told.startswith("Quenlamoor (125) as of 2026-04-30")
    score = float(re.search(r"decline: ([\d.]+) of 100", told).group(1))
    points = [float(p) for p in re.findall(r"^ +([+-][\d.]+)  ", told, re.M)]
    assert sum(points) == pytest.approx(score, abs=0.2)
    assert "Offer: " in told


def test_explain_by_nine_characters(place):
    sql = "select new_la_code from local_authority where old_la_code = '125'"
    nine = json.loads(ask(place, "query", sql, "--format", "json").stdout)[0]["new_la_code"]
    assert "Quenlamoor" in ask(place, "explain", nine).stdout


def test_a_near_miss_gets_suggestions(place):
    done = ask(place, "explain", "Quenlamor")
    assert done.returncode == 2
    assert "did you mean Quenlamoor" in done.stderr


def test_what_is_not_known_is_said(place):
    told = ask(place, "explain", "Brescavale").stdout
    assert "Not known today:" in told
    assert re.search(r"Second or later protection plans: withdrawn .*published as .u.", told)


def test_brief_writes_a_page_and_a_pdf_of_one(place, tmp_path):
    done = ask(place, "brief", "125", "--to", tmp_path)
    assert done.returncode == 0
    written = sorted(p for p in tmp_path.rglob("*") if p.is_file())
    assert [p.name for p in written] == ["125-quenlamoor.html", "125-quenlamoor.pdf"]
    assert done.stdout.split() == [str(p) for p in written]
    assert written[1].read_bytes().startswith(b"%PDF")


@pytest.mark.whole
def test_report_writes_all_from_the_published_database(small_warehouse, tmp_path):
    done = earlywarning("report", "--reports", tmp_path, "--warehouse", small_warehouse)
    assert done.returncode == 0
    home = tmp_path / "index.html"
    assert done.stdout.strip().endswith(f"open {home}")
    for kind in ("authority/*.html", "briefing/*.pdf"):
        assert len(list(tmp_path.glob(kind))) == 42
    assert 'href="pack/pack-2026-04.pdf"' in home.read_text(encoding="utf-8")
    sizes = {p: p.stat().st_size for p in tmp_path.rglob("*.html")}
    # A page of figures holds the drawing behind each of its rows, so that it can be taken away.
    assert max(size for p, size in sizes.items() if p.name != "figures.html") < 200_000
    assert max(sizes.values()) < 400_000


def test_doctor_names_what_is_late(place):
    done = ask(place, "doctor")
    assert "Children in need: referrals and re-referrals: newest 2025" in done.stdout
    assert done.returncode in {0, 3, 4}
    assert (done.returncode > 0) == ("LATE" in done.stdout or "WRONG" in done.stdout)


def test_before_anything_is_published(tmp_path):
    done = earlywarning("query", "select 1", "--warehouse", tmp_path / "none.duckdb")
    assert done.returncode == 4
    assert "nothing published here yet" in done.stderr


@pytest.mark.whole
def test_stages_one_by_one_publish_nothing(small_warehouse, tmp_path):
    warehouse = tmp_path / "w.duckdb"
    words = (
        "--input",
        small_warehouse.parent / "in",
        "--as-of",
        "2026-04-30",
        "--warehouse",
        warehouse,
    )
    words = (*words, "--look-back", "0")
    for stage, shown in (("ingest", "taken"), ("recommend", "recommendation: 42 rows")):
        done = earlywarning(stage, *words)
        assert done.returncode == 0, done.stderr
        assert shown in done.stdout
        assert not warehouse.exists()


def test_soft_text_is_nowhere_in_the_database(place):
    with (place / "in" / "registers" / "soft_intelligence.csv").open(encoding="utf-8") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    content = (place / "w.duckdb").resolve().read_bytes()
    assert texts
    assert not [text for text in texts if text and text.encode() in content]


@pytest.mark.whole
def test_stories_of_the_nation_come_out(demo_warehouse):
    place = demo_warehouse.parent
    sql = "select old_la_code, band from score where old_la_code in ('134','180','634','186','169')"
    bands = {
        r["old_la_code"]: r["band"]
        for r in json.loads(ask(place, "query", sql, "--format", "json").stdout)
    }
    assert bands["134"] == "offer"  # the front door slipped after a head of service left
    assert bands["186"] == "priority"  # a published letter names a priority action
    assert bands["180"] == "offer"  # good figures that cannot be trusted, and people who worry
    assert bands["634"] == "routine"  # repaired, worse numbers, frank about it
    assert bands["169"] == "routine"


def test_a_strange_file_and_a_path_that_is_none_are_told_in_a_sentence(tmp_path: Path) -> None:
    strange = tmp_path / "strange.duckdb"
    with duckdb.connect(str(strange)) as connection:
        connection.execute("create table standing (a int)")
    for sentence, *words in (
        ("no file that `earlywarning run` published", "report", "--warehouse", strange,
         "--reports", tmp_path / "site"),
        ("an empty word stands where a path belongs", "run", "--input", tmp_path,
         "--warehouse", "", "--no-reports"),
    ):  # fmt: skip
        done = earlywarning(*words)
        assert done.returncode == 2
        assert sentence in done.stderr
        assert "Traceback" not in done.stderr

"""People on a band: recorded by command, shown beside the computed band and never in its place."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from earlywarning.reports.site import write_site
from earlywarning.warehouse.ask import find_authority
from earlywarning.warehouse.connect import open_published
from lab.nation import stories
from tests.conftest import earlywarning

REASON = "=Seen on site: <b>steady</b> work, figures lag."


def say(file: Path, warehouse: Path, **given: str):
    words = {"band": "watch", "role": "regional lead", "reason": REASON, "until": "2099-12-31"}
    options = [part for name, word in (words | given).items() for part in (f"--{name}", word)]
    return earlywarning(
        "override", stories.QUIET_AND_FINE, *options, "--file", file, "--warehouse", warehouse
    )


@pytest.mark.whole
def test_an_override_stands_beside_the_band_and_never_in_its_place(
    small_warehouse: Path, tmp_path: Path
) -> None:
    nation = tmp_path / "in"
    shutil.copytree(small_warehouse.parent / "in", nation)
    file = nation / "ours" / "overrides.csv"
    done = say(file, small_warehouse)
    assert done.returncode == 0, done.stderr
    assert "watch until 2099-12-31" in done.stdout
    warehouse = tmp_path / "w.duckdb"
    run = earlywarning(
        "run", "--input", nation, "--as-of", "2099-01-01", "--warehouse", warehouse,
        "--no-reports", "--look-back", "0",
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    with open_published(warehouse) as connection:
        code, _ = find_authority(warehouse, stories.QUIET_AND_FINE)
        write_site(connection, tmp_path / "pages", only=[code])
    sql = """select s.band, o.band as said, o.role, o.reason from override as o
             join score as s using (old_la_code)"""
    told = earlywarning("query", sql, "--format", "json", "--warehouse", warehouse).stdout
    (row,) = json.loads(told)
    assert row["said"] == "watch"
    assert row["band"] != "watch"
    assert row["reason"] == f"'{REASON}"
    said = earlywarning("explain", stories.QUIET_AND_FINE, "--warehouse", warehouse).stdout
    assert "People hold watch to be right (regional lead, " in said
    (page,) = (tmp_path / "pages" / "authority").glob("*merrowick.html")
    text = page.read_text(encoding="utf-8")
    assert "People hold watch to be right" in text
    assert "<b>steady</b>" not in text


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"band": "severe"}, "routine, watch, offer, priority"),
        ({"role": "somebody"}, "regional lead"),
        ({"reason": " "}, "reason"),
        ({"reason": "x" * 501}, "500"),
        ({"until": "2020-01-01"}, "not after"),
    ],
)
def test_a_word_that_is_not_allowed_is_refused_with_those_that_are(
    small_warehouse: Path, tmp_path: Path, given: dict[str, str], says: str
) -> None:
    file = tmp_path / "overrides.csv"
    done = say(file, small_warehouse, **given)
    assert done.returncode == 2
    assert says in done.stderr
    assert not file.exists()

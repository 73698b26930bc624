"""The same answer from the file, from the API's pages and from columns in another order."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
from pathlib import Path

import pandas as pd
import pytest

from earlywarning.definitions.loader import load_definitions
from earlywarning.run.run import run
from earlywarning.settings import Settings
from earlywarning.sources import intake
from earlywarning.sources.folders import offered_files
from earlywarning.warehouse.connect import query
from tests.conftest import PUBLISHED, REFERENCE, needs_published

pytestmark = needs_published
C1 = PUBLISHED / "cin" / "c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv"
SAMPLE = sorted((PUBLISHED / "reference" / "derived").glob("ees_api_*.json"))
KEY = ["series", "geographic_level", "old_la_code", "region", "time_period"]
SAID = [*KEY, "period_end", "value", "marker", "status", "joint_with", "published"]


def facts(folder: Path) -> pd.DataFrame:
    """Return the observations of the one table in a folder, in an order of their own."""
    definitions = load_definitions(REFERENCE)
    offered = offered_files((folder,))
    for one in offered:
        intake.recognise(one, definitions)
    context = intake.context_of(offered, definitions, dt.date(2026, 4, 30))
    intake.join_answers(offered, context)
    (table,) = [one for one in offered if one.table]
    intake.date_release(table, context)
    frame = intake.read_table(table, context).facts.to_pandas()
    frame = frame.assign(published=table.published)[SAID].astype(object)
    return frame.where(frame.notna(), None).sort_values(KEY, ignore_index=True)


def reordered(target: Path) -> None:
    with C1.open(encoding="utf-8", newline="") as file:
        rows = [cells[::-1] for cells in csv.reader(file)]
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def test_columns_in_another_order_are_the_same_table(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    shutil.copy(C1, tmp_path / "a")
    reordered(tmp_path / "b" / "c1.csv")
    pd.testing.assert_frame_equal(facts(tmp_path / "a"), facts(tmp_path / "b"))


def test_the_apis_pages_are_the_same_rows(tmp_path: Path) -> None:
    for name in ("file", "answer"):
        (tmp_path / name).mkdir()
    shutil.copy(C1, tmp_path / "file")
    for path in SAMPLE:
        shutil.copy(path, tmp_path / "answer")
    answer, file = facts(tmp_path / "answer"), facts(tmp_path / "file")
    assert len(answer) == 45  # fifteen rows of three series
    places = answer[KEY].drop_duplicates()
    same = file.merge(places, on=KEY)[SAID].sort_values(KEY, ignore_index=True)
    pd.testing.assert_frame_equal(answer, same)


@pytest.mark.whole
def test_an_answer_beside_its_file_changes_no_value(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for path in (C1, *SAMPLE):
        shutil.copy(path, folder)
    settings = Settings((folder,), dt.date(2026, 4, 30), tmp_path / "w.duckdb")
    assert run(settings, say=lambda _: None, reports=False).refused == []

    def ask(sql: str) -> list[tuple[object, ...]]:
        return query(tmp_path / "w.duckdb", sql)[1]

    assert ask("select count(*) from revision") == [(0,)]
    assert ask("select rows, superseded_by from release where period is not null order by 1") == [
        (15, None),
        (2132, None),
    ]
    count = "select count(*), count(distinct old_la_code) from known_value where series='referrals'"
    together = ask(count)
    for path in folder.glob("*.json"):
        path.unlink()
    shutil.rmtree(tmp_path / "w.raw")
    run(settings, say=lambda _: None, reports=False)
    assert ask(count) == together

"""An employer with all that it is handed tries to find out that somebody spoke, how much and when.

What it is handed must be the same whether nobody spoke, one person did or another: then no sum and
no difference between two months can tell.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from earlywarning.definitions.soft_flag import SoftFlag
from earlywarning.errors import EarlyWarningError
from earlywarning.reports.tiered import baseline, brief, workbooks
from earlywarning.run.own import own_shelf
from earlywarning.run.run import run_as_far_as
from earlywarning.run.share import DATABASE, Wanted, share
from earlywarning.run.told_apart import STANDS_FOR, as_told
from earlywarning.scoring.soft import weigh, weight_word
from earlywarning.settings import Settings
from earlywarning.tables.read import table
from earlywarning.warehouse.connect import open_published
from tests.conftest import REFERENCE, built_once
from tests.support.evidence import DEFINITIONS
from tests.support.few_files import SOFT, few

CODE, FLAG = "180", "whistleblowing"
MONTHS = (dt.date(2026, 3, 31), dt.date(2026, 4, 30))
# Day, kind of source, reliability, credibility; with and without, light and as heavy as can be.
SPOKE = {
    "nobody": (),
    "one": (("2026-02-10", "practitioner", "C", "3"),),
    "two": (("2026-02-25", "union", "A", "1"), ("2026-04-11", "regional_lead", "A", "1")),
}
# The run's own name is a hash over all inputs, and it has a clock.
OF_THE_RUN = re.compile(r"[0-9a-f]{12,}|\d\d:\d\d(:\d\d)?")


def with_register(folder: Path, spoke: tuple[tuple[str, ...], ...]) -> Path:
    """Return a few files of the nation in whose register so many spoke up in one authority."""
    path = few(folder) / SOFT
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["flag"] != FLAG]
    for number, (day, kind, reliability, credibility) in enumerate(spoke):
        rows.append({
            "item": f"W-{number}", "old_la_code": CODE, "flag": FLAG, "heard_on": day,
            "source_kind": kind, "reliability": reliability, "credibility": credibility,
            "text": "Told in private.", "recorded_by": "improvement adviser",
            "review_by": "2026-12-08",
        })  # fmt: skip
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return folder


def published(place: Path, spoke: tuple[tuple[str, ...], ...]) -> None:
    folder = with_register(place / "in", spoke)
    (place / "register").mkdir()
    for day in MONTHS:
        warehouse = place / str(day) / "w.duckdb"
        settings = Settings((folder,), day, warehouse, register=place / "register")
        run_as_far_as("publish", settings, say=lambda _: None)


@pytest.fixture(scope="module")
def warehouses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same two months, published with each register."""
    return {
        name: built_once(tmp_path_factory, f"spoke-{name}", partial(published, spoke=spoke))
        for name, spoke in SPOKE.items()
    }


def handed(warehouse: Path, to: Path) -> dict[str, str]:
    """Return all that an authority is handed: every table, page, paper and sheet, as text."""
    share(Wanted("authority", authority=CODE), to / "share", warehouse, REFERENCE)
    say = lambda _: None  # noqa: E731
    brief(warehouse, REFERENCE, to / "brief", "authority", CODE, say)
    baseline(warehouse, REFERENCE, to / "base", "authority", CODE, say)
    workbooks(warehouse, REFERENCE, to / "books", "authority", CODE, say)
    found = {}
    with open_published(to / "share" / DATABASE) as connection:
        names = connection.execute("select table_name from duckdb_tables()").fetchall()
        for (name,) in names:
            rows = sorted(map(repr, connection.table(name).fetchall()))
            found[f"table {name}"] = "\n".join(rows)
    for path in sorted(to.rglob("*")):
        if path.suffix in (".html", ".csv", ".json", ".txt", ".svg"):
            text = path.read_text(encoding="utf-8").replace(str(to), "")
            found[path.relative_to(to).as_posix()] = OF_THE_RUN.sub("", text)
    pages = own_shelf(warehouse, REFERENCE)(CODE)
    found["form"] = repr((pages.sentence, pages.facts, pages.heard)) + pages.briefing()
    del found["table run"]
    return found


@pytest.fixture(scope="module")
def all_handed(warehouses, tmp_path_factory) -> dict[tuple[str, dt.date], dict[str, str]]:
    place = tmp_path_factory.mktemp("handed")
    return {
        (name, day): handed(folder / str(day) / "w.duckdb", place / name / str(day))
        for name, folder in warehouses.items()
        for day in MONTHS
    }


def consortiums(warehouse: Path) -> list[tuple[object, ...]]:
    with open_published(warehouse) as connection:
        return connection.execute(
            "select risk_of_decline, keys from score where old_la_code = $code", {"code": CODE}
        ).fetchall()


@pytest.mark.whole
@pytest.mark.parametrize("day", MONTHS)
@pytest.mark.parametrize("name", ["one", "two"])
def test_what_an_employer_is_handed_is_the_same_as_if_nobody_had_spoken(
    name, day, all_handed, warehouses
):
    quiet, spoken = all_handed["nobody", day], all_handed[name, day]
    assert quiet.keys() == spoken.keys()
    assert [what for what in quiet if quiet[what] != spoken[what]] == []
    assert len(quiet) > 60
    told = [consortiums(warehouses[one] / str(day) / "w.duckdb") for one in ("nobody", name)]
    assert told[0] != told[1], "in the consortium's own file it counts"


@pytest.mark.whole
def test_from_the_consortiums_own_tables_it_could_be_told(warehouses, tmp_path, monkeypatch):
    monkeypatch.setattr("earlywarning.warehouse.tiers._told_apart", lambda *_: set())
    found = {
        name: handed(warehouses[name] / str(MONTHS[1]) / "w.duckdb", tmp_path / name)
        for name in ("nobody", "one")
    }
    differ = {what for what, text in found["nobody"].items() if found["one"].get(what) != text}
    assert {"table score", "table standing", "table contribution"} <= differ


@pytest.mark.whole
def test_an_older_file_hands_nothing_over(warehouses, tmp_path, monkeypatch):
    monkeypatch.setattr("earlywarning.warehouse.tiers.TOLD", "of_no_version")
    warehouse = warehouses["one"] / str(MONTHS[1]) / "w.duckdb"
    with pytest.raises(EarlyWarningError, match="run once more"):
        share(Wanted("authority", authority=CODE), tmp_path / "a", warehouse, REFERENCE)
    share(Wanted("authority", authority="125"), tmp_path / "b", warehouse, REFERENCE)


@pytest.mark.whole
def test_points_of_an_authority_still_add_up_to_its_score(warehouses, tmp_path):
    warehouse = warehouses["two"] / str(MONTHS[1]) / "w.duckdb"
    share(Wanted("authority", authority=CODE), tmp_path / "a", warehouse, REFERENCE)
    with open_published(tmp_path / "a" / DATABASE) as connection:
        [(points, score, stands)] = connection.execute(
            """select (select sum(points) from contribution where old_la_code = $code),
                      (select risk_of_decline from score), (select score from standing)""",
            {"code": CODE},
        ).fetchall()
    assert points == pytest.approx(score) == pytest.approx(stands)


# -- what was released ------------------------------------------------------------------------


def released(**given: object) -> pd.DataFrame:
    row = {"item": "L-0001", "old_la_code": CODE, "flag": FLAG, "heard_on": dt.date(2026, 2, 10),
           "source_kind": "practitioner", "source_area": "", "reliability": "A", "credibility": 2,
           "recorded_by": "improvement adviser", "review_by": dt.date(2026, 9, 10),
           "recorded_on": dt.date(2026, 2, 11), "released": True, **given}  # fmt: skip
    items = pd.DataFrame([row])
    return weigh(items, DEFINITIONS.soft_flags, DEFINITIONS.policy, MONTHS[1])


def told_of(heard: pd.DataFrame) -> list[str]:
    out = as_told(heard, DEFINITIONS, MONTHS[1])
    counted = ["reliability", "credibility", "heard_on", "recorded_on", "review_by", "weight_now"]
    return [str(out[counted].to_dict("records"))]


def test_what_was_released_counts_by_its_month_and_a_word_alone():
    first = told_of(released())
    other_day = released(heard_on=dt.date(2026, 2, 24), recorded_on=dt.date(2026, 3, 2),
                         review_by=dt.date(2026, 9, 24))  # fmt: skip
    assert told_of(other_day) == first
    assert told_of(released(reliability="B", credibility=1)) == first
    assert told_of(released(reliability="D", credibility=4)) != first
    assert told_of(released(heard_on=dt.date(2026, 1, 24))) != first


def test_what_is_told_openly_stays_as_it_is_and_what_is_not_released_is_not_there():
    kept = released(flag="rise_in_complaints")
    assert told_of(kept) == told_of(kept.assign(told=True))
    assert as_told(kept, DEFINITIONS, MONTHS[1])["reliability"].tolist() == ["A"]
    assert as_told(released(released=False), DEFINITIONS, MONTHS[1]).empty


def test_each_word_stands_for_a_grade_that_weighs_what_it_says():
    policy = DEFINITIONS.policy.soft_intelligence
    for word, (reliability, credibility) in STANDS_FOR.items():
        weight = policy.reliability[reliability] * policy.credibility[str(credibility)]
        assert weight_word(weight) == word


def test_only_flags_told_in_confidence_are_worked_out_apart():
    flags: dict[str, SoftFlag] = DEFINITIONS.soft_flags
    assert [name for name, one in flags.items() if one.in_confidence] == [FLAG]


def test_nothing_is_worked_out_apart_where_nobody_spoke(small_warehouse):
    with open_published(small_warehouse) as connection:
        spoken = table(connection, "soft_item").query("flag == @FLAG")["old_la_code"]
        rows = connection.execute("select distinct old_la_code from told.standing").fetchall()
    assert [code for (code,) in rows] == sorted(set(spoken))

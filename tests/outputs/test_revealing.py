"""No withheld count can be worked out from a workbook: a reader who does the sums tries."""

from __future__ import annotations

import csv
import math

import pytest

from earlywarning.reports.edition import Edition
from earlywarning.reports.facts import load
from earlywarning.reports.workbook.editions import edition_workbook
from earlywarning.reports.workbook.figures import load_figures
from earlywarning.reports.workbook.open_data import open_data
from earlywarning.reports.workbook.revealing import Seen, is_revealed, to_hide, ways
from earlywarning.reports.workbook.writing import write_books
from tests.support.books import nation
from tests.support.subtraction import Cells, attack, cells_of, reader_of


@pytest.fixture(scope="module")
def connection():
    return nation()


@pytest.fixture(scope="module")
def facts(connection):
    return load(connection)


def bare(connection, facts) -> Cells:
    """Return what a file would hold that withheld nothing of its own."""
    decimals = {one.indicator: one.decimals for one in facts.indicators}
    rows = connection.execute(
        """select indicator, geographic_level, coalesce(old_la_code, region, ''), time_period,
               value, status from indicator_value order by all"""
    ).fetchall()
    return {
        (i, level, place, year): (
            f"{value:.{decimals[i]}f}" if value is not None else "c" if status == "suppressed"
            else "x"
        )
        for i, level, place, year, value, status in rows
    }  # fmt: skip


def test_the_reader_finds_the_count_where_nothing_is_done(connection, facts):
    found = attack(bare(connection, facts), reader_of(connection, facts.indicators))
    by = {one.by for one in found}
    assert by == {"Regional", "National", "other figures"}
    worked = next(one for one in found if one.by == "Regional")
    assert (worked.indicator, worked.place) == ("icpc_rate", "902")
    assert math.ceil(worked.low) <= 3 <= math.floor(worked.high)


def test_the_reader_finds_nothing_in_what_is_written(connection, facts):
    figures = load_figures(connection, facts.indicators)
    data, _ = open_data(facts, figures)
    cells = cells_of(data)
    assert cells["icpc_rate", "Local authority", "902", 2025] == "c"
    assert attack(cells, reader_of(connection, facts.indicators)) == []
    before = sum(cell[:1].isdigit() for cell in bare(connection, facts).values())
    after = sum(cell[:1].isdigit() for cell in cells.values())
    assert 0.7 * before < after < before


def test_from_the_consortium_nothing_that_was_published_is_withheld(connection, facts, tmp_path):
    write_books(connection, tmp_path)
    [path] = [one for one in tmp_path.glob("*.csv") if ".meta" not in one.name]
    with path.open(encoding="utf-8", newline="") as file:
        cells = cells_of([tuple(row) for row in csv.reader(file)])
    published = {key: cell for key, cell in bare(connection, facts).items() if cell[0].isdigit()}
    assert {key: cells[key] for key in published} == published
    tiers = ("public", "authority", "region", "consortium")
    assert [tier for tier in tiers if Edition(tier, "", "").is_whole] == ["consortium"]


def test_what_is_withheld_here_is_said_to_be(connection, facts):
    book = edition_workbook(facts, load_figures(connection, facts.indicators))
    rows = next(sheet for sheet in book.sheets if sheet.name == "Child protection").rows
    told = [row for row in rows if str(row[-1]).startswith("withheld here")]
    assert told
    assert all(row[6] == "[c]" for row in told)


def test_nothing_is_withheld_where_nothing_was(facts):
    connection = nation(withheld=False)
    figures = load_figures(connection, facts.indicators)
    assert not [key for key, figure in figures.items() if figure.hidden_here]


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (-math.inf, math.inf, False),
        (0, 5, False),
        (1, 5, False),
        (1, 4, True),
        (3, 3, True),
        (2, 90, True),
        (6, 90, False),
        (40, 43, True),
        (6, 12, True),
        (40, 81, False),
        (-9, -2, True),
    ],
)
def test_an_interval_tells_something_when_it_is_closer_than_one_to_five(low, high, told):
    assert is_revealed((low, high)) is told


def known(place: str, count: int | None, level: str = "Local authority", region="A") -> Seen:
    return Seen(
        "icpc_rate", level, place, region, 2025, None if count is None else count / 100,
        1_000_000, count is None,
    )  # fmt: skip


def test_two_withheld_ones_hide_each_other_only_while_their_sum_is_large(facts):
    one = next(i for i in facts.indicators if i.indicator == "icpc_rate")
    exact = [one] if one.decimals == 1 else []
    assert exact
    group = [known("1", None), known("2", None), known("3", 50), known("A", 55, "Regional")]
    *_, spans = ways(group, one, set())
    assert spans[group[0].key][0] == 1.0
    assert spans[group[0].key][1] < math.inf
    wide = [known("1", None), known("2", None), known("3", 5000), known("A", 9000, "Regional")]
    assert to_hide(wide, facts.indicators) == set()

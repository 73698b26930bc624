"""The real figures as workbook and open data: nothing withheld comes out, the rules are kept."""

from __future__ import annotations

import csv

import pytest

from earlywarning.reports.facts import load
from earlywarning.reports.workbook.editions import edition_workbook
from earlywarning.reports.workbook.figures import load_figures
from earlywarning.reports.workbook.open_data import open_data
from tests.conftest import REFERENCE
from tests.outputs.test_revealing import bare
from tests.outputs.test_workbook import screened
from tests.support.subtraction import attack, cells_of, reader_of


@pytest.fixture(scope="module")
def facts(real):
    return load(real)


@pytest.fixture(scope="module")
def figures(real, facts):
    return load_figures(real, facts.indicators)


def test_the_sums_give_no_withheld_count_away(real, facts, figures):
    reader = reader_of(real, facts.indicators)
    open_to_all = attack(bare(real, facts), reader)
    assert len(open_to_all) > 10
    data, _ = open_data(facts, figures)
    assert attack(cells_of(data), reader) == []


def test_little_is_withheld_for_it(figures):
    hidden = [key for key, figure in figures.items() if figure.hidden_here]
    assert 0 < len(hidden) < 0.003 * len(figures)
    local = [key for key in hidden if key[1] == "Local authority"]
    assert len(local) < 10


def test_open_data_pass_the_publishers_rules_on_every_place(facts, figures):
    with (REFERENCE / "authorities.csv").open(encoding="utf-8") as file:
        known = {(r["old_la_code"], r["new_la_code"], r["la_name"]) for r in csv.DictReader(file)}
    data, meta = open_data(facts, figures)
    assert screened(data, known) == []
    assert len(data) > 2_000
    assert {line[0] for line in meta[1:]} == set(data[0][10:])
    assert not [row for row in data if row[2] == "Regional" and row[5].startswith("X-")]


def test_open_data_hold_the_last_year_of_each_closed_authority(facts, figures):
    data, _ = open_data(facts, figures)
    last = {line[7]: line[0] for line in sorted(data[1:])}
    closed = {"909": "2023", "928": "2021", "835": "2019", "836": "2019", "837": "2019"}
    assert {code: last[code] for code in closed} == closed


def test_the_workbook_gives_figures_for_every_open_authority(facts, figures):
    book = edition_workbook(facts, figures)
    names = [one.la_name for one in facts.open_authorities()]
    for sheet in book.sheets[:5]:
        listed = list(dict.fromkeys(row[0] for row in sheet.rows))
        assert listed == sorted(names, key=lambda name: (name, name))
        assert all(isinstance(cell, (str, int, float)) for row in sheet.rows for cell in row)
        assert sum(isinstance(row[6], float) for row in sheet.rows) > 0.8 * len(sheet.rows)

"""A list in an answer is readable as text, and an array in JSON."""

from __future__ import annotations

import json

from earlywarning.cli.options import show

NAMES, ROWS = ["old_la_code", "supporters"], [("801", ["802", "=803"]), ("804", []), ("805", None)]


def test_csv_joins_a_list_with_semicolons(capsys) -> None:
    show(NAMES, ROWS, "csv")
    assert capsys.readouterr().out.splitlines() == [
        "old_la_code,supporters", "801,802; =803", "804,", "805,",
    ]  # fmt: skip


def test_csv_quotes_what_begins_as_a_formula_in_a_list_too(capsys) -> None:
    show(["supporters"], [(["=1+1", "802"],)], "csv")
    assert capsys.readouterr().out.splitlines()[1].lstrip('"').startswith("'=")


def test_a_table_on_the_screen_has_no_brackets(capsys) -> None:
    show(NAMES, ROWS, "table")
    assert "802; =803" in capsys.readouterr().out


def test_json_has_an_array(capsys) -> None:
    show(NAMES, ROWS, "json")
    told = json.loads(capsys.readouterr().out)
    assert [row["supporters"] for row in told] == [["802", "=803"], [], None]

"""Free text: what is refused, what is warned of, and that it does no harm anywhere."""

from __future__ import annotations

import csv
import io
import time
from pathlib import Path

import pytest

from earlywarning.register import actions, checking, sheet, state
from earlywarning.register.texts import faults_of, persons_in, plain_cell, shown
from tests.support.register import ALLOWED, NOON, PLACES, row

HARMLESS_ONLY_IF_HANDLED = [
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "'); drop table soft_item; --",
    "=HYPERLINK(\"http://x.invalid\",\"here\")",
    "+1+1\tand a tab",
    "@sum(a1)",
    "-2+3 \"quoted\", and a comma\nand a new line",
    "{{ 7 * 7 }} {% raw %} ${7*7} %s %n",
    "\\u202e \\x00 &lt; &amp;",
    "</textarea></td></tr></table>",
]  # fmt: skip


@pytest.mark.parametrize("text", HARMLESS_ONLY_IF_HANDLED)
def test_hostile_text_is_stored_as_given_and_stays_out_of_the_list(
    text: str, tmp_path: Path
) -> None:
    path = tmp_path / "l.jsonl"
    checked = checking.check(row(text=text), ALLOWED)
    assert checked.faults == []
    actions.add(path, [checked], NOON)
    content = path.read_bytes()
    assert content.isascii()
    assert content.count(b"\n") == 1
    assert state.texts(state.sound_records(path)[0])["text"].to_list() == [text]
    rows = sheet.list_rows(state.standing(state.sound_records(path)[0]), ALLOWED)
    assert not any(text in cell or cell in text for row in rows for cell in row if len(cell) > 8)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        (" \n ", "is empty"),
        ("a" * 4001, "the limit is 4,000"),
        ("a" * 1_000_000, "has 1,000,000 characters"),
        ("abc\u202edef", "U+202E, right-to-left override"),
        ("abc\u200fdef", "U+200F, right-to-left mark"),
        ("abc\u2067def", "U+2067"),
        ("a\x00b", "U+0000, control character"),
        ("a\x1b[31mb", "U+001B"),
        ("a\u2028b", "U+2028"),
        ("a\ud800b", "U+D800"),
        ("Write to some.one@example.org", "e-mail"),
        ("Call 0161 496 0123 today", "phone"),
        ("Call +44 161 496 0123", "phone"),
        ("Call (0161) 496-0123", "phone"),
        ("Call 0161\u2013496\u20130123", "phone"),
        ("Call \uff10161 496 0123", "phone"),
        ("a.person\uff20council.example", "e-mail"),
        ("write to person at council dot gov dot uk", "e-mail"),
        ("person (at) council.gov.uk", "e-mail"),
        ("p@m\u00fcller.\u0440\u0444", "e-mail"),
        ("NHS 943 476 5919", "NHS number"),
        ("9434765919 again", "NHS number"),
        ("NI QQ 12 34 56 C is no number, AB 12 34 56 C is", "National Insurance"),
        ("ab123456c", "National Insurance"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_the_reason(text: str, words: str) -> None:
    assert any(words in why for why in faults_of(text, 4000)), faults_of(text, 4000)


@pytest.mark.parametrize(
    "text",
    [
        "Two dates, 2026-01-14 and 2025-03-11, and 1,234,567 pounds.",
        "a" * 4000,
        "Caf\u00e9, \u0645\u0631\u062d\u0628\u0627, \u4f60\u597d, \U0001f642",
        "A line\nand another\twith a tab",
        "9434765918 is no such number, nor is 1234567890.50; form QQ 12 34 56 C",
        "We meet at noon. The plan is at risk; look at com.",
    ],
)
def test_ordinary_text_of_any_script_is_taken(text: str) -> None:
    assert faults_of(text, 4000) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mary Smith left in May.", ["Mary Smith"]),
        ("The Mary-Ann O'Neil case", ["Mary-Ann O'Neil", "Ann O'Neil"]),
        ("Dr Jones and Cllr Brown said so", ["Dr Jones", "Cllr Brown"]),
        ("told by Ms. Green", ["Ms. Green"]),
        ("Great Ostwick and Vale of Merrow", []),
        ("The Director left; Head of Service covers. North Norreby Police agree.", []),
        ("In January Ofsted wrote to Norreby", []),
        ("mary smith, and Mary alone", []),
        ("\u0141ukasz \u015awi\u0105tek left.", ["\u0141ukasz \u015awi\u0105tek"]),
        ("Zoe\u0308 M\u00fcller left.", ["Zo\u00eb M\u00fcller"]),
        (
            "\u0418\u0432\u0430\u043d \u041f\u0435\u0442\u0440\u043e\u0432 left.",
            ["\u0418\u0432\u0430\u043d \u041f\u0435\u0442\u0440\u043e\u0432"],
        ),
        ("told by Jan van der Berg", ["Jan van der Berg"]),
        ("asked J. Fenwick and K P Alder", ["J. Fenwick", "K P Alder"]),
        ("so says Fenwick, J.R.", ["Fenwick, J.R.", "J.R."]),
        ("J.S. told us, in the U.K. too", ["J.S."]),
        ("Councillor Brown said so", ["Councillor Brown"]),
        ("A Family was seen. I Think so. Section B. Grade C. Level 3.", []),
    ],
)
def test_the_rule_on_names_and_where_it_is_blind(text: str, found: list[str]) -> None:
    assert persons_in(text, PLACES.known_words) == found


@pytest.mark.parametrize(
    "part", ["a", "a at ", "a dot ", "a at a dot ", "A.", "A ", "Aa ", "0 ", "1-", " ", "Van der "]
)
def test_no_text_makes_the_rules_slow(part: str) -> None:
    text = (part * 4000)[:4000]
    before = time.process_time()
    faults_of(text, 4000)
    persons_in(text, frozenset())
    assert time.process_time() - before < 1


def test_invented_entries_of_the_demo_name_nobody() -> None:
    from lab.nation.planted_entries import ENTRIES

    said = [entry[6] for entry in ENTRIES]
    assert [persons_in(text, frozenset()) for text in said] == [[]] * len(said)
    assert [faults_of(text, 4000) for text in said] == [[]] * len(said)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1", " =1", "\n@x"])
def test_no_cell_is_a_formula(cell: str) -> None:
    target = io.StringIO()
    csv.writer(target).writerow([plain_cell(cell)])
    (read,) = next(csv.reader(io.StringIO(target.getvalue())))
    assert read.startswith("'")
    assert "\n" not in read
    assert "\t" not in read


def test_other_cells_stay_as_they_are() -> None:
    assert [plain_cell(c) for c in ("a-b", "", None, 5, "2026-01-31")] == [
        "a-b", "", "", "5", "2026-01-31",
    ]  # fmt: skip


def test_a_terminal_is_shown_no_hidden_character() -> None:
    assert shown("a\u202eb\x1b[2J\n\u00e9") == "a\\u202eb\\u001b[2J\n\u00e9"

"""Every word of an entry is held against what is allowed, all faults at once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from earlywarning.errors import EarlyWarningError, SourceError, UsageError
from earlywarning.register import actions, chain, checking, erasing, sheet, state
from earlywarning.register.actions import RefusedEntryError
from earlywarning.register.checking import COLUMNS
from tests.support.evidence import DEFINITIONS
from tests.support.register import ALLOWED, NOON, row


def test_a_good_row_becomes_an_entry() -> None:
    checked = checking.check(row(authority="e09900002", source_area="southmarch"), ALLOWED)
    assert checked.faults == []
    assert checked.entry is not None
    assert checked.entry.old_la_code == "802"
    assert checked.entry.source_area == "Southmarch"
    assert checked.entry.heard_on == dt.date(2026, 3, 1)
    assert checked.by == "improvement adviser"


def test_an_authority_that_had_closed_is_refused_with_who_followed() -> None:
    checked = checking.check(row(authority="804"), ALLOWED)
    [fault] = checked.faults
    assert "closed on 2019-03-31; followed by 801 Norreby" in fault.message
    early = checking.check(
        row(authority="804", heard_on="2019-03-01", review_by="2019-06-01"), ALLOWED
    )
    assert early.entry is not None
    assert early.entry.old_la_code == "804"


def test_the_running_authority_of_two_with_one_name_is_meant() -> None:
    checked = checking.check(row(authority=" norreby "), ALLOWED)
    assert checked.entry is not None
    assert checked.entry.old_la_code == "801"


@pytest.mark.parametrize(
    ("column", "word", "words"),
    [
        ("authority", "Noreby", "did you mean Norreby?"),
        ("authority", "", "authority is empty"),
        ("flag", "whistle_blowing", "did you mean whistleblowing? Allowed"),
        ("flag", "x", "unplanned_cut"),
        ("source_kind", "a friend", "Allowed: published_letter"),
        ("source_kind", "director", "may be raised by: practitioner"),
        ("source_area", "Nortmarch", "did you mean Northmarch?"),
        ("reliability", "G", "Allowed: A, B, C, D, E, F"),
        ("credibility", "7", "Allowed: 1, 2, 3, 4, 5, 6"),
        ("cases", "-1", "number of cases"),
        ("heard_on", "2026-02-30", "write a day as"),
        ("heard_on", "2026-05-01", "lies in the future"),
        ("heard_on", "0026-03-01", "before 2000"),
        ("review_by", "2026-02-28", "before the day it was heard"),
        ("review_by", "2028-04-01", "more than 24 months"),
        ("recorded_by", "Jo", "a role, never a name"),
        ("text", "Mary Smith left.", "may name a person"),
        ("text", "a" * 5000, "limit is 4,000"),
    ],
)
def test_a_wrong_word_is_told_with_its_column(column: str, word: str, words: str) -> None:
    checked = checking.check(row(**{column: word}), ALLOWED)
    assert checked.entry is None
    told = [f for f in checked.faults if f.column == column]
    assert any(words in f.message for f in told), checked.faults
    assert max(len(f.message) for f in told) < 1500


def test_all_faults_come_at_once() -> None:
    wrong = {"flag": "?", "reliability": "?", "heard_on": "?", "text": ""}
    faults = checking.check(row(**wrong), ALLOWED).faults
    assert {fault.column for fault in faults} == {*wrong, "review_by"} - {"review_by"}


def test_practice_evidence_says_on_how_many_cases() -> None:
    weak = {"flag": "case_audit_weak", "source_kind": "case_audit"}
    assert "say how many" in checking.check(row(**weak), ALLOWED).faults[0].message
    checked = checking.check(row(**weak, cases="24"), ALLOWED)
    assert checked.entry is not None
    assert checked.entry.cases == 24


def test_the_warning_about_names_can_be_overruled_and_that_is_kept() -> None:
    named = row(text="Mary Smith left.")
    assert checking.check(named, ALLOWED).only_persons
    checked = checking.check(named, ALLOWED, no_person_named=True)
    assert checked.entry is not None
    assert checked.entry.no_person_named
    worse = row(text="Mary Smith left, mary@example.org")
    assert not checking.check(worse, ALLOWED, no_person_named=True).only_persons


def test_every_flag_can_be_entered_by_those_who_may_raise_it() -> None:
    for name, flag in DEFINITIONS.soft_flags.items():
        for kind in flag.raised_by:
            given = row(flag=name, source_kind=kind, cases="3" if flag.counts_cases else "")
            assert checking.check(given, ALLOWED).faults == [], name


# --- the table


def cells(*rows: dict[str, str]) -> list[list[str]]:
    return [list(COLUMNS), *([one[c] for c in COLUMNS] for one in rows)]


def test_good_rows_go_in_and_bad_ones_are_told(tmp_path: Path) -> None:
    path = tmp_path / "l.jsonl"
    rows = cells(
        row(),
        row(flag="whistle"),
        row(text="\u202eevil"),
        row(text="x" * 1_000_000),
        row(),
        row(authority="803"),
        row(text="Ms Green said so"),
    )
    done = sheet.import_rows("f.csv", [*rows, [""] * 11], path, ALLOWED, no_person_named=False)
    assert [r.item for r in done.added] == ["L-0001", "L-0002"]
    assert [line.split(":")[1] for line in done.refused] == [
        " row 3, flag", " row 4, text", " row 5, text", " row 6", " row 8, text",
    ]  # fmt: skip
    assert "did you mean whistleblowing?" in done.refused[0]
    assert "another row" in done.refused[3]
    assert "--no-person-named" in done.refused[4]
    assert max(map(len, done.refused)) < 1500
    again = sheet.import_rows("f.csv", cells(row()), path, ALLOWED, no_person_named=False)
    assert again.added == []
    assert "already, as L-0001" in again.refused[0]


def test_a_row_with_more_cells_than_the_header_is_refused(tmp_path: Path) -> None:
    long = [*cells(row())[1], "more"]
    done = sheet.import_rows(
        "f.csv", [list(COLUMNS), long], tmp_path / "l", ALLOWED, no_person_named=False
    )
    assert (done.added, len(done.refused)) == ([], 1)
    assert "more cells than the header" in done.refused[0]


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (["authority", "flag"], "lacks heard_on"),
        ([*COLUMNS, "name"], "holds 'name'"),
        ([*COLUMNS, "flag"], "holds 'flag'"),
        ([], "lacks authority"),
    ],
)
def test_a_header_that_does_not_fit_is_refused(header, words: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=words):
        sheet.import_rows("f.csv", [header], tmp_path / "l", ALLOWED, no_person_named=False)


def test_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    turned = [line[::-1] for line in cells(row())]
    done = sheet.import_rows("f.csv", turned, tmp_path / "l", ALLOWED, no_person_named=False)
    assert (len(done.added), done.refused) == (1, [])


def test_the_template_imports_cleanly_and_is_about_nobody(tmp_path: Path) -> None:
    import csv
    import io

    path = tmp_path / "l.jsonl"
    rows = list(csv.reader(io.StringIO(sheet.template(ALLOWED), newline="")))
    done = sheet.import_rows("t.csv", rows, path, ALLOWED, no_person_named=False)
    assert (len(done.added), done.refused) == (1, [])
    from earlywarning.register import state

    records, _ = state.sound_records(path)
    assert state.standing(records)["L-0001"].entry.text.startswith("INVENTED EXAMPLE")
    assert state.items(records, dt.date(2099, 1, 1)).empty


# --- acts


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "l.jsonl"
    actions.add(path, [checking.check(row(), ALLOWED)], NOON)
    return path


def one(path: Path):
    return state.standing(state.sound_records(path)[0])["L-0001"]


def test_a_dispute_stands_until_it_is_resolved(ledger: Path) -> None:
    actions.dispute(ledger, "L-0001", "Director", "It was looked into.", ALLOWED)
    assert one(ledger).disputed
    actions.resolve(ledger, "L-0001", "regional lead", "stands", "Seen on file.", ALLOWED)
    assert (one(ledger).disputed, one(ledger).withdrawn) == (False, False)
    assert [kind for kind, _, _ in one(ledger).replies] == ["dispute", "resolution"]
    actions.dispute(ledger, "L-0001", "director", "Again.", ALLOWED)
    actions.resolve(ledger, "L-0001", "regional lead", "falls", "Not so.", ALLOWED)
    assert one(ledger).withdrawn


def test_reading_is_recorded_by_role(ledger: Path) -> None:
    found = actions.read(ledger, "L-0001", "consortium lead", ALLOWED)
    assert "signed off" in found.entry.text
    last = chain.walk(ledger).records[-1]
    assert (last.kind, last.by, last.item) == ("read", "consortium lead", "L-0001")


@pytest.mark.parametrize(
    ("act", "error", "words"),
    [
        (
            lambda p: actions.read(p, "L-0001", "director", ALLOWED),
            UsageError,
            "Allowed: improvement",
        ),
        (
            lambda p: actions.read(p, "L-0009", "regional lead", ALLOWED),
            UsageError,
            "last is L-0001",
        ),
        (lambda p: actions.retire(p, "L-0001", "nobody", "r", ALLOWED), UsageError, "Allowed"),
        (
            lambda p: actions.retire(p, "L-0001", "regional lead", "", ALLOWED),
            UsageError,
            "empty",
        ),
        (
            lambda p: actions.dispute(p, "L-0001", "regional lead", "r", ALLOWED),
            UsageError,
            "Allowed: director",
        ),
        (
            lambda p: actions.dispute(p, "L-0001", "director", "\u202e", ALLOWED),
            RefusedEntryError,
            "U\\+202E",
        ),
        (
            lambda p: actions.resolve(p, "L-0001", "regional lead", "stands", "r", ALLOWED),
            UsageError,
            "not in dispute",
        ),
        (
            lambda p: actions.correct(p, "L-0001", checking.check(row(), ALLOWED).entry, "role"),
            UsageError,
            "says this already",
        ),
    ],
)
def test_an_act_that_does_not_fit_adds_nothing(ledger: Path, act, error, words: str) -> None:
    before = ledger.read_bytes()
    with pytest.raises(error, match=words) as caught:
        act(ledger)
    assert isinstance(caught.value, EarlyWarningError)
    assert ledger.read_bytes() == before


def test_what_is_withdrawn_stays_so(ledger: Path) -> None:
    actions.retire(ledger, "L-0001", "regional lead", "Misheard.", ALLOWED)
    with pytest.raises(UsageError, match="was withdrawn"):
        actions.dispute(ledger, "L-0001", "director", "No.", ALLOWED)
    actions.add(ledger, [checking.check(row(), ALLOWED)])
    assert set(state.standing(state.sound_records(ledger)[0])) == {"L-0001", "L-0003"}


ACTS = {
    "retire": lambda p, why, **sure: actions.retire(
        p, "L-0001", "regional lead", why, ALLOWED, **sure
    ),
    "dispute": lambda p, why, **sure: actions.dispute(
        p, "L-0001", "director", why, ALLOWED, **sure
    ),
    "resolve": lambda p, why, **sure: actions.resolve(
        p, "L-0001", "regional lead", "stands", why, ALLOWED, **sure
    ),
    "erase": lambda p, why, **sure: erasing.erase(
        p, "L-0001", "data-protection officer", why, ALLOWED, **sure
    ),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_no_act_takes_a_name_into_the_ledger_unasked(ledger: Path, act) -> None:
    """Why somebody erases is the likeliest place for the name that is to go."""
    actions.dispute(ledger, "L-0001", "director", "not so", ALLOWED)
    before = ledger.read_bytes()
    with pytest.raises(RefusedEntryError, match="may name a person"):
        act(ledger, "Mary Smith has asked for it")
    assert ledger.read_bytes() == before
    act(ledger, "Mary Smith has asked for it", no_person_named=True)
    assert ledger.read_bytes() != before

"""What is past its term is listed, goes when told to, and is written down; persons are found."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from pathlib import Path

import pytest

from earlywarning.definitions.loader import load_definitions
from earlywarning.definitions.retention import load_retention
from earlywarning.errors import DefinitionError
from earlywarning.register import access
from earlywarning.register.accounts.account import Account
from earlywarning.register.accounts.store import Accounts
from earlywarning.register.chain import told, walk
from earlywarning.register.decisions.actions import propose
from earlywarning.register.decisions.record import DECISIONS
from earlywarning.register.ledger import Draft, append
from earlywarning.register.lines import add_line
from earlywarning.run import persons, retention
from earlywarning.run.backup import SUFFIX
from earlywarning.run.doctor import doctor
from earlywarning.settings import Given, Settings
from tests.conftest import REFERENCE, earlywarning
from tests.support.register import NOON, entry
from tests.unit.register.test_decisions import LEAD, RULES, SUBJECTS, at, offer, step, walked

TODAY = dt.date(2028, 6, 1)
OFFICER = "data-protection officer"
SECRET = "René Doe is meant."


@pytest.fixture
def place(tmp_path: Path, monkeypatch) -> retention.Place:
    register = tmp_path / "register"
    monkeypatch.setenv("EARLYWARNING_REGISTER", str(register))
    for text, until in ((SECRET, dt.date(2026, 12, 31)), ("Still counts.", dt.date(2028, 3, 1))):
        given = entry(text=text, review_by=until)
        append(
            register / "soft_intelligence.jsonl",
            lambda _, g=given: [Draft("entry", "regional lead", g)],
            NOON,
        )
    settings = Settings((), TODAY, warehouse=tmp_path / "w.duckdb", register=register)
    return retention.Place(settings, TODAY, OFFICER)


def aged(path: Path, days: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    path.chmod(0o600)
    then = dt.datetime.combine(TODAY, dt.time(12), dt.UTC) - dt.timedelta(days=days)
    os.utime(path, (then.timestamp(), then.timestamp()))
    return path


def kinds(found: list[retention.Due]) -> list[tuple[str, str]]:
    return [(one.kind, Path(one.name).name) for one in found]


def test_only_what_is_past_its_term_is_due_and_listing_removes_nothing(place) -> None:
    found = retention.due(place)
    assert kinds(found) == [("soft_texts", "L-0001")]
    assert found[0].since == dt.date(2026, 12, 31)
    last_day = retention.Place(place.settings, dt.date(2027, 12, 31), OFFICER)
    assert retention.due(last_day) == []
    assert SECRET in [r.text for r in walk(place.at("soft_intelligence.jsonl")).records]


def test_what_goes_is_written_down_with_when_and_why(place) -> None:
    assert retention.apply(place, retention.due(place)) == []
    texts = place.at("soft_intelligence.jsonl.texts").read_bytes()
    assert b"Ren" not in texts
    assert b"Still counts." in texts
    assert told(walk(place.at("soft_intelligence.jsonl")))[1]
    (line,) = [json.loads(one) for one in place.at("retention.jsonl").open()]
    assert (line["kind"], line["name"], line["since"]) == ("soft_texts", "L-0001", "2026-12-31")
    assert (line["role"], line["why"]) == (OFFICER, load_retention(REFERENCE).soft_texts.why)
    assert line["at"][:4].isdigit()
    assert retention.due(place) == []


def test_what_cannot_go_stays_and_is_told(place) -> None:
    nobody = retention.Place(place.settings, TODAY, "peer reviewer")
    (left,) = retention.apply(nobody, retention.due(nobody))
    assert left.startswith("soft_texts L-0001: stays: role is 'peer reviewer'")
    assert not place.at("retention.jsonl").exists()


def test_the_schedule_tells_and_lets_go_only_where_it_is_set(place, monkeypatch) -> None:
    aged(place.at("soft_intelligence.jsonl.1.torn"), 60)
    told = retention.by_schedule(place.settings, TODAY)
    counted = "past its term: soft_texts 1, torn_tails 1; it stays until `retention --apply`"
    assert told == [f"retention: {counted}"]
    monkeypatch.setenv("EARLYWARNING_RETENTION", "apply")
    gone, left = retention.by_schedule(place.settings, TODAY)
    assert gone == "retention: 1 of 2 gone (soft_texts 1, torn_tails 1)"
    assert left.startswith("retention: soft_texts L-0001: stays: role is empty"), "no eraser is set"
    monkeypatch.setenv("EARLYWARNING_RETENTION_ROLE", OFFICER)
    assert retention.by_schedule(place.settings, TODAY)[0].startswith("retention: 1 of 1 gone")
    assert retention.by_schedule(place.settings, TODAY) == ["retention: nothing is past its term"]
    lines = [json.loads(one) for one in place.at("retention.jsonl").open()]
    assert [(one["kind"], one["role"]) for one in lines] == [
        ("torn_tails", ""), ("soft_texts", OFFICER),
    ]  # fmt: skip
    monkeypatch.setenv("EARLYWARNING_RETENTION", "perhaps")
    with pytest.raises(DefinitionError, match="retention: one of tell, apply"):
        retention.by_schedule(place.settings, TODAY)


def test_texts_of_an_offer_go_three_years_after_the_last_word_once_it_is_over(place) -> None:
    path = place.at("decisions.jsonl")
    propose(path, [offer(), offer(old_la_code="803")], LEAD, RULES, at("2024-01-08"))
    walked(path, "close", close={"text": "The tall one was right."})
    step(path, "share", "2026-07-07", "D-0002")
    step(path, "reply", "2026-07-08", "D-0002", text="Ours is open.")
    last_word = dt.date(2026, 7, 6)
    days = load_retention(REFERENCE).decision_texts.days
    on_the_day = retention.Place(place.settings, last_word + dt.timedelta(days), OFFICER)
    later = retention.Place(place.settings, on_the_day.today + dt.timedelta(1), OFFICER)
    assert "decision_texts" not in [one.kind for one in retention.due(on_the_day)]
    (found,) = [one for one in retention.due(later) if one.kind == "decision_texts"]
    assert (found.name, found.since) == ("D-0001", last_word)
    assert retention.apply(later, [found]) == []
    texts = place.at("decisions.jsonl.texts").read_bytes()
    assert (b"tall one" in texts, b"Ours is open." in texts) == (False, True)
    assert told(walk(path, DECISIONS))[1]
    assert "decision_texts" not in [one.kind for one in retention.due(later)]


def test_a_person_is_found_in_reply_and_plan_of_an_offer(place, tmp_path) -> None:
    path = place.at("decisions.jsonl")
    propose(path, [offer()], LEAD, RULES, at("2026-05-05"))
    plan = {"text": "We know.", "found_itself": SUBJECTS[:1], "plan": "rené doe goes in March."}
    walked(path, "reply", reply=plan)
    words = ("--role", OFFICER, "--format", "csv", "--warehouse", tmp_path / "w.duckdb")
    asked = earlywarning("find-person", "Rene Doe", *words)
    assert "decisions.jsonl,record 3,D-0001,plan" in asked.stdout
    assert "March" not in asked.stdout


def test_accounts_lines_copies_builds_and_tails_go_at_their_terms(place) -> None:
    settings, terms = place.settings, load_retention(REFERENCE)
    account = Account(
        name="lead-1", role="regional lead", scope="consortium", password="hash",
        expires=TODAY - dt.timedelta(days=terms.accounts.days + 1), changed=NOON,
    )  # fmt: skip
    kept = Accounts(place.at("accounts.json"))
    kept.change(lambda held: held.with_account(account))
    for day in ("2025-01-01", "2028-05-01"):
        add_line(place.at("access.jsonl"), {"at": f"{day}T09:00:00Z", "what": "query"})
    old_copy = aged(settings.raw / "in_year_return" / "2021__2021-05-01__r.csv", 1)
    aged(settings.raw / "in_year_return" / "2027__2027-05-01__r.csv", 5000)
    published = aged(settings.raw / "children_in_need" / "2015__2015-05-01__c.csv", 5000)
    build = aged(settings.builds / "2026-01-01-a.duckdb", terms.builds.days + 1)
    now = aged(settings.builds / "2026-01-02-b.duckdb", terms.builds.days + 1)
    settings.warehouse.symlink_to(now)
    torn = aged(place.at("soft_intelligence.jsonl.torn"), terms.torn_tails.days + 1)
    found = retention.due(place)
    assert kinds(found)[1:] == [
        ("accounts", "lead-1"), ("access", "access.jsonl: 1 lines before 2026-06-02"),
        ("torn_tails", torn.name), ("returns", old_copy.name), ("builds", build.name),
    ]  # fmt: skip
    assert retention.apply(place, found[1:]) == []
    assert kept.read().accounts == {}
    assert [json.loads(x)["at"][:4] for x in place.at("access.jsonl").open()] == ["2028"]
    assert (old_copy.exists(), build.exists(), torn.exists()) == (False, False, False)
    assert published.exists()
    assert now.exists()


def test_the_newest_backup_stays_however_old(place, monkeypatch, tmp_path) -> None:
    days = load_retention(REFERENCE).backups.days
    names = [f"earlywarning-2027-0{n}-01T000000Z{SUFFIX}" for n in (1, 2)]
    old, newest = (aged(tmp_path / "kept" / name, days + 1) for name in names)

    class Told:
        class backup:  # noqa: N801
            file = str(newest)

    monkeypatch.setattr(retention, "read_status", lambda _: Told)
    found = [one for one in retention.due(place) if one.kind == "backups"]
    assert [one.name for one in found] == [str(old)]


def test_a_person_is_found_wherever_somebody_wrote_and_no_text_is_shown(place, tmp_path) -> None:
    place.settings.register.joinpath("peer_reviews.csv").write_text(
        "authority,reason\n801,rene DOE asked\n", encoding="utf-8"
    )
    words = ("--role", OFFICER, "--format", "csv", "--warehouse", tmp_path / "w.duckdb")
    done = earlywarning("find-person", "René  doe", *words)
    assert done.stdout.splitlines()[1:] == [
        "soft_intelligence.jsonl,record 1,L-0001,text", "peer_reviews.csv,row 2,,reason",
    ]  # fmt: skip
    assert "meant" not in done.stdout + done.stderr
    last = walk(place.at("soft_intelligence.jsonl")).records[-1]
    assert (last.kind, last.item, last.by) == ("read", "all", OFFICER)
    (line,) = [json.loads(one) for one in place.at("access.jsonl").open()]
    assert (line["what"], line["role"]) == ("find-person", OFFICER)
    assert "doe" not in json.dumps(line).casefold()
    assert earlywarning("find-person", "improvement", *words).stdout.count("\n") == 1
    offices = earlywarning("find-person", "Regional Lead", *words).stdout
    assert "soft_intelligence.jsonl,record 1,L-0001,by" in offices


@pytest.mark.parametrize(
    ("written", "asked"),
    [("O\u2019Neill", "o'neill"), ("O'Neill", "O\u2019NEILL"), ("Ann\u2011Marie", "ann-marie"),
     ("Zoe\u0301 Quist", "zo\u00e9 quist"), ("Quist\u00a0Jo", "quist jo"),
     ("Stra\u00dfe", "strasse")],
)  # fmt: skip
def test_a_name_is_found_however_its_marks_are_written(place, written: str, asked: str) -> None:
    place.settings.register.joinpath("peer_reviews.csv").write_text(
        f"authority,reason\n801,{written} asked\n", encoding="utf-8"
    )
    found = persons.find_person(place.settings, asked, OFFICER)
    assert [one.file for one in found] == ["peer_reviews.csv"]


def test_what_was_not_searched_is_said(place, tmp_path) -> None:
    """An answer to who asks for their data that is not whole must not look whole."""
    words = ("find-person", "Doe", "--role", OFFICER, "--warehouse", tmp_path / "w.duckdb")
    assert "not looked into" not in earlywarning(*words).stderr
    register = place.settings.register
    for name in ("reviews.xlsx", "soft_intelligence.jsonl.bak", "old/soft_intelligence.jsonl"):
        (register / name).parent.mkdir(exist_ok=True)
        (register / name).write_text("Doe")
    said = earlywarning(*words).stderr
    assert said.count("not looked into") == 3
    assert all(name in said for name in ("reviews.xlsx", ".jsonl.bak", "old/soft"))


def test_who_may_not_read_may_not_search(place, tmp_path) -> None:
    done = earlywarning("find-person", "Doe", "--role", "peer reviewer")
    assert (done.returncode, done.stdout) == (2, "")


def test_the_command_lists_and_applies(place, tmp_path) -> None:
    torn = place.at("decisions.jsonl.torn")
    torn.write_bytes(b"x")
    torn.chmod(0o600)
    os.utime(torn, (0, 0))
    words = ("--warehouse", tmp_path / "w.duckdb", "--format", "csv")
    listed = earlywarning("retention", *words)
    assert (listed.returncode, torn.exists()) == (0, True)
    assert "torn_tails" in listed.stdout
    assert earlywarning("retention", "--apply", *words).returncode == 0
    assert not torn.exists()


def test_a_question_and_what_went_out_are_in_the_access_log(
    place, small_warehouse: Path, tmp_path: Path
) -> None:
    target = tmp_path / "a.csv"
    earlywarning("query", "select 7 as n", "--to", target, "--warehouse", small_warehouse)
    asked, out = [json.loads(one) for one in place.at("access.jsonl").open()]
    assert (asked["what"], asked["detail"], asked["sha256"]) == ("query", "select 7 as n", "")
    assert out["to"] == str(target)
    assert out["sha256"] == hashlib.sha256(target.read_bytes()).hexdigest()
    assert place.at("access.jsonl").stat().st_mode & 0o077 == 0


def test_who_looked_at_an_authority_is_in_the_access_log(place, small_warehouse: Path) -> None:
    for words in ("Quenlamoor", "no such place"):
        earlywarning("explain", words, "--warehouse", small_warehouse)
    (line,) = [json.loads(one) for one in place.at("access.jsonl").open()]
    assert (line["what"], line["detail"], line["sha256"]) == ("explain", "Quenlamoor", "")


def test_a_share_is_recorded_with_whom_it_is_for_before_it_is_there(
    place, small_warehouse: Path, tmp_path: Path
) -> None:
    words = ("share", "--tier", "public", "--to", tmp_path / "out", "--warehouse", small_warehouse)
    assert earlywarning(*words).returncode == 0
    (line,) = [json.loads(one) for one in place.at("access.jsonl").open()]
    out = tmp_path / "out"
    assert (line["what"], line["to"], line["detail"]) == ("share", "public", str(out))
    assert line["sha256"] == access.hash_of(out.rglob("*"), out)
    place.at("access.jsonl").chmod(0o644)
    again = earlywarning(*words[:4], tmp_path / "second", *words[5:])
    assert again.returncode == 3
    assert not (tmp_path / "second").exists()


def test_who_cannot_write_the_log_is_answered_and_told(place, small_warehouse: Path) -> None:
    earlywarning("query", "select 7 as n", "--warehouse", small_warehouse)
    place.at("access.jsonl").chmod(0o644)
    done = earlywarning("query", "select 8 as n", "--warehouse", small_warehouse)
    assert (done.returncode, "not recorded" in done.stderr) == (0, True)


def test_doctor_tells_what_is_past_its_term_and_removes_nothing(place) -> None:
    folder = place.settings.register
    given = {"warehouse": place.settings.warehouse, "register": folder, "incoming": folder,
             "notify": folder / "nobody.toml"}  # fmt: skip
    settings = [Given(name, str(path), "flag") for name, path in given.items()]
    noon = dt.datetime.combine(TODAY, dt.time(12), dt.UTC)
    found = {
        one.name: one for one in doctor(settings, load_definitions(REFERENCE), noon, TODAY).checks
    }
    assert found["retention"].state == "look"
    assert found["retention"].words.startswith("past its term: soft_texts 1; ")
    assert kinds(retention.due(place)) == [("soft_texts", "L-0001")]

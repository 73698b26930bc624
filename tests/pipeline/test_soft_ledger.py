"""The ledger among the files of a run: what counts, what no longer counts, and what is refused."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from earlywarning.register import actions, apart, chain, checking
from earlywarning.register.record import LedgerRecord
from earlywarning.register.words import Allowed, Places
from earlywarning.run import soft as run_soft
from earlywarning.settings import DEFAULT_WAREHOUSE
from lab.nation.write import write_nation
from tests.conftest import REFERENCE, earlywarning

AS_OF = "2026-04-30"
SECRET = "zebra-crossing-at-noon"
HOSTILE = f"<script>{SECRET}</script>'); drop table soft_item; --\n=1+1 {{{{ 7 * 7 }}}}"
TAKEN = ("reference", "neighbours", "workforce", "registers")


def moment(month: int, day: int) -> dt.datetime:
    return dt.datetime(2026, month, day, 9, tzinfo=dt.UTC)


class World:
    """An invented nation's files, a run without a ledger, and a run with one."""

    def __init__(self, place: Path) -> None:
        self.place, self.files = place, place / "in"
        self.ledger = self.files / "ours" / "soft.jsonl"
        write_nation(place / "all", small=True)
        for name in TAKEN:
            shutil.copytree(place / "all" / name, self.files / name)
        self.base = self.run("base")
        self.quiet = self._unheard()
        with duckdb.connect(str(place / "base.duckdb"), read_only=True) as found:
            codes = found.execute(
                "select old_la_code, new_la_code, la_name, null, closed from authority_code"
            ).fetchall()
        columns = ["old_la_code", "new_la_code", "la_name", "region", "closed"]
        words = run_soft.allowed(REFERENCE, place / DEFAULT_WAREHOUSE)
        places = Places(pd.DataFrame(codes, columns=columns))
        self.words = Allowed(words.flags, places, words.policy, dt.date(2026, 6, 1))

    def run(self, name: str, *more: Path, without: tuple[str, ...] = ()):
        words = ("run", "--input", self.files, *(w for m in more for w in ("--input", m)))
        warehouse = self.place / f"{name}.duckdb"
        return earlywarning(
            *words, *(w for one in without for w in ("--without", one)),
            "--as-of", AS_OF, "--no-reports", "--look-back", "0", "--warehouse", warehouse,
        )  # fmt: skip

    def ask(self, name: str, sql: str) -> list[tuple]:
        with duckdb.connect(str(self.place / f"{name}.duckdb"), read_only=True) as found:
            return found.execute(sql).fetchall()

    def _unheard(self) -> list[str]:
        sql = """select old_la_code from score where old_la_code not in
                 (select old_la_code from soft_item) order by old_la_code"""
        return [code for (code,) in self.ask("base", sql)]

    def add(self, code: str, at: dt.datetime, **given: str) -> str:
        row = {
            "authority": code, "flag": "unallocated_work", "heard_on": "2026-02-02",
            "source_kind": "practitioner", "reliability": "B", "credibility": "2",
            "text": HOSTILE, "recorded_by": "regional lead", "review_by": "2026-12-31",
        } | given  # fmt: skip
        checked = checking.check(row, self.words)
        assert checked.faults == []
        (record,) = actions.add(self.ledger, [checked], at)
        assert isinstance(record, LedgerRecord)
        return record.item


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    world = World(tmp_path_factory.mktemp("ledger"))
    stands, gone, late, corrected, disputed, settled = world.quiet[:6]
    world.add(stands, moment(2, 3))
    withdrawn = world.add(gone, moment(2, 3))
    item = world.add(corrected, moment(2, 3))
    world.items = [world.add(code, moment(2, 3)) for code in (disputed, settled)]
    better = {
        "authority": corrected, "flag": "stable_leadership", "heard_on": "2026-02-02",
        "source_kind": "regional_lead", "reliability": "A", "credibility": "1",
        "text": "Misread: all is steady.", "recorded_by": "regional lead",
        "review_by": "2026-12-31",
    }  # fmt: skip
    checked = checking.check(better, world.words)
    assert checked.entry is not None
    actions.correct(world.ledger, item, checked.entry, "regional lead", moment(3, 1))
    actions.retire(world.ledger, withdrawn, "regional lead", SECRET, world.words, moment(3, 1))
    for one in world.items:
        actions.dispute(world.ledger, one, "director", SECRET, world.words, moment(3, 1))
    actions.resolve(
        world.ledger, world.items[1], "regional lead", "stands", SECRET, world.words, moment(3, 2)
    )
    world.add(late, moment(5, 10))
    world.done = world.run("led")
    assert world.done.returncode == 0, world.done.stderr
    return world


def scores(world: World, name: str) -> dict[str, tuple]:
    sql = "select old_la_code, risk_of_decline, soft_intelligence, lower, upper, note from score"
    return {code: tuple(rest) for code, *rest in world.ask(name, sql)}


def test_only_what_stands_on_the_day_is_in_the_table(world: World) -> None:
    stands, gone, late, corrected, disputed, settled = world.quiet[:6]
    rows = world.ask(
        "led",
        """select old_la_code, flag, disputed, superseded, recorded_on, round(weight_now, 3)
        from soft_item where item like 'L-%' order by old_la_code""",
    )
    day = dt.date(2026, 2, 3)
    full = 0.85 * 0.85 * 0.5 ** (87 / 120)
    assert {row[0]: row[1:] for row in rows} == {
        stands: ("unallocated_work", False, 0, day, round(full, 3)),
        corrected: ("stable_leadership", False, 1, day, round(0.5 ** (87 / 365), 3)),
        disputed: ("unallocated_work", True, 0, day, round(full / 2, 3)),
        settled: ("unallocated_work", False, 0, day, round(full, 3)),
    }
    assert gone not in dict.fromkeys(row[0] for row in rows)
    assert late not in dict.fromkeys(row[0] for row in rows)


def test_the_register_kept_as_csv_counts_beside_it(world: World) -> None:
    sql = "select item, weight_now, disputed, source_area from soft_item where item like 'SI-%'"
    assert sorted(world.ask("led", sql)) == sorted(world.ask("base", sql))
    assert len(world.ask("led", sql)) > 20


def test_scores_move_by_what_stands_and_by_nothing_else(world: World) -> None:
    stands, gone, late, corrected, disputed, settled = world.quiet[:6]
    before, after = scores(world, "base"), scores(world, "led")
    assert before[stands][1] == 0
    assert after[stands][1] > 0
    assert after[settled][1] == pytest.approx(after[stands][1])
    assert 0 < after[disputed][1] < after[stands][1]
    assert after[corrected][1] < 0 or after[corrected][0] == 0
    changed = {code for code in before if before[code][:4] != after[code][:4]}
    assert changed <= {stands, corrected, disputed, settled}
    assert before[gone] == after[gone]
    assert before[late] == after[late]
    assert "not the same as fine" in after[gone][4]


def test_no_text_is_in_the_database_the_raw_folder_or_the_output(world: World) -> None:
    for path in world.place.rglob("led.*"):
        for file in [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()]:
            assert SECRET.encode() not in file.read_bytes(), file
    assert SECRET not in world.done.stdout + world.done.stderr
    assert SECRET not in world.ledger.read_text()
    assert SECRET in apart.texts_path(world.ledger).read_text()


@pytest.mark.whole
def test_only_the_consortiums_own_file_holds_the_texts(world: World, tmp_path: Path) -> None:
    warehouse, code = world.place / "led.duckdb", world.quiet[0]
    for tier, more in (
        ("consortium", ("--register", world.ledger, "--role", "consortium lead")),
        ("authority", ("--authority", code)),
    ):  # fmt: skip
        done = earlywarning(
            "share", "--tier", tier, *more, "--to", tmp_path / tier, "--warehouse", warehouse
        )
        assert done.returncode == 0, done.stderr
    last = chain.walk(world.ledger).records[-1]
    assert (last.kind, last.item, last.by) == ("read", "all", "consortium lead")
    (database,) = (tmp_path / "consortium").glob("*.duckdb")
    with duckdb.connect(str(database), read_only=True) as found:
        texts = dict(found.execute("select item, text from soft_text").fetchall())
    held = world.ask("led", "select item from soft_item where item like 'L-%'")
    assert {item for (item,) in held} == set(texts)
    assert HOSTILE in texts.values()
    (database,) = (tmp_path / "authority").glob("*.duckdb")
    with duckdb.connect(str(database), read_only=True) as found:
        names = {name for (name,) in found.execute("show tables").fetchall()}
        own = {c for (c,) in found.execute("select old_la_code from soft_item").fetchall()}
    assert own == {code}
    assert "soft_text" not in names or HOSTILE not in str(database.read_bytes())


def test_a_broken_chain_refuses_the_whole_ledger_and_stops_the_run(
    world: World, tmp_path: Path
) -> None:
    lines = world.ledger.read_bytes().splitlines(keepends=True)
    broken = tmp_path / "more" / "another name.txt"
    broken.parent.mkdir()
    broken.write_bytes(b"".join([*lines[:3], *lines[4:]]))
    aside = world.ledger.rename(tmp_path / "aside.jsonl")
    try:
        stopped = world.run("broken", broken.parent)
        done = world.run("broken", broken.parent, without=(broken.name, world.ledger.name))
    finally:
        aside.rename(world.ledger)
    assert stopped.returncode == 4
    assert "lost: another name.txt: refused: the chain breaks at record 4" in stopped.stderr
    assert done.returncode == 3, "by word it goes on without, and the refusal stays one"
    found = world.ask("broken", "select severity, row_number from finding where rule = 'chain'")
    assert found == [("critical", 4)]
    assert world.ask("broken", "select count(*) from soft_item where item like 'L-%'") == [(0,)]
    assert scores(world, "broken") == scores(world, "base")


# --- the commands


def soft(*words: str | Path, cwd: Path):
    return earlywarning("soft", *words, cwd=cwd)


def test_what_template_writes_imports_and_is_listed(tmp_path: Path) -> None:
    assert soft("template", "t.csv", cwd=tmp_path).returncode == 0
    done = soft("import", "t.csv", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    listed = soft("list", "--format", "csv", cwd=tmp_path).stdout
    (row,) = csv.DictReader(listed.splitlines())
    assert (row["item"], row["authority"]) == ("L-0001", "Exampleshire (invented)")
    assert "INVENTED EXAMPLE" not in listed
    assert soft("verify", cwd=tmp_path).returncode == 0
    again = soft("import", "t.csv", cwd=tmp_path)
    assert again.returncode == 3
    assert "row 2: stands in the ledger already" in again.stderr


def test_a_workbook_imports_with_its_dates(tmp_path: Path) -> None:
    import openpyxl

    soft("template", "t.csv", cwd=tmp_path)
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as file:
        header, example = csv.reader(file)
    day = header.index("heard_on")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(header)
    sheet.append([*example[:day], dt.datetime(2026, 4, 1), *example[day + 1 :]])
    sheet.append(["nowhere", *example[1:]])
    book.save(tmp_path / "t.xlsx")
    done = soft("import", "t.xlsx", cwd=tmp_path)
    assert done.returncode == 3
    assert "t.xlsx: row 3, authority: authority is 'nowhere'" in done.stderr
    assert "1 entries recorded" in done.stdout
    assert "2026-04-01" in soft("list", cwd=tmp_path).stdout


def test_a_cell_of_a_megabyte_is_refused_as_a_cell(tmp_path: Path) -> None:
    soft("template", "t.csv", cwd=tmp_path)
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as file:
        header, example = csv.reader(file)
    at = header.index("text")
    with (tmp_path / "t.csv").open("w", encoding="utf-8", newline="") as file:
        long = [*example[:at], "=" * 1_000_000, *example[at + 1 :]]
        csv.writer(file).writerows([header, long, example])
    done = soft("import", "t.csv", cwd=tmp_path)
    assert done.returncode == 3
    assert "row 2, text: text has 1,000,000 characters; the limit is 4,000" in done.stderr
    assert len(done.stderr) < 1000
    assert "1 entries recorded" in done.stdout


def test_an_entry_from_its_beginning_to_its_end(tmp_path: Path) -> None:
    given = [
        "--authority", "Exampleshire (invented)", "--flag", "whistleblowing",
        "--heard-on", "2026-03-01", "--source-kind", "practitioner", "--reliability", "B",
        "--credibility", "2", "--recorded-by", "regional lead", "--review-by", "2027-03-01",
    ]  # fmt: skip
    named = soft("add", *given, "--text", "Mary Smith left.", cwd=tmp_path)
    assert named.returncode == 3
    assert "may name a person ('Mary Smith')" in named.stderr
    assert not (tmp_path / "data").exists()
    text = ["--text", "Mary Smith left.", "--no-person-named"]
    assert soft("add", *given, *text, cwd=tmp_path).returncode == 0
    wrong = soft("add", *given[:3], "whistle", *given[4:], *text, cwd=tmp_path)
    assert wrong.returncode == 2
    assert "did you mean whistleblowing? Allowed: area_for" in wrong.stderr
    for words in (
        ("correct", "L-0001", "--credibility", "3", "--recorded-by", "regional lead"),
        ("dispute", "L-0001", "--role", "director", "--reply", "Not so."),
        ("resolve", "L-0001", "--role", "regional lead", "--outcome", "stands", "--reason", "Seen"),
        ("dispute", "L-0001", "--role", "director", "--reply", "Still not."),
    ):
        done = soft(*words, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    listed = soft("list", cwd=tmp_path).stdout
    assert "B3" in listed
    assert "disputed" in listed
    assert "Mary" not in listed
    shown = soft("read", "L-0001", "--role", "consortium lead", cwd=tmp_path).stdout
    assert "Mary Smith left." in shown
    assert "dispute, director:\nNot so." in shown
    assert soft("read", "L-0001", "--role", "anybody", cwd=tmp_path).returncode == 2
    done = soft("retire", "L-0001", "--role", "regional lead", "--reason", "-", cwd=tmp_path)
    assert done.returncode == 2  # an empty reason is a missing word
    words = ("retire", "L-0001", "--role", "regional lead", "--reason", "Misheard.")
    assert soft(*words, cwd=tmp_path).returncode == 0
    assert "withdrawn" in soft("list", cwd=tmp_path).stdout
    records = chain.walk(tmp_path / "data" / "register" / "soft_intelligence.jsonl").records
    assert [r.kind for r in records] == [
        "entry", "correction", "dispute", "resolution", "dispute", "read", "withdrawal",
    ]  # fmt: skip


def test_verify_says_where_and_knows_a_noted_hash(tmp_path: Path) -> None:
    assert soft("verify", cwd=tmp_path).returncode == 2
    soft("template", "t.csv", cwd=tmp_path)
    soft("import", "t.csv", cwd=tmp_path)
    path = tmp_path / "data" / "register" / "soft_intelligence.jsonl"
    noted = chain.walk(path).last
    assert soft("verify", "--expect", noted, cwd=tmp_path).returncode == 0
    assert soft("verify", "--expect", "0" * 64, cwd=tmp_path).returncode == 3
    path.write_bytes(path.read_bytes().replace(b'"F"', b'"A"'))
    done = soft("verify", cwd=tmp_path)
    assert done.returncode == 3
    assert "broken at record 1: line 1 was changed" in done.stderr
    assert soft("list", cwd=tmp_path).returncode == 3
    assert soft("import", "t.csv", cwd=tmp_path).returncode == 3

"""What people said, and what was held, is never lost in silence; going back replaces nothing."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from earlywarning.errors import UsageError
from earlywarning.run.guard import require_forward
from earlywarning.settings import Settings, today
from tests.conftest import Done, earlywarning
from tests.support.few_files import nation
from tests.support.recorded import CASES, HEARD, needs_cases

pytestmark = [needs_cases, pytest.mark.whole]
SOFT, OFFERS, BANDS = "soft_intelligence.jsonl", "decisions.jsonl", "overrides.csv"
QUICK = ("--no-reports", "--look-back", "0")
ROWS = (
    "old_la_code,band,role,reason,decided_on,expires\n"
    "101,watch,regional lead,Seen.,2026-01-05,2099-01-01\n"
    "102,watch,regional lead,Seen.,2026-01-05,2099-01-01\n"
)


def run(place: Path, *more: str | Path) -> Done:
    words = ("run", "--input", place / "in", "--warehouse", "w.duckdb", *QUICK, *more)
    return earlywarning(*words, cwd=place)


def published(place: Path) -> Path:
    return (place / "w.duckdb").readlink()


def ask(place: Path, sql: str) -> list[tuple]:
    with duckdb.connect(str((place / "w.duckdb").resolve()), read_only=True) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published run that holds both ledgers and a register."""
    place = tmp_path_factory.mktemp("held")
    shutil.copytree(CASES / "BASE", place / "in")
    register = place / "data" / "register"
    register.mkdir(parents=True)
    for name in (OFFERS, OFFERS + ".head", OFFERS + ".texts"):
        shutil.copy(nation() / "registers" / name, register / name)
    (register / BANDS).write_text(ROWS, encoding="utf-8")
    assert run(place).returncode == 0
    for text in ("Nobody reads the referrals.", "The duty desk is empty on Fridays."):
        recorded = earlywarning(*HEARD, "--text", text, "--warehouse", "w.duckdb", cwd=place)
        assert recorded.returncode == 0, recorded.stderr
    done = run(place)
    assert done.returncode == 0, done.stderr
    return place


@pytest.fixture
def place(held: Path, tmp_path: Path) -> Path:
    return shutil.copytree(held, tmp_path / "place", symlinks=True)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))


def cut_with_its_head(path: Path) -> None:
    cut(path)
    path.with_name(path.name + ".head").unlink()


def noise(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 40)


def gone(path: Path) -> None:
    path.unlink()


def gone_with_its_head(path: Path) -> None:
    gone(path)
    path.with_name(path.name + ".head").unlink()


def misspelt(path: Path) -> None:
    path.write_text(ROWS.replace("watch", "wach"), encoding="utf-8")


FAULTS: list[tuple[str, Callable[[Path], None], str]] = [
    (OFFERS, emptied, "refused: it is empty; decisions.jsonl.head names record"),
    (OFFERS, cut, "refused: the chain breaks at record"),
    (OFFERS, cut_with_its_head, "refused: the chain breaks at record"),
    (OFFERS, noise, "refused: line 1: has the name of a ledger and does not begin as one"),
    (OFFERS, gone, "it is not there; decisions.jsonl.head names record"),
    (OFFERS, gone_with_its_head, "it is not there"),
    (SOFT, emptied, "refused: it is empty; soft_intelligence.jsonl.head names record 2"),
    (SOFT, noise, "refused: line 1: has the name of a ledger and does not begin as one"),
    (BANDS, emptied, "refused: row 1: the file is empty"),
    (BANDS, cut, "1 rows, and 2 at the last published run"),
    (BANDS, noise, "refused"),
    (BANDS, gone, "it is not there"),
    (BANDS, misspelt, "refused: row 2: band is 'wach'"),
]


@pytest.mark.parametrize(("name", "harm", "told"), FAULTS)
def test_a_register_that_was_held_and_is_harmed_blocks_publishing(
    place: Path, name: str, harm: Callable[[Path], None], told: str
) -> None:
    before = published(place)
    harm(place / "data" / "register" / name)
    done = run(place)
    assert done.returncode == 4, done.stderr
    assert f"lost: {name}: {told}" in done.stderr
    assert f"the last good build is {(place / 'w.duckdb').resolve()} (as of {today()}" in (
        done.stderr
    )
    assert f"--without {name}" in done.stderr
    assert published(place) == before
    assert "Traceback" not in done.stderr
    assert "finished" not in (place / "w.lock").read_text(encoding="utf-8")
    assert list((place / "w.builds").glob("*.building*")) == []


def test_a_row_that_was_misspelt_is_refused_and_told_and_the_others_stand(place: Path) -> None:
    path = place / "data" / "register" / BANDS
    path.write_text(ROWS.replace("102,watch", "102,wach"), encoding="utf-8")
    done = run(place)
    assert done.returncode == 3, done.stderr
    assert f"refused: {BANDS}: row 3: band is 'wach'; this row is refused" in done.stderr
    assert ask(place, "select old_la_code from override") == [("101",)]
    told = ask(place, "select old_la_code, row_number, severity from finding where "
               "rule = 'register_band'")  # fmt: skip
    assert told == [("102", 3, "warning")]


def test_what_is_missing_on_purpose_is_named_and_is_a_finding(place: Path) -> None:
    gone_with_its_head(place / "data" / "register" / SOFT)
    (place / "data" / "register" / BANDS).unlink()
    done = run(place, "--without", SOFT)
    assert done.returncode == 4
    assert f"lost: {BANDS}" in done.stderr
    assert f"lost: {SOFT}" not in done.stderr
    done = run(place, "--without", SOFT, "--without", "overrides")
    assert done.returncode == 0, done.stderr
    told = ask(place, "select source, file_name from finding where rule = 'left_out' order by 1")
    assert told == [("overrides", BANDS), ("soft_ledger", SOFT)]
    done = run(place)
    assert done.returncode == 0, "it was said once, and is the new state"


def test_a_ledger_that_grew_and_a_register_under_a_new_name_are_no_loss(place: Path) -> None:
    register = place / "data" / "register"
    (register / SOFT).write_bytes((register / SOFT).read_bytes() + b'{"half')
    done = run(place)
    assert done.returncode == 3, "the half line is refused, and nothing else"
    assert "row 3: its last line is torn" in done.stderr
    added = earlywarning(*HEARD, "--text", "One more.", "--warehouse", "w.duckdb", cwd=place)
    assert added.returncode == 0, added.stderr
    assert (register / f"{SOFT}.torn").exists(), "the half line was set aside"
    (register / BANDS).rename(register / "bands.csv")
    done = run(place)
    assert done.returncode == 0, done.stderr
    assert ask(place, "select count(*) from soft_item where item like 'L-%'") == [(3,)]


def test_a_source_of_which_nothing_is_offered_any_more_blocks(place: Path) -> None:
    shutil.rmtree(place / "in" / "population")
    done = run(place)
    assert done.returncode == 0, "the kept copy is offered"
    shutil.rmtree(place / "w.raw" / "population")
    done = run(place)
    assert done.returncode == 4
    assert "lost: population: no file of this kind is offered any more; held was ons_" in (
        done.stderr
    )
    assert run(place, "--without", "population").returncode == 0


def test_the_stages_show_a_loss_and_do_not_publish(place: Path) -> None:
    emptied(place / "data" / "register" / OFFERS)
    words = ("--input", place / "in", "--warehouse", "w.duckdb", "--look-back", "0")
    shown = earlywarning("ingest", *words, cwd=place)
    assert shown.returncode == 3
    assert f"refused: {OFFERS}: it is empty" in shown.stderr
    assert "nothing is published while it is missing" in shown.stderr
    assert earlywarning("publish", *words, cwd=place).returncode == 4


def test_the_head_of_a_ledger_that_was_never_published_is_missed_too(place: Path) -> None:
    (place / "w.duckdb").unlink()
    gone(place / "data" / "register" / OFFERS)
    done = run(place)
    assert done.returncode == 4, done.stderr
    assert f"lost: {OFFERS}: it is not there; {OFFERS}.head names record" in done.stderr
    assert "nothing was published before" in done.stderr
    assert not (place / "w.duckdb").exists()


# --- going back


def test_an_earlier_day_replaces_nothing_but_by_word(place: Path) -> None:
    before = published(place)
    done = run(place, "--as-of", "2026-04-30")
    assert done.returncode == 2
    assert f"as of 2026-04-30 lies before {today()}, the day of what is published" in done.stderr
    assert "--warehouse FILE" in done.stderr
    assert published(place) == before
    shown = earlywarning(
        "ingest", "--input", place / "in", "--as-of", "2026-04-30", "--warehouse", "w.duckdb",
        cwd=place,
    )  # fmt: skip
    assert shown.returncode == 0, "what replaces nothing may look back"
    assert run(place, "--as-of", "2026-04-30", "--replace").returncode == 0
    assert published(place) != before
    assert run(place).returncode == 0, "and forward again needs no word"


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (-1, "the clock says"),
        (400, "a wrong clock would look the same"),
        (93, "lies 93 days after"),
        (92, ""),
        (0, ""),
    ],
)
def test_a_clock_that_is_wrong_replaces_nothing(held: Path, days: int, told: str) -> None:
    [(finished, as_of)] = ask(held, "select finished, as_of from run")
    now = (finished + dt.timedelta(days=days)).replace(tzinfo=dt.UTC)
    # A clock set back within the as-of day's bounds: the day itself is then named by hand.
    day = max(now.date(), as_of)
    settings = Settings((held,), day, held / "w.duckdb")
    if not told:
        require_forward(settings, now)
        return
    with pytest.raises(UsageError, match=told):
        require_forward(settings, now)
    require_forward(Settings((held,), day, held / "w.duckdb", replaces=True), now)


# --- a damaged file


def torn(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def header(path: Path) -> None:
    path.write_bytes(b"\0" * 4096 + path.read_bytes()[4096:])


def middle(path: Path) -> None:
    content = bytearray(path.read_bytes())
    half = len(content) // 2
    content[half : half + 64] = bytes(
        range(64)
    )  # words that differ: equal ones cancel in the checksum
    path.write_bytes(bytes(content))


@pytest.mark.parametrize("harm", [emptied, torn, header, middle, gone])
def test_a_damaged_file_is_told_without_a_traceback_and_built_anew(
    place: Path, harm: Callable[[Path], None]
) -> None:
    file = (place / "w.duckdb").resolve()
    sound = ask(place, "select count(*), sum(hash(s)) from standing as s")
    harm(file)
    for words in (
        ("doctor",), ("tables",), ("query", "select sum(hash(o)) from observation as o"),
        ("explain", "Eskowen"),
    ):  # fmt: skip
        done = earlywarning(*words, "--warehouse", "w.duckdb", cwd=place)
        assert "Traceback" not in done.stderr, words
        assert done.returncode in (2, 4) or harm is middle, words
    said = earlywarning("doctor", "--warehouse", "w.duckdb", cwd=place)
    assert said.returncode == 4
    assert "WRONG" in said.stdout
    assert "run `earlywarning run`" in said.stdout
    done = run(place)
    assert done.returncode == 0, done.stderr
    assert "the published file was damaged and was built anew" in done.stdout
    assert ask(place, "select count(*), sum(hash(s)) from standing as s") == sound
    assert ask(place, "select count(*) from finding where rule = 'damaged'") == [(1,)]


def test_damage_hides_no_loss(place: Path) -> None:
    assert run(place, "--without", "nothing", "--look-back", "1").returncode == 0
    assert len(list((place / "w.builds").glob("*.duckdb"))) > 1
    torn((place / "w.duckdb").resolve())
    emptied(place / "data" / "register" / BANDS)
    done = run(place)
    assert done.returncode == 4
    assert f"lost: {BANDS}: refused: row 1: the file is empty" in done.stderr
    assert "the last good build is " in done.stderr
    assert str((place / "w.duckdb").resolve()) not in done.stderr.partition("last good build")[2]


def test_doctor_names_the_day(place: Path) -> None:
    said = earlywarning("doctor", "--warehouse", "w.duckdb", cwd=place).stdout
    assert f"as of {today()}" in said

"""A new day on the same files takes over what rests on files alone, and equals a fresh build."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import duckdb
import pytest

from earlywarning.run import load, stages
from earlywarning.run.run import run
from earlywarning.settings import Settings
from earlywarning.tables.catalogue import TABLES
from earlywarning.warehouse.carried import FILED, RESTS_ON, WORKED, before_of
from tests.support.few_files import C1, DAY, HISTORY, few
from tests.support.hashes import table_hashes

NEXT = DAY + dt.timedelta(days=1)


def built(folder: Path, place: Path, as_of: dt.date, *, fresh: bool = False) -> dict[str, str]:
    """Run on some files and return a hash of each table."""
    register = place.parent / "no register"
    register.mkdir(parents=True, exist_ok=True)
    settings = Settings(
        (folder,), as_of, place / "w.duckdb", register=register, look_back=1, fresh=fresh,
    )  # fmt: skip
    run(settings, say=lambda _: None, reports=False)
    return table_hashes(place / "w.duckdb")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return few(tmp_path / "in")


def test_a_new_day_works_out_nothing_that_files_alone_tell(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EARLYWARNING_REMEMBERED", str(tmp_path / "remembered"))
    built(folder, tmp_path / "w", DAY)
    with monkeypatch.context() as patched:
        for home, name in (
            (load, "_load_facts"), (stages, "_work_out_figures"), (stages, "figures_of"),
        ):  # fmt: skip
            patched.setattr(home, name, lambda *_, **__: pytest.fail("worked out again"))
        found = built(folder, tmp_path / "w", NEXT)
    assert found == built(folder, tmp_path / "fresh", NEXT, fresh=True)


def with_another_figure(folder: Path) -> None:
    """Leave a row of the newest year out."""
    lines = (folder / C1).read_text(encoding="utf-8").splitlines()
    at = max(at for at, line in enumerate(lines) if line.startswith("2025"))
    (folder / C1).write_text("\n".join([*lines[:at], *lines[at + 1 :]]) + "\n", encoding="utf-8")


def without_inspections(folder: Path) -> None:
    """Leave half of the judgements out: fewer years are coloured after a poor one."""
    lines = (folder / HISTORY).read_text(encoding="utf-8").splitlines()
    (folder / HISTORY).write_text("\n".join(lines[:1] + lines[1::2]) + "\n", encoding="utf-8")


@pytest.mark.whole
@pytest.mark.parametrize("change", [with_another_figure, without_inspections])
def test_what_rests_on_something_else_is_worked_out_anew(
    change: Callable[[Path], None], folder: Path, tmp_path: Path
) -> None:
    before = built(folder, tmp_path / "w", DAY)
    change(folder)
    # The bytes that were kept of the day before would tell what is changed here.
    shutil.rmtree(tmp_path / "w" / "w.raw")
    found = built(folder, tmp_path / "w", NEXT)
    assert found == built(folder, tmp_path / "fresh", NEXT, fresh=True)
    assert found["indicator_value"] != before["indicator_value"] or (
        found["contaminated_period"] != before["contaminated_period"]
    )


def test_a_build_of_another_program_or_a_damaged_one_gives_nothing(
    small_warehouse: Path, tmp_path: Path
) -> None:
    file = tmp_path / "copy.duckdb"
    file.write_bytes(small_warehouse.resolve().read_bytes())
    before = before_of(file)
    assert before is not None
    assert before.path == file
    with duckdb.connect(str(file)) as connection:
        connection.execute("alter table run drop column figures_sha256")
    assert before_of(file) is None
    file.write_bytes(file.read_bytes()[:1000])
    assert before_of(file) is None


@pytest.mark.whole
def test_the_file_does_not_grow_from_day_to_day(folder: Path, tmp_path: Path) -> None:
    sizes = []
    for days in range(4):
        built(folder, tmp_path / "w", DAY + dt.timedelta(days=days))
        sizes.append((tmp_path / "w" / "w.duckdb").resolve().stat().st_size)
    assert sizes[3] <= sizes[1] * 1.05
    assert sizes[1] <= sizes[0] * 1.2


def test_all_that_the_sql_reads_is_carried_or_asked_whether_it_is_the_same() -> None:
    folder = resources.files("earlywarning.warehouse") / "sql"
    read = set()
    for file in folder.iterdir():
        # Findings are told anew each time.
        if file.name.endswith(".sql") and "_finding_" not in file.name:
            text = re.sub("--.*", "", file.read_text(encoding="utf-8"))
            [filled] = re.findall(r"insert into (\w+)\n", text)
            assert filled in WORKED
            steps = re.findall(r"(\w+) as (?:materialized )?\(", text)
            read |= {*re.findall(r"\b(?:from|join) (\w+)", text)} - {*steps}
    read &= {one.name for one in TABLES}
    assert read >= {"observation", "hold", "local_authority", "contaminated_period"}
    assert read <= {*FILED, *WORKED, *RESTS_ON}

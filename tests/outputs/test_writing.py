"""Files of many authorities: the same on one processor as on all, left alone if unchanged."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from earlywarning.errors import UsageError
from earlywarning.reports import many
from earlywarning.reports.document.blocks import Document, Words
from earlywarning.reports.many import Task, write_many
from earlywarning.reports.papers import write_document
from earlywarning.reports.site import write_site
from tests.outputs.test_site import fill
from tests.support.laid_out import laid_out

CODES = {str(number): f"Place {number}" for number in range(900, 920)}


def name_file(folder: Path, code: str) -> list[Path]:
    path = folder / f"{code}.txt"
    path.write_text(f"{code} by {os.getpid()}", encoding="utf-8")
    return [path]


def refuse(_folder: Path, code: str) -> list[Path]:
    raise UsageError(f"{code}: refused")


@pytest.fixture
def two_cores(monkeypatch):
    monkeypatch.setattr(many.os, "sched_getaffinity", lambda _pid: {0, 1})


def test_many_are_written_by_other_processes_in_the_order_asked_for(tmp_path, two_cores):
    told: list[str] = []
    paths = write_many(Task(name_file, tmp_path), CODES, told.append)
    assert [path.stem for path in paths] == list(CODES)
    writers = {path.read_text().rpartition(" ")[2] for path in paths}
    assert str(os.getpid()) not in writers
    assert len(told) == len(CODES)
    assert told[-1].startswith("[20 of 20] Place ")


def test_few_are_written_by_this_process(tmp_path, two_cores):
    few = dict(list(CODES.items())[:3])
    paths = write_many(Task(name_file, tmp_path), few, None)
    assert {path.read_text().rpartition(" ")[2] for path in paths} == {str(os.getpid())}


def test_one_processor_writes_them_all_itself(tmp_path, monkeypatch):
    monkeypatch.setattr(many.os, "sched_getaffinity", lambda _pid: {0})
    paths = write_many(Task(name_file, tmp_path), CODES, None)
    assert {path.read_text().rpartition(" ")[2] for path in paths} == {str(os.getpid())}


def test_what_goes_wrong_in_another_process_is_told_here(tmp_path, two_cores):
    with pytest.raises(UsageError, match="refused"):
        write_many(Task(refuse, tmp_path), CODES, None)


def documents(text: str) -> Document:
    return Document("A title", "A place", ("A mark.",), (Words(text),))


def test_a_document_that_did_not_change_is_left_alone(tmp_path):
    page, pdf = write_document(documents("One."), tmp_path / "briefing" / "a.html")
    assert pdf.read_bytes().startswith(b"%PDF")
    first = (page.stat().st_mtime_ns, pdf.stat().st_mtime_ns)
    write_document(documents("One."), page)
    assert (page.stat().st_mtime_ns, pdf.stat().st_mtime_ns) == first
    write_document(documents("Two."), page)
    assert page.stat().st_mtime_ns > first[0]
    assert pdf.stat().st_mtime_ns > first[1]


def test_a_document_whose_pdf_is_gone_gets_it_again(tmp_path):
    page, pdf = write_document(documents("One."), tmp_path / "a.html")
    pdf.unlink()
    write_document(documents("One."), page)
    assert pdf.exists()


def test_writing_the_site_again_changes_no_file(tmp_path):
    connection = laid_out()
    fill(connection)
    write_site(connection, tmp_path)
    before = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*.html")}
    before |= {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*.svg")}
    assert len(before) > 20
    write_site(connection, tmp_path)
    assert {p: p.stat().st_mtime_ns for p in before} == before
    assert set(tmp_path.rglob("*.svg")) <= set(before)


def test_the_consortium_alone_gets_packs_and_home_links_to_them(tmp_path):
    connection = laid_out()
    fill(connection)
    written = write_site(connection, tmp_path)
    home = (tmp_path / "index.html").read_text(encoding="utf-8")
    papers = [path for path in written if path.parent.name in ("pack", "workbooks")]
    assert {path.suffix for path in papers} == {".html", ".pdf", ".xlsx", ".ods", ".csv"}
    for path in papers:
        assert f'href="{path.relative_to(tmp_path).as_posix()}"' in home
    # Three authorities are too few for an edition in which none is recognised.
    assert not list(tmp_path.glob("pack/*without-names*"))


def test_a_worker_whose_starter_was_killed_before_it_began_ends_without_a_word() -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    # Killed so late that nobody watches yet.
    begins = "from earlywarning.reports import many; many.end_with = lambda _: None; "
    begins += f"many._begin(5, {gone.pid})"
    done = subprocess.run(
        [sys.executable, "-c", begins], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, "")


def test_a_starter_that_is_ending_has_let_go_of_its_files(monkeypatch: pytest.MonkeyPatch) -> None:
    assert many._lives(os.getppid())
    ending = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, ending.pid, os.WEXITED | os.WNOWAIT)
    # Nobody has asked what became of it: it still is the parent of who it started.
    monkeypatch.setattr(os, "getppid", lambda: ending.pid)
    assert not many._lives(ending.pid)
    ending.wait()

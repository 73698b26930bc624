"""An edition is swapped whole, and a writer that is killed leaves no process and no file."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from earlywarning.errors import EarlyWarningError
from earlywarning.reports import aside
from earlywarning.reports.aside import written_aside
from earlywarning.warehouse.one_at_a_time import AlreadyRunningError

PAGES = ("index.html", "authority/1.html", "pack/2026.html")
# Twenty pages of half a minute each by two processes, as `earlywarning report` writes them.
SLOW = """
import os, signal, sys, time
from pathlib import Path
from earlywarning.__main__ import _ended
from earlywarning.reports import many
from earlywarning.reports.aside import written_aside

def page(folder, code):
    (folder / f"{os.getpid()}.pid").write_text("")
    (Path(folder) / code).write_text("new")
    time.sleep(30)
    return []

if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _ended)
    os.sched_getaffinity = lambda _pid: {0, 1}
    with written_aside(Path(sys.argv[1])) as folder:
        many.write_many(many.Task(page, folder), {str(n): str(n) for n in range(20)}, None)
"""


# Ended while it still writes down the facts for the others, which nobody has begun to read.
EARLY = """
import os, signal, sys
from earlywarning.reports import many

class Facts:
    def __reduce__(self):
        os.kill(os.getpid(), signal.SIGKILL)

if __name__ == "__main__":
    os.sched_getaffinity = lambda _pid: {0, 1}
    task = many.Task(print, [bytes(1_000_000), Facts()])
    many.write_many(task, {str(n): str(n) for n in range(20)}, None)
"""


def edition(folder: Path, month: str) -> None:
    for name in PAGES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(month, encoding="utf-8")


def months(folder: Path) -> set[str]:
    return {(folder / name).read_text(encoding="utf-8") for name in PAGES}


def left_of(folder: Path) -> list[str]:
    return sorted(
        one.name for one in folder.parent.iterdir() if one.name.endswith(("next", "gone"))
    )


@pytest.fixture(params=["exchanged", "renamed"])
def site(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    if request.param == "renamed":
        monkeypatch.setattr(aside, "_exchanged", lambda _one, _other: False)
    with written_aside(tmp_path / "site") as folder:
        edition(folder, "April")
    return tmp_path / "site"


def test_a_new_edition_takes_the_place_of_the_old_one_whole(site: Path) -> None:
    (site / "kept.txt").write_text("not ours", encoding="utf-8")
    with written_aside(site) as folder:
        edition(folder, "May")
        assert months(site) == {"April"}
    assert months(site) == {"May"}
    assert (site / "kept.txt").read_text(encoding="utf-8") == "not ours"
    assert left_of(site) == []


def half_written(site: Path, error: Exception) -> None:
    with written_aside(site) as folder:
        (folder / PAGES[0]).write_text("May", encoding="utf-8")
        raise error


def test_what_fails_leaves_the_edition_of_before(site: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        half_written(site, ZeroDivisionError())
    assert months(site) == {"April"}
    assert left_of(site) == []


def test_a_full_disk_is_one_sentence_with_exit_4_and_the_pages_of_before_stand(site: Path) -> None:
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    with pytest.raises(EarlyWarningError, match=r"those of before stand.*No space left") as told:
        half_written(site, full)
    assert told.value.exit_code == 4
    assert months(site) == {"April"}
    assert left_of(site) == []


def test_two_do_not_write_one_edition(site: Path) -> None:
    with (
        written_aside(site) as folder,
        pytest.raises(AlreadyRunningError),
        written_aside(site),
    ):
        pass
    assert months(site) == {"April"}
    assert not folder.exists()


def test_no_reader_meets_half_an_edition(tmp_path: Path) -> None:
    site = tmp_path / "site"
    with written_aside(site) as folder:
        edition(folder, "0")
    if not aside._exchanged(site, site):  # a system that cannot: there the blink is told
        pytest.skip("names cannot be exchanged in one step here")
    seen: list[set[str]] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            # Whoever has the folder open has it whole: a walk goes by the folder, not by its name.
            at = os.open(site, os.O_RDONLY)
            try:
                names = [os.open(name, os.O_RDONLY, dir_fd=at) for name in PAGES]
                seen.append({os.read(one, 9).decode() for one in names})
                for one in names:
                    os.close(one)
            except FileNotFoundError:
                pass  # it was swapped away and is being removed
            finally:
                os.close(at)

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(1, 30):
        with written_aside(site) as folder:
            edition(folder, str(number))
    done.set()
    reader.join()
    assert len(seen) > 30
    assert all(len(one) == 1 for one in seen)


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return holds()


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(") ")[2]
    except FileNotFoundError:
        return False
    return not state.startswith("Z")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="processes are looked up in /proc")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_writer_that_is_killed_leaves_no_process_no_facts_and_the_pages_of_before(
    tmp_path: Path, how: signal.Signals
) -> None:
    site, facts = tmp_path / "site", tmp_path / "facts"
    facts.mkdir()
    with written_aside(site) as folder:
        edition(folder, "April")
    (tmp_path / "slow.py").write_text(SLOW, encoding="utf-8")
    environment = os.environ | {"TMPDIR": str(facts)}
    writer = subprocess.Popen([sys.executable, tmp_path / "slow.py", site], env=environment)
    started = lambda: list(tmp_path.glob(".site.next/*.pid"))  # noqa: E731
    assert within(60, lambda: len(started()) == 2)
    workers = [int(one.stem) for one in started()]
    assert all(alive(one) for one in workers)
    writer.send_signal(how)
    ended = writer.wait(timeout=5)
    assert ended == (-signal.SIGKILL if how == signal.SIGKILL else 128 + signal.SIGTERM)
    assert within(10, lambda: not any(alive(one) for one in workers))
    assert within(5, lambda: list(facts.iterdir()) == [])
    assert months(site) == {"April"}
    assert (left_of(site) == []) == (how == signal.SIGTERM)
    with written_aside(site) as folder:
        edition(folder, "May")
    assert (months(site), left_of(site)) == ({"May"}, [])


def test_a_writer_that_is_killed_before_anybody_reads_its_facts_leaves_none(tmp_path: Path) -> None:
    (tmp_path / "facts").mkdir()
    (tmp_path / "early.py").write_text(EARLY, encoding="utf-8")
    environment = os.environ | {"TMPDIR": str(tmp_path / "facts")}
    done = subprocess.run([sys.executable, tmp_path / "early.py"], env=environment, check=False)
    assert done.returncode == -signal.SIGKILL
    assert list((tmp_path / "facts").iterdir()) == []

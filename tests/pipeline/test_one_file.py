"""One file can only hurt itself: whatever goes wrong with it, the others are read as ever."""

from __future__ import annotations

import datetime as dt
import logging
import os
from pathlib import Path
from typing import Any

import pytest

from earlywarning.definitions.loader import load_definitions
from earlywarning.errors import NothingUsableError
from earlywarning.run import load
from earlywarning.sources import calendar, cells, inspections, recognise, returns
from earlywarning.sources.folders import offered_files
from earlywarning.sources.intake import context_of
from tests.conftest import REFERENCE, earlywarning
from tests.support import few_files
from tests.support.few_files import C1, CALENDAR, HISTORY, RETURN, SOFT, WORKFORCE, few, ingested

SECRET = "a cell that must not travel"
DEFINITIONS = load_definitions(REFERENCE)


def bug(*_: Any, **__: Any) -> Any:
    raise ZeroDivisionError(SECRET)


def only_for(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, mark: Any) -> None:
    """Let a function of the program fail for one file only, told by what it is given."""
    real = getattr(module, name)

    def broken(*given: Any, **named: Any) -> Any:
        return bug() if mark(*given) else real(*given, **named)

    monkeypatch.setattr(module, name, broken)


def is_workforce(*given: Any) -> bool:
    return any(getattr(one, "table", "") == "csww" for one in given)


BUGS = {
    "recognising": (recognise.open_data, "canonical", is_workforce, WORKFORCE),
    "dating": (calendar.Calendar, "published", is_workforce, WORKFORCE),
    "describing": (cells, "catalogue", is_workforce, WORKFORCE),
    "loading": (cells, "tidy", is_workforce, WORKFORCE),
    "a calendar": (calendar.Calendar, "add_calendar", lambda *given: len(given[2]) < 20, CALENDAR),
    "inspections": (
        inspections, "same_inspection",
        lambda frame: set(frame["framework"]) > {"ILACS"}, HISTORY,
    ),
    "a return": (returns, "_read", lambda *_: True, RETURN),
}  # fmt: skip


# Where a bug is met in the rest, is tried with what needs more runs.
FIRST = {"loading", "a return"}


@pytest.mark.parametrize(
    "what",
    [*sorted(FIRST), *(pytest.param(w, marks=pytest.mark.whole) for w in sorted({*BUGS} - FIRST))],
)
def test_a_bug_met_in_one_file_refuses_that_file_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, what: str
) -> None:
    module, function, mark, name = BUGS[what]
    folder = few(tmp_path / "in")
    before, _ = ingested(folder, tmp_path)
    only_for(monkeypatch, module, function, mark)
    with caplog.at_level(logging.ERROR, "earlywarning"):
        told, outcome = ingested(folder, tmp_path)
    [refused] = outcome.refused
    assert refused.startswith(f"{name}: could not be read: please report it")
    assert outcome.exit_code == 3
    assert "Traceback" in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert SECRET not in refused
    rest = [line for line in told if name not in line]
    assert rest == [line for line in before if name not in line]


def test_a_return_with_a_bug_in_it_is_refused_on_the_command_line_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    folder = few(tmp_path, (RETURN,))
    monkeypatch.setattr(returns, "read_return", bug)
    done = earlywarning(
        "returns", "check", folder / RETURN, "--warehouse", tmp_path / "none.duckdb"
    )
    assert done.returncode == 3
    assert "could not be read: please report it" in done.stderr
    assert SECRET not in done.stderr + caplog.text
    assert "Traceback" in caplog.text


def test_a_register_with_a_bug_in_it_leaves_the_other_registers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = few(tmp_path / "in")
    monkeypatch.setattr(load, "weigh", lambda frame, *_: bug() if len(frame) else frame)
    # Not even the weighing of what is left may then fail.
    told, outcome = ingested(folder, tmp_path)
    assert [line.split(":")[0] for line in outcome.refused] == [SOFT]
    assert sum(line.startswith("taken") for line in told) == len(few_files.FEW) - 1 - 4


def test_a_file_that_cannot_be_opened_is_refused_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = few(tmp_path / "in", (C1, WORKFORCE))
    real = Path.open

    def shut(self: Path, *given: Any, **named: Any) -> Any:
        if self.name == Path(WORKFORCE).name:
            raise PermissionError(13, "Permission denied")
        return real(self, *given, **named)

    monkeypatch.setattr(Path, "open", shut)
    refused = [one for one in offered_files((folder,)) if one.outcome == "refused"]
    assert [(one.name, one.message) for one in refused] == [
        (WORKFORCE, "cannot be read: Permission denied")
    ]


@pytest.mark.whole
def test_a_name_that_is_no_text_costs_its_own_file_only(tmp_path: Path) -> None:
    folder = few(tmp_path / "in")
    odd = os.fsencode(folder) + b"/caf\xe9.csv"
    try:
        with open(odd, "wb") as file:  # noqa: PTH123  (a path object would not take these bytes)
            file.write(b"a,b\n1,2\n")
    except OSError:
        pytest.skip("this disk takes no such name")
    done = earlywarning(
        "run", "--input", "in", "--warehouse", "w.duckdb", "--no-reports", "--look-back", "0",
        "--as-of", "2026-04-30", cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode in (0, 3), done.stderr
    assert r"caf\xe9.csv" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_what_is_no_file_is_refused_and_never_passed_over(tmp_path: Path) -> None:
    folder = few(tmp_path / "in", (C1,))
    there = few(tmp_path / "elsewhere", (WORKFORCE,))
    (folder / "linked").symlink_to(there)
    (folder / "gone.csv").symlink_to(tmp_path / "nowhere")
    os.mkfifo(folder / "pipe.csv")
    (folder / "one.csv").symlink_to(there / WORKFORCE)  # a link to a file is a file
    (folder / "a_folder.csv").mkdir()
    found = {one.name: (one.outcome, one.rule) for one in offered_files((folder,))}
    assert found.pop("one.csv") == ("unknown", "")
    refused = {name for name, told in found.items() if told == ("refused", "no_file")}
    assert refused == {"linked", "gone.csv", "pipe.csv"}


def test_where_every_file_is_refused_while_loading_nothing_is_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = few(tmp_path / "in")
    monkeypatch.setattr(cells, "tidy", bug)
    with pytest.raises(NothingUsableError, match=r"csww_indicators.*could not be read"):
        ingested(folder, tmp_path)


def test_a_calendar_with_a_bad_row_dates_by_the_others(tmp_path: Path) -> None:
    folder = few(tmp_path / "in")
    path = folder / CALENDAR
    lines = path.read_text(encoding="utf-8").splitlines()
    header = lines[0].split(",")
    own = {"table_family": "cin", "release": "2019", "first_seen_in_public_repo": "2019-11-01"}
    more = [lines[-1].replace("20", "xx"), ",".join(own.get(name, "") for name in header)]
    path.write_text("\n".join([*lines, *more]) + "\n", encoding="utf-8")
    offered = offered_files((folder,))
    for one in offered:
        recognise.recognise(one, DEFINITIONS)
    context = context_of(offered, DEFINITIONS, few_files.DAY)
    [file] = [one for one in offered if one.name == CALENDAR]
    assert file.outcome == "context"
    assert [one.row for one in file.refused_rows.rows] == [len(lines) + 1]
    assert context.calendar.by_period["cin", "2019"] == dt.date(2019, 11, 1)
    assert context.calendar.unclear, "what the bad row dates has no day, and none is guessed"


def test_a_calendar_that_a_bug_stops_halfway_dates_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered = offered_files((few(tmp_path / "in"),))
    for one in offered:
        recognise.recognise(one, DEFINITIONS)
    builtin = calendar.builtin(REFERENCE)
    real, seen = calendar._day_of_release, iter(range(100))
    monkeypatch.setattr(
        calendar, "_day_of_release",
        lambda *given: bug() if next(seen) == 30 else real(*given),
    )  # fmt: skip
    context = context_of(offered, DEFINITIONS, few_files.DAY)
    assert [one.name for one in offered if one.outcome == "refused"] == [CALENDAR]
    assert context.calendar == builtin

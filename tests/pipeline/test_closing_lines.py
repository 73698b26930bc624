"""The closing lines of a run tell what was held and refused, by rule, and where to look."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from earlywarning.run.summary import ALONE, doubts
from earlywarning.warehouse.connect import query
from tests.conftest import earlywarning
from tests.support.few_files import C1, FEW, SOFT, few


def ran(place: Path) -> str:
    done = earlywarning(
        "run", "--input", "in", "--warehouse", "w.duckdb", "--no-reports", "--look-back", "0",
        "--as-of", "2026-04-30", cwd=place,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout


@pytest.mark.whole
def test_what_is_held_and_what_is_refused_is_told_by_rule_and_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = few(tmp_path / "in")
    lines = (folder / C1).read_text(encoding="utf-8").splitlines()
    # The same day by the calendar, and another number: neither is used.
    header, row = lines[0].split(","), lines[-1].split(",")
    row[header.index("referral_count")] = "77"
    (folder / "again.csv").write_text("\n".join([*lines[:-1], ",".join(row)]), encoding="utf-8")
    soft = folder / SOFT
    soft.write_text(
        soft.read_text(encoding="utf-8").rstrip() + "\nX1,101,nonsense,2026-01-05,x,A,1,,y,\n",
        encoding="utf-8",
    )
    said = ran(tmp_path)
    [held] = [one for one in said.splitlines() if one.startswith("held back and not used: ")]
    assert "two files 2" in held
    assert ", 0 refused whole\n" in said, "files are not mistaken for what was refused in them"
    start = "files, rows and cells refused or doubtful"
    [found] = [one for one in said.splitlines() if one.startswith(start)]
    assert "two files 1" in found
    assert "register flag 1" in found
    [where] = [one for one in said.splitlines() if one.startswith("where each of them stands: ")]
    asked = where.partition("`earlywarning query ")[2].rstrip("`").strip('"')
    shown = earlywarning("query", asked, "--warehouse", "w.duckdb", cwd=tmp_path)
    assert shown.returncode == 0, shown.stderr
    monkeypatch.setenv("EARLYWARNING_LOG", "json")
    told = [json.loads(line) for line in ran(tmp_path).splitlines()]
    assert {one["what"] for one in told} == {"summary"}
    assert where in [one["message"] for one in told]


@pytest.mark.whole
def test_a_run_without_doubts_says_nothing_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few(tmp_path / "in", FEW)
    said = ran(tmp_path)
    assert f"\n{ALONE}\n" in said, "nothing was looked back at"
    sql = "select distinct band_looks from score union select distinct band_looks from standing"
    assert query(tmp_path / "w.duckdb", sql)[1] == [(1,)]
    for name in ("HELD", "FOUND"):
        monkeypatch.setattr(f"earlywarning.run.summary.{name}", "select '', 0 where false")
    assert doubts(tmp_path / "w.duckdb") == []
